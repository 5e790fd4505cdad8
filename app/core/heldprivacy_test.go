package core_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kartoteka/app/core"
	"kartoteka/app/i18n"
	"kartoteka/data"
	"kartoteka/data/privacy"
	"kartoteka/mail/imapd"
)

// withStrangers makes a card index under a clock that can be moved, which keeps
// mail of known contacts only: Anna's letter is stored, three others wait.
func withStrangers(t *testing.T) (c *core.Core, b *box, now *time.Time, anna int64) {
	t.Helper()
	at := noon
	c = open(t, core.Options{Clock: func() time.Time { return at }})
	anna = addContact(t, c, data.Contact{GivenName: "Anna", FamilyName: "Nowak"}, "anna@klienci.example")
	b = newBox()
	b.from("anna@klienci.example", "od Anny", "")
	b.from("Obcy Jan <obcy@nieznany.example>", "pierwszy od obcego", "")
	b.from("obcy@nieznany.example", "drugi od obcego", "")
	b.to("Ktoś <ktos@nowy.example>", "do kogoś nowego")
	b.connect(t, c, data.PolicyKnown)
	b.sync(t, c)
	return c, b, &at, anna
}

// due are the items of a rule that are due.
func due(t *testing.T, c *core.Core, rule string) []data.RetentionItem {
	t.Helper()
	all, err := c.RetentionDue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(i data.RetentionItem) bool { return i.Rule != rule })
}

func TestHeadersOfNewSendersGoAfterAYearAndNoPullBringsThemBack(t *testing.T) {
	c, b, now, _ := withStrangers(t)
	*now = noon.AddDate(0, 6, 0)
	b.from("pozny@nieznany.example", "późny list", "")
	b.sync(t, c)
	if items := due(t, c, privacy.KeepHeaders); len(items) != 0 {
		t.Fatalf("due after half a year: %+v", items)
	}
	*now = noon.AddDate(1, 0, 1)
	items := due(t, c, privacy.KeepHeaders)
	if len(items) != 2 || items[0].Title+items[1].Title != "ktos@nowy.exampleobcy@nieznany.example" ||
		items[0].Record != "held" || items[0].Due != data.DateIn(*now, c.Zone()) {
		t.Fatalf("due after a year: %+v", items)
	}
	r, err := c.RetentionRun(t.Context(), items)
	if err != nil || r.Deleted != 3 {
		t.Fatalf("%+v, %v", r, err)
	}
	if got := tray(t, c); len(got) != 1 || got["pozny@nieznany.example"] != 1 {
		t.Errorf("the tray holds %v", got)
	}
	for name, f := range b.sync(t, c) {
		if f.New != 0 || f.LeftOut != map[string]int{"INBOX": 3, "Wysłane": 1}[name] {
			t.Errorf("pulled %+v", f)
		}
	}
	later := func(uid uint32, from string) {
		b.inbox.Messages = append(b.inbox.Messages, imapd.Message{
			UID: uid, Received: *now, Raw: letter(int(uid), from, fmt.Sprint("list ", uid), "Dzień dobry."),
		})
	}
	later(9, "anna@klienci.example")
	b.inbox.Messages = slices.Delete(b.inbox.Messages, 3, 4) // so that all of the folder is listed
	if f := b.sync(t, c)["INBOX"]; f.New != 1 || f.Kept != 2 || f.LeftOut != 2 {
		t.Errorf("after one was deleted there %+v", f)
	}
	// Nor does it come once the sender is known, or everything is to be kept.
	addContact(t, c, data.Contact{GivenName: "Jan", FamilyName: "Obcy"}, "obcy@nieznany.example")
	if err := c.SetMailChoice(t.Context(), "poczta", data.PolicyAll, nil); err != nil {
		t.Fatal(err)
	}
	if f := b.sync(t, c)["INBOX"]; f.New != 0 || f.Kept != 2 || f.LeftOut != 2 {
		t.Errorf("under another policy %+v", f)
	}
	later(10, "obcy@nieznany.example")
	if f := b.sync(t, c)["INBOX"]; f.New != 1 || !subjects(t, c)["list 10"] {
		t.Errorf("later mail of the same sender: %+v", f)
	}
	clean(t, c)
}

// TestHeadersGoWithTheirMailbox removes a mailbox and takes it back: no header
// is left meanwhile, and afterwards the strangers wait again, while what was kept
// is neither fetched nor counted twice.
func TestHeadersGoWithTheirMailbox(t *testing.T) {
	c, b, now, anna := withStrangers(t)
	if err := c.RemoveAccount(t.Context(), "poczta"); err != nil {
		t.Fatal(err)
	}
	if held, err := c.HeldOf(t.Context(), "obcy@nieznany.example"); err != nil || len(held) != 0 {
		t.Errorf("left of a stranger: %+v, %v", held, err)
	}
	*now = noon.AddDate(5, 0, 0)
	if left := append(due(t, c, privacy.KeepHeaders), due(t, c, privacy.KeepRuns)...); len(left) != 0 {
		t.Errorf("still kept: %+v", left)
	}
	b.connect(t, c, data.PolicyKnown)
	r := b.sync(t, c)
	if in, out := r["INBOX"], r["Wysłane"]; in.New != 0 || in.Kept != 1 || in.LeftOut != 2 || out.LeftOut != 1 {
		t.Errorf("pulled %+v", r)
	}
	if got := tray(t, c); len(got) != 2 || got["obcy@nieznany.example"] != 2 {
		t.Errorf("the tray holds %v", got)
	}
	if all := messages(t, c); len(all) != 1 || all[0].ContactID != anna || len(all[0].Places) != 1 {
		t.Errorf("kept: %+v", all)
	}
	clean(t, c)
}

