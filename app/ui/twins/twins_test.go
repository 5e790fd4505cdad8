package twins_test

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/twins"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
)

func stage(t *testing.T) *kittest.Stage {
	t.Helper()
	return kittest.New(t, "pl", look.ModeLight)
}

// found opens the list of pairs after its search.
func found(t *testing.T, st *kittest.Stage, f *fakeService) *twins.View {
	t.Helper()
	v := twins.New(st.Env, f, func() { st.Env.Navigate(kit.Route{Screen: kit.ScreenContacts}) })
	t.Cleanup(v.Close)
	st.Show(v.Content())
	v.Start()
	return v
}

// titles are the pairs on the list.
func titles(st *kittest.Stage) []string {
	var out []string
	for _, l := range kittest.All[*widget.RowList](st) {
		for i := range l.Length() {
			out = append(out, l.Row(i).Title)
		}
	}
	return out
}

func TestTheListSaysWhyAndHowSure(t *testing.T) {
	st, f := stage(t), newFake()
	f.steps = 3
	found(t, st, f)
	l := kittest.All[*widget.RowList](st)[0]
	row := l.Row(0)
	if row.Title != "Kasia Wiśniewska i Katarzyna Wiśniewska" || row.Chip != "94 · prawie na pewno" ||
		row.Subtitle != "zdrobnienie imienia · ten sam telefon 601 234 567 · ale inna miejscowość" {
		t.Errorf("the first row: %+v", row)
	}
	if row := l.Row(2); row.Chip != "80 · do sprawdzenia" {
		t.Errorf("the last row: %+v", row)
	}
	for _, words := range []string{st.Env.Tr.N("twins.compared", 1284), "3 pary do sprawdzenia", "Jeszcze 7 mniej podobnych par", "Jan Kowalski (5"} {
		if !st.Says(words) {
			t.Errorf("it does not say %q", words)
		}
	}
}

func TestNoDuplicates(t *testing.T) {
	st, f := stage(t), newFake()
	f.found = data.DuplicateScan{Contacts: 3}
	found(t, st, f)
	if !st.Says("Nie ma kart") {
		t.Error("it does not say that there are none")
	}
	st.Key(fyne.KeyN, fyne.KeyReturn) // do nothing
	if len(f.differ)+len(f.merged) != 0 {
		t.Error("a key did something")
	}
}

func TestASearchThatFailsIsTriedAgain(t *testing.T) {
	st, f := stage(t), newFake()
	f.fail = data.NewError(data.CodeBusy, "busy").Because(errors.New("locked"))
	found(t, st, f)
	if !st.Says("inny program") {
		t.Error("it does not say what went wrong")
	}
	f.fail = nil
	st.Tap(t, st.Env.Tr.T("ui.try-again"))
	if len(titles(st)) != 3 {
		t.Errorf("then there is %v", titles(st))
	}
}

func TestTheSearchCanBeStopped(t *testing.T) {
	st, f := stage(t), newFake()
	var work []func()
	st.Env.Spawn = func(w func()) { work = append(work, w) }
	found(t, st, f)
	if !st.Says("Szukam podobnych kart") {
		t.Error("it does not say that it searches")
	}
	st.Tap(t, "Przerwij")
	for _, w := range work {
		w() // its late answer is dropped
	}
	if !st.Says("Szukanie przerwane") || len(titles(st)) != 0 {
		t.Errorf("stopped there is %v", titles(st))
	}
}

func TestNotTheSameByKey(t *testing.T) {
	st, f := stage(t), newFake()
	found(t, st, f)
	st.Key(fyne.KeyDown, fyne.KeyN)
	if len(f.differ) != 1 || f.differ[0] != [2]int64{2, 3} || len(titles(st)) != 2 {
		t.Errorf("noted %v, left %v", f.differ, titles(st))
	}
	st.UndoLast(t)
	if f.scans != 2 {
		t.Errorf("searched %d times once it was undone", f.scans)
	}
}

