package reply_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/reply"
	"kartoteka/data"
)

// office is a firm with three letters, in memory.
type office struct {
	form        data.ReplyForm
	replied     []data.ReplyForm
	laid        []string
	layErr      error
	drafts      []data.Draft
	suggestions []data.ReplySuggestion
	done        []string
	templates   []data.ReplyTemplate
	signature   string
	saveErr     error
}

const asked = "Dzień dobry, Żaneto,\n\ndziękujemy za wiadomość. Numer sprawy: R/2026/0007.\n\nŚlusarstwo Wrzos\n"

func newOffice() *office {
	sent := time.Date(2026, 11, 22, 13, 5, 0, 0, time.UTC)
	return &office{
		form: data.ReplyForm{
			AccountID: 1, Account: "biuro", From: data.Address{Name: "Ślusarstwo Wrzos", Email: "biuro@wrzos.example"},
			To:      []data.Address{{Name: "Dąbrowska, Żaneta", Email: "z.dabrowska@poczta.example"}},
			Subject: "Odp: Reklamacja zamka w drzwiach wejściowych", Language: "pl", CaseID: 7, CaseNumber: "R/2026/0007",
		},
		templates: []data.ReplyTemplate{
			{ID: 4, Name: "Complaint received", Language: "en", Body: "Hello[ {name}],\n\nthank you for your message, we have it.\n"},
			{ID: 1, Name: "Potwierdzenie reklamacji", Language: "pl", Body: "Dzień dobry[, {imie}],\n\ndziękujemy za wiadomość, przyjęliśmy reklamację.\n"},
			{ID: 2, Name: "Prośba o szczegóły", Language: "pl", Body: "Dzień dobry,\n\npotrzebujemy jeszcze kilku szczegółów.\n"},
		},
		drafts: []data.Draft{
			{ID: 3, Account: "biuro", Made: sent},
			{ID: 2, Account: "biuro", Folder: "Szkice", Made: sent, Laid: sent, Tries: 1},
			{ID: 1, Account: "biuro", Folder: "Szkice", Made: sent, Laid: sent, Sent: sent.Add(time.Hour), SentAs: 90, Tries: 1},
		},
		suggestions: []data.ReplySuggestion{
			{DraftID: 1, Sent: sent.Add(time.Hour), CaseID: 7, CaseNumber: "R/2026/0007", FollowUpID: 5, FollowUp: "odpisać pani Żanecie"},
			{DraftID: 99, Sent: sent, CaseID: 8, CaseNumber: "R/2026/0008"},
		},
	}
}

func (o *office) ReplyTemplates(context.Context) ([]data.ReplyTemplate, error) {
	return o.templates, nil
}

func (o *office) PrepareReply(_ context.Context, r data.ReplyRequest) (data.ReplyForm, error) {
	f := o.form
	f.Request = r
	switch r.TemplateID {
	case 1:
		f.Text = asked
	case 2:
		f.Text, f.Missing = "Prosimy o {termin}.", []string{"{termin}"}
	}
	return f, nil
}

func (o *office) Reply(_ context.Context, f *data.ReplyForm) (data.Draft, error) {
	if o.saveErr != nil {
		return data.Draft{}, o.saveErr
	}
	o.replied = append(o.replied, *f)
	return data.Draft{ID: 1, Account: f.Account}, nil
}

func (o *office) LayDrafts(_ context.Context, account, password string) error {
	o.laid = append(o.laid, account+":"+password)
	return o.layErr
}

func (o *office) Drafts(context.Context, data.DraftFilter) ([]data.Draft, error) {
	return o.drafts, nil
}

func (o *office) DropDraft(context.Context, int64) error {
	o.done = append(o.done, "dropped")
	return nil
}

func (o *office) ReplySuggestions(context.Context) ([]data.ReplySuggestion, error) {
	return o.suggestions, nil
}

func (o *office) DismissReplySuggestion(context.Context, int64) error {
	o.done = append(o.done, "dismissed")
	return nil
}

func (o *office) ChangeCase(_ context.Context, c data.CaseChange) error {
	o.done = append(o.done, string(*c.State)+" "+c.Answered.Format(time.RFC3339))
	return nil
}

func (o *office) DoneFollowUp(context.Context, int64, bool) error {
	o.done = append(o.done, "ticked")
	return nil
}

