package core_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kartoteka/app/core"
	"kartoteka/app/i18n"
	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/message"
)

// office is a mailbox in memory in which drafts can be laid: INBOX, Szkice, Sent.
type office struct {
	mu       sync.Mutex
	folders  map[string][]mail.Fetched
	offline  error
	append   error // what an APPEND answers; lostAfter: it arrives all the same
	after    bool
	holds    error // what a search answers
	appends  int
	dials    int
	searches int
	open     string
}

func newOffice(raws ...[]byte) *office {
	o := &office{folders: map[string][]mail.Fetched{"INBOX": nil, "Szkice": nil, "Sent": nil}}
	for _, raw := range raws {
		o.put("INBOX", raw)
	}
	return o
}

func (o *office) put(folder string, raw []byte) {
	o.folders[folder] = append(o.folders[folder], mail.Fetched{UID: uint32(len(o.folders[folder]) + 1), Received: noon, Raw: raw})
}

func (o *office) Dial(context.Context, data.Account, string) (mail.Server, error) {
	o.dials++
	if o.offline != nil {
		return nil, o.offline
	}
	return o, nil
}

func (o *office) Folders(context.Context) ([]mail.Folder, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var out []mail.Folder
	for name, role := range map[string]data.FolderRole{"INBOX": data.RoleInbox, "Szkice": data.RoleDrafts, "Sent": data.RoleSent} {
		out = append(out, mail.Folder{Name: name, Role: role})
	}
	return out, nil
}

func (o *office) Examine(_ context.Context, name string) (mail.Folder, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.open = name
	n := uint32(len(o.folders[name]))
	return mail.Folder{Name: name, Messages: n, UIDValidity: 1, UIDNext: n + 1}, nil
}

func (o *office) UIDs(_ context.Context, from uint32) ([]uint32, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var out []uint32
	for _, m := range o.folders[o.open] {
		if m.UID >= from {
			out = append(out, m.UID)
		}
	}
	return out, nil
}

func (o *office) Fetch(_ context.Context, uids []uint32, each func(mail.Fetched) error) error {
	for _, m := range o.folders[o.open] {
		if slices.Contains(uids, m.UID) {
			if err := each(m); err != nil {
				return err
			}
		}
	}
	return nil
}

func (o *office) FetchHeads(ctx context.Context, uids []uint32, each func(mail.Fetched) error) error {
	return o.Fetch(ctx, uids, each)
}

func (*office) Close() error { return nil }

func (o *office) Append(_ context.Context, folder string, raw []byte, _ time.Time) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.appends++
	if o.append == nil || o.after {
		o.put(folder, raw)
	}
	return o.append
}

func (o *office) Create(context.Context, string) error { return errors.New("no folder is missing") }

func (o *office) Holds(_ context.Context, folder string, ids []string) (there []string, err error) {
	o.searches++
	for _, id := range ids {
		if o.holds == nil && slices.ContainsFunc(o.folders[folder], func(m mail.Fetched) bool {
			return bytes.Contains(m.Raw, []byte("<"+id+">"))
		}) {
			there = append(there, id)
		}
	}
	return there, o.holds
}

func wording(lang string) core.ReplyWords { return i18n.New(lang, time.UTC) }

// complained is a firm with Jan's complaint, filed as a case.
func complained(t *testing.T, o mail.Dialer) (*core.Core, data.Message, data.Filed) {
	t.Helper()
	c := open(t, core.Options{Dialer: o})
	if err := c.SetSettings(t.Context(), data.Settings{FirmName: "Ślusarstwo „Klucznik”", Language: "pl", Zone: "Europe/Warsaw"}); err != nil {
		t.Fatal(err)
	}
	addContact(t, c, data.Contact{Kind: data.Person, GivenName: "Jan", FamilyName: "Żółw", LegalType: data.Consumer, Language: "pl"}, "jan@klient.example")
	m := pull(t, c, data.Account{Name: "poczta", Address: firmAddress, Host: "imap.firma.example", Security: data.SecurityTLS})[0]
	filed, err := c.File(t.Context(), data.Filing{MessageID: m.ID, Kind: data.KindComplaint})
	if err != nil {
		t.Fatal(err)
	}
	return c, m, filed
}

func complaint() []byte {
	return letter(1, "Jan Żółw <jan@klient.example>", "Zamek się zaciął", "Reklamuję.")
}

func named(t *testing.T, c *core.Core, name string) data.ReplyTemplate {
	t.Helper()
	all, err := c.ReplyTemplates(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		if r.Name == name {
			return r
		}
	}
	t.Fatalf("no template %q among %d", name, len(all))
	return data.ReplyTemplate{}
}

