package core_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"kartoteka/app/core"
	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/imapd"
)

// box is a mailbox that changes between runs.
type box struct {
	inbox, sent imapd.Folder
	n           int
}

func newBox() *box {
	return &box{
		inbox: imapd.Folder{Name: "INBOX", Role: data.RoleInbox, UIDValidity: 1},
		sent:  imapd.Folder{Name: "Wysłane", Role: data.RoleSent, UIDValidity: 1},
	}
}

func (b *box) put(f *imapd.Folder, raw []byte) {
	f.Messages = append(f.Messages, imapd.Message{UID: uint32(len(f.Messages) + 1), Received: noon, Raw: raw})
}

// from lays a message of somebody into the inbox; head is put before it.
func (b *box) from(who, subject, head string) {
	b.n++
	b.put(&b.inbox, append([]byte(head), letter(b.n, who, subject, "Dzień dobry, treść listu.")...))
}

// to lays a message of the firm among what was sent.
func (b *box) to(who, subject string) {
	b.n++
	raw := strings.Replace(string(letter(b.n, firmAddress, subject, "Odpowiadamy.")), "To: "+firmAddress, "To: "+who, 1)
	b.put(&b.sent, []byte(raw))
}

func (b *box) account(t *testing.T) data.Account {
	t.Helper()
	return serveFolders(t, b.inbox, b.sent)
}

// connect adds the mailbox under a policy.
func (b *box) connect(t *testing.T, c *core.Core, p data.Policy) {
	t.Helper()
	a := b.account(t)
	a.Policy = p
	if _, _, err := c.AddAccount(t.Context(), a, password); err != nil {
		t.Fatal(err)
	}
}

