package store_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/privacy"
	"kartoteka/data/store"
)

// saidOf are the things of a type that clients said, of all time.
func saidOf(t *testing.T, db *store.DB, typ data.UnansweredType) []store.Said {
	t.Helper()
	var out []store.Said
	for _, s := range must(db.Said(ctx, data.Period{}))(t) {
		if s.Type == typ {
			out = append(out, s)
		}
	}
	return out
}

func TestALetterIsAnsweredByPhone(t *testing.T) {
	a := ask(t)
	letters := saidOf(t, a.db, data.UnansweredMessage)
	if len(letters) != 1 || letters[0].Ref != a.question || !letters[0].Wanted || !letters[0].Waits || !letters[0].First.At.IsZero() {
		t.Fatalf("before the answer: %+v", letters)
	}
	called := datatest.Now.Add(3 * time.Hour)
	must(a.db.AddInteraction(ctx, data.Interaction{
		ContactID: a.jan, Channel: data.ChannelPhone, Direction: data.Outbound, At: called, Text: "oddzwoniono",
	}))(t)
	s := saidOf(t, a.db, data.UnansweredMessage)[0]
	if !s.Wanted || s.Waits || s.First != (store.Word{At: called, Channel: data.ChannelPhone}) || s.Channel != data.ChannelEmail {
		t.Errorf("answered by phone: %+v", s)
	}
	sent := a.sent(t, 12, data.RoleSent, func(m *data.Message) { m.Date = called.Add(-time.Hour) })
	if s := saidOf(t, a.db, data.UnansweredMessage)[0]; s.First.Channel != data.ChannelEmail || !s.First.At.Equal(called.Add(-time.Hour)) {
		t.Errorf("a letter came before the call: %+v", s.First)
	}
	if err := a.db.DeleteMessage(ctx, sent); err != nil {
		t.Fatal(err)
	}
	if s := saidOf(t, a.db, data.UnansweredMessage)[0]; s.First.Channel != data.ChannelPhone {
		t.Errorf("that letter is in the trash: %+v", s.First)
	}
}

func TestEachThingIsSaidOnce(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	jan := datatest.Person("Jan", "Żółw", "jan@klient.example")
	jan.BirthYear, jan.PreferredChannel = 1950, data.ChannelPhone
	id := datatest.Add(t, db, jan)
	of := func(m *data.Message) { m.ContactID = id }
	mail := datatest.Keep(t, db, a.ID, datatest.Mail(1, of), datatest.Mail(2, of), datatest.Mail(3, of), datatest.Mail(4, of),
		datatest.Mail(5, of, func(m *data.Message) { m.Automatic = data.AutoBulk }),
		datatest.Mail(6, of, func(m *data.Message) { m.Direction = data.Outbound }))
	file(t, db, data.Filing{MessageID: mail[0], Kind: data.KindComplaint})
	file(t, db, data.Filing{MessageID: mail[1], Kind: data.KindPraise})
	file(t, db, data.Filing{MessageID: mail[2], Kind: data.KindNotForUs})
	file(t, db, data.Filing{MessageID: mail[3], Kind: data.KindQuestion})
	call := must(db.AddCase(ctx, data.Case{ContactID: id, Channel: data.ChannelPhone, Received: datatest.Now}))(t)
	for _, at := range []time.Time{datatest.Now.Add(-time.Minute), datatest.Now.Add(time.Hour)} {
		must(db.AddInteraction(ctx, data.Interaction{
			ContactID: id, Channel: data.ChannelPhone, Direction: data.Inbound, At: at, CaseID: call.ID, Kind: data.KindComplaint,
		}))(t)
	}
	must(db.AddOpinion(ctx, data.Opinion{ContactID: id, Source: "google", Tone: data.Negative, At: datatest.Now}))(t)

	all := must(db.Said(ctx, data.Period{}))(t)
	got := map[data.UnansweredType]int{}
	for i := range all {
		got[all[i].Type]++
		if all[i].Generation != "boomer" || all[i].Preferred != data.ChannelPhone {
			t.Errorf("of the client it says %+v", all[i])
		}
	}
	if len(all) != 6 || got[data.UnansweredCase] != 2 || got[data.UnansweredOpinion] != 2 || got[data.UnansweredMessage] != 1 ||
		got[data.UnansweredInteraction] != 1 {
		t.Errorf("%v, want two cases, two opinions, the question and the second call", got)
	}
	if s := saidOf(t, db, data.UnansweredInteraction)[0]; s.Wanted || !s.At.Equal(datatest.Now.Add(time.Hour)) {
		t.Errorf("a talk settled on the spot: %+v", s)
	}
	if s := saidOf(t, db, data.UnansweredOpinion); s[0].Channel != "email" || s[0].Tone != data.Positive || s[1].Channel != "google" {
		t.Errorf("opinions are %+v", s)
	}
}

