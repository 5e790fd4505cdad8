package session

import (
	"strings"
	"testing"

	"kartoteka/app/i18n"
	"kartoteka/data"
)

func TestStrangersDoNotSteerTheTerminal(t *testing.T) {
	for in, want := range map[string]string{
		"zwykły tekst":            "zwykły tekst",
		"dwa\nwiersze\ti tab":     "dwa wiersze i tab",
		"\x1b[31mczerwony\x1b[0m": "[31mczerwony[0m",
		"dzwonek\a":               "dzwonek",
		"faktura\u202egpj.exe":    "fakturagpj.exe",
		"c1\u009bx":               "c1x",
	} {
		if got := clean(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestShort(t *testing.T) {
	for in, want := range map[string]string{
		"Łódź":              "Łódź",
		"  z   odstępami ":  "z odstępami",
		"Zażółć gęślą jaźń": "Zażółć gęś…",
		"":                  "",
	} {
		if got := Short(in, 11); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestProgressStaysOnOneLineAndGoesAway(t *testing.T) {
	var b strings.Builder
	s := New(t.Context(), Options{Err: &b})
	s.Speak(i18n.English)
	p := s.Progress()
	p.Pulling("a", "INBOX", 1, 2)
	p.Done()
	if b.String() != "" {
		t.Errorf("nobody watches, and it says %q", b.String())
	}
	p.on = true
	p.Pulling("a", strings.Repeat("długi folder ", 20), 1, 1)
	p.Pulling("a", "INBOX", 2, 2)
	p.Done()
	got := b.String()
	if strings.Contains(got, "\n") || !strings.Contains(got, "INBOX: 2 of 2") || !strings.HasSuffix(got, "\r") {
		t.Errorf("%q", got)
	}
	for _, line := range strings.Split(got, "\r") {
		if n := len([]rune(line)); n > 79 {
			t.Errorf("%d letters: %q", n, line)
		}
	}
}

func TestJSONStaysOnOneLineAndSearchable(t *testing.T) {
	var b strings.Builder
	s := New(t.Context(), Options{Out: &b})
	if err := s.Object(map[string]string{"subject": "<&>\nŁódź"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Flush(); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); got != `{"subject":"<&>\nŁódź"}`+"\n" {
		t.Errorf("%q", got)
	}
}

func TestAPeriodIsReadFromItsFlags(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		code data.Code
		want data.Period
	}{
		"open":         {nil, "", data.Period{}},
		"from a day":   {[]string{"--from", "2026-01-02"}, "", data.Period{From: data.NewDate(2026, 1, 2)}},
		"both":         {[]string{"--from", "2026-01-02", "--to", "2026-01-02"}, "", data.Period{From: data.NewDate(2026, 1, 2), To: data.NewDate(2026, 1, 2)}},
		"turned round": {[]string{"--from", "2026-01-02", "--to", "2026-01-01"}, data.CodeUsage, data.Period{}},
		"no day":       {[]string{"--to", "wczoraj"}, data.CodeInvalid, data.Period{}},
	} {
		s := New(t.Context(), Options{})
		command := s.Command("x", "report")
		p := s.PeriodFlags(command)
		if err := command.ParseFlags(c.args); err != nil {
			t.Fatal(err)
		}
		got, err := p.Read()
		if data.CodeOf(err) != c.code || c.code == "" && got != c.want {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}
