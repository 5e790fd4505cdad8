package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/exchange/fields"

	"kartoteka/data/exchange/table"
)

// Open reads a workbook: the sheet asked for, or the one that looks most
// like a table of contacts. Formulas give the value that was saved with them.
// Nothing is closed; the file must stay readable while the reader is used.
func Open(r io.ReaderAt, size int64, o exchange.Options) (*table.Reader, exchange.Info, error) {
	info := exchange.Info{Kind: exchange.KindXLSX}
	b, err := openBook(r, size)
	if err != nil {
		return nil, info, err
	}
	info.Sheets = b.names()
	at := b.find(o.Sheet)
	if at < 0 {
		if at, err = b.likeliest(); err != nil {
			return nil, info, damaged(err)
		}
	}
	info.Sheet = b.sheets[at].name
	s, err := b.open(at)
	if err != nil {
		return nil, info, damaged(err)
	}
	rd, err := table.New(s, &o, &info)
	if err != nil {
		return nil, info, err
	}
	info.Rows = max(0, s.last-info.HeaderRow)
	return rd, info, nil
}

// likeliest is the sheet with the most known headings; of several, and where
// there are none, the first that has rows.
func (b *book) likeliest() (int, error) {
	best, bestScore := -1, -1
	for i, s := range b.sheets {
		if s.hidden && best >= 0 {
			continue
		}
		rows, err := b.firstRows(i)
		if err != nil {
			return 0, err
		}
		score := 0
		for _, row := range rows {
			if known, dataLike := fields.HeaderScore(row); !dataLike {
				score = max(score, 2*known)
			}
		}
		if len(rows) > 0 {
			score++
		}
		if s.hidden {
			score = 0
		}
		if score > bestScore {
			best, bestScore = i, score
		}
	}
	return best, nil
}

func (b *book) firstRows(i int) ([][]string, error) {
	s, err := b.open(i)
	if err != nil {
		return nil, err
	}
	defer func() { _ = s.in.Close() }() // only read
	var out [][]string
	for len(out) < table.HeaderIn {
		_, cells, err := s.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		out = append(out, cells)
	}
	return out, nil
}

// sheetRows are the rows of a sheet.
type sheetRows struct {
	book  *book
	in    io.ReadCloser
	x     *xmlScanner
	total int64
	row   int
	seen  int // rows, empty ones too
	last  int // row, as the sheet claims
	cells []string
	stock []string
}

func (b *book) open(i int) (*sheetRows, error) {
	name := strings.ToLower(strings.TrimPrefix(b.sheets[i].path, "/"))
	in, err := b.part(name)
	if err != nil || in == nil {
		return nil, fmt.Errorf("open sheet %s: %w", name, err)
	}
	return &sheetRows{book: b, in: in, x: newXML(in, maxSheet), total: int64(b.files[name].UncompressedSize64)}, nil
}

// Progress counts bytes of the unpacked sheet.
func (s *sheetRows) Progress() (done, total int64) { return min(s.x.read, s.total), s.total }

