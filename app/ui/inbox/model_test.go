package inbox

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kartoteka/app/i18n"
	"kartoteka/data"
)

func waiting(ids ...int64) []data.InboxRow {
	out := make([]data.InboxRow, len(ids))
	for i, id := range ids {
		out[i] = data.InboxRow{ID: id}
	}
	return out
}

func ids(rows []data.InboxRow) []int64 {
	out := []int64{}
	for _, r := range rows {
		out = append(out, r.ID)
	}
	return out
}

func TestAutomaticMailStandsApart(t *testing.T) {
	m := newModel()
	rows := waiting(1, 2, 3)
	rows[1].Automatic = data.AutoBulk
	m.setWaiting(rows, nil)
	if got := ids(m.rows()); !slices.Equal(got, []int64{1, 3}) {
		t.Errorf("waiting: %v", got)
	}
	m.view = viewAutomatic
	if got := ids(m.rows()); !slices.Equal(got, []int64{2}) {
		t.Errorf("automatic: %v", got)
	}
}

func TestTheNextMessageTakesThePlace(t *testing.T) {
	for name, c := range map[string]struct{ take, next int64 }{
		"first":  {1, 2},
		"middle": {2, 3},
		"last":   {3, 2},
	} {
		t.Run(name, func(t *testing.T) {
			m := newModel()
			m.setWaiting(waiting(1, 2, 3), nil)
			if got := m.take(c.take); got != c.next {
				t.Errorf("after %d comes %d, want %d", c.take, got, c.next)
			}
		})
	}
	m := newModel()
	m.setWaiting(waiting(1), nil)
	if got := m.take(1); got != 0 {
		t.Errorf("after the only one comes %d", got)
	}
}

func TestAListReadBeforeTheFilingDoesNotBringTheMessageBack(t *testing.T) {
	m := newModel()
	m.setWaiting(waiting(1, 2), nil)
	early := m.filed()
	m.take(1)
	m.kept(1)
	m.setWaiting(waiting(1, 2), early)
	if got := ids(m.rows()); !slices.Equal(got, []int64{2}) {
		t.Errorf("a stale list shows %v", got)
	}
	late := m.filed()
	m.setWaiting(waiting(1, 2), late)
	if got := ids(m.rows()); !slices.Equal(got, []int64{1, 2}) {
		t.Errorf("taken back elsewhere, the list shows %v", got)
	}
}

func TestAFailedFilingShowsTheMessageAgain(t *testing.T) {
	m := newModel()
	m.setWaiting(waiting(1, 2), nil)
	m.take(1)
	m.back(1)
	m.setWaiting(waiting(1, 2), m.filed())
	if m.index(1) != 0 {
		t.Error("the message stayed away")
	}
}

func TestDecidedPagesFollowEachOther(t *testing.T) {
	m := newModel()
	m.view = viewDecided
	page := make([]data.InboxRow, decidedPage)
	for i := range page {
		page[i].ID = int64(i + 1)
	}
	m.setDecided(page, 0)
	if !m.more {
		t.Error("a full page says that there is no more")
	}
	m.setDecided(waiting(900, 901), decidedPage)
	if m.more || m.count(viewDecided) != decidedPage+2 {
		t.Errorf("more %v, %d rows", m.more, m.count(viewDecided))
	}
	m.setDecided(page[:3], 0)
	if m.count(viewDecided) != 3 {
		t.Errorf("read anew, the list has %d rows", m.count(viewDecided))
	}
}

// Every kind has a letter in both languages, the letter that is shown is the
// letter that works, and no letter means two things.
func TestKeysFileAsTheyAreShown(t *testing.T) {
	for _, lang := range i18n.Languages() {
		tr := i18n.New(lang, nil)
		for _, k := range data.FilingKinds() {
			got, ok := kindOf(keyOf(tr, k))
			if !ok || got != k {
				t.Errorf("%s: key %q files as %q, not %q", lang, keyOf(tr, k), got, k)
			}
		}
	}
	if _, ok := kindOf("Ł"); ok {
		t.Error("a letter without a meaning files")
	}
}

