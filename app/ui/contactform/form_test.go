package contactform_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/contactform"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

type fakeService struct {
	people         []data.ContactRow
	fields         []data.CustomField
	added, changed []data.Contact
	fail           error
}

func newFake() *fakeService {
	who := func(id int64, kind data.ContactKind, name string) data.ContactRow {
		c := data.Contact{ID: id, Kind: kind, FamilyName: name, Company: name, City: "Kraków"}
		return data.ContactRow{Contact: c, DisplayName: name}
	}
	return &fakeService{
		people: []data.ContactRow{who(1, data.Person, "Nowak"), who(2, data.Company, "Młyn Śrubowy"), who(3, data.Person, "Młynarska")},
		fields: []data.CustomField{
			{ID: 1, Name: "Wzrost drzwi", Kind: data.FieldNumber},
			{ID: 2, Name: "Ostatni przegląd", Kind: data.FieldDate},
			{ID: 3, Name: "Zamek", Kind: data.FieldChoice, Choices: []string{"wpuszczany", "nawierzchniowy"}},
			{ID: 4, Name: "Ma psa", Kind: data.FieldYesNo},
			{ID: 5, Name: "Kod bramy", Kind: data.FieldText},
		},
	}
}

func (f *fakeService) Contact(_ context.Context, id int64) (data.Contact, error) {
	for _, r := range f.people {
		if r.ID == id {
			return r.Contact, nil
		}
	}
	return data.Contact{}, data.NewError(data.CodeNotFound, "not-found-contact")
}

func (f *fakeService) ContactsLike(_ context.Context, typed string, _ int) ([]data.ContactRow, error) {
	return slices.DeleteFunc(slices.Clone(f.people), func(r data.ContactRow) bool {
		return !strings.HasPrefix(strings.ToLower(r.DisplayName), strings.ToLower(typed))
	}), nil
}

func (f *fakeService) CustomFields(context.Context) ([]data.CustomField, error) { return f.fields, nil }

func (f *fakeService) Categories(context.Context, string) ([]data.Category, error) {
	return []data.Category{{List: data.ListChannels, Code: "phone"}, {List: data.ListChannels, Code: "own", Name: "Goniec"}}, nil
}

func (f *fakeService) AddContact(_ context.Context, c data.Contact) (int64, error) {
	f.added = append(f.added, c)
	return 77, f.fail
}

func (f *fakeService) ChangeContact(_ context.Context, c data.Contact) error {
	f.changed = append(f.changed, c)
	return f.fail
}

// whole is a card with something in every field of the form.
func whole() data.Contact {
	at := time.Date(2025, 3, 4, 11, 0, 0, 0, time.UTC)
	return data.Contact{
		ID: 9, UID: "u9", Kind: data.Person, GivenName: "Żaneta", FamilyName: "Dąbrowska", Company: "Młyn Śrubowy", CompanyID: 2,
		JobTitle: "kierowniczka", Nickname: "pani Żaneta", Language: "pl", PreferredChannel: "phone", SecondChannel: "own",
		Handles: []data.Handle{
			{Kind: data.HandleEmail, Value: "zaneta@poczta.example", Label: "dom"},
			{Kind: data.HandlePhone, Value: "601 234 567", Label: "praca"},
			{Kind: data.HandlePhone, Value: "12 345 67 89"},
			{Kind: data.HandleOther, Value: "zanetka", Label: "WhatsApp"},
			{Kind: data.HandleDomain, Value: "mlyn.example"},
		},
		NIP: "5260250274", REGON: "000331501", Street: "Długa 4", PostCode: "31-147", City: "Kraków", Region: "małopolskie", Country: "",
		MoreAddresses: []data.PostalAddress{{Label: "montaż", Street: "Krótka 1", City: "Wieliczka"}},
		BestHours:     "po 15", Quiet: data.QuietHours{From: 20 * 60, To: 8 * 60}, NoContact: true, NoContactWhy: "prośba z 3 marca",
		Arrangements: "rabat 5%", BirthYear: 1978, ReferredBy: 1, Since: data.NewDate(2019, 5, 1), LegalType: data.SoleTrader,
		Status: data.StatusEndedByClient, Tags: []string{"stały klient", "drzwi"}, Note: "Klucz u sąsiadki.",
		End:      data.Ending{By: data.EndedByClient, On: data.NewDate(2026, 11, 2), Notice: data.NewDate(2026, 10, 2), Reason: "price", Note: "drogo"},
		Consents: []data.Consent{{ID: 4, Channel: data.ChannelEmail, Purpose: "marketing", Basis: data.BasisConsent, Wording: "Zgadzam się", Given: at}},
		Fields:   map[int64]string{1: "205.5", 2: "2026-01-31", 3: "wpuszczany", 4: "yes", 5: "1234"},
		Created:  at,
	}
}

func stage(t *testing.T) *kittest.Stage {
	t.Helper()
	st := kittest.New(t, "pl", look.ModeLight)
	st.Show(kit.Body("ekran"))
	return st
}

func isOpen(st *kittest.Stage) bool { return st.Window.Canvas().Overlays().Top() != nil }