// A day has its own midnight, also the one with 25 hours.
func TestSaidInTheNightWhenTheClockGoesBack(t *testing.T) {
	db, _ := datatest.New(t)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	for _, at := range []string{
		"2025-10-25T21:59:00Z", // 23:59 on Saturday
		"2025-10-25T22:00:01Z", // past midnight
		"2025-10-26T00:30:00Z", // 2:30 in summer time
		"2025-10-26T01:30:00Z", // 2:30 in winter time
		"2025-10-26T22:59:00Z", // 23:59 on Sunday
		"2025-10-26T23:00:00Z", // midnight
	} {
		moment := must(time.Parse(time.RFC3339, at))(t)
		must(db.AddInteraction(ctx, data.Interaction{ContactID: jan, Channel: data.ChannelSMS, Direction: data.Inbound, At: moment}))(t)
	}
	sunday := day("2025-10-26")
	rows := must(db.Said(ctx, data.Period{From: sunday, To: sunday}))(t)
	if len(rows) != 4 {
		t.Fatalf("%d on that Sunday, want 4: %+v", len(rows), rows)
	}
	for i := range rows {
		if rows[i].On != sunday || rows[i].DayOnly {
			t.Errorf("%v counts for %v, only its day known: %v", rows[i].At, rows[i].On, rows[i].DayOnly)
		}
	}
}

func TestTheHourOfACaseEnteredByItsDayIsNotKnown(t *testing.T) {
	db, _ := datatest.New(t)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	noon := day("2026-03-05").Time(warsaw(t)).Add(12 * time.Hour)
	for _, at := range []time.Time{noon, noon.Add(time.Minute)} {
		must(db.AddCase(ctx, data.Case{ContactID: jan, Received: at}))(t)
	}
	s := saidOf(t, db, data.UnansweredCase)
	if len(s) != 2 || !s[0].DayOnly || s[1].DayOnly {
		t.Errorf("cases are %+v", s)
	}
}

func TestWhatASettledCaseSays(t *testing.T) {
	db, clock := datatest.New(t)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	states := []data.CaseState{data.CaseAnswered, data.CaseAcknowledged, data.CaseWithdrawn, data.CaseWaitsClient, data.CaseClosed}
	for range states {
		must(db.AddCase(ctx, data.Case{ContactID: jan, Channel: data.ChannelLetter, Received: datatest.Now}))(t)
	}
	clock.Move(time.Hour)
	for i, state := range states {
		if err := db.ChangeCase(ctx, data.CaseChange{ID: int64(i + 1), State: &state}); err != nil {
			t.Fatal(err)
		}
	}
	hour := store.Word{At: datatest.Now.Add(time.Hour)}
	for i, want := range []struct {
		wanted, waits bool
		first         store.Word
	}{{true, false, hour}, {true, true, store.Word{}}, {false, false, store.Word{}}, {false, false, store.Word{}}, {true, false, hour}} {
		s := saidOf(t, db, data.UnansweredCase)[i]
		if s.Wanted != want.wanted || s.Waits != want.waits || s.First != want.first {
			t.Errorf("%s: wanted %v, waits %v, first %+v", states[i], s.Wanted, s.Waits, s.First)
		}
	}
}

