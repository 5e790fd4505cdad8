package widget_test

import (
	"fmt"
	"testing"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/widget"
)

func TestGallery(t *testing.T) {
	for _, mode := range []look.Mode{look.ModeLight, look.ModeDark} {
		t.Run(string(mode), func(t *testing.T) {
			s := kittest.New(t, "pl", mode)
			rows := widget.NewRowList(func() int { return 40 }, func(i int) widget.Row {
				r := widget.Row{Avatar: fmt.Sprintf("Łukasz Wiśniewski%d", i), Title: "Łukasz Wiśniewski", Subtitle: "Zamek w drzwiach zacina się od wtorku, proszę o pilny kontakt", Right: "10:42", Unread: i < 2}
				if i%2 == 0 {
					r.Chip, r.Tone = "reklamacja", kit.ToneBad
				}
				return r
			})
			rows.Select(1)
			grid := widget.NewGrid([]widget.Column{{Title: "Numer", Width: 110, Sorts: true}, {Title: "Klient", Width: 100, Flex: true, Bold: true}, {Title: "Dni", Width: 60, Right: true}}, func() int { return 30 }, func(r, c int) string {
				return []string{"R/2026/0007", "Żaneta Dąbrowska-Świerszczyńska", "12"}[c]
			})
			grid.ShowSort(0, true)
			grid.Select(2)
			form := kit.VBox(kit.GapRows, input.Labelled("Termin", input.NewDateEntry(s.Env, s.Env.Today())), input.Labelled("Kanał", input.NewChoice([]input.Option{{Code: "a", Text: "telefon"}}, "a", nil)),
				kit.HBox(8, kit.Primary("Zapisz", look.IconCheck, nil), kit.Secondary("Dodaj", look.IconAdd, nil), kit.Quiet("Cofnij", look.IconUndo, nil), kit.Danger("Usuń konto", nil)),
				kit.HBox(8, kit.Chip("pilne", kit.ToneBad), kit.Chip("jutro", kit.ToneWarn), kit.Chip("pochwała", kit.ToneGood), kit.Chip("pytanie", kit.ToneInfo), kit.Chip("inne", kit.ToneNeutral), kit.Badge("12"), kit.Link("Zobacz wszystkie", nil)),
				kit.Sentence("Sześć reklamacji w tym miesiącu, zwykle cztery. To może być przypadek: przy tak małych liczbach różnica o dwie nic jeszcze nie znaczy."))
			p := kit.NewPage("Dzień dobry", "wtorek, 24 listopada 2026", kit.Primary("Nowy kontakt", look.IconAdd, nil))
			p.SetBody(kit.Columns(16, kit.VBox(16, kit.Box(0, 250, kit.FlatCard(rows)), kit.Grow(kit.FlatCard(grid))),
				kit.Card(form)))
			s.Show(p)
			s.Picture(t, "gallery-"+string(mode))
		})
	}
}
