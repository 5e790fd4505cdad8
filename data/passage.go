package data

// PassageKind says what a stretch of a message's text is.
type PassageKind string

// The kinds of passage.
const (
	PassageSaid      PassageKind = "said"      // what the sender says himself
	PassageQuoted    PassageKind = "quoted"    // the message that he answers
	PassageSignature PassageKind = "signature" // what stands under all his messages
	PassageForwarded PassageKind = "forwarded" // a message that he passes on
)

// Passage is a stretch of a message's text. All of a message's passages, put
// together, are its text.
type Passage struct {
	Kind   PassageKind
	Text   string
	Folded bool // out of sight until it is asked for
}