// TestWhatWaitsIsWhatTheListHas says, answers and files things at random: whoever
// is on the list of what nobody has answered is in the report as waiting, and
// nobody else; and whatever else wanted an answer has a first word.
func TestWhatWaitsIsWhatTheListHas(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		db, clock := datatest.New(t)
		a := datatest.Account(t, db)
		var ids []int64
		for _, e := range []string{"a@k.example", "b@k.example", "c@k.example"} {
			ids = append(ids, datatest.Add(t, db, datatest.Person("Jan", e, e)))
		}
		var letters, cases []int64
		for i := range rapid.IntRange(1, 15).Draw(r, "steps") {
			clock.Move(time.Minute)
			who := rapid.SampledFrom(ids).Draw(r, "who")
			direction := rapid.SampledFrom([]data.Direction{data.Inbound, data.Outbound}).Draw(r, "direction")
			switch rapid.IntRange(0, 5).Draw(r, "step") {
			case 0, 1:
				letters = append(letters, datatest.Keep(t, db, a.ID, datatest.Mail(uint32(i+1), func(m *data.Message) {
					m.ContactID, m.Direction, m.Date = who, direction, clock.Now()
					m.Automatic = rapid.SampledFrom([]data.Automatic{data.ByPerson, data.ByPerson, data.AutoReply}).Draw(r, "automatic")
				}))...)
			case 2:
				must(db.AddInteraction(ctx, data.Interaction{
					ContactID: who, Direction: direction, Channel: rapid.SampledFrom(data.Channels()).Draw(r, "channel"),
					Outcome: rapid.SampledFrom(data.EntryOutcomes()).Draw(r, "outcome"),
				}))(t)
			case 3:
				cases = append(cases, must(db.AddCase(ctx, data.Case{ContactID: who}))(t).ID)
			case 4:
				if len(letters) > 0 {
					file(t, db, data.Filing{
						MessageID: rapid.SampledFrom(letters).Draw(r, "letter"), ContactID: who,
						Kind: rapid.SampledFrom(data.FilingKinds()).Draw(r, "kind"),
					})
				}
			case 5:
				if len(cases) > 0 {
					state := rapid.SampledFrom(data.CaseStates()).Draw(r, "state")
					if err := db.ChangeCase(ctx, data.CaseChange{ID: rapid.SampledFrom(cases).Draw(r, "case"), State: &state}); err != nil {
						r.Fatal(err)
					}
				}
			}
		}
		var listed, reported []int64
		for _, u := range must(db.Unanswered(ctx, data.UnansweredFilter{}))(t) {
			if u.ContactID != 0 {
				listed = append(listed, u.ContactID)
			}
		}
		for _, s := range must(db.Said(ctx, data.Period{}))(t) {
			if s.Waits {
				reported = append(reported, s.ContactID)
			}
			if s.Wanted != (s.Waits || !s.First.At.IsZero()) || s.Waits && !s.First.At.IsZero() || s.First.At.Before(s.At) && !s.First.At.IsZero() {
				r.Fatalf("%+v: said at %v, wanted %v, waits %v, first word %+v", s.Type, s.At, s.Wanted, s.Waits, s.First)
			}
		}
		slices.Sort(listed)
		slices.Sort(reported)
		if !slices.Equal(listed, reported) {
			r.Fatalf("on the list wait %v, in the report %v", listed, reported)
		}
	})
}

// A case's first answer is the first word to its client, whether or not somebody
// tied it to the case; what lies among the drafts is none.
func TestACallIsTheFirstAnswerOfACase(t *testing.T) {
	a := ask(t)
	file(t, a.db, data.Filing{MessageID: a.question, Kind: data.KindComplaint})
	first := func() time.Time { return must(a.db.ReportCases(ctx, data.Period{}))(t)[0].FirstAnswer }
	a.sent(t, 11, data.RoleDrafts, func(m *data.Message) { m.MessageID = "szkic@slusarz.example" })
	if at := first(); !at.IsZero() {
		t.Errorf("a draft is an answer: %v", at)
	}
	called := datatest.Now.Add(5 * time.Hour)
	must(a.db.AddInteraction(ctx, data.Interaction{ContactID: a.jan, Channel: data.ChannelPhone, Direction: data.Outbound, At: called}))(t)
	if at := first(); !at.Equal(called) {
		t.Errorf("the first answer was at %v, want the call", at)
	}
	if s := saidOf(t, a.db, data.UnansweredCase); len(s) != 1 || !s[0].First.At.Equal(called) || s[0].First.Channel != data.ChannelPhone {
		t.Errorf("the report has %+v", s)
	}
}

