package dialog

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"kartoteka/data"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
)

// fileList is the dialog that asks for a file, or a folder, that is there: a
// field that takes a typed or pasted path, and under it what lies in its folder.
// The arrows lead through the list while the field has the keyboard.
type fileList struct {
	env   *kit.Env
	ask   kit.FileAsk
	form  *FormDialog
	path  *input.Entry
	list  *widget.List
	dir   string      // whose entries are shown
	all   []fileEntry // of the folder
	shown []fileEntry // of those, what fits what was typed
	at    int         // chosen by the arrows, -1: none
	turn  int         // of the reading; an older answer is dropped
}

type fileEntry struct {
	name   string
	folder bool
}

// listHeight shows about ten entries.
const listHeight float32 = 300

// askOldFile asks for a file or folder that is there.
func askOldFile(env *kit.Env, ask kit.FileAsk) {
	tr := env.Tr
	l := &fileList{env: env, ask: ask, at: -1, path: input.NewEntry(tr.T("kit.file-path-hint"))}
	title, deed := tr.T("kit.file-open-title"), tr.T("kit.file-open")
	if ask.What == kit.Folder {
		title, deed = tr.T("kit.file-folder-title"), tr.T("kit.file-folder-pick")
	}
	l.list = widget.NewList(func() int { return len(l.shown) }, newFileRow, func(i widget.ListItemID, o fyne.CanvasObject) {
		setFileRow(o, l.shown[i], i == l.at)
	})
	l.list.HideSeparators = true
	l.list.OnSelected = func(i widget.ListItemID) {
		l.list.UnselectAll()
		l.choose(i)
	}
	l.path.OnKey = l.key
	up := kit.Secondary(tr.T("kit.file-up"), look.IconFolder, func() { l.enter(filepath.Dir(filepath.Clean(l.dir))) })
	l.form = ShowForm(env, Form{
		Title: title, Deed: deed, Width: 620, Submit: l.submit,
		Fields: []Field{
			{Label: tr.T("kit.file-path"), Input: kit.HBox(kit.GapSmall, kit.Grow(l.path), up), Hint: tr.T("kit.file-path-keys")},
			{Input: kit.Box(0, min(listHeight, env.Window.Canvas().Size().Height-dialogRest-110), l.list)},
		},
	})
	l.path.OnChanged = func(string) { l.typed() }
	dir := ask.Dir
	if st, err := os.Stat(dir); err != nil || !st.IsDir() {
		dir, _ = os.UserHomeDir() // without one the field is empty, and takes a path
	}
	l.enter(dir)
}

func newFileRow() fyne.CanvasObject {
	return kit.Pad(1, 6, 1, 6, kit.HBox(kit.GapSmall, kit.Picture(look.IconFolder, 16, look.ColorMuted), kit.Picture(look.IconFile, 16, look.ColorMuted), kit.Grow(kit.Body("").Cut())))
}

func setFileRow(o fyne.CanvasObject, e fileEntry, chosen bool) {
	row, ok := o.(*fyne.Container).Objects[0].(*fyne.Container)
	if !ok {
		return
	}
	row.Objects[0].Hide()
	row.Objects[1].Hide()
	if e.folder {
		row.Objects[0].Show()
	} else {
		row.Objects[1].Show()
	}
	if text, ok := row.Objects[2].(*fyne.Container).Objects[0].(*kit.Text); ok {
		text.Tint(look.ColorText)
		if chosen {
			text.Tint(look.ColorPrimary)
		}
		text.SetText(e.name)
	}
	row.Refresh()
}

// cleanPath reads a path as it is typed or pasted: in quotes, as an address of
// a file, or from the person's own folder.
func cleanPath(text string) string {
	text = strings.Trim(strings.TrimSpace(text), `"'`)
	text = strings.TrimPrefix(text, "file://")
	if rest, ok := strings.CutPrefix(text, "~"); ok && (rest == "" || os.IsPathSeparator(rest[0])) {
		if home, err := os.UserHomeDir(); err == nil {
			return home + rest
		}
	}
	return text
}

