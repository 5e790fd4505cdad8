package store_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"kartoteka/assets"
	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

// lived is a store in which something of everything is found.
func lived(t *testing.T) *store.DB {
	t.Helper()
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	reply := datatest.Mail(2, func(m *data.Message) { m.References = []string{"m1@klient.example"} })
	with := datatest.Mail(3, func(m *data.Message) { m.Attachments = []data.Attachment{{Part: 1, Name: "a.pdf"}} })
	ids := datatest.Keep(t, db, a.ID, datatest.Mail(1), reply, with)
	must(db.Keep(ctx, data.MailBatch{
		AccountID: a.ID, Folder: datatest.Inbox(9), Problems: []data.Problem{{UID: 9, Error: "no body"}},
	}))(t)
	filed := file(t, db, data.Filing{MessageID: ids[0], Kind: data.KindComplaint})
	file(t, db, data.Filing{MessageID: ids[1], Kind: data.KindQuestion})
	must(db.AddInteraction(ctx, data.Interaction{ContactID: filed.ContactID, Text: "telefon"}))(t)
	must(db.AddCase(ctx, data.Case{ContactID: filed.ContactID}))(t)
	must(db.AddFollowUp(ctx, data.FollowUp{What: "x", Due: datatest.Today, CaseID: filed.CaseID}))(t)
	datatest.Sound(t, db)
	return db
}

// damage is, for each thing that check may say, how to bring it about.
var damage = map[string][]string{
	"broken-reference":         {`UPDATE follow_up SET case_id = 404`},
	"message-without-bytes":    {`DELETE FROM mail_raw WHERE message_id = 1`},
	"message-without-text":     {`DELETE FROM message_text WHERE message_id = 1`},
	"message-without-origin":   {`DELETE FROM message_place WHERE message_id = 1`},
	"pointer-without-folder":   {`UPDATE mail_folder SET uidvalidity = 0`},
	"kept-and-problem":         {`UPDATE mail_problem SET uid = 1`},
	"old-place-not-gone":       {`UPDATE message_place SET uidvalidity = 6 WHERE message_id = 1`},
	"torn-thread":              {`UPDATE message SET thread = 2 WHERE id = 2`},
	"thread-name":              {`UPDATE message SET thread = 77 WHERE id = 3`},
	"attachment-count":         {`DELETE FROM attachment`},
	"mail-without-interaction": {`DELETE FROM interaction WHERE message_id = 2`},
	"interaction-of-another":   {`UPDATE interaction SET kind = 'praise' WHERE message_id = 2`},
	"complaint-without-case":   {`UPDATE case_record SET message_id = NULL`},
	"decision-without-filing":  {`DELETE FROM filing WHERE message_id = 2`},
	"case-number":              {`UPDATE case_record SET number = 'R/2026/0009' WHERE seq = 2`},
	"case-number-missing":      {`UPDATE case_record SET seq = 5, number = 'R/2026/0005' WHERE seq = 2`},
	"case-times":               {`UPDATE case_record SET state = 'closed' WHERE seq = 1`},
	"month-sums":               {`UPDATE r_month SET n = n + 1`},
	"last-contact":             {`UPDATE contact SET last_contact = 5`},
	"not-findable":             {`DELETE FROM fts_text WHERE rowid = (SELECT key FROM doc WHERE type = 1 LIMIT 1)`},
	"found-but-gone":           {`INSERT INTO doc VALUES (9, 1, 404)`, `INSERT INTO fts_text (rowid, head) VALUES (9, 'x')`},
	"left-out-and-kept":        {`INSERT INTO left_out SELECT folder_id, uidvalidity, uid FROM message_place LIMIT 1`},
	"erased-mail-kept":         {`INSERT INTO tombstone SELECT sha256, 1 FROM message LIMIT 1`},
	"erased-but-known":         {`UPDATE contact SET erased = 1`},
	"erasure-unfinished":       {`INSERT INTO setting VALUES ('erasure-unfinished', '{}')`},
	"changed-bytes":            {`UPDATE mail_raw SET bytes = x'00' WHERE message_id = 3`},
}

func TestCheckFindsPlantedDamage(t *testing.T) {
	for what, statements := range damage {
		t.Run(what, func(t *testing.T) {
			db := lived(t)
			plant(t, db.Path(), statements...)
			var found []string
			for _, f := range must(db.Check(ctx))(t) {
				if f.What == what {
					found = append(found, f.Where)
				}
				if f.Where == "" || f.Bad != data.BadWrong && f.Bad != data.BadBroken {
					t.Errorf("finding %+v says not where or how bad", f)
				}
			}
			if len(found) == 0 {
				t.Errorf("check found %v", must(db.Check(ctx))(t))
			}
		})
	}
}

func TestEveryFindingIsTested(t *testing.T) {
	b := must(assets.Locale.ReadFile("locale/store.en.json"))(t)
	var catalogue map[string]string
	if err := json.Unmarshal(b, &catalogue); err != nil {
		t.Fatal(err)
	}
	for key := range catalogue {
		what, is := strings.CutPrefix(key, "check.")
		if is && damage[what] == nil && what != "damaged-file" {
			t.Errorf("nothing brings about %s", key)
		}
	}
}

// TestCheckFindsADamagedFile overwrites a page in the middle of the file, as a
// failing disk does.
func TestCheckFindsADamagedFile(t *testing.T) {
	db := lived(t)
	path := db.Path()
	plant(t, path, `PRAGMA wal_checkpoint(TRUNCATE)`)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	whole := must(os.ReadFile(path))(t)
	i := strings.LastIndex(string(whole), "Zamek w drzwiach 2") // within a row of a table
	copy(whole[i/4096*4096:], make([]byte, 4096))
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	again := datatest.Open(t, path, &datatest.Clock{})
	found, err := again.Check(ctx)
	if err != nil || len(found) == 0 || found[0].What != "damaged-file" || found[0].Bad != data.BadBroken {
		t.Errorf("check found %v (%v), want the damage", found, err)
	}
}
