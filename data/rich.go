package data

// Rich is the HTML form of a message as blocks of text: what can be read, and
// nothing that can act or load anything.
type Rich struct {
	Blocks   []RichBlock
	Pictures []RichPicture // that came with the message, in the order of their places
	Remote   int           // pictures that lie elsewhere: none is ever loaded
	Cut      bool          // the page was longer than what is read
}

// RichKind says what a block is.
type RichKind string

// The kinds of block.
const (
	RichPara    RichKind = "para"
	RichHeading RichKind = "heading"
	RichItem    RichKind = "item" // of a list
	RichRow     RichKind = "row"  // of a table
	RichCode    RichKind = "code" // preformatted
	RichRule    RichKind = "rule"
	RichPicked  RichKind = "picture" // the place of a picture that came with the message
)

// RichBlock is a block of a rich text.
type RichBlock struct {
	Kind    RichKind
	Level   int          // of a heading 1 to 6; of a list's item how deep it lies, from 1
	Quote   int          // how many quotes it stands in
	Mark    string       // an item's mark: "•", "3."
	Spans   []RichSpan   // of all kinds but rows
	Cells   [][]RichSpan // of a row
	Picture int          // index into Pictures, for the place of one
	Passage PassageKind  // whose words they are
	Folded  bool         // out of sight until it is asked for
}

// RichSpan is a run of letters of one look.
type RichSpan struct {
	Text                 string
	Bold, Italic, Struck bool
	Mono                 bool
	Faint                bool      // made to be overlooked: its colour is that of its ground
	Link                 *RichLink // nil: it leads nowhere
}

// LinkWarning says what is odd about a link; "" is nothing.
type LinkWarning string

// The warnings of a link.
const (
	LinkPlain     LinkWarning = ""
	LinkElsewhere LinkWarning = "elsewhere" // its words name another place
	LinkLetters   LinkWarning = "letters"   // its host has letters that look like others
	LinkUser      LinkWarning = "user"      // a name before the host, which passes for a host
	LinkNumbers   LinkWarning = "numbers"   // its host is a bare number
	LinkKind      LinkWarning = "kind"      // neither a page nor an address: it leads nowhere
)

// RichLink is where a link leads.
type RichLink struct {
	Target  string // whole, to be shown before it is opened; "" where it is not to be opened
	Host    string // as it is asked for: punycode where letters could deceive; of mail the address
	Warning LinkWarning
}

// RichPicture is a picture that came with a message.
type RichPicture struct {
	Alt  string
	ID   string // Content-ID of its part, "": the page itself holds it
	Data string // its data: address, as the page has it
}
