package xlsx_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"kartoteka/data"
	"kartoteka/data/report"
	"kartoteka/data/report/reporttest"
)

// sheetXML is a sheet of the workbook by its place.
func sheetXML(t *testing.T, parts map[string]string, place int) string {
	t.Helper()
	xml, ok := parts["xl/worksheets/sheet"+strconv.Itoa(place)+".xml"]
	if !ok {
		t.Fatalf("no sheet %d", place)
	}
	return xml
}

// The map of hours is cells with their numbers and a scale of colours over the
// 24 hours and seven days, without the sums.
func TestTheHoursAreColoured(t *testing.T) {
	f := workshop()
	b := book(t, f, "pl", "Ślusarnia")
	area := ""
	tables, err := b.GetTables("Kanały")
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tables {
		if table.Name == "tblGodziny" {
			area = table.Range
		}
	}
	g := cells(t, b, "Kanały", area)
	if len(g.rows) != 24 || strings.Join(g.header, " ") != "Godzina pon. wt. śr. czw. pt. sob. niedz. Razem" {
		t.Fatalf("the table has %d rows under %q: the sums stand below it", len(g.rows), g.header)
	}
	sum, total := 0.0, 0.0
	for hour, row := range g.rows {
		if int(number(t, row[0])) != hour {
			t.Errorf("row %d is that of %s", hour, row[0])
		}
		for _, v := range row[1:8] {
			sum += number(t, v)
		}
		total += number(t, row[8])
	}
	if said := len(f.CaseRows) + len(f.OpinionRows) + len(f.SuggestionRows); int(sum) != said || int(total) != said {
		t.Errorf("days add up to %v, hours to %v, of %d things said", sum, total, said)
	}
	formats, err := b.GetConditionalFormats("Kanały")
	if err != nil {
		t.Fatal(err)
	}
	from, _, _ := strings.Cut(area, ":")
	top := int(number(t, strings.TrimLeft(from, "A"))) + 1
	want := "B" + strconv.Itoa(top) + ":H" + strconv.Itoa(top+23)
	if shown, err := b.GetCellValue("Kanały", "A"+strconv.Itoa(top+8)); err != nil || shown != "8:00" {
		t.Errorf("eight o'clock shows as %q, %v", shown, err)
	}
	scale := formats[want]
	if len(formats) != 1 || len(scale) != 1 || scale[0].Type != "2_color_scale" {
		t.Fatalf("formats %+v, want a scale over %s", formats, want)
	}
	// White for nothing, and nowhere so dark that black figures could not be read
	// on it, with or without colours: by its grey value.
	if light := grey(t, scale[0].MaxColor); grey(t, scale[0].MinColor) != 255 || light < 140 || light > 215 {
		t.Errorf("the scale runs from %s to %s, a grey of %d", scale[0].MinColor, scale[0].MaxColor, light)
	}
}

