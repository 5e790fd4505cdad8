package cli

import (
	"fmt"
	"os"

	"golang.org/x/term"

	"kartoteka/app/core/mailbox"
	"kartoteka/data"
)

// givenPassword reads the password from standard input if it is to come from there.
func (s *session) givenPassword(stdin bool) (string, error) {
	if !stdin {
		return "", nil
	}
	return mailbox.ReadPassword(s.io.In)
}

// askedPassword is givenPassword for somebody who may sit at a terminal: there
// the password is asked for, unless the environment has one, and not shown.
// Nothing typed means that none is given.
func (s *session) askedPassword(stdin bool, address string) (string, error) {
	in, ok := s.io.In.(*os.File)
	if stdin || !ok || !term.IsTerminal(int(in.Fd())) || mailbox.HasPasswordVariable() {
		return s.givenPassword(stdin)
	}
	fmt.Fprint(s.io.Err, s.words.T("cli.account.ask-password", "Address", address)+" ")
	typed, err := term.ReadPassword(int(in.Fd()))
	fmt.Fprintln(s.io.Err)
	if err != nil {
		return "", data.NewError(data.CodeInvalid, "password-unread").Because(err)
	}
	return string(typed), nil
}

// testPassword is the password for trying an account: one that is kept already
// has its own in the keyring, and is only asked for by flags.
func (s *session) testPassword(stdin bool, a data.Account) (string, error) {
	if a.ID != 0 {
		return s.givenPassword(stdin)
	}
	return s.askedPassword(stdin, a.Address)
}