// enter goes to a folder.
func (l *fileList) enter(dir string) {
	if dir == "" {
		return
	}
	if !os.IsPathSeparator(dir[len(dir)-1]) {
		dir += string(filepath.Separator)
	}
	l.path.SetText(dir)
	l.path.CursorColumn = len([]rune(dir))
	l.path.Refresh()
	l.form.Focus(l.path)
	l.typed()
}

// typed shows what lies in the folder of what the field says, as far as it
// begins so.
func (l *fileList) typed() {
	dir, begin := filepath.Split(cleanPath(l.path.Text))
	l.at = -1
	if dir == l.dir {
		l.narrow(begin)
		return
	}
	l.turn++
	turn := l.turn
	l.env.Spawn(func() {
		all, err := l.read(dir)
		l.env.Post(func() {
			if turn != l.turn || err != nil {
				return // whoever opens it is told
			}
			l.dir, l.all = dir, all
			_, begin := filepath.Split(cleanPath(l.path.Text))
			l.narrow(begin)
		})
	})
}

// read lists a folder: folders first, and files of the endings that are wanted.
// What is hidden is left out.
func (l *fileList) read(dir string) ([]fileEntry, error) {
	found, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var out []fileEntry
	for _, e := range found {
		folder := e.IsDir()
		if e.Type()&fs.ModeSymlink != 0 {
			st, err := os.Stat(filepath.Join(dir, e.Name()))
			folder = err == nil && st.IsDir()
		}
		wanted := folder || l.ask.What != kit.Folder && l.wants(e.Name())
		if wanted && !strings.HasPrefix(e.Name(), ".") {
			out = append(out, fileEntry{e.Name(), folder})
		}
	}
	slices.SortStableFunc(out, func(a, b fileEntry) int {
		switch {
		case a.folder == b.folder:
			return strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name))
		case a.folder:
			return -1
		}
		return 1
	})
	return out, nil
}

func (l *fileList) wants(name string) bool {
	return len(l.ask.Endings) == 0 || slices.Contains(l.ask.Endings, strings.ToLower(filepath.Ext(name)))
}

func (l *fileList) narrow(begin string) {
	begin = strings.ToLower(begin)
	l.shown = nil
	for _, e := range l.all {
		if strings.HasPrefix(strings.ToLower(e.name), begin) {
			l.shown = append(l.shown, e)
		}
	}
	l.list.Refresh()
}

// key has the arrows lead through the list, and Enter open what they chose.
func (l *fileList) key(e *fyne.KeyEvent) bool {
	step := map[fyne.KeyName]int{fyne.KeyDown: 1, fyne.KeyUp: -1}[e.Name]
	switch {
	case step != 0 && len(l.shown) > 0:
		l.at = min(max(l.at+step, 0), len(l.shown)-1)
		l.list.ScrollTo(l.at)
		l.list.Refresh()
		return true
	case (e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter) && l.at >= 0 && l.at < len(l.shown):
		open := !l.shown[l.at].folder
		l.choose(l.at)
		if open {
			l.form.submit()
		}
		return true
	}
	return false
}

// choose goes into a folder, or puts a file into the field.
func (l *fileList) choose(i int) {
	if i < 0 || i >= len(l.shown) {
		return
	}
	path := filepath.Join(l.dir, l.shown[i].name)
	if l.shown[i].folder {
		l.enter(path)
		return
	}
	l.path.SetText(path)
	l.form.Focus(l.path)
}

// submit hands over what the field says, if it is there and of the right sort.
func (l *fileList) submit(done func(error)) {
	path := cleanPath(l.path.Text)
	l.env.Spawn(func() {
		st, err := os.Stat(path)
		l.env.Post(func() {
			switch {
			case path == "" || errors.Is(err, fs.ErrNotExist):
				done(data.NewError(data.CodeNotFound, "file-missing", "File", path).Because(err))
			case err != nil:
				done(data.NewError(data.CodeInvalid, "file-forbidden", "File", path).Because(err))
			case st.IsDir() && l.ask.What != kit.Folder:
				done(data.NewError(data.CodeInvalid, "file-is-folder", "File", path))
				l.enter(path)
			case !st.IsDir() && l.ask.What == kit.Folder:
				done(data.NewError(data.CodeInvalid, "file-is-no-folder", "File", path))
			default:
				done(nil)
				l.form.Close()
				l.ask.Done(filepath.Clean(path))
			}
		})
	})
}
