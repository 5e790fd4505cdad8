package settings

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

func (s *general) showAccounts() {
	objs := make([]fyne.CanvasObject, 0, 2*len(s.accounts))
	for _, a := range s.accounts {
		objs = append(objs, kit.Rule(), s.accountRow(a))
	}
	if len(s.accounts) == 0 {
		objs = append(objs, kit.Rule(), kit.Pad(16, 0, 8, 0, kit.Empty(look.IconMail, s.env.Tr.T("settings.accounts-none"), nil)))
	}
	if s.hooks.Mailboxes != nil && len(s.accounts) > 0 {
		objs = append(objs, kit.Rule(), kit.HBox(0, kit.Link(s.env.Tr.T("settings.to-mailboxes"), s.hooks.Mailboxes), kit.Spacer()))
	}
	s.list.Objects = objs
	s.list.Refresh()
}

func (s *general) accountRow(a data.Account) fyne.CanvasObject {
	tr := s.env.Tr
	status, color := s.status(a)
	lines := kit.VBox(2, kit.Strong(a.Name).Cut(),
		kit.Caption(tr.T("settings.account-server", "Server", a.Host, "Security", tr.T("security."+string(a.Security)))).Cut(),
		kit.NewPara(status, 12, color))
	if r, tested := s.results[a.Name]; tested {
		lines.Add(kit.NewPara(r.text, 12, r.tone.Color()))
	}
	if s.settings.Demo != "" {
		return kit.TopBox(kit.GapRows, s.accountMark(), kit.Grow(lines))
	}
	key := kit.Quiet(tr.T("settings.account-password"), look.IconKey, func() { s.askPassword(a) })
	if a.Auth.ByToken() {
		key = kit.Quiet(tr.T("accounts.log-in-again"), look.IconGlobe, func() { s.logInAgain(a) })
	}
	buttons := kit.HBox(kit.GapTiny,
		kit.Secondary(tr.T("settings.account-test"), look.IconPlug, func() { s.test(a) }),
		kit.Quiet(tr.T("settings.account-change"), look.IconEdit, func() { s.changeAccount(a) }),
		key,
		kit.Quiet(tr.T("settings.account-remove"), look.IconTrash, func() { s.remove(a) }), kit.Spacer())
	lines.Add(kit.Pad(4, 0, 0, 0, buttons))
	return kit.TopBox(kit.GapRows, s.accountMark(), kit.Grow(lines))
}

func (s *general) accountMark() fyne.CanvasObject {
	p := kit.NewPanel(look.ColorPrimary, "", 17, kit.Pad(8, 8, 8, 8, kit.Picture(look.IconMail, 18, look.ColorPrimary)))
	p.Alpha = 0x1C
	return p
}

// status tells when a mailbox was last pulled and what is wrong with it.
func (s *general) status(a data.Account) (string, fyne.ThemeColorName) {
	tr := s.env.Tr
	switch {
	case a.LastErr == "no-password":
		return tr.T("settings.account-needs-password"), look.ColorWarn
	case a.LastErr != "" && a.LastErr != "cancelled":
		_, provider, page := s.svc.Remedy(a)
		return tr.Error(data.NewError(data.CodeMail, a.LastErr,
			"Account", a.Name, "Host", a.Host, "Port", a.Port, "Provider", provider, "URL", page)), look.ColorBad
	case a.LastOK.IsZero():
		return tr.T("settings.account-never"), look.ColorMuted
	}
	return tr.T("settings.account-last", "When", a.LastOK), look.ColorMuted
}

func (s *general) test(a data.Account) {
	s.tell(a.Name, s.env.Tr.T("settings.testing"), kit.ToneNeutral)
	kit.Go(s.scope, "test "+a.Name, func(ctx context.Context) ([]data.MailFolder, error) {
		return s.svc.TestAccount(ctx, a, "")
	}, func(folders []data.MailFolder, err error) {
		if data.CodeOf(err) == data.CodeNoPassword {
			delete(s.results, a.Name)
			s.showAccounts()
			if a.Auth.ByToken() {
				s.logInAgain(a)
				return
			}
			s.askPassword(a)
			return
		}
		if err != nil {
			s.tell(a.Name, stepped(s.env, err), kit.ToneBad)
			return
		}
		s.tell(a.Name, tested(s.env, folders), kit.ToneGood)
	})
}

