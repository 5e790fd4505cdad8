package core_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kartoteka/app/core"
	"kartoteka/data"
	_ "kartoteka/data/datatest/steady" // the same cases each time
)

// written writes a file for a test and returns its path.
func written(t testing.TB, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func planned(t testing.TB, c *core.Core, path string) *data.ImportPlan {
	t.Helper()
	p, err := c.PlanImport(t.Context(), path, data.ImportOptions{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func applied(t testing.TB, c *core.Core, p *data.ImportPlan) data.ImportResult {
	t.Helper()
	r, err := c.ApplyImport(t.Context(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func outcomes(p *data.ImportPlan) string {
	out := make([]string, len(p.Rows))
	for i := range p.Rows {
		out[i] = string(p.Rows[i].Outcome)
		if p.Rows[i].Why != nil {
			out[i] += ":" + p.Rows[i].Why.Key
		}
	}
	return strings.Join(out, " ")
}

func TestWhoARowIs(t *testing.T) {
	const heading = "Imię;Nazwisko;Firma;E-mail;Telefon;NIP;Miejscowość\n"
	for name, c := range map[string]struct {
		kept data.Contact
		rows string
		want string
	}{
		"the same e-mail, in other letters": {
			data.Contact{GivenName: "Jan", FamilyName: "Kowalski", Handles: []data.Handle{{Kind: data.HandleEmail, Value: "Jan@x.example"}}},
			"Jan;Kowalski;;JAN@X.example;;;", "unchanged",
		},
		"the e-mail tells, the rest is new": {
			data.Contact{GivenName: "Jan", FamilyName: "Kowalski", Handles: []data.Handle{{Kind: data.HandleEmail, Value: "jan@x.example"}}},
			"Jan;Kowalski;;jan@x.example;601 234 567;;Łódź", "updated",
		},
		"an address of somebody else": {
			data.Contact{GivenName: "Jan", FamilyName: "Kowalski", Handles: []data.Handle{{Kind: data.HandleEmail, Value: "biuro@x.example"}}},
			"Anna;Nowak;;biuro@x.example;;;", "duplicate:import-address-taken",
		},
		"a firm by its NIP, under another name": {
			data.Contact{Kind: data.Company, Company: "Wełna", NIP: "7251012180"},
			";;Wełna sp. z o.o.;;;725-101-21-80;", "updated",
		},
		"a firm's NIP on one of its people": {
			data.Contact{GivenName: "Anna", FamilyName: "Nowak", Company: "Wełna", NIP: "7251012180"},
			"Jan;Kowalski;Wełna;;;7251012180;", "new",
		},
		"phone and name": {
			data.Contact{GivenName: "Łucja", FamilyName: "Żak", City: "Łódź", Handles: []data.Handle{{Kind: data.HandlePhone, Value: "601234567"}}},
			"LUCJA;ZAK;;;+48 601-234-567;;Warszawa", "updated",
		},
		"a shared phone is no proof": {
			data.Contact{GivenName: "Łucja", FamilyName: "Żak", Handles: []data.Handle{{Kind: data.HandlePhone, Value: "601234567"}}},
			"Piotr;Żak;;;601234567;;", "new",
		},
		"name and firm": {
			data.Contact{GivenName: "Łucja", FamilyName: "Żak", Company: "Wełna"},
			"Łucja;Żak;wełna;;601234567;;", "updated",
		},
		"one of the many called Jan Kowalski": {
			data.Contact{GivenName: "Jan", FamilyName: "Kowalski", Handles: []data.Handle{{Kind: data.HandleEmail, Value: "jan@x.example"}}},
			"Jan;Kowalski;;jan.kowalski@y.example;;;", "new",
		},
		"a repeated row, and one that adds to it": {
			data.Contact{GivenName: "Ktoś", FamilyName: "Inny"},
			"Jan;Kowalski;;jan@x.example;;;\nJan;Kowalski;;jan@x.example;;;\nJan;Kowalski;;jan@x.example;601234567;;",
			"new duplicate:import-repeated duplicate:import-repeated",
		},
		"nobody": {
			data.Contact{GivenName: "Ktoś", FamilyName: "Inny"},
			";;;;;;Łódź", "failed:row-without-name",
		},
	} {
		t.Run(name, func(t *testing.T) {
			k := open(t, core.Options{})
			if _, err := k.AddContact(t.Context(), c.kept); err != nil {
				t.Fatal(err)
			}
			p := planned(t, k, written(t, "k.csv", heading+c.rows+"\n"))
			got := outcomes(p)
			if got != c.want {
				t.Errorf("%s, want %s\n%+v", got, c.want, p.Rows)
			}
		})
	}
}

func TestARowThatFitsTwoIsLeftToThePerson(t *testing.T) {
	c := open(t, core.Options{})
	for i, mail := range []string{"jan@x.example", "kowalski@x.example"} {
		_, err := c.AddContact(t.Context(), data.Contact{
			GivenName: "Jan", FamilyName: fmt.Sprint("Kowalski", i),
			Handles: []data.Handle{{Kind: data.HandleEmail, Value: mail}},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	p := planned(t, c, written(t, "k.csv", "Imię;Nazwisko;E-mail;E-mail 2\nJan;Kowalski;jan@x.example;kowalski@x.example\n"))
	if got := outcomes(p); got != "duplicate:import-fits-two" {
		t.Fatalf("%s: %+v", got, p.Rows)
	}
	if why := p.Rows[0].Why; why.Args["Name"] != "Jan Kowalski0" || why.Args["Other"] != "Jan Kowalski1" {
		t.Errorf("it names %v", why.Args)
	}
}

func TestAnUpdateFillsAddsAndChangesButNeverEmpties(t *testing.T) {
	c := open(t, core.Options{})
	id, err := c.AddContact(t.Context(), data.Contact{
		GivenName: "Jan", FamilyName: "Kowalski", City: "Łódź", Note: "stały klient", Tags: []string{"hurt"},
		Status: data.StatusDormant, LegalType: data.SoleTrader,
		Handles: []data.Handle{{Kind: data.HandleEmail, Value: "jan@x.example"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	p := planned(t, c, written(t, "k.csv",
		"Imię;Nazwisko;E-mail;Miejscowość;Ulica;Notatka;Etykiety;Telefon\nJan;Kowalski;jan@x.example;Warszawa;Długa 1;;nowy;601 234 567\n"))
	var changed []string
	for _, ch := range p.Rows[0].Changes {
		changed = append(changed, ch.Field+"="+ch.Before+">"+ch.After)
	}
	want := []string{"street=>Długa 1", "city=Łódź>Warszawa", "phones=>601 234 567", "tags=hurt>hurt, nowy"}
	if !slices.Equal(changed, want) {
		t.Errorf("changes %q, want %q", changed, want)
	}
	applied(t, c, p)
	got, err := c.Contact(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if got.City != "Warszawa" || got.Note != "stały klient" || got.Status != data.StatusDormant ||
		got.LegalType != data.SoleTrader || len(got.Handles) != 2 || len(got.Tags) != 2 {
		t.Errorf("the card is now %+v", got)
	}
	if again := outcomes(planned(t, c, p.Path)); again != "unchanged" {
		t.Errorf("the same file again: %s", again)
	}
}

func TestAnImportIsTakenBack(t *testing.T) {
	c := open(t, core.Options{})
	id, err := c.AddContact(t.Context(), data.Contact{
		GivenName: "Jan", FamilyName: "Kowalski", City: "Łódź",
		Handles: []data.Handle{{Kind: data.HandleEmail, Value: "jan@x.example"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	p := planned(t, c, written(t, "klienci.csv", "Imię;Nazwisko;E-mail;Miejscowość;Kolor\n"+
		"Jan;Kowalski;jan@x.example;Warszawa;\nAnna;Nowak;anna@x.example;Łódź;\nEwa;Lis;ewa@x.example;Łódź;\n"))
	r := applied(t, c, p)
	if r.New != 2 || r.Updated != 1 || r.Run == 0 {
		t.Fatalf("%+v", r)
	}
	used, err := c.Contacts(t.Context(), data.ContactFilter{Words: "ewa"})
	if err != nil || len(used) != 1 {
		t.Fatalf("a new contact is not found by its name: %v, %v", used, err)
	}
	if _, err := c.LogInteractionAndNext(t.Context(), data.Interaction{ContactID: used[0].ID, Text: "dzwoniła"}, nil); err != nil {
		t.Fatal(err)
	}
	back, err := c.RevertImport(t.Context(), r.Run)
	if err != nil || back.Kept == 0 || !slices.Contains(back.Names, "Ewa Lis") {
		t.Errorf("%+v, %v", back, err)
	}
	jan, err := c.Contact(t.Context(), id)
	if err != nil || jan.City != "Łódź" {
		t.Errorf("the changed one is %+v, %v", jan, err)
	}
	left, err := c.ContactCount(t.Context(), data.ContactFilter{})
	if err != nil || left != 2 {
		t.Errorf("%d contacts are left, %v", left, err)
	}
	runs, err := c.Imports(t.Context())
	if err != nil || len(runs) != 1 || runs[0].Source != "klienci.csv" || runs[0].Reverted.IsZero() || runs[0].New != 2 {
		t.Errorf("imports: %+v, %v", runs, err)
	}
	clean(t, c)
}

func TestAPlanThatIsNoLongerTrueIsRefused(t *testing.T) {
	c := open(t, core.Options{})
	p := planned(t, c, written(t, "k.csv", "Imię;Nazwisko;E-mail\nJan;Kowalski;jan@x.example\n"))
	if _, err := c.AddContact(t.Context(), data.Contact{GivenName: "Kto", FamilyName: "Inny"}); err != nil {
		t.Fatal(err)
	}
	var e *data.Error
	if _, err := c.ApplyImport(t.Context(), p, nil); !errors.As(err, &e) || e.Key != "import-stale" {
		t.Errorf("%v", err)
	}
	if n, err := c.ContactCount(t.Context(), data.ContactFilter{}); err != nil || n != 1 {
		t.Errorf("%d contacts, %v", n, err)
	}
}

func TestAStoppedImportChangesNothing(t *testing.T) {
	c := open(t, core.Options{})
	p := planned(t, c, written(t, "k.csv", table(5000)))
	for _, stopAt := range []int{1, 3, 5} {
		ctx, stop := context.WithCancel(t.Context())
		told := 0
		_, err := c.ApplyImport(ctx, p, func(int, int) {
			if told++; told == stopAt {
				stop()
			}
		})
		stop()
		if data.CodeOf(err) != data.CodeCancelled {
			t.Fatalf("stopped at %d: %v", stopAt, err)
		}
		if n, err := c.ContactCount(t.Context(), data.ContactFilter{}); err != nil || n != 0 {
			t.Errorf("%d contacts are kept, %v", n, err)
		}
	}
	clean(t, c)
	if r := applied(t, c, p); r.New != 5000 {
		t.Errorf("and then: %+v", r)
	}
	clean(t, c)
}

// table is a table of so many people.
func table(n int) string {
	var b strings.Builder
	b.WriteString("Imię;Nazwisko;Firma;E-mail;Telefon;Miejscowość;Etykiety\n")
	for i := range n {
		fmt.Fprintf(&b, "Jan;Kowalski%d;Firma %d;jan%d@x.example;601 %03d %03d;Łódź;import, hurt\n", i, i%70, i, i/1000, i%1000)
	}
	return b.String()
}

func TestARowNamesWhoSentItsContactAndItsFirm(t *testing.T) {
	c := open(t, core.Options{})
	applied(t, c, planned(t, c, written(t, "k.csv", "Rodzaj;Imię;Nazwisko;Firma;Polecający\n"+
		"osoba;Jan;Kowalski;Wełna;Anna Nowak\nfirma;;;Wełna;\nosoba;Anna;Nowak;;\n")))
	all, err := c.Contacts(t.Context(), data.ContactFilter{Order: data.OrderName})
	if err != nil || len(all) != 3 {
		t.Fatalf("%+v, %v", all, err)
	}
	by := map[string]data.ContactRow{}
	for _, r := range all {
		by[r.DisplayName] = r
	}
	jan := by["Jan Kowalski"]
	if jan.ReferredBy != by["Anna Nowak"].ID || jan.ReferredBy == 0 {
		t.Errorf("sent by %d: %+v", jan.ReferredBy, by)
	}
	if jan.CompanyID != by["Wełna"].ID || jan.CompanyID == 0 {
		t.Errorf("works for %d", jan.CompanyID)
	}
}

func TestAMappingIsKeptForTheNextFile(t *testing.T) {
	c := open(t, core.Options{})
	const rows = "Kto;Co;Gdzie\nJan Kowalski;jan@x.example;Łódź\n"
	path := written(t, "k.csv", rows)
	o := data.ImportOptions{Mapping: map[string]string{"Kto": "name", "Co": "email", "Gdzie": "city"}}
	p, err := c.PlanImport(t.Context(), path, o, nil)
	if err != nil || p.Rows[0].Contact == nil || p.Rows[0].Contact.City != "Łódź" {
		t.Fatalf("%+v, %v", p, err)
	}
	applied(t, c, p) // keeps what was chosen
	again := planned(t, c, written(t, "inny.csv", strings.ReplaceAll(rows, "Kto", "KTO ")))
	if again.Result.Unchanged != 1 || again.Columns[2].Field != "city" {
		t.Errorf("a file with the same headings: %+v", again.Columns)
	}
	o.Mapping = map[string]string{"Nie ma": "city"}
	var e *data.Error
	if _, err := c.PlanImport(t.Context(), path, o, nil); !errors.As(err, &e) || e.Key != "import-map-column" {
		t.Errorf("a column that is not there: %v", err)
	}
	o.Mapping = map[string]string{"Kto": "nonsense"}
	if _, err := c.PlanImport(t.Context(), path, o, nil); !errors.As(err, &e) || e.Key != "import-map-field" {
		t.Errorf("a field that is not there: %v", err)
	}
}

func TestDatesBecomeFollowUpsOnce(t *testing.T) {
	c := open(t, core.Options{})
	_, err := c.AddContact(t.Context(), data.Contact{
		GivenName: "Jan", FamilyName: "Kowalski", Handles: []data.Handle{{Kind: data.HandleEmail, Value: "jan@x.example"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	path := written(t, "k.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"+
		"BEGIN:VTODO\r\nUID:1\r\nSUMMARY:Oddzwonić\r\nDUE;VALUE=DATE:20261120\r\nATTENDEE:mailto:jan@x.example\r\nEND:VTODO\r\n"+
		"BEGIN:VTODO\r\nUID:2\r\nSUMMARY:oddzwonić\r\nDUE;VALUE=DATE:20261120\r\nEND:VTODO\r\nEND:VCALENDAR\r\n")
	p := planned(t, c, path)
	if got := outcomes(p); got != "new duplicate:import-repeated" {
		t.Fatal(got)
	}
	applied(t, c, p)
	todo, err := c.FollowUps(t.Context(), data.FollowUpFilter{})
	if err != nil || len(todo) != 1 || todo[0].ContactName != "Jan Kowalski" {
		t.Errorf("%+v, %v", todo, err)
	}
	if p := planned(t, c, path); p.Result.New != 0 || p.Result.Unchanged == 0 {
		t.Errorf("again: %s", outcomes(p))
	}
}

// Whatever stands in a table, every row ends as something, the counts are those
// of the rows, and the same file again changes nothing.
func TestATableThatCantBeReadIsToldAsOne(t *testing.T) {
	c := open(t, core.Options{})
	for name, f := range map[string]struct{ text, want string }{
		"zepsuty.xlsx": {"PK\x03\x04" + strings.Repeat("\x00", 300), "table-damaged"},
		"zepsuty.csv":  {strings.Repeat("\x01\x02\x03", 500), "csv-damaged"},
		"pusty.csv":    {"", "file-empty"},
		"stary.xls":    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("x", 600), "table-old-excel"},
		"obraz.png":    {"\x89PNG" + strings.Repeat("x", 600), "file-not-known"},
	} {
		r, err := c.Import(t.Context(), []string{written(t, name, f.text)}, true)
		if err != nil || len(r.Rows) != 1 || r.Rows[0].Why == nil || r.Rows[0].Why.Key != f.want {
			t.Errorf("%s: %+v, %v", name, r.Rows, err)
		}
	}
}

func TestEveryRowEndsAsSomething(t *testing.T) {
	cell := rapid.SampledFrom([]string{
		"", "Jan", "Anna", "Kowalski", "Nowak", "Wełna", "jan@x.example", "anna@x.example", "nie adres", "601 234 567",
		"601234568", "12", "7251012180", "725", "Łódź", "x\"y", "=1+1", "2024-02-30", "tak",
	})
	rapid.Check(t, func(rt *rapid.T) {
		var b strings.Builder
		b.WriteString("Imię;Nazwisko;Firma;E-mail;E-mail 2;Telefon;NIP;Miejscowość;Klient od;Moje pole\n")
		rows := rapid.IntRange(1, 12).Draw(rt, "rows")
		for range rows {
			for i := range 10 {
				if i > 0 {
					b.WriteByte(';')
				}
				b.WriteString(`"` + strings.ReplaceAll(cell.Draw(rt, "cell"), `"`, `""`) + `"`)
			}
			b.WriteByte('\n')
		}
		dir := t.TempDir()
		c, err := core.Open(t.Context(), core.Options{Dir: dir, Vault: &vault{}})
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { _ = c.Close() }()
		path := filepath.Join(dir, "k.csv")
		if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
			rt.Fatal(err)
		}
		p, err := c.PlanImport(t.Context(), path, data.ImportOptions{}, nil)
		if err != nil {
			rt.Fatal(err)
		}
		var count data.ImportResult
		for i := range p.Rows {
			if !slices.Contains(data.Outcomes(), p.Rows[i].Outcome) {
				rt.Fatalf("row %d ends as %q", i, p.Rows[i].Outcome)
			}
			if o := p.Rows[i].Outcome; (o == data.OutcomeFailed || o == data.OutcomeDuplicate) != (p.Rows[i].Why != nil) {
				rt.Fatalf("row %d is %s because %v", i, o, p.Rows[i].Why)
			}
			count.Count(p.Rows[i].Outcome)
		}
		if got := p.Result; got.New != count.New || got.Updated != count.Updated || got.Failed != count.Failed {
			rt.Fatalf("counted %+v, are %+v", got, count)
		}
		if _, err := c.ApplyImport(t.Context(), p, nil); err != nil {
			rt.Fatal(err)
		}
		again, err := c.PlanImport(t.Context(), path, data.ImportOptions{}, nil)
		if err != nil {
			rt.Fatal(err)
		}
		if again.Result.New+again.Result.Updated != 0 {
			rt.Fatalf("%s\nthe same file again: %s, before: %s\n%+v", b.String(), outcomes(again), outcomes(p), again.Rows)
		}
	})
}
