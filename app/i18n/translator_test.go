package i18n_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"kartoteka/app/i18n"
	"kartoteka/data"
)

var (
	warsaw  = mustZone("Europe/Warsaw")
	polish  = i18n.New(i18n.Polish, warsaw)
	english = i18n.New(i18n.English, warsaw)
)

func mustZone(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return loc
}

func TestLanguageOfALocale(t *testing.T) {
	for locale, want := range map[string]string{
		"pl": "pl", "pl_PL.UTF-8": "pl", "PL-pl": "pl", "en_GB.UTF-8": "en", "en@euro": "en",
		"C": "", "": "", "de_DE": "", "POSIX": "", "plx": "",
	} {
		if got := i18n.Language(locale); got != want {
			t.Errorf("Language(%q) = %q, want %q", locale, got, want)
		}
	}
	if got := i18n.New("xx", nil).Lang(); got != "pl" {
		t.Errorf("an unknown language gives %q, want pl", got)
	}
}

func TestDates(t *testing.T) {
	sunday := data.NewDate(2026, time.November, 22)
	may := data.NewDate(2026, time.May, 3)
	for name, c := range map[string]struct{ got, want string }{
		"short pl":   {polish.Date(sunday), "22.11.2026"},
		"short en":   {english.Date(sunday), "22 Nov 2026"},
		"padded pl":  {polish.Date(may), "03.05.2026"},
		"long pl":    {polish.LongDate(sunday), "niedziela, 22 listopada 2026"},
		"genitive":   {polish.LongDate(may), "niedziela, 3 maja 2026"},
		"long en":    {english.LongDate(sunday), "Sunday, 22 November 2026"},
		"month pl":   {polish.Month(sunday), "lis 2026"},
		"month en":   {english.Month(sunday), "Nov 2026"},
		"none":       {polish.Date(data.Date{}), ""},
		"none long":  {polish.LongDate(data.Date{}), ""},
		"none month": {polish.Month(data.Date{}), ""},
		"none time":  {polish.DateTime(time.Time{}), ""},
		"no hour":    {polish.TimeOfDay(time.Time{}), ""},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", name, c.got, c.want)
		}
	}
}

func TestWhenIsAsShortAsItCanBe(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, warsaw)
	for name, c := range map[string]struct {
		at   time.Time
		want string
	}{
		"today":                {now.Add(-2 * time.Hour), "10:00"},
		"in the firm's zone":   {time.Date(2026, 11, 21, 23, 30, 0, 0, time.UTC), "00:30"},
		"yesterday":            {now.AddDate(0, 0, -1), "wczoraj"},
		"this year":            {now.AddDate(0, 0, -10), "12 lis"},
		"an earlier year":      {now.AddDate(-2, 0, 0), "22 lis 2024"},
		"never":                {time.Time{}, ""},
		"the day before, 00.0": {time.Date(2026, 11, 21, 0, 0, 0, 0, warsaw), "wczoraj"},
	} {
		if got := polish.When(c.at, now); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if got := polish.DateTime(now); got != "22.11.2026, 12:00" {
		t.Errorf("DateTime: %q", got)
	}
}

func TestNumbers(t *testing.T) {
	for name, c := range map[string]struct{ got, want string }{
		"pl decimals":   {polish.Number(1234.5, 1), "1\u00a0234,5"},
		"en decimals":   {english.Number(1234.5, 1), "1,234.5"},
		"pl whole":      {polish.Int(1234567), "1\u00a0234\u00a0567"},
		"en whole":      {english.Int(1234567), "1,234,567"},
		"small":         {polish.Int(999), "999"},
		"negative":      {polish.Int(-1234), "−1\u00a0234"},
		"no minus zero": {polish.Number(-0.001, 1), "0,0"},
		"rounded":       {polish.Number(999.96, 1), "1\u00a0000,0"},
		"percent":       {polish.Percent(0.125, 1), "12,5%"},
		"money pl":      {polish.Money(data.PLN(123456)), "1\u00a0234,56\u00a0zł"},
		"money en":      {english.Money(data.PLN(123456)), "1,234.56\u00a0PLN"},
		"euro":          {polish.Money(data.Money{Minor: 5, Currency: "EUR"}), "0,05\u00a0EUR"},
		"bytes":         {polish.Size(12), "12\u00a0B"},
		"kilobytes":     {polish.Size(12345), "12\u00a0kB"},
		"megabytes":     {polish.Size(1250000), "1,2\u00a0MB"},
		"gigabytes":     {english.Size(2500000000), "2.5\u00a0GB"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", name, c.got, c.want)
		}
	}
}

func TestBlanksAreWrittenAsTheLanguageDoes(t *testing.T) {
	got := polish.T("error.bad-date", "Text", data.NewDate(2026, 1, 2))
	if want := "„02.01.2026” nie jest datą. Podaj ją w postaci rrrr-mm-dd, np. 2026-11-22."; got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if got := polish.T("no.such.key"); got != "no.such.key" {
		t.Errorf("an unknown key gives %q", got)
	}
}

func TestErrorsBecomeSentences(t *testing.T) {
	internal := polish.T("error.internal")
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"nothing":         {nil, ""},
		"told":            {data.NewError(data.CodeInvalid, "bad-date", "Text", "jutro"), polish.T("error.bad-date", "Text", "jutro")},
		"wrapped":         {fmt.Errorf("read flag: %w", data.NewError(data.CodeInvalid, "bad-date", "Text", "x")), polish.T("error.bad-date", "Text", "x")},
		"foreign":         {errors.New("pq: broken"), internal},
		"key not known":   {data.NewError(data.CodeInternal, "no-such-key"), internal},
		"stopped":         {fmt.Errorf("pull: %w", context.Canceled), polish.T("error.cancelled")},
		"stopped in mail": {data.NewError(data.CodeMail, "bad-date").Because(context.Canceled), polish.T("error.cancelled")},
	} {
		if got := polish.Error(c.err); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestOneTranslatorServesManyGoroutines(t *testing.T) {
	tr := i18n.New(i18n.Polish, warsaw)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if tr.T("date.weekday.3") != "środa" {
				t.Error("weekday lost")
			}
		})
	}
	wg.Wait()
}
