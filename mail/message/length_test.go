package message_test

import (
	"strings"
	"testing"
	"time"

	"kartoteka/mail/message"
)

// TestNothingTakesLong has what a stranger may send to keep the program busy:
// little of it, said over and over. Reading it must take time by its length,
// not by the square of that, or one letter would stop the mail for good.
func TestNothingTakesLong(t *testing.T) {
	const size = 1 << 20
	for name, c := range map[string]struct{ head, unit string }{
		"bytes of no charset":  {"\r\n", "\x80"},
		"an attachment's name": {"Content-Disposition: attachment; filename=", "a"},
		"a name in letters":    {"Content-Disposition: attachment; filename=", "ą"},
	} {
		t.Run(name, func(t *testing.T) {
			raw := []byte("Subject: x\r\nFrom: a@b.example\r\n" + c.head + strings.Repeat(c.unit, size/len(c.unit)))
			begun := time.Now()
			m := message.Parse(raw)
			if took := time.Since(begun); took > 5*time.Second {
				t.Errorf("took %s", took)
			}
			if m.Subject != "x" || m.Size != int64(len(raw)) {
				t.Errorf("got %q, %d bytes", m.Subject, m.Size)
			}
		})
	}
}
