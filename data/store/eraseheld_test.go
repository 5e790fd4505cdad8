package store_test

import (
	"path/filepath"
	"testing"

	"kartoteka/data"
	"kartoteka/data/datatest"
)

// TestNothingIsLeftOfMailThatWasNeverFetched erases somebody of whom headers
// wait, and rules: neither stands in the file's bytes any more, and the figures
// of the folder still add up.
func TestNothingIsLeftOfMailThatWasNeverFetched(t *testing.T) {
	dir := t.TempDir()
	db := datatest.Open(t, filepath.Join(dir, "kartoteka.db"), &datatest.Clock{})
	v := settle(t, db)
	folder := datatest.Inbox(0)
	folder.OnServer = 4
	other := data.Held{
		UID: 104, With: data.Address{Name: "Kto Inny", Email: "inny@obcy.example"}, Subject: "zostaje", At: datatest.Now,
		People: []string{"inny@obcy.example"},
	}
	err := db.Hold(ctx, v.account.ID, folder, []data.Held{
		{
			UID: 101, With: data.Address{Name: "xenofobiczny", Email: victimEmail}, Subject: "ypsylonowaty", At: datatest.Now,
			People: []string{victimEmail}, Refs: []string{"1@" + victimEmail},
		},
		{
			UID: 102, With: data.Address{Name: "Ktoś", Email: "ktos@obcy.example"}, Subject: "Re: " + victimGiven + " " + victimFamily,
			At: datatest.Now, People: []string{"ktos@obcy.example"},
		},
		{
			UID: 103, With: data.Address{Name: "Do kilku", Email: "ktos@obcy.example"}, Subject: "qwertyzowaty", At: datatest.Now,
			People: []string{"ktos@obcy.example", victimEmail}, Outgoing: true,
		},
		other,
	})
	if err != nil {
		t.Fatal(err)
	}
	must(db.SetSenderRule(ctx, victimEmail, data.VerdictNever))(t)
	kept := must(db.SetSenderRule(ctx, "inny@obcy.example", data.VerdictAlways))(t)
	find := secrets("xenofobiczny", "ypsylonowaty", "qwertyzowaty")
	if len(leftIn(t, dir, find)) == 0 {
		t.Fatal("nothing of it is in the file before: the test looks for the wrong words")
	}
	erase(t, db, v.victim, data.EraseOptions{NamedMail: true})
	for _, left := range leftIn(t, dir, find) {
		t.Error(left)
	}
	held := must(db.Held(ctx, v.account.ID, folder.Name, folder.UIDValidity))(t)
	if len(held) != 1 || held[0].UID != 104 {
		t.Errorf("held now: %+v", held)
	}
	if rules := must(db.SenderRules(ctx))(t); len(rules) != 1 || rules[0].ID != kept.ID {
		t.Errorf("rules now: %+v", rules)
	}
	if away := must(db.LeftOut(ctx, v.account.ID, folder.Name, folder.UIDValidity))(t); len(away) < 3 {
		t.Errorf("the server's messages count as %v left out", away)
	}
	datatest.Sound(t, db)
}
