// Package workbook reads and writes contacts as sheets of Excel, row by row, so that
// the length of a file does not matter. What the rows mean is package table's
// business. It must not know what the card index holds.
package workbook

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"kartoteka/data"
)

// What a workbook may hold unpacked; a zip of a few kilobytes can claim
// terabytes.
const (
	maxPart    = 8 << 20 // of styles, names of sheets
	maxStrings = 1 << 30
	maxSheet   = 4 << 30
	maxParts   = 20000
	maxShared  = 12 << 20  // texts that cells share
	maxLetters = 192 << 20 // of all those texts, in bytes

	// Deflate makes a table a tenth or a twentieth; what it makes less than a
	// hundred and fiftieth repeats itself without end.
	maxRatio   = 150
	smallSheet = 32 << 20 // of which nothing can go wrong
)

// book is a workbook: its sheets, the texts they share, and which formats are
// those of dates.
type book struct {
	files   map[string]*zip.File
	sheets  []sheet
	letters []byte   // of the texts that cells share, one after another
	shared  []uint32 // where each of them ends
	formats []format // by style
	day0    data.Date
}

type sheet struct {
	name   string
	path   string
	hidden bool
}

// format is how a number is shown, as far as that changes what it means.
type format struct {
	date    bool
	pattern string // of zeros and signs: 00-000
}

// damaged is the sentence on a workbook that can't be read. An end that comes
// too early must not pass for the end of the rows.
func damaged(err error) error {
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	if errors.Is(err, errTooMuch) || errors.Is(err, errLongToken) {
		return data.NewError(data.CodeInvalid, "table-too-big").Because(err)
	}
	return data.NewError(data.CodeInvalid, "table-damaged").Because(err)
}

func openBook(r io.ReaderAt, size int64) (*book, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, damaged(err)
	}
	if len(z.File) > maxParts {
		return nil, data.NewError(data.CodeInvalid, "table-too-big")
	}
	b := &book{files: make(map[string]*zip.File, len(z.File)), day0: data.NewDate(1899, 12, 30)}
	for _, f := range z.File {
		b.files[strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))] = f
	}
	for _, step := range []func() error{b.readSheets, b.readStyles, b.readShared} {
		if err := step(); err != nil {
			return nil, damaged(err)
		}
	}
	if len(b.sheets) == 0 {
		return nil, damaged(errors.New("no sheet in the workbook"))
	}
	return b, nil
}

// part opens a part of the workbook; nil if there is none of that name.
func (b *book) part(name string) (io.ReadCloser, error) {
	f := b.files[strings.ToLower(strings.TrimPrefix(name, "/"))]
	if f == nil {
		return nil, nil
	}
	if f.UncompressedSize64 > smallSheet && f.UncompressedSize64/maxRatio > f.CompressedSize64 {
		return nil, errTooMuch
	}
	return f.Open()
}

// small decodes a part that is never large.
func (b *book) small(name string, to any) error {
	r, err := b.part(name)
	if err != nil || r == nil {
		return err
	}
	defer func() { _ = r.Close() }() // only read
	d := xml.NewDecoder(io.LimitReader(r, maxPart))
	d.Strict = false
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	if err := d.Decode(to); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}

type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

func (b *book) relations(of string) (map[string]relation, error) {
	var list struct {
		All []relation `xml:"Relationship"`
	}
	dir, file := path.Split(of)
	if err := b.small(dir+"_rels/"+file+".rels", &list); err != nil {
		return nil, err
	}
	all := map[string]relation{}
	for _, r := range list.All {
		if !strings.HasPrefix(r.Target, "/") {
			r.Target = path.Join(dir, r.Target)
		}
		all[r.ID] = r
	}
	return all, nil
}

// workbookPath finds the main part, which is hardly ever elsewhere.
func (b *book) workbookPath() (string, error) {
	rels, err := b.relations("")
	if err != nil {
		return "", err
	}
	for _, r := range rels {
		if strings.HasSuffix(r.Type, "/officeDocument") {
			return strings.TrimPrefix(r.Target, "/"), nil
		}
	}
	return "xl/workbook.xml", nil
}

func (b *book) readSheets() error {
	main, err := b.workbookPath()
	if err != nil {
		return err
	}
	var wb struct {
		Properties struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := b.small(main, &wb); err != nil {
		return err
	}
	if wb.Properties.Date1904 == "1" || wb.Properties.Date1904 == "true" {
		b.day0 = data.NewDate(1904, 1, 1)
	}
	rels, err := b.relations(main)
	if err != nil {
		return err
	}
	for i, s := range wb.Sheets {
		at := sheet{name: s.Name, hidden: s.State != "" && s.State != "visible"}
		for _, a := range s.Attrs {
			if a.Name.Local == "id" {
				at.path = rels[a.Value].Target
			}
		}
		if at.path == "" {
			at.path = fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)
		}
		if rel := strings.TrimPrefix(at.path, "/"); b.files[strings.ToLower(rel)] != nil {
			b.sheets = append(b.sheets, at)
		}
	}
	return nil
}

