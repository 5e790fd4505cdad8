package xlsx_test

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"kartoteka/data"
	"kartoteka/data/report"
	"kartoteka/data/report/build"
	"kartoteka/data/report/reporttest"
	"kartoteka/data/report/xlsx"
)

var today = data.NewDate(2026, time.November, 22)

func workshop() *reporttest.Firm { return reporttest.New(reporttest.Workshop()) }

// book writes a firm's report and opens the workbook again.
func book(t *testing.T, f *reporttest.Firm, lang, name string) *excelize.File {
	t.Helper()
	b, err := excelize.OpenReader(bytes.NewReader(written(t, f, lang, name)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

func written(t *testing.T, f *reporttest.Firm, lang, name string) []byte {
	t.Helper()
	r, err := build.Report(context.Background(), f, report.Options{Today: today, Firm: name})
	if err != nil {
		t.Fatal(err)
	}
	w, err := reporttest.NewWords(lang)
	if err != nil {
		t.Fatal(err)
	}
	var buf bytes.Buffer
	if err := xlsx.Write(&buf, r, w); err != nil {
		t.Fatal(err)
	}
	for key := range w.Lost {
		t.Errorf("%q is not in the catalogue", key)
	}
	return buf.Bytes()
}

// grid is a native table as rows of raw cell values under their headers.
type grid struct {
	header []string
	rows   [][]string
}

func table(t *testing.T, b *excelize.File, name string) grid {
	t.Helper()
	for _, sheet := range b.GetSheetList() {
		tables, err := b.GetTables(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, tab := range tables {
			if tab.Name == name {
				return cells(t, b, sheet, tab.Range)
			}
		}
	}
	t.Fatalf("no table %s", name)
	return grid{}
}

func cells(t *testing.T, b *excelize.File, sheet, area string) grid {
	t.Helper()
	from, to, _ := strings.Cut(area, ":")
	left, top, err := excelize.CellNameToCoordinates(from)
	if err != nil {
		t.Fatal(err)
	}
	right, bottom, err := excelize.CellNameToCoordinates(to)
	if err != nil {
		t.Fatal(err)
	}
	all, err := b.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	var g grid
	for r := top; r <= bottom; r++ {
		row := make([]string, right-left+1)
		if r <= len(all) {
			for c := left; c <= right && c <= len(all[r-1]); c++ {
				row[c-left] = all[r-1][c-1]
			}
		}
		if r == top {
			g.header = row
		} else {
			g.rows = append(g.rows, row)
		}
	}
	return g
}

func (g grid) column(t *testing.T, header string) []string {
	t.Helper()
	i := slices.Index(g.header, header)
	if i < 0 {
		t.Fatalf("no column %q among %q", header, g.header)
	}
	var out []string
	for _, r := range g.rows {
		out = append(out, r[i])
	}
	return out
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	if s == "" {
		return 0
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatalf("%q is no number", s)
	}
	return v
}

func total(t *testing.T, list []string) float64 {
	t.Helper()
	sum := 0.0
	for _, s := range list {
		sum += number(t, s)
	}
	return sum
}

// The workbook, opened again and counted anew from the sheet Dane alone.
func TestSheetsAgreeWithData(t *testing.T) {
	b := book(t, workshop(), "pl", "Ślusarnia")
	d := table(t, b, "tblDane")
	kind, month := d.column(t, "Rodzaj (kod)"), d.column(t, "Miesiąc")
	cause, cost := d.column(t, "Przyczyna"), d.column(t, "Koszt [zł]")
	trend := table(t, b, "tblTrend")
	months := trend.column(t, "Miesiąc")
	for header, code := range map[string]string{
		"Reklamacje": "complaint", "Zamówienia": "order",
		"Opinie pozytywne": "opinion-positive", "Sugestie": "suggestion",
	} {
		for i, shown := range trend.column(t, header) {
			n := 0
			for j := range kind {
				if kind[j] == code && month[j] == months[i] {
					n++
				}
			}
			if number(t, shown) != float64(n) {
				t.Errorf("%s of month %s: %s, Dane has %d", header, months[i], shown, n)
			}
		}
	}
	causes := table(t, b, "tblPrzyczyny")
	for i, label := range causes.column(t, "Przyczyna") {
		n, sum := 0, 0.0
		for j := range cause {
			if kind[j] == "complaint" && cause[j] == label {
				n++
				sum += number(t, cost[j])
			}
		}
		if number(t, causes.column(t, "Reklamacje")[i]) != float64(n) {
			t.Errorf("cause %q: %s, Dane has %d", label, causes.column(t, "Reklamacje")[i], n)
		}
		if got := number(t, causes.column(t, "Koszt [zł]")[i]); got-sum > 0.005 || sum-got > 0.005 {
			t.Errorf("cost of %q: %v, Dane has %v", label, got, sum)
		}
	}
	all := 0.0
	for _, k := range kind {
		if k == "complaint" {
			all++
		}
	}
	if got := total(t, table(t, b, "tblKategorie").column(t, "Reklamacje")); got != all {
		t.Errorf("categories add up to %v, Dane has %v", got, all)
	}
	if got := named(t, b, "kpi_reklamacje_n"); number(t, got) != all {
		t.Errorf("kpi_reklamacje_n is %s, Dane has %v", got, all)
	}
	if got := total(t, table(t, b, "tblKody").column(t, "Wiersze")); got < float64(len(kind)) {
		t.Errorf("the codes cover %v rows of %d", got, len(kind))
	}
}

// named returns the raw value of a named cell.
func named(t *testing.T, b *excelize.File, name string) string {
	t.Helper()
	for _, n := range b.GetDefinedName() {
		if n.Name != name {
			continue
		}
		sheet, cell, _ := strings.Cut(n.RefersTo, "!")
		v, err := b.GetCellValue(strings.Trim(sheet, "'"), strings.ReplaceAll(cell, "$", ""), excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	t.Fatalf("no name %s", name)
	return ""
}

func TestTheWorkbookIsWholeInBothLanguages(t *testing.T) {
	for lang, want := range map[string]struct {
		sheets, tables []string
		locale         string
	}{
		"pl": {
			[]string{"Podsumowanie", "Trend", "Przyczyny", "Kanały", "Dane", "Słownik"},
			[]string{"tblTrend", "tblPrzyczyny", "tblKategorie", "tblProdukty", "tblGodziny", "tblDane", "tblMiary", "tblKody"},
			"pl-PL",
		},
		"en": {
			[]string{"Summary", "Trend", "Causes", "Channels", "Data", "Dictionary"},
			[]string{"tblTrend", "tblCauses", "tblCategories", "tblProducts", "tblHours", "tblData", "tblMeasures", "tblCodes"},
			"en-GB",
		},
	} {
		b := book(t, workshop(), lang, "Zakład & Syn")
		if got := b.GetSheetList(); !slices.Equal(got, want.sheets) {
			t.Errorf("sheets %q, want %q", got, want.sheets)
		}
		for _, name := range want.tables {
			table(t, b, name)
		}
		props, err := b.GetDocProps()
		if err != nil {
			t.Fatal(err)
		}
		if props.Language != want.locale || props.Creator != "Zakład & Syn" || props.Title == "" {
			t.Errorf("properties %+v", props)
		}
		for _, sheet := range want.sheets {
			layout, err := b.GetPageLayout(sheet)
			if err != nil {
				t.Fatal(err)
			}
			if *layout.Size != 9 || *layout.FitToWidth != 1 {
				t.Errorf("%s: paper %d, %d pages wide; want A4, one", sheet, *layout.Size, *layout.FitToWidth)
			}
			foot, err := b.GetHeaderFooter(sheet)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(foot.OddFooter, "Zakład && Syn") || !strings.Contains(foot.OddFooter, "&P") {
				t.Errorf("%s: footer %q", sheet, foot.OddFooter)
			}
		}
	}
}

func TestChartsPointAtTheirNumbers(t *testing.T) {
	parts := unzip(t, written(t, workshop(), "pl", "Ślusarnia"))
	charts := 0
	all := ""
	for name, xml := range parts {
		if strings.HasPrefix(name, "xl/charts/chart") {
			charts++
			all += html.UnescapeString(xml)
		}
	}
	if charts != 6 {
		t.Fatalf("%d charts, want the run twice, the rate, the Pareto, the categories and the channels", charts)
	}
	for _, want := range []string{
		"<lineChart>", "<barChart>", `'Trend'!$C$21:$C$43`, `'Przyczyny'!$B$5:$B$11`,
		`<varyColors val="0">`, `<a:prstDash val="dash">`,
		`<grouping val="percentStacked">`, `'Kanały'!$A$20:$A$24`,
		`<max val="1">`, // the cumulated share has an axis of its own up to 100 %
	} {
		if !strings.Contains(all, want) {
			t.Errorf("no chart has %s", want)
		}
	}
	if strings.Contains(all, `<varyColors val="1">`) {
		t.Error("a chart colours every point differently")
	}
	for name, xml := range parts {
		if strings.HasPrefix(name, "xl/drawings/drawing") && strings.Count(xml, ` descr="Wykres`) != strings.Count(xml, "<xdr:graphicFrame") {
			t.Errorf("%s has a chart without a description", name)
		}
	}
}

func TestDatesAndNumbersAreTyped(t *testing.T) {
	b := book(t, workshop(), "pl", "Ślusarnia")
	d := table(t, b, "tblDane")
	for _, header := range []string{"Data wpływu", "Miesiąc", "Rok"} {
		for i, s := range d.column(t, header) {
			if number(t, s) < 2000 {
				t.Fatalf("%s in row %d is %q", header, i+2, s)
			}
		}
	}
	first, err := b.GetCellValue("Dane", "E2")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := time.Parse(time.DateOnly, first); err != nil {
		t.Errorf("the first date shows as %q", first)
	}
	kind, err := b.GetCellType("Dane", "E2")
	if err != nil {
		t.Fatal(err)
	}
	if kind == excelize.CellTypeInlineString || kind == excelize.CellTypeSharedString {
		t.Error("dates are written as text")
	}
}

func TestTheHeaderStaysInSight(t *testing.T) {
	b := book(t, workshop(), "pl", "Ślusarnia")
	panes, err := b.GetPanes("Dane")
	if err != nil {
		t.Fatal(err)
	}
	if !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes of Dane: %+v", panes)
	}
	titles := map[string]string{}
	for _, n := range b.GetDefinedName() {
		if n.Name == "_xlnm.Print_Titles" {
			titles[n.Scope] = n.RefersTo
		}
	}
	if titles["Dane"] != "'Dane'!$1:$1" || titles["Trend"] != "'Trend'!$19:$19" {
		t.Errorf("repeated rows %v", titles)
	}
	dim, err := b.GetSheetDimension("Dane")
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("A1:AM%d", 1+len(table(t, b, "tblDane").rows)); dim != want {
		t.Errorf("the sheet says it has %s, want %s", dim, want)
	}
}

func TestAnEmptyFirmGetsAWorkbookToo(t *testing.T) {
	b := book(t, &reporttest.Firm{}, "pl", "")
	rows, err := b.GetRows("Podsumowanie")
	if err != nil {
		t.Fatal(err)
	}
	if text := fmt.Sprint(rows); !strings.Contains(text, "Za mało danych") {
		t.Errorf("the summary does not say that there are too little data: %s", text)
	}
	if d := table(t, b, "tblDane"); len(d.rows) != 1 || strings.Join(d.rows[0], "") != "" {
		t.Errorf("tblDane %v, want one empty row", d.rows)
	}
	for name := range unzip(t, written(t, &reporttest.Firm{}, "en", "")) {
		if strings.Contains(name, "chart") {
			t.Errorf("%s draws nothing", name)
		}
	}
}
