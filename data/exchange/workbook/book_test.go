package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/exchange/fields"

	"kartoteka/data/exchange/table"
)

// workbook makes a file as Excel does.
func workbook(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func setRow(t testing.TB, f *excelize.File, sheet, cell string, values ...any) {
	t.Helper()
	if err := f.SetSheetRow(sheet, cell, &values); err != nil {
		t.Fatal(err)
	}
}

func readBook(t testing.TB, raw []byte, o exchange.Options) ([]exchange.Item, exchange.Info) {
	t.Helper()
	r, info, err := Open(bytes.NewReader(raw), int64(len(raw)), o)
	if err != nil {
		t.Fatal(err)
	}
	var out []exchange.Item
	for {
		item, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out, info
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, item)
	}
}

func TestNumbersAndDatesOfAWorkbook(t *testing.T) {
	raw := workbook(t, func(f *excelize.File) {
		setRow(t, f, "Sheet1", "A1", "Imię", "Telefon", "Klient od", "Kod pocztowy", "NIP", "Rok urodzenia", "Nie kontaktować się", "Uwagi")
		setRow(t, f, "Sheet1", "A2", "Anna", 601234567, 45415, 950, 7251012180.0, 1980, true, 0.1+0.2)
		setRow(t, f, "Sheet1", "A3", "Jan", 48601234568.0, time.Date(2024, 5, 3, 0, 0, 0, 0, time.UTC), "90-001", "725-101-21-80", "1975", "nie", "=1+1")
		for col, format := range map[string]string{"C2": "dd.mm.yyyy", "D2": "00-000"} {
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellStyle("Sheet1", col, col, style); err != nil {
				t.Fatal(err)
			}
		}
	})
	items, info := readBook(t, raw, exchange.Options{})
	if len(items) != 2 || info.HeaderRow != 1 {
		t.Fatalf("%d rows, header %d", len(items), info.HeaderRow)
	}
	for i, want := range []struct {
		phone, code, note string
	}{{"601234567", "00-950", "0.3"}, {"48601234568", "90-001", "=1+1"}} {
		c := items[i].Contact
		if !slices.Equal(c.Phones(), []string{want.phone}) || c.PostCode != want.code || c.Note != want.note {
			t.Errorf("row %d: phones %q, postcode %q, note %q; want %v", i, c.Phones(), c.PostCode, c.Note, want)
		}
		if c.Since != data.NewDate(2024, 5, 3) || c.NIP != "7251012180" {
			t.Errorf("row %d: since %v, NIP %q", i, c.Since, c.NIP)
		}
	}
	if !items[0].Contact.NoContact || items[1].Contact.NoContact || items[1].Contact.BirthYear != 1975 {
		t.Errorf("read %+v and %+v", items[0].Contact, items[1].Contact)
	}
}

func TestTitleRowsAndTheRightSheet(t *testing.T) {
	raw := workbook(t, func(f *excelize.File) {
		setRow(t, f, "Sheet1", "A1", "Raport miesięczny")
		setRow(t, f, "Sheet1", "A3", "Miesiąc", "Sprzedaż")
		setRow(t, f, "Sheet1", "A4", "maj", 100)
		if _, err := f.NewSheet("Klienci"); err != nil {
			t.Fatal(err)
		}
		setRow(t, f, "Klienci", "B2", "Lista klientów, stan na 3 maja")
		if err := f.MergeCell("Klienci", "B2", "E2"); err != nil {
			t.Fatal(err)
		}
		setRow(t, f, "Klienci", "B4", "Nazwisko i imię", "E-mail", "Wiek psa")
		setRow(t, f, "Klienci", "B5", "Kowalska Anna", "anna@example.org", 3)
		if err := f.SetCellFormula("Klienci", "C6", `"x"&"y"`); err != nil {
			t.Fatal(err)
		}
		setRow(t, f, "Klienci", "B7", "Nowak Jan")
	})
	items, info := readBook(t, raw, exchange.Options{})
	if info.Sheet != "Klienci" || !slices.Equal(info.Sheets, []string{"Sheet1", "Klienci"}) || info.HeaderRow != 4 {
		t.Errorf("sheet %q of %q, header in row %d", info.Sheet, info.Sheets, info.HeaderRow)
	}
	if len(items) != 2 || items[0].Number != 5 || items[1].Number != 7 {
		t.Fatalf("rows %+v", items)
	}
	c := items[0].Contact
	if c.GivenName != "Anna" || c.FamilyName != "Kowalska" || !slices.Equal(items[0].LeftOut, []string{"Wiek psa"}) {
		t.Errorf("read %+v, left out %q", c, items[0].LeftOut)
	}
	if items, _ = readBook(t, raw, exchange.Options{Sheet: "Sheet1"}); len(items) == 0 {
		t.Error("the sheet that was asked for is empty")
	}
}

