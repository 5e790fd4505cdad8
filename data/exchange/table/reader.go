package table

import (
	"errors"
	"io"
	"strings"

	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/exchange/fields"
)

// Rows are what a table of any format gives.
type Rows interface {
	// Next returns the number of the next row and its cells; an error of type
	// *broken is about that row only.
	Next() (row int, cells []string, err error)
	// Progress is in bytes of the file.
	Progress() (done, total int64)
}

// Reader reads the rows of a table as contacts.
type Reader struct {
	rows    Rows
	plan    *fields.Plan
	columns []exchange.Column
	exact   bool // a row has as many cells as there are columns
	first   []kept
}

// kept is a row that was read to find out what the columns are.
type kept struct {
	row   int
	cells []string
	err   error
}

// Progress is how far the file was read, in bytes.
func (r *Reader) Progress() (done, total int64) { return r.rows.Progress() }

// Next returns the next row that has anything in it.
func (r *Reader) Next() (exchange.Item, error) {
	for {
		k := r.row()
		var bad *broken
		switch {
		case errors.As(k.err, &bad):
			return exchange.Item{Number: k.row, Cells: k.cells, Err: bad.why}, nil
		case k.err != nil:
			return exchange.Item{}, k.err
		}
		if item, ok := r.item(k); ok {
			return item, nil
		}
	}
}

func (r *Reader) row() kept {
	if len(r.first) > 0 {
		k := r.first[0]
		r.first = r.first[1:]
		return k
	}
	row, cells, err := r.rows.Next()
	return kept{row, cells, err}
}

func (r *Reader) item(k kept) (exchange.Item, bool) {
	if r.exact && r.tooWide(k.cells) {
		err := data.NewError(data.CodeInvalid, "row-ragged", "Row", k.row, "Have", len(k.cells), "Want", len(r.columns))
		return exchange.Item{Number: k.row, Cells: k.cells, Err: err}, true
	}
	item, ok := r.plan.Read(k.row, k.cells)
	if r.exact && ok && r.tooNarrow(k.cells) {
		item.Warnings = append(item.Warnings, WarnShort)
	}
	for i := len(r.columns); i < len(k.cells); i++ {
		if strings.TrimSpace(k.cells[i]) == "" {
			continue
		}
		if !ok {
			item, ok = exchange.Item{Number: k.row, Cells: k.cells}, true
			item.Err = data.NewError(data.CodeInvalid, "row-without-name", "Row", k.row)
		}
		item.LeftOut = append(item.LeftOut, fields.ColumnLetters(i))
	}
	return item, ok
}

// WarnShort is the sentence on a row with fewer cells than there are headings.
const WarnShort = "exchange.warning.row-short"

// tooWide reports whether a row has something in cells beyond the columns: then
// nobody knows where it shifted.
func (r *Reader) tooWide(cells []string) bool {
	for _, c := range cells[min(len(cells), len(r.columns)):] {
		if strings.TrimSpace(c) != "" {
			return true
		}
	}
	return false
}

// tooNarrow reports whether cells that would be read are missing at the end of a
// row. Excel leaves out empty ones, so they are taken as empty.
func (r *Reader) tooNarrow(cells []string) bool {
	for _, c := range r.columns[min(len(cells), len(r.columns)):] {
		if c.Field != fields.Skip {
			return true
		}
	}
	return false
}

// New returns a reader of rows and says in info what they are.
func New(rows Rows, o *exchange.Options, info *exchange.Info) (*Reader, error) {
	r := &Reader{rows: rows}
	return r, r.begin(o, info)
}

// begin reads the first rows and decides what the columns are.
func (r *Reader) begin(o *exchange.Options, info *exchange.Info) error {
	var sample [][]string
	for len(r.first) < sampleRows {
		row, cells, err := r.rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		var bad *broken
		if err != nil && !errors.As(err, &bad) {
			return err
		}
		r.first = append(r.first, kept{row, cells, err})
		sample = append(sample, cells)
	}
	header := findHeader(sample, o)
	r.columns = columnsOf(sample, header, o)
	if header >= 0 {
		info.HeaderRow = r.first[header].row
		r.first = r.first[header+1:]
	}
	info.Columns = r.columns
	r.plan = fields.New(r.columns, o)
	return nil
}
