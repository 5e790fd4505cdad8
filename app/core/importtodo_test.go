package core_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kartoteka/app/core"
	"kartoteka/app/core/exporting"
	"kartoteka/data"
)

// exportWords writes keys for words: a calendar has none of them.
type exportWords struct{ exporting.Words }

func (exportWords) Lang() string                  { return "pl" }
func (exportWords) T(key string, _ ...any) string { return key }

// Two clients with the same to do on the same day are two, out and in again.
func TestTheSameToDoForTwoClientsIsTwo(t *testing.T) {
	from, to := open(t, core.Options{}), open(t, core.Options{})
	contacts := []data.Contact{
		{GivenName: "Anna", FamilyName: "Nowak"},
		{GivenName: "Jan", FamilyName: "Kowalski", Handles: []data.Handle{{Kind: data.HandleEmail, Value: "jan@x.example"}}},
		{GivenName: "Jan", FamilyName: "Kowalski", Handles: []data.Handle{{Kind: data.HandleEmail, Value: "jan@y.example"}}},
	}
	for _, contact := range contacts {
		id, err := from.AddContact(t.Context(), contact)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := to.AddContact(t.Context(), contact); err != nil {
			t.Fatal(err)
		}
		_, err = from.AddFollowUp(t.Context(), data.FollowUp{What: "Życzenia", ContactID: id, Due: data.Date{Year: 2026, Month: 12, Day: 20}})
		if err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "k.ics")
	if n, err := from.Export(t.Context(), data.ExportOptions{List: "follow-ups", Path: path}, exportWords{}, nil); err != nil || n != 3 {
		t.Fatalf("%d, %v", n, err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	uids := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "UID:") {
			uids[line] = true
		}
	}
	if len(uids) != 3 {
		t.Errorf("a calendar would keep %d of 3:\n%s", len(uids), text)
	}
	if got := outcomes(planned(t, from, path)); got != "unchanged unchanged unchanged" {
		t.Errorf("where they came from: %s", got)
	}
	p := planned(t, to, path)
	if got := outcomes(p); got != "new new new" {
		t.Fatal(got)
	}
	applied(t, to, p)
	all, err := to.FollowUps(t.Context(), data.FollowUpFilter{})
	if err != nil {
		t.Fatal(err)
	}
	who := map[int64]bool{}
	for _, f := range all {
		who[f.ContactID] = true
	}
	if len(all) != 3 || len(who) != 3 || who[0] {
		t.Errorf("%d follow-ups of %d contacts: %+v", len(all), len(who), all)
	}
	if got := outcomes(planned(t, to, path)); got != "unchanged unchanged unchanged" {
		t.Errorf("once more: %s", got)
	}
}

// Names that nobody knows are no reason to lose one, nor to bring it twice.
func TestDatesOfStrangersAreKeptOnce(t *testing.T) {
	c := open(t, core.Options{})
	const task = "BEGIN:VTODO\r\nSUMMARY:Oddzwonić\r\nDUE;VALUE=DATE:20261120\r\nATTENDEE:mailto:NN@x.example\r\nEND:VTODO\r\n"
	path := written(t, "k.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"+
		strings.ReplaceAll(task, "NN", "jan")+strings.ReplaceAll(task, "NN", "anna")+strings.ReplaceAll(task, "NN", "jan")+"END:VCALENDAR\r\n")
	p := planned(t, c, path)
	if got := outcomes(p); got != "new new duplicate:import-repeated" {
		t.Fatal(got)
	}
	applied(t, c, p)
	if p := planned(t, c, path); p.Result.New != 0 {
		t.Errorf("once more: %s", outcomes(p))
	}
}

func TestANewRowShowsWhatItBrings(t *testing.T) {
	c := open(t, core.Options{})
	p := planned(t, c, written(t, "k.csv", "Imię;Nazwisko;E-mail;Ulubiony kolor\nJan;Kowalski;jan@x.example;zielony\n"))
	got := map[string]string{}
	for _, ch := range p.Changes(&p.Rows[0]) {
		got[ch.Field] = ch.After
	}
	if got["given-name"] != "Jan" || got["emails"] != "jan@x.example" || got["kind"] != "" {
		t.Errorf("shown: %v", got)
	}
}

// failedWords writes keys, and a reason by its key.
type failedWords struct{}

func (failedWords) T(key string, _ ...any) string { return key }
func (failedWords) Error(err error) string        { return err.Error() }

func TestOnlyRowsToBeSettledAreWrittenOut(t *testing.T) {
	c := open(t, core.Options{})
	for _, mail := range []string{"jan@x.example", "kowalski@x.example"} {
		_, err := c.AddContact(t.Context(), data.Contact{GivenName: "Jan", FamilyName: mail[:3], Handles: []data.Handle{{Kind: data.HandleEmail, Value: mail}}})
		if err != nil {
			t.Fatal(err)
		}
	}
	p := planned(t, c, written(t, "k.csv", "Imię;Nazwisko;E-mail;E-mail 2\n"+
		"Anna;Nowak;anna@x.example;\nAnna;Nowak;anna@x.example;\nJan;Kowalski;jan@x.example;kowalski@x.example\n"))
	path := filepath.Join(t.TempDir(), "b.xlsx")
	if err := c.FailedRows(t.Context(), p, failedWords{}, path); err != nil {
		t.Fatal(err)
	}
	back := planned(t, c, path)
	if len(back.Rows) != 1 || back.Rows[0].Outcome != data.OutcomeDuplicate || !back.Rows[0].SetAside() {
		t.Errorf("read again: %s", outcomes(back))
	}
}
