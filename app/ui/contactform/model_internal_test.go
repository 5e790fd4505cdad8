package contactform

import (
	"slices"
	"testing"

	"kartoteka/data"
)

func TestHoursAreReadAsPeopleWriteThem(t *testing.T) {
	for in, want := range map[string]int{"9": 540, "9:30": 570, "18.00": 1080, "24": 0, " 7 ": 420} {
		if got, ok := hour(in); !ok || got != want {
			t.Errorf("%q is %d, %v", in, got, ok)
		}
	}
	for _, in := range []string{"", "rano", "25", "9:61", "-1"} {
		if got, ok := hour(in); ok {
			t.Errorf("%q is read as %d", in, got)
		}
	}
}

func TestQuietHoursNeedBothEnds(t *testing.T) {
	if q, err := quiet("20", "8"); err != nil || q != (data.QuietHours{From: 1200, To: 480}) {
		t.Errorf("%+v, %v", q, err)
	}
	if q, err := quiet("", " "); err != nil || !q.None() {
		t.Errorf("none: %+v, %v", q, err)
	}
	for _, c := range [][2]string{{"20", ""}, {"", "8"}, {"8", "8:00"}, {"wieczór", "8"}} {
		if _, err := quiet(c[0], c[1]); err == nil {
			t.Errorf("%q is taken", c)
		}
	}
}

func TestBirthYears(t *testing.T) {
	today := data.NewDate(2026, 11, 24)
	if y, err := birthYear(" 1978 ", today); y != 1978 || err != nil {
		t.Errorf("%d, %v", y, err)
	}
	for _, in := range []string{"78", "2027", "1850", "19x8"} {
		if y, err := birthYear(in, today); err == nil {
			t.Errorf("%q is read as %d", in, y)
		}
	}
}

func TestNumbersAreKeptWithAPoint(t *testing.T) {
	for in, want := range map[string]string{"12,5": "12.5", "1 200": "1200", "-3": "-3", "": "", "+4": "4"} {
		if got, err := number(in); got != want || err != nil {
			t.Errorf("%q is %q, %v", in, got, err)
		}
	}
	for _, in := range []string{"dwa", "1,2,3", "1e5", "NaN", "Inf"} {
		if got, err := number(in); err == nil {
			t.Errorf("%q is read as %q", in, got)
		}
	}
}

func TestTagsAreSplitAndNotRepeated(t *testing.T) {
	if got := tags(" stały  klient, drzwi;drzwi,\n "); !slices.Equal(got, []string{"stały klient", "drzwi"}) {
		t.Errorf("%q", got)
	}
	if got := tags(""); got != nil {
		t.Errorf("none: %q", got)
	}
}
