package plain

import (
	"strings"

	"golang.org/x/net/html"
)

// stripTags is the last resort for HTML that no rule makes readable.
func stripTags(s string) string {
	s = dropUnread(s)
	var out strings.Builder
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			break
		}
		out.WriteString(s[:i])
		end := strings.IndexByte(s[i:], '>')
		if end < 0 {
			s = ""
			break
		}
		out.WriteByte(' ')
		s = s[i+end+1:]
	}
	out.WriteString(s)
	return strings.Join(strings.Fields(html.UnescapeString(out.String())), " ")
}

// dropUnread cuts out the styles, scripts and titles that end as they should.
func dropUnread(s string) string {
	low := lowerASCII(s)
	var out strings.Builder
	from := 0
	for at := 0; at < len(s); {
		open := strings.IndexByte(s[at:], '<')
		if open < 0 {
			break
		}
		at += open + 1
		for _, name := range []string{"style", "script", "title"} {
			if !strings.HasPrefix(low[at:], name) {
				continue
			}
			end := strings.Index(low[at:], "</"+name)
			if end < 0 {
				return out.String() + s[from:] // looked for once, not at every tag
			}
			out.WriteString(s[from : at-1])
			at += end
			from = at
			break
		}
	}
	return out.String() + s[from:]
}

// lowerASCII lower-cases letters of tags and leaves every byte at its place.
func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
