package parts

import (
	"strings"

	"kartoteka/app/i18n"
	"kartoteka/data"
)

// Left says what could not be set back when a deed was taken back, as sentences
// to follow others; "" where all was.
func Left(tr *i18n.Translator, r *data.Reverted) string {
	if r.Kept == 0 {
		return ""
	}
	text := " " + tr.N("shell.undone-kept", r.Kept)
	if len(r.Names) > 0 {
		text += " " + tr.T("shell.undone-names", "Names", strings.Join(r.Names, ", "))
	}
	return text
}
