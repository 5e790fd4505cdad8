package lists_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/lists"
	"kartoteka/data"
)

type fakeService struct {
	entries []data.Category
	fields  []data.CustomField
	fail    error
}

func (f *fakeService) Categories(_ context.Context, list string) ([]data.Category, error) {
	var out []data.Category
	for _, c := range f.entries {
		if c.List == list {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b data.Category) int { return a.Rank - b.Rank })
	return out, nil
}

func (f *fakeService) SaveCategory(_ context.Context, c data.Category) error {
	if f.fail != nil {
		return f.fail
	}
	if c.Code == "" {
		c.Code = c.Name
	}
	f.entries = slices.DeleteFunc(f.entries, func(o data.Category) bool { return o.List == c.List && o.Code == c.Code })
	f.entries = append(f.entries, c)
	return nil
}

func (f *fakeService) DeleteCategory(_ context.Context, list, code string) error {
	f.entries = slices.DeleteFunc(f.entries, func(o data.Category) bool { return o.List == list && o.Code == code })
	return nil
}

func (f *fakeService) CustomFields(context.Context) ([]data.CustomField, error) { return f.fields, nil }

func (f *fakeService) SaveCustomField(_ context.Context, c data.CustomField) (int64, error) {
	f.fields = append(f.fields, c)
	return int64(len(f.fields)), nil
}

func (f *fakeService) DeleteCustomField(_ context.Context, id int64) error {
	f.fields = slices.DeleteFunc(f.fields, func(o data.CustomField) bool { return o.ID == id })
	return nil
}

func locksmith() *fakeService {
	return &fakeService{
		entries: []data.Category{
			{List: data.ListChannels, Code: "phone", Rank: 1},
			{List: data.ListChannels, Code: "email", Rank: 2},
			{List: data.ListChannels, Code: "app", Rank: 3, Hidden: true},
			{List: data.ListChannels, Code: "stoisko", Name: "stoisko na targu", Rank: 4},
			{List: data.ListCategories, Code: "quality", Rank: 1},
			{List: data.ListCauses, Code: "defect", Rank: 1},
		},
		fields: []data.CustomField{
			{ID: 1, Name: "Numer klucza", Kind: data.FieldText},
			{ID: 2, Name: "Typ zamka", Kind: data.FieldChoice, Choices: []string{"patentowy", "elektroniczny"}},
		},
	}
}

func open(t *testing.T, f *fakeService, lang string, mode look.Mode) *kittest.Stage {
	t.Helper()
	return kittest.Open(t, lang, mode, func(env *kit.Env) kit.Screen { return lists.New(env, f) })
}

func TestListsInEveryLook(t *testing.T) {
	kittest.EveryLook(func(lang string, mode look.Mode, size fyne.Size, name string) {
		st := open(t, locksmith(), lang, mode)
		st.Resize(size.Width, size.Height)
		kittest.Fits(t, name, st.Window.Content())
		st.Picture(t, "lists-"+name)
	})
}

func TestAChannelOfOnesOwnIsAddedByKeyboard(t *testing.T) {
	f := locksmith()
	st := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Dodaj")
	st.Key(fyne.KeyReturn)
	if !st.Says("Brakuje nazwy") {
		t.Error("a channel without a name is not refused with a sentence")
	}
	st.Type("WhatsApp")
	st.Key(fyne.KeyReturn)
	added := f.entries[len(f.entries)-1]
	if added.Name != "WhatsApp" || added.List != data.ListChannels || added.Rank != 5 {
		t.Errorf("added %+v, want WhatsApp as the fifth channel", added)
	}
	if !st.Says("WhatsApp") {
		t.Error("the new channel is not on the page")
	}
}

func TestABuiltInEntryIsHiddenAndNotDeleted(t *testing.T) {
	f := locksmith()
	st := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Ukryj")
	hidden, _ := f.Categories(t.Context(), data.ListChannels)
	if !hidden[0].Hidden || hidden[0].Code != "phone" {
		t.Errorf("the first channel is %+v, want it hidden", hidden[0])
	}
	st.Tap(t, "Pokaż")
	if shown, _ := f.Categories(t.Context(), data.ListChannels); shown[0].Hidden {
		t.Error("it does not come back")
	}
}

func TestAnEntryMovesUp(t *testing.T) {
	f := locksmith()
	st := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Wyżej")
	got, _ := f.Categories(t.Context(), data.ListChannels)
	if got[0].Code != "email" || got[1].Code != "phone" {
		t.Errorf("the order is %s, %s, …; want e-mail first", got[0].Code, got[1].Code)
	}
}

func TestARefusalIsTold(t *testing.T) {
	f := locksmith()
	f.fail = data.NewError(data.CodeInvalid, "list-without-name")
	st := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Ukryj")
	if !st.Says("Brakuje nazwy") {
		t.Error("the refusal is not on the screen")
	}
}

func TestAChoiceNeedsChoices(t *testing.T) {
	f := locksmith()
	f.fields = nil
	st := open(t, f, "pl", look.ModeLight)
	if !st.Says("Nie ma jeszcze własnych pól") {
		t.Error("without fields there is no hint")
	}
	st.Tap(t, "Dodaj pole")
	st.Type("Numer klucza")
	st.Key(fyne.KeyReturn)
	if len(f.fields) != 1 || f.fields[0].Name != "Numer klucza" || f.fields[0].Kind != data.FieldText {
		t.Errorf("fields = %+v", f.fields)
	}
}

func TestDeletingAFieldAsksFirst(t *testing.T) {
	f := locksmith()
	st := open(t, f, "pl", look.ModeLight)
	var bins []*kit.Button
	for _, b := range kittest.All[*kit.Button](st) {
		if b.Text == "" && b.Icon != nil && strings.Contains(b.Icon.Name(), string(look.IconTrash)) {
			bins = append(bins, b)
		}
	}
	if len(bins) != 3 {
		t.Fatalf("%d bins, want one for the channel of one's own and one for each field", len(bins))
	}
	bins[1].OnTapped()
	if len(f.fields) != 2 {
		t.Fatal("a field was deleted without asking")
	}
	st.Tap(t, "Usuń pole")
	if len(f.fields) != 1 || f.fields[0].ID != 2 {
		t.Errorf("left are %+v, want the second field", f.fields)
	}
}
