package xlsx_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"pgregory.net/rapid"

	_ "kartoteka/data/datatest/steady" // the same cases each time

	"kartoteka/data"
	"kartoteka/data/report"
	"kartoteka/data/report/build"
	"kartoteka/data/report/reporttest"
	"kartoteka/data/report/xlsx"
)

// unzip returns the parts of a workbook, each of which must be well-formed.
func unzip(t *testing.T, book []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(raw)
		d := xml.NewDecoder(bytes.NewReader(raw))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
	}
	return out
}

// attacks are texts that have been found in spreadsheets.
var attacks = []string{
	`=HYPERLINK("http://evil.example","click")`, "=1+1", "+48 600 100 200", "-1+cmd|' /C calc'!A0", "@SUM(A1)",
	"\t=1", "a\x00b\x07c", "Zażółć gęślą jaźń", "日本語 🗝️", "a\u202eb", "<b>&amp;</b>", "\xff\xfe",
	"wiersz 1\r\nwiersz 2", "_x000D_", "'", "]]>", "\ufffe\uffff", strings.Repeat("ż", 40000),
}

// hostile is a firm whose clients, lists and name are all of one text.
func hostile(s string) *reporttest.Firm {
	f := &reporttest.Firm{Lists: []data.Category{
		{List: data.ListCategories, Code: "own", Name: s}, {List: data.ListCauses, Code: "own", Name: s + "2"},
	}}
	day := data.NewDate(2026, time.November, 3)
	for i := range 25 {
		f.CaseRows = append(f.CaseRows, report.CaseRow{
			ID: int64(i + 1), Number: "R/2026/0001", Kind: data.CaseComplaint, State: data.CaseNew,
			ReceivedOn: day, Received: day.Time(time.UTC), Category: "own", Cause: "own", Product: s,
		})
	}
	f.OpinionRows = []report.OpinionRow{{ID: 1, Tone: data.Positive, Source: s, At: day.Time(time.UTC)}}
	return f
}

func TestNothingThatAClientWroteIsAFormula(t *testing.T) {
	for _, s := range attacks {
		f := hostile(s)
		raw := written(t, f, "pl", s)
		for name, part := range unzip(t, raw) {
			if strings.HasPrefix(name, "xl/worksheets/sheet") && strings.Contains(part, "<f") && strings.Contains(part, "<f>") {
				t.Errorf("%.40q: %s has a formula", s, name)
			}
		}
		b := book(t, f, "pl", s)
		d := table(t, b, "tblDane")
		for _, got := range d.column(t, "Produkt/usługa")[:25] {
			if strings.ContainsAny(got, "\x00\x07\r\n\t\u202e") {
				t.Errorf("%.40q came through as %.40q", s, got)
			}
			if n := len(utf16.Encode([]rune(got))); n > 32767 {
				t.Errorf("a cell of %d characters", n)
			}
		}
	}
}

func TestOrdinaryTextIsNotChanged(t *testing.T) {
	for _, s := range []string{"=1+1", "Zażółć gęślą jaźń", "日本語 🗝️", "<b>&amp;</b>", "-5", "'quoted'", "_x000D_", "01234"} {
		d := table(t, book(t, hostile(s), "en", s), "tblData")
		if got := d.column(t, "Product/service")[0]; got != s {
			t.Errorf("%q came back as %q", s, got)
		}
	}
}

func TestAnyTextGivesAReadableWorkbook(t *testing.T) {
	words, err := reporttest.NewWords("pl")
	if err != nil {
		t.Fatal(err)
	}
	texts := rapid.SliceOfN(rapid.String(), 25, 25)
	for seed := range 12 {
		list := texts.Example(seed)
		f := hostile(list[0])
		for i, s := range list {
			f.CaseRows[i].Product = s
		}
		r, err := build.Report(context.Background(), f, report.Options{Today: today, Firm: list[1]})
		if err != nil {
			t.Fatal(err)
		}
		var buf bytes.Buffer
		if err := xlsx.Write(&buf, r, words); err != nil {
			t.Fatalf("%q: %v", list, err)
		}
		unzip(t, buf.Bytes())
	}
}

// full is a writer on a disk without room.
type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestAFullDiskIsReported(t *testing.T) {
	r, err := build.Report(context.Background(), workshop(), report.Options{Today: today})
	if err != nil {
		t.Fatal(err)
	}
	words, err := reporttest.NewWords("pl")
	if err != nil {
		t.Fatal(err)
	}
	if err := xlsx.Write(full{}, r, words); !errors.Is(err, errFull) {
		t.Errorf("error %v, want that of the disk", err)
	}
}
