package xlsx

import (
	"strings"
	"testing"
)

func TestSheetNames(t *testing.T) {
	taken := map[string]bool{}
	for _, c := range []struct{ in, want string }{
		{"Trend", "Trend"},
		{"trend", "trend 2"}, // Excel does not tell case apart
		{"a:b\\c/d?e*f[g]h", "abcdefgh"},
		{"'Słownik'", "Słownik"},
		{strings.Repeat("ż", 40), strings.Repeat("ż", 31)},
		{strings.Repeat("Ż", 40), strings.Repeat("Ż", 29) + " 2"},
		{"", " 2"},
	} {
		got := sheetName(c.in, taken)
		if got != c.want {
			t.Errorf("sheet %q is called %q, want %q", c.in, got, c.want)
		}
	}
}

func TestIdentifiersAreASCII(t *testing.T) {
	for in, want := range map[string]string{
		"tblDane": "tblDane", "Słownik": "tblSownik", "in-time": "tblin_time", "9": "tbl9",
	} {
		if got := ascii(in, "tbl"); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

func TestCutCountsAsExcelDoes(t *testing.T) {
	if got := cut("🗝🗝🗝", 5); got != "🗝🗝" { // two units each
		t.Errorf("cut to 5 units: %q", got)
	}
	if got := cut("żółw", 2); got != "żó" {
		t.Errorf("cut to 2 units: %q", got)
	}
}

func TestFootersAreNotCodes(t *testing.T) {
	if got := footer("5 & 10"); got != " 5 && 10" {
		t.Errorf("footer %q", got)
	}
}

func TestLinesOfALongText(t *testing.T) {
	for _, c := range []struct {
		s    string
		want int
	}{{"", 1}, {"krótki", 1}, {strings.Repeat("x", 20), 1}, {strings.Repeat("x", 21), 2}, {strings.Repeat("x", 41), 3}} {
		if got := lines(c.s, 20); got != c.want {
			t.Errorf("%d characters in 20: %d lines, want %d", len(c.s), got, c.want)
		}
	}
}
