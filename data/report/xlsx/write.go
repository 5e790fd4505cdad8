package xlsx

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"github.com/xuri/excelize/v2"

	"kartoteka/data"
	"kartoteka/data/report"
)

// Words is the language that the workbook is written in.
type Words = report.Words

// Write writes the report as a workbook.
func Write(w io.Writer, r *report.Report, words Words) (err error) {
	b := newBook(r, words)
	defer func() {
		if e := b.f.Close(); err == nil && e != nil {
			err = fmt.Errorf("close workbook: %w", e)
		}
	}()
	if err := b.build(); err != nil {
		return err
	}
	if err := b.f.Write(w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// book is a workbook in the making. The first error stays in err, and nothing
// is done after it.
type book struct {
	f      *excelize.File
	r      *report.Report
	w      Words
	err    error
	names  map[string]string // sheet key → name
	places map[string]place  // table key → where it stands
	looks  map[look]int
	words  map[string]string // translated keys
}

// place is where a table stands.
type place struct {
	sheet string
	row   int // of the header
	rows  int
}

func newBook(r *report.Report, w Words) *book {
	return &book{
		f: excelize.NewFile(), r: r, w: w,
		names: map[string]string{}, places: map[string]place{},
		looks: map[look]int{}, words: map[string]string{},
	}
}

func (b *book) build() error {
	b.nameSheets()
	b.f.SetActiveSheet(0) // now: later it would read the streamed sheet back
	for i := range b.r.Sheets {
		s := &b.r.Sheets[i]
		switch s.Key {
		case report.SheetSummary: // last: its chart points at a table of another sheet
		case report.SheetData:
			b.details(s)
		default:
			b.page(s)
		}
	}
	if s := b.r.Sheet(report.SheetSummary); s != nil {
		b.summary(s)
	}
	b.properties()
	return b.err
}

// try keeps the first error, with what was being done.
func (b *book) try(what string, err error) {
	if b.err == nil && err != nil {
		b.err = fmt.Errorf("%s: %w", what, err)
	}
}

// nameSheets makes the sheets in order, in place of the one that a new file has.
func (b *book) nameSheets() {
	taken := map[string]bool{}
	for i, s := range b.r.Sheets {
		name := sheetName(b.t("report.sheet."+s.Key), taken)
		b.names[s.Key] = name
		if i == 0 {
			b.try("name sheet", b.f.SetSheetName("Sheet1", name))
			continue
		}
		_, err := b.f.NewSheet(name)
		b.try("add sheet", err)
	}
}

// sheetName keeps to Excel's rules: 31 characters, none of :\/?*[], no
// apostrophe at an end, and no name twice in whatever case.
func sheetName(s string, taken map[string]bool) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
	s = strings.Trim(cut(strings.TrimSpace(s), 31), "' ")
	base := s
	for n := 2; s == "" || taken[strings.ToLower(s)]; n++ {
		end := fmt.Sprintf(" %d", n)
		s = cut(base, 31-len(end)) + end
	}
	taken[strings.ToLower(s)] = true
	return s
}

// t translates a key once.
func (b *book) t(key string) string {
	s, ok := b.words[key]
	if !ok {
		s = clean(b.w.T(key))
		b.words[key] = s
	}
	return s
}

// epoch is day 0 of Excel's calendar for dates after February 1900.
var epoch = data.NewDate(1899, time.December, 30)

// cell returns what a value is in a cell: a number, a date's serial number, or
// text.
func (b *book) cell(v report.Value) any {
	switch v.Kind {
	case report.None:
		return nil
	case report.Int, report.Hour:
		return int(v.Num)
	case report.Decimal, report.Share, report.Money:
		return v.Num
	case report.Day, report.Month:
		return v.Date.Sub(epoch)
	case report.Word:
		return b.t(v.Text)
	default:
		return clean(v.In(b.w))
	}
}

func (b *book) properties() {
	lang := "pl-PL"
	if b.w.Lang() == "en" {
		lang = "en-GB"
	}
	made := b.r.Generated.UTC().Format(time.RFC3339)
	b.try("set properties", b.f.SetDocProps(&excelize.DocProperties{
		Title:          clean(b.r.Title.In(b.w)),
		Subject:        b.span(),
		Creator:        orElse(clean(b.r.Firm), "Kartoteka"),
		LastModifiedBy: "Kartoteka",
		Created:        made,
		Modified:       made,
		Language:       lang,
	}))
	b.try("set properties", b.f.SetAppProps(&excelize.AppProperties{Application: "Kartoteka"}))
}

// span is the report's period in words.
func (b *book) span() string {
	return b.w.T("report.span", "From", b.w.Date(b.r.Period.From), "To", b.w.Date(b.r.Period.To))
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
