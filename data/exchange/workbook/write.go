package workbook

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/exchange/fields"
	"kartoteka/data/exchange/notation"

	"kartoteka/data/exchange/table"
)

// Properties say what a workbook is.
type Properties struct {
	Sheet    string    // name of the sheet
	Title    string    // of the document; "": the sheet's name
	Creator  string    // the firm
	Language string    // "pl", "en"
	Created  time.Time // zero: not said, so that the same rows give the same bytes
}

// Writer writes rows as a workbook: a native table with a filter under a
// frozen row of headings, real numbers and dates. Rows go straight into the
// file; when a sheet is full, the next begins. Every text is typed text, so
// that a spreadsheet never calculates it.
type Writer struct {
	zip     *zip.Writer
	out     *bufio.Writer // of the sheet being written
	columns []fields.Column
	titles  []string // unique, as a table wants them
	props   Properties
	sheets  []int // rows of each, with the headings
	buf     []byte
	err     error
	limit   int // rows of a sheet
}

// New begins a workbook.
func New(w io.Writer, columns []fields.Column, p Properties) (*Writer, error) {
	return begin(w, columns, p, maxRows)
}

func begin(w io.Writer, columns []fields.Column, p Properties, limit int) (*Writer, error) {
	if len(columns) == 0 || len(columns) > maxColumns {
		return nil, errors.New("a workbook needs between 1 and 16,384 columns")
	}
	p.Sheet = sheetName(p.Sheet)
	if p.Title == "" {
		p.Title = p.Sheet
	}
	x := &Writer{zip: zip.NewWriter(w), columns: columns, titles: titles(columns), props: p, limit: limit}
	// Half the time of the usual level, and a tenth more bytes.
	x.zip.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, 3) })
	x.beginSheet()
	return x, x.err
}

// titles are the headings as a table needs them: of one line, not empty, none
// twice in whatever case, 255 characters at most.
func titles(columns []fields.Column) []string {
	out := make([]string, len(columns))
	taken := map[string]bool{}
	for i, c := range columns {
		t := strings.Join(strings.Fields(notation.Text(c.Title)), " ")
		if len(t) > 200 {
			t = strings.ToValidUTF8(t[:200], "")
		}
		if t == "" {
			t = fields.ColumnLetters(i)
		}
		base := t
		for n := 2; taken[strings.ToLower(t)]; n++ {
			t = base + " (" + strconv.Itoa(n) + ")"
		}
		taken[strings.ToLower(t)] = true
		out[i] = t
	}
	return out
}

// sheetName keeps to Excel's rules: 31 characters, none of :\/?*[], no
// apostrophe at an end.
func sheetName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(":\\/?*[]\n\t", r) {
			return -1
		}
		return r
	}, notation.Text(s))
	runes := []rune(strings.Trim(s, "' "))
	s = strings.Trim(string(runes[:min(len(runes), 27)]), "' ") // with room for a number
	if s == "" {
		return "Kartoteka"
	}
	return s
}

func (x *Writer) beginSheet() {
	x.sheets = append(x.sheets, 0)
	n := len(x.sheets)
	part, err := x.zip.Create("xl/worksheets/sheet" + strconv.Itoa(n) + ".xml")
	if err != nil {
		x.fail(err)
		return
	}
	x.out = bufio.NewWriterSize(part, 128<<10)
	x.buf = append(x.buf[:0], xmlHead+`<worksheet xmlns="`+mainNS+`" xmlns:r="`+relNS+`"><sheetViews><sheetView workbookViewId="0"`...)
	if n == 1 {
		x.buf = append(x.buf, ` tabSelected="1"`...)
	}
	x.buf = append(x.buf, `><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>`...)
	for i, c := range x.columns {
		at := strconv.Itoa(i + 1)
		x.buf = append(x.buf, `<col min="`+at+`" max="`+at+`" width="`+strconv.Itoa(width(c))+`" customWidth="1"/>`...)
	}
	x.buf = append(x.buf, `</cols><sheetData>`...)
	x.flush()
	head := make([]any, len(x.titles))
	for i, t := range x.titles {
		head[i] = t
	}
	x.row(head, true)
}

// width is that of a column in characters.
func width(c fields.Column) int {
	n := 18
	switch c.Kind {
	case fields.KindDate:
		n = 12
	case fields.KindDateTime:
		n = 17
	case fields.KindNumber, fields.KindYesNo:
		n = 10
	case fields.KindMoney:
		n = 14
	case fields.KindList:
		n = 28
	}
	switch c.Code {
	case "name", "company", "email", "street":
		n = 28
	case "note", "arrangements", "text", "subject":
		n = 48
	}
	return max(n, min(len([]rune(c.Title))+3, 40))
}

// Write writes a row: one value a column, of the types of fields.ValueKind.
func (x *Writer) Write(row []any) error {
	if len(row) != len(x.columns) {
		return table.ErrWidth
	}
	if x.err == nil && x.sheets[len(x.sheets)-1] == x.limit {
		x.endSheet()
		x.beginSheet()
	}
	if x.err == nil {
		x.row(row, false)
	}
	return x.err
}

