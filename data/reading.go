package data

// Reading is a message opened to be read: its text in passages, its HTML form
// as blocks, what its files are, and of a delivery report what failed.
type Reading struct {
	Passages []Passage
	Rich     *Rich // nil: it has no HTML form
	Files    []FileSign
	Failed   []Undelivered
	Returned string  // Message-ID of what could not be delivered, "": not known
	Original int64   // that message, where it is kept; 0: it is not
	Earlier  int     // messages of its thread before it
	Later    int     // and after it
	Similar  []int64 // messages of the same contact that may belong to it by their subject
}

// FileSign is what an attachment is by its content and its name.
type FileSign struct {
	Part    int
	Type    string // media type by the content
	Kind    FileKind
	Doubled bool // its name has two endings, of which people see the first
}

// FileKind names the danger that lies in opening a file; "" is none known.
type FileKind string

// The kinds of file that ask for a second thought.
const (
	FilePlain    FileKind = ""
	FileProgram  FileKind = "program"  // runs when it is opened
	FileScript   FileKind = "script"   // the same, as text
	FileMacro    FileKind = "macro"    // a document with a program in it
	FileDisk     FileKind = "disk"     // the image of a disk: what is in it escapes the marks of origin
	FileShortcut FileKind = "shortcut" // leads to something else
	FilePage     FileKind = "page"     // a page that may act or ask for passwords
	FileArchive  FileKind = "archive"  // nobody looked inside
)

// Undelivered is an address that a delivery report is about.
type Undelivered struct {
	Address string
	Status  string // RFC 3463: "5.1.1"
	Reason  string // in the server's words
}
