package privacy

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/i18n"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
)

// likeRows is how many people are offered while a name is typed.
const likeRows = 8

// Choose fills in the person whose data are asked for, as when one comes here
// from the card.
func (s *Screen) Choose(id int64, name string) {
	s.picked = widget.Match{ID: id, Title: name}
	if s.Drawn() {
		s.show()
	}
}

func (s *Screen) personCard() fyne.CanvasObject {
	tr := s.env.Tr
	field := input.NewEntry(tr.T("privacy.person-hint"))
	picked := s.picked
	write := kit.Secondary(tr.T("privacy.person-export"), look.IconDownload, func() { s.askExport(picked.ID, picked.Title) })
	erase := kit.Secondary(tr.T("privacy.person-erase"), look.IconTrash, func() { s.askErase(picked.ID) })
	choose := func(m widget.Match) {
		picked, s.picked = m, m
		if m.ID == 0 {
			write.Disable()
			erase.Disable()
			return
		}
		write.Enable()
		if m.Kind == formerCard { // what the journal holds is taken out, and not written
			write.Disable()
		}
		erase.Enable()
	}
	choose(picked)
	field.SetText(picked.Title)
	list := widget.NewDropdown(field)
	list.OnPick = func(m widget.Match) {
		list.Close()
		choose(m) // before the text changes, which would take the choice back
		field.SetText(m.Title)
	}
	field.OnChanged = func(typed string) {
		if typed == picked.Title {
			return
		}
		choose(widget.Match{})
		s.suggest(typed, list)
	}
	return kit.Section(tr.T("privacy.person"), nil, kit.VBox(kit.GapRows, kit.Sentence(tr.T("privacy.person-what")),
		field, parts.Flow(kit.GapSmall, write, erase)))
}

func (s *Screen) suggest(typed string, list *widget.Dropdown) {
	if len([]rune(strings.TrimSpace(typed))) < 2 {
		list.Close()
		return
	}
	kit.Go(s.Scope, "like", func(ctx context.Context) ([]widget.Match, error) {
		return s.people(ctx, typed)
	}, func(matches []widget.Match, err error) {
		if err == nil { // else the next letter asks again
			list.Show(matches)
		}
	})
}

// formerCard is the kind of a match that is only in the trash or the journal.
const formerCard = "gone"

// people are those who may be meant: who has a card first.
func (s *Screen) people(ctx context.Context, typed string) ([]widget.Match, error) {
	rows, err := s.svc.ContactsLike(ctx, typed, likeRows)
	if err != nil {
		return nil, err
	}
	var out []widget.Match
	for i := range rows {
		out = append(out, widget.Match{
			ID: rows[i].ID, Icon: look.IconPerson, Title: rows[i].DisplayName,
			Subtitle: strings.Join(append(append([]string{}, rows[i].Emails()...), rows[i].Phones()...), " · "),
		})
	}
	former, err := s.svc.GoneLike(ctx, typed, likeRows)
	for i := range former {
		out = append(out, widget.Match{
			ID: former[i].ID, Kind: formerCard, Icon: look.IconTrash, Title: former[i].Name, Subtitle: s.formerly(&former[i]),
		})
	}
	return out, err
}

// formerly says where somebody without a card still is, and how he was reached.
func (s *Screen) formerly(p *data.GonePerson) string {
	key := "privacy.gone-journal"
	if p.Trashed {
		key = "privacy.gone-trash"
	}
	out := []string{s.env.Tr.T(key, "When", p.At)}
	for _, h := range p.Handles {
		out = append(out, h.Value)
	}
	return strings.Join(out, " · ")
}

