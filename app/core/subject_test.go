package core_test

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"kartoteka/app/core"
	"kartoteka/app/i18n"
	"kartoteka/data"
)

// tricky is a client whose every text tries to get out of the page.
const tricky = `<script>alert(1)</script>"'&`

// withTricky makes a card index with such a client, and returns his contact.
func withTricky(t *testing.T) (*core.Core, int64) {
	t.Helper()
	c := open(t, core.Options{})
	settings := data.Settings{FirmName: "Ślusarz & Syn", Language: "pl", Zone: data.DefaultZone}
	if err := c.SetSettings(t.Context(), settings); err != nil {
		t.Fatal(err)
	}
	id, err := c.AddContact(t.Context(), data.Contact{
		GivenName: "Łukasz", FamilyName: tricky, Note: "notatka " + tricky, City: "Łódź", Street: "Długa 5",
		BirthYear: 1980, Tags: []string{tricky}, Arrangements: "rabat " + tricky,
		Handles:  []data.Handle{{Kind: data.HandleEmail, Value: "a@x.example"}, {Kind: data.HandlePhone, Value: "601 234 567"}},
		Consents: []data.Consent{{Purpose: "marketing", Basis: data.BasisConsent, Wording: "zgoda " + tricky, Given: noon.Add(-time.Hour)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.LogInteractionAndNext(t.Context(), data.Interaction{ContactID: id, Text: "rozmowa " + tricky, Minutes: 5, Outcome: data.OutcomeOwed}, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := c.AddCase(t.Context(), data.Case{ContactID: id, Subject: "sprawa " + tricky, Text: "tekst " + tricky}); err != nil {
		t.Fatal(err)
	}
	raw := withAttachment(`..\\..\\zły <b>.pdf`, "tresc")
	pull(t, c, serve(t, raw, letter(2, "obcy@x.example", "Inna osoba", "Nic o nim")))
	return c, id
}

// unzip reads an archive into its files.
func unzip(t *testing.T, path string) map[string]string {
	t.Helper()
	r, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	out := map[string]string{}
	for _, f := range r.File {
		w, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(w)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(b)
	}
	return out
}

func TestASubjectExportHoldsEverythingOfOnePerson(t *testing.T) {
	c, id := withTricky(t)
	path := filepath.Join(t.TempDir(), "dane.zip")
	if err := c.SubjectExport(t.Context(), id, i18n.New("pl", c.Zone()), path); err != nil {
		t.Fatal(err)
	}
	files := unzip(t, path)
	var got struct {
		Format, Controller string
		Contact            struct {
			FamilyName string `json:"family_name"`
			BirthYear  int    `json:"birth_year"`
			Tags       []string
			Handles    []struct{ Kind, Value string }
			Consents   []struct{ Purpose, Wording string }
			Addresses  []struct{ Street, City string }
		}
		Interactions []struct{ Text, Channel, Outcome string }
		Cases        []struct{ Number, Text string }
		Changes      []struct{ What, Record string }
		Mail         []struct {
			File, Subject string
			Attachments   []string
		}
	}
	if err := json.Unmarshal([]byte(files["data.json"]), &got); err != nil {
		t.Fatalf("%v in\n%s", err, files["data.json"])
	}
	if got.Format != "kartoteka-subject-1" || got.Controller != "Ślusarz & Syn" || got.Contact.FamilyName != tricky ||
		got.Contact.BirthYear != 1980 || len(got.Contact.Handles) != 2 || len(got.Contact.Tags) != 1 ||
		len(got.Contact.Consents) != 1 || got.Contact.Addresses[0].City != "Łódź" ||
		len(got.Interactions) != 2 || len(got.Cases) != 1 || !strings.Contains(got.Cases[0].Text, tricky) || len(got.Changes) == 0 {
		t.Errorf("data.json: %+v", got)
	}
	if !strings.Contains(files["data.json"], `"outcome":"owed"`) || !strings.Contains(files["index.html"], "czeka na odpowiedź") {
		t.Error("what came of a talk is not in it")
	}
	if len(got.Mail) != 1 || got.Mail[0].Subject != "plik" || len(got.Mail[0].Attachments) != 1 {
		t.Fatalf("mail: %+v", got.Mail)
	}
	if !strings.HasPrefix(files[got.Mail[0].File], "From: a@x.example\r\n") || !strings.Contains(files[got.Mail[0].Attachments[0]], "tresc") {
		t.Errorf("the files are %q", files)
	}
	if strings.Contains(files["data.json"], "obcy@x.example") {
		t.Error("another person's letter is in it")
	}
	for name := range files {
		if strings.Contains(name, "..") || strings.Contains(name, `\`) || strings.HasPrefix(name, "/") {
			t.Errorf("unsafe name %q", name)
		}
	}
}

var outside = regexp.MustCompile(`(?i)<script|<img|<iframe|<link|<object|https?:|src=|\son\w+=|javascript:`)

func TestTheExportedPageIsInertAndInTheOwnersLanguage(t *testing.T) {
	c, id := withTricky(t)
	for lang, want := range map[string][]string{
		"pl": {"Dane osobowe: Łukasz", "Karta", "Zgody", "Rok urodzenia", "To nie jest porada prawna", "telefon", `lang="pl"`},
		"en": {"Personal data: Łukasz", "Card", "Consents", "Year of birth", "This is not legal advice", "phone", `lang="en"`},
	} {
		path := filepath.Join(t.TempDir(), "dane.zip")
		if err := c.SubjectExport(t.Context(), id, i18n.New(lang, c.Zone()), path); err != nil {
			t.Fatal(err)
		}
		page := unzip(t, path)["index.html"]
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("%s: no %q in\n%s", lang, w, page)
			}
		}
		if m := outside.FindString(page); m != "" {
			t.Errorf("%s: the page holds %q", lang, m)
		}
		if strings.Count(page, "&lt;script&gt;") < 6 {
			t.Errorf("%s: texts are missing", lang)
		}
		if strings.Contains(page, "subject.") {
			t.Errorf("%s: a key without a text in\n%s", lang, page)
		}
		for _, at := range regexp.MustCompile(`href="([^"]*)"`).FindAllStringSubmatch(page, -1) {
			if !strings.HasPrefix(at[1], "mail/") && !strings.HasPrefix(at[1], "attachments/") {
				t.Errorf("a link leads to %q", at[1])
			}
		}
	}
}

func TestAnExportThatIsStoppedLeavesNothing(t *testing.T) {
	c, id := withTricky(t)
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	words := &stopper{Translator: i18n.New("pl", nil), cancel: cancel}
	err := c.SubjectExport(ctx, id, words, filepath.Join(dir, "dane.zip"))
	if !errors.Is(err, context.Canceled) && data.CodeOf(err) != data.CodeCancelled {
		t.Errorf("it ended with %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
	if err := c.SubjectExport(t.Context(), id, words.Translator, filepath.Join(dir, "dane.txt")); data.CodeOf(err) != data.CodeInvalid {
		t.Errorf("written as text: %v", err)
	}
	if err := c.SubjectExport(t.Context(), 404, words.Translator, filepath.Join(dir, "dane.zip")); data.CodeOf(err) != data.CodeNotFound {
		t.Errorf("of nobody: %v", err)
	}
}

// stopper cancels in the middle of the page.
type stopper struct {
	*i18n.Translator
	cancel func()
}

func (s *stopper) T(key string, pairs ...any) string {
	if key == "subject.section.mail" {
		s.cancel()
	}
	return s.Translator.T(key, pairs...)
}

func TestWhoIsMeant(t *testing.T) {
	c, id := withTricky(t)
	twin := data.Contact{GivenName: "Żaneta", FamilyName: "Nowak"}
	one, _ := c.AddContact(t.Context(), twin)
	two, _ := c.AddContact(t.Context(), twin)
	for text, want := range map[string]int64{
		"1": id, "#1": id, "A@X.example": id, "601-234-567": id, "+48 601 234 567": id, " łukasz " + tricky: id, "LUKASZ " + tricky: id,
	} {
		if got, err := c.FindSubject(t.Context(), text); err != nil || got.ID != want {
			t.Errorf("%q is %d, %v", text, got.ID, err)
		}
	}
	_, err := c.FindSubject(t.Context(), "zaneta nowak")
	var told *data.Error
	if !errors.As(err, &told) || told.Key != "subject-several" || !strings.Contains(told.Args["Found"].(string), "Żaneta Nowak") || one == two {
		t.Errorf("two of one name: %v", err)
	}
	for _, text := range []string{"nikt", "nikt@x.example", "404", ""} {
		if _, err := c.FindSubject(t.Context(), text); data.CodeOf(err) != data.CodeNotFound {
			t.Errorf("%q: %v", text, err)
		}
	}
}
