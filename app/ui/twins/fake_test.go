package twins_test

import (
	"context"

	"kartoteka/data"
)

// fakeService is a program with a few cards.
type fakeService struct {
	cards  map[int64]data.Contact
	found  data.DuplicateScan
	likely []data.DuplicatePair
	counts map[int64]data.MergeCounts
	fail   error
	steps  int // of progress
	scans  int
	typed  []data.Contact
	merged []data.Merge
	differ [][2]int64
}

func newFake() *fakeService {
	kasia := data.Contact{
		ID: 1, Kind: data.Person, GivenName: "Kasia", FamilyName: "Wiśniewska", City: "Łódź", Street: "Piotrkowska 104/7", PostCode: "90-004",
		Status: data.StatusActive, LegalType: data.Consumer, PreferredChannel: data.ChannelPhone, Tags: []string{"vip"},
		Note: "Woli, żeby dzwonić przed dziesiątą.", Fields: map[int64]string{5: "36"},
		Handles: []data.Handle{{Kind: data.HandlePhone, Value: "601 234 567", Norm: "+48601234567"}},
	}
	katarzyna := data.Contact{
		ID: 2, Kind: data.Person, GivenName: "Katarzyna", FamilyName: "Wiśniewska", City: "Zgierz", BirthYear: 1984, ReferredBy: 3,
		Status: data.StatusDormant, LegalType: data.Consumer, PreferredChannel: data.ChannelEmail,
		Note: "Kupuje na prezenty.", Fields: map[int64]string{5: "38"}, NoContact: true,
		Handles: []data.Handle{
			{Kind: data.HandlePhone, Value: "+48 601 234 567", Norm: "+48601234567"},
			{Kind: data.HandleEmail, Value: "katarzyna.wisniewska@poczta.example", Norm: "katarzyna.wisniewska@poczta.example"},
		},
	}
	ewa := data.Contact{ID: 3, Kind: data.Person, GivenName: "Ewa", FamilyName: "Rak", City: "Łódź"}
	ewa2 := data.Contact{ID: 4, Kind: data.Person, GivenName: "Ewa", FamilyName: "Rak", City: "Łódź"}
	f := &fakeService{cards: map[int64]data.Contact{1: kasia, 2: katarzyna, 3: ewa, 4: ewa2}, counts: map[int64]data.MergeCounts{
		1: {Interactions: 12, Mail: 4}, 2: {Interactions: 3, Mail: 22, Cases: 1, Orders: 5},
	}}
	f.found = data.DuplicateScan{
		Contacts: 1284,
		Pairs: []data.DuplicatePair{
			{A: data.CardOf(&kasia), B: data.CardOf(&katarzyna), Score: 94, Reasons: []data.Reason{
				{Code: data.ShortName}, {Code: data.SamePhone, Value: "601 234 567"}, {Code: data.OtherCity},
			}},
			{A: data.CardOf(&katarzyna), B: data.CardOf(&ewa), Score: 61, Reasons: []data.Reason{{Code: data.SameFamily}}},
			{A: data.CardOf(&ewa), B: data.CardOf(&ewa2), Score: 80, Reasons: []data.Reason{
				{Code: data.SameName}, {Code: data.SameCity, Value: "Łódź"},
			}},
		},
		More: 7, Crowds: []data.DuplicateCrowd{{Name: "Jan Kowalski", N: 5000}},
	}
	f.likely = []data.DuplicatePair{
		{B: data.CardOf(&katarzyna), Score: 94, Reasons: []data.Reason{{Code: data.SamePhone, Value: "601 234 567"}}},
		{B: data.CardOf(&ewa), Score: 66, Reasons: []data.Reason{{Code: data.SameName}}},
		{B: data.CardOf(&ewa2), Score: 65, Reasons: []data.Reason{{Code: data.SameName}}},
	}
	return f
}

func (f *fakeService) Duplicates(_ context.Context, progress func(done, total int)) (data.DuplicateScan, error) {
	f.scans++
	for i := range f.steps {
		progress(i, f.steps)
	}
	return f.found, f.fail
}

func (f *fakeService) LikelyDuplicates(_ context.Context, draft data.Contact, limit int) ([]data.DuplicatePair, error) {
	f.typed = append(f.typed, draft)
	return f.likely[:min(limit, len(f.likely))], f.fail
}

func (f *fakeService) NotDuplicate(_ context.Context, a, b int64) (int64, error) {
	f.differ = append(f.differ, [2]int64{a, b})
	return 71, f.fail
}

func (f *fakeService) Contact(_ context.Context, id int64) (data.Contact, error) {
	c, ok := f.cards[id]
	if !ok {
		return c, data.NewError(data.CodeNotFound, "not-found-contact")
	}
	return c, nil
}

func (f *fakeService) MergeCounts(_ context.Context, id int64) (data.MergeCounts, error) {
	return f.counts[id], nil
}

func (f *fakeService) CustomFields(context.Context) ([]data.CustomField, error) {
	return []data.CustomField{{ID: 5, Name: "Rozmiar buta", Kind: data.FieldNumber}}, nil
}

func (f *fakeService) Categories(context.Context, string) ([]data.Category, error) {
	return []data.Category{{List: data.ListChannels, Code: "phone"}, {List: data.ListChannels, Code: "email"}}, nil
}

func (f *fakeService) Merge(_ context.Context, m data.Merge) (int64, error) {
	f.merged = append(f.merged, m)
	return 72, f.fail
}
