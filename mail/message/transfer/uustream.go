package transfer

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// longLine is how much of a line is looked at where a part is read in pieces: more
// than any encoded one has.
const longLine = 64 << 10

// streamUU decodes a uuencoded part that is too large to be held, as Each does a
// small one: its first file if it has one, else whatever lines are encoded.
func streamUU(r *io.SectionReader, f func([]byte)) error {
	from, to, err := firstFile(r)
	if err != nil {
		return err
	}
	buf := make([]byte, 0, streamed)
	const most = 64 // decoded bytes of a line
	err = eachLine(io.NewSectionReader(r, from, to-from), func(line []byte, _, _ int64) {
		if buf = appendUULine(buf, line); len(buf) > streamed-most {
			f(buf)
			buf = buf[:0]
		}
	})
	if err == nil {
		f(buf)
	}
	return err
}

// firstFile returns where the encoded lines of the first file lie that CutUU would
// find; all of r where it finds none.
func firstFile(r *io.SectionReader) (from, to int64, err error) {
	inside, filled, done := false, false, false
	err = eachLine(r, func(line []byte, at, next int64) {
		if done {
			return
		}
		if inside {
			if !bytes.Equal(bytes.TrimRight(line, " "), []byte("end")) && (isUULine(line) || spoiltUULine(line)) {
				filled = filled || len(Trim(line)) > 0
				return
			}
			if to, done = at, filled; done {
				return
			}
			inside = false
		}
		if bytes.HasPrefix(line, []byte("begin ")) && uuName(line) != nil {
			inside, filled, from = true, false, next
		}
	})
	switch {
	case done:
	case inside && filled: // it has no end
		to = r.Size()
	default:
		from, to = 0, r.Size()
	}
	return from, to, err
}

// eachLine hands over the lines of r without their ends, and where each begins
// and the next one does. Of one that is longer than any encoded line only the
// beginning is handed over.
func eachLine(r *io.SectionReader, f func(line []byte, at, next int64)) error {
	in := bufio.NewReaderSize(io.NewSectionReader(r, 0, r.Size()), longLine)
	for at := int64(0); ; {
		line, err := in.ReadSlice('\n')
		next := at + int64(len(line))
		if errors.Is(err, bufio.ErrBufferFull) {
			line = bytes.Clone(line)
			for errors.Is(err, bufio.ErrBufferFull) {
				var more []byte
				more, err = in.ReadSlice('\n')
				next += int64(len(more))
			}
		}
		if next > at {
			line, _ = Line(line, 0)
			f(line, at, next)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		at = next
	}
}
