package cases

import (
	"context"
	"slices"
	"time"

	"kartoteka/data"
)

// fakeService holds a workshop's cases in memory.
type fakeService struct {
	rows      []data.CaseRow
	followUps []data.FollowUpRow
	changes   []data.CaseChange
	deleted   []int64
	exported  []data.ExportOptions
	filters   []data.CaseFilter
	fail      error // of what is written
	broken    error // of what is read
}

var warsaw = time.FixedZone("Warsaw", 3600)

func at(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 15, 0, 0, warsaw) }

func complaint(id int64, number, subject, client string, state data.CaseState, received, left int) data.CaseRow {
	on := data.NewDate(2026, 11, received)
	today := data.NewDate(2026, 11, 24)
	r := data.CaseRow{Case: data.Case{
		ID: id, Number: number, Kind: data.CaseComplaint, ContactID: id, Received: at(received, 9), ReceivedOn: on,
		Channel: data.ChannelEmail, LegalType: data.Consumer, Subject: subject, Severity: 2, State: state,
	}, ContactName: client, DaysLeft: left}
	r.Deadline = data.Deadline{Rule: "upk-7a-14", Safe: today.AddDays(left), Latest: today.AddDays(left)}
	return r
}

func newFake() *fakeService {
	f := &fakeService{}
	late := complaint(1, "R/2026/0009", "Brama przesuwna nie domyka się", "Wspólnota Świętokrzyska 14", data.CaseInvestigated, 8, -2)
	late.Category, late.Severity = "workmanship", 3
	near := complaint(2, "R/2026/0010", "Wkładka obraca się w miejscu", "Grażyna Kamińska", data.CaseAcknowledged, 13, 3)
	near.Category = "quality"
	main := complaint(3, "R/2026/0012", "Reklamacja zamka w drzwiach wejściowych", "Żaneta Dąbrowska", data.CaseNew, 22, 12)
	main.Category, main.Demand, main.MessageID, main.Product = "workmanship", data.DemandRepair, 41, "zamek wielopunktowy"
	main.Deadline.Safe, main.Deadline.Latest = data.NewDate(2026, 12, 6), data.NewDate(2026, 12, 7)
	main.Text = "Dzień dobry,\n\ntrzy tygodnie temu montowali Państwo u mnie zamek wielopunktowy. Od wtorku zacina się przy przekręcaniu klucza, " +
		"a wczoraj wieczorem przez pół godziny nie mogłam wejść do domu. Reklamuję wykonanie usługi i proszę o bezpłatną naprawę jeszcze w tym tygodniu.\n\nPozdrawiam\nŻaneta Dąbrowska"
	firm := complaint(4, "R/2026/0011", "Klucze do magazynu nie pasują", "Młyn Śrubowy", data.CaseWaitsSupplier, 20, 0)
	firm.LegalType, firm.Deadline = data.Business, data.Deadline{}
	done := complaint(5, "R/2026/0008", "Porysowane skrzydło drzwi", "Paweł Święcicki", data.CaseAnswered, 2, 0)
	done.Decision, done.Answered = data.DecisionPartly, at(12, 14)
	f.rows = []data.CaseRow{done, firm, main, near, late}
	f.followUps = []data.FollowUpRow{{
		FollowUp: data.FollowUp{ID: 31, What: "Obejrzeć zamek na miejscu", ContactID: 3, CaseID: 3, Due: data.NewDate(2026, 11, 24)}, State: data.FollowUpToday,
	}}
	return f
}

func (f *fakeService) find(id int64) *data.CaseRow {
	for i := range f.rows {
		if f.rows[i].ID == id {
			return &f.rows[i]
		}
	}
	return nil
}

func (f *fakeService) Cases(_ context.Context, filter data.CaseFilter) ([]data.CaseRow, error) {
	f.filters = append(f.filters, filter)
	return slices.DeleteFunc(slices.Clone(f.rows), func(r data.CaseRow) bool { return filter.OpenOnly && !r.State.Open() }), f.broken
}

func (f *fakeService) Case(_ context.Context, id int64) (data.CaseRow, error) {
	if r := f.find(id); r != nil {
		return *r, f.broken
	}
	return data.CaseRow{}, data.NewError(data.CodeNotFound, "not-found-case")
}

func (f *fakeService) ChangeCase(_ context.Context, c data.CaseChange) error {
	if f.fail != nil {
		return f.fail
	}
	f.changes = append(f.changes, c)
	r := f.find(c.ID)
	set(&r.State, c.State)
	set(&r.Category, c.Category)
	set(&r.Severity, c.Severity)
	set(&r.Demand, c.Demand)
	set(&r.Cause, c.Cause)
	set(&r.Decision, c.Decision)
	set(&r.Reason, c.Reason)
	set(&r.Product, c.Product)
	set(&r.Cost, c.Cost)
	return nil
}

func set[T any](into, v *T) {
	if v != nil {
		*into = *v
	}
}

func (f *fakeService) ExportList(_ context.Context, o data.ExportOptions, _ func(done, total int)) (int, error) {
	f.exported = append(f.exported, o)
	return len(f.rows), nil
}

func (f *fakeService) RedirectCase(_ context.Context, id int64, redirected bool) error {
	for i := range f.rows {
		if f.rows[i].ID == id {
			if f.rows[i].Redirected = (time.Time{}); redirected {
				f.rows[i].Redirected = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
			}
		}
	}
	return nil
}

func (f *fakeService) DeleteCase(_ context.Context, id int64) error {
	f.rows = slices.DeleteFunc(f.rows, func(r data.CaseRow) bool { return r.ID == id })
	f.deleted = append(f.deleted, id)
	return nil
}

func (f *fakeService) Categories(_ context.Context, list string) ([]data.Category, error) {
	if list == data.ListCauses {
		return []data.Category{{List: list, Code: "defect"}, {List: list, Code: "own-error"}, {List: list, Code: "supplier"}}, nil
	}
	return []data.Category{{List: list, Code: "quality"}, {List: list, Code: "workmanship"}, {List: list, Code: "delivery"}}, nil
}

func (f *fakeService) FollowUps(_ context.Context, filter data.FollowUpFilter) ([]data.FollowUpRow, error) {
	return slices.DeleteFunc(slices.Clone(f.followUps), func(r data.FollowUpRow) bool {
		return r.CaseID != filter.CaseID || !r.Done.IsZero()
	}), nil
}

func (f *fakeService) AddFollowUp(_ context.Context, u data.FollowUp) (int64, error) {
	u.ID = int64(100 + len(f.followUps))
	f.followUps = append(f.followUps, data.FollowUpRow{FollowUp: u, State: data.FollowUpLater})
	return u.ID, f.fail
}

func (f *fakeService) DoneFollowUp(_ context.Context, id int64, done bool) error {
	for i := range f.followUps {
		if f.followUps[i].ID == id {
			f.followUps[i].Done = time.Time{}
			if done {
				f.followUps[i].Done = at(24, 10)
			}
		}
	}
	return f.fail
}