func prepared(t *testing.T, c *core.Core, r data.ReplyRequest) data.ReplyForm {
	t.Helper()
	f, err := c.PrepareReply(t.Context(), r, wording)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestAnAnswerKnowsTheCase(t *testing.T) {
	c, m, filed := complained(t, newOffice(complaint()))
	f := prepared(t, c, data.ReplyRequest{MessageID: m.ID, TemplateID: named(t, c, "Potwierdzenie reklamacji").ID})
	for _, want := range []string{
		"Dzień dobry, Jan,\n", "reklamację dnia 15 listopada 2026 r. i", "Numer sprawy: " + filed.CaseNumber + ".",
		"najpóźniej do 29 listopada 2026 r.\n", "\n\nŚlusarstwo „Klucznik”",
	} {
		if !strings.Contains(f.Text, want) {
			t.Errorf("%q is not in\n%s", want, f.Text)
		}
	}
	if f.Subject != "Odp: Zamek się zaciął" || len(f.To) != 1 || f.To[0].Email != "jan@klient.example" || f.CaseID != filed.CaseID {
		t.Errorf("%+v", f)
	}
	if f.From != (data.Address{Name: "Ślusarstwo „Klucznik”", Email: firmAddress}) || len(f.Warnings)+len(f.Mind)+len(f.Missing) > 0 {
		t.Errorf("%+v", f)
	}
	byCase := prepared(t, c, data.ReplyRequest{CaseID: filed.CaseID})
	if byCase.Request.MessageID != m.ID || byCase.Subject != f.Subject || byCase.Text != "" {
		t.Errorf("from the case it is %+v", byCase)
	}
	english := prepared(t, c, data.ReplyRequest{MessageID: m.ID, TemplateID: named(t, c, "Complaint received").ID})
	if english.Subject != "Re: Zamek się zaciął" || !strings.Contains(english.Text, "by 29 November 2026 at") {
		t.Errorf("%q\n%s", english.Subject, english.Text)
	}
}

func TestWhatIsNotKnownLeavesNoHole(t *testing.T) {
	c := open(t, core.Options{Dialer: newOffice(letter(1, "ktos@obcy.example", "Pytanie", "?"))})
	m := pull(t, c, data.Account{Name: "poczta", Address: firmAddress, Host: "imap.firma.example", Security: data.SecurityTLS})[0]
	for _, r := range []string{"Potwierdzenie reklamacji", "Prośba o szczegóły", "Uznanie reklamacji", "Odmowa z uzasadnieniem", "Complaint received", "Refusal with reasons"} {
		f := prepared(t, c, data.ReplyRequest{MessageID: m.ID, TemplateID: named(t, c, r).ID})
		if strings.ContainsAny(f.Text, "{}[]") || strings.Contains(f.Text, "\n\n\n") || strings.Contains(f.Text, " ,") || strings.Contains(f.Text, "  ") || len(f.Missing) > 0 {
			t.Errorf("%s: missing %q in\n%s", r, f.Missing, f.Text)
		}
	}
	id, err := c.SaveReplyTemplate(t.Context(), data.ReplyTemplate{Name: "Wizyta", Body: "Będziemy u {Imię}, sprawa {CASE}, {dziś}.", Language: "pl"})
	if err != nil {
		t.Fatal(err)
	}
	f := prepared(t, c, data.ReplyRequest{MessageID: m.ID, TemplateID: id})
	if f.Text != "Będziemy u {Imię}, sprawa {CASE}, 16 listopada 2026 r." || !slices.Equal(f.Missing, []string{"{CASE}", "{Imię}"}) {
		t.Errorf("%q, missing %q", f.Text, f.Missing)
	}
	if _, err := c.Reply(t.Context(), &f); keyOf(err) != "reply-blanks" {
		t.Errorf("with blanks it was kept: %v", err)
	}
	if _, err := c.SaveReplyTemplate(t.Context(), data.ReplyTemplate{Name: "X", Body: "{imię klienta}"}); keyOf(err) != "template-blank" {
		t.Errorf("an unknown blank was kept: %v", err)
	}
}

func keyOf(err error) string {
	var e *data.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}

func TestMachinesAreNotAnsweredAndWishesAreShown(t *testing.T) {
	raw := with(complaint(), "Auto-Submitted: auto-replied")
	c := open(t, core.Options{Dialer: newOffice(raw, letter(2, "ewa@klient.example", "Pytanie", "?"))})
	id := addContact(t, c, data.Contact{Kind: data.Person, GivenName: "Ewa", NoContact: true, NoContactWhy: "prosi o spokój"}, "ewa@klient.example")
	all := pull(t, c, data.Account{Name: "poczta", Address: firmAddress, Host: "imap.firma.example", Security: data.SecurityTLS})
	for _, m := range all {
		f := prepared(t, c, data.ReplyRequest{MessageID: m.ID})
		if m.Automatic != data.ByPerson && (len(f.To) != 0 || !slices.Equal(f.Warnings, []string{"automatic"})) {
			t.Errorf("a machine is answered: %+v", f)
		}
		if m.ContactID == id && (len(f.Mind) != 1 || f.Mind[0].Why != "prosi o spokój") {
			t.Errorf("her wish is not shown: %+v", f.Mind)
		}
	}
}

// reply lays the answer to a message and returns how it stands.
func reply(t *testing.T, c *core.Core, m data.Message) data.Draft {
	t.Helper()
	f := prepared(t, c, data.ReplyRequest{MessageID: m.ID, TemplateID: named(t, c, "Potwierdzenie reklamacji").ID})
	if _, err := c.Reply(t.Context(), &f); err != nil {
		t.Fatal(err)
	}
	return standing(t, c, m)
}

func standing(t *testing.T, c *core.Core, m data.Message) data.Draft {
	t.Helper()
	all, err := c.Drafts(t.Context(), data.DraftFilter{Answers: m.ID})
	if err != nil || len(all) != 1 {
		t.Fatalf("%d drafts, %v", len(all), err)
	}
	return all[0]
}

// unanswered is how much waits for an answer.
func unanswered(t *testing.T, c *core.Core) int {
	t.Helper()
	n := 0
	if err := c.EachUnanswered(t.Context(), func(data.Unanswered) error { n++; return nil }); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestFromTheDraftToTheClosedLoop(t *testing.T) {
	for name, change := range map[string]func([]byte) []byte{
		"sent as it is": func(raw []byte) []byte { return raw },
		"under the provider's id": func(raw []byte) []byte {
			m := message.Parse(raw)
			return bytes.ReplaceAll(raw, []byte(m.MessageID), []byte("AM0PR0.prod@outlook.example"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(complaint())
			c, m, filed := complained(t, o)
			reply(t, c, m)
			if err := c.LayDrafts(t.Context(), "poczta", password); err != nil {
				t.Fatal(err)
			}
			d := standing(t, c, m)
			if d.State() != data.DraftLaid || d.Folder != "Szkice" || len(o.folders["Szkice"]) != 1 {
				t.Fatalf("it is %s in %q", d.State(), d.Folder)
			}
			raw := o.folders["Szkice"][0].Raw
			read := message.Parse(raw)
			if !strings.Contains(read.Text, "\n\nW dniu 15 listopada 2026 r. o ") || !strings.HasSuffix(read.Text, " napisał(a):\n> Reklamuję.") {
				t.Errorf("the letter is not quoted:\n%s", read.Text)
			}
			if n := unanswered(t, c); n != 1 {
				t.Errorf("%d wait while the answer is a draft", n)
			}
			if !slices.Equal(read.InReplyTo, []string{m.MessageID}) || !slices.Equal(read.References, []string{m.MessageID}) ||
				read.MessageID != d.MessageRef || !strings.HasSuffix(d.MessageRef, "@firma.example") {
				t.Errorf("%q %q %q", read.InReplyTo, read.References, read.MessageID)
			}
			o.folders["Szkice"] = nil
			o.put("Sent", change(raw))
			if _, err := c.Sync(t.Context(), core.SyncOptions{Password: password}); err != nil {
				t.Fatal(err)
			}
			if d = standing(t, c, m); d.State() != data.DraftSent || d.SentAs == 0 {
				t.Fatalf("after it was sent it is %+v", d)
			}
			if n := unanswered(t, c); n != 0 {
				t.Errorf("%d wait after the answer was sent", n)
			}
			all, err := c.ReplySuggestions(t.Context())
			if err != nil || len(all) != 1 || all[0].CaseID != filed.CaseID {
				t.Fatalf("suggested: %+v, %v", all, err)
			}
			if k, err := c.Case(t.Context(), filed.CaseID); err != nil || !k.Answered.IsZero() {
				t.Errorf("the case was marked without a word: %v, %v", k.Answered, err)
			}
			clean(t, c)
		})
	}
}

func TestOfflineADraftWaitsAndGoesWithTheNextPull(t *testing.T) {
	o := newOffice(complaint())
	c, m, _ := complained(t, o)
	o.offline = &mail.Failure{Step: mail.StepName, Key: "offline"}
	reply(t, c, m)
	if err := c.LayDrafts(t.Context(), "poczta", password); keyOf(err) != "mail-offline" {
		t.Fatalf("laid: %v", err)
	}
	if d := standing(t, c, m); d.State() != data.DraftWaiting || d.Error != "mail-offline" {
		t.Errorf("it is %+v", d)
	}
	o.offline = nil
	if _, err := c.Sync(t.Context(), core.SyncOptions{Password: password}); err != nil {
		t.Fatal(err)
	}
	if d := standing(t, c, m); d.State() != data.DraftLaid || d.Error != "" || o.appends != 1 {
		t.Errorf("after the pull it is %+v, laid %d times", d, o.appends)
	}
	o.folders["Szkice"] = nil
	if _, err := c.Sync(t.Context(), core.SyncOptions{Password: password}); err != nil {
		t.Fatal(err)
	}
	if d := standing(t, c, m); d.State() != data.DraftGone {
		t.Errorf("deleted there it is %s", d.State())
	}
	before := o.dials
	if _, err := c.Sync(t.Context(), core.SyncOptions{Password: password}); err != nil || o.dials != before+1 {
		t.Errorf("the mailbox is asked for what is gone: %d connections, %v", o.dials-before, err)
	}
}

func TestAnUncertainDraftIsNeverLaidTwice(t *testing.T) {
	o := newOffice(complaint())
	c, m, _ := complained(t, o)
	o.append, o.after = &mail.Failure{Step: mail.StepDraft, Key: mail.AppendLost}, true
	reply(t, c, m)
	if err := c.LayDrafts(t.Context(), "poczta", password); keyOf(err) != "mail-append-lost" {
		t.Fatalf("laid: %v", err)
	}
	d := standing(t, c, m)
	if err := c.DropDraft(t.Context(), d.ID); keyOf(err) != "draft-laid" {
		t.Errorf("what may be there was dropped: %v", err)
	}
	o.append = nil
	for range 2 {
		if err := c.LayDrafts(t.Context(), "poczta", password); err != nil {
			t.Fatal(err)
		}
	}
	if d := standing(t, c, m); d.State() != data.DraftLaid || len(o.folders["Szkice"]) != 1 {
		t.Errorf("it is %s, %d in the folder", d.State(), len(o.folders["Szkice"]))
	}
}

func TestARefusedDraftCanBeDropped(t *testing.T) {
	o := newOffice(complaint())
	c, m, _ := complained(t, o)
	o.append = &mail.Failure{Step: mail.StepDraft, Key: "append-quota"}
	d := reply(t, c, m)
	if err := c.LayDrafts(t.Context(), "poczta", password); keyOf(err) != "mail-append-quota" {
		t.Fatalf("laid: %v", err)
	}
	if err := c.DropDraft(t.Context(), d.ID); err != nil {
		t.Error(err)
	}
}

func TestTheSignatureStandsUnderLetters(t *testing.T) {
	c, m, _ := complained(t, newOffice(complaint()))
	if err := c.SetReplySignature(t.Context(), "Z poważaniem\nAnna Żak \n"); err != nil {
		t.Fatal(err)
	}
	f := prepared(t, c, data.ReplyRequest{MessageID: m.ID, TemplateID: named(t, c, "Podziękowanie za pochwałę").ID})
	if !strings.HasSuffix(f.Text, "\n\nZ poważaniem\nAnna Żak\n") {
		t.Errorf("the letter ends %q", f.Text)
	}
}

// TestALineCutWhileLookingDoesNotMakeASecondDraft: the search for a draft that
// may be there fails, and says nothing of whether it is.
func TestALineCutWhileLookingDoesNotMakeASecondDraft(t *testing.T) {
	for _, key := range []string{"silent", "lost", "fetch-refused", "busy"} {
		o := newOffice(complaint())
		c, m, _ := complained(t, o)
		o.append, o.after = &mail.Failure{Step: mail.StepDraft, Key: mail.AppendLost}, true
		reply(t, c, m)
		if err := c.LayDrafts(t.Context(), "poczta", password); keyOf(err) != "mail-append-lost" {
			t.Fatalf("laid: %v", err)
		}
		o.append, o.holds = nil, &mail.Failure{Step: mail.StepDraft, Key: key}
		if err := c.LayDrafts(t.Context(), "poczta", password); keyOf(err) != "mail-"+key {
			t.Fatalf("laid: %v", err)
		}
		if err := c.DropDraft(t.Context(), standing(t, c, m).ID); keyOf(err) != "draft-laid" {
			t.Errorf("%s: what may be there was dropped: %v", key, err)
		}
		o.holds = nil
		if err := c.LayDrafts(t.Context(), "poczta", password); err != nil || o.appends != 1 {
			t.Errorf("%s: laid %d times, %v", key, o.appends, err)
		}
	}
}

// TestADraftThatLiesThereIsNotLaidAgain: a restored backup knows of no try.
func TestADraftThatLiesThereIsNotLaidAgain(t *testing.T) {
	o := newOffice(complaint())
	c, m, _ := complained(t, o)
	d := reply(t, c, m)
	o.put("Szkice", []byte("Message-ID: <"+d.MessageRef+">\r\n\r\nDzień dobry\r\n"))
	if err := c.LayDrafts(t.Context(), "poczta", password); err != nil || o.appends != 0 {
		t.Errorf("laid %d times, %v", o.appends, err)
	}
	if d := standing(t, c, m); d.State() != data.DraftLaid || d.Folder != "Szkice" {
		t.Errorf("it is %s in %q", d.State(), d.Folder)
	}
}

// listened is such a mailbox whose connection can be kept, to hear of news.
type listened struct {
	*office
	closed int
}

func (l *listened) Dial(ctx context.Context, a data.Account, password string) (mail.Server, error) {
	_, err := l.office.Dial(ctx, a, password)
	return l, err
}

func (*listened) CanIdle() bool               { return true }
func (*listened) Good() bool                  { return true }
func (*listened) Check(context.Context) error { return nil }

func (*listened) Idle(ctx context.Context, stop <-chan struct{}) (bool, error) {
	select {
	case <-stop:
	case <-ctx.Done():
	}
	return false, ctx.Err()
}

func (l *listened) Close() error {
	l.closed++
	return nil
}

// TestADraftLeavesTheWatchItsConnection: what is looked for among the drafts goes
// over the connection that listens, and that one is listened on afterwards.
func TestADraftLeavesTheWatchItsConnection(t *testing.T) {
	l := &listened{office: newOffice(complaint())}
	c, m, _ := complained(t, l)
	reply(t, c, m)
	l.dials, l.closed = 0, 0
	stop, err := c.Watch(t.Context(), core.WatchOptions{First: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := c.Sync(t.Context(), core.SyncOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	if d := standing(t, c, m); d.State() != data.DraftLaid || l.dials != 1 || l.closed != 1 {
		t.Errorf("it is %s after %d connections, %d closed; one is to do for all", d.State(), l.dials, l.closed)
	}
}

// TestAnOldDraftIsNotLookedForAnyMore: for sixty days it is, all of a folder by one
// search, and then the mailbox is left in peace.
func TestAnOldDraftIsNotLookedForAnyMore(t *testing.T) {
	now := noon
	o := newOffice(complaint(), letter(2, "ewa@klient.example", "Pytanie", "?"), letter(3, "ola@klient.example", "Pytanie", "?"))
	c := open(t, core.Options{Dialer: o, Clock: func() time.Time { return now }})
	all := pull(t, c, data.Account{Name: "poczta", Address: firmAddress, Host: "imap.firma.example", Security: data.SecurityTLS})
	for _, m := range all {
		reply(t, c, m)
	}
	sync := func() (searches, dials int) {
		t.Helper()
		o.searches, o.dials = 0, 0
		if _, err := c.Sync(t.Context(), core.SyncOptions{Password: password}); err != nil {
			t.Fatal(err)
		}
		return o.searches, o.dials
	}
	sync() // which lays them
	if n, dials := sync(); n != 1 || dials != 2 {
		t.Errorf("three drafts of one folder cost %d searches over %d connections", n, dials)
	}
	now = now.Add(60 * 24 * time.Hour)
	if n, _ := sync(); n != 1 {
		t.Errorf("after sixty days there are %d searches", n)
	}
	o.folders["Szkice"] = o.folders["Szkice"][:2]
	now = now.Add(time.Second)
	if n, dials := sync(); n != 0 || dials != 1 {
		t.Errorf("later there are %d searches over %d connections", n, dials)
	}
	gone := 0
	for _, m := range all {
		if standing(t, c, m).State() == data.DraftGone {
			gone++
		}
	}
	if gone != 0 {
		t.Errorf("%d were looked for all the same", gone)
	}
}