func (o *office) SaveReplyTemplate(_ context.Context, t data.ReplyTemplate) (int64, error) {
	if o.saveErr != nil {
		return 0, o.saveErr
	}
	i := slices.IndexFunc(o.templates, func(x data.ReplyTemplate) bool { return x.ID == t.ID })
	if i < 0 {
		t.ID = 9
		o.templates = append(o.templates, t)
		return t.ID, nil
	}
	o.templates[i] = t
	return t.ID, nil
}

func (o *office) DeleteReplyTemplate(_ context.Context, id int64) error {
	o.templates = slices.DeleteFunc(o.templates, func(t data.ReplyTemplate) bool { return t.ID == id })
	return nil
}

func (o *office) ReplySignature(context.Context) (string, error) { return o.signature, nil }

func (o *office) SetReplySignature(_ context.Context, text string) error {
	o.signature = text
	return nil
}

func desk(t *testing.T, o *office, lang string, mode look.Mode) (*kittest.Stage, *reply.Desk) {
	t.Helper()
	st := kittest.New(t, lang, mode)
	scope := kit.NewScope(st.Env)
	t.Cleanup(scope.Close)
	return st, reply.New(st.Env, o, scope, func(string) string { return "tajne" })
}

// entry is the field in which a text stands.
func entry(t *testing.T, st *kittest.Stage, holds string) *input.Entry {
	t.Helper()
	for _, e := range kittest.All[*input.Entry](st) {
		if strings.Contains(e.Text, holds) {
			return e
		}
	}
	t.Fatalf("no field holds %q", holds)
	return nil
}

func pick(t *testing.T, st *kittest.Stage, code string) {
	t.Helper()
	all := kittest.All[*input.Choice](st)
	if len(all) == 0 {
		t.Fatal("there is nothing to choose from")
	}
	for i, o := range all[0].Choices() {
		if o.Code == code {
			all[0].SetSelectedIndex(i)
			return
		}
	}
	t.Fatalf("%q is not offered", code)
}

func TestEveryLook(t *testing.T) {
	kittest.EveryLook(func(lang string, mode look.Mode, size fyne.Size, name string) {
		o := newOffice()
		o.form.Warnings = []string{"elsewhere"}
		o.drafts[0].Error = "mail-append-quota"
		st, d := desk(t, o, lang, mode)
		st.Resize(size.Width, size.Height)
		standing, err := d.Answers().Load(t.Context(), data.DraftFilter{})
		if err != nil {
			t.Fatal(err)
		}
		st.Show(kit.Pad(24, 24, 24, 24, d.Answers().Show(standing)))
		st.Picture(t, "reply-standing"+name)
		d.Ask(data.ReplyRequest{MessageID: 1})
		pick(t, st, "1")
		st.Picture(t, "reply"+name)
		p := kittest.Open(t, lang, mode, func(env *kit.Env) kit.Screen { return reply.NewTemplates(env, o) })
		p.Resize(size.Width, size.Height)
		kittest.Fits(t, "templates"+name, p.Window.Content())
		p.Picture(t, "reply-templates"+name)
	})
}

func TestAnAnswerGoesToTheDraftsByKeyboard(t *testing.T) {
	o := newOffice()
	st, d := desk(t, o, "pl", look.ModeLight)
	d.Ask(data.ReplyRequest{MessageID: 1})
	for _, want := range []string{"Odpowiedź w sprawie R/2026/0007", "Kartoteka nic nie wysyła"} {
		if !st.Says(want) {
			t.Errorf("the dialog does not say %q", want)
		}
	}
	offered := kittest.All[*input.Choice](st)[0].Choices()
	if offered[1].Text != "Potwierdzenie reklamacji" || offered[3].Text != "Complaint received" {
		t.Errorf("the client's language is not first: %v", offered)
	}
	pick(t, st, "1")
	text := entry(t, st, "Dzień dobry, Żaneto")
	if st.Window.Canvas().Focused() != fyne.Focusable(text) {
		t.Error("the keyboard is not in the text")
	}
	text.SetText(text.Text + "Do zobaczenia\n")
	text.OnCommit() // Ctrl+Enter
	if len(o.replied) != 1 || !strings.HasSuffix(o.replied[0].Text, "Do zobaczenia\n") || o.replied[0].Request.MessageID != 1 {
		t.Fatalf("kept: %+v", o.replied)
	}
	if to := o.replied[0].To; len(to) != 1 || to[0] != o.form.To[0] {
		t.Errorf("it goes to %+v", to)
	}
	if !slices.Equal(o.laid, []string{"biuro:tajne"}) || !strings.Contains(st.Toasts[len(st.Toasts)-1], "w folderze szkiców") {
		t.Errorf("laid %v, told %v", o.laid, st.Toasts)
	}
}

