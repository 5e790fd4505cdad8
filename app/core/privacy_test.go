package core_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kartoteka/app/core"
	"kartoteka/app/i18n"
	"kartoteka/data"
	"kartoteka/data/privacy"
)

// refused fails the test unless the error has the code and, if given, the key.
func refused(t *testing.T, err error, code data.Code, key string) {
	t.Helper()
	var told *data.Error
	if !errors.As(err, &told) || told.Code != code || key != "" && told.Key != key {
		t.Errorf("got %v, want %s %s", err, code, key)
	}
}

func TestRequestsHaveTheirClock(t *testing.T) {
	c := open(t, core.Options{}) // it is Monday, 16 November 2026
	day := func(s string) data.Date {
		d, err := data.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	save := func(r data.SubjectRequest) int64 {
		t.Helper()
		id, err := c.SaveSubjectRequest(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	late := save(data.SubjectRequest{Kind: data.RequestAccess, Who: "Jan Nowak", Received: day("2026-10-12")})
	soon := save(data.SubjectRequest{Kind: data.RequestErasure, Who: "Ewa Kot", Received: day("2026-10-31")})
	long := save(data.SubjectRequest{
		Kind: data.RequestPortability, Who: "Ala", Received: day("2026-10-20"), Extended: day("2026-11-10"), Why: "dużo danych",
	})
	done := save(data.SubjectRequest{
		Kind: data.RequestObjection, Who: "Olek", Received: day("2026-09-01"), Answered: day("2026-09-02"), Outcome: data.OutcomeGranted,
	})
	all, err := c.SubjectRequests(t.Context())
	if err != nil || len(all) != 4 {
		t.Fatalf("%+v, %v", all, err)
	}
	for i, want := range []struct {
		id   int64
		due  string
		left int
	}{{late, "2026-11-12", -4}, {soon, "2026-11-30", 14}, {long, "2027-01-20", 65}, {done, "2026-10-01", 0}} {
		if r := all[i]; r.ID != want.id || r.Due != day(want.due) || r.DaysLeft != want.left {
			t.Errorf("%d: %+v, want %+v", i, r, want)
		}
	}
	all[0].Answered, all[0].Outcome = day("2026-11-16"), data.OutcomePartly
	save(all[0])
	if all, err = c.SubjectRequests(t.Context()); err != nil || all[0].ID != soon || all[2].ID != late {
		t.Errorf("an answered one is still first: %+v, %v", all, err)
	}
	for key, r := range map[string]data.SubjectRequest{
		"request-kind":           {Who: "x"},
		"request-nobody":         {Kind: data.RequestAccess, Who: " "},
		"request-future":         {Kind: data.RequestAccess, Who: "x", Received: day("2026-11-17")},
		"request-answered":       {Kind: data.RequestAccess, Who: "x", Received: day("2026-11-10"), Answered: day("2026-11-09")},
		"request-outcome":        {Kind: data.RequestAccess, Who: "x", Received: day("2026-11-10"), Answered: day("2026-11-11")},
		"request-extension-late": {Kind: data.RequestAccess, Who: "x", Received: day("2026-09-10"), Extended: day("2026-11-11"), Why: "x"},
		"request-why":            {Kind: data.RequestAccess, Who: "x", Answered: day("2026-11-16"), Outcome: data.OutcomeRefused},
	} {
		_, err := c.SaveSubjectRequest(t.Context(), r)
		refused(t, err, data.CodeInvalid, key)
	}
	_, err = c.SaveSubjectRequest(t.Context(), data.SubjectRequest{ID: 404, Kind: data.RequestAccess, Who: "x"})
	refused(t, err, data.CodeNotFound, "not-found-entry")
	_, err = c.SaveSubjectRequest(t.Context(), data.SubjectRequest{Kind: data.RequestAccess, ContactID: 404})
	refused(t, err, data.CodeNotFound, "not-found-contact")
}

func TestBreachesAreDueIn72Hours(t *testing.T) {
	c := open(t, core.Options{})
	found := noon.Add(-10 * time.Hour)
	id, err := c.SaveBreach(t.Context(), data.Breach{Found: found, What: "zgubiony pendrive", People: 12, Risk: data.RiskHigh, Data: "adresy"})
	if err != nil {
		t.Fatal(err)
	}
	all, err := c.Breaches(t.Context())
	if err != nil || len(all) != 1 || all[0].ID != id || !all[0].Due.Equal(found.Add(72*time.Hour)) || all[0].People != 12 || all[0].Risk != data.RiskHigh {
		t.Fatalf("%+v, %v", all, err)
	}
	all[0].Reported, all[0].Measures = noon, "hasło na nośnikach"
	if _, err := c.SaveBreach(t.Context(), all[0]); err != nil {
		t.Fatal(err)
	}
	if all, err = c.Breaches(t.Context()); err != nil || len(all) != 1 || !all[0].Reported.Equal(noon) || all[0].Measures == "" {
		t.Errorf("%+v, %v", all, err)
	}
	for key, b := range map[string]data.Breach{
		"breach-what": {What: " "}, "breach-future": {What: "x", Found: noon.Add(time.Hour)}, "breach-people": {What: "x", People: -1},
	} {
		_, err := c.SaveBreach(t.Context(), b)
		refused(t, err, data.CodeInvalid, key)
	}
}

func TestTheRecordOfProcessingIsPrefilledKeptAndPrinted(t *testing.T) {
	c := open(t, core.Options{})
	if err := c.SetSettings(t.Context(), data.Settings{FirmName: "Zakład <Ślusarski>", Zone: data.DefaultZone}); err != nil {
		t.Fatal(err)
	}
	words := i18n.New("pl", c.Zone())
	all, err := c.Processing(t.Context(), words)
	if err != nil || len(all) != len(privacy.Activities()) {
		t.Fatalf("%d activities, %v", len(all), err)
	}
	for _, p := range all {
		for _, s := range []string{p.Name, p.Purpose, p.Basis, p.People, p.Data, p.Recipients, p.Transfers, p.Retention, p.Security} {
			if s == "" || strings.HasPrefix(s, "processing.") {
				t.Errorf("activity %+v", p)
			}
		}
	}
	all[0].Name = "Serwis <b>zamków</b>"
	if err := c.SaveProcessing(t.Context(), all[:2]); err != nil {
		t.Fatal(err)
	}
	refused(t, c.SaveProcessing(t.Context(), []data.Processing{{}}), data.CodeInvalid, "processing-name")
	if err := c.SetChecked(t.Context(), "auto-lock", true); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "rejestr.html")
	if err := c.WriteProcessing(t.Context(), words, path); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	page := string(raw)
	for _, want := range []string{
		"Rejestr czynności przetwarzania", "Zakład &lt;Ślusarski&gt;", "Serwis &lt;b&gt;zamków&lt;/b&gt;", all[1].Purpose,
		"art. 118 KC", "Ekran blokuje się sam", "To nie jest porada prawna", "16.11.2026",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
	if strings.Contains(page, "retention.") || strings.Contains(page, all[3].Name) || outside.MatchString(page) {
		t.Errorf("the page:\n%s", page)
	}
}

func TestTheChecklistRemembersWhen(t *testing.T) {
	c := open(t, core.Options{})
	if err := c.SetChecked(t.Context(), "updates", true); err != nil {
		t.Fatal(err)
	}
	refused(t, c.SetChecked(t.Context(), "nothing", true), data.CodeInvalid, "checklist-unknown")
	checked := func() []string {
		all, err := c.Checklist(t.Context())
		if err != nil || len(all) != len(privacy.Checklist()) {
			t.Fatalf("%+v, %v", all, err)
		}
		var out []string
		for _, k := range all {
			if !k.Checked.IsZero() {
				out = append(out, k.Code+" "+k.Checked.String())
			}
		}
		return out
	}
	if got := checked(); !slices.Equal(got, []string{"updates 2026-11-16"}) {
		t.Errorf("checked %v", got)
	}
	if err := c.SetChecked(t.Context(), "updates", false); err != nil {
		t.Fatal(err)
	}
	if got := checked(); len(got) > 0 {
		t.Errorf("still checked %v", got)
	}
}

func TestAWarningForNumbersInATextRefusesNothing(t *testing.T) {
	c := open(t, core.Options{})
	text := "Klientka podała PESEL 44051401359 i kartę 4111 1111 1111 1111."
	found := c.CheckText(text)
	if len(found) != 2 || found[0].Kind != data.SensitivePESEL || text[found[1].Start:found[1].End] != "4111 1111 1111 1111" {
		t.Errorf("found %+v", found)
	}
	if _, err := c.AddContact(t.Context(), data.Contact{GivenName: "Ewa", Note: text}); err != nil {
		t.Errorf("it was refused: %v", err)
	}
}

// aged makes a card index whose clock can be moved, with things of every rule.
func aged(t *testing.T) (c *core.Core, now *time.Time, ids map[string]int64) {
	t.Helper()
	at := time.Date(2018, 3, 5, 9, 0, 0, 0, time.UTC)
	now = &at
	c = open(t, core.Options{Clock: func() time.Time { return *now }})
	ids = map[string]int64{}
	add := func(name string, status data.ContactStatus) int64 {
		id, err := c.AddContact(t.Context(), data.Contact{GivenName: name, FamilyName: "Testowy", Status: status})
		if err != nil {
			t.Fatal(err)
		}
		ids[name] = id
		return id
	}
	ended := add("Dawny", data.StatusEndedByClient)
	add("Obecny", data.StatusActive)
	add("Ciekawy", data.StatusLead)
	k, err := c.AddCase(t.Context(), data.Case{ContactID: ids["Obecny"], Text: "stara sprawa"})
	if err != nil {
		t.Fatal(err)
	}
	closed := data.CaseClosed
	if err := c.ChangeCase(t.Context(), data.CaseChange{ID: k.ID, State: &closed}); err != nil {
		t.Fatal(err)
	}
	ids["case"] = k.ID
	if _, err := c.LogInteractionAndNext(t.Context(), data.Interaction{ContactID: ended, Kind: data.KindMisconduct, Text: "obelgi"}, nil); err != nil {
		t.Fatal(err)
	}
	return c, now, ids
}

func dueRules(t *testing.T, c *core.Core) (items []data.RetentionItem, rules []string) {
	t.Helper()
	items, err := c.RetentionDue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range items {
		if i.Rule != privacy.KeepJournal {
			rules = append(rules, i.Rule+" "+i.Title)
		}
	}
	return items, rules
}

func TestWhatIsPastItsTermIsListedAndOnlyThen(t *testing.T) {
	c, now, _ := aged(t)
	for _, step := range []struct {
		on   time.Time
		want []string
	}{
		{*now, nil},
		{time.Date(2020, 3, 5, 9, 0, 0, 0, time.UTC), nil},
		{time.Date(2020, 3, 6, 9, 0, 0, 0, time.UTC), []string{"leads Ciekawy Testowy"}},
		{time.Date(2021, 3, 6, 9, 0, 0, 0, time.UTC), []string{"leads Ciekawy Testowy", "misconduct Dawny Testowy"}},
		{time.Date(2024, 12, 31, 9, 0, 0, 0, time.UTC), []string{"leads Ciekawy Testowy", "misconduct Dawny Testowy"}},
		{time.Date(2025, 1, 1, 9, 0, 0, 0, time.UTC), []string{
			"clients Dawny Testowy", "cases R/2018/0001", "leads Ciekawy Testowy", "misconduct Dawny Testowy",
		}},
	} {
		*now = step.on
		if _, got := dueRules(t, c); !slices.Equal(got, step.want) {
			t.Errorf("on %v: %q, want %q", step.on, got, step.want)
		}
	}
}

func TestARetentionRunDoesWhatWasConfirmed(t *testing.T) {
	c, now, ids := aged(t)
	*now = time.Date(2025, 1, 2, 9, 0, 0, 0, time.UTC)
	items, _ := dueRules(t, c)
	items = slices.DeleteFunc(items, func(i data.RetentionItem) bool { return i.Rule == privacy.KeepLeads }) // not confirmed
	r, err := c.RetentionRun(t.Context(), items)
	if err != nil || r.Erased != 1 || r.Emptied != 2 || r.Deleted == 0 || len(r.Kept) > 0 {
		t.Errorf("%+v, %v", r, err)
	}
	clean(t, c)
	if p, err := c.Contact(t.Context(), ids["Dawny"]); err != nil || p.Erased.IsZero() || p.GivenName != "" {
		t.Errorf("the former client: %+v, %v", p, err)
	}
	if p, err := c.Contact(t.Context(), ids["Ciekawy"]); err != nil || p.GivenName != "Ciekawy" {
		t.Errorf("the prospect that was not confirmed: %+v, %v", p, err)
	}
	if k, err := c.Case(t.Context(), ids["case"]); err != nil || k.Text != "" || k.State != data.CaseClosed {
		t.Errorf("the case: %+v, %v", k, err)
	}
	if _, rules := dueRules(t, c); !slices.Equal(rules, []string{"leads Ciekawy Testowy"}) {
		t.Errorf("still due: %q", rules)
	}
}

func TestTheOwnersTermCounts(t *testing.T) {
	c, now, _ := aged(t)
	*now = now.AddDate(0, 2, 0)
	if err := c.SaveRetentionRule(t.Context(), data.RetentionRule{Code: privacy.KeepLeads, Months: 1, Basis: "nasza zasada"}); err != nil {
		t.Fatal(err)
	}
	if _, rules := dueRules(t, c); !slices.Equal(rules, []string{"leads Ciekawy Testowy"}) {
		t.Errorf("due: %q", rules)
	}
	rules, err := c.RetentionRules(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(rules, func(r data.RetentionRule) bool { return r.Code == privacy.KeepLeads })
	if r := rules[i]; r.Months != 1 || r.Basis != "nasza zasada" || !r.Own {
		t.Errorf("rule %+v", r)
	}
	if err := c.SaveRetentionRule(t.Context(), data.RetentionRule{Code: privacy.KeepLeads, Months: 0}); err != nil {
		t.Fatal(err)
	}
	if _, rules := dueRules(t, c); len(rules) > 0 {
		t.Errorf("due though kept for ever: %q", rules)
	}
	for _, r := range []data.RetentionRule{{Code: "x", Months: 1}, {Code: privacy.KeepLeads, Months: -1}, {Code: privacy.KeepLeads, Months: 5000}} {
		refused(t, c.SaveRetentionRule(t.Context(), r), data.CodeInvalid, "retention-months")
	}
}

func TestMailThatWasNotForTheFirmGoesAfterAYear(t *testing.T) {
	now := noon
	c := open(t, core.Options{Clock: func() time.Time { return now }})
	all := pull(t, c, serve(t, letter(1, "reklama@x.example", "Promocja", "Kup teraz"), letter(2, "a@x.example", "Pytanie", "Kiedy?")))
	for _, m := range all {
		if m.Subject != "Promocja" {
			continue
		}
		if _, err := c.File(t.Context(), data.Filing{MessageID: m.ID, Kind: data.KindNotForUs}); err != nil {
			t.Fatal(err)
		}
	}
	now = noon.AddDate(1, 1, 0)
	items, rules := dueRules(t, c)
	if !slices.Equal(rules, []string{"mail-not-for-us Promocja", "mail-runs poczta"}) {
		t.Fatalf("due: %q", rules)
	}
	if r, err := c.RetentionRun(t.Context(), items); err != nil || r.Deleted == 0 {
		t.Errorf("%+v, %v", r, err)
	}
	if left := messages(t, c); len(left) != 1 || left[0].Subject != "Pytanie" {
		t.Errorf("left: %+v", left)
	}
	r, err := c.Sync(t.Context(), core.SyncOptions{})
	if f := r[0].Folders[0]; err != nil || f.New != 0 || f.LeftOut != 1 || f.Kept != 1 || f.OnServer != 2 {
		t.Errorf("pulled %+v, %v", f, err)
	}
	clean(t, c)
}

func TestAnOpenClaimOrTaxDocumentsSpeakAgainstErasing(t *testing.T) {
	c := open(t, core.Options{})
	id, err := c.AddContact(t.Context(), data.Contact{GivenName: "Ewa", FamilyName: "Sporna"})
	if err != nil {
		t.Fatal(err)
	}
	k, err := c.AddCase(t.Context(), data.Case{ContactID: id, Text: "x"})
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.EraseSubject(t.Context(), id, data.EraseOptions{})
	refused(t, err, data.CodeConflict, "erase-blocked-case")
	if p, err := c.ErasePreview(t.Context(), id, data.EraseOptions{}); err != nil || len(p.Blocks) != 1 || p.Blocks[0].Title != k.Number {
		t.Errorf("preview %+v, %v", p, err)
	}
	closed := data.CaseClosed
	if err := c.ChangeCase(t.Context(), data.CaseChange{ID: k.ID, State: &closed}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.AddOrder(t.Context(), data.Order{ContactID: id, On: data.NewDate(2020, 5, 1), What: "zamek"}); err != nil {
		t.Fatal(err)
	}
	_, err = c.EraseSubject(t.Context(), id, data.EraseOptions{})
	refused(t, err, data.CodeConflict, "erase-blocked-orders") // until the end of 2026
	if p, err := c.Contact(t.Context(), id); err != nil || p.FamilyName != "Sporna" {
		t.Errorf("a refused erasure changed %+v, %v", p, err)
	}
	e, err := c.EraseSubject(t.Context(), id, data.EraseOptions{Reason: "Faktury pani Spornej są u księgowej"})
	if err != nil || e.Reason != "Faktury pani […] są u księgowej" {
		t.Errorf("%+v, %v", e, err)
	}
	_, err = c.EraseSubject(t.Context(), id, data.EraseOptions{})
	refused(t, err, data.CodeConflict, "subject-erased")
	if log, err := c.Erasures(t.Context()); err != nil || len(log) != 1 || log[0].Reason != e.Reason {
		t.Errorf("log %+v, %v", log, err)
	}
	clean(t, c)
}
