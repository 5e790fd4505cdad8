package mailboxes

import (
	"context"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// boxCard shows one mailbox.
func (s *Screen) boxCard(b *mailbox, first bool) fyne.CanvasObject {
	tr := s.env.Tr
	text, tone := standing(tr, &b.Account, b.folders)
	icon := map[kit.Tone]look.IconName{kit.ToneGood: look.IconCheck, kit.ToneNeutral: look.IconClock}[tone]
	if icon == "" {
		icon = look.IconAlert
	}
	lines := kit.VBox(2, kit.Heading(b.Name).Cut(), kit.Sentence(text))
	if why := remedy(tr, &b.Account); why != "" {
		lines.Add(kit.NewPara(why, 12, look.ColorMuted))
	}
	lines.Add(kit.NewPara(s.runs(b), 12, look.ColorMuted))
	name, folders := b.Name, b.Chosen
	buttons := kit.HBox(kit.GapSmall, kit.Secondary(tr.T("mailboxes.folders"), look.IconFolder, func() { s.askFolders(name) }))
	if first {
		pull := kit.Primary(tr.T("mailboxes.pull"), look.IconRefresh, s.hooks.Pull)
		s.first = pull
		buttons.Add(pull)
	}
	options := make([]input.Option, 0, 2)
	for _, p := range data.Policies() {
		options = append(options, input.Option{Code: string(p), Text: tr.T("mailboxes.policy-" + string(p))})
	}
	policy := input.NewChoice(options, string(b.Policy), func(code string) {
		kit.Do(s.scope, "policy", func(ctx context.Context) error {
			return s.svc.SetMailChoice(ctx, name, data.Policy(code), folders)
		}, s.did(tr.T("mailboxes.policy-set-"+code), nil))
	}).Width(300)
	whose := kit.HBox(kit.GapSmall, kit.Muted(tr.T("mailboxes.policy")), policy, kit.Spacer())
	if b.Policy == data.PolicyKnown && s.hooks.Tray != nil {
		whose.Add(kit.Link(tr.T("mailboxes.tray"), s.hooks.Tray))
	}
	head := kit.TopBox(kit.GapRows, parts.IconDisc(icon, tone, 36), kit.Grow(lines), buttons)
	return kit.Card(kit.VBox(kit.GapRows, head, s.table(b), kit.Rule(), whose))
}

// runs says when the mailbox was and will be pulled.
func (s *Screen) runs(b *mailbox) string {
	tr := s.env.Tr
	text := tr.T("mailboxes.last-never")
	if !b.LastOK.IsZero() {
		text = tr.T("mailboxes.last", "When", b.LastOK)
	}
	if s.hooks.Next != nil {
		if next := s.hooks.Next(b.Name); !next.IsZero() {
			text += " " + tr.T("mailboxes.next", "When", next)
		}
	}
	return text
}

// Widths of the table's columns.
const (
	figureWidth float32 = 92
	whenWidth   float32 = 128
)

// table shows what became of the messages of each folder.
func (s *Screen) table(b *mailbox) fyne.CanvasObject {
	tr := s.env.Tr
	if len(b.folders) == 0 {
		return kit.Hint(tr.T("mailboxes.no-folders"))
	}
	line := func(name fyne.CanvasObject, figures []string, when string, bold bool, tint fyne.ThemeColorName) fyne.CanvasObject {
		row := kit.HBox(kit.GapSmall, kit.Grow(name))
		for i, text := range figures {
			color := look.ColorText
			if i == len(figures)-1 && tint != "" {
				color = tint
			}
			row.Add(kit.Box(figureWidth, 0, kit.NewText(text, look.SizeBody, color, bold).Right()))
		}
		row.Add(kit.Box(whenWidth, 0, kit.Caption(when).Right()))
		return kit.Pad(5, 0, 5, 0, row)
	}
	rows := kit.VBox(0)
	heads := kit.HBox(kit.GapSmall, kit.Grow(kit.Caption(tr.T("mailboxes.col-folder"))))
	for _, key := range []string{"on-server", "kept", "left-out", "failed"} {
		heads.Add(kit.Box(figureWidth, 0, kit.Caption(tr.T("mailboxes.col-"+key)).Right()))
	}
	heads.Add(kit.Box(whenWidth, 0, kit.Caption(tr.T("mailboxes.col-when")).Right()))
	rows.Add(kit.Pad(0, 0, 4, 0, heads))
	for i := range b.folders {
		f := &b.folders[i]
		name, tint := kit.Body(f.Name).Cut(), fyne.ThemeColorName("")
		if f.Failed > 0 && f.Chosen {
			tint = look.ColorBad
		}
		when := tr.T("mailboxes.never")
		if !f.LastOK.IsZero() {
			when = tr.When(f.LastOK, s.env.Now())
		}
		var called fyne.CanvasObject = name
		if !f.Chosen {
			called = kit.HBox(kit.GapSmall, kit.Grow(name.Tint(look.ColorMuted)), kit.Chip(tr.T("mailboxes.not-chosen"), kit.ToneNeutral))
		}
		rows.Add(kit.Rule())
		rows.Add(line(called, cells(tr, f), when, false, tint))
		if why := folderTrouble(tr, f); why != "" {
			rows.Add(kit.NewPara(why, 12, look.ColorWarn))
		}
	}
	if all := sum(b.folders); len(b.folders) > 1 {
		rows.Add(kit.Rule())
		rows.Add(line(kit.Strong(tr.T("mailboxes.together")), cells(tr, &all), "", true, ""))
	}
	return rows
}

// askFolders lets the owner tick the folders that are pulled, from the server's list.
func (s *Screen) askFolders(account string) {
	tr := s.env.Tr
	password := s.password(account)
	s.env.Toast(tr.T("mailboxes.asking"), nil)
	kit.Go(s.scope, "folders", func(ctx context.Context) ([]data.FolderChoice, error) {
		return s.svc.FolderChoices(ctx, account, password)
	}, func(all []data.FolderChoice, err error) {
		if err != nil {
			dialog.ShowError(s.env, err)
			return
		}
		s.showFolders(account, all)
	})
}

func (s *Screen) password(account string) string {
	if s.hooks.Password == nil {
		return ""
	}
	return s.hooks.Password(account)
}

func (s *Screen) showFolders(account string, all []data.FolderChoice) {
	tr := s.env.Tr
	list := kit.VBox(2)
	for i := range all {
		f := &all[i]
		label := f.Name
		if f.OnServer >= 0 {
			label = tr.T("mailboxes.folder-count", "Folder", f.Name, "Messages", tr.N("mailboxes.messages", f.OnServer))
		}
		row := kit.HBox(kit.GapSmall, input.NewCheck(label, f.Chosen, func(on bool) { f.Chosen = on }), kit.Spacer())
		if f.Role != data.RoleNone {
			row.Add(kit.Caption(tr.T("role." + string(f.Role))))
		}
		list.Add(row)
	}
	var d *dialog.Dialog
	keep := kit.Primary(tr.T("mailboxes.folders-keep"), "", func() {
		none := true
		for _, f := range all {
			none = none && !f.Chosen
		}
		if none {
			dialog.ShowError(s.env, data.NewError(data.CodeInvalid, "folders-none"))
			return
		}
		d.Close()
		names, password := chosenNames(all), s.password(account)
		kit.Do(s.scope, "choose", func(ctx context.Context) error {
			return s.svc.ChooseFolders(ctx, account, password, names)
		}, s.did(tr.T("mailboxes.folders-kept"), nil))
	})
	body := kit.VBox(kit.GapRows, kit.Note(tr.T("mailboxes.folders-note")), kit.Box(0, foldersHeight(len(all)), kit.Scroll(list)))
	d = dialog.Show(s.env, tr.T("mailboxes.folders-title", "Account", account), body,
		kit.Secondary(tr.T("mailboxes.leave"), "", func() { d.Close() }), keep)
}

// foldersHeight gives the list of folders room for what it holds, within bounds.
func foldersHeight(n int) float32 { return fyne.Max(80, fyne.Min(380, float32(n)*38)) }
