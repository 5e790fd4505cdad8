package privacy

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// shownItems is how many of what is due are named; all of it is counted.
const shownItems = 5

func (s *Screen) retentionCard() fyne.CanvasObject {
	tr := s.env.Tr
	groups, blocked := grouped(s.now.due)
	rows := kit.VBox(kit.GapRows)
	for _, g := range groups {
		rows.Add(s.groupRow(g))
	}
	if len(groups) == 0 {
		rows.Add(kit.Hint(tr.T("privacy.retention-none")))
	}
	if blocked > 0 {
		rows.Add(kit.Note(tr.N("privacy.retention-blocked", blocked)))
	}
	return kit.Section(tr.T("privacy.retention"), nil, rows)
}

func (s *Screen) groupRow(g group) fyne.CanvasObject {
	tr := s.env.Tr
	names := make([]string, 0, shownItems)
	for _, item := range g.items[:min(shownItems, len(g.items))] {
		if item.Title != "" {
			names = append(names, item.Title)
		}
	}
	if len(g.items) > shownItems {
		names = append(names, "…")
	}
	return kit.TopBox(kit.GapSmall, kit.Grow(kit.VBox(2,
		kit.NewPara(tr.N("privacy.retention-due", len(g.items), "Rule", tr.T("retention.rule."+g.rule)), look.SizeBody, look.ColorText),
		kit.NewPara(strings.Join(names, ", "), 12, look.ColorMuted))),
		kit.Secondary(tr.T("privacy.retention-run"), look.IconTrash, func() { s.askRun(g) }))
}

func (s *Screen) askRun(g group) {
	tr := s.env.Tr
	question := tr.N("privacy.run-question", len(g.items), "Rule", tr.T("retention.rule."+g.rule))
	if note := "retention.note." + g.rule; tr.Has(note) {
		question += " " + tr.T(note)
	}
	dialog.Confirm(s.env, tr.T("privacy.run-title"), question,
		tr.T("privacy.run-deed"), func() {
			parts.Run(s.long, tr.T("privacy.running"), func(ctx context.Context, _ *parts.Work) (data.RetentionResult, error) {
				return s.svc.RetentionRun(ctx, g.items)
			}, func(r data.RetentionResult) {
				s.env.Toast(ran(tr, &r), nil)
			})
		})
}

func (s *Screen) processingCard() fyne.CanvasObject {
	tr := s.env.Tr
	add := kit.Quiet(tr.T("privacy.processing-add"), look.IconAdd, func() {
		s.askProcessing(data.Processing{Rank: len(s.now.processing) + 1})
	})
	rows := kit.VBox(0)
	for i, p := range s.now.processing {
		if i > 0 {
			rows.Add(kit.Rule())
		}
		rows.Add(kit.HBox(kit.GapTiny, kit.Grow(kit.VBox(2, kit.NewText(p.Name, look.SizeBody, look.ColorText, false).Cut(),
			kit.Caption(p.Basis).Cut())), kit.Quiet("", look.IconEdit, func() { s.askProcessing(p) })))
	}
	sheet := kit.Secondary(tr.T("privacy.processing-print"), look.IconFile, func() {
		s.env.File(kit.FileAsk{
			What: kit.FileToWrite, Dir: parts.Documents(), Endings: []string{".html"}, Name: tr.T("privacy.processing-name"),
			Done: func(path string) {
				kit.Do(s.Scope, "print", func(ctx context.Context) error { return s.svc.WriteProcessing(ctx, path) }, func(err error) {
					if err != nil {
						dialog.ShowError(s.env, err)
						return
					}
					s.env.Toast(tr.T("privacy.processing-written", "File", parts.Short(path)), nil)
				})
			},
		})
	})
	return kit.Section(tr.T("privacy.processing"), add, kit.VBox(kit.GapSmall, kit.Note(tr.T("privacy.processing-what")), rows,
		kit.HBox(0, sheet, kit.Spacer())))
}

func (s *Screen) askProcessing(p data.Processing) {
	tr := s.env.Tr
	fields := []struct {
		key string
		to  *string
	}{
		{"label", &p.Name},
		{"purpose", &p.Purpose},
		{"basis", &p.Basis},
		{"people", &p.People},
		{"data", &p.Data},
		{"recipients", &p.Recipients},
		{"transfers", &p.Transfers},
		{"kept", &p.Retention},
		{"security", &p.Security},
	}
	entries := make([]*input.Entry, len(fields))
	rows := make([]dialog.Field, len(fields))
	for i, f := range fields {
		entries[i] = input.NewEntry("")
		entries[i].SetText(*f.to)
		rows[i] = dialog.Field{Label: tr.T("privacy.processing-" + f.key), Input: entries[i]}
	}
	dialog.ShowForm(s.env, dialog.Form{
		Title: tr.T("privacy.processing-title"), Deed: tr.T("privacy.save"), Fields: rows, Width: 620,
		Submit: func(done func(error)) {
			for i, f := range fields {
				*f.to = strings.TrimSpace(entries[i].Text)
			}
			if p.Name == "" {
				done(data.NewError(data.CodeInvalid, "list-without-name"))
				return
			}
			all := withActivity(s.now.processing, p)
			s.save(done, func(ctx context.Context) error { return s.svc.SaveProcessing(ctx, all) })
		},
	})
}
