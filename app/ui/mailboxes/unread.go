package mailboxes

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"

	"kartoteka/app/i18n"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/reader"
	"kartoteka/data"
)

// folderTrouble says why a folder could not be opened; "" when it could.
func folderTrouble(tr *i18n.Translator, f *data.FolderFigures) string {
	if f.LastErr == "" || !f.Chosen {
		return ""
	}
	return tr.Error(data.NewError(data.CodeMail, f.LastErr))
}

// shownUnread is how many unread messages the page lists.
const shownUnread = 100

// unreadCard lists what can't be read and what could not be had.
func (s *Screen) unreadCard() fyne.CanvasObject {
	tr, all := s.env.Tr, s.state.unread
	rows := kit.VBox(0)
	if len(all) == 0 {
		rows.Add(kit.Hint(tr.T("mailboxes.unread-none")))
	}
	for i := range all[:min(len(all), shownUnread)] {
		if i > 0 {
			rows.Add(kit.Rule())
		}
		rows.Add(s.unreadRow(all[i]))
	}
	if n := len(all) - shownUnread; n > 0 {
		rows.Add(kit.Note(tr.N("mailboxes.unread-more", n)))
	}
	return kit.Section(tr.T("mailboxes.unread"), nil, rows)
}

func (s *Screen) unreadRow(u data.Unread) fyne.CanvasObject {
	tr := s.env.Tr
	tone := kit.ToneWarn
	if u.MessageID != 0 {
		tone = kit.ToneInfo
	}
	lines := kit.VBox(2, kit.HBox(kit.GapSmall, kit.Strong(where(tr, &u)), kit.Chip(what(tr, &u), tone)),
		kit.NewPara(tr.Error(data.NewError(data.CodeMail, u.Reason)), 12, look.ColorText), kit.Caption(tries(tr, &u)).Cut())
	buttons := kit.HBox(kit.GapTiny)
	if u.MessageID != 0 {
		buttons.Add(kit.Quiet(tr.T("mailboxes.view"), look.IconFile, func() { s.view(u) }))
		buttons.Add(kit.Quiet(tr.T("mailboxes.save"), look.IconDownload, func() { s.save(u) }))
	}
	buttons.Add(kit.Secondary(tr.T("mailboxes.retry"), look.IconRefresh, func() { s.retry(u) }))
	return kit.Pad(8, 0, 8, 0, kit.TopBox(kit.GapRows, kit.Grow(lines), buttons))
}

// retry tries once more and tells how that went.
func (s *Screen) retry(u data.Unread) {
	password := s.password(u.Account)
	s.env.Toast(s.env.Tr.T("mailboxes.retrying"), nil)
	kit.Do(s.scope, fmt.Sprintf("retry %d/%s/%d/%d", u.AccountID, u.Folder, u.UID, u.MessageID), func(ctx context.Context) error {
		return s.svc.RetryMessage(ctx, u, password)
	}, s.did(s.env.Tr.T("mailboxes.retried"), nil))
}

// Measures of the view of raw bytes.
const (
	rawWidth  float32 = 820
	rawHeight float32 = 440
)

// view shows the beginning of a message as it came, to be read only.
func (s *Screen) view(u data.Unread) {
	tr := s.env.Tr
	kit.Go(s.scope, "view", func(ctx context.Context) (data.RawView, error) {
		return s.svc.RawMessage(ctx, u.MessageID)
	}, func(raw data.RawView, err error) {
		if err != nil {
			dialog.ShowError(s.env, err)
			return
		}
		text := reader.New()
		text.SetText(raw.Text)
		note := tr.T("mailboxes.raw-all", "Size", tr.Size(raw.Size))
		if raw.Cut {
			note = tr.T("mailboxes.raw-cut", "Size", tr.Size(raw.Size))
		}
		var d *dialog.Dialog
		d = dialog.ShowWide(s.env, where(tr, &u), rawWidth,
			kit.VBox(kit.GapRows, kit.Note(note), kit.Box(0, rawHeight, text)),
			kit.Secondary(tr.T("mailboxes.save"), look.IconDownload, func() { s.save(u) }),
			kit.Primary(tr.T("mailboxes.close"), "", func() { d.Close() }))
	})
}

// save writes a message as it came where the owner says.
func (s *Screen) save(u data.Unread) {
	tr := s.env.Tr
	s.env.File(kit.FileAsk{
		What: kit.FileToWrite, Name: tr.T("mailboxes.file-name", "Number", u.MessageID) + ".eml", Endings: []string{".eml"},
		Done: func(path string) {
			kit.Do(s.scope, "save", func(ctx context.Context) error { return s.svc.SaveRaw(ctx, u.MessageID, path) },
				func(err error) {
					if err != nil {
						dialog.ShowError(s.env, err)
						return
					}
					s.env.Toast(tr.T("mailboxes.saved", "Path", path), nil)
				})
		},
	})
}

// rulesCard lists what was decided on senders once for all.
func (s *Screen) rulesCard() fyne.CanvasObject {
	tr := s.env.Tr
	rows := kit.VBox(4, kit.Note(tr.T("mailboxes.rules-note")))
	for _, r := range s.state.rules {
		tone := kit.ToneNeutral
		if r.Verdict == data.VerdictAlways {
			tone = kit.ToneGood
		}
		rows.Add(kit.Rule())
		rows.Add(kit.Pad(4, 0, 4, 0, kit.HBox(kit.GapSmall, kit.Grow(kit.Body(r.Pattern).Cut()),
			kit.Chip(tr.T("verdict."+string(r.Verdict)), tone), kit.Caption(tr.When(r.At, s.env.Now())),
			kit.Quiet(tr.T("mailboxes.rule-remove"), look.IconTrash, func() {
				kit.Do(s.scope, "rule", func(ctx context.Context) error { return s.svc.RemoveSenderRule(ctx, r.ID) },
					s.did(tr.T("mailboxes.rule-removed", "Sender", r.Pattern), kit.Did))
			}))))
	}
	return kit.Section(tr.T("mailboxes.rules"), kit.Quiet(tr.T("mailboxes.rule-add"), look.IconAdd, s.askRule), rows)
}

// askRule asks for a sender and what is to be done with his mail.
func (s *Screen) askRule() {
	tr := s.env.Tr
	sender := input.NewEntry(tr.T("mailboxes.rule-example"))
	verdict := input.NewChoice([]input.Option{
		{Code: string(data.VerdictNever), Text: tr.T("mailboxes.verdict-never")},
		{Code: string(data.VerdictAlways), Text: tr.T("mailboxes.verdict-always")},
	}, string(data.VerdictNever), nil)
	dialog.ShowForm(s.env, dialog.Form{
		Title: tr.T("mailboxes.rule-add"), Deed: tr.T("mailboxes.rule-keep"),
		Fields: []dialog.Field{
			{Label: tr.T("mailboxes.rule-sender"), Input: sender, Hint: tr.T("mailboxes.rule-hint")},
			{Label: tr.T("mailboxes.rule-verdict"), Input: verdict},
		},
		Submit: func(done func(error)) {
			who, v := sender.Text, data.Verdict(verdict.Code())
			kit.Do(s.scope, "add rule", func(ctx context.Context) error {
				_, err := s.svc.SetSenderRule(ctx, who, v)
				return err
			}, func(err error) {
				done(err)
				if err == nil {
					s.did(tr.T("mailboxes.rule-kept", "Sender", who), kit.Did)(nil)
				}
			})
		},
	})
}
