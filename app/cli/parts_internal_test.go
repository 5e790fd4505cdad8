package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"kartoteka/app/i18n"
	"kartoteka/data"
	"kartoteka/mail"
)

func TestFlagsThatAreReadBeforeTheOthers(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"apart":         {[]string{"sync", "--data", "d"}, "d"},
		"together":      {[]string{"--data=d", "sync"}, "d"},
		"the last":      {[]string{"--data=a", "--data", "b"}, "b"},
		"none":          {[]string{"sync"}, ""},
		"no value":      {[]string{"sync", "--data"}, ""},
		"after the end": {[]string{"search", "--", "--data", "d"}, ""},
		"a longer name": {[]string{"--database=d"}, ""},
		"with a space":  {[]string{"--data", "moje dane"}, "moje dane"},
	} {
		if got := flagOf(c.args, "data"); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestTheLanguageIsChosenInOrder(t *testing.T) {
	for name, c := range map[string]struct {
		flag string
		env  map[string]string
		want string
	}{
		"nothing said":      {"", nil, "pl"},
		"the system's":      {"", map[string]string{"LANG": "en_US.UTF-8"}, "en"},
		"LC_ALL over LANG":  {"", map[string]string{"LC_ALL": "pl_PL.UTF-8", "LANG": "en_US.UTF-8"}, "pl"},
		"a foreign system":  {"", map[string]string{"LANG": "de_DE.UTF-8"}, ""},
		"ours over theirs":  {"", map[string]string{"KARTOTEKA_LANG": "pl", "LANG": "en_US.UTF-8"}, "pl"},
		"the flag over all": {"en", map[string]string{"KARTOTEKA_LANG": "pl"}, "en"},
		"an unknown flag":   {"de", map[string]string{"KARTOTEKA_LANG": "en"}, "en"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, key := range []string{"KARTOTEKA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
				t.Setenv(key, c.env[key])
			}
			s := &session{ctx: t.Context(), dir: t.TempDir()}
			if got := s.chooseLanguage(c.flag); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestExitCodes(t *testing.T) {
	for want, errs := range map[int][]error{
		0: {nil},
		1: {
			errors.New("x"), context.Canceled, data.NewError(data.CodeMail, "x"), data.NewError(data.CodeBusy, "x"),
			data.NewError(data.CodeNotFound, "x"), data.NewError(data.CodeNoPassword, "x"),
		},
		2: {data.NewError(data.CodeUsage, "x"), data.NewError(data.CodeInvalid, "x"), fmt.Errorf("w: %w", data.NewError(data.CodeUsage, "x"))},
		3: {data.NewError(data.CodePartly, "x")},
	} {
		for _, err := range errs {
			if got := exitCode(err); got != want {
				t.Errorf("%v: %d, want %d", err, got, want)
			}
		}
	}
}

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

func TestErrorsDoNotSteerTheTerminal(t *testing.T) {
	var out, said strings.Builder
	code := Run(t.Context(), []string{"list", "\x1b[31mczerwony"}, Stdio{Out: &out, Err: &said}, Program{})
	if code != 2 || !strings.Contains(said.String(), "czerwony") || strings.Contains(said.String(), "\x1b") {
		t.Errorf("exit code %d, said %q", code, said.String())
	}
}

func TestAnUnsetVariableIsNoFolder(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("KARTOTEKA_DATA", home)
	for _, args := range [][]string{{"list", "contacts", "--data", ""}, {"list", "contacts", "--data="}} {
		var out, said strings.Builder
		if code := Run(t.Context(), args, Stdio{Out: &out, Err: &said}, Program{}); code != 2 || !strings.Contains(said.String(), "--data") {
			t.Errorf("%q: exit code %d, said %q", args, code, said.String())
		}
	}
	if left, err := os.ReadDir(home); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

func TestShort(t *testing.T) {
	for in, want := range map[string]string{
		"Łódź":              "Łódź",
		"  z   odstępami ":  "z odstępami",
		"Zażółć gęślą jaźń": "Zażółć gęś…",
		"":                  "",
	} {
		if got := short(in, 11); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestAddressesCanBeTakenApartAgain(t *testing.T) {
	for want, a := range map[string]data.Address{
		"a@x.example":                            {Email: "a@x.example"},
		"Anna Nowak <a@x.example>":               {Name: "Anna Nowak", Email: "a@x.example"},
		`"Nowak, Anna" <a@x.example>`:            {Name: "Nowak, Anna", Email: "a@x.example"},
		`"Anna \"Ania\" Nowak" <a@x.example>`:    {Name: `Anna "Ania" Nowak`, Email: "a@x.example"},
		"Łukasz Żółć <l@x.example>":              {Name: "Łukasz Żółć", Email: "l@x.example"},
		"tylko nazwa, bez adresu":                {Name: "tylko nazwa, bez adresu"},
		"":                                       {},
		`"sprzedaż@firma" <biuro@firma.example>`: {Name: "sprzedaż@firma", Email: "biuro@firma.example"},
	} {
		if got := written(a); got != want {
			t.Errorf("%+v is written %s, want %s", a, got, want)
		}
	}
	if got := writtenList([]data.Address{{Email: "a@x"}, {Name: "B", Email: "b@x"}}); got != "a@x, B <b@x>" {
		t.Errorf("a list: %s", got)
	}
}

func TestJSONHasNullsForWhatIsNotKnownAndListsForNothing(t *testing.T) {
	var b bytes.Buffer
	p := newPrinter(&b, i18n.New(i18n.English, nil))
	for _, v := range []any{
		shapeMessage(data.Message{ID: 1, Subject: "<&>"}),
		shapeContact([]data.CustomField{{ID: 7, Name: "Numer klucza"}, {ID: 8, Name: "Puste"}})(data.ContactRow{Contact: data.Contact{
			ID: 2, City: "Łódź", BirthYear: 1980, Fields: map[int64]string{7: "KX 7"},
		}}),
		shapeCase(data.CaseRow{Case: data.Case{ID: 3}}),
		shapeFollowUp(data.FollowUpRow{FollowUp: data.FollowUp{ID: 4, Due: data.NewDate(2026, 11, 16)}}),
		shapeOpinion(data.Opinion{ID: 5}),
		shapeInteraction(data.Interaction{ID: 6, At: time.Date(2026, 11, 16, 12, 0, 0, 999, time.FixedZone("", 3600))}),
	} {
		if err := p.object(v); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.w.Flush(); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	for i, want := range [][]string{
		{`"date":null`, `"attachments":[]`, `"contact":null`, `"places":[]`, `"account":""`, `"subject":"<&>"`},
		{
			`"emails":[]`, `"phones":[]`, `"tags":[]`, `"birth_year":1980`, `"updated":null`, `"fields":{"Numer klucza":"KX 7"}`,
			`"handles":[]`, `"consents":[]`, `"company_id":null`, `"since":null`, `"generation":"x"`, `"city":"Łódź"`,
		},
		{`"contact":null`, `"deadline":null`, `"answered":null`, `"closed":null`, `"decision":""`},
		{`"due":"2026-11-16"`, `"snoozed":null`, `"done":null`},
		{`"rating":null`, `"answered":null`},
		{`"at":"2026-11-16T11:00:00Z"`, `"case":null`},
	} {
		for _, w := range want {
			if !strings.Contains(lines[i], w) {
				t.Errorf("%s is not in %s", w, lines[i])
			}
		}
	}
}

// outcome runs syncOutcome and returns its exit code and what it said.
func outcome(results []mail.AccountResult) (int, string) {
	var b strings.Builder
	s := &session{io: Stdio{Err: &b}, words: i18n.New(i18n.English, nil)}
	for i := range results {
		results[i].Error = s.words.Error(results[i].Err)
	}
	return exitCode(s.syncOutcome(results)), b.String()
}

func TestWhatASyncAmountsTo(t *testing.T) {
	broken := &mail.Failure{Step: mail.StepSelect, Key: "lost"}
	refused := mail.Told(&mail.Failure{Step: mail.StepLogin, Key: "login-refused"})
	partly := data.NewError(data.CodePartly, "mail-partly", "Folders", "B", "N", 1)
	good := mail.FolderResult{Name: "A", OnServer: 1, Kept: 1}
	for name, c := range map[string]struct {
		results []mail.AccountResult
		code    int
		says    string
	}{
		"all well":            {[]mail.AccountResult{{Name: "a", Folders: []mail.FolderResult{good}}}, 0, ""},
		"nothing to pull":     {nil, 0, ""},
		"the only one failed": {[]mail.AccountResult{{Name: "a", Err: refused}}, 1, ""},
		"all of two failed":   {[]mail.AccountResult{{Name: "a", Err: refused}, {Name: "b", Err: refused}}, 1, "“b”"},
		"one of two failed":   {[]mail.AccountResult{{Name: "a"}, {Name: "b", Err: refused}}, 3, "“b”"},
		"a folder failed": {
			[]mail.AccountResult{{Name: "a", Err: partly, Folders: []mail.FolderResult{good, {Name: "B", Err: broken}}}}, 3, "“B”",
		},
		"the only folder failed": {
			[]mail.AccountResult{{Name: "a", Err: refused, Folders: []mail.FolderResult{{Name: "C", OnServer: 2, Failed: 2, Err: broken}}}}, 1, "“C”",
		},
		"the list of folders was cut": {
			[]mail.AccountResult{{Name: "a", Err: refused, Folders: []mail.FolderResult{good}}}, 3, "“a”",
		},
		"a message failed": {
			[]mail.AccountResult{{Name: "a", Folders: []mail.FolderResult{{Name: "C", OnServer: 2, Kept: 1, Failed: 1}}}}, 3, "“C”",
		},
	} {
		code, said := outcome(c.results)
		if code != c.code || !strings.Contains(said, c.says) || c.says == "" && said != "" {
			t.Errorf("%s: exit code %d, said %q", name, code, said)
		}
	}
}

func TestProgressStaysOnOneLineAndGoesAway(t *testing.T) {
	var b strings.Builder
	s := &session{io: Stdio{Err: &b}, words: i18n.New(i18n.English, nil)}
	p := s.progress()
	p.Pulling("a", "INBOX", 1, 2)
	p.done()
	if b.String() != "" {
		t.Errorf("nobody watches, and it says %q", b.String())
	}
	p.on = true
	p.Pulling("a", strings.Repeat("długi folder ", 20), 1, 1)
	p.Pulling("a", "INBOX", 2, 2)
	p.done()
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
