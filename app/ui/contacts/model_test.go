package contacts

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kartoteka/app/i18n"
	"kartoteka/data"
)

func TestPagesAreAskedForOnceAndWhenNeeded(t *testing.T) {
	r := newRoster()
	r.count = 250
	if _, known, ask := r.row(120); known || ask != 1 {
		t.Errorf("row 120: known %v, ask for page %d", known, ask)
	}
	if _, _, ask := r.row(130); ask != -1 {
		t.Errorf("page %d is asked for twice", ask)
	}
	r.pages[1] = []data.ContactRow{{DisplayName: "Anna"}, {DisplayName: "Beata"}}
	if row, known, _ := r.row(101); !known || row.DisplayName != "Beata" {
		t.Errorf("row 101: %q", row.DisplayName)
	}
	if _, known, ask := r.row(150); known || ask != -1 {
		t.Error("a row that went away is asked for")
	}
	f := r.pageFilter(2)
	if f.Offset != 200 || f.Limit != 100 {
		t.Errorf("third page: %+v", f)
	}
	r.forget()
	if _, known, ask := r.row(101); known || ask != 1 {
		t.Error("a forgotten page is still there")
	}
}

func TestSummaryCountsInGoodPolish(t *testing.T) {
	tr := i18n.New("pl", warsaw)
	for name, c := range map[string]struct {
		roster roster
		want   string
	}{
		"loading": {roster{}, " "},
		"few":     {roster{loaded: true, total: 22, count: 22}, "22 kontakty"},
		"many":    {roster{loaded: true, total: 128, count: 128}, "128 kontaktów"},
		"found":   {roster{loaded: true, total: 128, count: 3, filter: data.ContactFilter{Words: "nowak"}}, "3 z 128 kontaktów"},
		"status":  {roster{loaded: true, total: 1, count: 0, filter: data.ContactFilter{Status: data.StatusLead}}, "0 z 1 kontaktu"},
		"spaces":  {roster{loaded: true, total: 1, count: 1, filter: data.ContactFilter{Words: "  "}}, "1 kontakt"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.roster.summary(tr); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestSecondLineSaysHowToReachSomebody(t *testing.T) {
	c := data.Contact{Kind: data.Person, FamilyName: "Nowak", Company: "Młyn", City: "Kraków", Handles: []data.Handle{
		{Kind: data.HandleEmail, Value: "a@b.example"}, {Kind: data.HandleEmail, Value: "c@d.example"}, {Kind: data.HandlePhone, Value: "600 100 200"},
	}}
	if got := secondLine(&c); got != "Młyn · Kraków · a@b.example · 600 100 200" {
		t.Errorf("person: %q", got)
	}
	c.Kind = data.Company
	if got := secondLine(&c); strings.Contains(got, "Młyn") {
		t.Errorf("a company's name stands there twice: %q", got)
	}
}

func TestTimelineGrowsByPages(t *testing.T) {
	c := &card{}
	if c.cursor() != (data.TimelineCursor{}) || !c.last().IsZero() {
		t.Error("an empty timeline does not begin at the newest")
	}
	page := []data.TimelineRow{{Interaction: data.Interaction{ID: 9, At: at(9, 1)}}, {Interaction: data.Interaction{ID: 8, At: at(8, 1)}}}
	c.grow(page, 2)
	if !c.more || c.cursor() != (data.TimelineCursor{At: at(8, 1), ID: 8}) || c.last() != at(9, 1) {
		t.Errorf("after a full page: more %v, cursor %+v", c.more, c.cursor())
	}
	c.grow(page[:1], 2)
	if c.more || len(c.timeline) != 3 {
		t.Errorf("after the last page: more %v, %d rows", c.more, len(c.timeline))
	}
}

func TestEntriesTellWhatHappened(t *testing.T) {
	tr := i18n.New("pl", warsaw)
	call := data.TimelineRow{Interaction: data.Interaction{Channel: data.ChannelPhone, Direction: data.Inbound, Minutes: 2, Note: "Pyta o cenę.\nOddzwonić."}}
	if got := entryTitle(tr, &call); got != "Telefon od klienta" {
		t.Errorf("title: %q", got)
	}
	if got := entryText(tr, &call); got != "od klienta · 2 minuty · Pyta o cenę. Oddzwonić." {
		t.Errorf("text: %q", got)
	}
	mail := data.TimelineRow{Interaction: data.Interaction{Channel: data.ChannelEmail, Direction: data.Outbound, Subject: "Oferta"}, CaseNumber: "R/2026/0001"}
	if got := entryTitle(tr, &mail) + "|" + entryText(tr, &mail); got != "Oferta|do klienta · R/2026/0001" {
		t.Errorf("mail: %q", got)
	}
	cut := data.TimelineRow{Interaction: data.Interaction{Direction: data.Inbound}, Excerpt: "Nie spotkałam jeszcze …"}
	if got := entryText(tr, &cut); got != "od klienta · Nie spotkałam jeszcze…" {
		t.Errorf("cut: %q", got)
	}
	long := data.TimelineRow{Interaction: data.Interaction{Direction: data.Inbound}, Excerpt: strings.Repeat("ąę ", 200)}
	if got := []rune(entryText(tr, &long)); len(got) > entryLength+30 || got[len(got)-1] != '…' {
		t.Errorf("a long text has %d letters", len(got))
	}
}

func TestDraftKeepsWhatTheFormDoesNotShow(t *testing.T) {
	was := data.Contact{
		ID: 7, Kind: data.Person, GivenName: "Jan", NIP: "5260250274", Tags: []string{"stały"}, BirthYear: 1970,
		LegalType: data.Consumer, Status: data.StatusActive,
		Handles: []data.Handle{
			{Kind: data.HandleEmail, Value: "jan@a.example", Norm: "jan@a.example", Label: "praca"},
			{Kind: data.HandleOther, Value: "jan.k", Norm: "jan.k"},
		},
	}
	d := draftOf(&was)
	if diff := cmp.Diff(was, d.apply(was)); diff != "" {
		t.Errorf("an untouched form changes (-was +is):\n%s", diff)
	}
	d.family, d.emails, d.phones = " Kowalski ", "jan@a.example; jan@b.example", "600 100 200,\n12 345 67 89"
	is := d.apply(was)
	want := []data.Handle{
		{Kind: data.HandleEmail, Value: "jan@a.example", Norm: "jan@a.example", Label: "praca"},
		{Kind: data.HandleEmail, Value: "jan@b.example"},
		{Kind: data.HandlePhone, Value: "600 100 200"},
		{Kind: data.HandlePhone, Value: "12 345 67 89"},
		{Kind: data.HandleOther, Value: "jan.k", Norm: "jan.k"},
	}
	if diff := cmp.Diff(want, is.Handles); diff != "" {
		t.Errorf("handles (-want +got):\n%s", diff)
	}
	if is.FamilyName != "Kowalski" || is.NIP != was.NIP || !slices.Equal(is.Tags, was.Tags) {
		t.Errorf("changed: %+v", is)
	}
}

func TestMinutesAreReadAsTyped(t *testing.T) {
	for text, want := range map[string]int{"": 0, " 5 ": 5, "90": 90} {
		if got, err := minutes(text); err != nil || got != want {
			t.Errorf("%q: %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"pięć", "-1", "99999", "1,5"} {
		if _, err := minutes(text); data.CodeOf(err) != data.CodeInvalid {
			t.Errorf("%q is taken: %v", text, err)
		}
	}
}

func TestMomentOfALoggedContact(t *testing.T) {
	today, now := data.NewDate(2026, 11, 24), at(24, 9)
	if got := moment(today, now, today); !got.Equal(now) {
		t.Errorf("today: %v", got)
	}
	if got := moment(data.Date{}, now, today); !got.Equal(now) {
		t.Errorf("no day: %v", got)
	}
	if got := moment(data.NewDate(2026, 11, 20), now, today); !got.Equal(time.Date(2026, 11, 20, 12, 0, 0, 0, warsaw)) {
		t.Errorf("another day: %v", got)
	}
}
