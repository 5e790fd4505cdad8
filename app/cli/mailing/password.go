package mailing

import (
	"kartoteka/app/core/mailbox"
	"kartoteka/data"
)

// askedPassword is GivenPassword for somebody who may sit at a terminal: there
// the password is asked for, unless the environment has one, and not shown.
// Nothing typed means that none is given.
func (s commands) askedPassword(stdin bool, address string) (string, error) {
	if stdin || !s.AtTerminal() || mailbox.HasPasswordVariable() {
		return s.GivenPassword(stdin)
	}
	return s.AskHidden(s.Words.T("cli.account.ask-password", "Address", address))
}

// testPassword is the password for trying an account: one that is kept already
// has its own in the keyring, and is only asked for by flags.
func (s commands) testPassword(stdin bool, a data.Account) (string, error) {
	if a.ID != 0 {
		return s.GivenPassword(stdin)
	}
	return s.askedPassword(stdin, a.Address)
}
