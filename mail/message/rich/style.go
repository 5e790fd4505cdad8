package rich

import (
	"strconv"
	"strings"
)

var blanks = strings.NewReplacer(" ", "", "\t", "", "\n", "", "\r", "", "!important", "")

// style is what an element's style says that matters here.
type style struct {
	hidden       bool // nothing of it is to be seen
	bold, normal bool
	italic       bool
	struck       bool
	ink, ground  string // colours as six hex digits, "": not said
	urls         int    // pictures it would load
}

// readStyle reads an element's style attribute.
func readStyle(s string) style {
	var st style
	if len(s) > 4000 {
		s = s[:4000]
	}
	for decl := range strings.SplitSeq(blanks.Replace(strings.ToLower(s)), ";") {
		name, v, ok := strings.Cut(decl, ":")
		if !ok {
			continue
		}
		if strings.Contains(v, "url(") && remote(strings.Trim(between(v, "url(", ")"), `"'`)) {
			st.urls++
		}
		st.set(name, v)
	}
	return st
}

func (st *style) set(name, v string) {
	st.hidden = st.hidden || hides(name, v)
	switch name {
	case "font-weight":
		n, err := strconv.Atoi(v)
		st.bold = v == "bold" || v == "bolder" || err == nil && n >= 600
		st.normal = !st.bold
	case "font-style":
		st.italic = v == "italic" || v == "oblique"
	case "text-decoration", "text-decoration-line":
		st.struck = strings.Contains(v, "line-through")
	case "color":
		st.ink = color(v)
	case "background", "background-color":
		st.ground = ground(v)
	}
}

// hides reports whether a declaration leaves nothing to be seen.
func hides(name, v string) bool {
	switch name {
	case "display":
		return v == "none"
	case "visibility":
		return v == "hidden" || v == "collapse"
	case "mso-hide":
		return v == "all"
	case "font-size":
		return isZero(v) || v == "1px"
	case "opacity", "max-height", "max-width":
		return isZero(v)
	}
	return false
}

// isZero reports whether a length or a share is nothing.
func isZero(v string) bool {
	v = strings.TrimRight(v, "abcdefghijklmnopqrstuvwxyz%")
	n, err := strconv.ParseFloat(v, 64)
	return err == nil && n == 0
}

func between(s, from, to string) string {
	_, s, _ = strings.Cut(s, from)
	s, _, _ = strings.Cut(s, to)
	return s
}

// ground is the colour of a background; a picture counts as one unlike any ink.
func ground(v string) string {
	if strings.Contains(v, "url(") || strings.Contains(v, "gradient") {
		return "picture"
	}
	return color(v)
}

// color returns a colour as six hex digits, "" for none or one that is not
// written in a usual way.
func color(v string) string {
	switch v {
	case "white":
		return "ffffff"
	case "black":
		return "000000"
	}
	if h, ok := strings.CutPrefix(v, "#"); ok {
		return hexColor(h)
	}
	if strings.HasPrefix(v, "rgb") {
		return rgbColor(strings.Split(between(v, "(", ")"), ","))
	}
	if v != "" && strings.Trim(v, "abcdefghijklmnopqrstuvwxyz") == "" && v != "transparent" && v != "inherit" && v != "none" {
		return v
	}
	return ""
}

// hexColor reads "#fff" and its kin, without the sign.
func hexColor(h string) string {
	if i := strings.IndexFunc(h, func(r rune) bool { return !strings.ContainsRune("0123456789abcdef", r) }); i >= 0 {
		h = h[:i]
	}
	switch len(h) {
	case 3, 4:
		return string([]byte{h[0], h[0], h[1], h[1], h[2], h[2]})
	case 6, 8:
		return h[:6]
	}
	return ""
}

// rgbColor reads the three numbers of "rgb(255, 255, 255)".
func rgbColor(parts []string) string {
	if len(parts) < 3 {
		return ""
	}
	out := ""
	for _, p := range parts[:3] {
		n, err := strconv.Atoi(p)
		if err != nil || n < 0 || n > 255 {
			return ""
		}
		out += string("0123456789abcdef"[n>>4]) + string("0123456789abcdef"[n&15])
	}
	return out
}

// remote reports whether an address lies outside the message.
func remote(src string) bool {
	low := strings.ToLower(strings.TrimSpace(src))
	return low != "" && !strings.HasPrefix(low, "cid:") && !strings.HasPrefix(low, "data:") && !strings.HasPrefix(low, "#") &&
		!strings.HasPrefix(low, "about:")
}