func (s *Screen) askExport(id int64, name string) {
	tr := s.env.Tr
	s.env.File(kit.FileAsk{
		What: kit.FileToWrite, Dir: parts.Documents(), Endings: []string{".zip"},
		Name: tr.T("privacy.export-name", "Name", strings.NewReplacer("/", "-", `\`, "-", ":", "-").Replace(name), "Day", s.env.Today().String()),
		Done: func(path string) {
			parts.Run(s.long, tr.T("privacy.exporting"), func(ctx context.Context, _ *parts.Work) (bool, error) {
				return true, s.svc.SubjectExport(ctx, id, path)
			}, func(bool) { s.env.Toast(tr.T("privacy.exported", "File", parts.Short(path)), nil) })
		},
	})
}

// askErase shows what would go and what speaks against it.
func (s *Screen) askErase(id int64) {
	kit.Go(s.Scope, "preview", func(ctx context.Context) (data.ErasePreview, error) {
		return s.svc.ErasePreview(ctx, id, data.EraseOptions{})
	}, func(p data.ErasePreview, err error) {
		if err != nil {
			dialog.ShowError(s.env, err)
			return
		}
		s.confirmErase(&p)
	})
}

func (s *Screen) confirmErase(p *data.ErasePreview) {
	tr := s.env.Tr
	body := kit.VBox(kit.GapRows, kit.Sentence(tr.T("privacy.erase-what", "Name", p.Name)),
		kit.NewPara(tr.T("privacy.erase-counts", "What", erased(tr, p.Counts)), look.SizeBody, look.ColorText))
	for _, b := range p.Blocks {
		body.Add(kit.NewPara(tr.N("privacy.block-"+b.Kind, b.Count, "Title", b.Title, "Until", b.Until), look.SizeBody, look.ColorWarn))
	}
	if len(p.Mentions) > 0 {
		body.Add(kit.Note(tr.N("privacy.erase-mentions", len(p.Mentions))))
		body.Add(mentionList(tr, p.Mentions))
	}
	named := input.NewCheck(tr.T("privacy.erase-named-mail"), false, nil)
	body.Add(named)
	if len(p.Sealed) > 0 {
		body.Add(kit.Note(tr.T("privacy.erase-backups", "Names", strings.Join(p.Sealed, ", "))))
	}
	reason := input.NewEntry(tr.T("privacy.erase-reason-hint"))
	if len(p.Blocks) > 0 {
		body.Add(input.Labelled(tr.T("privacy.erase-reason"), reason))
	}
	confirmed := input.NewEntry(p.Name)
	body.Add(input.Labelled(tr.T("privacy.erase-type", "Name", p.Name), confirmed))
	var d *dialog.Dialog
	do := kit.Danger(tr.T("privacy.erase-deed"), func() {
		d.Close()
		s.erase(p.ContactID, data.EraseOptions{Reason: strings.TrimSpace(reason.Text), NamedMail: named.Checked})
	})
	do.Disable()
	check := func(string) {
		if strings.TrimSpace(confirmed.Text) == p.Name && (len(p.Blocks) == 0 || strings.TrimSpace(reason.Text) != "") {
			do.Enable()
		} else {
			do.Disable()
		}
	}
	confirmed.OnChanged, reason.OnChanged = check, check
	cancel := kit.Secondary(tr.T("privacy.cancel"), "", func() { d.Close() })
	d = dialog.ShowWide(s.env, tr.T("privacy.erase-title"), 560, body, cancel, do)
	kit.Focus(confirmed)
}

// shownMentions is how many kinds of place are named one by one.
const shownMentions = 8

// mentionList says in what other records the person is named, and in which of
// them the name stays.
func mentionList(tr *i18n.Translator, all []data.Mention) fyne.CanvasObject {
	type place struct {
		record string
		stays  bool
	}
	var order []place
	counts := map[place]int{}
	for _, m := range all {
		p := place{m.Record, m.Stays}
		if counts[p]++; counts[p] == 1 {
			order = append(order, p)
		}
	}
	rows := kit.VBox(2)
	for _, p := range order[:min(shownMentions, len(order))] {
		what, end := tr.T("privacy.mention-goes"), "privacy.mention."+p.record
		if p.stays {
			what = tr.T("privacy.mention-stays")
		}
		if !tr.Has(end) {
			end = "privacy.mention.other"
		}
		rows.Add(kit.NewPara(tr.T("privacy.mention", "Where", tr.T(end), "N", counts[p], "What", what), 12, look.ColorMuted))
	}
	return rows
}

func (s *Screen) erase(id int64, o data.EraseOptions) {
	tr := s.env.Tr
	parts.Run(s.long, tr.T("privacy.erasing"), func(ctx context.Context, _ *parts.Work) (data.Erasure, error) {
		return s.svc.EraseSubject(ctx, id, o)
	}, func(e data.Erasure) {
		body := kit.VBox(kit.GapRows, kit.Sentence(tr.T("privacy.erased", "What", erased(tr, e.Counts))))
		if len(e.Backups) > 0 {
			body.Add(kit.NewPara(tr.T("privacy.erased-backups", "Names", strings.Join(e.Backups, ", ")), look.SizeBody, look.ColorWarn))
		}
		var d *dialog.Dialog
		d = dialog.Show(s.env, tr.T("privacy.erased-title"), body, kit.Secondary(tr.T("privacy.close"), "", func() { d.Close() }))
	})
}
