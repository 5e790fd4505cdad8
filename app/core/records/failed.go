package records

import (
	"context"
	"io"
	"strings"

	"kartoteka/data"
	"kartoteka/data/disk"
	"kartoteka/data/exchange/fields"
	"kartoteka/data/exchange/workbook"
)

// Words gives the texts of a language; the program's translator does.
type Words interface {
	T(key string, pairs ...any) string
	Error(err error) string
}

// FailedRows writes the rows of a plan that were set aside into a workbook, whole
// or not at all: each as it was written, and why. Mended there, it can be
// imported. Rows that only repeat an earlier one are none of them.
func (rs *Records) FailedRows(ctx context.Context, plan *data.ImportPlan, words Words, path string) error {
	if err := workbook.CheckName(path); err != nil {
		return err
	}
	columns := []fields.Column{
		{Code: "row", Title: words.T("import.failed.row"), Kind: fields.KindNumber},
		{Code: "reason", Title: words.T("import.failed.reason")},
	}
	width := 0
	for i := range plan.Rows {
		width = max(width, len(plan.Rows[i].Cells))
	}
	for i := range max(width, len(plan.Columns)) {
		title := fields.ColumnLetters(i)
		if i < len(plan.Columns) {
			title = plan.Columns[i].Name
		}
		columns = append(columns, fields.Column{Code: fields.Skip, Title: title})
	}
	return disk.Write(path, func(w io.Writer) error {
		book, err := workbook.New(w, columns, workbook.Properties{Sheet: words.T("import.failed.sheet")})
		if err != nil {
			return err
		}
		cells := make([]any, len(columns))
		for i := range plan.Rows {
			row := &plan.Rows[i]
			if err := ctx.Err(); err != nil {
				return data.Cancelled(err)
			}
			if !row.SetAside() {
				continue
			}
			clear(cells)
			cells[0], cells[1] = row.Number, words.Error(row.Why)
			for j, cell := range row.Cells {
				if cell = strings.TrimSpace(cell); cell != "" {
					cells[2+j] = cell
				}
			}
			if err := book.Write(cells); err != nil {
				return err
			}
		}
		return book.Close()
	})
}