// row writes the cells of a row that are not empty.
func (x *Writer) row(row []any, head bool) {
	last := len(x.sheets) - 1
	x.sheets[last]++
	at := strconv.Itoa(x.sheets[last])
	x.buf = append(append(append(x.buf[:0], `<row r="`...), at...), `">`...)
	for i, v := range row {
		if v == nil {
			continue
		}
		style := 0
		if head {
			style = styleHead
		}
		x.cell(fields.ColumnLetters(i)+at, v, style)
	}
	x.buf = append(x.buf, `</row>`...)
	x.flush()
}

// cell writes a number with the style of what it is, or text.
func (x *Writer) cell(ref string, v any, style int) {
	switch v := v.(type) {
	case int:
		x.number(ref, strconv.Itoa(v), styleWhole)
	case int64:
		x.number(ref, strconv.FormatInt(v, 10), styleWhole)
	case float64:
		x.number(ref, strconv.FormatFloat(v, 'g', -1, 64), 0)
	case fields.Number:
		// Excel keeps fifteen digits; a longer number would be another one.
		if len(strings.Trim(string(v), "-.")) <= 15 {
			x.number(ref, string(v), 0)
			return
		}
		x.text(ref, string(v), styleText)
	case data.Money:
		x.number(ref, table.Amount(v), styleMoney)
	case data.Date:
		if v.Before(firstDay) { // Excel counts none before, and those of its first months wrong
			x.text(ref, v.String(), styleText)
			return
		}
		x.number(ref, strconv.Itoa(dayNumber(v)), styleDate)
	case time.Time:
		if v.IsZero() {
			return
		}
		clock := v.Hour()*3600 + v.Minute()*60 + v.Second()
		x.number(ref, strconv.FormatFloat(float64(dayNumber(data.DateOf(v)))+float64(clock)/86400, 'f', 8, 64), styleTime)
	default:
		if style == 0 {
			style = styleText
		}
		x.text(ref, fitting(table.Plain(v, '.')), style)
	}
}

// firstDay is the first on which Excel and the calendar agree.
var firstDay = data.NewDate(1900, time.March, 1)

func (x *Writer) number(ref, v string, style int) {
	x.buf = append(x.buf, `<c r="`...)
	x.buf = append(x.buf, ref...)
	x.buf = append(x.buf, `" s="`...)
	x.buf = strconv.AppendInt(x.buf, int64(style), 10)
	x.buf = append(x.buf, `"><v>`...)
	x.buf = append(x.buf, v...)
	x.buf = append(x.buf, `</v></c>`...)
}

func (x *Writer) text(ref, s string, style int) {
	if s == "" {
		return
	}
	x.buf = append(x.buf, `<c r="`...)
	x.buf = append(x.buf, ref...)
	x.buf = append(x.buf, `" s="`...)
	x.buf = strconv.AppendInt(x.buf, int64(style), 10)
	x.buf = append(x.buf, `" t="inlineStr"><is><t xml:space="preserve">`...)
	x.buf = appendXML(x.buf, s)
	x.buf = append(x.buf, `</t></is></c>`...)
}

// appendXML writes text with the signs of XML replaced, and what looks like one
// of Excel's escapes (_x0041_) escaped.
func appendXML(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '&':
			b = append(b, "&amp;"...)
		case '<':
			b = append(b, "&lt;"...)
		case '>':
			b = append(b, "&gt;"...)
		case '"':
			b = append(b, "&quot;"...)
		case '_':
			if _, ok := hexEscape([]byte(s[i:min(len(s), i+7)])); ok {
				b = append(b, "_x005F"...)
			}
			b = append(b, '_')
		default:
			b = append(b, c)
		}
	}
	return b
}

func (x *Writer) fail(err error) {
	if x.err == nil && err != nil {
		x.err = fmt.Errorf("write the workbook: %w", err)
	}
}

func (x *Writer) flush() {
	if x.err == nil {
		_, err := x.out.Write(x.buf)
		x.fail(err)
	}
}

// endSheet closes a sheet; a table needs a row under its headings.
func (x *Writer) endSheet() {
	n := len(x.sheets)
	x.buf = append(x.buf[:0], `</sheetData><pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/><tableParts count="1"><tablePart r:id="rId1"/></tableParts></worksheet>`...)
	x.flush()
	if x.err == nil {
		x.fail(x.out.Flush())
	}
	name := strconv.Itoa(n)
	x.part("xl/worksheets/_rels/sheet"+name+".xml.rels", relationships(`<Relationship Id="rId1" Type="`+relNS+`/table" Target="../tables/table`+name+`.xml"/>`))
	x.part("xl/tables/table"+name+".xml", x.table(n))
}

// part writes a small part of the workbook.
func (x *Writer) part(name, text string) {
	if x.err != nil {
		return
	}
	w, err := x.zip.Create(name)
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	x.fail(err)
}

// Close ends the workbook. It does not close the writer below. Without it the
// file is broken.
func (x *Writer) Close() error {
	x.endSheet()
	x.parts()
	if x.err == nil {
		x.fail(x.zip.Close())
	}
	return x.err
}
