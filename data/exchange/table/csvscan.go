package table

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"kartoteka/data"
)

// maxRecord is the longest record of a CSV file in bytes. One that is longer
// has an opening quote that nobody closed.
const maxRecord = 1 << 20

// scanner takes text apart into records, as RFC 4180 says and as programs
// write it: a quote within a field stands for itself, lines end in any way.
type scanner struct {
	r      io.Reader
	comma  byte
	eol    byte // last byte of a line's end
	buf    []byte
	from   int // of buf, not taken yet
	err    error
	row    int      // number of the last record
	cells  []string // stock from which rows are cut
	read   int64    // bytes taken from r
	quoted []byte   // room for the next record with quotes
	ends   []int
}

// broken is a record that can't be read, with its first line.
type broken struct {
	why *data.Error
}

func (b *broken) Error() string { return b.why.Error() }

// newScanner reads a text of about that size, of which a file may have more.
func newScanner(r io.Reader, comma, eol byte, size int64) *scanner {
	return &scanner{r: r, comma: comma, eol: eol, buf: make([]byte, 0, max(64, min(size+1, 256<<10)))}
}

// fill reads more, keeping what is not taken. It returns false at the end.
func (s *scanner) fill() bool {
	if s.err != nil {
		return false
	}
	if s.from > 0 {
		s.buf = s.buf[:copy(s.buf, s.buf[s.from:])]
		s.from = 0
	}
	if len(s.buf) == cap(s.buf) {
		s.buf = append(make([]byte, 0, 2*cap(s.buf)), s.buf...)
	}
	for range 100 {
		n, err := s.r.Read(s.buf[len(s.buf):cap(s.buf)])
		s.buf, s.read = s.buf[:len(s.buf)+n], s.read+int64(n)
		if err != nil {
			s.err = err
		}
		if n > 0 || err != nil {
			return n > 0
		}
	}
	s.err = io.ErrNoProgress
	return false
}

// next returns the cells of the next record; those of a blank line are none. An
// error of type *broken is about one record, and the next can be read.
func (s *scanner) next() ([]string, error) {
	line, err := s.line(0)
	if err != nil {
		return nil, err
	}
	s.row++
	if bytes.IndexByte(line, '"') < 0 {
		s.take(len(line))
		return s.split(string(trimEnd(line))), nil
	}
	cells, n, ok := s.quotedRecord(len(line))
	if ok {
		s.take(n)
		return cells, nil
	}
	// The buffer may have moved while the end of the record was sought.
	first, err := s.line(0)
	if err != nil {
		return nil, err
	}
	cells = s.split(string(trimEnd(first)))
	s.take(len(first))
	return cells, &broken{data.NewError(data.CodeInvalid, "row-quote", "Row", s.row)}
}

func (s *scanner) take(n int) { s.from += n }

// line returns the bytes from the record's beginning up to the end of the line
// in which byte n of it lies, with that end. It fails with io.EOF if there are
// no more bytes than n.
func (s *scanner) line(n int) ([]byte, error) {
	seen := n
	for {
		rest := s.buf[s.from:]
		if len(rest) > seen {
			if i := bytes.IndexByte(rest[seen:], s.eol); i >= 0 {
				return rest[:seen+i+1], nil
			}
			seen = len(rest)
		}
		if len(rest) > maxRecord {
			return rest[:maxRecord], nil
		}
		if !s.fill() {
			if rest = s.buf[s.from:]; len(rest) > n {
				return rest, nil
			}
			if errors.Is(s.err, io.EOF) {
				return nil, io.EOF
			}
			return nil, s.err
		}
	}
}

func trimEnd(line []byte) []byte {
	line = bytes.TrimSuffix(line, []byte("\n"))
	return bytes.TrimSuffix(line, []byte("\r"))
}

// split takes a line without quotes apart. The cells share its memory.
func (s *scanner) split(line string) []string {
	n := strings.Count(line, string(s.comma)) + 1
	if strings.TrimSpace(line) == "" && n == 1 {
		return nil
	}
	cells := s.stock(n)
	for i := range n - 1 {
		j := strings.IndexByte(line, s.comma)
		cells[i], line = unguarded(line[:j]), line[j+1:]
	}
	cells[n-1] = unguarded(line)
	return cells
}

