package store_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/privacy"
	"kartoteka/data/store"
)

// victim is what is known of the person who is erased in these tests. No part of
// it occurs anywhere else, so that whatever is left of it is found.
const (
	victimGiven  = "Wenancjusz"
	victimFamily = "Grzmotopędzki"
	victimEmail  = "w.grzmotek@krzaczkowo.example"
	victimPhone  = "+48601902803"
)

// victimTexts are words of the person's texts, one for each place.
var victimTexts = []string{
	"akwamarynowy", "bergamotkowy", "chryzantema", "dyliżansowy", "eukaliptusowy", "feralnościowy", "galaktozowy",
	"hiacyntowość", "iglastobór", "jarzębinówka", "kalamburzysta", "lukrecjowaty", "makaronizm", "nasturcjowy",
	"oleandrowiec", "papugowatość", "rozmarynowiec", "szafranowość", "tamaryszkowy", "ultramarynowy", "werbenowość",
	"zawilcowaty", "żonkilowość", "ćwiklarzowy", "łubinowaty",
}

// word hands the texts out one after the other.
type words struct{ n int }

func (w *words) next() string {
	w.n++
	return victimTexts[w.n-1]
}

// village is a firm's file with the victim in every place that the store has,
// and a neighbour whose records stay.
type village struct {
	victim, neighbour int64
	account           data.Account
	mails             []data.MailItem
	shared, quoting   data.MailItem
}

// letter writes a message whose bytes hold text and attachment as mail does.
func villageLetter(uid uint32, from, to data.Address, text string, more ...data.Address) data.MailItem {
	return datatest.Mail(uid, func(m *data.Message) {
		m.From, m.To, m.Cc = from, []data.Address{to}, more
		m.Subject, m.Text = "Sprawa "+text, "Dzień dobry, "+text+" i tyle."
		m.MessageID = fmt.Sprintf("%d@listy.example", uid)
		m.Attachments = []data.Attachment{{Part: 1, Name: text + ".txt", Type: "text/plain", Size: 3, SHA256: "ab"}}
	})
}

func withRaw(it data.MailItem) data.MailItem {
	m := &it.Message
	var head strings.Builder
	fmt.Fprintf(&head, "From: %s\r\nTo: %s\r\nCc: %s\r\n", m.From, m.To[0], m.Cc)
	it.Raw = append([]byte(head.String()), it.Raw...)
	it.Raw = append(it.Raw, base64.StdEncoding.EncodeToString([]byte(m.Text+" załącznik"))...)
	return it
}

func settle(t testing.TB, db *store.DB) village {
	t.Helper()
	w := &words{}
	var v village
	v.account = datatest.Account(t, db)
	field := must(db.SaveCustomField(ctx, data.CustomField{Name: "Pies", Kind: data.FieldText}))(t)
	v.neighbour = datatest.Add(t, db, datatest.Person("Ewa", "Kotowska", "ewa@kotowska.example"))
	v.victim = datatest.Add(t, db, data.Contact{
		Kind: data.Person, GivenName: victimGiven, FamilyName: victimFamily, Nickname: w.next(), Company: w.next(),
		JobTitle: w.next(), Street: w.next() + " 7", City: w.next(), Note: w.next(), Arrangements: w.next(),
		NoContactWhy: w.next(), BestHours: w.next(), BirthYear: 1971, LegalType: data.Consumer,
		Status: data.StatusActive, PreferredChannel: data.ChannelPhone, Tags: []string{w.next()},
		End:           data.Ending{Reason: w.next(), Note: w.next()},
		MoreAddresses: []data.PostalAddress{{Label: w.next(), City: w.next()}},
		Consents:      []data.Consent{{Purpose: "marketing", Basis: data.BasisConsent, Wording: w.next(), Given: datatest.Now}},
		Fields:        map[int64]string{field: w.next()},
		UID:           "uid-" + victimEmail,
		Handles: []data.Handle{
			{Kind: data.HandleEmail, Value: victimEmail, Norm: victimEmail},
			{Kind: data.HandlePhone, Value: "601 902 803", Norm: victimPhone},
		},
	})
	v.talk(t, db, w)
	v.write(t, db, w)
	v.gossip(t, db)
	return v
}

