package plain

import (
	"strings"

	"kartoteka/mail/message/charset"
)

// Unflow joins the soft line breaks of format=flowed (RFC 3676). Lines of
// different quote depth are never joined, and "-- " stays a line of its own.
func Unflow(s string, delSp bool) string {
	out := make([]byte, 0, len(s))
	open := false // the line before ended softly
	last := -1    // its quote depth; -1 before the first line
	for more := true; more; {
		var line string
		line, s, more = strings.Cut(s, "\n")
		depth := 0
		for depth < len(line) && line[depth] == '>' {
			depth++
		}
		text := strings.TrimPrefix(line[depth:], " ")
		signature := text == "-- "
		if !open || depth != last || signature {
			if last >= 0 {
				out = append(out, '\n')
			}
			out = append(out, line[:depth]...)
			if depth > 0 && text != "" {
				out = append(out, ' ')
			}
		}
		open = strings.HasSuffix(text, " ") && !signature && more
		if open && delSp {
			text = text[:len(text)-1]
		}
		out = append(out, text...)
		last = depth
	}
	return string(out)
}

// FromEnriched drops the commands of text/enriched (RFC 1896) and of the
// richtext before it.
func FromEnriched(s string) string {
	var out strings.Builder
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			break
		}
		out.WriteString(s[:i])
		s = s[i:]
		if strings.HasPrefix(s, "<<") {
			out.WriteByte('<')
			s = s[2:]
			continue
		}
		end := strings.IndexByte(s[:min(len(s), 80)], '>')
		if end < 0 {
			out.WriteByte('<')
			s = s[1:]
			continue
		}
		command := strings.ToLower(s[1:end])
		s = s[end+1:]
		switch command {
		case "nl", "paragraph", "/paragraph":
			out.WriteByte('\n')
		case "lt":
			out.WriteByte('<')
		case "param":
			if k := strings.Index(s[:min(len(s), 2000)], "</param>"); k >= 0 {
				s = s[k+len("</param>"):]
			}
		}
	}
	out.WriteString(s)
	return charset.CleanText(out.String())
}
