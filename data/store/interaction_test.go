package store_test

import (
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
	rows := said(t, db, jan)
	if len(rows) != 1 {
		t.Fatalf("the timeline has %d rows, want 1", len(rows))
	}
	entry := data.Entry{
		Type: data.EntryInteraction, ID: want.ID, ContactID: jan, At: want.At, Channel: want.Channel, Direction: want.Direction,
		Kind: want.Kind, Category: want.Category, Title: want.Subject, Text: want.Text, Note: want.Note, Excerpt: want.Text,
		Minutes: want.Minutes, CaseID: k.ID, CaseNumber: k.Number,
	}
	if diff := cmp.Diff(entry, rows[0]); diff != "" {
		t.Error(diff)
	}
	var row data.TimelineRow
	err := db.EachInteraction(ctx, func(r data.TimelineRow) error { row = r; return nil })
	if diff := cmp.Diff(want, row.Interaction); diff != "" || err != nil {
		t.Error(diff, err)
	}
	datatest.Sound(t, db)
}

func TestInteractionDefaults(t *testing.T) {
	db, _ := datatest.New(t)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	must(db.AddInteraction(ctx, data.Interaction{ContactID: jan, Text: strings.Repeat("słowo ", 100)}))(t)
	r := said(t, db, jan)[0]
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
