package settings

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

// providersOfTokens are those at whose login page a mailbox may be entered.
var providersOfTokens = []data.Auth{data.AuthMicrosoft, data.AuthGoogle}

// registration is where an owner registers a client id of his own.
var registration = map[data.Auth]string{
	data.AuthMicrosoft: "https://entra.microsoft.com/",
	data.AuthGoogle:    "https://console.cloud.google.com/auth/clients",
}

// errNoOpener says that the window can't show a page.
var errNoOpener = errors.New("no browser")

// loginPage is a provider's login page in the system's browser.
func loginPage(env *kit.Env, open func(string) error) data.LoginPage {
	if open == nil {
		open = func(string) error { return errNoOpener }
	}
	return data.LoginPage{Open: open, Done: env.Tr.T("accounts.page-done"), Failed: env.Tr.T("accounts.page-failed")}
}

// clientForm is the dialog in which the owner's client id at a provider is
// written.
type clientForm struct {
	env    *kit.Env
	svc    Service
	scope  *kit.Scope
	auth   data.Auth
	open   func(string) error // may be nil
	saved  func()
	dialog *dialog.FormDialog
	id     *input.Entry
	secret *input.Entry
}

// show opens the dialog with what is kept already. saved is called on the UI
// thread once another id is.
func (f *clientForm) show(now data.OAuthClient) {
	tr := f.env.Tr
	f.id, f.secret = input.NewEntry(""), input.NewPassword()
	f.id.SetText(now.ID)
	fields := []dialog.Field{{Label: tr.T("accounts.client-id"), Input: f.id}}
	if f.auth == data.AuthGoogle {
		hint := tr.T("accounts.client-secret-hint")
		if now.HasSecret {
			hint = tr.T("accounts.client-secret-kept")
		}
		fields = append(fields, dialog.Field{Label: tr.T("accounts.client-secret"), Input: f.secret, Hint: hint})
	}
	fields = append(fields, dialog.Field{Input: kit.VBox(kit.GapTiny, f.steps(), f.page())})
	f.dialog = dialog.ShowForm(f.env, dialog.Form{
		Title: tr.T("accounts.client-title", "Provider", providerName(f.auth)), Intro: tr.T("accounts.client-intro"),
		Deed: tr.T("settings.save"), Width: 540, Fields: fields, Submit: f.submit, Tall: true,
	})
}

// steps say how an id is got.
func (f *clientForm) steps() fyne.CanvasObject {
	return kit.Note(f.env.Tr.T("accounts.client-steps-" + string(f.auth)))
}

func (f *clientForm) page() fyne.CanvasObject {
	if f.open == nil {
		return kit.Space(0, 0)
	}
	address := registration[f.auth]
	return kit.HBox(0, kit.Link(f.env.Tr.T("accounts.client-register"), func() {
		kit.Do(f.scope, "page", func(context.Context) error { return f.open(address) }, func(err error) {
			if err != nil && !f.dialog.Closed() {
				f.dialog.Tell(err)
			}
		})
	}), kit.Spacer())
}

func (f *clientForm) submit(done func(error)) {
	id, secret := f.id.Text, f.secret.Text
	kit.Go(f.scope, "client", func(ctx context.Context) (bool, error) {
		return f.svc.SetOAuthClient(ctx, f.auth, id, secret)
	}, func(kept bool, err error) {
		done(err)
		if err != nil {
			return
		}
		if !kept {
			f.env.Toast(f.env.Tr.T("accounts.client-secret-not-kept"), nil)
		}
		f.saved()
	})
}

func providerName(a data.Auth) string {
	if a == data.AuthGoogle {
		return "Google"
	}
	return "Microsoft"
}

// clientsCard lists the owner's client ids.
func (s *general) clientsCard() fyne.CanvasObject {
	tr := s.env.Tr
	s.clients = kit.VBox(kit.GapRows)
	return kit.Section(tr.T("accounts.clients"), nil, kit.VBox(kit.GapRows, kit.Note(tr.T("accounts.clients-note")), s.clients))
}

