package shell

import (
	"encoding/json"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"kartoteka/app/i18n"
)

// toolkitKeys are the texts that Fyne's own widgets show. Fyne takes them by
// the system's language and can't be told another, so ours are given to it
// under that language's name. All of them: it logs three lines for a missing
// one each time it is shown.
var toolkitKeys = []string{
	"Advanced", "Cancel", "Confirm", "Copy", "Create Folder", "Cut", "Enter filename", "Error", "Favourites",
	"File", "Folder", "New Folder", "No", "OK", "Open", "Paste", "Quit", "Redo", "Save", "Select all",
	"Show Hidden Files", "Undo", "Yes", "file.name", "file.parent",
	"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
	"monday.short", "tuesday.short", "wednesday.short", "thursday.short", "friday.short", "saturday.short", "sunday.short",
}

func ourKey(toolkit string) string {
	return "toolkit." + strings.ToLower(strings.ReplaceAll(toolkit, " ", "-"))
}

// sayInToolkit makes Fyne's own widgets speak the window's language.
func sayInToolkit(tr *i18n.Translator) {
	texts := make(map[string]string, len(toolkitKeys))
	for _, k := range toolkitKeys {
		texts[k] = tr.T(ourKey(k))
	}
	b, err := json.Marshal(texts)
	if err == nil {
		err = lang.AddTranslations(fyne.NewStaticResource(lang.SystemLocale().LanguageString()+".json", b))
	}
	if err != nil {
		// The words of a context menu stay in the system's language.
		fyne.LogError("texts of the toolkit", err)
	}
}
