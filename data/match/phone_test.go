package match_test

import (
	"regexp"
	"testing"

	"kartoteka/data/match"
)

func TestPhone(t *testing.T) {
	for in, want := range map[string]string{
		"601 234 567":           "+48601234567",
		"601-234-567":           "+48601234567",
		"+48 601 234 567":       "+48601234567",
		"0048601234567":         "+48601234567",
		"48601234567":           "+48601234567",
		"(42) 678 11 22":        "+48426781122",
		"042 678 11 22":         "+48426781122",
		"+48 (0) 42 678 11 22":  "+48426781122",
		"tel. 42/678-11-22":     "+48426781122",
		"42 678 11 22 wew. 15":  "+48426781122",
		"+44 (0)20 7946 0958":   "+442079460958",
		"+44 20 7946 0958 x12":  "+442079460958",
		"+1 202 555 0143":       "+12025550143",
		"+39 06 1234 5678":      "+390612345678",
		"+380 44 123 45 67":     "+380441234567",
		"00 49 30 1234567":      "+49301234567",
		"601\u00a0234\u2013567": "+48601234567",
		"":                      "",
		"brak":                  "",
		"12345":                 "",
		"012345678":             "",
		"1234567890":            "",
		"601 234 567 8":         "",
		"+48 601 234 56":        "",
		"+0 123 456 789":        "",
		"+81 00 0000 0000":      "",
		"601 234 567 lub 602":   "",
		"6+01234567":            "",
		"+1234567890123456":     "",
	} {
		got, ok := match.Phone(in)
		if got != want || ok != (want != "") {
			t.Errorf("Phone(%q) = %q, %v, want %q", in, got, ok, want)
		}
	}
}

func TestFormatPhone(t *testing.T) {
	for in, want := range map[string]string{
		"+48601234567":  "601 234 567",
		"426781122":     "42 678 11 22",
		"+442079460958": "+44 2079 460 958",
		"+12025550143":  "+1 202 555 0143",
		"+380441234567": "+380 441 234 567",
		"nie podano":    "nie podano",
	} {
		if got := match.FormatPhone(in); got != want {
			t.Errorf("FormatPhone(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzPhone(f *testing.F) {
	for _, s := range []string{"601 234 567", "+44 (0)20 7946 0958", "tel. 42", "İ wew. 1", "00", "+48", "+", "+39 06"} {
		f.Add(s)
	}
	e164 := regexp.MustCompile(`^\+[1-9][0-9]{4,14}$`)
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := match.Phone(s)
		if !ok {
			if got != "" {
				t.Errorf("Phone(%q) refused but gave %q", s, got)
			}
			return
		}
		if !e164.MatchString(got) {
			t.Fatalf("Phone(%q) = %q", s, got)
		}
		if again, ok := match.Phone(got); !ok || again != got {
			t.Errorf("Phone(%q) = %q, then %q, %v", s, got, again, ok)
		}
		if again, _ := match.Phone(match.FormatPhone(got)); again != got {
			t.Errorf("%q is written %q, which reads %q", got, match.FormatPhone(got), again)
		}
	})
}

// However a Polish number is written, it is one number.
func TestOneNumberInManyForms(t *testing.T) {
	for _, in := range []string{
		"426781122", "42 678 11 22", "42-678-11-22", "(42) 678-11-22", "+48426781122", "+48 42 678 11 22", "0048 42 6781122",
		"48 42 678 11 22", "0426781122", "tel: 42 678 11 22", "Tel. kom. 42.678.11.22", "\u202a+48 42 678 11 22\u202c", "42 678 11 22 wew. 3",
	} {
		if got, ok := match.Phone(in); !ok || got != "+48426781122" {
			t.Errorf("%q is %q, %v", in, got, ok)
		}
	}
}