// grey is how light a colour is without its hue, 0 to 255 (ITU-R BT.601).
func grey(t *testing.T, hex string) int {
	t.Helper()
	v, err := strconv.ParseUint(strings.TrimPrefix(hex, "#")[len(strings.TrimPrefix(hex, "#"))-6:], 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	return int(0.299*float64(v>>16&255) + 0.587*float64(v>>8&255) + 0.114*float64(v&255))
}

// Every table of the sheet is one of Excel's own, so that it can be sorted,
// filtered and asked by its name: no cell of it is merged with another.
func TestTheSheetsTablesAreNative(t *testing.T) {
	for lang, sheet := range map[string]string{"pl": "Kanały", "en": "Channels"} {
		f := workshop()
		b := book(t, f, lang, "Smith")
		tables, err := b.GetTables(sheet)
		if err != nil || len(tables) != 6 {
			t.Fatalf("%s: %d tables, want 6: %v", sheet, len(tables), err)
		}
		merged, err := b.GetMergeCells(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range tables {
			if !regexp.MustCompile(`^tbl[A-Za-z]+$`).MatchString(table.Name) {
				t.Errorf("a table is called %q", table.Name)
			}
			from, to, _ := strings.Cut(table.Range, ":")
			top, bottom := rowOf(t, from), rowOf(t, to)+1 // with the sums below
			for _, m := range merged {
				if row := rowOf(t, m.GetStartAxis()); row >= top && row <= bottom {
					t.Errorf("%s: %s is merged", table.Name, m[0])
				}
			}
		}
	}
}

func rowOf(t *testing.T, cell string) int {
	t.Helper()
	_, row, err := excelize.CellNameToCoordinates(cell)
	if err != nil {
		t.Fatal(err)
	}
	return row
}

// A page of the sheet begins with a table, never in the midst of one that has
// room on a page.
func TestPagesBeginWithATable(t *testing.T) {
	f := workshop()
	for i := range 300 { // a long sheet: all channels, all of them wished for
		r := report.SaidRow{
			ContactID: int64(1 + i%60), Generation: data.Generations()[i%4], Channel: data.Channels()[i%9], Preferred: data.Channels()[i%8],
			Kind: report.SaidQuestion, On: today, At: today.Time(time.UTC).Add(time.Duration(i%24) * time.Hour), Wanted: true, By: data.ChannelPhone,
		}
		r.Answered = r.At.Add(time.Hour)
		f.SaidRows = append(f.SaidRows, r)
	}
	b := book(t, f, "en", "Smith")
	titles := map[string]bool{}
	for _, key := range []string{"channel-times", "preferred", "generations", "reference", "hours"} {
		titles[words(t, "en").T("report.table."+key)] = true
	}
	breaks := regexp.MustCompile(`<brk id="(\d+)"`).FindAllStringSubmatch(sheetXML(t, unzip(t, written(t, f, "en", "Smith")), 4), -1)
	if len(breaks) == 0 {
		t.Fatal("no page is broken")
	}
	for _, m := range breaks {
		above, err := strconv.Atoi(m[1])
		if err != nil {
			t.Fatal(err)
		}
		text, err := b.GetCellValue("Channels", "A"+strconv.Itoa(above+1))
		if err != nil || !titles[text] {
			t.Errorf("a page begins with %q, %v", text, err)
		}
	}
}

func words(t *testing.T, lang string) *reporttest.Words {
	t.Helper()
	w, err := reporttest.NewWords(lang)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestASheetOfNothingSaidIsWhole(t *testing.T) {
	b := book(t, &reporttest.Firm{}, "en", "Smith")
	rows, err := b.GetRows("Channels")
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, row := range rows {
		text += strings.Join(row, " ") + "\n"
	}
	for _, want := range []string{"Nothing that clients said", "90%", "not given", "the same generation"} {
		if !strings.Contains(text, want) {
			t.Errorf("the sheet does not say %q:\n%s", want, text)
		}
	}
}

// Excel opens no workbook in which two columns of a table differ by capitals only.
func TestAChannelCalledAsAColumnIs(t *testing.T) {
	f := workshop()
	f.Lists = append(f.Lists, data.Category{List: data.ListChannels, Code: "own", Name: "KLIENCI"})
	f.SaidRows = append(f.SaidRows, report.SaidRow{
		ContactID: 1, Channel: "own", Kind: report.SaidQuestion, On: today.AddDays(-9), At: today.AddDays(-9).Time(time.UTC),
	})
	heads := map[string]bool{}
	g := table(t, book(t, f, "pl", "Kowal"), "tblPokolenia")
	for _, h := range g.header {
		if heads[strings.ToLower(h)] {
			t.Errorf("two columns are headed %q: %q", h, g.header)
		}
		heads[strings.ToLower(h)] = true
	}
	if !heads["klienci 2"] {
		t.Errorf("the columns are %q", g.header)
	}
}