// writeBook writes rows with few rows a sheet.
func writeBook(t testing.TB, columns []fields.Column, limit int, all ...[]any) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := begin(&out, columns, Properties{Sheet: "Osoby: A/B", Language: "pl", Creator: "Firma & syn"}, limit)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range all {
		if err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestExcelReadsWhatIsWritten(t *testing.T) {
	columns := []fields.Column{
		{Code: "name", Title: "Nazwa"},
		{Code: "since", Title: "Od", Kind: fields.KindDate},
		{Code: "sum", Title: "Kwota", Kind: fields.KindMoney},
		{Code: "n", Title: "nazwa", Kind: fields.KindNumber},
		{Code: "x", Title: "", Kind: fields.KindNumber},
	}
	day := data.NewDate(2024, 5, 3)
	raw := writeBook(t, columns, maxRows,
		[]any{"=1+1", day, data.PLN(-123456), 7, fields.Number("12.5")},
		[]any{"<a> & _x0041_\nb", data.NewDate(1890, 1, 1), nil, nil, fields.Number("12345678901234567890")})
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows("Osoby AB", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"Nazwa", "Od", "Kwota", "nazwa (2)", "E"},
		{"=1+1", "45415", "-1234.56", "7", "12.5"},
		{"<a> & _x0041_\nb", "1890-01-01", "", "", "12345678901234567890"},
	}
	for i := range want {
		if !slices.Equal(rows[i], want[i]) {
			t.Errorf("row %d: %q, want %q", i+1, rows[i], want[i])
		}
	}
	if formula, err := f.GetCellFormula("Osoby AB", "A2"); err != nil || formula != "" {
		t.Errorf("a client's text became the formula %q, %v", formula, err)
	}
	if s, err := f.GetCellValue("Osoby AB", "B2"); err != nil || s != "2024-05-03" {
		t.Errorf("the date is shown as %q, %v", s, err)
	}
	tables, err := f.GetTables("Osoby AB")
	if err != nil || len(tables) != 1 || tables[0].Range != "A1:E3" {
		t.Errorf("tables %+v, %v", tables, err)
	}
	if p, err := f.GetDocProps(); err != nil || p.Creator != "Firma & syn" || p.Language != "pl-PL" {
		t.Errorf("properties %+v, %v", p, err)
	}
	if panes, err := f.GetPanes("Osoby AB"); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes %+v, %v", panes, err)
	}
}

func TestAFullSheetGoesOnInTheNext(t *testing.T) {
	columns := []fields.Column{{Code: "n", Title: "N", Kind: fields.KindNumber}}
	var all [][]any
	for i := range 7 {
		all = append(all, []any{i})
	}
	f, err := excelize.OpenReader(bytes.NewReader(writeBook(t, columns, 4, all...)))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			got = append(got, r[0])
		}
	}
	if want := []string{"N", "0", "1", "2", "N", "3", "4", "5", "N", "6"}; !slices.Equal(got, want) {
		t.Errorf("cells %q, want %q", got, want)
	}
}

func TestAnEmptyListIsAWorkbook(t *testing.T) {
	raw := writeBook(t, []fields.Column{{Code: "name", Title: "Nazwa"}}, maxRows)
	if _, err := excelize.OpenReader(bytes.NewReader(raw)); err != nil {
		t.Fatal(err)
	}
	if items, info := readBook(t, raw, exchange.Options{}); len(items) != 0 || len(info.Columns) != 1 {
		t.Errorf("read %+v", items)
	}
}

