package match_test

import (
	"testing"

	"kartoteka/data"
	"kartoteka/data/match"
)

func TestNIP(t *testing.T) {
	for in, want := range map[string]string{
		"7251012180":       "7251012180",
		"725-101-21-80":    "7251012180",
		"PL 952 200 78 62": "9522007862",
		"pl9522007862":     "9522007862",
		" 9522007862 ":     "9522007862",
		"7251012181":       "",
		"725101218":        "",
		"72510121800":      "",
		"0000000000":       "",
		"725101218a":       "",
		"":                 "",
		"DE7251012180":     "",
	} {
		got, err := match.NIP(in)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("NIP(%q) = %q, %v, want %q", in, got, err, want)
		}
		if err != nil && data.CodeOf(err) != data.CodeInvalid {
			t.Errorf("NIP(%q) fails with %v", in, err)
		}
	}
}

// A remainder of 10 can't be a check digit, so no last digit makes it valid.
func TestNIPWithRemainderTen(t *testing.T) {
	for last := '0'; last <= '9'; last++ {
		if s := "020000000" + string(last); weightedTen(s) {
			if got, err := match.NIP(s); err == nil {
				t.Errorf("%q was taken", got)
			}
		} else {
			t.Fatal("the example has another remainder")
		}
	}
}

func weightedTen(s string) bool {
	sum := 0
	for i, w := range []int{6, 5, 7, 2, 3, 4, 5, 6, 7} {
		sum += int(s[i]-'0') * w
	}
	return sum%11 == 10
}

func TestREGON(t *testing.T) {
	for in, want := range map[string]string{
		"123456785":             "123456785",
		"521888143":             "521888143",
		"850518457":             "850518457",
		"85051845749370":        "85051845749370",
		"850518457 49370":       "85051845749370",
		"123456784":             "",
		"85051845749371":        "",
		"12345678449370":        "",
		"1234567":               "",
		"000000000":             "",
		"":                      "",
		"REGON: 123456785":      "",
		"850-518-457":           "850518457",
		"8505184574937":         "",
		"850518457493700":       "",
		"521\u00a0888\u00a0143": "521888143",
	} {
		got, err := match.REGON(in)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("REGON(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
}

// Every single wrong digit, and every swap of two different neighbours, is found.
func TestNIPFindsSlips(t *testing.T) {
	const good = "7251012180"
	for i := range good {
		for c := byte('0'); c <= '9'; c++ {
			b := []byte(good)
			if b[i] == c {
				continue
			}
			b[i] = c
			if got, err := match.NIP(string(b)); err == nil {
				t.Errorf("%q passes", got)
			}
		}
	}
	for i := range len(good) - 1 {
		b := []byte(good)
		if b[i], b[i+1] = b[i+1], b[i]; string(b) == good {
			continue
		}
		if got, err := match.NIP(string(b)); err == nil {
			t.Errorf("%q passes", got)
		}
	}
}

func TestFormatNIP(t *testing.T) {
	if got := match.FormatNIP("PL7251012180"); got != "725-101-21-80" {
		t.Errorf("got %q", got)
	}
	if got := match.FormatNIP("12"); got != "12" {
		t.Errorf("got %q", got)
	}
}

func TestPostCode(t *testing.T) {
	for in, want := range map[string]string{"90-123": "90-123", "90123": "90-123", "90 123": "90-123", "9012": "", "90-12a": ""} {
		if got, ok := match.PostCode(in); got != want || ok != (want != "") {
			t.Errorf("PostCode(%q) = %q, %v", in, got, ok)
		}
	}
}

func FuzzNumbers(f *testing.F) {
	f.Add("725-101-21-80")
	f.Add("85051845749370")
	f.Add("PL")
	f.Fuzz(func(t *testing.T, s string) {
		if got, err := match.NIP(s); err == nil {
			if again, err := match.NIP(match.FormatNIP(got)); err != nil || again != got {
				t.Errorf("%q reads %q, then %q, %v", s, got, again, err)
			}
		}
		if got, err := match.REGON(s); err == nil {
			if again, err := match.REGON(got); err != nil || again != got {
				t.Errorf("%q reads %q, then %q, %v", s, got, again, err)
			}
		}
	})
}
