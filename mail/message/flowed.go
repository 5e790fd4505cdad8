package message

import "strings"

// unflow joins the soft line breaks of format=flowed (RFC 3676). Lines of
// different quote depth are never joined, and "-- " stays a line of its own.
func unflow(s string, delSp bool) string {
	var out strings.Builder
	out.Grow(len(s))
	open := false // the line before ended softly
	last := 0     // its quote depth
	first := true
	for len(s) > 0 || first {
		line, rest, more := strings.Cut(s, "\n")
		s = rest
		depth := 0
		for depth < len(line) && line[depth] == '>' {
			depth++
		}
		text := strings.TrimPrefix(line[depth:], " ")
		signature := text == "-- "
		if open && depth == last && !signature {
			out.WriteString(text)
		} else {
			if !first {
				out.WriteByte('\n')
			}
			if depth > 0 {
				out.WriteString(line[:depth])
				if text != "" {
					out.WriteByte(' ')
				}
			}
			out.WriteString(text)
		}
		open = strings.HasSuffix(text, " ") && !signature && more
		if open && delSp {
			str := strings.TrimSuffix(out.String(), " ")
			out.Reset()
			out.WriteString(str)
		}
		last, first = depth, false
	}
	return out.String()
}

// enrichedText drops the commands of text/enriched (RFC 1896) and of the
// richtext before it.
func enrichedText(s string) string {
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
	return cleanText(out.String())
}