// Next returns the next row that has cells.
func (s *sheetRows) Next() (int, []string, error) {
	for {
		err := s.x.next()
		if errors.Is(err, io.EOF) {
			return s.row, nil, io.EOF
		}
		if err != nil {
			return s.row, nil, damaged(err)
		}
		switch {
		case s.x.is("dimension"):
			_, to, _ := bytes.Cut(s.x.attr("ref"), []byte(":"))
			s.last = min(number(bytes.TrimLeft(to, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")), maxRows)
		case s.x.is("row"):
			if s.seen++; s.seen > maxRows {
				return s.row, nil, damaged(errTooMuch)
			}
			if n := number(s.x.attr("r")); n > s.row && n <= maxRows {
				s.row = n
			} else {
				s.row++
			}
			if s.x.empty {
				continue
			}
			if err := s.readRow(); err != nil {
				return s.row, nil, damaged(err)
			}
			if len(s.cells) > 0 {
				return s.row, s.kept(), nil
			}
		case s.x.ends("sheetData"):
			return s.row, nil, io.EOF
		}
	}
}

// kept copies the row into a larger slice: one allocation for many rows.
func (s *sheetRows) kept() []string {
	n := len(s.cells)
	if len(s.stock) < n {
		s.stock = make([]string, max(4096, n))
	}
	out := s.stock[:n:n]
	s.stock = s.stock[n:]
	copy(out, s.cells)
	return out
}

// readRow reads up to the end of the row; cells end with the last that is not
// empty.
func (s *sheetRows) readRow() error {
	s.cells = s.cells[:0]
	column, seen := -1, 0
	for {
		if err := s.x.next(); err != nil {
			return err
		}
		switch {
		case s.x.ends("row"):
			return nil
		case s.x.is("c"):
			if seen++; seen > maxColumns {
				return errTooMuch
			}
			column++
			if ref := s.x.attr("r"); ref != nil {
				if n := columnNumber(ref); n >= 0 {
					column = n
				}
			}
			if s.x.empty {
				continue
			}
			v, err := s.cell()
			if err != nil {
				return err
			}
			if v == "" || column >= maxColumns {
				continue
			}
			for len(s.cells) <= column {
				s.cells = append(s.cells, "")
			}
			s.cells[column] = v
		}
	}
}

// cell reads the value of a cell up to its end.
func (s *sheetRows) cell() (string, error) {
	kind := string(s.x.attr("t"))
	style := number(s.x.attr("s"))
	value, phonetic := "", false
	for {
		if err := s.x.next(); err != nil {
			return "", err
		}
		switch {
		case s.x.ends("c"):
			return s.value(kind, style, value), nil
		case s.x.ends("v") && !s.x.empty:
			value = s.x.content()
		case s.x.is("rPh"):
			phonetic = !s.x.empty
		case s.x.ends("rPh"):
			phonetic = false
		case s.x.ends("t") && !s.x.empty && !phonetic:
			value += s.x.content()
		}
	}
}

// value is what a cell says: text, or a number in its written form.
func (s *sheetRows) value(kind string, style int, v string) string {
	switch kind {
	case "s":
		if n, err := strconv.Atoi(strings.TrimSpace(v)); err == nil {
			return s.book.sharedText(n)
		}
		return ""
	case "str", "inlineStr", "d":
		return v
	case "e": // #N/A is no value
		return ""
	case "b":
		return v
	}
	if v == "" {
		return ""
	}
	var f format
	if style < len(s.book.formats) {
		f = s.book.formats[style]
	}
	switch {
	case f.date:
		return s.book.moment(v)
	case f.pattern != "":
		return patterned(v, f.pattern)
	}
	return plainNumber(v)
}

// plainNumber writes 6.01234567E8 out and takes off what only the machine knows
// of a decimal fraction.
func plainNumber(v string) string {
	if len(v) <= 15 && !strings.ContainsAny(v, "eE") {
		return v
	}
	f, err := strconv.ParseFloat(v, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) || math.Abs(f) > 1e30 {
		return v
	}
	if f, err = strconv.ParseFloat(strconv.FormatFloat(f, 'g', 15, 64), 64); err != nil {
		return v
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// patterned shows a whole number as a format of zeros and signs does: 950 as
// 00-950.
func patterned(v, pattern string) string {
	v = plainNumber(v)
	if strings.Trim(v, "0123456789") != "" {
		return v
	}
	out := []byte{}
	at := len(v)
	for i := len(pattern) - 1; i >= 0; i-- {
		switch {
		case pattern[i] != '0':
			out = append(out, pattern[i])
		case at > 0:
			at--
			out = append(out, v[at])
		default:
			out = append(out, '0')
		}
	}
	for at--; at >= 0; at-- {
		out = append(out, v[at])
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return string(out)
}

// moment turns the serial number of a day, with its part that has passed, into
// a date and time.
func (b *book) moment(v string) string {
	f, err := strconv.ParseFloat(v, 64)
	if err != nil || f < 0 || f > 2958466 { // the year 10000
		return v
	}
	day := math.Floor(f)
	seconds := int(math.Round((f - day) * 86400))
	clock := fmt.Sprintf("%02d:%02d:%02d", seconds/3600%24, seconds/60%60, seconds%60)
	if day == 0 && b.day0.Year < 1900 {
		return clock
	}
	if seconds == 86400 {
		day, seconds = day+1, 0
	}
	if b.day0.Year < 1900 && day < 60 { // Excel believes in 29 February 1900
		day++
	}
	date := b.day0.AddDays(int(day)).String()
	if seconds == 0 {
		return date
	}
	return date + " " + clock
}

// maxRows is how many rows a sheet has.
const maxRows = 1048576

// dayNumber is the serial number of a date in Excel's calendar.
func dayNumber(d data.Date) int { return d.Sub(data.NewDate(1899, 12, 30)) }
