package table

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/exchange/fields"
)

// Style is how a CSV file is written.
type Style struct {
	Separator byte
	Decimal   byte // sign before the decimals
	BOM       bool // by which Excel knows UTF-8
}

// StyleFor is the style that Excel opens by a double click in a country of the
// language: semicolons and a decimal comma in Polish, else commas and a point.
func StyleFor(lang string) Style {
	if lang == "pl" {
		return Style{Separator: ';', Decimal: ',', BOM: true}
	}
	return Style{Separator: ',', Decimal: '.', BOM: true}
}

// CSVWriter writes rows as text, by RFC 4180. Texts that a spreadsheet would
// calculate get an apostrophe, which OpenCSV takes off again.
type CSVWriter struct {
	w     *bufio.Writer
	style Style
	width int
}

// ErrWidth is a mistake of whoever writes a table.
var ErrWidth = errors.New("a row has not as many cells as there are columns")

// NewCSV begins a file with its headings.
func NewCSV(w io.Writer, columns []fields.Column, s Style) (*CSVWriter, error) {
	c := &CSVWriter{w: bufio.NewWriterSize(w, 64<<10), style: s, width: len(columns)}
	if s.BOM {
		if _, err := c.w.WriteString("\ufeff"); err != nil {
			return nil, fmt.Errorf("begin the table: %w", err)
		}
	}
	head := make([]any, len(columns))
	for i, col := range columns {
		head[i] = col.Title
	}
	return c, c.Write(head)
}

// Write writes a row: one value a column, of the types of fields.ValueKind.
func (c *CSVWriter) Write(row []any) error {
	if len(row) != c.width {
		return ErrWidth
	}
	for i, v := range row {
		if i > 0 {
			// The first error stays in the writer and is told below.
			_ = c.w.WriteByte(c.style.Separator)
		}
		s := Plain(v, c.style.Decimal)
		if isText(v) {
			s = guard(s)
		}
		c.cell(s)
	}
	if _, err := c.w.WriteString("\r\n"); err != nil {
		return fmt.Errorf("write a row: %w", err)
	}
	return nil
}

// isText reports whether a value can hold what somebody typed, which is all that
// the program does not write itself; a negative number is no danger.
func isText(v any) bool {
	switch v.(type) {
	case nil, int, int64, float64, fields.Number, data.Money, data.Date, time.Time, bool:
		return false
	}
	return true
}

func (c *CSVWriter) cell(s string) {
	if !strings.ContainsAny(s, "\"\n\r\t;,|") && s != "" || s == "" && c.width > 1 {
		_, _ = c.w.WriteString(s)
		return
	}
	_ = c.w.WriteByte('"')
	_, _ = c.w.WriteString(strings.ReplaceAll(s, `"`, `""`))
	_ = c.w.WriteByte('"')
}

// Close writes what is left. It does not close the writer below.
func (c *CSVWriter) Close() error {
	if err := c.w.Flush(); err != nil {
		return fmt.Errorf("end the table: %w", err)
	}
	return nil
}