// sync pulls the mailbox as it is now; its figures must add up, in the result
// and in what is shown of it later.
func (b *box) sync(t *testing.T, c *core.Core) map[string]mail.FolderResult {
	t.Helper()
	if _, err := c.ChangeAccount(t.Context(), b.account(t), ""); err != nil {
		t.Fatal(err)
	}
	r, err := c.Sync(t.Context(), core.SyncOptions{})
	if err != nil || !r[0].OK {
		t.Fatalf("%v %+v", err, r)
	}
	out := map[string]mail.FolderResult{}
	for _, f := range r[0].Folders {
		out[f.Name] = f
		if f.OnServer != f.Kept+f.LeftOut+f.Failed || f.Failed != 0 {
			t.Errorf("%+v", f)
		}
	}
	a, err := c.Account(t.Context(), "poczta")
	if err != nil {
		t.Fatal(err)
	}
	shown, err := c.FolderFigures(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range shown {
		f, pulled := out[s.Name]
		if pulled != s.Chosen {
			t.Errorf("%s: pulled %v, shown as chosen %v", s.Name, pulled, s.Chosen)
		}
		if !pulled {
			continue
		}
		if s.OnServer != f.OnServer || s.Kept != f.Kept || s.LeftOut != f.LeftOut || s.Failed != f.Failed {
			t.Errorf("shown %+v, pulled %+v", s, f)
		}
	}
	return out
}

func subjects(t *testing.T, c *core.Core) map[string]bool {
	t.Helper()
	out := map[string]bool{}
	for _, m := range messages(t, c) {
		out[m.Subject] = true
	}
	return out
}

func tray(t *testing.T, c *core.Core) map[string]int {
	t.Helper()
	all, err := c.HeldSenders(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, s := range all {
		out[s.With.Email] = s.Count
	}
	return out
}

func TestOnlyKnownContactsMailIsStored(t *testing.T) {
	c := open(t, core.Options{})
	addContact(t, c, data.Contact{GivenName: "Anna", FamilyName: "Nowak"}, "anna@klienci.example")
	if _, err := c.AddContact(t.Context(), data.Contact{
		Kind: data.Company, Company: "Hurt", Handles: []data.Handle{{Kind: data.HandleDomain, Value: "hurt.example"}},
	}); err != nil {
		t.Fatal(err)
	}
	b := newBox()
	b.from("Anna+sklep@Klienci.example", "od Anny", "")
	b.from("Biuro <faktury@lodz.hurt.example>", "od firmy", "")
	b.from("Obcy Jan <obcy@nieznany.example>", "od obcego", "")
	b.from("obcy@nieznany.example", "znów od obcego", "")
	b.from("corka@inna.example", "w wątku Anny", "In-Reply-To: <1@letters.example>\r\n")
	b.to("anna@klienci.example", "do Anny")
	b.to("Ktoś <ktos@nowy.example>", "do kogoś nowego")
	b.connect(t, c, data.PolicyKnown)
	r := b.sync(t, c)
	if in, out := r["INBOX"], r["Wysłane"]; in.Kept != 3 || in.LeftOut != 2 || out.Kept != 1 || out.LeftOut != 1 {
		t.Errorf("%+v", r)
	}
	got := subjects(t, c)
	for _, s := range []string{"od Anny", "od firmy", "w wątku Anny", "do Anny"} {
		if !got[s] {
			t.Errorf("%q is not stored", s)
		}
	}
	if want := map[string]int{"obcy@nieznany.example": 2, "ktos@nowy.example": 1}; fmt.Sprint(tray(t, c)) != fmt.Sprint(want) || len(got) != 4 {
		t.Errorf("the tray holds %v, %d are stored", tray(t, c), len(got))
	}
	held, err := c.HeldOf(t.Context(), "obcy@nieznany.example")
	if err != nil || len(held) != 2 || held[0].Subject != "znów od obcego" || held[1].With.Name != "Obcy Jan" {
		t.Errorf("held %+v, %v", held, err)
	}
	clean(t, c)
}

func TestASenderIsDecidedOn(t *testing.T) {
	c := open(t, core.Options{})
	b := newBox()
	for _, s := range []string{"raz", "klient", "nigdy", "spam1", "spam2", "pozniej"} {
		host := "x.example"
		if strings.HasPrefix(s, "spam") {
			host = "news.spam.example"
		}
		b.from(strings.ToUpper(s)+" <"+s+"@"+host+">", s+" 1", "")
		b.from(s+"@"+host, s+" 2", "")
	}
	b.connect(t, c, data.PolicyKnown)
	if r := b.sync(t, c)["INBOX"]; r.Kept != 0 || r.LeftOut != 12 {
		t.Fatalf("%+v", r)
	}
	id, err := c.AdmitContact(t.Context(), "klient@x.example")
	if err != nil {
		t.Fatal(err)
	}
	if err := c.AdmitOnce(t.Context(), "raz@x.example"); err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"nigdy@x.example", "@spam.example"} {
		if _, err := c.SetSenderRule(t.Context(), s, data.VerdictNever); err != nil {
			t.Fatal(err)
		}
	}
	if got := tray(t, c); len(got) != 2 || got["pozniej@x.example"] != 2 || got["klient@x.example"] != 2 {
		t.Errorf("after the decisions the tray holds %v", got) // the contact's until it is fetched
	}
	b.from("raz@x.example", "raz 3", "")
	b.from("spam9@spam.example", "spam9 1", "")
	r := b.sync(t, c)["INBOX"]
	if r.Kept != 4 || r.New != 4 || r.LeftOut != 10 {
		t.Errorf("%+v", r)
	}
	if got := tray(t, c); fmt.Sprint(got) != fmt.Sprint(map[string]int{"pozniej@x.example": 2, "raz@x.example": 1}) {
		t.Errorf("the tray holds %v", got)
	}
	for _, m := range messages(t, c) {
		if strings.HasPrefix(m.Subject, "klient") != (m.ContactID == id) {
			t.Errorf("%q belongs to %d", m.Subject, m.ContactID)
		}
	}
	addContact(t, c, data.Contact{GivenName: "Później"}, "pozniej@x.example")
	if r := b.sync(t, c)["INBOX"]; r.Kept != 6 || r.LeftOut != 8 {
		t.Errorf("of a contact that came to be known later: %+v", r)
	}
	rules, err := c.SenderRules(t.Context())
	if err != nil || len(rules) != 2 {
		t.Fatalf("%v, %v", rules, err)
	}
	if err := c.SetMailChoice(t.Context(), "poczta", data.PolicyAll, nil); err != nil {
		t.Fatal(err)
	}
	if r := b.sync(t, c)["INBOX"]; r.Kept != 7 || r.LeftOut != 7 {
		t.Errorf("all but what rules keep away: %+v", r)
	}
	for _, rule := range rules {
		if err := c.RemoveSenderRule(t.Context(), rule.ID); err != nil {
			t.Fatal(err)
		}
	}
	if r := b.sync(t, c)["INBOX"]; r.Kept != 14 || r.LeftOut != 0 {
		t.Errorf("all of it: %+v", r)
	}
	if n := len(messages(t, c)); n != 14 {
		t.Errorf("%d messages, want each once", n)
	}
	clean(t, c)
}

func TestDecisionsOnSendersAreTakenBack(t *testing.T) {
	c := open(t, core.Options{})
	b := newBox()
	b.from("a@x.example", "a", "")
	b.connect(t, c, data.PolicyKnown)
	b.sync(t, c)
	undo := func() {
		t.Helper()
		if _, err := c.Undo(t.Context()); err != nil {
			t.Error(err)
		}
		if got := tray(t, c); got["a@x.example"] != 1 {
			t.Errorf("taken back, the tray holds %v", got)
		}
	}
	if err := c.AdmitOnce(t.Context(), "a@x.example"); err != nil || len(tray(t, c)) != 0 {
		t.Errorf("once: %v", err)
	}
	undo()
	if _, err := c.SetSenderRule(t.Context(), "A@X.example", data.VerdictNever); err != nil || len(tray(t, c)) != 0 {
		t.Errorf("never: %v", err)
	}
	undo()
	if _, err := c.SetSenderRule(t.Context(), "x.example", data.VerdictAlways); err != nil {
		t.Error(err)
	}
	undo()
	if _, err := c.AdmitContact(t.Context(), "a@x.example"); err != nil {
		t.Error(err)
	}
	undo()
	if r := b.sync(t, c)["INBOX"]; r.Kept != 0 || r.LeftOut != 1 {
		t.Errorf("fetched though all was taken back: %+v", r)
	}
	if err := c.AdmitOnce(t.Context(), "nikt@x.example"); data.CodeOf(err) != data.CodeNotFound {
		t.Errorf("of somebody who sent nothing: %v", err)
	}
	for sender, key := range map[string]string{
		"@gmail.com": "sender-everybodys", "bzdura": "sender-pattern", "": "sender-pattern", "@": "sender-pattern",
		"a@b@c.pl": "sender-pattern",
	} {
		if _, err := c.SetSenderRule(t.Context(), sender, data.VerdictNever); sentence(err) != key {
			t.Errorf("rule for %q: %v", sender, err)
		}
	}
	clean(t, c)
}

// TestWhateverIsDecidedEveryMessageIsThereOnce takes decisions and lets mail come
// at random; in the end, with all mail wanted, each message is there once.
func TestWhateverIsDecidedEveryMessageIsThereOnce(t *testing.T) {
	for seed := range uint64(3) {
		rnd := rand.New(rand.NewPCG(seed, 11))
		c := open(t, core.Options{})
		b := newBox()
		b.connect(t, c, data.PolicyKnown)
		who := func() string { return fmt.Sprintf("osoba%d@dom%d.example", rnd.IntN(5), rnd.IntN(3)) }
		for range 12 {
			for range rnd.IntN(6) {
				head := ""
				if b.n > 0 && rnd.IntN(3) == 0 {
					head = fmt.Sprintf("References: <%d@letters.example>\r\n", 1+rnd.IntN(b.n))
				}
				if rnd.IntN(4) == 0 {
					b.to(who(), "wysłane")
				} else {
					b.from(who(), "przyszło", head)
				}
			}
			var err error
			switch rnd.IntN(6) {
			case 0:
				err = c.AdmitOnce(t.Context(), who())
			case 1:
				_, err = c.AdmitContact(t.Context(), who())
			case 2:
				_, err = c.SetSenderRule(t.Context(), who(), []data.Verdict{data.VerdictNever, data.VerdictAlways}[rnd.IntN(2)])
			case 3:
				_, err = c.SetSenderRule(t.Context(), fmt.Sprintf("@dom%d.example", rnd.IntN(3)), data.VerdictNever)
			case 4:
				err = c.SetMailChoice(t.Context(), "poczta", data.Policies()[rnd.IntN(2)], nil)
			case 5:
				_, err = c.Undo(t.Context())
			}
			if code := data.CodeOf(err); err != nil && code != data.CodeNotFound && code != data.CodeConflict {
				t.Fatalf("seed %d: %v", seed, err)
			}
			b.sync(t, c)
		}
		rules, err := c.SenderRules(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rules {
			if err := c.RemoveSenderRule(t.Context(), r.ID); err != nil {
				t.Fatal(err)
			}
		}
		if err := c.SetMailChoice(t.Context(), "poczta", data.PolicyAll, nil); err != nil {
			t.Fatal(err)
		}
		b.sync(t, c)
		if n := len(messages(t, c)); n != b.n {
			t.Errorf("seed %d: %d messages stored of %d", seed, n, b.n)
		}
		clean(t, c)
	}
}

// TestWhatWasDeletedStaysDeleted offers a deleted message again in another folder;
// taken back, it has both places.
func TestWhatWasDeletedStaysDeleted(t *testing.T) {
	c := open(t, core.Options{})
	b := newBox()
	b.from("a@x.example", "precz", "")
	b.from("a@x.example", "zostaje", "")
	b.connect(t, c, data.PolicyAll)
	b.sync(t, c)
	for _, m := range messages(t, c) {
		if m.Subject == "precz" {
			if err := c.DeleteMessage(t.Context(), m.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	b.put(&b.sent, b.inbox.Messages[0].Raw)
	r := b.sync(t, c)
	if in, out := r["INBOX"], r["Wysłane"]; in.Kept != 1 || in.LeftOut != 1 || out.Kept != 0 || out.LeftOut != 1 || len(messages(t, c)) != 1 {
		t.Errorf("%+v, %d messages", r, len(messages(t, c)))
	}
	if _, err := c.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	r = b.sync(t, c)
	if in, out := r["INBOX"], r["Wysłane"]; in.Kept != 2 || in.LeftOut != 0 || out.Kept != 1 || len(messages(t, c)) != 2 {
		t.Errorf("taken back: %+v, %d messages", r, len(messages(t, c)))
	}
	clean(t, c)
}

// sentence is the key of the sentence for a failure.
func sentence(err error) string {
	var told *data.Error
	if errors.As(err, &told) {
		return told.Key
	}
	return ""
}

// TestTheTrayKnowsMachinesAsTheMailDoes: what marks a machine's message must be
// among the fields that are asked of it while it is held.
func TestTheTrayKnowsMachinesAsTheMailDoes(t *testing.T) {
	c := open(t, core.Options{})
	b := newBox()
	for i, head := range []string{
		"Auto-Submitted: auto-replied", "X-Autoreply: yes", "X-Auto-Reply: yes", "X-Autorespond: yes", "X-Autoresponder: yes",
		"X-Autoresponse: yes", "X-Auto-Reply-From: a@b.example", "X-Autoreply-From: a@b.example", "X-Mail-Autoreply: yes",
		"X-Autogenerated: yes", "Precedence: auto_reply", "X-Auto-Response-Suppress: All\r\nSubject: Automatic reply: urlop",
		"List-Id: <a.b.example>", "List-Unsubscribe: <mailto:a@b.example>", "List-Unsubscribe-Post: One-Click", "Feedback-ID: 1:2:3",
		"X-Campaign: 7", "X-Campaign-Id: 7", "X-CampaignID: 7", "Precedence: bulk",
		"X-Failed-Recipients: a@b.example", "X-MS-Exchange-Message-Is-Ndr:",
		"Content-Type: multipart/report;\r\n\treport-type=delivery-status; boundary=b",
		"Content-Type: multipart/report; report-type=disposition-notification; boundary=b",
	} {
		b.from(fmt.Sprintf("maszyna%d@x.example", i), "x", head+"\r\n")
		if raw := &b.inbox.Messages[i].Raw; strings.HasPrefix(head, "Content-Type:") {
			*raw = []byte(strings.Replace(string(*raw), "\r\nContent-Type: text/plain", "\r\nX-Type: text/plain", 1))
		}
	}
	b.connect(t, c, data.PolicyKnown)
	b.sync(t, c)
	held := map[string]data.Automatic{}
	for i := range b.n {
		all, err := c.HeldOf(t.Context(), fmt.Sprintf("maszyna%d@x.example", i))
		if err != nil || len(all) != 1 {
			t.Fatal(all, err)
		}
		held[all[0].With.Email] = all[0].Automatic
	}
	if err := c.SetMailChoice(t.Context(), "poczta", data.PolicyAll, nil); err != nil {
		t.Fatal(err)
	}
	b.sync(t, c)
	for _, m := range messages(t, c) {
		if at := held[m.From.Email]; at != m.Automatic || at == data.ByPerson {
			t.Errorf("%s: %q in the tray, %q whole", m.From.Email, at, m.Automatic)
		}
	}
}
