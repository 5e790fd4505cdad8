package notation

import "strings"

// JoinList writes several values into one cell: "a, b". A value that has a
// comma, a semicolon, a quote or a line break is put in quotes, so that
// SplitList gives the same values.
func JoinList(values []string) string {
	if len(values) == 1 && !needsQuotes(values[0]) {
		return values[0]
	}
	var b strings.Builder
	for _, v := range values {
		if v == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		if needsQuotes(v) {
			v = `"` + strings.ReplaceAll(v, `"`, `""`) + `"`
		}
		b.WriteString(v)
	}
	return b.String()
}

func needsQuotes(s string) bool {
	return strings.ContainsAny(s, ",;\"\n") || strings.Contains(s, ":::")
}

// SplitList takes a cell with several values apart, at commas, semicolons, line
// breaks, and the " ::: " of Google. What stands in quotes is one value.
func SplitList(s string) []string {
	if !needsQuotes(s) {
		if s = strings.TrimSpace(s); s == "" {
			return nil
		}
		return []string{s}
	}
	var out []string
	for s != "" {
		var v string
		v, s = nextValue(strings.TrimLeft(s, " \t\r\n,;"))
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// nextValue takes the first value off.
func nextValue(s string) (v, rest string) {
	if strings.HasPrefix(s, ":::") {
		return "", s[3:]
	}
	if strings.HasPrefix(s, `"`) {
		if v, rest, ok := quotedValue(s[1:]); ok {
			return v, rest
		}
	}
	for i := 0; i < len(s); i++ {
		if strings.IndexByte(",;\n", s[i]) >= 0 || strings.HasPrefix(s[i:], ":::") {
			return s[:i], s[i:]
		}
	}
	return s, ""
}

// quotedValue reads up to the closing quote, if a separator or the end follows it.
func quotedValue(s string) (v, rest string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '"' {
			b.WriteByte(s[i])
			continue
		}
		if i+1 < len(s) && s[i+1] == '"' {
			b.WriteByte('"')
			i++
			continue
		}
		after := strings.TrimLeft(s[i+1:], " \t")
		if after == "" || strings.IndexByte(",;\n", after[0]) >= 0 || strings.HasPrefix(after, ":::") {
			return b.String(), after, true
		}
		return "", "", false
	}
	return "", "", false
}
