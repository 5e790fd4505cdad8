package mailing

import (
	"strings"
	"testing"

	"kartoteka/app/cli/session"
	"kartoteka/app/i18n"
	"kartoteka/data"
	"kartoteka/mail"
)

// outcome runs syncOutcome and returns what a script sees of it and what it said.
func outcome(t *testing.T, results []mail.AccountResult) (string, string) {
	var b strings.Builder
	s := commands{session.New(t.Context(), session.Options{Err: &b})}
	s.Speak(i18n.English)
	for i := range results {
		results[i].Error = s.Words.Error(results[i].Err)
	}
	switch err := s.syncOutcome(results); {
	case err == nil:
		return "done", b.String()
	case data.CodeOf(err) == data.CodePartly:
		return "partly", b.String()
	default:
		return "failed", b.String()
	}
}

func TestWhatASyncAmountsTo(t *testing.T) {
	broken := &mail.Failure{Step: mail.StepSelect, Key: "lost"}
	refused := mail.Told(&mail.Failure{Step: mail.StepLogin, Key: "login-refused"})
	partly := data.NewError(data.CodePartly, "mail-partly", "Folders", "B", "N", 1)
	good := mail.FolderResult{Name: "A", OnServer: 1, Kept: 1}
	for name, c := range map[string]struct {
		results []mail.AccountResult
		amount  string
		says    string
	}{
		"all well":            {[]mail.AccountResult{{Name: "a", Folders: []mail.FolderResult{good}}}, "done", ""},
		"nothing to pull":     {nil, "done", ""},
		"the only one failed": {[]mail.AccountResult{{Name: "a", Err: refused}}, "failed", ""},
		"all of two failed":   {[]mail.AccountResult{{Name: "a", Err: refused}, {Name: "b", Err: refused}}, "failed", "“b”"},
		"one of two failed":   {[]mail.AccountResult{{Name: "a"}, {Name: "b", Err: refused}}, "partly", "“b”"},
		"a folder failed": {
			[]mail.AccountResult{{Name: "a", Err: partly, Folders: []mail.FolderResult{good, {Name: "B", Err: broken}}}}, "partly", "“B”",
		},
		"the only folder failed": {
			[]mail.AccountResult{{Name: "a", Err: refused, Folders: []mail.FolderResult{{Name: "C", OnServer: 2, Failed: 2, Err: broken}}}}, "failed", "“C”",
		},
		"the list of folders was cut": {
			[]mail.AccountResult{{Name: "a", Err: refused, Folders: []mail.FolderResult{good}}}, "partly", "“a”",
		},
		"a message failed": {
			[]mail.AccountResult{{Name: "a", Folders: []mail.FolderResult{{Name: "C", OnServer: 2, Kept: 1, Failed: 1}}}}, "partly", "“C”",
		},
	} {
		amount, said := outcome(t, c.results)
		if amount != c.amount || !strings.Contains(said, c.says) || c.says == "" && said != "" {
			t.Errorf("%s: %s, said %q", name, amount, said)
		}
	}
}
