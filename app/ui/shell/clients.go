package shell

import (
	"kartoteka/app/ui/card"
	"kartoteka/app/ui/contactform"
	"kartoteka/app/ui/contacts"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/quicklog"
	"kartoteka/data"
)

// contactsScreen joins the Contacts screen with the rest of the program.
func (s *Shell) contactsScreen() kit.Screen {
	return contacts.New(s.env, s.core, contacts.Hooks{
		Card: card.Hooks{OpenURL: s.opts.OpenURL, Log: s.logHooks()},
		Form: s.formHooks(),
	})
}

// log opens the quick log over whatever screen is in front.
func (s *Shell) log() {
	hooks := s.logHooks()
	quicklog.Show(s.env, s.core, hooks, 0)
}

func (s *Shell) logHooks() quicklog.Hooks {
	return quicklog.Hooks{
		NewContact: func(typed string, done func(id int64)) {
			hooks := s.formHooks()
			hooks.Saved = done
			contactform.New(s.env, s.core, hooks, typed)
		},
		CheckText: s.checkText,
	}
}

func (s *Shell) formHooks() contactform.Hooks { return contactform.Hooks{} }

// checkText is the sentence about a number in a text that had better not be
// kept; "" when there is none.
func (s *Shell) checkText(text string) string {
	for _, n := range s.core.CheckText(text) {
		if n.Kind == data.SensitiveCard {
			return s.env.Tr.T("client.sensitive-card")
		}
		return s.env.Tr.T("client.sensitive-pesel")
	}
	return ""
}
