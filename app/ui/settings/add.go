package settings

import (
	"context"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/data"
)

// accountForm is the dialog in which a mailbox is added.
type accountForm struct {
	env      *kit.Env
	svc      Service
	scope    *kit.Scope
	added    func(account, password string, kept bool)
	dialog   *kit.FormDialog
	address  *kit.Entry
	password *kit.Entry
	host     *kit.Entry
	port     *kit.Entry
	user     *kit.Entry
	security *kit.Choice
	test     *kit.Button
	ownHost  bool // the person wrote the server, it is not guessed any more
	guessing bool
}

// AskAccount opens the dialog in which a mailbox is added. added is called on
// the UI thread once it is.
func AskAccount(env *kit.Env, svc Service, scope *kit.Scope, added func(account, password string, kept bool)) {
	f := &accountForm{env: env, svc: svc, scope: scope, added: added}
	tr := env.Tr
	f.address, f.password = kit.NewEntry(tr.T("settings.address-hint")), kit.NewPassword()
	f.host, f.port, f.user = kit.NewEntry("imap."), kit.NewEntry(""), kit.NewEntry("")
	f.port.Width(70)
	f.security = kit.NewChoice([]kit.Option{
		{Code: string(data.SecurityTLS), Text: tr.T("security.tls")},
		{Code: string(data.SecuritySTARTTLS), Text: tr.T("security.starttls")},
		{Code: string(data.SecurityNone), Text: tr.T("security.none")},
	}, string(data.SecurityTLS), func(code string) { f.port.SetText(defaultPort(data.Security(code))) })
	f.port.SetText(defaultPort(data.SecurityTLS))
	f.address.OnChanged = f.guess
	f.host.OnChanged = func(string) { f.ownHost = f.ownHost || !f.guessing }
	f.test = kit.Secondary(tr.T("settings.account-test"), kit.IconPlug, f.try)
	f.dialog = kit.ShowForm(env, kit.Form{
		Title: tr.T("settings.add-title"), Intro: tr.T("settings.add-intro"),
		Deed: tr.T("settings.add-deed"), Width: 520, Extra: f.test, Submit: f.submit,
		Fields: []kit.Field{
			{Label: tr.T("settings.address"), Input: f.address},
			{Label: tr.T("settings.password"), Input: f.password, Hint: tr.T("settings.password-hint")},
			{Input: f.server()},
			{Label: tr.T("settings.user"), Input: f.user, Hint: tr.T("settings.user-hint")},
		},
	})
}

func (f *accountForm) server() fyne.CanvasObject {
	tr := f.env.Tr
	return kit.HBox(kit.GapSmall,
		kit.Grow(kit.Labelled(tr.T("settings.host"), f.host)),
		kit.Labelled(tr.T("settings.security"), f.security.Width(150)),
		kit.Labelled(tr.T("settings.port"), f.port))
}

// guess fills in the server and the user by the address until the person
// writes another server.
func (f *accountForm) guess(address string) {
	f.user.SetPlaceHolder(address)
	if f.ownHost {
		return
	}
	f.guessing = true
	f.host.SetText(guessHost(address))
	f.guessing = false
}

func (f *accountForm) draft() draft {
	return draft{
		address: f.address.Text, password: f.password.Text, host: f.host.Text, port: f.port.Text,
		user: f.user.Text, security: data.Security(f.security.Code()),
	}
}

// try tests what was typed and says in the form how it went.
func (f *accountForm) try() {
	a, err := f.draft().account()
	if err != nil {
		f.dialog.Tell(err)
		return
	}
	if f.password.Text == "" {
		f.dialog.Tell(data.NewError(data.CodeInvalid, "password-empty"))
		return
	}
	password := f.password.Text
	f.test.Disable()
	f.dialog.Say(f.env.Tr.T("settings.testing"), kit.ToneNeutral)
	kit.Go(f.scope, "try", func(ctx context.Context) ([]data.MailFolder, error) {
		return f.svc.TestAccount(ctx, a, password)
	}, func(folders []data.MailFolder, err error) {
		if f.dialog.Closed() {
			return
		}
		f.test.Enable()
		if err != nil {
			f.dialog.Tell(err)
			return
		}
		f.dialog.Say(tested(f.env, folders), kit.ToneGood)
	})
}

func (f *accountForm) submit(done func(error)) {
	a, err := f.draft().account()
	if err == nil && f.password.Text == "" {
		err = data.NewError(data.CodeInvalid, "password-empty")
	}
	if err != nil {
		done(err)
		return
	}
	password := f.password.Text
	type outcome struct {
		name string
		kept bool
	}
	kit.Go(f.scope, "add", func(ctx context.Context) (outcome, error) {
		added, kept, err := f.svc.AddAccount(ctx, a, password)
		return outcome{added.Name, kept}, err
	}, func(o outcome, err error) {
		done(err)
		if err == nil {
			f.added(o.name, password, o.kept)
		}
	})
}