func TestLettersOfOneThreadWaitOnceAndAreAnsweredOnce(t *testing.T) {
	a := ask(t)
	for uid := range uint32(2) {
		datatest.Keep(t, a.db, a.account, datatest.Mail(20+uid, func(m *data.Message) {
			m.ContactID, m.InReplyTo, m.Date = a.jan, []string{"m1@klient.example"}, datatest.Now.Add(time.Duration(uid+1)*time.Minute)
		}))
	}
	count := func() (wanted, waits int) {
		for _, s := range saidOf(t, a.db, data.UnansweredMessage) {
			if s.Wanted {
				wanted++
			}
			if s.Waits {
				waits++
			}
		}
		return wanted, waits
	}
	if all := saidOf(t, a.db, data.UnansweredMessage); len(all) != 3 {
		t.Fatalf("%d letters are counted, want 3", len(all))
	}
	if wanted, waits := count(); wanted != 1 || waits != 1 {
		t.Errorf("%d wanted an answer and %d wait, want one", wanted, waits)
	}
	a.sent(t, 12, data.RoleSent, func(*data.Message) {})
	if wanted, waits := count(); wanted != 1 || waits != 0 {
		t.Errorf("answered: %d wanted an answer and %d wait", wanted, waits)
	}
}

func TestATalkAndItsCaseAreOneThing(t *testing.T) {
	db, _ := datatest.New(t)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	call := func(at time.Time, kind data.Kind) {
		must(db.AddInteraction(ctx, data.Interaction{ContactID: jan, Channel: data.ChannelPhone, Direction: data.Inbound, At: at, Kind: kind}))(t)
	}
	call(datatest.Now.Add(-5*time.Minute), data.KindNone)
	call(datatest.Now.Add(time.Hour), data.KindNone)
	call(datatest.Now, data.KindOrder)
	call(datatest.Now.AddDate(0, 0, -1), data.KindComplaint)
	must(db.AddCase(ctx, data.Case{ContactID: jan, Channel: data.ChannelPhone, Received: datatest.Now}))(t)
	if n := len(saidOf(t, db, data.UnansweredInteraction)); n != 3 {
		t.Errorf("beside the case there are %d talks, want the order, the later call and that of another day", n)
	}
}

// An erased client is forgotten, and what he said and how it was answered counts
// on as it did; a draft that was never sent becomes no answer.
func TestWhatAnErasedClientSaidCountsOn(t *testing.T) {
	a := ask(t)
	of := func(m *data.Message) { m.ContactID = a.jan }
	later := func(m *data.Message) { m.Date = datatest.Now.Add(90 * time.Minute) }
	ids := datatest.Keep(t, a.db, a.account, datatest.Mail(31, of), datatest.Mail(32, of), datatest.Mail(33, of, later))
	a.sent(t, 12, data.RoleSent, func(*data.Message) {})
	file(t, a.db, data.Filing{MessageID: ids[0], Kind: data.KindComplaint})
	file(t, a.db, data.Filing{MessageID: ids[1], Kind: data.KindPraise})
	a.sent(t, 13, data.RoleDrafts, func(m *data.Message) {
		m.MessageID, m.InReplyTo = "szkic@slusarz.example", []string{"m31@klient.example"}
	})
	must(a.db.AddInteraction(ctx, data.Interaction{
		ContactID: a.jan, Channel: data.ChannelPhone, Direction: data.Outbound, At: datatest.Now.Add(2 * time.Hour),
	}))(t)
	counted := func() (out []store.Said) {
		for _, s := range must(a.db.Said(ctx, data.Period{}))(t) {
			s.Ref, s.ContactID = 0, 0
			if s.Type == data.UnansweredMessage {
				s.Type = data.UnansweredInteraction
			}
			out = append(out, s)
		}
		return out
	}
	answered := func() time.Time { return must(a.db.ReportCases(ctx, data.Period{}))(t)[0].FirstAnswer }
	before, first := counted(), answered()
	if len(before) != 4 || first.IsZero() {
		t.Fatalf("before: %+v, first answer %v", before, first)
	}
	must(a.db.EraseSubject(ctx, a.jan, data.EraseOptions{Reason: "żądanie"}, privacy.TaxUntil))(t)
	if diff := cmp.Diff(before, counted()); diff != "" {
		t.Errorf("it counts in another way:\n%s", diff)
	}
	if now := answered(); !now.Equal(first) {
		t.Errorf("the complaint was first answered at %v, before at %v", now, first)
	}
}