func (s *general) showClients(now map[data.Auth]data.OAuthClient) {
	tr := s.env.Tr
	var rows []fyne.CanvasObject
	for _, auth := range providersOfTokens {
		client := now[auth]
		said := tr.T("accounts.client-none")
		if client.ID != "" {
			said = client.ID
		}
		edit := kit.Quiet(tr.T("accounts.client-set"), look.IconKey, func() {
			f := &clientForm{env: s.env, svc: s.svc, scope: s.scope, auth: auth, open: s.hooks.OpenURL, saved: s.load}
			f.show(client)
		})
		rows = append(rows, kit.HBox(kit.GapSmall,
			kit.Grow(kit.VBox(2, kit.Strong(providerName(auth)), kit.Caption(said).Cut())), edit))
	}
	s.clients.Objects = rows
	s.clients.Refresh()
}

// logInAgain shows the login page of a mailbox whose consent ran out.
func (s *general) logInAgain(a data.Account) {
	s.tell(a.Name, s.env.Tr.T("accounts.logging-in"), kit.ToneNeutral)
	page := loginPage(s.env, s.hooks.OpenURL)
	kit.Go(s.scope, "login "+a.Name, func(ctx context.Context) (bool, error) {
		return s.svc.LogInAgain(ctx, a.Name, page)
	}, func(kept bool, err error) {
		if err != nil {
			s.tell(a.Name, stepped(s.env, err), kit.ToneBad)
			return
		}
		delete(s.results, a.Name)
		s.connected(a.Name, "", kept)
	})
}

// offerLogin shows the way in that the provider of the found address has beside a
// password, or instead of one.
func (f *addForm) offerLogin() {
	only := f.found.Account.Auth.ByToken() && !f.byHand
	f.secret.Hidden, f.test.Hidden = only, only
	f.login.Hidden = only || !f.found.Tokens.ByToken()
}

// logIn shows the provider's login page and adds the mailbox once the owner has
// agreed there. Without a client id it asks for that first.
func (f *addForm) logIn(done func(error)) {
	auth := f.found.Tokens
	a := f.found.Account
	a.Auth, a.Since = auth, f.since.Day()
	if err := f.since.Check(); err != nil {
		done(err)
		return
	}
	page := loginPage(f.env, f.adding.OpenURL)
	f.dialog.Say(f.env.Tr.T("accounts.logging-in"), kit.ToneNeutral)
	kit.Go(f.scope, "login", func(ctx context.Context) (added, error) {
		client, err := f.svc.OAuthClient(ctx, auth)
		if err != nil || client.ID == "" {
			return added{}, errors.Join(errNoClient, err)
		}
		kept, ok, err := f.svc.AddByLogin(ctx, a, page)
		return added{kept.Name, ok}, err
	}, func(o added, err error) {
		if errors.Is(err, errNoClient) {
			done(data.NewError(data.CodeInvalid, "oauth-client-first", "Provider", providerName(auth)))
			f.askClient(auth)
			return
		}
		done(err)
		if err != nil {
			if !f.dialog.Closed() {
				f.dialog.Say(stepped(f.env, err), kit.ToneBad)
			}
			return
		}
		f.adding.Added(o.name, "", o.kept)
	})
}

// errNoClient says that the owner has no client id at the provider yet.
var errNoClient = errors.New("no client id")

// askClient asks for the owner's client id, and then goes on.
func (f *addForm) askClient(auth data.Auth) {
	if f.dialog.Closed() {
		return
	}
	c := &clientForm{env: f.env, svc: f.svc, scope: f.scope, auth: auth, open: f.adding.OpenURL, saved: f.loginPressed}
	c.show(data.OAuthClient{})
}

// loginPressed is the button beside the password.
func (f *addForm) loginPressed() {
	f.login.Disable()
	f.logIn(func(err error) {
		f.login.Enable()
		switch {
		case f.dialog.Closed():
		case err == nil:
			f.dialog.Close()
		default:
			f.dialog.Tell(err)
		}
	})
}
