package exchange

import (
	"context"
	"errors"
	"path/filepath"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// mailEndings are those of files of mail.
var mailEndings = []string{".eml", ".mbox"}

// holdsMail reports whether a file was refused since it holds mail.
func holdsMail(err error) bool {
	var e *data.Error
	return errors.As(err, &e) && e.Key == "import-is-mail"
}

// askMailFolder asks for a folder of messages: a Maildir, or files in it.
func (s *Screen) askMailFolder() {
	s.env.File(kit.FileAsk{What: kit.Folder, Dir: parts.Documents(), Done: s.openMail})
}

// openMail reads mail without keeping it, and shows what would come in.
func (s *Screen) openMail(path string) {
	name := filepath.Base(path)
	parts.Run(s.long, s.env.Tr.T("exchange.reading", "File", name),
		func(ctx context.Context, w *parts.Work) (data.ImportResult, error) {
			return s.svc.ImportMail(ctx, path, true, bytesOf(w, name))
		}, func(r data.ImportResult) { s.showMail(path, r) })
}

// bytesOf shows how many bytes are done.
func bytesOf(w *parts.Work, what string) func(done, total int) {
	return func(done, total int) { w.Bytes(what, int64(done), int64(total)) }
}

// showMail shows what mail would come in, in place of the page.
func (s *Screen) showMail(path string, r data.ImportResult) {
	tr := s.env.Tr
	apply := kit.Primary(tr.T("exchange.apply"), look.IconCheck, func() { s.applyMail(path) })
	sentence := tr.T("exchange.mail-nothing-yet")
	if r.New == 0 {
		apply.Disable()
		sentence = tr.T("exchange.mail-nothing-new")
	}
	back := kit.Quiet(tr.T("exchange.cancel"), look.IconBack, s.leave)
	head := kit.HBox(kit.GapSmall, kit.Grow(kit.VBox(2, kit.Heading(filepath.Base(path)).Cut(), kit.Muted(mailCounts(s, r)).Cut())), back, apply)
	rows := kit.VBox(kit.GapSmall, head, kit.NewPara(sentence, look.SizeBody, look.ColorMuted))
	content := kit.VBox(kit.GapRows, kit.Card(rows))
	if failed := s.failedMail(r); failed != nil {
		content.Add(kit.Grow(kit.Card(failed)))
	}
	s.plan = &planView{s: s, content: content}
	s.back()
	if r.New > 0 {
		kit.Focus(apply)
	} else {
		kit.Focus(back)
	}
}

// mailCounts says how many messages are new, known, or can't be read.
func mailCounts(s *Screen, r data.ImportResult) string {
	tr := s.env.Tr
	out := tr.N("exchange.mail-new", r.New)
	if r.Duplicates > 0 {
		out += ", " + tr.N("exchange.mail-known", r.Duplicates)
	}
	if r.Failed > 0 {
		out += ", " + tr.N("exchange.mail-failed", r.Failed)
	}
	return out
}

// shownFailed is how many files that can't be read are named.
const shownFailed = 100

// failedMail names what can't be read, and why; nil for nothing.
func (s *Screen) failedMail(r data.ImportResult) fyne.CanvasObject {
	if r.Failed == 0 {
		return nil
	}
	tr := s.env.Tr
	rows := kit.VBox(kit.GapSmall)
	n := 0
	for i := range r.Rows {
		row := &r.Rows[i]
		if row.Outcome != data.OutcomeFailed {
			continue
		}
		if n++; n > shownFailed {
			rows.Add(kit.Note(tr.N("exchange.mail-more", r.Failed-shownFailed)))
			break
		}
		rows.Add(kit.VBox(2, kit.Strong(filepath.Base(row.Item)).Cut(), kit.NewPara(tr.Error(row.Why), 12, look.ColorMuted)))
	}
	return kit.VBox(kit.GapRows, kit.Heading(tr.T("exchange.mail-aside")), kit.Grow(kit.Scroll(rows)))
}

// applyMail keeps the mail. What was kept before a stop stays: reading the same
// again goes on from there.
func (s *Screen) applyMail(path string) {
	tr, name := s.env.Tr, filepath.Base(path)
	parts.Run(s.long, tr.T("exchange.applying", "File", name),
		func(ctx context.Context, w *parts.Work) (data.ImportResult, error) {
			r, err := s.svc.ImportMail(ctx, path, false, bytesOf(w, name))
			if ctx.Err() != nil && r.New > 0 {
				err = nil // so much is to be told
			}
			return r, err
		}, func(r data.ImportResult) {
			s.leave()
			s.env.Toast(tr.T("exchange.mail-applied", "What", mailCounts(s, r)), nil)
		})
}

// exportMailFolder writes each message into a folder of its own name under the
// one that is chosen.
func (s *Screen) exportMailFolder(name string) {
	s.env.File(kit.FileAsk{What: kit.Folder, Dir: parts.Documents(), Done: func(dir string) {
		s.write("mail", filepath.Join(dir, name)+string(filepath.Separator))
	}})
}
