package session

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

// Printer writes what a command answers: sentences and tables for people,
// JSON for programs.
type Printer struct {
	Words *i18n.Translator // the person's language
	w     *bufio.Writer
}

func newPrinter(w io.Writer, words *i18n.Translator) *Printer {
	return &Printer{words, bufio.NewWriter(w)}
}

// Say prints a sentence of the catalogue.
func (p *Printer) Say(key string, pairs ...any) {
	p.Line(p.Words.T(key, pairs...))
}

// Count prints a sentence in the plural form for n.
func (p *Printer) Count(key string, n int, pairs ...any) {
	p.Line(p.Words.N(key, n, pairs...))
}

// Line prints a line. A write that fails is noticed when the command flushes.
func (p *Printer) Line(text string) {
	_, _ = p.w.WriteString(clean(text) + "\n")
}

// Object prints a JSON object on one line.
func (p *Printer) Object(v any) error {
	e := json.NewEncoder(p.w)
	e.SetEscapeHTML(false) // it is not for a web page, and grep should find "<"
	return e.Encode(v)
}

// Table prints rows under headings, which are keys of the catalogue; without
// rows it says that there is nothing.
func (p *Printer) Table(headings []string, rows [][]string) {
	if len(rows) == 0 {
		p.Say("cli.list.none")
		return
	}
	t := tabwriter.NewWriter(p.w, 0, 4, 2, ' ', 0)
	for i, key := range headings {
		headings[i] = p.Words.T(key)
	}
	for _, row := range append([][]string{headings}, rows...) {
		for i := range row {
			row[i] = clean(row[i])
		}
		fmt.Fprintln(t, strings.Join(row, "\t"))
	}
	_ = t.Flush() // into memory; what fails is noticed by Flush
}

// Flush brings out what was printed.
func (p *Printer) Flush() error { return p.w.Flush() }

// Show prints records one object per line, or as a table with the given cells.
func Show[T, S any](s *Session, all []T, shape func(T) S, headings []string, cells func(T) []string) error {
	if s.JSON {
		for _, v := range all {
			if err := s.Object(shape(v)); err != nil {
				return err
			}
		}
		return nil
	}
	rows := make([][]string, len(all))
	for i, v := range all {
		rows[i] = cells(v)
	}
	s.Table(headings, rows)
	return nil
}

// Warn prints a sentence where errors go.
func (s *Session) Warn(text string) { fmt.Fprintln(s.Err, clean(text)) }

// WarnOf prints an error there, under the program's name.
func (s *Session) WarnOf(err error) { s.Warn("kartoteka: " + s.Words.Error(err)) }

// Watched reports whether somebody watches where errors and progress go.
func (s *Session) Watched() bool {
	f, ok := s.Err.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

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

// Short cuts a text for a column of so many letters.
func Short(text string, letters int) string {
	text = strings.Join(strings.Fields(text), " ")
	r := []rune(text)
	if len(r) <= letters {
		return text
	}
	return string(r[:letters-1]) + "…"
}
