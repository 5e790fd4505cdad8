package kit

import (
	"fyne.io/fyne/v2"

	"kartoteka/app/i18n"
	"kartoteka/data"
)

// Env is what the shell gives every screen. All its functions are called on
// the UI thread.
type Env struct {
	Tr       *i18n.Translator
	Window   fyne.Window
	Spawn    func(func()) // starts work off the UI thread; runs it at once in tests
	Post     func(func()) // brings work back to the UI thread; runs it at once in tests
	Navigate func(Route)
	// File asks the person for a file; AskFile in the program.
	File func(FileAsk)
	// Toast tells what happened. Where that was a deed of the owner it offers to
	// undo it, as Ctrl+Z does anyway; nil: it was none. It is called while the
	// answer of the work that did the deed is heard.
	Toast func(text string, deed Deed)
	// Risky returns a sentence about a number in a text that had better not be
	// kept, "" when there is none; nil: nothing is looked at.
	Risky func(text string) string
	Now   data.Clock
	Today func() data.Date // in the firm's zone

	noted int64 // the deed whose answer is being heard
}

// Noted is the action that was done by the work whose answer is being heard
// (see Go); 0 while none is, and where nothing was done that can be undone.
func (e *Env) Noted() int64 { return e.noted }

// Deed is called on the UI thread once what was told has been undone.
type Deed func()

// Did is a deed after whose undoing nothing is left to do: what shows it hears
// of the change as of any other.
func Did() {}

// Screen is one of the window's screens. The shell calls it on the UI thread.
type Screen interface {
	// Content is what the shell shows at the right of the sidebar.
	Content() fyne.CanvasObject
	// Show is called each time the screen is navigated to. An id other than 0
	// is the thing to open. It loads off the UI thread.
	Show(id int64)
	// Changed tells that the store changed; a screen that shows it loads anew.
	// Only the screen in front is told; others load in Show.
	Changed(data.Change)
	// Focus is where the keyboard goes first, or nil.
	Focus() fyne.Focusable
	// Close ends its work; it is not used afterwards.
	Close()
}

// Route is a place in the window.
type Route struct {
	Screen ScreenName
	ID     int64 // contact, case or message to open; 0: none
}

// UnansweredMail is the ID with which Mail shows what nobody has answered.
const UnansweredMail int64 = -1

// ScreenName names a screen.
type ScreenName string

// The screens.
const (
	ScreenToday    ScreenName = "today"
	ScreenMail     ScreenName = "mail"
	ScreenContacts ScreenName = "contacts"
	ScreenCases    ScreenName = "cases"
	ScreenReports  ScreenName = "reports"
	ScreenSettings ScreenName = "settings"
)

// FileAsk asks the person for a file, or for a folder.
type FileAsk struct {
	What    FileWhat
	Name    string   // offered for a new file
	Endings []string // ".csv"; nil: any
	Dir     string   // where to begin
	// Done is called on the UI thread with the path; not when it was left.
	Done func(path string)
}

// FileWhat is what is asked for.
type FileWhat int

// What can be asked for.
const (
	FileToRead FileWhat = iota
	FileToWrite
	Folder
)
