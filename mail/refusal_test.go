package mail_test

import (
	"errors"
	"fmt"
	"testing"

	"kartoteka/data"
)

// TestMessageThatOnlyTheStoreRefusesIsSetAside lets a store refuse messages that
// the server hands over and the parser reads. All others must be kept in the
// same run, and the refused ones told and tried again.
func TestMessageThatOnlyTheStoreRefusesIsSetAside(t *testing.T) {
	for name, c := range map[string]struct {
		poison []string
		err    error
	}{
		"the first":           {[]string{"INBOX 0"}, errors.New("too big")},
		"the last":            {[]string{"INBOX 449"}, data.NewError(data.CodeConflict, "not-consistent")},
		"a few, in two parts": {[]string{"INBOX 3", "INBOX 4", "INBOX 301"}, data.NewError(data.CodeInvalid, "x")},
	} {
		t.Run(name, func(t *testing.T) {
			inbox := folder("INBOX", data.RoleInbox, 450)
			a := serve(t, inbox)
			k := newKeeper()
			k.refuse = map[string]error{}
			for _, subject := range c.poison {
				k.refuse[subject] = c.err
			}
			r := good(t, pull(t.Context(), k, a))["INBOX"]
			if r.Kept != 450-len(c.poison) || r.New != r.Kept || r.Failed != len(c.poison) {
				t.Errorf("result %+v", r)
			}
			aside := k.at("INBOX").problems
			if len(aside) != len(c.poison) {
				t.Errorf("set aside %v", aside)
			}
			for _, p := range aside {
				if p.Error != "mail-refused" || p.Attempts != 1 {
					t.Errorf("problem %+v", p)
				}
			}
			pull(t.Context(), k, a)
			for _, p := range k.at("INBOX").problems {
				if p.Attempts != 2 {
					t.Errorf("tried again: %+v", p)
				}
			}
			k.refuse = nil
			resume(t, k, a, inbox)
			if n := len(k.at("INBOX").problems); n != 0 {
				t.Errorf("%d are still set aside", n)
			}
		})
	}
}

func TestStoreThatRefusesEverythingIsNotTheMessagesFault(t *testing.T) {
	inbox := folder("INBOX", data.RoleInbox, 60)
	a := serve(t, inbox)
	k := newKeeper()
	k.refuse = map[string]error{}
	for n := range 60 {
		k.refuse[fmt.Sprintf("INBOX %d", n)] = errors.New("no such table")
	}
	if r := pull(t.Context(), k, a); r.OK || len(k.at("INBOX").problems) != 0 || k.at("INBOX").folder.Floor != 0 {
		t.Errorf("result %+v, %+v", r, k.at("INBOX"))
	}
	k.refuse = nil
	resume(t, k, a, inbox)
}
