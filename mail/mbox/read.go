package mbox

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Reader reads messages one by one. It takes mboxrd and mboxo quoting, files
// with CRLF line ends, a missing empty line before a separator, and passes
// over whatever stands before the first one.
type Reader struct {
	Limit int // bytes of one message; MaxMessage unless set lower

	sep     []byte // the separator of the message that was given out last
	r       *bufio.Reader
	line    []byte // the line read ahead, a separator; nil at the end
	started bool
	err     error
}

// NewReader returns a Reader on r.
func NewReader(r io.Reader) *Reader {
	return &Reader{Limit: MaxMessage, r: bufio.NewReaderSize(r, 64<<10)}
}

// Next returns the next message, and io.EOF after the last one. The bytes are
// the caller's to keep.
func (r *Reader) Next() ([]byte, error) {
	var b bytes.Buffer
	if err := r.WriteNext(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// WriteNext is Next for messages that may be too large to be held: the next one is
// written to w as it is read. What was written before an error is no message. A
// failure of w is returned as it is, and the reader stands at the next message.
func (r *Reader) WriteNext(w io.Writer) error {
	if !r.started {
		r.started = true
		r.skip()
	}
	if r.line == nil {
		if r.err != nil && !errors.Is(r.err, io.EOF) {
			return fmt.Errorf("reading mbox: %w", r.err)
		}
		return io.EOF
	}
	r.sep = r.line
	end := &ending{w: w}
	err := r.message(end)
	if r.err != nil && !errors.Is(r.err, io.EOF) {
		r.line = nil
		return fmt.Errorf("reading mbox: %w", r.err)
	}
	if err != nil {
		return err
	}
	return end.close(r.sep)
}

// skip passes over what stands before the first separator.
func (r *Reader) skip() {
	blank := true
	for {
		line, whole := r.readLine()
		if line == nil {
			r.line = nil
			return
		}
		if whole && r.isSeparator(bytes.TrimPrefix(line, []byte("\xef\xbb\xbf")), blank) {
			r.line = line
			return
		}
		blank = isBlank(line)
	}
}

// message writes what stands before the next separator, which becomes r.line.
func (r *Reader) message(w io.Writer) (err error) {
	r.line = nil
	size := 0
	atStart, blank := true, true
	for {
		line, whole := r.readLine()
		if line == nil {
			return err
		}
		if atStart && whole && r.isSeparator(line, blank && size > 0 && !errors.Is(err, ErrTooBig)) {
			r.line = line
			return err
		}
		blank = atStart && isBlank(line)
		text := line
		if atStart && line[0] == '>' && isQuotable(line) {
			text = line[1:]
		}
		atStart = line[len(line)-1] == '\n'
		if err == nil && size+len(line) > r.Limit {
			err = ErrTooBig
		}
		if err == nil {
			_, err = w.Write(text)
		}
		size += len(text)
	}
}

// readLine returns the next line with its end, or nil at the end of the file.
// A line longer than the buffer comes in pieces; whole is false for the first
// of them and those between.
func (r *Reader) readLine() (line []byte, whole bool) {
	line, err := r.r.ReadSlice('\n')
	if bytes.HasPrefix(line, []byte("From ")) { // looking ahead would overwrite it
		line = bytes.Clone(line)
	}
	if len(line) > 0 {
		return line, !errors.Is(err, bufio.ErrBufferFull)
	}
	r.err = err
	return nil, false
}

// Exact reports whether the message that was given out last was written by this
// package: its bytes are then those that were given to it.
func (r *Reader) Exact() bool { return bytes.HasPrefix(r.sep, []byte(mark)) }

// when are the forms in which programs write the time of a separator.
var when = []string{
	time.ANSIC, "Mon Jan 2 15:04:05 2006", "Mon Jan 2 15:04:05 2006 -0700", "Mon Jan 2 15:04:05 -0700 2006",
	"Mon Jan 2 15:04:05 MST 2006", "Mon, 2 Jan 2006 15:04:05 -0700",
}

// When returns the time in the separator of the message that was given out last,
// in UTC; zero where there is none.
func (r *Reader) When() time.Time {
	words := strings.Fields(string(r.sep))
	for from := 1; from < min(len(words), 4); from++ { // an address may be missing, or hold a blank
		text := strings.Join(words[from:], " ")
		for _, form := range when {
			if t, err := time.Parse(form, text); err == nil && t.Unix() > 0 {
				return t.UTC()
			}
		}
	}
	return time.Time{}
}

// isSeparator says whether a line starts a message. Programs that quote
// nothing leave "From " at the start of ordinary lines, so a date must stand
// in it; without one an empty line before and a header field after it will do.
func (r *Reader) isSeparator(line []byte, afterBlank bool) bool {
	if !bytes.HasPrefix(line, []byte("From ")) {
		return false
	}
	if hasDate(line) {
		return true
	}
	if !afterBlank {
		return false
	}
	next, err := r.r.Peek(200)
	if err != nil && len(next) == 0 {
		return false
	}
	return startsField(next)
}

// hasDate looks for a clock time and a year of four digits.
func hasDate(line []byte) bool {
	clock, year := false, false
	for _, w := range bytes.Fields(line[len("From "):]) {
		switch {
		case len(w) >= 4 && isDigit(w[0]) && bytes.IndexByte(w, ':') > 0 && isDigit(w[len(w)-1]):
			clock = true
		case len(w) == 4 && isDigit(w[0]) && isDigit(w[1]) && isDigit(w[2]) && isDigit(w[3]):
			year = true
		}
	}
	return clock && year
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// startsField says whether b starts like a header field.
func startsField(b []byte) bool {
	i := 0
	for i < len(b) && b[i] > ' ' && b[i] < 0x7f && b[i] != ':' {
		i++
	}
	return i > 0 && i < len(b) && b[i] == ':' && !bytes.HasPrefix(b[i:], []byte("://"))
}

func isBlank(line []byte) bool { return len(bytes.TrimRight(line, "\r\n")) == 0 }

// mostEnd is how many bytes trimEnd looks at.
const mostEnd = len("\r\n\r\n")

// ending holds the last bytes of a message back, until it is known which of
// them are the file's.
type ending struct {
	w    io.Writer
	held []byte
}

// Write writes all but the last bytes.
func (e *ending) Write(b []byte) (int, error) {
	if len(b) < mostEnd {
		e.held = append(e.held, b...)
		if over := len(e.held) - mostEnd; over > 0 {
			if _, err := e.w.Write(e.held[:over]); err != nil {
				return 0, err
			}
			e.held = append(e.held[:0], e.held[over:]...)
		}
		return len(b), nil
	}
	if len(e.held) > 0 {
		if _, err := e.w.Write(e.held); err != nil {
			return 0, err
		}
	}
	over := len(b) - mostEnd
	e.held = append(e.held[:0], b[over:]...)
	if over > 0 {
		if _, err := e.w.Write(b[:over]); err != nil {
			return 0, err
		}
	}
	return len(b), nil
}

// close writes what is the message's of the last bytes.
func (e *ending) close(separator []byte) error {
	if left := trimEnd(e.held, separator); len(left) > 0 {
		_, err := e.w.Write(left)
		return err
	}
	return nil
}

// trimEnd takes away the line end that belongs to the file. Under this
// package's own mark that is one "\n" always; in other files it is the empty
// line, if there is one.
func trimEnd(raw, separator []byte) []byte {
	switch {
	case bytes.HasPrefix(separator, []byte(mark)) && !bytes.HasSuffix(separator, []byte("\r\n")):
		return bytes.TrimSuffix(raw, []byte("\n"))
	case bytes.HasSuffix(raw, []byte("\r\n\r\n")):
		return raw[:len(raw)-2]
	case bytes.HasSuffix(raw, []byte("\n\n")):
		return raw[:len(raw)-1]
	}
	return raw
}