func (s *general) tell(account, text string, tone kit.Tone) {
	s.results[account] = result{text, tone}
	s.showAccounts()
}

// namedFolders is how many folders a good test names.
const namedFolders = 6

// tested is the result of a good test, in words.
func tested(env *kit.Env, folders []data.MailFolder) string {
	names := make([]string, 0, namedFolders+1)
	for i, f := range folders {
		if i == namedFolders {
			names = append(names, "…")
			break
		}
		names = append(names, f.Name)
	}
	return env.Tr.T("settings.tested", "Folders", env.Tr.N("settings.folders", len(folders)),
		"Messages", env.Tr.N("settings.messages", messagesIn(folders))) + " " + strings.Join(names, ", ")
}

// stepped is the sentence of a failure, after the step at which a mail server
// failed.
func stepped(env *kit.Env, err error) string {
	sentence := env.Tr.Error(err)
	var told *data.Error
	if errors.As(err, &told) {
		if step, ok := told.Args["Step"].(string); ok {
			return env.Tr.T("accounts.step", "Step", env.Tr.T("mail-step."+step), "Sentence", sentence)
		}
	}
	return sentence
}

func (s *general) askPassword(a data.Account) {
	tr := s.env.Tr
	password := input.NewPassword()
	dialog.ShowForm(s.env, dialog.Form{
		Title: tr.T("settings.password-title"), Intro: tr.T("settings.password-intro", "Account", a.Name),
		Deed:   tr.T("settings.password-deed"),
		Fields: []dialog.Field{{Label: tr.T("settings.password"), Input: password, Hint: tr.T("settings.password-hint")}},
		Submit: func(done func(error)) {
			text := password.Text
			if text == "" {
				done(data.NewError(data.CodeInvalid, "password-empty"))
				return
			}
			kit.Go(s.scope, "password", func(ctx context.Context) (bool, error) {
				if _, err := s.svc.TestAccount(ctx, a, text); err != nil {
					return false, err
				}
				// Without a keyring the password serves until the program ends.
				return s.svc.KeepPassword(ctx, a.Name, text) == nil, nil
			}, func(kept bool, err error) {
				done(err)
				if err == nil {
					s.connected(a.Name, text, kept)
				}
			})
		},
	})
}

// connected tells how the password is kept, and has the mailbox pulled.
func (s *general) connected(account, password string, kept bool) {
	key := "settings.password-kept"
	switch {
	case password == "" && kept:
		key = "accounts.token-kept"
	case password == "":
		key = "accounts.token-not-kept"
	case !kept:
		key = "settings.password-not-kept"
	}
	s.env.Toast(s.env.Tr.T(key), nil)
	if s.hooks.Connected != nil {
		s.hooks.Connected(account, password)
	}
	s.load()
}

func (s *general) remove(a data.Account) {
	tr := s.env.Tr
	dialog.Confirm(s.env, tr.T("settings.remove-title"), tr.T("settings.remove-question", "Account", a.Name),
		tr.T("settings.remove-deed"), func() {
			kit.Do(s.scope, "remove", func(ctx context.Context) error { return s.svc.RemoveAccount(ctx, a.Name) },
				func(err error) {
					if err != nil {
						dialog.ShowError(s.env, err)
						return
					}
					if s.hooks.Removed != nil {
						s.hooks.Removed(a.Name)
					}
					s.env.Toast(tr.T("settings.removed", "Account", a.Name), nil)
					s.load()
				})
		})
}

// changeAccount opens the form of a mailbox; without another password the one
// that is kept goes on.
func (s *general) changeAccount(a data.Account) {
	changeAccount(s.env, s.svc, s.scope, a, func(account, password string, kept bool) {
		delete(s.results, account)
		if password != "" {
			s.connected(account, password, kept)
			return
		}
		s.env.Toast(s.env.Tr.T("settings.changed", "Account", account), nil)
		if s.hooks.Connected != nil {
			s.hooks.Connected(account, "")
		}
		s.load()
	})
}

func (s *general) addAccount() {
	AskAccount(s.env, s.svc, s.scope, Adding{Added: s.connected, OpenURL: s.hooks.OpenURL})
}
