package exchange

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// forms are the endings in which each list can be written, the usual one first.
var forms = map[string][]string{
	"contacts":     {".xlsx", ".csv", ".vcf", ".json"},
	"interactions": {".xlsx", ".csv", ".json"},
	"cases":        {".xlsx", ".csv", ".json"},
	"follow-ups":   {".xlsx", ".csv", ".ics", ".json"},
	"opinions":     {".xlsx", ".csv", ".json"},
	"orders":       {".xlsx", ".csv", ".json"},
	"mail":         {".mbox", ".eml"},
}

// exported are the lists in the order in which they are offered.
func exported() []string {
	return []string{"contacts", "interactions", "cases", "follow-ups", "opinions", "orders", "mail"}
}

func (s *Screen) exportForm() fyne.CanvasObject {
	tr := s.env.Tr
	form := input.NewChoice(formOptions(s, "contacts"), forms["contacts"][0], nil).Width(200)
	list := input.NewChoice(parts.Options(tr, "exchange.list.", exported()), "contacts", func(code string) {
		form.SetChoices(formOptions(s, code), forms[code][0])
	}).Width(220)
	save := kit.Secondary(tr.T("exchange.save"), look.IconDownload, func() { s.askExport(list.Code(), form.Code()) })
	return kit.VBox(kit.GapRows, kit.Sentence(tr.T("exchange.out-what")), parts.Flow(kit.GapSmall, list, form, save),
		kit.Note(tr.T("exchange.out-note")))
}

func formOptions(s *Screen, list string) []input.Option {
	out := make([]input.Option, 0, len(forms[list]))
	for _, ending := range forms[list] {
		out = append(out, input.Option{Code: ending, Text: s.env.Tr.T("exchange.form" + ending)})
	}
	return out
}

func (s *Screen) askExport(list, ending string) {
	tr := s.env.Tr
	name := strings.ToLower(tr.T("exchange.list."+list)) + "-" + s.env.Today().String()
	if ending == ".eml" { // a folder of them
		s.exportMailFolder(name)
		return
	}
	s.env.File(kit.FileAsk{
		What: kit.FileToWrite, Dir: parts.Documents(), Name: name + ending, Endings: []string{ending},
		Done: func(path string) { s.write(list, path) },
	})
}

// write writes a list into a file; mail is counted by its bytes.
func (s *Screen) write(list, path string) {
	tr := s.env.Tr
	parts.Run(s.long, tr.T("exchange.writing", "File", parts.Short(path)),
		func(ctx context.Context, w *parts.Work) (int, error) {
			tell := w.Count
			if list == "mail" {
				tell = bytesOf(w, tr.T("exchange.list.mail"))
			}
			return s.svc.ExportList(ctx, data.ExportOptions{List: list, Path: path}, tell)
		}, func(n int) { s.env.Toast(tr.N("exchange.written", n, "File", parts.Short(path)), nil) })
}
