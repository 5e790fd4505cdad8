package inbox

import (
	"context"
	"net/url"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// buildFiles are the attachments: each is saved by a tap, and looked at by the
// word beside it. What is dangerous says so, and asks once more.
func (d *detail) buildFiles(files []data.Attachment) fyne.CanvasObject {
	tr := d.s.env.Tr
	var all []fyne.CanvasObject
	few := files[:min(len(files), firstFiles+d.files)]
	for _, a := range few {
		name := a.Name
		if name == "" {
			name = tr.T("inbox.unnamed")
		}
		sign := d.sign(a.Part)
		label := tr.T("inbox.file", "Name", clip(name, 34), "Size", tr.Size(a.Size))
		row := []fyne.CanvasObject{kit.Secondary(label, look.IconClip, func() {
			d.sure(name, sign, "reading.save-anyway", func() { d.s.save(d.message.ID, a.Part) })
		})}
		if sign.Kind != data.FilePlain {
			row = append(row, kit.Chip(tr.T("file.kind."+string(sign.Kind)), kit.ToneBad))
		}
		row = append(row, kit.Quiet(tr.T("reading.look"), "", func() {
			d.sure(name, sign, "reading.look-anyway", func() { d.s.look(d.message.ID, a.Part) })
		}))
		all = append(all, kit.HBox(kit.GapTiny, row...))
	}
	if left := len(files) - len(few); left > 0 {
		all = append(all, kit.Quiet(tr.N("reading.more-files", left), look.IconMore, func() {
			d.files += moreFiles
			d.foot.Set(d.buildFoot())
		}))
	}
	if len(files) <= firstFiles {
		return parts.Flow(kit.GapSmall, all...)
	}
	return kit.Box(0, filesHeight, kit.Scroll(parts.Flow(kit.GapSmall, all...)))
}

// How many attachments are listed at once, for a message may bring thousands;
// and how high many of them stand: the words need their room.
const (
	firstFiles          = 6
	moreFiles           = 24
	filesHeight float32 = 118
)

// sign is what a file is by its content; of one that nobody looked into, by its
// name alone nothing is said.
func (d *detail) sign(part int) data.FileSign {
	for _, s := range d.letter.reading.Files {
		if s.Part == part {
			return s
		}
	}
	return data.FileSign{Part: part}
}

// sure does something with a file at once, or after a second tap where that may
// do harm.
func (d *detail) sure(name string, sign data.FileSign, deed string, do func()) {
	tr := d.s.env.Tr
	if sign.Kind == data.FilePlain {
		do()
		return
	}
	sentence := tr.T("reading.danger-"+string(sign.Kind), "Name", name)
	if sign.Doubled {
		sentence += " " + tr.T("reading.danger-doubled")
	}
	dialog.Confirm(d.s.env, tr.T("reading.danger"), sentence, tr.T(deed), do)
}

// look opens an attachment with the system's program for it, from a folder that
// is emptied when the program starts.
func (s *Screen) look(id int64, part int) {
	kit.Go(s.scope, openRef("look", int64(part)), func(ctx context.Context) (string, error) {
		return s.svc.ViewAttachment(ctx, id, part)
	}, func(path string, err error) {
		if err == nil {
			err = s.browse(fileURL(path))
		}
		if err != nil {
			dialog.ShowError(s.env, data.NewError(data.CodeInternal, "not-opened").Because(err))
		}
	})
}

// fileURL is a path as an address: on Windows, too, where it begins with a drive.
func fileURL(path string) *url.URL {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return &url.URL{Scheme: "file", Path: path}
}

// browseTo opens an address that was shown before with the system's browser.
func (s *Screen) browseTo(target string) {
	u, err := url.Parse(target)
	if err == nil {
		err = s.browse(u)
	}
	if err != nil {
		dialog.ShowError(s.env, data.NewError(data.CodeInternal, "not-opened").Because(err))
	}
}

// browse hands an address to the system.
func browse(u *url.URL) error { return fyne.CurrentApp().OpenURL(u) }
