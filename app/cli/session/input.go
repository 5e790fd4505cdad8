package session

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"kartoteka/app/core/mailbox"
	"kartoteka/data"
)

// GivenPassword reads a password from standard input if it is to come from there.
func (s *Session) GivenPassword(stdin bool) (string, error) {
	if !stdin {
		return "", nil
	}
	return mailbox.ReadPassword(s.In)
}

// AtTerminal reports whether somebody can answer.
func (s *Session) AtTerminal() bool {
	in, ok := s.In.(*os.File)
	return ok && term.IsTerminal(int(in.Fd()))
}

// AskHidden asks for what must not be shown while it is typed. Only who is
// AtTerminal can be asked.
func (s *Session) AskHidden(question string) (string, error) {
	in, ok := s.In.(*os.File)
	if !ok {
		return "", data.NewError(data.CodeInvalid, "password-unread")
	}
	fmt.Fprint(s.Err, question+" ")
	typed, err := term.ReadPassword(int(in.Fd()))
	fmt.Fprintln(s.Err)
	if err != nil {
		return "", data.NewError(data.CodeInvalid, "password-unread").Because(err)
	}
	return string(typed), nil
}

// Answer reads a line, without the space around it. An end without a line is an
// empty answer, which agrees to nothing.
func (s *Session) Answer() string {
	line, _ := bufio.NewReader(s.In).ReadString('\n')
	return strings.TrimSpace(line)
}
