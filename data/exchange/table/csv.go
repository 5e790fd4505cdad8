package table

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"

	"kartoteka/data/exchange"
	"kartoteka/data/exchange/fields"
)

// peekSize is how much of a CSV file is looked at to find its separator.
const peekSize = 128 << 10

// csvRows are the records of a CSV file.
type csvRows struct {
	*scanner
	total int64
}

// Next returns the next record.
func (c *csvRows) Next() (int, []string, error) {
	cells, err := c.scanner.next()
	return c.row, cells, err
}

// Progress counts decoded bytes, which are nearly those of the file.
func (c *csvRows) Progress() (done, total int64) { return min(c.read, c.total), c.total }

// OpenCSV reads a CSV file in whatever encoding, with whatever separator.
// Nothing is closed; the file must stay readable while the reader is used.
func OpenCSV(r io.ReaderAt, size int64, o exchange.Options) (*Reader, exchange.Info, error) {
	info := exchange.Info{Kind: exchange.KindCSV}
	text, enc, err := exchange.Text(r, size, o.Encoding)
	if err != nil {
		return nil, info, err
	}
	info.Encoding = enc
	b := bufio.NewReaderSize(text, int(min(peekSize, max(size*2, 4096))))
	head, err := b.Peek(b.Size())
	whole := errors.Is(err, io.EOF)
	if err != nil && !whole {
		return nil, info, err
	}
	sep, line := sepLine(head)
	if line > 0 {
		head = head[line:]
		_, _ = b.Discard(line) // was seen just now
	}
	eol := byte('\n')
	if bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(head, '\r') >= 0 {
		eol = '\r'
	}
	switch {
	case o.Separator != 0:
		sep = byte(o.Separator)
	case sep == 0:
		sep = guessSeparator(head, eol, whole)
	}
	info.Separator = rune(sep)
	rd, err := New(&csvRows{newScanner(b, sep, eol, size), size}, &o, &info)
	if err != nil {
		return nil, info, err
	}
	// A table of one column has no separators to count.
	rd.exact = len(rd.columns) > 1
	return rd, info, nil
}

// sepLine reads the line "sep=;" by which a file tells Excel its separator, and
// returns how long it is.
func sepLine(head []byte) (sep byte, length int) {
	if len(head) < 5 || !bytes.EqualFold(head[:4], []byte("sep=")) && !bytes.EqualFold(head[:5], []byte(`"sep=`)) {
		return 0, 0
	}
	end := bytes.IndexAny(head, "\r\n")
	if end < 0 || end > 10 {
		return 0, 0
	}
	value := strings.Trim(string(head[:end]), `"`)[4:]
	if len(value) != 1 {
		return 0, 0
	}
	if head[end] == '\r' && end+1 < len(head) && head[end+1] == '\n' {
		end++
	}
	return value[0], end + 1
}

// separators are the candidates, the likeliest in Poland first.
const separators = ";,\t|"

// guessSeparator reads the first records by every candidate. The right one cuts
// them into the same number of fields and shows headings that are known.
func guessSeparator(head []byte, eol byte, whole bool) byte {
	best, bestScore := byte(','), 0.0
	for _, c := range []byte(separators) {
		if bytes.IndexByte(head, c) < 0 {
			continue
		}
		if score := separatorScore(head, c, eol, whole); score > bestScore {
			best, bestScore = c, score
		}
	}
	return best
}

func separatorScore(head []byte, c, eol byte, whole bool) float64 {
	s := newScanner(bytes.NewReader(head), c, eol, int64(len(head)))
	counts := map[int]int{}
	n, known := 0, 0
	for range sampleRows {
		cells, err := s.next()
		if errors.Is(err, io.EOF) || !whole && len(s.buf) == s.from { // the last one may be cut
			break
		}
		if len(cells) == 0 {
			continue
		}
		if n < HeaderIn {
			if k, dataLike := fields.HeaderScore(cells); !dataLike {
				known = max(known, k)
			}
		}
		n++
		counts[len(cells)]++
	}
	width, rows := 1, 0
	for w, r := range counts {
		if w > 1 && (r > rows || r == rows && w > width) {
			width, rows = w, r
		}
	}
	if rows == 0 {
		return 0
	}
	return float64(rows)/float64(n) + 0.3*float64(known) + 0.02*float64(min(width, 20))
}
