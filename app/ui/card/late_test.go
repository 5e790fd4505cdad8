package card_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kartoteka/app/ui/card"
	"kartoteka/app/ui/card/cardtest"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

// slow is a desk where answers wait until they are let in.
func slow(t *testing.T, f *cardtest.Firm) (d *desk, letIn func()) {
	t.Helper()
	d = &desk{Stage: kittest.New(t, "pl", look.ModeLight), firm: f}
	var waiting []func()
	d.Env.Post = func(do func()) { waiting = append(waiting, do) }
	letIn = func() {
		for len(waiting) > 0 {
			next := waiting[0]
			waiting = waiting[1:]
			next()
		}
	}
	d.card = card.New(d.Env, f, card.Hooks{
		Back:    func() { d.back++; d.card.Show(0) },
		OpenURL: func(a string) error { d.opened = append(d.opened, a); return nil },
	})
	t.Cleanup(d.card.Close)
	d.Stage.Show(d.card.Object())
	d.card.Show(1)
	kit.Focus(d.card.Focus())
	letIn()
	return d, letIn
}

func TestHistoryThatComesLateIsDropped(t *testing.T) {
	for name, leave := range map[string]func(*desk){
		"back to the list":  func(d *desk) { d.Key(fyne.KeyEscape) },
		"to another's card": func(d *desk) { d.card.Show(2) },
	} {
		t.Run(name, func(t *testing.T) {
			d, letIn := slow(t, cardtest.New())
			d.Key(fyne.KeyH)
			leave(d)
			letIn()
			if d.Window.Canvas().Overlays().Top() != nil {
				t.Error("the history of one client is shown over another place")
			}
		})
	}
}

func TestACallIsNotBegunFromACardThatWasLeft(t *testing.T) {
	f := cardtest.New()
	d, letIn := slow(t, f)
	d.choose(t, "600 100 001", "Zadzwoń")
	d.card.Show(0)
	letIn()
	if len(d.opened) != 0 {
		t.Errorf("opened %q", d.opened)
	}
	d.card.Show(1)
	letIn()
	f.Warnings = []data.ContactWarning{{Kind: data.WarnNoContact}}
	d.choose(t, "600 100 001", "Zadzwoń")
	d.card.Show(0)
	letIn()
	if d.Window.Canvas().Overlays().Top() != nil {
		t.Error("the warning is shown over another place")
	}
}

func TestTheHistoryTakesDeedsBack(t *testing.T) {
	f := cardtest.New()
	f.Changes = []data.FieldChange{
		{Action: data.Action{ID: 12, At: cardtest.At(22, 12), What: data.ActUndo, Undoes: 8}, Record: "contact", Field: "city", Before: "Kraków"},
		{Action: data.Action{ID: 11, At: cardtest.At(21, 12), What: data.ActMerge, N: 2}, Record: "handle", After: "601"},
		{Action: data.Action{ID: 10, At: cardtest.At(20, 12), What: data.ActBulk, N: 5}, Record: "contact", Field: "status", Before: "lead", After: "active"},
		{Action: data.Action{ID: 9, At: cardtest.At(19, 12), What: data.ActImport, N: 300}, Record: "contact", Field: "city", After: "Skawina"},
		{Action: data.Action{ID: 8, At: cardtest.At(18, 12), What: data.ActChangeContact, UndoneBy: 12}, Record: "contact", Field: "city", After: "Kraków"},
	}
	f.Reverted = data.Reverted{Changes: 3, Kept: 1, Names: []string{"Jan Kos"}}
	d := open(t, f, 1)
	d.Key(fyne.KeyH)
	d.says(t, "cofnięte")
	buttons := func() (out []*kit.Button) {
		for _, b := range kittest.All[*kit.Button](d.Stage) {
			if b.Text == "Cofnij" {
				out = append(out, b)
			}
		}
		return out
	}
	all := buttons()
	if len(all) != 2 {
		t.Fatalf("%d deeds can be taken back, want the merge and the bulk change", len(all))
	}
	test.Tap(all[0])
	if !d.did("revert 11") || len(d.Toasts) != 1 || d.Deeds[0] == nil {
		t.Fatalf("did %q, told %q", f.Deeds, d.Toasts)
	}
	if d.Window.Canvas().Overlays().Top() != nil {
		t.Error("the history stays open")
	}
	kit.Focus(d.card.Focus())
	d.Key(fyne.KeyH)
	test.Tap(buttons()[1])
	if d.did("revert 10") {
		t.Fatal("a change of five cards was taken back without asking")
	}
	d.says(t, "Ta zmiana objęła 5 kontaktów.")
	d.Tap(t, "Cofnij")
	if !d.did("revert 10") {
		t.Errorf("did %q", f.Deeds)
	}
}

// spoken is what the keyboard reaches and a screen reader names.
type spoken interface {
	fyne.CanvasObject
	fyne.Focusable
	AccessibilityLabel() string
}

func TestAnOpinionGoesToTheTrashByItsKey(t *testing.T) {
	d := open(t, cardtest.New(), 1)
	found := false
	for _, o := range kittest.All[spoken](d.Stage) {
		if !found && strings.Contains(o.AccessibilityLabel(), "Polecam, szybko i czysto.") {
			found = true
			o.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
		}
	}
	if !found || !slices.ContainsFunc(d.firm.Deeds, func(s string) bool { return strings.HasPrefix(s, "delete opinion") }) {
		t.Errorf("found %v, done %q", found, d.firm.Deeds)
	}
	if n := len(d.Toasts); n != 1 || d.Toasts[0] != "Opinia jest w koszu" || d.Deeds[0] == nil {
		t.Errorf("told %q, to be undone %v", d.Toasts, d.Deeds)
	}
}
