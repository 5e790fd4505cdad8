package dialog

import (
	"os"
	"path/filepath"
	"strings"

	"kartoteka/data"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
)

// AskFile asks for a file or a folder, by its path or from a list. A new file is
// asked for by name and folder: nothing is emptied before anything is written.
func AskFile(env *kit.Env, ask kit.FileAsk) {
	if ask.What == kit.FileToWrite {
		askNewFile(env, ask)
		return
	}
	askOldFile(env, ask)
}

// askNewFile asks for the name and the folder of a new file. One that is there
// is replaced only after that was said and the button pressed again.
func askNewFile(env *kit.Env, ask kit.FileAsk) {
	tr := env.Tr
	name, dir := input.NewEntry(""), input.NewEntry("")
	name.SetText(ask.Name)
	dir.SetText(ask.Dir)
	browse := kit.Secondary(tr.T("kit.file-folder"), look.IconFolder, func() {
		AskFile(env, kit.FileAsk{What: kit.Folder, Dir: dir.Text, Done: dir.SetText})
	})
	warned := ""
	var form *FormDialog
	form = ShowForm(env, Form{
		Title: tr.T("kit.file-title"), Deed: tr.T("kit.file-save"), Width: 560,
		Fields: []Field{
			{Label: tr.T("kit.file-name"), Input: name},
			{Label: tr.T("kit.file-where"), Input: kit.HBox(kit.GapSmall, kit.Grow(dir), browse)},
		},
		Submit: func(done func(error)) {
			text := strings.TrimSpace(name.Text)
			if text == "" {
				done(data.NewError(data.CodeInvalid, "file-without-name"))
				return
			}
			path := filepath.Join(strings.TrimSpace(dir.Text), withEnding(text, ask.Endings))
			env.Spawn(func() {
				_, err := os.Lstat(path)
				env.Post(func() {
					if err == nil && warned != path {
						warned = path
						done(data.NewError(data.CodeConflict, "file-exists", "File", filepath.Base(path)))
						return
					}
					done(nil)
					form.Close()
					ask.Done(path)
				})
			})
		},
	})
}

// withEnding gives a new file the first ending when the person left it out.
func withEnding(path string, endings []string) string {
	if len(endings) == 0 {
		return path
	}
	has := strings.ToLower(filepath.Ext(path))
	for _, e := range endings {
		if has == e {
			return path
		}
	}
	return path + endings[0]
}
