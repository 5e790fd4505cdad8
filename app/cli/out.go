package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"unicode"

	"golang.org/x/term"

	"kartoteka/app/i18n"
)

// printer writes what a command answers: sentences and tables for people,
// JSON for programs.
type printer struct {
	w     *bufio.Writer
	words *i18n.Translator
}

func newPrinter(w io.Writer, words *i18n.Translator) *printer {
	return &printer{bufio.NewWriter(w), words}
}

// say prints a sentence of the catalogue.
func (p *printer) say(key string, pairs ...any) {
	p.line(p.words.T(key, pairs...))
}

// count prints a sentence in the plural form for n.
func (p *printer) count(key string, n int, pairs ...any) {
	p.line(p.words.N(key, n, pairs...))
}

// line prints a line. A write that fails is noticed when the command flushes.
func (p *printer) line(text string) {
	_, _ = p.w.WriteString(clean(text) + "\n")
}

// object prints a JSON object on one line.
func (p *printer) object(v any) error {
	e := json.NewEncoder(p.w)
	e.SetEscapeHTML(false) // it is not for a web page, and grep should find "<"
	return e.Encode(v)
}

// table prints rows under headings; headings are keys of the catalogue.
func (p *printer) table(headings []string, rows [][]string) {
	t := tabwriter.NewWriter(p.w, 0, 4, 2, ' ', 0)
	for i, key := range headings {
		headings[i] = p.words.T(key)
	}
	for _, row := range append([][]string{headings}, rows...) {
		for i := range row {
			row[i] = clean(row[i])
		}
		fmt.Fprintln(t, strings.Join(row, "\t"))
	}
	_ = t.Flush() // into memory; what fails is noticed by flush
}

// flush brings out what was printed.
func (s *session) flush() error { return s.out.w.Flush() }

// clean keeps what strangers wrote (a subject, a name) from steering the
// terminal, and on one line.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || r == '\r' {
			return ' '
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, text)
}

// short cuts a text for a column.
func short(text string, letters int) string {
	text = strings.Join(strings.Fields(text), " ")
	r := []rune(text)
	if len(r) <= letters {
		return text
	}
	return string(r[:letters-1]) + "…"
}

// terminal reports whether somebody watches what is written there.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// warn prints a sentence where errors go.
func (s *session) warn(text string) { fmt.Fprintln(s.io.Err, clean(text)) }
