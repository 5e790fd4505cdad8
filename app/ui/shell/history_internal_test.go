package shell

import (
	"runtime/debug"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"kartoteka/app/i18n"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

func at(s kit.ScreenName, id int64) kit.Route { return kit.Route{Screen: s, ID: id} }

func TestHistoryGoesBackAndForward(t *testing.T) {
	var h history
	if _, ok := h.back(); ok || h.current() != (kit.Route{}) {
		t.Error("an empty history leads somewhere")
	}
	today, mail, card := at(kit.ScreenToday, 0), at(kit.ScreenMail, 0), at(kit.ScreenContacts, 7)
	for _, r := range []kit.Route{today, mail, mail, card} {
		h.visit(r)
	}
	if r, ok := h.back(); !ok || r != mail {
		t.Errorf("back from the card is %v", r)
	}
	if r, ok := h.back(); !ok || r != today {
		t.Errorf("back again is %v: going twice to one place is one step", r)
	}
	if _, ok := h.back(); ok {
		t.Error("there is something before the first place")
	}
	if r, ok := h.forward(); !ok || r != mail {
		t.Errorf("forward is %v", r)
	}
	h.visit(at(kit.ScreenCases, 0))
	if _, ok := h.forward(); ok {
		t.Error("a new way does not forget the old one ahead")
	}
}

func TestHistoryForgetsTheOldest(t *testing.T) {
	var h history
	for i := range int64(120) {
		h.visit(at(kit.ScreenContacts, i))
	}
	steps := 0
	for {
		if _, ok := h.back(); !ok {
			break
		}
		steps++
	}
	if steps != longest-1 || h.current().ID != 120-longest {
		t.Errorf("%d steps back to %d", steps, h.current().ID)
	}
}

func TestNoticesAreGathered(t *testing.T) {
	var started []func()
	var got []data.Change
	n := &notices{
		spawn: func(f func()) { started = append(started, f) }, post: func(f func()) { f() },
		deliver: func(c data.Change) { got = append(got, c) },
	}
	for range 100 {
		n.take(data.Change{Topics: []data.Topic{data.TopicMail}})
	}
	n.take(data.Change{Topics: []data.Topic{data.TopicCases, data.TopicMail}})
	if len(started) != 1 {
		t.Fatalf("%d deliveries are on their way, want one", len(started))
	}
	started[0]()
	if len(got) != 1 || len(got[0].Topics) != 2 || !got[0].Has(data.TopicCases) || !got[0].Has(data.TopicMail) {
		t.Fatalf("delivered %v", got)
	}
	n.take(data.Change{Topics: []data.Topic{data.TopicContacts}})
	started[1]()
	if len(got) != 2 || len(got[1].Topics) != 1 {
		t.Errorf("the next delivery is %v, want contacts only", got[1:])
	}
}

func TestNoticesEndWithTheWindow(t *testing.T) {
	for name, closes := range map[string]bool{"open": false, "closed while they are gathered": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // fails when a goroutine is left
				var posted atomic.Int32 // counted on the gathering goroutine
				done := make(chan struct{})
				start := time.Now()
				n := &notices{
					wait: time.Minute, spawn: func(f func()) { go f() }, post: func(f func()) { posted.Add(1); f() },
					deliver: func(data.Change) {}, done: done,
				}
				n.take(data.Change{Topics: []data.Topic{data.TopicMail}})
				synctest.Wait()
				if posted.Load() != 0 {
					t.Fatal("they are not gathered")
				}
				if closes {
					close(done)
					synctest.Wait()
					if time.Since(start) != 0 || posted.Load() != 0 {
						t.Errorf("closed: %d came, after %v", posted.Load(), time.Since(start))
					}
					n.take(data.Change{Topics: []data.Topic{data.TopicCases}})
					return
				}
				<-time.After(time.Minute) // of the bubble's clock
				synctest.Wait()
				if posted.Load() != 1 {
					t.Errorf("%d deliveries, want 1", posted.Load())
				}
			})
		})
	}
}

func TestProgressIsToldTenTimesASecondAtMost(t *testing.T) {
	told := 0
	p := &progress{post: func(f func()) { f() }, tell: func(step) { told++ }}
	for i := range 5000 {
		p.Pulling("a", "INBOX", i, 5000)
	}
	if told < 1 || told > 20 {
		t.Errorf("told %d times", told)
	}
	before := told
	p.Pulling("a", "INBOX", 5000, 5000)
	if told != before+1 {
		t.Error("the end is not told")
	}
}

