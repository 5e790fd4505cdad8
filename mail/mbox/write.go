package mbox

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"
)

// Writer writes messages as mboxrd: a line of a message that starts with
// "From ", or with that behind any number of ">", gets one more ">".
type Writer struct {
	w *bufio.Writer
}

// NewWriter returns a Writer on w. Close it to be sure that all is written.
func NewWriter(w io.Writer) *Writer { return &Writer{w: bufio.NewWriterSize(w, 64<<10)} }

// Write adds a message. The time goes into the separator line, where mail
// programs show it; a zero time is written as 1970.
func (w *Writer) Write(raw []byte, received time.Time) error {
	return w.Copy(bytes.NewReader(raw), received)
}

// Copy is Write for a message that is read bit by bit.
func (w *Writer) Copy(r io.Reader, received time.Time) error {
	if received.IsZero() {
		received = time.Unix(0, 0)
	}
	if _, err := fmt.Fprintf(w.w, "%s%s\n", mark, received.UTC().Format(time.ANSIC)); err != nil {
		return fmt.Errorf("writing separator: %w", err)
	}
	in := bufio.NewReaderSize(r, 64<<10)
	for starts := true; ; {
		line, err := in.ReadSlice('\n')
		if starts && isQuotable(line) {
			if err := w.w.WriteByte('>'); err != nil {
				return fmt.Errorf("writing message: %w", err)
			}
		}
		if _, err := w.w.Write(line); err != nil {
			return fmt.Errorf("writing message: %w", err)
		}
		starts = err == nil // else the line goes on
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			if errors.Is(err, io.EOF) {
				break
			}
			return fmt.Errorf("reading message: %w", err)
		}
	}
	if err := w.w.WriteByte('\n'); err != nil {
		return fmt.Errorf("writing message: %w", err)
	}
	return nil
}

// Close writes what is still held back. It does not close the file below.
func (w *Writer) Close() error {
	if err := w.w.Flush(); err != nil {
		return fmt.Errorf("writing mbox: %w", err)
	}
	return nil
}

// isQuotable says whether a line is "From " behind any number of ">".
func isQuotable(line []byte) bool {
	for len(line) > 0 && line[0] == '>' {
		line = line[1:]
	}
	return bytes.HasPrefix(line, []byte("From "))
}
