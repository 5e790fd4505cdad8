package wire

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"sync"

	"github.com/emersion/go-imap/v2"
)

const (
	tapLines = 50  // how many of the server's lines are kept
	tapWidth = 400 // how much of each
	tapTail  = 24  // enough for "{18446744073709551615}"
)

// Tap keeps the server's last lines, for the details of a failure. go-imap
// drops the text of most of them, among them what BYE and ALERT say. It never
// sees what we send, skips message bodies, and blots out the secrets it knows,
// should a server echo them.
type Tap struct {
	mu      sync.Mutex
	lines   []string
	head    []byte // the line so far, cut to tapWidth
	tail    []byte // its last bytes
	skip    int64  // bytes of a literal still to pass
	secrets []string
	bye     string
	alert   string
}

func (t *Tap) feed(p []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for len(p) > 0 {
		if t.skip > 0 {
			n := min(t.skip, int64(len(p)))
			t.skip -= n
			p = p[n:]
			continue
		}
		i := bytes.IndexByte(p, '\n')
		if i < 0 {
			t.add(p)
			return
		}
		t.add(p[:i])
		t.end()
		p = p[i+1:]
	}
}

func (t *Tap) add(p []byte) {
	if room := tapWidth - len(t.head); room > 0 {
		t.head = append(t.head, p[:min(room, len(p))]...)
	}
	if len(p) >= tapTail {
		t.tail = append(t.tail[:0], p[len(p)-tapTail:]...)
		return
	}
	t.tail = append(t.tail, p...)
	if over := len(t.tail) - tapTail; over > 0 {
		t.tail = append(t.tail[:0], t.tail[over:]...)
	}
}

func (t *Tap) end() {
	line := strings.ToValidUTF8(strings.TrimRight(string(t.head), "\r"), "?")
	tail := strings.TrimRight(string(t.tail), "\r")
	t.head, t.tail = t.head[:0], t.tail[:0]
	t.skip = literal(tail)
	if strings.HasPrefix(line, "+") {
		return // an answer to something secret, as likely as not
	}
	line = t.BlotText(line)
	upper := strings.ToUpper(line)
	if strings.HasPrefix(upper, "* BYE") {
		t.bye = strings.TrimSpace(line[len("* BYE"):])
	}
	if _, after, ok := strings.Cut(upper, "[ALERT]"); ok {
		t.alert = strings.TrimSpace(line[len(line)-len(after):])
	}
	if len(t.lines) == tapLines {
		t.lines = append(t.lines[:0], t.lines[1:]...)
	}
	t.lines = append(t.lines, line)
}

// literal returns the size that a line announces at its end ("{42}"), or 0.
func literal(tail string) int64 {
	if !strings.HasSuffix(tail, "}") {
		return 0
	}
	i := strings.LastIndexByte(tail, '{')
	if i < 0 {
		return 0
	}
	n, err := strconv.ParseInt(strings.TrimSuffix(tail[i+1:len(tail)-1], "+"), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// Last returns the server's most telling recent words: its farewell, an alert,
// or else its last line.
func (t *Tap) Last() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.bye != "":
		return t.bye
	case t.alert != "":
		return t.alert
	case len(t.lines) > 0:
		return t.lines[len(t.lines)-1]
	}
	return ""
}

// Alerted returns the text of the last alert, "" if there was none.
func (t *Tap) Alerted() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.alert
}

// LastLine returns the last whole line.
func (t *Tap) LastLine() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.lines) == 0 {
		return ""
	}
	return t.lines[len(t.lines)-1]
}

// SaidBye reports whether the server took its leave.
func (t *Tap) SaidBye() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.bye != ""
}

// BlotText replaces the secrets in a text.
func (t *Tap) BlotText(s string) string {
	for _, secret := range t.secrets {
		s = strings.ReplaceAll(s, secret, "•••")
	}
	return s
}

// Blot returns the error without the secrets that a server may have echoed.
func (t *Tap) Blot(err error) error {
	text := err.Error()
	if t.BlotText(text) == text {
		return err
	}
	var refused *imap.Error
	if errors.As(err, &refused) {
		return &imap.Error{Type: refused.Type, Code: refused.Code, Text: t.BlotText(refused.Text)}
	}
	return errors.New(t.BlotText(text))
}