func TestRunsAndDraftsGoAfterTheirTerm(t *testing.T) {
	c, b, now, anna := withStrangers(t)
	draftTo(t, c, anna)
	*now = noon.AddDate(0, 4, 0)
	b.sync(t, c)
	if items := due(t, c, privacy.KeepDrafts); len(items) != 0 {
		t.Errorf("drafts are due after four months: %+v", items)
	}
	runs := due(t, c, privacy.KeepRuns)
	if len(runs) != 1 || runs[0].Title != "poczta" {
		t.Fatalf("runs due: %+v", runs)
	}
	if r, err := c.RetentionRun(t.Context(), runs); err != nil || r.Deleted == 0 {
		t.Errorf("%+v, %v", r, err)
	}
	a, err := c.Account(t.Context(), "poczta")
	if err != nil || a.LastOK.IsZero() {
		t.Errorf("the mailbox: %+v, %v", a, err)
	}
	*now = noon.AddDate(1, 5, 0)
	drafts := due(t, c, privacy.KeepDrafts)
	if len(drafts) != 1 || !strings.Contains(drafts[0].Title, "od Anny") {
		t.Fatalf("drafts due: %+v", drafts)
	}
	if r, err := c.RetentionRun(t.Context(), drafts); err != nil || r.Deleted != 1 {
		t.Errorf("%+v, %v", r, err)
	}
	if left, err := c.Drafts(t.Context(), data.DraftFilter{}); err != nil || len(left) != 0 {
		t.Errorf("left: %+v, %v", left, err)
	}
	clean(t, c)
}

// draftTo answers the contact's letter; the answer waits.
func draftTo(t *testing.T, c *core.Core, contact int64) {
	t.Helper()
	var letter int64
	for _, m := range messages(t, c) {
		if m.ContactID == contact {
			letter = m.ID
		}
	}
	form := prepared(t, c, data.ReplyRequest{MessageID: letter})
	form.Text = "Dzień dobry, pani Anno, zamek gotowy."
	if _, err := c.Reply(t.Context(), &form); err != nil {
		t.Fatal(err)
	}
}

func TestASubjectExportHoldsHeadersDraftsAndDecisions(t *testing.T) {
	c, _, _, anna := withStrangers(t)
	draftTo(t, c, anna)
	p, err := c.Contact(t.Context(), anna)
	if err != nil {
		t.Fatal(err)
	}
	p.Handles = append(p.Handles, data.Handle{Kind: data.HandleEmail, Value: "obcy@nieznany.example"})
	if err := c.ChangeContact(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if _, err := c.SetSenderRule(t.Context(), "obcy@nieznany.example", data.VerdictNever); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "dane.zip")
	if err := c.SubjectExport(t.Context(), anna, i18n.New("pl", c.Zone()), path); err != nil {
		t.Fatal(err)
	}
	files := unzip(t, path)
	var got struct {
		Headers []struct {
			With      data.Address
			Subject   string
			Direction string
		} `json:"mail_headers"`
		Drafts []struct{ Subject, State, File, Text string }
		Rules  []struct{ Address, Verdict string } `json:"sender_rules"`
	}
	if err := json.Unmarshal([]byte(files["data.json"]), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Headers) != 2 || got.Headers[0].Subject != "drugi od obcego" || got.Headers[1].With.Name != "Obcy Jan" ||
		got.Headers[0].Direction != "in" {
		t.Errorf("headers: %+v", got.Headers)
	}
	if len(got.Drafts) != 1 || got.Drafts[0].State != "waiting" || !strings.Contains(got.Drafts[0].Text, "zamek gotowy") ||
		!strings.Contains(files[got.Drafts[0].File], "To: ") {
		t.Errorf("drafts: %+v", got.Drafts)
	}
	if len(got.Rules) != 1 || got.Rules[0].Verdict != "never" {
		t.Errorf("rules: %+v", got.Rules)
	}
	page := files["index.html"]
	for _, want := range []string{
		"Poczta pozostawiona na serwerze", "drugi od obcego", "Odpowiedzi przygotowane w programie", "zamek gotowy",
		"czeka na zapisanie w skrzynce", `href="drafts/`, "Decyzje o poczcie z adresów tej osoby", "nigdy",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in\n%s", want, page)
		}
	}
	if strings.Contains(files["data.json"]+page, "ktos@nowy.example") {
		t.Error("another person's header is in it")
	}
}
