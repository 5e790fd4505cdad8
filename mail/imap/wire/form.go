package wire

import (
	"errors"
	"strconv"
	"strings"
	"sync/atomic"
)

const (
	maxDepth = 100      // of lists within lists; we ask for nothing that nests
	maxHead  = 64       // bytes of the word that says what an answer is
	maxTalk  = 16 << 20 // bytes beside messages in answer to one command
)

// ErrTangled is what an answer is refused for that go-imap could not read safely.
var ErrTangled = errors.New("the server's answer has no form that could be followed")

// form follows the outer form of what a server says: lines, quoted strings,
// literals and lists. go-imap keeps in memory whatever is no message, however
// long, and goes down into the parts of a BODYSTRUCTURE, asked for or not,
// until the stack is full, which nothing can catch. So it must see as a literal
// what go-imap does, and nothing else.
type form struct {
	talk atomic.Int64 // bytes that may still be said beside messages

	in     place
	early  bool   // the greeting has not come, and nothing may be said before it
	head   []byte // of a line, until it is known what it is
	fields int    // of a text line, so far
	coded  int    // the field that may be a response code
	depth  int
	prior  byte   // the last byte but one
	last   byte   // the last byte
	number []byte // of a literal
	skip   int64  // bytes of a literal still to pass
}

// place is where in an answer the server is.
type place int

const (
	inHead    place = iota // at the beginning of a line
	inText                 // in words for people
	inCode                 // in the brackets before them
	inData                 // in what is for programs
	inQuoted               // in a string there
	inEscape               // behind a backslash in that
	inLiteral              // in the braces that announce a literal
	behind                 // between them and the literal
)

// feed follows the next bytes. left is how much of the answer is allowed yet,
// those bytes taken off. It returns an error when go-imap must not go on.
func (f *form) feed(p []byte, left int64) error {
	for i := 0; i < len(p); i++ {
		if f.skip > 0 {
			n := min(f.skip, int64(len(p)-i))
			f.skip -= n
			i += int(n) - 1
			continue
		}
		if f.talk.Add(-1) < 0 {
			return ErrFlood
		}
		if err := f.step(p[i]); err != nil {
			return err
		}
		if f.skip > left+int64(len(p)-i-1) {
			return ErrFlood
		}
	}
	return nil
}

// resting reports whether the server is between two answers.
func (f *form) resting() bool { return f.in == inHead && len(f.head) == 0 && f.skip == 0 }

func (f *form) step(b byte) error {
	switch f.in {
	case inHead:
		return f.begin(b)
	case inText, inCode:
		return f.words(b)
	case inQuoted:
		switch b {
		case '"':
			f.in = inData
		case '\\':
			f.in = inEscape
		}
	case inEscape:
		f.in = inQuoted
	case inLiteral:
		if b == '}' {
			f.in = behind
			return nil
		}
		f.number = append(f.number, b)
		if len(f.number) > tapTail {
			return ErrTangled
		}
	case behind:
		return f.literal(b)
	default:
		return f.data(b)
	}
	return nil
}

// begin reads the beginning of a line until it tells what the line is.
func (f *form) begin(b byte) error {
	switch {
	case b == '\n':
		f.head = f.head[:0]
	case len(f.head) == 0 && b != '*':
		if f.early {
			return ErrTangled
		}
		f.in, f.fields, f.coded = inText, 0, 2
		return f.words(b)
	case len(f.head) > maxHead:
		return ErrTangled
	case b == ' ' || b == '(' || b == '"' || b == '{' || b == '\r':
		return f.decide(b)
	default:
		f.head = append(f.head, b)
	}
	return nil
}

// decide reads b, which ends a word of the head.
func (f *form) decide(b byte) error {
	words := strings.Split(string(f.head), " ")
	last := words[len(words)-1]
	numbered := len(words) == 2 && last != "" && last[0] >= '0' && last[0] <= '9'
	if b == ' ' && (len(words) == 1 || numbered) {
		f.head = append(f.head, b)
		return nil
	}
	f.head = f.head[:0]
	last = strings.ToUpper(last)
	if f.early && last != "OK" && last != "PREAUTH" && last != "BYE" {
		return ErrTangled
	}
	f.early = false
	switch last {
	case "OK", "NO", "BAD", "BYE", "PREAUTH":
		f.in, f.fields, f.coded = inText, len(words)-1, len(words)
		return f.words(b)
	}
	f.in, f.depth = inData, 0
	return f.data(b)
}

// words reads on in a line for people. A code in brackets must end on it;
// go-imap would look for the end in what follows.
func (f *form) words(b byte) error {
	switch {
	case b == '\n' && f.in == inCode:
		return ErrTangled
	case b == '\n':
		f.in = inHead
	case b == ']':
		f.in = inText
	case f.in == inCode:
	case b == ' ':
		f.fields++
	case b == '[' && f.fields == f.coded && f.last == ' ':
		f.in = inCode
	}
	f.last = b
	return nil
}

func (f *form) data(b byte) error {
	switch b {
	case '\n':
		f.in, f.head = inHead, f.head[:0]
	case '"':
		f.in = inQuoted
	case '{':
		f.in, f.number = inLiteral, f.number[:0]
		return nil
	case '(':
		if f.depth++; f.depth > maxDepth {
			return ErrTangled
		}
	case ')':
		f.depth = max(0, f.depth-1)
	}
	f.prior, f.last = f.last, b
	return nil
}

// literal begins one at the end of the line that announces it. One that is no
// message go-imap would keep whole, so it counts as talk.
func (f *form) literal(b byte) error {
	switch b {
	case '\r', ' ':
		return nil
	case '\n':
	default:
		return ErrTangled
	}
	n, err := strconv.ParseInt(string(f.number), 10, 64)
	if err != nil || n < 0 {
		return ErrTangled
	}
	f.in, f.skip = inData, n
	if f.last == ' ' && (f.prior == ']' || f.prior == '>') {
		return nil
	}
	if f.talk.Add(-n) < 0 {
		return ErrFlood
	}
	return nil
}
