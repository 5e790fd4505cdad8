package contentline

import (
	"bufio"
	"io"
	"strings"
	"unicode/utf8"
)

// Writer writes lines, folded as the standards say.
type Writer struct {
	w    *bufio.Writer
	line []byte
}

// NewWriter writes lines to w.
func NewWriter(w io.Writer) *Writer { return &Writer{w: bufio.NewWriterSize(w, 64<<10)} }

// Err returns the first error of writing.
func (w *Writer) Err() error {
	_, err := w.w.Write(nil)
	return err
}

// Flush writes what is left.
func (w *Writer) Flush() error { return w.w.Flush() }

// lineLength is how many bytes a line may have without its end.
const lineLength = 75

// Put writes a line, folded after 75 bytes but never within a letter.
func (w *Writer) Put(name, value string) {
	line := append(append(append(w.line[:0], name...), ':'), value...)
	w.line = line
	room := lineLength
	for len(line) > room {
		n := room
		for n > 0 && !utf8.RuneStart(line[n]) {
			n--
		}
		// The first error stays in the writer and is told by Err.
		_, _ = w.w.Write(line[:n])
		_, _ = w.w.WriteString("\r\n ")
		line, room = line[n:], lineLength-1
	}
	_, _ = w.w.Write(line)
	_, _ = w.w.WriteString("\r\n")
}

var escapes = strings.NewReplacer(`\`, `\\`, "\n", `\n`, ",", `\,`, ";", `\;`)

// Escape writes a text as a value: line breaks, commas, semicolons and
// backslashes with a backslash.
func Escape(s string) string {
	if !strings.ContainsAny(s, "\\\n,;") {
		return s
	}
	return escapes.Replace(s)
}

// Parameter writes the value of a parameter that stands between quotes (RFC 6868).
func Parameter(s string) string {
	return strings.NewReplacer("^", "^^", "\n", "^n", `"`, "^'").Replace(s)
}