// unfold opens every section, as a person who wants to see all does.
func unfold(st *kittest.Stage) {
	for _, f := range kittest.All[*kit.Fold](st) {
		if !f.Open() {
			f.SetOpen(true)
		}
	}
}

func hint(t *testing.T, st *kittest.Stage, placeholder string) *input.Entry {
	t.Helper()
	for _, e := range kittest.All[*input.Entry](st) {
		if e.PlaceHolder == placeholder {
			return e
		}
	}
	t.Fatalf("no field says %q", placeholder)
	return nil
}

func TestSavingAnUntouchedCardChangesNothing(t *testing.T) {
	st, f := stage(t), newFake()
	contactform.Edit(st.Env, f, contactform.Hooks{}, whole())
	dialog.CommitForm(st.Window)
	if len(f.changed) != 1 || isOpen(st) {
		t.Fatalf("not saved: %d", len(f.changed))
	}
	got, want := f.changed[0], whole()
	slices.SortStableFunc(want.Handles, func(a, b data.Handle) int { return order(a.Kind) - order(b.Kind) })
	if !reflect.DeepEqual(got, want) {
		t.Errorf("saved\n%+v\nwant\n%+v", got, want)
	}
}

func order(k data.HandleKind) int {
	return slices.Index([]data.HandleKind{data.HandleEmail, data.HandlePhone, data.HandleOther, data.HandleDomain}, k)
}

func TestAnUntouchedFormIsLeftWithoutAQuestion(t *testing.T) {
	st, f := stage(t), newFake()
	contactform.Edit(st.Env, f, contactform.Hooks{}, whole())
	st.Key(fyne.KeyEscape)
	if isOpen(st) {
		t.Fatal("an untouched form asks")
	}
	contactform.New(st.Env, f, contactform.Hooks{}, "")
	st.Type("Ewa")
	st.Key(fyne.KeyEscape)
	if !st.Says("Wyjść bez zapisania?") {
		t.Error("what was typed is lost without a question")
	}
}

func TestANewContactByKeyboardAlone(t *testing.T) {
	st, f := stage(t), newFake()
	var saved int64
	contactform.New(st.Env, f, contactform.Hooks{Saved: func(id int64) { saved = id }}, "")
	next := func() { st.Window.Canvas().FocusNext() }
	st.Type("Ewa")
	next()
	st.Type("Lis")
	next()
	st.Type("Młyn")
	st.Key(fyne.KeyDown, fyne.KeyReturn) // takes the company's card
	next()
	st.Type("szefowa")
	next()
	st.Type("601234567")
	next()
	st.Type("praca")
	st.Key(fyne.KeyReturn)
	if len(f.added) != 1 || saved != 77 || isOpen(st) {
		t.Fatalf("added %+v", f.added)
	}
	c := f.added[0]
	want := data.Handle{Kind: data.HandlePhone, Value: "601 234 567", Label: "praca"}
	if c.GivenName != "Ewa" || c.FamilyName != "Lis" || c.CompanyID != 2 || c.JobTitle != "szefowa" || len(c.Handles) != 1 || c.Handles[0] != want {
		t.Errorf("added %+v", c)
	}
	if c.LegalType != data.Consumer || c.Status != data.StatusActive || c.Kind != data.Person {
		t.Errorf("what goes without saying: %+v", c)
	}
}

func TestWrongNumbersAreSaidBesideTheField(t *testing.T) {
	st, f := stage(t), newFake()
	c := whole()
	c.NIP, c.REGON = "", ""
	contactform.Edit(st.Env, f, contactform.Hooks{}, c)
	unfold(st)
	phone := hint(t, st, "601 234 567")
	st.Window.Canvas().Focus(phone)
	phone.SetText("60123")
	st.Window.Canvas().FocusNext()
	if !st.Says("„60123” nie jest numerem telefonu.") {
		t.Error("a number that is none is not told beside the field")
	}
	st.Window.Canvas().Focus(phone)
	phone.SetText("+48601234567")
	st.Window.Canvas().FocusNext()
	if st.Says("nie jest numerem") || phone.Text != "601 234 567" {
		t.Errorf("the field has %q", phone.Text)
	}
	phone.SetText("601")
	dialog.CommitForm(st.Window)
	if len(f.changed) != 0 {
		t.Error("it was kept")
	}
}

func TestTheEndIsAskedForWhenTheStatusSaysSo(t *testing.T) {
	st, f := stage(t), newFake()
	c := whole()
	c.Status, c.End = data.StatusActive, data.Ending{}
	contactform.Edit(st.Env, f, contactform.Hooks{}, c)
	if st.Says("Kto zakończył") {
		t.Fatal("an active client has an end")
	}
	for _, ch := range kittest.All[*input.Choice](st) {
		if slices.Contains(ch.Options, "zakończyliśmy współpracę") {
			ch.SetSelected("zakończyliśmy współpracę")
		}
	}
	if !st.Says("Kto zakończył") {
		t.Fatal("nobody asks how it ended")
	}
	dialog.CommitForm(st.Window)
	want := data.Ending{By: data.EndedByUs, On: data.NewDate(2026, 11, 24)}
	if len(f.changed) != 1 || f.changed[0].End != want {
		t.Errorf("ended as %+v", f.changed)
	}
}