func TestDamagedWorkbooks(t *testing.T) {
	good := workbook(t, func(f *excelize.File) { setRow(t, f, "Sheet1", "A1", "Imię", "E-mail") })
	for name, c := range map[string]struct {
		raw  []byte
		want string
	}{
		"cut short":       {good[:len(good)/2], "table-damaged"},
		"no sheets":       {zipped(t, map[string]string{"xl/workbook.xml": "<workbook/>"}), "table-damaged"},
		"not closed":      {zipped(t, sheetParts(`<sheetData><row r="1"><c r="A1"><v>1`)), "table-damaged"},
		"too many rows":   {zipped(t, sheetParts(`<sheetData>`+strings.Repeat(`<row/>`, maxRows+1)+`</sheetData>`)), "table-too-big"},
		"too many cells":  {zipped(t, sheetParts(`<sheetData><row>`+strings.Repeat(`<c/>`, maxColumns+1)+`</row></sheetData>`)), "table-too-big"},
		"quotes in a tag": {zipped(t, sheetParts(`<sheetData><row r="`+strings.Repeat(">", 1<<20))), "table-damaged"},
		"bomb":            {zipped(t, sheetParts(strings.Repeat(" ", smallSheet+1))), "table-too-big"},
		"huge tag":        {zipped(t, sheetParts(`<sheetData><row r="1"><c r="A1" t="str"><v>`+strings.Repeat("x", 5<<20)+`</v></c></row></sheetData>`)), "table-too-big"},
	} {
		r, _, err := Open(bytes.NewReader(c.raw), int64(len(c.raw)), exchange.Options{})
		for err == nil {
			_, err = r.Next()
		}
		var e *data.Error
		if !errors.As(err, &e) || e.Key != c.want {
			t.Errorf("%s: error %v, want %s", name, err, c.want)
		}
	}
}

// zipped packs parts.
func zipped(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// sheetParts are those of a workbook of one sheet with that inside.
func sheetParts(inside string) map[string]string {
	return map[string]string{
		"xl/workbook.xml":          `<workbook><sheets><sheet name="A" sheetId="1"/></sheets></workbook>`,
		"xl/worksheets/sheet1.xml": `<worksheet>` + inside,
	}
}

func TestTextsThatCellsShareHaveALimit(t *testing.T) {
	b := &book{}
	for _, s := range []string{"Jan", "", "Żółw"} {
		if err := b.share(s); err != nil {
			t.Fatal(err)
		}
	}
	if b.sharedText(0) != "Jan" || b.sharedText(1) != "" || b.sharedText(2) != "Żółw" || b.sharedText(3) != "" || b.sharedText(-1) != "" {
		t.Errorf("kept %q", b.letters)
	}
	for range 400 {
		if err := b.share(strings.Repeat("x", 1<<20)); err != nil {
			if !errors.Is(err, errTooMuch) || len(b.letters) > maxLetters {
				t.Errorf("%v after %d bytes", err, len(b.letters))
			}
			return
		}
	}
	t.Error("there is no limit")
}

func TestOtherProgramsXML(t *testing.T) {
	parts := sheetParts(`<!-- a > b --><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:r><x:t>Im</x:t></x:r><x:r><x:t>ię</x:t></x:r><x:rPh><x:t>no</x:t></x:rPh></x:is></x:c>` +
		`<x:c t='inlineStr'><x:is><x:t>E-mail</x:t></x:is></x:c><x:c t="inlineStr"><x:is><x:t>Uwagi</x:t></x:is></x:c></x:row>` +
		`<x:row r="9"><x:c r="A9" t="str"><x:f>a</x:f><x:v><![CDATA[A & B]]></x:v></x:c><x:c r="C9" t="e"><x:v>#N/A</x:v></x:c><x:c r="D9"/></x:row></x:sheetData></x:worksheet>`)
	items, info := readBook(t, zipped(t, parts), exchange.Options{})
	if len(items) != 1 || items[0].Number != 9 || items[0].Contact.Name() != "A & B" || items[0].Contact.Note != "" {
		t.Fatalf("read %+v", items)
	}
	if info.Columns[0].Field != "given-name" || info.Columns[1].Field != "email" {
		t.Errorf("columns %+v", info.Columns)
	}
}

func TestAFullDiskIsReported(t *testing.T) {
	columns := []fields.Column{{Code: "name", Title: "Nazwa"}}
	w, err := New(full{}, columns, Properties{})
	for i := 0; err == nil && i < 1<<20; i++ {
		err = w.Write([]any{strings.Repeat("ż", 100)})
	}
	if !errors.Is(err, errFull) {
		t.Errorf("error %v, want that of the disk", err)
	}
	c, err := table.NewCSV(full{}, columns, table.StyleFor("pl"))
	if err == nil {
		err = c.Close()
	}
	if !errors.Is(err, errFull) {
		t.Errorf("error %v, want that of the disk", err)
	}
}

// full is a disk without room.
type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }
