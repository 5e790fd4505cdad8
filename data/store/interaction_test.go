package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kartoteka/data"
	"kartoteka/data/datatest"
)

func TestInteractionComesBackWhole(t *testing.T) {
	db, _ := datatest.New(t)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	k := must(db.AddCase(ctx, data.Case{ContactID: jan}))(t)
	want := data.Interaction{
		ContactID: jan, At: datatest.Now.Add(-time.Hour), Channel: data.ChannelPhone, Direction: data.Inbound,
		Kind: data.KindSuggestion, Category: "service", Subject: "Godziny", Text: "Otwierajcie o siódmej.",
		Note: "miły", Minutes: 4, CaseID: k.ID,
	}
	want.ID = must(db.AddInteraction(ctx, want))(t)
	rows := must(db.Timeline(ctx, jan, data.TimelineCursor{}, 0))(t)
	if len(rows) != 1 {
		t.Fatalf("the timeline has %d rows, want 1", len(rows))
	}
	if diff := cmp.Diff(want, rows[0].Interaction); diff != "" {
		t.Error(diff)
	}
	if rows[0].CaseNumber != k.Number || rows[0].Excerpt != want.Text {
		t.Errorf("the row is %+v", rows[0])
	}
	datatest.Sound(t, db)
}

func TestInteractionDefaults(t *testing.T) {
	db, _ := datatest.New(t)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	must(db.AddInteraction(ctx, data.Interaction{ContactID: jan, Text: strings.Repeat("słowo ", 100)}))(t)
	r := must(db.Timeline(ctx, jan, data.TimelineCursor{}, 0))(t)[0]
	if !r.At.Equal(datatest.Now) {
		t.Errorf("without a time it happened at %v, want now", r.At)
	}
	if n := len([]rune(r.Excerpt)); n > 165 || len(r.Text) != 700 {
		t.Errorf("the excerpt has %d letters, the text %d bytes", n, len(r.Text))
	}
	_, err := db.AddInteraction(ctx, data.Interaction{ContactID: 404})
	code(t, err, data.CodeNotFound, "not-found-contact")
	_, err = db.AddInteraction(ctx, data.Interaction{})
	code(t, err, data.CodeNotFound, "not-found-contact")
}

func TestTimelinePages(t *testing.T) {
	db, _ := datatest.New(t)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	ewa := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	for i := range 23 { // several of each moment, so that the time alone is no cursor
		at := datatest.Now.Add(-time.Duration(i/4) * time.Hour)
		must(db.AddInteraction(ctx, data.Interaction{ContactID: jan, At: at, Subject: fmt.Sprint(i)}))(t)
		must(db.AddInteraction(ctx, data.Interaction{ContactID: ewa, At: at}))(t)
	}
	whole := must(db.Timeline(ctx, jan, data.TimelineCursor{}, 0))(t)
	var paged []data.TimelineRow
	var c data.TimelineCursor
	for {
		page := must(db.Timeline(ctx, jan, c, 5))(t)
		if len(page) == 0 {
			break
		}
		paged = append(paged, page...)
		last := page[len(page)-1]
		c = data.TimelineCursor{At: last.At, ID: last.ID}
	}
	if diff := cmp.Diff(whole, paged); diff != "" || len(whole) != 23 {
		t.Errorf("%d rows whole, %d in pages\n%s", len(whole), len(paged), diff)
	}
	for i := range whole[1:] {
		if whole[i].At.Before(whole[i+1].At) {
			t.Errorf("row %d is older than row %d", i, i+1)
		}
	}
}