func TestSuggestionShowsTheWords(t *testing.T) {
	tr := i18n.New("pl", warsaw)
	for name, c := range map[string]struct {
		triage data.Triage
		want   string
	}{
		"words":    {data.Triage{Suggested: data.KindComplaint, Words: []string{"reklamuję", "zacina się"}}, "Podpowiedź: reklamacja – „reklamuję”, „zacina się”"},
		"no words": {data.Triage{Suggested: data.KindOther}, "Podpowiedź: inne"},
		"nothing":  {data.Triage{}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := suggestion(tr, &c.triage); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestReceiptSaysWhatWasMade(t *testing.T) {
	pl, en := i18n.New("pl", warsaw), i18n.New("en", warsaw)
	by := data.Deadline{Safe: data.NewDate(2026, 12, 5)}
	for name, c := range map[string]struct {
		tr    *i18n.Translator
		filed data.Filed
		due   data.Date
		want  string
	}{
		"complaint":        {pl, data.Filed{Kind: data.KindComplaint, CaseNumber: "R/2026/0012", Deadline: by}, data.Date{}, "Zapisano jako reklamację R/2026/0012, odpowiedz do 5 grudnia"},
		"complaint, en":    {en, data.Filed{Kind: data.KindComplaint, CaseNumber: "R/2026/0012", Deadline: by}, data.Date{}, "Filed as complaint R/2026/0012, answer by 5 December"},
		"between firms":    {pl, data.Filed{Kind: data.KindComplaint, CaseNumber: "R/2026/0012"}, data.Date{}, "Zapisano jako reklamację R/2026/0012"},
		"praise":           {pl, data.Filed{Kind: data.KindPraise}, data.Date{}, "Zapisano jako pochwałę"},
		"of a new contact": {pl, data.Filed{Kind: data.KindOrder, NewContact: true}, data.Date{}, "Zapisano jako zamówienie · dodano nowy kontakt"},
		"follow-up":        {pl, data.Filed{Kind: data.KindFollowUp}, data.NewDate(2026, 11, 27), "Dodano do zrobienia na 27 listopada"},
		"not for us":       {pl, data.Filed{Kind: data.KindNotForUs}, data.Date{}, "Odłożono: nie do nas"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := receipt(c.tr, &c.filed, c.due); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestThreadLeavesTheOpenMessageOut(t *testing.T) {
	thread := []data.Message{{ID: 1, Date: at(1, 8, 0)}, {ID: 2, Date: at(2, 8, 0)}, {ID: 3, Date: at(3, 8, 0)}}
	var got []int64
	for _, m := range others(thread, 2) {
		got = append(got, m.ID)
	}
	if diff := cmp.Diff([]int64{3, 1}, got); diff != "" {
		t.Errorf("newest first (-want +got):\n%s", diff)
	}
}

func TestFirstLineSkipsQuotesAndGaps(t *testing.T) {
	for text, want := range map[string]string{
		"\n\n> cytat\n  Dzień dobry, \nreszta": "Dzień dobry,",
		"":                                     "",
		"> sam cytat":                          "",
	} {
		if got := firstLine(text); got != want {
			t.Errorf("first line of %q is %q, want %q", text, got, want)
		}
	}
}

func TestPicturesInTheTextAreNoAttachments(t *testing.T) {
	m := data.Message{Attachments: []data.Attachment{{Part: 1, Inline: true}, {Part: 2, Inline: true, Name: "logo.png"}, {Part: 3}}}
	var got []int
	for _, a := range attached(&m) {
		got = append(got, a.Part)
	}
	if !slices.Equal(got, []int{2, 3}) {
		t.Errorf("listed: %v", got)
	}
}

func TestSenderIsTheClientWhenKnown(t *testing.T) {
	from := data.Address{Name: "Jan", Email: "jan@poczta.example"}
	for want, r := range map[string]data.InboxRow{
		"Jan Kowalski":       {From: from, ContactID: 4, ContactName: "Jan Kowalski"},
		"Jan":                {From: from},
		"jan@poczta.example": {From: data.Address{Email: "jan@poczta.example"}},
	} {
		if got := sender(&r); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
