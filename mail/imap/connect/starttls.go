package connect

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/mail"
)

const (
	clearLine  = 2048 // the longest line a server may send before the handshake
	clearLines = 20   // and how many
)

var errClearFlood = errors.New("too much said before the handshake")

// upgrade turns a clear connection into a protected one by STARTTLS.
//
// It reads byte by byte, so that nothing sent before the handshake can be
// taken for something said after it: whatever else lies in the line is read by
// the handshake, which refuses it. All that was said in the clear is forgotten
// (RFC 3501 §6.2.1), PREAUTH refused (RFC 9051 §7.1.4).
func upgrade(ctx context.Context, raw net.Conn, a data.Account, p Patience) (net.Conn, error) {
	if err := askTLS(raw, p); err != nil {
		return nil, err
	}
	if err := raw.SetDeadline(time.Now().Add(p.Dial)); err != nil {
		return nil, &mail.Failure{Step: mail.StepTLS, Key: "lost", Err: err}
	}
	conn, err := secure(ctx, raw, a)
	if err != nil {
		return nil, err
	}
	return conn, raw.SetDeadline(time.Time{})
}

// askTLS reads the greeting and gets the server's leave to begin the handshake.
func askTLS(raw net.Conn, p Patience) error {
	if err := raw.SetDeadline(time.Now().Add(p.Greeting)); err != nil {
		return &mail.Failure{Step: mail.StepGreet, Key: "lost", Err: err}
	}
	greeting, err := clearText(raw)
	if err != nil {
		return greetFailure(err)
	}
	switch word := secondWord(greeting); word {
	case "OK":
	case "PREAUTH":
		return &mail.Failure{Step: mail.StepGreet, Key: "greeting-preauth"}
	default:
		key := "greeting-refused"
		if Resting(greeting) {
			key = "busy"
		}
		return &mail.Failure{Step: mail.StepGreet, Key: key, Server: greeting}
	}
	if _, err := io.WriteString(raw, "S1 STARTTLS\r\n"); err != nil {
		return &mail.Failure{Step: mail.StepTLS, Key: "lost", Err: err}
	}
	for range clearLines {
		line, err := clearText(raw)
		if err != nil {
			return &mail.Failure{Step: mail.StepTLS, Key: "starttls-missing", Err: err}
		}
		if !strings.HasPrefix(line, "S1 ") {
			continue
		}
		if secondWord(line) != "OK" {
			return &mail.Failure{Step: mail.StepTLS, Key: "starttls-missing", Server: line}
		}
		return nil
	}
	return &mail.Failure{Step: mail.StepTLS, Key: "starttls-missing", Err: errClearFlood}
}

func greetFailure(err error) *mail.Failure {
	key := "greeting-refused"
	var n net.Error
	if errors.As(err, &n) && n.Timeout() {
		key = "greeting-silent"
	}
	return &mail.Failure{Step: mail.StepGreet, Key: key, Err: err}
}

// clearText reads one line and not a byte more.
func clearText(r io.Reader) (string, error) {
	var line []byte
	b := make([]byte, 1)
	for len(line) < clearLine {
		if _, err := io.ReadFull(r, b); err != nil {
			return "", err
		}
		if b[0] == '\n' {
			return strings.TrimRight(strings.ToValidUTF8(string(line), "?"), "\r"), nil
		}
		line = append(line, b[0])
	}
	return "", errClearFlood
}

func secondWord(line string) string {
	f := strings.Fields(line)
	if len(f) < 2 {
		return ""
	}
	return strings.ToUpper(f[1])
}
