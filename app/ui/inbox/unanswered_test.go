package inbox

import (
	"context"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// unansweredList is what the fake says nobody has answered.
type unansweredList struct {
	waiting []data.Unanswered
	closed  []data.UnansweredKey
	refuse  error // of NoAnswer
}

func (u *unansweredList) Unanswered(_ context.Context, f data.UnansweredFilter) ([]data.Unanswered, error) {
	out := slices.Clone(u.waiting)
	if !f.After.At.IsZero() {
		i := slices.IndexFunc(out, func(r data.Unanswered) bool { return r.ID == f.After.ID && r.Type == f.After.Type })
		out = out[i+1:]
	}
	return out[:min(len(out), f.Limit)], nil
}

func (u *unansweredList) UnansweredCount(context.Context) (int, error) { return len(u.waiting), nil }

func (u *unansweredList) NoAnswer(_ context.Context, key data.UnansweredKey) error {
	if u.refuse != nil {
		return u.refuse
	}
	u.closed = append(u.closed, key)
	u.waiting = slices.DeleteFunc(slices.Clone(u.waiting), func(r data.Unanswered) bool { return r.UnansweredKey == key })
	return nil
}

func withWaiting() *fakeService {
	f := newFake()
	key := func(t data.UnansweredType, id int64) data.UnansweredKey { return data.UnansweredKey{Type: t, ID: id} }
	f.waiting = []data.Unanswered{
		{
			UnansweredKey: key(data.UnansweredCase, 7), At: at(12, 9, 0), Channel: data.ChannelPhone, Title: "Klamka po tygodniu odpadła",
			Excerpt: "Dzwonił pan, że klamka odpadła i drzwi się nie zamykają.", ContactID: 2, ContactName: "Łukasz Wiśniewski",
			CaseID: 7, CaseNumber: "R/2026/0017", Deadline: data.Deadline{Rule: "upk-7a-14", Safe: data.NewDate(2026, 11, 26)}, DaysLeft: 2,
			Days: 12, WorkMinutes: 60 * 64, Redirected: true,
		},
		{
			UnansweredKey: key(data.UnansweredOpinion, 3), At: at(18, 20, 0), Channel: "google", Excerpt: "Drogo i długo.",
			Days: 5, WorkMinutes: 60 * 30,
		},
		{
			UnansweredKey: key(data.UnansweredMessage, 1), At: at(24, 9, 58), Channel: data.ChannelEmail, MessageID: 1, Messages: 2,
			Title: "Reklamacja zamka w drzwiach wejściowych", Excerpt: "Dzień dobry", ContactID: 1, ContactName: "Żaneta Dąbrowska", WorkMinutes: 40,
		},
	}
	return f
}

func openWaiting(t *testing.T, f *fakeService, lang string, mode look.Mode) (*kittest.Stage, *Screen) {
	t.Helper()
	st := kittest.New(t, lang, mode)
	s := New(st.Env, f, func() {})
	st.Show(s.Content())
	s.SetAnswers(parts.Answers{Ask: func(data.ReplyRequest) {}, Show: func(data.ReplyStanding) fyne.CanvasObject { return nil }})
	s.Show(kit.UnansweredMail)
	return st, s
}

func TestWhatNobodyAnsweredIsDrawn(t *testing.T) {
	kittest.EveryLook(func(lang string, mode look.Mode, size fyne.Size, name string) {
		st, s := openWaiting(t, withWaiting(), lang, mode)
		st.Resize(size.Width, size.Height)
		kittest.Fits(t, "unanswered"+name, s.Content())
		st.Picture(t, "unanswered"+name)
		s.waits.list.Select(2)
		st.Picture(t, "unanswered-letter"+name)
	})
}

func TestWhatWaitsSaysForHowLongAndUntilWhen(t *testing.T) {
	st, s := openWaiting(t, withWaiting(), "pl", look.ModeLight)
	for _, want := range []string{
		"Czekają na odpowiedź: 3", "64 godziny pracy firmy", "R/2026/0017: odpowiedź do", "Klienta tylko odesłano", "Czeka od: 12",
	} {
		if !st.Says(want) {
			t.Errorf("it does not say %q", want)
		}
	}
	if !offers(st, "Bez odpowiedzi (3)") {
		t.Error("the way to it has no count")
	}
	s.waits.list.Select(2)
	if s.detail.message == nil || s.detail.message.ID != 1 || !st.Says("trzy tygodnie temu") {
		t.Error("a letter is not shown as Mail shows it")
	}
}

func TestKeysOpenAnswerAndCloseWhatWaits(t *testing.T) {
	f := withWaiting()
	st, s := openWaiting(t, f, "pl", look.ModeLight)
	var asked []data.ReplyRequest
	s.answers.Ask = func(r data.ReplyRequest) { asked = append(asked, r) }
	kit.Focus(s.Focus())
	st.Key(fyne.KeyReturn, fyne.KeyD)
	if want := (kit.Route{Screen: kit.ScreenContacts, ID: 2}); len(st.Routes) != 1 || st.Routes[0] != want {
		t.Errorf("went to %v", st.Routes)
	}
	st.Key(fyne.KeyDown, fyne.KeyD) // nobody is known of the opinion
	st.Key(fyne.KeyDown, fyne.KeyD)
	if len(asked) != 2 || asked[0].CaseID != 7 || asked[1].MessageID != 1 {
		t.Errorf("asked for %+v", asked)
	}
	st.Key(fyne.KeyUp, fyne.KeyX)
	if len(f.closed) != 1 || f.closed[0].Type != data.UnansweredOpinion || len(s.waits.rows) != 2 {
		t.Fatalf("closed %v, %d are left", f.closed, len(s.waits.rows))
	}
	if len(st.Toasts) != 1 || st.Toasts[0] != "Odhaczone bez odpowiedzi: google" {
		t.Errorf("told %q", st.Toasts)
	}
	if s.waits.open != (data.UnansweredKey{Type: data.UnansweredMessage, ID: 1}) {
		t.Errorf("the next in front is %v", s.waits.open)
	}
	f.refuse = data.NewError(data.CodeNotFound, "not-found-unanswered")
	st.Key(fyne.KeyX)
	if !st.Says("Tego wpisu nie ma już na liście") || len(s.waits.rows) != 2 {
		t.Error("a refused deed must be told, and the entry stay")
	}
}

func TestFilingALetterThatWaits(t *testing.T) {
	f := withWaiting()
	st, s := openWaiting(t, f, "pl", look.ModeLight)
	kit.Focus(s.Focus())
	st.Key(fyne.KeyEnd, fyne.KeyR)
	if len(f.filed) != 1 || f.filed[0].MessageID != 1 || f.filed[0].Kind != data.KindComplaint {
		t.Errorf("filed %+v", f.filed)
	}
	if s.model.view != viewUnanswered {
		t.Error("filing leaves the list")
	}
}

func TestALongListIsReadInPages(t *testing.T) {
	f := newFake()
	for i := range int64(230) {
		f.waiting = append(f.waiting, data.Unanswered{
			UnansweredKey: data.UnansweredKey{Type: data.UnansweredInteraction, ID: i + 1}, At: at(1, 0, 0), Channel: data.ChannelSMS,
			ContactID: 1, ContactName: "Żaneta Dąbrowska",
		})
	}
	st, s := openWaiting(t, f, "en", look.ModeLight)
	if len(s.waits.rows) != unansweredPage {
		t.Fatalf("%d rows at first", len(s.waits.rows))
	}
	st.Tap(t, "Show more")
	st.Tap(t, "Show more")
	if len(s.waits.rows) != 230 || !s.waits.more.Hidden {
		t.Errorf("%d rows, and more are offered: %v", len(s.waits.rows), !s.waits.more.Hidden)
	}
	s.Changed(data.Change{Topics: []data.Topic{data.TopicMail}})
	if len(s.waits.rows) != 230 {
		t.Errorf("a change took the list back to %d rows", len(s.waits.rows))
	}
	f.waiting = nil
	s.Changed(data.Change{Topics: []data.Topic{data.TopicMail}})
	if !st.Says("Nobody waits for an answer") {
		t.Error("an empty list does not say that it is")
	}
}

func TestMoreOfALongListFollowsItsEnd(t *testing.T) {
	f := newFake()
	for i := range int64(150) {
		f.waiting = append(f.waiting, data.Unanswered{
			UnansweredKey: data.UnansweredKey{Type: data.UnansweredInteraction, ID: i + 1}, At: at(1, 0, 0), Channel: data.ChannelSMS,
		})
	}
	st, s := openWaiting(t, f, "en", look.ModeLight)
	var work []func()
	st.Env.Spawn = func(do func()) { work = append(work, do) }
	st.Tap(t, "Show more")
	f.waiting = f.waiting[1:] // one is closed, and the list read anew
	s.load()
	work[1]()
	work[0]()
	for _, do := range work[2:] {
		do()
	}
	seen := map[data.UnansweredKey]bool{}
	for i := range s.waits.rows {
		seen[s.waits.rows[i].UnansweredKey] = true
	}
	if len(s.waits.rows) != 149 || len(seen) != 149 {
		t.Errorf("%d rows of %d entries, want 149", len(s.waits.rows), len(seen))
	}
}

func TestMoreIsOfferedAsLongAsThereIs(t *testing.T) {
	f := newFake()
	for i := range int64(unansweredPage + 1) {
		f.waiting = append(f.waiting, data.Unanswered{
			UnansweredKey: data.UnansweredKey{Type: data.UnansweredInteraction, ID: i + 1}, At: at(1, 0, 0), Channel: data.ChannelSMS,
		})
	}
	st, s := openWaiting(t, f, "en", look.ModeLight)
	s.waits.count-- // an entry came after they were counted
	s.refresh()
	st.Tap(t, "Show more")
	if len(s.waits.rows) != unansweredPage+1 || !s.waits.more.Hidden {
		t.Errorf("%d rows, and more are offered: %v", len(s.waits.rows), !s.waits.more.Hidden)
	}
}
