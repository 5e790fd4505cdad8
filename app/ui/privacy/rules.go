package privacy

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/i18n"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

// rulesCard shows how long each sort of data is kept, and on what ground.
func (s *Screen) rulesCard() fyne.CanvasObject {
	tr := s.env.Tr
	rows := kit.VBox(0)
	for i, r := range s.now.rules {
		if i > 0 {
			rows.Add(kit.Rule())
		}
		basis := ground(tr, &r)
		if r.Own {
			basis = tr.T("privacy.rule-own", "Basis", basis)
		}
		rows.Add(kit.Pad(4, 0, 4, 0, kit.HBox(kit.GapTiny, kit.Grow(kit.VBox(2,
			kit.HBox(kit.GapSmall, kit.Grow(kit.Body(tr.T("retention.rule."+r.Code)).Cut()), kit.Strong(kept(tr, &r))),
			kit.Caption(basis).Cut())), kit.Quiet("", look.IconEdit, func() { s.askRule(r) }))))
	}
	return kit.Section(tr.T("privacy.rules"), nil, kit.VBox(kit.GapSmall, kit.Note(tr.T("privacy.rules-what")), rows))
}

// kept says how long: in years where they are whole.
func kept(tr *i18n.Translator, r *data.RetentionRule) string {
	switch {
	case r.Months == 0:
		return tr.T("retention.kept")
	case r.Months%12 == 0:
		return tr.N("privacy.rule-years", r.Months/12)
	}
	return tr.N("privacy.rule-months", r.Months)
}

// ground is what a rule rests on: the owner's words, else the usual ones.
func ground(tr *i18n.Translator, r *data.RetentionRule) string {
	if r.Basis != "" {
		return r.Basis
	}
	return tr.T(r.BasisKey())
}

func (s *Screen) askRule(r data.RetentionRule) {
	tr := s.env.Tr
	months, basis := input.NewEntry("0"), input.NewTextArea("", 2)
	months.SetText(strconv.Itoa(r.Months))
	basis.SetText(ground(tr, &r))
	dialog.ShowForm(s.env, dialog.Form{
		Title: tr.T("retention.rule." + r.Code), Deed: tr.T("privacy.save"), Width: 560,
		Fields: []dialog.Field{
			{Label: tr.T("privacy.rule-length"), Input: months, Hint: tr.T("privacy.rule-length-hint")},
			{Label: tr.T("privacy.rule-basis"), Input: basis},
		},
		Submit: func(done func(error)) {
			n, err := strconv.Atoi(strings.TrimSpace(months.Text))
			if err != nil {
				done(data.NewError(data.CodeInvalid, "retention-number", "Text", months.Text).Because(err))
				return
			}
			r.Months, r.Basis = n, strings.TrimSpace(basis.Text)
			if r.Basis == tr.T(r.BasisKey()) {
				r.Basis = "" // the usual words go with the language
			}
			s.save(done, func(ctx context.Context) error { return s.svc.SaveRetentionRule(ctx, r) })
		},
	})
}

// shownErasures is how many entries of the log are in sight at once.
const shownErasures = 20

// erasuresCard is the log of erasures: that somebody went, and not who.
func (s *Screen) erasuresCard() fyne.CanvasObject {
	tr := s.env.Tr
	rows := kit.VBox(0)
	for i, e := range s.now.erasures[:min(shownErasures, len(s.now.erasures))] {
		if i > 0 {
			rows.Add(kit.Rule())
		}
		entry := kit.VBox(2, kit.HBox(kit.GapSmall, kit.Grow(kit.Strong(tr.T("privacy.erasure", "Number", e.ID)).Cut()),
			kit.Muted(tr.DateTime(e.At))), kit.NewPara(erased(tr, e.Counts), look.SizeCaption, look.ColorMuted))
		if e.Reason != "" {
			entry.Add(kit.NewPara(tr.T("privacy.erasure-reason", "Why", e.Reason), look.SizeCaption, look.ColorMuted))
		}
		if len(e.Backups) > 0 {
			entry.Add(kit.NewPara(tr.T("privacy.erasure-left", "Names", strings.Join(e.Backups, ", ")), look.SizeCaption, look.ColorWarn))
		}
		rows.Add(kit.Pad(6, 0, 6, 0, entry))
	}
	if len(s.now.erasures) == 0 {
		rows.Add(kit.Hint(tr.T("privacy.erasures-none")))
	}
	var count fyne.CanvasObject
	if n := len(s.now.erasures); n > 0 {
		count = kit.Muted(fmt.Sprint(n))
	}
	return kit.Section(tr.T("privacy.erasures"), count, rows)
}
