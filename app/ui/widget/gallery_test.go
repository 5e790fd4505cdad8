package widget_test

import (
	"fmt"
	"math"
	"testing"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/widget"
)

func TestGallery(t *testing.T) {
	for _, mode := range []kit.Mode{kit.ModeLight, kit.ModeDark} {
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
			run := widget.NewRunChart(widget.RunData{Labels: []string{"sty 2026", "lut 2026", "mar 2026", "kwi 2026", "maj 2026", "cze 2026"}, Values: []float64{3, 5, 2, 9, 4, 1}, Center: 4, Upper: 8.2, Lower: math.NaN(), Marked: []bool{false, false, false, true}, Open: true, CenterWord: "średnia 4", UpperWord: "granica 8,2"})
			par := widget.NewParetoChart([]widget.Bar{{Label: "wada produktu", Value: 12}, {Label: "dostawa", Value: 6}, {Label: "komunikacja", Value: 3}})
			par.Tip = func(i int) []string { return []string{"wada produktu", "12 z 21"} }
			form := kit.VBox(kit.GapRows, kit.Labelled("Termin", kit.NewDateEntry(s.Env, s.Env.Today())), kit.Labelled("Kanał", kit.NewChoice([]kit.Option{{Code: "a", Text: "telefon"}}, "a", nil)),
				kit.HBox(8, kit.Primary("Zapisz", kit.IconCheck, nil), kit.Secondary("Dodaj", kit.IconAdd, nil), kit.Quiet("Cofnij", kit.IconUndo, nil), kit.Danger("Usuń konto", nil)),
				kit.HBox(8, kit.Chip("pilne", kit.ToneBad), kit.Chip("jutro", kit.ToneWarn), kit.Chip("pochwała", kit.ToneGood), kit.Chip("pytanie", kit.ToneInfo), kit.Chip("inne", kit.ToneNeutral), kit.Badge("12"), kit.Link("Zobacz wszystkie", nil)),
				kit.Sentence("Sześć reklamacji w tym miesiącu, zwykle cztery. To może być przypadek: przy tak małych liczbach różnica o dwie nic jeszcze nie znaczy."))
			reader := widget.NewReader()
			reader.SetText("Dzień dobry,\n\nzamek zacina się od wtorku. Proszę o pilny kontakt, bo nie mogę zamknąć sklepu na noc i muszę ktoś musi w nim nocować, co jest niewygodne.\n\nPozdrawiam\nŁukasz\n> stare\n> cytat")
			p := kit.NewPage("Dzień dobry", "wtorek, 24 listopada 2026", kit.Primary("Nowy kontakt", kit.IconAdd, nil))
			p.SetBody(kit.Columns(16, kit.VBox(16, kit.Box(0, 250, kit.FlatCard(rows)), kit.Grow(kit.FlatCard(grid))),
				kit.VBox(16, kit.Section("Reklamacje", kit.Link("Raport", nil), kit.Box(0, 150, run)), kit.Card(kit.Box(0, 150, par)), kit.Grow(kit.Card(kit.VBox(8, form, kit.Grow(reader)))))))
			s.Show(p)
			s.Picture(t, "gallery-"+string(mode))
		})
	}
}
