package records

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"kartoteka/data"
	"kartoteka/data/disk"
	"kartoteka/data/exchange"
	"kartoteka/data/exchange/fields"
	"kartoteka/data/exchange/files"
)

// recordFile is a file of contacts or dates that is being read.
type recordFile struct {
	path   string
	info   exchange.Info
	reader exchange.Reader
	close  func()
}

// tell says how far the reading is.
func (s *recordFile) tell(progress func(done, total int)) {
	if progress == nil {
		return
	}
	if m, ok := s.reader.(exchange.Measured); ok {
		done, total := m.Progress()
		progress(int(done), int(total))
	}
}

// openSource opens a file of records. Its columns are read as the options say,
// else as was saved for files with these headings, else as they look.
func (rs *Records) openSource(ctx context.Context, path string, o data.ImportOptions) (*recordFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, disk.Error(path, err)
	}
	src, err := rs.openRecords(ctx, f, path, o)
	if err != nil {
		_ = f.Close() // only read
		return nil, disk.Error(path, err)
	}
	return src, nil
}

func (rs *Records) openRecords(ctx context.Context, f *os.File, path string, o data.ImportOptions) (*recordFile, error) {
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !st.Mode().IsRegular() {
		return nil, data.NewError(data.CodeInvalid, "import-unknown", "File", path)
	}
	kind, err := files.Detect(f, filepath.Base(path))
	if err != nil {
		return nil, err
	}
	if !holdsRecords(kind) {
		return nil, data.NewError(data.CodeInvalid, "import-is-mail", "File", path)
	}
	own, err := rs.db.CustomFields(ctx)
	if err != nil {
		return nil, err
	}
	options := exchange.Options{Zone: rs.desk.Zone(), Today: rs.desk.Today(), Fields: own, Mapping: o.Mapping}
	reader, info, err := files.Open(kind, f, st.Size(), options)
	if err != nil {
		return nil, err
	}
	if kind == exchange.KindCSV && !tableName(path) && !looksLikeTable(&info) {
		return nil, data.NewError(data.CodeInvalid, "file-not-known")
	}
	if options.Mapping, err = rs.mappingFor(ctx, info.Columns, o.Mapping); err != nil {
		return nil, err
	}
	if !readsAs(info.Columns, options.Mapping) {
		if reader, info, err = files.Open(kind, f, st.Size(), options); err != nil {
			return nil, err
		}
	}
	return &recordFile{path: path, info: info, reader: reader, close: func() { _ = f.Close() }}, nil
}

// holdsRecords reports whether a kind of file holds contacts or dates.
func holdsRecords(kind exchange.Kind) bool {
	return slices.Contains([]exchange.Kind{
		exchange.KindVCF, exchange.KindCSV, exchange.KindXLSX, exchange.KindICS, exchange.KindJSON,
	}, kind)
}

// errMail says that a file holds mail.
var errMail = errors.New("the file holds mail")

// In says why a file is none of contacts or dates, by what it begins with;
// nil: it is one. A table that can't be read is told as such, by its name.
func In(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return disk.Error(path, err)
	}
	defer func() { _ = f.Close() }() // only read
	kind, err := files.Detect(f, filepath.Base(path))
	var told *data.Error
	switch {
	case errors.As(err, &told) && told.Key == "file-not-known":
		if key := damagedTable[strings.ToLower(filepath.Ext(path))]; key != "" {
			return data.NewError(data.CodeInvalid, key).Because(err)
		}
		return err
	case err != nil:
		return disk.Error(path, err)
	case !holdsRecords(kind):
		return errMail
	}
	return nil
}

// damagedTable is the sentence on a file that is a table by its name alone.
var damagedTable = map[string]string{
	".xlsx": "table-damaged", ".xlsm": "table-damaged", ".csv": "csv-damaged", ".tsv": "csv-damaged", ".tab": "csv-damaged",
}

// tableName reports whether the file is a table by its name.
func tableName(path string) bool {
	return slices.Contains([]string{".csv", ".tsv", ".tab"}, strings.ToLower(filepath.Ext(path)))
}

// looksLikeTable reports whether text that could be anything has columns that
// are known.
func looksLikeTable(info *exchange.Info) bool {
	known := 0
	for _, col := range info.Columns {
		if col.Field != fields.Skip {
			known++
		}
	}
	return known > 1 || known == 1 && info.HeaderRow > 0
}

// mappingFor returns what was saved for the columns, and over it what was chosen
// now. A column that is not there or a field that nobody knows is a mistake.
func (rs *Records) mappingFor(ctx context.Context, columns []exchange.Column, chosen map[string]string) (map[string]string, error) {
	names := make([]string, len(columns))
	for i, col := range columns {
		names[i] = col.Name
	}
	for name, field := range chosen {
		if !slices.Contains(names, name) {
			return nil, data.NewError(data.CodeInvalid, "import-map-column", "Column", name)
		}
		if field != fields.Skip && !fields.Known(field) {
			return nil, data.NewError(data.CodeInvalid, "import-map-field", "Field", field)
		}
	}
	if len(columns) == 0 {
		return chosen, nil
	}
	saved, err := rs.Mapping(ctx, names)
	if err != nil {
		return nil, err
	}
	out := maps.Clone(saved)
	if out == nil {
		out = map[string]string{}
	}
	maps.Copy(out, chosen)
	return out, nil
}

// readsAs reports whether the columns go to these fields already.
func readsAs(columns []exchange.Column, mapping map[string]string) bool {
	return !slices.ContainsFunc(columns, func(c exchange.Column) bool {
		field, said := mapping[c.Name]
		return said && field != c.Field
	})
}

// ImportFields lists the codes of the fields that a column can fill.
func (rs *Records) ImportFields() []string { return fields.Targets() }
