package workbook

import (
	"path/filepath"
	"strings"

	"kartoteka/data"
)

// CheckName refuses a name that no workbook has.
func CheckName(path string) error {
	if !strings.EqualFold(filepath.Ext(path), ".xlsx") {
		return data.NewError(data.CodeInvalid, "report-ending", "File", path)
	}
	return nil
}
