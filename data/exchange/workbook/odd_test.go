package workbook

import (
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"kartoteka/data"
	"kartoteka/data/exchange"
)

// TestOddWorkbooks: shapes that people give to a list of clients.
func TestOddWorkbooks(t *testing.T) {
	for name, c := range map[string]struct {
		fill  func(*testing.T, *excelize.File)
		names []string
		first int // row of the first record
	}{
		"empty rows above": {func(t *testing.T, f *excelize.File) {
			setRow(t, f, "Sheet1", "A6", "Imię", "Nazwisko", "E-mail")
			setRow(t, f, "Sheet1", "A7", "Jan", "Kot", "jan@example.org")
		}, []string{"Jan Kot"}, 7},
		"empty columns before": {func(t *testing.T, f *excelize.File) {
			setRow(t, f, "Sheet1", "C1", "Imię", "Nazwisko", "E-mail")
			setRow(t, f, "Sheet1", "C2", "Jan", "Kot", "jan@example.org")
		}, []string{"Jan Kot"}, 2},
		"merged title": {func(t *testing.T, f *excelize.File) {
			setRow(t, f, "Sheet1", "A1", "Nasi klienci")
			if err := f.MergeCell("Sheet1", "A1", "C1"); err != nil {
				t.Fatal(err)
			}
			setRow(t, f, "Sheet1", "A2", "Imię", "Nazwisko", "E-mail")
			setRow(t, f, "Sheet1", "A3", "Jan", "Kot", "jan@example.org")
		}, []string{"Jan Kot"}, 3},
		"gaps between rows": {func(t *testing.T, f *excelize.File) {
			setRow(t, f, "Sheet1", "A1", "Imię", "Nazwisko", "E-mail")
			setRow(t, f, "Sheet1", "A2", "Jan", "Kot", "jan@example.org")
			setRow(t, f, "Sheet1", "A90", "Ewa", "Pies", "ewa@example.org")
		}, []string{"Jan Kot", "Ewa Pies"}, 2},
		"short rows": {func(t *testing.T, f *excelize.File) {
			setRow(t, f, "Sheet1", "A1", "Imię", "Nazwisko", "E-mail", "Uwagi")
			setRow(t, f, "Sheet1", "A2", "Jan", "Kot")
			setRow(t, f, "Sheet1", "A3", "Ewa")
		}, []string{"Jan Kot", "Ewa"}, 2},
		"an empty sheet first": {func(t *testing.T, f *excelize.File) {
			if _, err := f.NewSheet("Klienci"); err != nil {
				t.Fatal(err)
			}
			setRow(t, f, "Klienci", "A1", "Imię", "Nazwisko", "E-mail")
			setRow(t, f, "Klienci", "A2", "Jan", "Kot", "jan@example.org")
		}, []string{"Jan Kot"}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			items, _ := readBook(t, workbook(t, func(f *excelize.File) { c.fill(t, f) }), exchange.Options{})
			var names []string
			for _, item := range items {
				if item.Err != nil {
					t.Fatalf("row %d: %v", item.Number, item.Err)
				}
				names = append(names, item.Contact.Name())
			}
			if !slices.Equal(names, c.names) || items[0].Number != c.first {
				t.Errorf("read %q from row %d, want %q from %d", names, items[0].Number, c.names, c.first)
			}
		})
	}
}

// TestFormulasGiveTheirLastResult: what a formula gave when the workbook was
// saved is read, and one without a result is nothing.
func TestFormulasGiveTheirLastResult(t *testing.T) {
	parts := sheetParts(`<sheetData><row r="1"><c r="A1" t="str"><v>Imię</v></c><c r="B1" t="str"><v>Telefon</v></c><c r="C1" t="str"><v>Uwagi</v></c><c r="D1" t="str"><v>Klient od</v></c></row>` +
		`<row r="2"><c r="A2" t="str"><f>CONCAT("J","an")</f><v>Jan</v></c><c r="B2"><f>600000000+1234567</f><v>601234567</v></c><c r="C2"><f>X()</f></c><c r="D2"><f>TODAY()</f><v>45415</v></c></row></sheetData></worksheet>`)
	items, _ := readBook(t, zipped(t, parts), exchange.Options{})
	if len(items) != 1 || items[0].Err != nil {
		t.Fatalf("read %+v", items)
	}
	c := items[0].Contact
	if c.GivenName != "Jan" || !slices.Equal(c.Phones(), []string{"601234567"}) || c.Note != "" || c.Since != data.NewDate(2024, 5, 3) {
		t.Errorf("read %+v", c)
	}
}

// TestPhonesThatASpreadsheetTookForNumbers: digits come back, and what was
// rounded is said.
func TestPhonesThatASpreadsheetTookForNumbers(t *testing.T) {
	raw := workbook(t, func(f *excelize.File) {
		setRow(t, f, "Sheet1", "A1", "Imię", "Telefon")
		setRow(t, f, "Sheet1", "A2", "Jan", 48601234567)
		setRow(t, f, "Sheet1", "A3", "Ewa", 601234567.0)
		setRow(t, f, "Sheet1", "A4", "Adam", "6,0E+08")
		setRow(t, f, "Sheet1", "A5", "Iga", "601234567 / 602345678")
	})
	items, _ := readBook(t, raw, exchange.Options{})
	want := [][]string{{"48601234567"}, {"601234567"}, nil, {"601234567", "602345678"}}
	for i, item := range items {
		if !slices.Equal(item.Contact.Phones(), want[i]) {
			t.Errorf("row %d: phones %q, want %q", item.Number, item.Contact.Phones(), want[i])
		}
	}
	if len(items) != 4 || len(items[2].LeftOut) != 1 || len(items[2].Warnings) != 1 {
		t.Errorf("the rounded one: %+v", items[2])
	}
}
