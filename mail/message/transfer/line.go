package transfer

import (
	"bytes"
)

// Line returns the line that starts at pos, without its end, and where the
// next one starts.
func Line(b []byte, pos int) (line []byte, next int) {
	i := bytes.IndexByte(b[pos:], '\n')
	if i < 0 {
		return bytes.TrimSuffix(b[pos:], []byte{'\r'}), len(b)
	}
	end := pos + i
	if end > pos && b[end-1] == '\r' {
		return b[pos : end-1], end + 1
	}
	return b[pos:end], end + 1
}

// Trim drops ASCII blanks and line ends at both ends.
func Trim(b []byte) []byte {
	for len(b) > 0 && IsBlank(b[0]) {
		b = b[1:]
	}
	for len(b) > 0 && IsBlank(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

// IsBlank says whether c is an ASCII blank or line end.
func IsBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }
