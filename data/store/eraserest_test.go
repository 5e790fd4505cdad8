package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/privacy"
	"kartoteka/data/store"
)

func TestWhatIsCountedStaysOfAnErasedPerson(t *testing.T) {
	db, _ := datatest.New(t)
	v := settle(t, db)
	before := tally(t, db)
	e := erase(t, db, v.victim, data.EraseOptions{})
	if diff := before.diff(tally(t, db)); diff != "" {
		t.Error(diff)
	}
	c := must(db.Contact(ctx, v.victim))(t)
	if c.Erased.IsZero() || c.BirthYear != 1971 || c.LegalType != data.Consumer || c.PreferredChannel != data.ChannelPhone ||
		c.Status != data.StatusActive || c.Name() != "" || len(c.Handles)+len(c.Tags)+len(c.Consents)+len(c.Fields) > 0 {
		t.Errorf("the card is %+v", c)
	}
	if e.Counts.Orders != 1 || e.Counts.Opinions != 2 || e.Counts.Cases != 2 || e.Counts.FollowUps != 1 || e.Counts.SharedMail != 2 {
		t.Errorf("counts %+v", e.Counts)
	}
	rows := must(db.Contacts(ctx, data.ContactFilter{Order: data.OrderName}))(t)
	if i := slices.IndexFunc(rows, func(r data.ContactRow) bool { return r.ID == v.victim }); i >= 0 && rows[i].DisplayName != fmt.Sprintf("#%d", v.victim) {
		t.Errorf("it is shown as %q", rows[i].DisplayName)
	}
	_, err := db.EraseSubject(ctx, v.victim, data.EraseOptions{}, privacy.TaxUntil)
	code(t, err, data.CodeConflict, "subject-erased")
	_, err = db.EraseSubject(ctx, 404, data.EraseOptions{}, privacy.TaxUntil)
	code(t, err, data.CodeNotFound, "not-found-contact")
	datatest.Sound(t, db)
}

// counted is what a report counts: cases, opinions, orders, interactions.
type counted struct{ lines []string }