// stock cuts n cells from a larger slice: one allocation for many rows.
func (s *scanner) stock(n int) []string {
	if len(s.cells) < n {
		s.cells = make([]string, max(min(4096, cap(s.buf)/16), n))
	}
	out := s.cells[:n:n]
	s.cells = s.cells[n:]
	return out
}

// quotedRecord reads a record that has quotes, which may go over several lines;
// n is the length of its first line. ok is false when a quote is never closed.
func (s *scanner) quotedRecord(n int) (cells []string, length int, ok bool) {
	q := quoting{comma: s.comma, text: s.quoted[:0], ends: s.ends[:0], begin: true}
	at := 0
	for {
		at = q.read(s.buf[s.from:s.from+n], at)
		if !q.inside {
			break
		}
		more, err := s.line(n)
		if err != nil || len(more) >= maxRecord {
			s.quoted, s.ends = q.text, q.ends
			return nil, 0, false
		}
		n = len(more)
	}
	q.end()
	s.quoted, s.ends = q.text, q.ends
	return s.cut(string(q.text), q.ends), n, true
}

// cut makes cells of one text: one allocation for a row.
func (s *scanner) cut(text string, ends []int) []string {
	cells := s.stock(len(ends))
	from := 0
	for i, end := range ends {
		cells[i], from = unguarded(text[from:end]), end
	}
	return cells
}

// quoting is a record with quotes being read.
type quoting struct {
	comma  byte
	text   []byte // of all fields
	ends   []int  // of the fields, in text
	inside bool   // of quotes
	begin  bool   // of a field: nothing but spaces yet
}

// read goes on with the record at a byte of it, up to the end of its lines read
// so far, and returns how far it came.
func (q *quoting) read(line []byte, at int) int {
	bare := len(trimEnd(line)) // outside of quotes the line's end is no part of it
	for at < len(line) && (q.inside || at < bare) {
		c := line[at]
		at++
		switch {
		case q.inside && c == '"':
			at += q.quote(line[at:])
		case q.inside:
			q.text = append(q.text, c)
		case c == '"' && q.begin:
			q.inside, q.begin, q.text = true, false, q.text[:q.start()]
		case c == q.comma:
			q.end()
		default:
			q.text = append(q.text, c)
			q.begin = q.begin && c == ' '
		}
	}
	return at
}

// quote reads a quote within quotes: two are one, one before a separator or the
// end of the line closes, and any other stands for itself. It returns how many
// bytes after it are read, too.
func (q *quoting) quote(after []byte) int {
	if len(after) > 0 && after[0] == '"' {
		q.text = append(q.text, '"')
		return 1
	}
	rest := bytes.TrimLeft(after, " ")
	if len(rest) == 0 || rest[0] == q.comma || rest[0] == '\r' || rest[0] == '\n' {
		q.inside = false
		return len(after) - len(rest)
	}
	q.text = append(q.text, '"')
	return 0
}

// start is where the field begins in text.
func (q *quoting) start() int {
	if len(q.ends) == 0 {
		return 0
	}
	return q.ends[len(q.ends)-1]
}

func (q *quoting) end() { q.ends, q.begin = append(q.ends, len(q.text)), true }

// guarded are the characters with which a cell begins that a spreadsheet would
// calculate.
const guarded = "=+-@\t\r"

// guard puts an apostrophe before a text that a spreadsheet would calculate,
// and one more before a text that could be taken for such a one.
func guard(s string) string {
	if isGuarded(s) {
		return "'" + s
	}
	return s
}

// isGuarded reports whether the text, after any apostrophes, begins with such a
// character.
func isGuarded(s string) bool {
	rest := strings.TrimLeft(s, "'")
	return rest != "" && strings.IndexByte(guarded, rest[0]) >= 0
}

// unguarded takes the apostrophe off again, and the form ="text" by which
// programs keep Excel from calculating.
func unguarded(s string) string {
	if len(s) < 2 {
		return s
	}
	if s[0] == '\'' && isGuarded(s) {
		return s[1:]
	}
	if len(s) > 3 && s[0] == '=' && s[1] == '"' && s[len(s)-1] == '"' && !strings.Contains(s[2:len(s)-1], `"`) {
		return s[2 : len(s)-1]
	}
	return s
}
