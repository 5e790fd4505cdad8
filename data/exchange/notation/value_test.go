package notation_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kartoteka/data"
	_ "kartoteka/data/datatest/steady"
	"kartoteka/data/exchange/notation"
)

func TestDates(t *testing.T) {
	may := data.NewDate(2024, 5, 3)
	for s, want := range map[string]data.Date{
		"3.05.2024": may, "03.05.2024": may, "3.5.24": may, "2024-05-03": may, "2024-05-03 12:30:00": may, "2024-05-03T10:00:00Z": may,
		"20240503": may, "3/5/2024": may, "5/31/2024": data.NewDate(2024, 5, 31), "3 maja 2024": may, "3 maja 2024 r.": may, "3 Maja 2024 roku": may,
		"May 3, 2024": may, "3 May 2024": may, "45415": may, "3-05-2024": may, "2024/05/03": may, "1.2.75": data.NewDate(1975, 2, 1), "3 V 2024": may,
	} {
		if got, ok := notation.ParseDate(s, false); !ok || got != want {
			t.Errorf("%q: %v, %v, want %v", s, got, ok, want)
		}
	}
	if got, ok := notation.ParseDate("5/3/2024", true); !ok || got != may {
		t.Errorf("month first: %v, %v", got, ok)
	}
	for _, s := range []string{"", "wczoraj", "31.02.2024", "0/0/00", "1.2", "1.2.3.4", "2024-13-01", "--05-03", "12", "3 maja", "maj maj 2024", "99999999"} {
		if got, ok := notation.ParseDate(s, false); ok {
			t.Errorf("%q was taken for %v", s, got)
		}
	}
}

func TestNumbers(t *testing.T) {
	for s, want := range map[string]string{
		"1 234,56": "1234.56", "1.234,56": "1234.56", "1,234.56": "1234.56", "1234": "1234", "-5": "-5", "1 234 567": "1234567",
		"12,5 zł": "12.5", "€ 3.50": "3.50", "1.234.567": "1234567", "1,234,567": "1234567", "0,5": "0.5", "1'234.50": "1234.50", "−7,5": "-7.5", "50%": "50",
	} {
		if got, ok := notation.ParseNumber(s); !ok || got != want {
			t.Errorf("%q: %q, %v, want %q", s, got, ok, want)
		}
	}
	for _, s := range []string{"", "abc", "1-2", "--1", "1e5", "0x10", "NaN", "12 szt."} {
		if got, ok := notation.ParseNumber(s); ok {
			t.Errorf("%q was taken for %s", s, got)
		}
	}
}

func TestNames(t *testing.T) {
	for full, want := range map[string][2]string{
		"Jan Kowalski": {"Jan", "Kowalski"}, "Kowalski, Jan": {"Jan", "Kowalski"}, "Jan Maria Kowalski-Nowak": {"Jan Maria", "Kowalski-Nowak"},
		"KOWALSKI Jan": {"Jan", "KOWALSKI"}, "Ludwig van Beethoven": {"Ludwig", "van Beethoven"}, "Pan Jan Kowalski": {"Jan", "Kowalski"},
		"Ania": {"Ania", ""}, "": {"", ""}, "Jan  Kowalski ": {"Jan", "Kowalski"}, "Maria de la Cruz": {"Maria", "de la Cruz"}, "Kowalski,": {"Kowalski", ""},
	} {
		if given, family := notation.SplitName(full); given != want[0] || family != want[1] {
			t.Errorf("%q: %q and %q, want %q", full, given, family, want)
		}
	}
	for name, want := range map[string]bool{
		"Przykład sp. z o.o.": true, "P.P.H.U. Kot": false, "PHU Kot": true, "Jan Kowalski": false, "Fundacja Pies": true, "Anna Transport": true, "Example Ltd.": true,
		"Kancelaria Adwokacka": true, "Sklepowicz Jan": false, "Nowak & syn": true,
	} {
		if got := notation.LooksLikeCompany(name); got != want {
			t.Errorf("%q: company %v, want %v", name, got, want)
		}
	}
}

func TestAddressesInOnePiece(t *testing.T) {
	for s, want := range map[string]data.PostalAddress{
		"ul. Długa 5/2, 90-001 Łódź":         {Street: "ul. Długa 5/2", PostCode: "90-001", City: "Łódź"},
		"ul. Długa 5\n90-001 Łódź\nPolska":   {Street: "ul. Długa 5", PostCode: "90-001", City: "Łódź", Country: "Polska"},
		"90-001 Łódź, ul. Długa 5":           {Street: "ul. Długa 5", PostCode: "90-001", City: "Łódź"},
		"10 Downing Street, London SW1A 2AA": {Street: "10 Downing Street, London SW1A 2AA"},
	} {
		if got := notation.ParseAddress(s); got != want {
			t.Errorf("%q: %+v, want %+v", s, got, want)
		}
	}
}

func TestLists(t *testing.T) {
	for s, want := range map[string][]string{
		"a, b; c": {"a", "b", "c"}, "a ::: b": {"a", "b"}, `"a, b", c`: {"a, b", "c"}, `rura 3", x`: {`rura 3"`, "x"}, "a\nb": {"a", "b"}, " , ;": nil, "a": {"a"},
	} {
		if got := notation.SplitList(s); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		var all []string
		for _, s := range rapid.SliceOf(rapid.String()).Draw(r, "values") {
			if s = notation.Text(s); s != "" {
				all = append(all, s)
			}
		}
		if got := notation.SplitList(notation.JoinList(all)); !slices.Equal(got, all) {
			r.Fatalf("%q became %q", all, got)
		}
	})
}

// TestTextIsSettled: what was cleaned once is not changed by cleaning again.
func TestTextIsSettled(t *testing.T) {
	for s, want := range map[string]string{
		"a\r\nb\rc\n": "a\nb\nc", "\ufeffa\x00\x07b ": "ab", "\xffa": "\ufffda", "\u00a0a\u2028b\u00a0": "a\nb", "żółć": "żółć",
	} {
		if got := notation.Text(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		s := string(rapid.SliceOf(rapid.Byte()).Draw(r, "bytes"))
		if once := notation.Text(s); notation.Text(once) != once {
			r.Fatalf("%q, then %q, then %q", s, once, notation.Text(once))
		}
		if once := notation.Label(s); notation.Label(once) != once {
			r.Fatalf("label %q, then %q, then %q", s, once, notation.Label(once))
		}
	})
}
