package parts

import (
	"context"

	"fyne.io/fyne/v2"

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