func TestAConsentIsGivenAndWithdrawn(t *testing.T) {
	st, f := stage(t), newFake()
	contactform.Edit(st.Env, f, contactform.Hooks{}, whole())
	unfold(st)
	st.Tap(t, "Dodaj zgodę")
	st.Tap(t, "Dodaj zgodę") // the deed of the form that opened
	st.Tap(t, "Wycofana…")
	st.Tap(t, "Zapisz wycofanie")
	dialog.CommitForm(st.Window)
	if len(f.changed) != 1 {
		t.Fatal("not saved")
	}
	c := f.changed[0].Consents
	if len(c) != 2 || c[0].Withdrawn.IsZero() || c[0].ID != 4 || c[1].Purpose != "marketing" || !c[1].InForce(st.Clock) {
		t.Errorf("consents %+v", c)
	}
}

func TestWhatWasLookedForBeginsTheCard(t *testing.T) {
	for typed, want := range map[string]string{"Ewa Lis": "Ewa Lis", "Lis": "Lis", "601234567": "601 234 567", "ewa@lis.example": "ewa@lis.example"} {
		st, f := stage(t), newFake()
		contactform.New(st.Env, f, contactform.Hooks{}, typed)
		dialog.CommitForm(st.Window)
		if len(f.added) != 1 || f.added[0].Name() != want {
			t.Errorf("%q began %+v", typed, f.added)
		}
	}
}

type lookout struct {
	typed  []data.Contact
	closed bool
	open   func(int64)
	taken  int64
	sure   string // who is there already
}

func (l *lookout) Surely(context.Context, data.Contact) (string, error) { return l.sure, nil }

func (l *lookout) Object() fyne.CanvasObject { return kit.Body("Podobni: nikt") }
func (l *lookout) Typed(c data.Contact)      { l.typed = append(l.typed, c) }
func (l *lookout) Close()                    { l.closed = true }

func TestLikelyDuplicatesAreLookedForWhileTyping(t *testing.T) {
	st, f := stage(t), newFake()
	l := &lookout{}
	hooks := contactform.Hooks{Lookout: func(open func(int64), _ func()) contactform.Lookout {
		l.open = open
		return l
	}, Found: func(id int64) { l.taken = id }}
	contactform.New(st.Env, f, hooks, "")
	st.Type("Ewa")
	if !st.Says("Podobni: nikt") || len(l.typed) == 0 || l.typed[len(l.typed)-1].GivenName != "Ewa" {
		t.Errorf("looked for %+v", l.typed)
	}
	st.Key(fyne.KeyReturn)
	if !l.closed {
		t.Error("the search goes on after the form")
	}
	contactform.New(st.Env, f, hooks, "")
	l.open(3)
	if l.taken != 3 || isOpen(st) || len(f.added) != 1 {
		t.Error("taking the one who is there does not leave the form")
	}
	contactform.Edit(st.Env, f, hooks, whole())
	if st.Says("Podobni") {
		t.Error("a card that is there already is compared with itself")
	}
}

func TestWhoIsThereForSureIsAskedAboutOnce(t *testing.T) {
	st, f := stage(t), newFake()
	l := &lookout{sure: "Ewa Lis"}
	hooks := contactform.Hooks{Lookout: func(func(int64), func()) contactform.Lookout { return l }}
	contactform.New(st.Env, f, hooks, "Ewa Lis")
	dialog.CommitForm(st.Window) // Ctrl+Enter
	if len(f.added) != 0 || !st.Says("Ewa Lis prawie na pewno już jest") {
		t.Fatalf("added %+v without a word", f.added)
	}
	dialog.CommitForm(st.Window)
	if len(f.added) != 1 || isOpen(st) {
		t.Errorf("said twice, it is still refused: %+v", f.added)
	}
}

func TestTheFormFitsAndIsDrawn(t *testing.T) {
	kittest.EveryLook(func(lang string, mode look.Mode, size fyne.Size, name string) {
		st := kittest.New(t, lang, mode)
		st.Resize(size.Width, size.Height)
		st.Show(kit.Body(""))
		contactform.New(st.Env, newFake(), contactform.Hooks{}, "Ewa Lis")
		if size == kittest.Smallest {
			kittest.Fits(t, "new"+name, st.Window.Canvas().Overlays().Top())
		}
		st.Picture(t, "form-new"+name)
		st.Key(fyne.KeyEscape)
		contactform.Edit(st.Env, newFake(), contactform.Hooks{}, whole())
		st.Picture(t, "form-edit"+name)
		unfold(st)
		for i, e := range kittest.All[*input.Entry](st) {
			if i%9 == 8 { // Tab leads through the whole form
				st.Window.Canvas().Focus(e)
				st.Picture(t, "form-edit"+name+"-"+string(rune('a'+i/9)))
			}
		}
		if size == kittest.Smallest {
			kittest.Fits(t, "edit"+name, st.Window.Canvas().Overlays().Top())
		}
	})
}
