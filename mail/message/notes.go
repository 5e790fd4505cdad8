package message

import "slices"

// The codes that data.Message.Warnings can hold. Each says that the message
// was read, but not by the book.
const (
	WarnNoHeader     = "no-header"          // no header at all: everything is text
	WarnHeaderLine   = "header-line"        // a line in the header that is no field
	WarnHeaderSize   = "header-size"        // header cut at its limit
	WarnNoFrom       = "no-from"            // no usable sender
	WarnNoDate       = "no-date"            // no usable Date; taken from Received, or none
	WarnContentType  = "content-type"       // media type not understood
	WarnBoundary     = "boundary"           // boundary missing or wrong; guessed or given up
	WarnUnterminated = "unterminated"       // closing boundary missing: the mail may be cut off
	WarnDepth        = "depth"              // nested too deeply; the rest kept as one part
	WarnParts        = "parts"              // too many parts; the rest kept as one part
	WarnEncoding     = "transfer-encoding"  // unknown transfer encoding
	WarnBase64       = "base64"             // damaged base64
	WarnQuoted       = "quoted-printable"   // damaged quoted-printable
	WarnCharset      = "charset"            // text not in its declared charset
	WarnUnknownChars = "charset-unknown"    // declared charset not known
	WarnLetters      = "letters-lost"       // some bytes could not be turned into letters
	WarnRawHeader    = "raw-header"         // 8-bit characters in a header field
	WarnAddresses    = "addresses"          // address list cut at its limit
	WarnTextCut      = "text-cut"           // readable text cut at its limit
	WarnNestedText   = "text-from-enclosed" // the text is that of the enclosed message
)

// notes collects warning codes, each once, in the order they were met.
type notes struct{ codes []string }

func (n *notes) add(code string) {
	if !slices.Contains(n.codes, code) {
		n.codes = append(n.codes, code)
	}
}