func TestMergeByKeyboard(t *testing.T) {
	st, f := stage(t), newFake()
	found(t, st, f)
	st.Key(fyne.KeyReturn) // side by side, the first differing field has the keyboard
	for _, words := range []string{"Jeden klient czy dwóch?", "Rozmiar buta", "Ewa Rak", "Po scaleniu: Kasia Wiśniewska", "5 zamówień"} {
		if !st.Says(words) {
			t.Errorf("it does not say %q", words)
		}
	}
	st.Key(fyne.KeyRight) // the given name of the other card
	if !st.Says("Po scaleniu: Katarzyna Wiśniewska") {
		t.Error("the preview does not follow the choice")
	}
	st.Key(fyne.KeyDown, fyne.KeySpace, fyne.KeyUp, fyne.KeyUp) // the address, by Space; and back to the top
	st.Tap(t, "Scal w kartę „Katarzyna Wiśniewska”")
	want := data.Merge{Keep: 1, Gone: 2, Choices: map[data.MergeField]data.MergeSide{
		data.MergeGiven: data.FromGone, data.MergeAddress: data.FromGone,
	}}
	if len(f.merged) != 1 || f.merged[0].Keep != want.Keep || f.merged[0].Gone != want.Gone || len(f.merged[0].Choices) != 2 ||
		f.merged[0].Choices[data.MergeGiven] != data.FromGone || f.merged[0].Choices[data.MergeAddress] != data.FromGone {
		t.Fatalf("merged %+v, want %+v", f.merged, want)
	}
	// Both pairs with the card that went are off the list.
	if got := titles(st); len(got) != 1 || got[0] != "Ewa Rak i Ewa Rak" {
		t.Errorf("left are %v", got)
	}
	if st.Toasts[0] != "Scalono w kartę: Katarzyna Wiśniewska" {
		t.Errorf("the toast says %q", st.Toasts[0])
	}
	st.UndoLast(t)
	if f.scans != 2 {
		t.Errorf("searched %d times once it was undone", f.scans)
	}
}

func TestSwapKeepsWhatWasChosen(t *testing.T) {
	st, f := stage(t), newFake()
	st.Show(kit.Body(""))
	twins.ShowMerge(st.Env, f, 1, 2, twins.Hooks{})
	st.Key(fyne.KeyRight)
	st.Tap(t, "Zamień strony")
	st.Tap(t, "Scal w kartę „Katarzyna Wiśniewska”")
	if m := f.merged[0]; m.Keep != 2 || m.Gone != 1 || m.Choices[data.MergeGiven] != data.FromKeep {
		t.Errorf("merged %+v", m)
	}
}

func TestLongTextsMayBothStay(t *testing.T) {
	st, f := stage(t), newFake()
	st.Show(kit.Body(""))
	twins.ShowMerge(st.Env, f, 1, 2, twins.Hooks{})
	if !st.Says("oba") {
		t.Error("both texts can't be chosen")
	}
	st.Key(fyne.KeyB)                                              // of a name: nothing
	st.Key(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown) // address, channel, status, note
	st.Key(fyne.KeyLeft, fyne.KeyRight, fyne.KeyB)                 // the one, the other, both
	st.Key(fyne.KeyDown, fyne.KeyRight)                            // own field
	st.Key(fyne.KeyDown)                                           // to the deed
	st.Key(fyne.KeyReturn)
	if len(f.merged) != 1 {
		t.Fatal("Enter on the deed does not merge")
	}
	got := f.merged[0].Choices
	if got[data.MergeNote] != data.FromBoth || got[data.MergeCustom(5)] != data.FromGone || len(got) != 2 {
		t.Errorf("chosen %v", got)
	}
}

func TestNotTheSameFromTheDialog(t *testing.T) {
	st, f := stage(t), newFake()
	st.Show(kit.Body(""))
	told := 0
	twins.ShowMerge(st.Env, f, 1, 2, twins.Hooks{Differ: func() { told++ }})
	st.Tap(t, "To nie ta sama osoba")
	if len(f.differ) != 1 || told != 1 || st.Window.Canvas().Overlays().Top() != nil {
		t.Errorf("noted %v, told %d times", f.differ, told)
	}
}

