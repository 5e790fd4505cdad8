package data_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	_ "kartoteka/data/datatest/steady" // the same cases each time

	"kartoteka/data"
)

func day(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

func twins() (keep, gone data.Contact) {
	keep = data.Contact{
		ID: 1, Kind: data.Person, GivenName: "Kasia", FamilyName: "Lis", City: "Łódź", Street: "Długa 1",
		PreferredChannel: data.ChannelPhone, Status: data.StatusActive, Note: "woli rano",
		Handles: []data.Handle{{Kind: data.HandlePhone, Value: "601 234 567", Norm: "+48601234567"}},
		Tags:    []string{"vip"}, Since: data.NewDate(2024, 5, 1), Fields: map[int64]string{3: "36"},
	}
	gone = data.Contact{
		ID: 2, Kind: data.Person, GivenName: "Katarzyna", FamilyName: "Lis", City: "Kraków", BirthYear: 1980,
		Status: data.StatusEndedByClient, End: data.Ending{By: data.EndedByClient, Reason: "moved"}, Note: "ma psa",
		Handles: []data.Handle{
			{Kind: data.HandlePhone, Value: "+48601234567", Norm: "+48601234567"},
			{Kind: data.HandleEmail, Value: "k@lis.pl", Norm: "k@lis.pl"},
		},
		Tags: []string{"sklep", "vip"}, Since: data.NewDate(2021, 1, 1), Fields: map[int64]string{3: "38", 4: "tak"},
		NoContact: true, NoContactWhy: "prosi o spokój", ReferredBy: 1,
	}
	return keep, gone
}

func TestMergeUnitesTwoCards(t *testing.T) {
	keep, gone := twins()
	m := data.Merge{Keep: 1, Gone: 2, Choices: map[data.MergeField]data.MergeSide{
		data.MergeGiven: data.FromGone, data.MergeCustom(3): data.FromGone,
	}}
	want := keep
	want.GivenName, want.BirthYear = "Katarzyna", 1980
	want.Note = "woli rano\n\nma psa"
	want.Handles = append(want.Handles, data.Handle{Kind: data.HandleEmail, Value: "k@lis.pl", Norm: "k@lis.pl"})
	want.Tags = []string{"sklep", "vip"}
	want.Since = data.NewDate(2021, 1, 1)
	want.Fields = map[int64]string{3: "38", 4: "tak"}
	want.NoContact, want.NoContactWhy = true, "prosi o spokój"
	want.MoreAddresses = []data.PostalAddress{{City: "Kraków"}}
	if diff := cmp.Diff(want, m.Result(&keep, &gone)); diff != "" {
		t.Error(diff)
	}
	if _, other := twins(); !cmp.Equal(gone, other) {
		t.Error("the cards themselves were changed")
	}
}

func TestTheEndOfARelationGoesWithItsStatus(t *testing.T) {
	keep, gone := twins()
	m := data.Merge{Keep: 1, Gone: 2, Choices: map[data.MergeField]data.MergeSide{data.MergeStatus: data.FromGone}}
	if got := m.Result(&keep, &gone); got.Status != data.StatusEndedByClient || got.End.Reason != "moved" {
		t.Errorf("%s, %+v", got.Status, got.End)
	}
}

func TestRowsSayWhatDiffers(t *testing.T) {
	keep, gone := twins()
	keep.Quiet = data.QuietHours{From: 22 * 60, To: 6*60 + 5}
	got := map[data.MergeField]data.MergeRow{}
	for _, r := range data.MergeRows(&keep, &gone) {
		got[r.Field] = r
	}
	for field, want := range map[data.MergeField]data.MergeRow{
		data.MergeGiven:     {Field: data.MergeGiven, A: "Kasia", B: "Katarzyna", Differs: true},
		data.MergeFamily:    {Field: data.MergeFamily, A: "Lis", B: "Lis"},
		data.MergeBirth:     {Field: data.MergeBirth, B: "1980"},
		data.MergeAddress:   {Field: data.MergeAddress, A: "Długa 1, Łódź", B: "Kraków", Differs: true},
		data.MergeQuiet:     {Field: data.MergeQuiet, A: "22:00–6:05"},
		data.MergeNote:      {Field: data.MergeNote, A: "woli rano", B: "ma psa", Long: true, Differs: true},
		data.MergeCustom(4): {Field: "field:4", B: "tak"},
	} {
		if got[field] != want {
			t.Errorf("%s: %+v, want %+v", field, got[field], want)
		}
	}
	if _, there := got[data.MergeNIP]; there {
		t.Error("a field that neither card has is shown")
	}
	if data.MergeCustom(17).Custom() != 17 || data.MergeNote.Custom() != 0 || data.MergeField("field:x").Custom() != 0 {
		t.Error("a custom field's code is not read back")
	}
}

func TestSideOfARow(t *testing.T) {
	m := data.Merge{Choices: map[data.MergeField]data.MergeSide{"nip": data.FromGone, "city": data.FromBoth, "note": data.FromKeep}}
	for name, c := range map[string]struct {
		row  data.MergeRow
		want data.MergeSide
	}{
		"only the one":     {data.MergeRow{Field: "nip", A: "1"}, data.FromKeep},
		"only the other":   {data.MergeRow{Field: "x", B: "1"}, data.FromGone},
		"the same":         {data.MergeRow{Field: "nip", A: "1", B: "1"}, data.FromKeep},
		"not chosen":       {data.MergeRow{Field: "x", A: "1", B: "2", Differs: true}, data.FromKeep},
		"chosen":           {data.MergeRow{Field: "nip", A: "1", B: "2", Differs: true}, data.FromGone},
		"both of a short":  {data.MergeRow{Field: "city", A: "1", B: "2", Differs: true}, data.FromKeep},
		"long, not chosen": {data.MergeRow{Field: "x", A: "1", B: "2", Differs: true, Long: true}, data.FromBoth},
		"long, chosen":     {data.MergeRow{Field: "note", A: "1", B: "2", Differs: true, Long: true}, data.FromKeep},
	} {
		if got := m.Side(c.row); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// A card has no relation to itself: who worked at, or was sent by, the other.
func TestMergeLeavesNoRelationToItself(t *testing.T) {
	keep := data.Contact{ID: 1, Kind: data.Company, Company: "Młyn", ReferredBy: 2}
	gone := data.Contact{ID: 2, Kind: data.Person, GivenName: "Jan", FamilyName: "Lis", Company: "Młyn", CompanyID: 1}
	for _, m := range []data.Merge{{Keep: 1, Gone: 2}, {Keep: 1, Gone: 2, Choices: map[data.MergeField]data.MergeSide{
		data.MergeCompany: data.FromGone, data.MergeKind: data.FromGone,
	}}} {
		if got := m.Result(&keep, &gone); got.CompanyID != 0 || got.ReferredBy != 0 {
			t.Errorf("%+v", got)
		}
	}
}

// What was withdrawn on one card is withdrawn for the person, for the same
// purpose over the same channel, unless it was given anew.
func TestConsentsOfOnePersonAreUnited(t *testing.T) {
	given := func(id int64, ch data.Channel, purpose string, from, to time.Time) data.Consent {
		return data.Consent{ID: id, Channel: ch, Purpose: purpose, Basis: data.BasisConsent, Given: from, Withdrawn: to}
	}
	a := []data.Consent{
		given(1, "email", "marketing", day(2024, 1, 1), time.Time{}),
		given(2, "phone", "marketing", day(2024, 1, 1), time.Time{}),
		given(3, "email", "marketing", day(2026, 1, 1), time.Time{}),
		given(4, "email", "survey", day(2024, 1, 1), time.Time{}),
		{ID: 5, Channel: "email", Purpose: "marketing", Basis: data.BasisContract, Given: day(2024, 1, 1)},
	}
	b := []data.Consent{
		given(6, "email", "marketing", day(2023, 1, 1), day(2025, 1, 1)),
		given(7, "", "survey", day(2023, 1, 1), day(2025, 2, 2)),
		given(8, "email", "marketing", day(2024, 1, 1), time.Time{}), // as the first
	}
	got := data.UniteConsents(a, b)
	if len(got) != 7 {
		t.Fatalf("%d consents", len(got))
	}
	for id, want := range map[int64]time.Time{
		1: day(2025, 1, 1), 2: {}, 3: {}, 4: day(2025, 2, 2), 5: {}, 6: day(2025, 1, 1), 7: day(2025, 2, 2),
	} {
		for _, c := range got {
			if c.ID == id && !c.Withdrawn.Equal(want) {
				t.Errorf("consent %d is withdrawn %v, want %v", id, c.Withdrawn, want)
			}
		}
	}
}

// Changing the cards round with the same values chosen gives the same card, but
// for its id and the order of what stands one after the other.
func TestMergeEitherWayGivesTheSameFields(t *testing.T) {
	fields := []data.MergeField{data.MergeGiven, data.MergeStatus, data.MergeAddress, data.MergeCustom(3)}
	rapid.Check(t, func(t *rapid.T) {
		keep, gone := twins()
		m := data.Merge{Keep: 1, Gone: 2, Choices: map[data.MergeField]data.MergeSide{}}
		for _, f := range fields {
			m.Choices[f] = rapid.SampledFrom([]data.MergeSide{data.FromKeep, data.FromGone}).Draw(t, string(f))
		}
		back := m.Turned()
		one, two := m.Result(&keep, &gone), back.Result(&gone, &keep)
		if two.ID != 2 || one.ID != 1 {
			t.Fatalf("ids %d and %d", one.ID, two.ID)
		}
		for _, f := range fields[:3] {
			for _, r := range data.MergeRows(&one, &two) {
				if r.Field == f && r.A != r.B {
					t.Fatalf("%s: %q one way, %q the other", f, r.A, r.B)
				}
			}
		}
		if one.Fields[3] != two.Fields[3] || len(one.Handles) != len(two.Handles) || !cmp.Equal(one.Tags, two.Tags) ||
			one.Since != two.Since || one.NoContact != two.NoContact {
			t.Fatalf("%+v\n%+v", one, two)
		}
	})
}