func TestProgressOfSeveralMailboxesIsTheirSum(t *testing.T) {
	var told step
	p := &progress{post: func(f func()) { f() }, tell: func(at step) { told = at }}
	p.Pulling("a", "INBOX", 40, 100)
	p.Pulling("b", "Wysłane", 60, 60)
	if want := (step{folder: "Wysłane", done: 100, total: 160, mailboxes: 2}); told != want {
		t.Errorf("told %+v, want %+v", told, want)
	}
	p.over("a")
	p.Pulling("b", "INBOX", 7, 7)
	if want := (step{folder: "INBOX", done: 7, total: 7, mailboxes: 1}); told != want {
		t.Errorf("with one of them ended %+v, want %+v", told, want)
	}
}

// Garbage is collected earlier while mail comes, and as before when the last
// mailbox has ended.
func TestMemoryIsSparedWhileMailComes(t *testing.T) {
	const usual = 77
	defer debug.SetGCPercent(debug.SetGCPercent(usual))
	t.Setenv("GOGC", "")
	applies := func(want int) {
		t.Helper()
		now := debug.SetGCPercent(usual)
		debug.SetGCPercent(now)
		if now != want {
			t.Errorf("%d %% of garbage are left, want %d", now, want)
		}
	}
	p := &progress{post: func(f func()) { f() }, tell: func(step) {}, frugal: true}
	p.Pulling("a", "INBOX", 0, 0)
	applies(usual)
	p.Pulling("a", "Wysłane", 0, 9)
	p.Pulling("b", "INBOX", 0, 9)
	applies(pullGarbage)
	p.over("a")
	applies(pullGarbage)
	p.over("b")
	applies(usual)
	p.Pulling("a", "INBOX", 0, 9)
	p.Pulling("b", "INBOX", 0, 9)
	applies(pullGarbage)
	p.stopped() // by whoever closed the window: no end of a pull is heard
	applies(usual)
	t.Setenv("GOGC", "50")
	p.Pulling("a", "INBOX", 0, 9)
	applies(usual)
}

func TestBadgeText(t *testing.T) {
	for n, want := range map[int]string{-1: "", 0: "", 1: "1", 99: "99", 100: "99+"} {
		if got := badgeText(n); got != want {
			t.Errorf("badge of %d is %q, want %q", n, got, want)
		}
	}
}

// Fyne logs three lines for each text that is missing, each time it is shown.
func TestToolkitSpeaksBothLanguages(t *testing.T) {
	if len(toolkitKeys) != 39 {
		t.Errorf("%d texts, Fyne 2.8 has 39", len(toolkitKeys))
	}
	for _, lang := range []string{"pl", "en"} {
		tr := i18n.New(lang, nil)
		for _, k := range toolkitKeys {
			if !tr.Has(ourKey(k)) {
				t.Errorf("%s has no text for %q", lang, k)
			}
		}
	}
}

func TestLookFollowsTheOrderOfChoices(t *testing.T) {
	settings := data.Settings{Language: "en", Theme: "dark", FirmName: "Zamki"}
	l := firstShown(settings, Options{})
	if l.lang != "en" || l.mode != look.ModeDark || l.firm != "Zamki" {
		t.Errorf("the settings are not followed: %+v", l)
	}
	l = firstShown(settings, Options{Lang: "pl", Mode: look.ModeLight})
	if l.lang != "pl" || l.mode != look.ModeLight {
		t.Errorf("what was asked for at the start does not win: %+v", l)
	}
	if l = firstShown(data.Settings{Theme: "pink"}, Options{}); l.mode != look.ModeAuto {
		t.Errorf("an unknown theme is %q", l.mode)
	}
}

func TestStandingOfMailboxes(t *testing.T) {
	if o := standing(nil); o.mailboxes != 0 || o.err != nil {
		t.Errorf("no mailbox: %+v", o)
	}
	o := standing([]data.Account{
		{Name: "a", LastErr: "cancelled"}, {Name: "b", LastErr: "no-password"}, {Name: "c", LastErr: "mail-dial"},
	})
	if o.account != "b" || data.CodeOf(o.err) != data.CodeNoPassword {
		t.Errorf("the first that failed is %q with %v; stopping is no failure", o.account, o.err)
	}
}