func (b *book) readStyles() error {
	var st struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			ID int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.small("xl/styles.xml", &st); err != nil {
		return err
	}
	codes := map[int]string{}
	for _, f := range st.Formats {
		codes[f.ID] = f.Code
	}
	for _, c := range st.Cells {
		b.formats = append(b.formats, formatOf(c.ID, codes[c.ID]))
	}
	return nil
}

// builtIn are the numbers, from and to, of formats of dates that need no text.
var builtIn = [][2]int{{14, 22}, {27, 36}, {45, 47}, {50, 58}}

// formatOf reads a number format: the built-in ones by their number (ECMA-376,
// 18.8.30), others by the letters of years, months, days, hours.
func formatOf(id int, code string) format {
	if code == "" {
		return format{date: slices.ContainsFunc(builtIn, func(r [2]int) bool { return id >= r[0] && id <= r[1] })}
	}
	plain := plainFormat(code)
	if strings.ContainsAny(plain, "yYdDhHrR") || strings.Contains(plain, "mm") || strings.Contains(plain, "MM") {
		return format{date: !strings.ContainsAny(plain, "0#?") || strings.Contains(plain, "ss.0")}
	}
	if strings.Trim(plain, "0-/ ()") == "" && strings.Count(plain, "0") > 1 {
		return format{pattern: plain}
	}
	return format{}
}

// plainFormat leaves the first section of a format, without colours, quotes and
// escapes.
func plainFormat(code string) string {
	var out []byte
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case ';':
			return string(out)
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return string(out)
			}
			if in := strings.ToLower(code[i+1 : i+end]); in == "h" || in == "hh" || in == "mm" || in == "ss" {
				out = append(out, 'h') // hours that go on after 24
			}
			i += end
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return string(out)
			}
			// Words like "zł" are dropped, signs between digits are kept.
			if in := code[i+1 : i+1+end]; strings.Trim(in, "-/ ()") == "" {
				out = append(out, in...)
			}
			i += end + 1
		case '\\', '_', '*':
			if i++; i < len(code) && c == '\\' {
				out = append(out, code[i])
			}
		default:
			out = append(out, c)
		}
	}
	return string(out)
}

// readShared reads the texts that cells point at.
func (b *book) readShared() error {
	r, err := b.part("xl/sharedStrings.xml")
	if err != nil || r == nil {
		return err
	}
	defer func() { _ = r.Close() }() // only read
	x := newXML(r, maxStrings)
	var s sharedText
	for {
		err := x.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read shared texts: %w", err)
		}
		if s.take(x) {
			if err := b.share(s.text.String()); err != nil {
				return err
			}
		}
	}
}

// sharedText is a text that cells point at, while it is read.
type sharedText struct {
	text              strings.Builder
	reading, phonetic bool // within letters, within how they are pronounced
}

// take takes one tag in and reports whether the text ended with it.
func (s *sharedText) take(x *xmlScanner) (done bool) {
	switch {
	case x.is("si"):
		s.text.Reset()
		return x.empty
	case x.ends("si"):
		return true
	case x.is("rPh"):
		s.phonetic = !x.empty
	case x.ends("rPh"):
		s.phonetic = false
	case x.is("t"):
		s.reading = !x.empty
	case x.ends("t") && s.reading:
		s.reading = false
		if !s.phonetic {
			s.text.WriteString(x.content())
		}
	}
	return false
}

// share keeps a text that cells point at.
func (b *book) share(text string) error {
	if len(b.shared) >= maxShared || len(b.letters)+len(text) > maxLetters {
		return errTooMuch
	}
	b.letters = append(b.letters, text...)
	b.shared = append(b.shared, uint32(len(b.letters)))
	return nil
}

// sharedText is the nth text that cells point at, from 0; "" if there is none.
func (b *book) sharedText(n int) string {
	if n < 0 || n >= len(b.shared) {
		return ""
	}
	from := uint32(0)
	if n > 0 {
		from = b.shared[n-1]
	}
	return string(b.letters[from:b.shared[n]])
}

// names lists the sheets that are shown.
func (b *book) names() []string {
	var out []string
	for _, s := range b.sheets {
		if !s.hidden {
			out = append(out, s.name)
		}
	}
	return out
}

func (b *book) find(name string) int {
	return slices.IndexFunc(b.sheets, func(s sheet) bool { return s.name == name })
}

// columnNumber reads the letters of a cell's name, from 0; -1 without any.
func columnNumber(ref []byte) int {
	n := 0
	for _, c := range ref {
		switch {
		case c >= 'A' && c <= 'Z':
			n = n*26 + int(c-'A') + 1
		case c >= 'a' && c <= 'z':
			n = n*26 + int(c-'a') + 1
		default:
			return n - 1
		}
		if n > maxColumns {
			return maxColumns
		}
	}
	return n - 1
}

// maxColumns is how many columns a sheet has.
const maxColumns = 16384

// number reads a row's number.
func number(b []byte) int {
	n, err := strconv.Atoi(string(b))
	if err != nil {
		return 0
	}
	return n
}