func TestTheLetterStandsUnderItsAnswerUnlessUnticked(t *testing.T) {
	for _, keep := range []bool{true, false} {
		o := newOffice()
		o.form.Quote = "W dniu 22 listopada 2026 r. o 13:05 Żaneta Dąbrowska napisał(a):\n> Zamek się zaciął.\n"
		st, d := desk(t, o, "pl", look.ModeLight)
		d.Ask(data.ReplyRequest{MessageID: 1})
		pick(t, st, "1")
		boxes := kittest.All[*input.Check](st)
		if len(boxes) != 1 || !boxes[0].Checked || !st.Says("W dniu 22 listopada") {
			t.Fatalf("%d boxes, or it is not said what will be quoted", len(boxes))
		}
		boxes[0].SetChecked(keep)
		entry(t, st, "Dzień dobry, Żaneto").OnCommit()
		if len(o.replied) != 1 || (o.replied[0].Quote != "") != keep {
			t.Errorf("ticked %v: %+v", keep, o.replied)
		}
	}
}

func TestOfflineItSaysThatTheAnswerWaits(t *testing.T) {
	o := newOffice()
	o.layErr = data.NewError(data.CodeMail, "mail-append-quota")
	st, d := desk(t, o, "pl", look.ModeLight)
	d.Ask(data.ReplyRequest{MessageID: 1})
	pick(t, st, "1")
	st.Tap(t, "Do szkiców")
	if last := st.Toasts[len(st.Toasts)-1]; !strings.Contains(last, "czeka w Kartotece") || !strings.Contains(last, "Skrzynka jest pełna") {
		t.Errorf("told %q", last)
	}
}

func TestWhatIsWrongIsSaidInTheDialog(t *testing.T) {
	o := newOffice()
	st, d := desk(t, o, "pl", look.ModeLight)
	d.Ask(data.ReplyRequest{MessageID: 1})
	pick(t, st, "2")
	if !st.Says("Uzupełnij w treści: {termin}.") {
		t.Error("nothing says what is missing")
	}
	to := entry(t, st, "z.dabrowska")
	to.SetText("jan kowalski")
	st.Tap(t, "Do szkiców")
	if len(o.replied) != 0 || !st.Says("„jan kowalski” nie jest adresem") {
		t.Errorf("kept %+v", o.replied)
	}
	to.SetText("Jan Żak <jan@x.example>; ewa@x.example")
	entry(t, st, "{termin}").SetText("Prosimy o piątek.")
	o.saveErr = data.NewError(data.CodeInvalid, "reply-without-text")
	st.Tap(t, "Do szkiców")
	if !st.Says("Odpowiedź jest pusta") {
		t.Error("the refusal is not said")
	}
	o.saveErr = nil
	st.Tap(t, "Do szkiców")
	want := []data.Address{{Name: "Jan Żak", Email: "jan@x.example"}, {Email: "ewa@x.example"}}
	if len(o.replied) != 1 || !slices.Equal(o.replied[0].To, want) {
		t.Errorf("kept %+v", o.replied)
	}
}

func TestWhatWasWrittenIsNotReplacedUnasked(t *testing.T) {
	st, d := desk(t, newOffice(), "pl", look.ModeLight)
	d.Ask(data.ReplyRequest{MessageID: 1})
	pick(t, st, "1")
	text := entry(t, st, "Dzień dobry, Żaneto")
	text.SetText("Moje własne słowa")
	pick(t, st, "2")
	if text.Text != "Moje własne słowa" {
		t.Fatalf("replaced without a word: %q", text.Text)
	}
	st.Key(fyne.KeyEscape)
	if text.Text != "Moje własne słowa" || kittest.All[*input.Choice](st)[0].Code() != "1" {
		t.Errorf("after no: %q, %q chosen", text.Text, kittest.All[*input.Choice](st)[0].Code())
	}
	pick(t, st, "2")
	st.Tap(t, "Zastąp")
	if text.Text != "Prosimy o {termin}." || kittest.All[*input.Choice](st)[0].Code() != "2" {
		t.Errorf("after yes: %q, %q chosen", text.Text, kittest.All[*input.Choice](st)[0].Code())
	}
}

