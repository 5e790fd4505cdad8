package shell

import (
	"context"

	"kartoteka/app/ui/card"
	"kartoteka/app/ui/contactform"
	"kartoteka/app/ui/contacts"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/quicklog"
	"kartoteka/app/ui/twins"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
)

// contactsScreen joins the Contacts screen with the rest of the program.
func (s *Shell) contactsScreen() kit.Screen {
	return contacts.New(s.env, s.core, contacts.Hooks{
		Card: card.Hooks{OpenURL: s.opts.OpenURL, Log: s.logHooks(), More: []card.Deed{
			{Text: s.env.Tr.T("reply.write"), Do: s.writeTo}, {Text: s.env.Tr.T("card.merge"), Do: s.askMerge}, {Text: s.env.Tr.T("card.privacy"), Do: s.askPrivacy},
		}},
		Form:   s.formHooks(),
		Import: s.toPage(exchangePage),
		Twins:  func(back func()) contacts.Twins { return twins.New(s.env, s.core, back) },
		Merge: func(a, b int64, merged func()) {
			s.merge(a, b, twins.Hooks{Merged: func(data.Merge) { merged() }, Undone: merged})
		},
		Export: func(ctx context.Context, o data.ExportOptions) (int, error) {
			return s.core.Export(ctx, o, s.env.Tr, func(int, int) {})
		},
	})
}

// merge lays two cards side by side.
func (s *Shell) merge(a, b int64, hooks twins.Hooks) { twins.ShowMerge(s.env, s.core, a, b, hooks) }

// mergeInto lays the card that is in front beside another; the one that is kept
// is in front afterwards, which need not be the same.
func (s *Shell) mergeInto(id, other int64) {
	show := func(id int64) { s.Go(kit.Route{Screen: kit.ScreenContacts, ID: id}) }
	s.merge(id, other, twins.Hooks{Merged: func(m data.Merge) { show(m.Keep) }, Undone: func() { show(id) }})
}

// askMerge asks with whom a client is merged.
func (s *Shell) askMerge(c data.Contact) {
	tr := s.env.Tr
	who := widget.NewSuggest(tr.T("quicklog.who-hint"))
	who.Must = true
	who.Find = func(typed string, show func([]widget.Match)) {
		kit.Go(s.scope, "merge with", func(ctx context.Context) ([]data.ContactRow, error) {
			return s.core.ContactsLike(ctx, typed, 8)
		}, func(rows []data.ContactRow, err error) {
			if err != nil {
				s.core.LogError("merge with", err)
				show(nil) // an Enter that waits would keep all letters
				return
			}
			var found []widget.Match
			for i := range rows {
				if rows[i].ID != c.ID {
					found = append(found, widget.Match{ID: rows[i].ID, Icon: look.IconPerson, Title: rows[i].DisplayName, Subtitle: rows[i].City})
				}
			}
			show(found)
		})
	}
	dialog.ShowForm(s.env, dialog.Form{
		Title: tr.T("card.merge-title", "Name", c.Name()), Deed: tr.T("card.merge-next"), Fields: []dialog.Field{{Input: who}},
		Submit: func(done func(error)) {
			if who.ID() == 0 {
				done(data.NewError(data.CodeInvalid, "merge-with-nobody"))
				return
			}
			done(nil)
			s.mergeInto(c.ID, who.ID())
		},
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
			hooks.Saved, hooks.Found = done, done
			contactform.New(s.env, s.core, hooks, typed)
		},
	}
}

func (s *Shell) formHooks() contactform.Hooks {
	return contactform.Hooks{Lookout: func(open func(id int64), resize func()) contactform.Lookout {
		return twins.NewLookout(s.env, s.core, open, resize)
	}}
}

// risky is the sentence about a number in a text that had better not be
// kept; "" when there is none.
func (s *Shell) risky(text string) string {
	if found := s.core.CheckText(text); len(found) > 0 {
		if found[0].Kind == data.SensitiveCard {
			return s.env.Tr.T("client.sensitive-card")
		}
		return s.env.Tr.T("client.sensitive-pesel")
	}
	return ""
}