func tally(t *testing.T, db *store.DB) counted {
	t.Helper()
	var c counted
	for _, k := range must(db.ReportCases(ctx, data.Period{}))(t) {
		c.lines = append(c.lines, fmt.Sprint("case ", k.Number, k.Category, k.ReceivedOn, k.State, k.FirstAnswer, k.Answered, k.Channel, k.BirthYear))
	}
	for _, o := range must(db.ReportOpinions(ctx, data.Period{}))(t) {
		c.lines = append(c.lines, fmt.Sprint("opinion ", o.ID, o.Rating, o.Tone, o.At, o.LegalType))
	}
	for _, o := range must(db.ReportOrders(ctx, data.Period{}))(t) {
		c.lines = append(c.lines, fmt.Sprint("order ", o.ID, o.On, o.Amount, o.LegalType))
	}
	if err := db.EachInteraction(ctx, func(r data.TimelineRow) error {
		c.lines = append(c.lines, fmt.Sprint("interaction ", r.ID, r.At, r.Kind, r.Channel, r.Direction, r.Automatic))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c counted) diff(after counted) string {
	if slices.Equal(c.lines, after.lines) && len(c.lines) > 5 {
		return ""
	}
	return fmt.Sprintf("counted before\n%s\nafter\n%s", strings.Join(c.lines, "\n"), strings.Join(after.lines, "\n"))
}

func TestThePreviewSaysWhatTheErasureDoes(t *testing.T) {
	db, _ := datatest.New(t)
	v := settle(t, db)
	p := must(db.PreviewErasure(ctx, v.victim, data.EraseOptions{}, privacy.TaxUntil))(t)
	if again := must(db.PreviewErasure(ctx, v.victim, data.EraseOptions{}, privacy.TaxUntil))(t); fmt.Sprint(p) != fmt.Sprint(again) {
		t.Error("a preview changed something")
	}
	if p.Name != victimGiven+" "+victimFamily || len(p.Blocks) > 0 || p.Counts.Messages != 5 {
		t.Errorf("preview %+v", p)
	}
	var stays []string
	for _, m := range p.Mentions {
		if m.Stays {
			stays = append(stays, m.Record)
		}
	}
	if !slices.Equal(stays, []string{"message"}) { // the neighbour's letter that gives the name
		t.Errorf("it stays named in %v", stays)
	}
	e := erase(t, db, v.victim, data.EraseOptions{})
	if e.Counts != p.Counts || fmt.Sprint(e.Mentions) != fmt.Sprint(p.Mentions) {
		t.Errorf("erased %+v, the preview said %+v", e, p)
	}
	if n := len(all(t, db)); n != 2 {
		t.Errorf("%d messages are left, want the neighbour's two", n)
	}
}

func TestOthersRecordsLoseTheNameAndNothingElse(t *testing.T) {
	db, _ := datatest.New(t)
	v := settle(t, db)
	erase(t, db, v.victim, data.EraseOptions{})
	c := must(db.Contact(ctx, v.neighbour))(t)
	if c.Note != "Polecił ją […] (tel. […])." || !slices.Equal(c.Tags, []string{"sąsiadka"}) || c.ReferredBy != v.victim || len(c.Handles) != 1 {
		t.Errorf("the neighbour is %+v", c)
	}
	found := false
	for _, r := range must(db.Entries(ctx, v.neighbour, data.EntryFilter{}, data.EntryCursor{}, 20))(t) {
		if r.Title == "Kłopot" {
			found = r.Text == "Skarżyła się na […], prosi o telefon." && r.Note == "napisać do […]."
		}
	}
	if !found {
		t.Error("what was said with the neighbour is not what it was but for the name")
	}
	if f := must(db.FollowUps(ctx, data.FollowUpFilter{}, datatest.Today))(t); len(f) != 1 || f[0].What != "Oddzwonić: […]" {
		t.Errorf("follow-ups %+v", f)
	}
	if hits := must(db.Search(ctx, "klopot", 5))(t); len(hits) != 1 {
		t.Errorf("the neighbour's talk is found %d times", len(hits))
	}
	datatest.Sound(t, db)
}

func TestANamesakeIsLeftAlone(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	one := datatest.Add(t, db, datatest.Person("Jan", "Nowakowski", "jan@pierwszy.example"))
	two := datatest.Person("Jan", "Nowakowski", "jan@drugi.example")
	two.Note = "Jan Nowakowski, ten z Łodzi"
	other := datatest.Add(t, db, two)
	of := func(id int64, from string) func(*data.Message) {
		return func(m *data.Message) {
			m.ContactID, m.From = id, data.Address{Name: "Jan Nowakowski", Email: from}
			m.Text = "pisze Jan Nowakowski"
		}
	}
	datatest.Keep(t, db, a.ID, withRaw(datatest.Mail(1, of(one, "jan@pierwszy.example"))), withRaw(datatest.Mail(2, of(other, "jan@drugi.example"))))
	e := erase(t, db, one, data.EraseOptions{NamedMail: true})
	if left := all(t, db); len(left) != 1 || left[0].ContactID != other {
		t.Errorf("left are %+v", left)
	}
	if c := must(db.Contact(ctx, other))(t); c.Note != two.Note || c.Name() != "Jan Nowakowski" {
		t.Errorf("the namesake became %+v", c)
	}
	if e.Counts.Mentions != 0 || len(e.Mentions) == 0 || !e.Mentions[0].Stays {
		t.Errorf("told %+v", e)
	}
	datatest.Sound(t, db)
}

func TestAnErasureCanNotBeUndoneAndLeavesOthersHistory(t *testing.T) {
	db, _ := datatest.New(t)
	v := settle(t, db)
	c := must(db.Contact(ctx, v.neighbour))(t)
	c.City = "Gdynia"
	if err := db.ChangeContact(ctx, c); err != nil {
		t.Fatal(err)
	}
	p := must(db.Contact(ctx, v.victim))(t)
	p.Note = "jeszcze coś"
	if err := db.ChangeContact(ctx, p); err != nil {
		t.Fatal(err)
	}
	erase(t, db, v.victim, data.EraseOptions{})
	for {
		got, err := db.Undo(ctx)
		if u := got.Undone; strings.Contains(u.Title, victimFamily) {
			t.Errorf("the session still could undo %q of %q", u.What, u.Title)
		}
		if data.CodeOf(err) == data.CodeNotFound {
			break
		}
		if code := data.CodeOf(err); err != nil && code != data.CodeConflict {
			t.Fatal(err)
		}
	}
	if p := must(db.Contact(ctx, v.victim))(t); p.Erased.IsZero() || p.Note != "" || p.GivenName != "" {
		t.Errorf("undone into %+v", p)
	}
	if c, err := db.Contact(ctx, v.neighbour); err == nil && c.City == "Gdynia" {
		t.Error("the neighbour's own change can't be undone any more")
	}
	datatest.Sound(t, db)
}

func TestErasedMailStaysAwayWhateverTheServerDoes(t *testing.T) {
	db, _ := datatest.New(t)
	v := settle(t, db)
	erase(t, db, v.victim, data.EraseOptions{})
	uids := func(validity uint32) (kept, away []uint32) {
		return must(db.UIDs(ctx, v.account.ID, "INBOX", validity))(t), must(db.LeftOut(ctx, v.account.ID, "INBOX", validity))(t)
	}
	if kept, away := uids(7); !slices.Equal(kept, []uint32{6, 7}) || !slices.Equal(away, []uint32{1, 2, 3, 4, 5}) {
		t.Fatalf("kept %v, left out %v", kept, away)
	}
	again := append(slices.Clone(v.mails), v.shared, v.quoting)
	local := must(db.KeepLocal(ctx, again, "archiwum.mbox"))(t)
	if local.New != 0 || local.LeftOut != len(again) {
		t.Errorf("read from a file: %+v", local)
	}
	// The folder is renumbered: all of it is fetched once more.
	for i := range again {
		again[i].UID += 100
	}
	folder := data.MailFolder{Name: "INBOX", Role: data.RoleInbox, UIDValidity: 8, Floor: 105}
	kept := must(db.Keep(ctx, data.MailBatch{AccountID: v.account.ID, Folder: folder, Items: again}))(t)
	if kept.New != 0 || kept.Joined != 0 || kept.LeftOut != len(again) || len(kept.IDs) != 0 {
		t.Errorf("kept %+v", kept)
	}
	if kept, away := uids(8); len(kept) != 0 || !slices.Equal(away, []uint32{101, 102, 103, 104, 105}) {
		t.Errorf("kept %v, left out %v", kept, away)
	}
	if _, away := uids(7); len(away) != 0 {
		t.Errorf("the old numbers are still left out: %v", away)
	}
	if err := db.MarkGone(ctx, v.account.ID, "INBOX", 8, []uint32{101, 102}); err != nil {
		t.Fatal(err)
	}
	if _, away := uids(8); !slices.Equal(away, []uint32{103, 104, 105}) {
		t.Errorf("what the server deleted is still left out: %v", away)
	}
	datatest.Sound(t, db)
}

// TestErasedMailStaysAwayWhenItsFolderComesBack: a list may lack a folder once.
func TestErasedMailStaysAwayWhenItsFolderComesBack(t *testing.T) {
	db, _ := datatest.New(t)
	v := settle(t, db)
	erase(t, db, v.victim, data.EraseOptions{})
	before := must(db.LeftOut(ctx, v.account.ID, "INBOX", 7))(t)
	if err := db.FoldersGone(ctx, v.account.ID, nil); err != nil {
		t.Fatal(err)
	}
	if shown := must(db.FolderFigures(ctx, v.account.ID))(t); len(shown) != 0 {
		t.Errorf("folders that are gone are shown: %+v", shown)
	}
	if totals := must(db.MailTotals(ctx))(t); totals != (data.MailTotals{}) {
		t.Errorf("folders that are gone count: %+v", totals)
	}
	datatest.Sound(t, db)
	if away := must(db.LeftOut(ctx, v.account.ID, "INBOX", 7))(t); len(before) == 0 || !slices.Equal(away, before) {
		t.Errorf("left out %v, before it was gone %v", away, before)
	}
	folder := data.MailFolder{Name: "INBOX", Role: data.RoleInbox, UIDValidity: 7, Floor: 7, OnServer: 7}
	must(db.Keep(ctx, data.MailBatch{AccountID: v.account.ID, Folder: folder}))(t)
	if away := must(db.LeftOut(ctx, v.account.ID, "INBOX", 7))(t); !slices.Equal(away, before) {
		t.Errorf("left out %v once it is back, before %v", away, before)
	}
	if err := db.FoldersGone(ctx, v.account.ID, nil); err != nil {
		t.Fatal(err)
	}
	folder.UIDValidity = 8
	must(db.Keep(ctx, data.MailBatch{AccountID: v.account.ID, Folder: folder}))(t)
	if away := must(db.LeftOut(ctx, v.account.ID, "INBOX", 7))(t); len(away) != 0 {
		t.Errorf("numbers that mean nothing any more are left out: %v", away)
	}
	datatest.Sound(t, db)
}

func TestAnErasureThatWasBrokenOffIsEndedLater(t *testing.T) {
	db, _ := datatest.New(t)
	v := settle(t, db)
	must(db.EraseSubject(ctx, v.victim, data.EraseOptions{}, privacy.TaxUntil))(t)
	if found := must(db.Check(ctx))(t); len(found) != 1 || found[0].What != "erasure-unfinished" {
		t.Errorf("check says %+v", found)
	}
	u, found, err := db.UnfinishedErasure(ctx)
	if err != nil || !found || u.Squeeze {
		t.Fatalf("%+v, %v, %v", u, found, err)
	}
	for range 2 { // once more does no harm
		if err := db.EndErasure(ctx, u, []string{"kopia.age"}); err != nil {
			t.Fatal(err)
		}
	}
	if _, found, _ := db.UnfinishedErasure(ctx); found {
		t.Error("it is still unfinished")
	}
	if log := must(db.Erasures(ctx))(t); !slices.Equal(log[0].Backups, []string{"kopia.age"}) {
		t.Errorf("log %+v", log)
	}
	datatest.Sound(t, db)
}

func TestAFormerNameAndAddressAreErasedToo(t *testing.T) {
	db, _ := datatest.New(t)
	id := datatest.Add(t, db, datatest.Person("Anna", "Grzmotopędzka", "dawny@krzaczkowo.example"))
	must(db.AddFollowUp(ctx, data.FollowUp{What: "Anna Grzmotopędzka, dawny@krzaczkowo.example", Due: datatest.Today}))(t)
	c := must(db.Contact(ctx, id))(t)
	c.FamilyName, c.Handles = "Nowa-Mężatka", []data.Handle{{Kind: data.HandleEmail, Value: "nowy@x.example", Norm: "nowy@x.example"}}
	if err := db.ChangeContact(ctx, c); err != nil {
		t.Fatal(err)
	}
	erase(t, db, id, data.EraseOptions{})
	if f := must(db.FollowUps(ctx, data.FollowUpFilter{}, datatest.Today))(t); f[0].What != "[…], […]" {
		t.Errorf("the follow-up says %q", f[0].What)
	}
	datatest.Sound(t, db)
}
