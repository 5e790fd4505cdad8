package parts

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/i18n"
	"kartoteka/data"
)

// Answers is how a screen answers letters, without knowing how that is done.
// The zero value is a screen that answers none.
type Answers struct {
	// Ask opens an answer to be written.
	Ask func(data.ReplyRequest)
	// Load reads how the answers to something stand; it is called off the UI thread.
	Load func(context.Context, data.DraftFilter) (data.ReplyStanding, error)
	// Show draws that; nil where there is nothing to be seen.
	Show func(data.ReplyStanding) fyne.CanvasObject
}

// Standing reads how the answers to something stand.
func (a *Answers) Standing(ctx context.Context, of data.DraftFilter) (data.ReplyStanding, error) {
	if a.Load == nil {
		return data.ReplyStanding{}, nil
	}
	return a.Load(ctx, of)
}

// Key reports whether a key asks for an answer.
func (a *Answers) Key(tr *i18n.Translator, e *fyne.KeyEvent) bool {
	return a.Ask != nil && strings.EqualFold(string(e.Name), tr.T("reply.key"))
}