func standing(t *testing.T, o *office) *kittest.Stage {
	t.Helper()
	st, d := desk(t, o, "pl", look.ModeLight)
	a := d.Answers()
	s, err := a.Load(t.Context(), data.DraftFilter{Answers: 1})
	if err != nil {
		t.Fatal(err)
	}
	st.Show(a.Show(s))
	return st
}

func TestWhatBecameOfAnAnswerIsShownAndSettled(t *testing.T) {
	o := newOffice()
	st := standing(t, o)
	for _, want := range []string{"czeka", "w szkicach", "wysłana", "Sprawa R/2026/0007 wciąż jest otwarta", "odpisać pani Żanecie"} {
		if !st.Says(want) {
			t.Errorf("it does not say %q", want)
		}
	}
	if st.Says("R/2026/0008") {
		t.Error("another letter's case is suggested")
	}
	for _, deed := range []string{"Odnotuj odpowiedź", "Odhacz zadanie", "Zostaw", "Zapisz teraz"} {
		st.Tap(t, deed)
	}
	st.Tap(t, "Usuń")
	st.Tap(t, "Usuń odpowiedź")
	if want := []string{"answered 2026-11-22T14:05:00Z", "ticked", "dismissed", "dropped"}; !slices.Equal(o.done, want) {
		t.Errorf("done %q, want %q", o.done, want)
	}
	if len(o.laid) != 1 {
		t.Errorf("laid %v", o.laid)
	}
	st.Tap(t, "pokaż")
	if r := st.Routes[len(st.Routes)-1]; r != (kit.Route{Screen: kit.ScreenMail, ID: 90}) {
		t.Errorf("it leads to %+v", r)
	}
}

func TestAMailboxIsNotTakenForItsServer(t *testing.T) {
	o := newOffice()
	o.suggestions, o.drafts = nil, []data.Draft{{ID: 3, Account: "biuro", Made: time.Now(), Error: "mail-offline"}}
	if st := standing(t, o); !st.Says("Nie udało się odnaleźć serwera poczty: wygląda") {
		t.Error("it is not said why it waits, or with a server's name that is none")
	}
}

func TestWhatMayBeInTheMailboxCannotBeDropped(t *testing.T) {
	o := newOffice()
	o.suggestions, o.drafts = nil, []data.Draft{{ID: 3, Account: "biuro", Made: time.Now(), Tries: 1, Error: "mail-append-lost"}}
	st := standing(t, o)
	if !st.Says("Połączenie zerwało się") {
		t.Error("it is not said why it waits")
	}
	for _, b := range kittest.All[*kit.Button](st) {
		if b.Text == "Usuń" {
			t.Error("it can be dropped")
		}
	}
	_, d := desk(t, o, "pl", look.ModeLight)
	if o := d.Answers().Show(data.ReplyStanding{}); o != nil {
		t.Error("something is shown of nothing")
	}
}

func page(t *testing.T, o *office) *kittest.Stage {
	t.Helper()
	return kittest.Open(t, "pl", look.ModeLight, func(env *kit.Env) kit.Screen { return reply.NewTemplates(env, o) })
}

func TestTemplatesAreAddedAndExplained(t *testing.T) {
	o := newOffice()
	st := page(t, o)
	for _, want := range []string{"Potwierdzenie reklamacji", "{sprawa}", "numer sprawy", "dziękujemy za wiadomość, przyjęliśmy reklamację."} {
		if !st.Says(want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	st.Tap(t, "Dodaj szablon")
	st.Type("Wizyta")
	kittest.All[*input.Entry](st)[len(kittest.All[*input.Entry](st))-1].SetText("Będziemy {dzis}.")
	o.saveErr = errors.New("no")
	st.Tap(t, "Zapisz")
	o.saveErr = nil
	st.Window.Canvas().Focused()
	dialog.CommitForm(st.Window)
	if last := o.templates[len(o.templates)-1]; last.Name != "Wizyta" || last.Body != "Będziemy {dzis}." || last.Language != "pl" {
		t.Errorf("saved %+v", last)
	}
	if len(st.Deeds) == 0 || st.Deeds[len(st.Deeds)-1] == nil {
		t.Error("it can't be taken back")
	}
}

func TestTheSignatureIsKept(t *testing.T) {
	o := newOffice()
	st := page(t, o)
	e := kittest.All[*input.Entry](st)[0]
	e.SetText("Z poważaniem\nEwa Wrzos")
	e.OnCommit()
	if o.signature != "Z poważaniem\nEwa Wrzos" {
		t.Errorf("kept %q", o.signature)
	}
}
