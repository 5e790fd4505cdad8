// Package note names what was odd about a message that was read all the same.
// It knows nothing of how messages are read.
package note

import (
	"slices"
)

// The codes that data.Message.Warnings can hold. Each says that the message
// was read, but not by the book.
const (
	NoHeader       = "no-header"          // no header at all: everything is text
	HeaderLine     = "header-line"        // a line in the header that is no field
	HeaderSize     = "header-size"        // header cut at its limit
	NoFrom         = "no-from"            // no usable sender
	NoDate         = "no-date"            // no usable Date; taken from Received, or none
	ContentType    = "content-type"       // media type not understood
	Boundary       = "boundary"           // boundary missing or wrong; guessed or given up
	Unterminated   = "unterminated"       // closing boundary missing: the mail may be cut off
	Depth          = "depth"              // nested too deeply; the rest kept as one part
	Parts          = "parts"              // too many parts; the rest kept as one part
	Encoding       = "transfer-encoding"  // unknown transfer encoding
	Base64         = "base64"             // damaged base64
	Quoted         = "quoted-printable"   // damaged quoted-printable
	Charset        = "charset"            // text not in its declared charset
	UnknownCharset = "charset-unknown"    // declared charset not known
	LostLetters    = "letters-lost"       // some bytes could not be turned into letters
	RawHeader      = "raw-header"         // 8-bit characters in a header field
	Addresses      = "addresses"          // address list cut at its limit
	TextCut        = "text-cut"           // readable text cut at its limit
	EnclosedText   = "text-from-enclosed" // the text is that of the enclosed message
)

// List collects warning codes, each once, in the order they were met.
type List struct{ Codes []string }

// Add notes a code.
func (n *List) Add(code string) {
	if !slices.Contains(n.Codes, code) {
		n.Codes = append(n.Codes, code)
	}
}