func TestAMergeThatFailsLeavesTheDialog(t *testing.T) {
	st, f := stage(t), newFake()
	st.Show(kit.Body(""))
	twins.ShowMerge(st.Env, f, 1, 2, twins.Hooks{Merged: func(data.Merge) { t.Error("it is told as done") }})
	f.fail = data.NewError(data.CodeConflict, "merge-erased")
	st.Tap(t, "Scal w kartę „Kasia Wiśniewska”")
	if !st.Says("nie można z niczym scalić") {
		t.Error("the reason is not told")
	}
	st.Key(fyne.KeyEscape)
	if !st.Says("Jeden klient czy dwóch?") {
		t.Error("the dialog is gone")
	}
	if len(st.Toasts) != 0 {
		t.Errorf("toasts: %v", st.Toasts)
	}
}

func TestACardThatWentIsTold(t *testing.T) {
	st, f := stage(t), newFake()
	st.Show(kit.Body(""))
	twins.ShowMerge(st.Env, f, 1, 99, twins.Hooks{})
	if !st.Says(st.Env.Tr.T("ui.did-not-work")) {
		t.Error("nothing is told")
	}
}

func TestTheStripWarnsWhileTyping(t *testing.T) {
	st, f := stage(t), newFake()
	opened, sized := []int64{}, 0
	l := twins.NewLookout(st.Env, f, func(id int64) { opened = append(opened, id) }, func() { sized++ })
	t.Cleanup(l.Close)
	st.Show(l.Object())
	if l.Object().Visible() {
		t.Error("an empty strip takes room")
	}
	l.Typed(data.Contact{GivenName: "Kasia"})
	for _, words := range []string{"Ten klient chyba już jest: Katarzyna Wiśniewska", "ten sam telefon 601 234 567", "Podobny klient: Ewa Rak"} {
		if !st.Says(words) {
			t.Errorf("it does not say %q", words)
		}
	}
	if sized != 1 {
		t.Errorf("the form was told %d times that the strip grew", sized)
	}
	st.Tap(t, "to ktoś inny")
	if st.Says("Katarzyna Wiśniewska") || !st.Says("Podobny klient: Ewa Rak") {
		t.Error("who is somebody else is still there")
	}
	l.Typed(data.Contact{GivenName: "Kasia", FamilyName: "W"})
	if st.Says("Katarzyna Wiśniewska") {
		t.Error("who is somebody else comes back")
	}
	st.Tap(t, "pokaż")
	if !st.Says("dane przepadną") {
		t.Error("it is not told what is lost")
	}
	st.Tap(t, "Wróć do pisania")
	st.Tap(t, "pokaż")
	st.Tap(t, "Otwórz tę kartę")
	if len(opened) != 1 || opened[0] != 3 {
		t.Errorf("opened %v", opened)
	}
	f.likely = nil
	l.Typed(data.Contact{GivenName: "Zenon"})
	if l.Object().Visible() {
		t.Error("the strip stays when nobody is alike")
	}
	f.fail = errors.New("broken")
	l.Typed(data.Contact{GivenName: "Zenon"}) // a warning that fails disturbs nobody
	if st.Window.Canvas().Overlays().Top() != nil {
		t.Error("a failed look opened a dialog")
	}
}

func TestEverythingFitsAndIsDrawn(t *testing.T) {
	kittest.EveryLook(func(lang string, mode look.Mode, size fyne.Size, name string) {
		st, f := kittest.New(t, lang, mode), newFake()
		st.Resize(size.Width, size.Height)
		v := found(t, st, f)
		kittest.Fits(t, "list"+name, v.Content())
		st.Picture(t, "twins"+name)
		st.Key(fyne.KeyReturn)
		if size == kittest.Smallest {
			kittest.Fits(t, "merge"+name, st.Window.Canvas().Overlays().Top())
		}
		st.Picture(t, "merge"+name)
		st.Key(fyne.KeyEscape)
		l := twins.NewLookout(st.Env, f, func(int64) {}, nil)
		l.Typed(data.Contact{})
		st.Show(kit.Pad(20, 20, 20, 20, kit.VBox(8, l.Object(), input.NewEntry("…"))))
		kittest.Fits(t, "strip"+name, l.Object())
		st.Picture(t, "strip"+name)
		l.Close()
	})
}