// talk enters what was said and done.
func (v *village) talk(t testing.TB, db *store.DB, w *words) {
	t.Helper()
	must(db.AddInteraction(ctx, data.Interaction{
		ContactID: v.victim, At: datatest.Now.Add(-time.Hour), Channel: data.ChannelPhone, Kind: data.KindSuggestion,
		Subject: w.next(), Text: w.next(), Note: w.next(),
	}))(t)
	k := must(db.AddCase(ctx, data.Case{
		ContactID: v.victim, Kind: data.CaseComplaint, Subject: w.next(), Text: w.next(), Category: "quality",
		Received: datatest.Now.Add(-72 * time.Hour), Channel: data.ChannelPhone, LegalType: data.Consumer,
	}))(t)
	closed, reason := data.CaseClosed, "Wymiana dla pana "+victimFamily
	if err := db.ChangeCase(ctx, data.CaseChange{ID: k.ID, State: &closed, Reason: &reason}); err != nil {
		t.Fatal(err)
	}
	must(db.AddOpinion(ctx, data.Opinion{ContactID: v.victim, Rating: 5, Text: w.next()}))(t)
	must(db.AddOrder(ctx, data.Order{
		ContactID: v.victim, On: datatest.Today.AddDays(-4000), Amount: data.PLN(4999), What: w.next(),
	}))(t)
	must(db.AddFollowUp(ctx, data.FollowUp{ContactID: v.victim, What: w.next(), Due: datatest.Today}))(t)
	must(db.SaveSubjectRequest(ctx, data.SubjectRequest{
		Kind: data.RequestErasure, ContactID: v.victim, Received: datatest.Today, Due: datatest.Today.AddDays(30),
		Note: "chce usunięcia, " + victimFamily,
	}))(t)
}

// write keeps mail of every sort: from and to the victim, to several, filed ones.
func (v *village) write(t testing.TB, db *store.DB, _ *words) {
	t.Helper()
	firm := data.Address{Email: "biuro@slusarz.example"}
	him := data.Address{Name: victimGiven + " " + victimFamily, Email: victimEmail}
	her := data.Address{Name: "Ewa Kotowska", Email: "ewa@kotowska.example"}
	mine := func(it data.MailItem, dir data.Direction, contact int64) data.MailItem {
		it.Message.Direction, it.Message.ContactID = dir, contact
		return withRaw(it)
	}
	v.mails = []data.MailItem{
		mine(villageLetter(1, him, firm, "mandragora"), data.Inbound, v.victim),
		mine(villageLetter(2, firm, him, "niezapominajka"), data.Outbound, v.victim),
		mine(villageLetter(3, him, firm, "ostropestowiec"), data.Inbound, v.victim),
	}
	v.shared = mine(villageLetter(4, firm, her, "pierwiosnkowy", him), data.Outbound, v.neighbour)
	v.quoting = mine(villageLetter(5, her, firm, "przesyłam list od "+strings.ToUpper(victimEmail)), data.Inbound, v.neighbour)
	named := mine(villageLetter(6, her, firm, "spotkałam "+victimGiven+"a "+victimFamily[:len(victimFamily)-1]+"ego"), data.Inbound, v.neighbour)
	plain := mine(villageLetter(7, her, firm, "zwyczajny list"), data.Inbound, v.neighbour)
	ids := datatest.Keep(t, db, v.account.ID, append(slices.Clone(v.mails), v.shared, v.quoting, named, plain)...)
	_, err := db.File(ctx, data.Filing{MessageID: ids[0], Kind: data.KindComplaint, ContactID: v.victim, Category: "delivery"},
		data.Case{LegalType: data.Consumer, ReceivedOn: datatest.Today.AddDays(-40)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.File(ctx, data.Filing{MessageID: ids[2], Kind: data.KindPraise, ContactID: v.victim}, data.Case{}); err != nil {
		t.Fatal(err)
	}
	withdrawn := data.CaseWithdrawn
	for _, k := range must(db.Cases(ctx, data.CaseFilter{ContactID: v.victim, OpenOnly: true}, datatest.Today))(t) {
		if err := db.ChangeCase(ctx, data.CaseChange{ID: k.ID, State: &withdrawn}); err != nil {
			t.Fatal(err)
		}
	}
}

// gossip names the victim in records of the neighbour and of the firm.
func (v *village) gossip(t testing.TB, db *store.DB) {
	t.Helper()
	c := must(db.Contact(ctx, v.neighbour))(t)
	c.Note = "Polecił ją Wenancjusz Grzmotopędzki (tel. 601-902-803)."
	c.ReferredBy = v.victim
	c.Tags = []string{"sąsiadka", "od Grzmotopędzkiego"}
	if err := db.ChangeContact(ctx, c); err != nil {
		t.Fatal(err)
	}
	must(db.AddInteraction(ctx, data.Interaction{
		ContactID: v.neighbour, Channel: data.ChannelPhone, Kind: data.KindOther, Subject: "Kłopot",
		Text: "Skarżyła się na Grzmotopędzkiego, prosi o telefon.", Note: "napisać do W.GRZMOTEK@krzaczkowo.example.",
	}))(t)
	must(db.AddFollowUp(ctx, data.FollowUp{What: "Oddzwonić: Grzmotopędzki Wenancjusz", Due: datatest.Today}))(t)
	must(db.SaveBreach(ctx, data.Breach{What: "List dla Grzmotopędzkiego poszedł gdzie indziej"}))(t)
	plant(t, db.Path(), `INSERT INTO saved_view (list, name, filter, columns, rank)
		VALUES ('contacts', 'Sprawy Grzmotopędzkiego', '{"words":"grzmotopedzki","limit":3}', '["name"]', 1)`,
		`INSERT INTO import_run (at, source) VALUES (1, 'grzmotopedzki wenancjusz.vcf')`)
}

// secrets are the victim's words: whole, folded, and every run of six bytes of
// those that make up name and addresses.
func secrets(more ...string) [][]byte {
	seen := map[string]bool{}
	add := func(s string) {
		for _, f := range []string{s, strings.ToLower(s), strings.ToUpper(s), fold(s)} {
			if len(f) >= 6 {
				seen[f] = true
			}
		}
	}
	for _, s := range append(slices.Clone(victimTexts), more...) {
		add(s)
	}
	for _, s := range []string{victimGiven, victimFamily, "grzmotek", "krzaczkowo", "601902803", "902803"} {
		add(s)
		for _, f := range []string{s, strings.ToLower(s), fold(s)} {
			for i := 0; i+6 <= len(f); i++ {
				seen[f[i:i+6]] = true
			}
		}
	}
	for _, s := range []string{"601 902 803", "601-902-803", victimEmail} {
		seen[s] = true
	}
	var out [][]byte
	for s := range seen {
		out = append(out, []byte(s))
	}
	return out
}

func fold(s string) string {
	return strings.NewReplacer("ą", "a", "ć", "c", "ę", "e", "ł", "l", "ń", "n", "ó", "o", "ś", "s", "ź", "z", "ż", "z").
		Replace(strings.ToLower(s))
}

// leftIn returns what of the secrets stands in the files of a folder.
func leftIn(t testing.TB, dir string, secrets [][]byte) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, s := range secrets {
			if i := bytes.Index(raw, s); i >= 0 {
				out = append(out, fmt.Sprintf("%s: %q at %d", filepath.Base(path), s, i))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// erase erases the victim whole, as core does.
func erase(t testing.TB, db *store.DB, id int64, o data.EraseOptions) data.Erasure {
	t.Helper()
	e := must(db.EraseSubject(ctx, id, o, privacy.TaxUntil))(t)
	u, found, err := db.UnfinishedErasure(ctx)
	if err != nil || !found {
		t.Fatalf("nothing says that it is not over: %v", err)
	}
	if err := db.EndErasure(ctx, u, nil); err != nil {
		t.Fatal(err)
	}
	return e
}

func TestNothingIsLeftOfAnErasedPersonInTheBytes(t *testing.T) {
	dir := t.TempDir()
	db := datatest.Open(t, filepath.Join(dir, "kartoteka.db"), &datatest.Clock{})
	v := settle(t, db)
	find := secrets("mandragora", "niezapominajka", "ostropestowiec", "pierwiosnkowy",
		base64.StdEncoding.EncodeToString([]byte("Dzień dobry, mandragora i tyle. załącznik")))
	if n := len(leftIn(t, dir, find)); n < len(victimTexts) {
		t.Fatalf("only %d secrets are in the file before: the test looks for the wrong ones", n)
	}
	must(db.Search(ctx, "grzmotopedzki", 5))(t)
	erase(t, db, v.victim, data.EraseOptions{NamedMail: true})
	for _, left := range leftIn(t, dir, find) {
		t.Error(left)
	}
	datatest.Sound(t, db)
	for _, w := range []string{"grzmotopedzki", "wenancjusz", "krzaczkowo", "mandragora", "akwamarynowy"} {
		if hits := must(db.Search(ctx, w, 5))(t); len(hits) > 0 {
			t.Errorf("search for %s finds %+v", w, hits)
		}
	}
	if hits := must(db.Search(ctx, "zwyczajny", 5))(t); len(hits) != 1 {
		t.Errorf("the neighbour's own letter is found %d times", len(hits))
	}
	if log := must(db.Erasures(ctx))(t); len(log) != 1 || log[0].Counts.Messages != 6 || !log[0].At.Equal(datatest.Now) {
		t.Errorf("the log is %+v", log)
	}
}
