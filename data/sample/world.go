package sample

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/calendar"
	"kartoteka/data/sample/compose"
)

// world is the firm while it is being invented.
type world struct {
	seed   uint64
	anchor time.Time
	lib    *library
	taken  map[string]bool // addresses and phones given out
	decks  map[string]*deck

	companies  []*company
	persons    []*person
	foreigners []*person
	strangers  []*person // who write for the first time these days

	drafts    []*draft
	calls     []Interaction
	orders    []Order
	opinions  []Opinion
	followUps []FollowUp
}

func newWorld(seed uint64, anchor time.Time) *world {
	w := &world{seed: seed, anchor: anchor, lib: readLibrary(), taken: map[string]bool{}, decks: map[string]*deck{}}
	w.folk()
	return w
}

// draw takes the next sentence of a list; none comes again before all have come.
func (w *world) draw(list string) string {
	lines := w.lib.lists[list]
	if len(lines) == 0 {
		panic("no list " + list)
	}
	return lines[w.deck("list "+list, len(lines)).draw()]
}

// drawScript takes the next script of a file.
func (w *world) drawScript(file string) *script {
	all := w.lib.scripts[file]
	if len(all) == 0 {
		panic("no scripts " + file)
	}
	return &all[w.deck("scripts "+file, len(all)).draw()]
}

// drawPerson takes the next of some people, so that all of them write.
func (w *world) drawPerson(name string, from []*person) *person {
	return from[w.deck("people "+name, len(from)).draw()]
}

func (w *world) deck(name string, n int) *deck {
	d := w.decks[name]
	if d == nil {
		d = &deck{r: newRandom(w.seed, name), n: n}
		w.decks[name] = d
	}
	return d
}

// day returns a moment of the day that lies so many days before the anchor's.
func (w *world) day(back, hour, minute int) time.Time {
	y, m, d := w.anchor.Date()
	return time.Date(y, m, d-back, hour, minute, 0, 0, w.anchor.Location())
}

// clientTime is when a client writes: on working days mostly, in the daytime
// mostly.
func (w *world) clientTime(r *random, back int) time.Time {
	t := w.day(back, 0, 0)
	weekend, shift := r.chance(25), r.below(3)
	for !weekend && calendar.FreeDay(data.DateOf(t)) && back+shift+3 < days {
		t = t.AddDate(0, 0, -1)
	}
	hour := 8 + r.below(9)
	if r.chance(22) {
		hour = 17 + r.below(5)
	}
	return t.Add(time.Duration(hour)*time.Hour + time.Duration(r.below(3600))*time.Second)
}

// later is when a client answers: some hours on, never at night.
func later(r *random, after time.Time, hours int) time.Time {
	t := after.Add(time.Duration(20+r.below(hours*60)) * time.Minute)
	if h := t.Hour(); h < 7 || h > 21 {
		t = time.Date(t.Year(), t.Month(), t.Day(), 7, 30, 0, 0, t.Location())
		if !t.After(after) || h > 21 {
			t = t.AddDate(0, 0, 1)
		}
		t = t.Add(time.Duration(r.below(180*60)) * time.Second)
	}
	return t
}

// office is when the firm answers: at the desk, between 7 and 17 on working
// days, at least so many minutes after.
func office(r *random, after time.Time, minutes int) time.Time {
	t := after.Add(time.Duration(minutes) * time.Minute)
	if t.Hour() >= 17 {
		t = time.Date(t.Year(), t.Month(), t.Day()+1, 7, 5, 0, 0, t.Location())
	}
	if t.Hour() < 7 {
		t = time.Date(t.Year(), t.Month(), t.Day(), 7, 5, 0, 0, t.Location())
	}
	for calendar.FreeDay(data.DateOf(t)) {
		t = time.Date(t.Year(), t.Month(), t.Day()+1, 7, 10, 0, 0, t.Location())
	}
	return t.Add(time.Duration(r.below(50*60)) * time.Second)
}

// firm hands the invented firm out.
func (w *world) firm() *Firm {
	f := &Firm{
		Name: firmName, Owner: firmOwner, Address: firmAddress, Aliases: []string{firmAlias}, City: "Łódź", Anchor: w.anchor,
		Interactions: w.calls, Orders: w.orders, Opinions: w.opinions, FollowUps: w.followUps,
	}
	f.Contacts, f.Fields, f.Links = w.cards()
	slices.SortStableFunc(w.drafts, func(a, b *draft) int { return a.at.Compare(b.at) })
	uids := map[string]uint32{}
	for _, d := range w.drafts {
		if d.spoken {
			continue
		}
		f.Messages = append(f.Messages, w.post(d, uids))
	}
	slices.SortStableFunc(f.Interactions, func(a, b Interaction) int { return a.At.Compare(b.At) })
	slices.SortStableFunc(f.Orders, func(a, b Order) int { return a.On.Compare(b.On) })
	slices.SortStableFunc(f.Opinions, func(a, b Opinion) int { return a.At.Compare(b.At) })
	slices.SortStableFunc(f.FollowUps, func(a, b FollowUp) int {
		return cmp.Or(a.Due.Compare(b.Due), strings.Compare(a.What, b.What))
	})
	return f
}

// post puts a draft into its folder as a message.
func (w *world) post(d *draft, uids map[string]uint32) Mail {
	letter := d.letter()
	m := Mail{
		Folder: folderInbox, Role: data.RoleInbox, Received: d.at, MessageID: d.id, Thread: d.first().id,
		Direction: data.Inbound, Automatic: d.automatic, From: d.from, Subject: d.subject, Text: d.text, Body: letter.Body(), Truth: d.truth, Elsewhere: d.elsewhere,
	}
	for _, text := range []*string{&m.Subject, &m.Text, &m.Body, &m.From.Name} {
		*text = compose.Shown(d.uses, *text)
	}
	if !d.at.After(w.anchor.AddDate(0, -9, 0)) {
		m.Folder, m.Role = fmt.Sprintf("%s/%d", folderArchive, d.at.Year()), data.RoleNone
	}
	if d.series {
		m.Folder, m.Role = folderSeries, data.RoleNone
	}
	if d.byFirm {
		m.Folder, m.Role, m.Direction = folderSent, data.RoleSent, data.Outbound
	}
	if d.who != nil && !d.who.unknown {
		m.Contact = d.who.key()
	}
	if !d.byFirm {
		m.Waiting = d.at.After(w.day(waitingDays, 0, 0))
	}
	if m.Waiting {
		m.Truth.Case, m.Truth.Decided = nil, time.Time{}
	}
	uids[m.Folder]++
	if len(d.id)%7 == 3 {
		uids[m.Folder]++ // somebody deleted one before it
	}
	m.UID = uids[m.Folder]
	m.Raw = letter.Raw()
	return m
}

// waitingDays is for how many days mail has not been decided.
const waitingDays = 9
