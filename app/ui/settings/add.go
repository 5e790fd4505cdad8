package settings

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/data"
)

// accountForm is the dialog in which a mailbox is added or changed.
type accountForm struct {
	env      *kit.Env
	svc      Service
	scope    *kit.Scope
	old      data.Account // what is changed; ID 0: a new one
	saved    func(account, password string, kept bool)
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
	f := newAccountForm(env, svc, scope, data.Account{Security: data.SecurityTLS})
	f.saved = added
	tr := env.Tr
	f.port.SetText(defaultPort(data.SecurityTLS))
	f.address.OnChanged = f.guess
	f.host.OnChanged = func(string) { f.ownHost = f.ownHost || !f.guessing }
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

// changeAccount opens the dialog in which it is changed how a mailbox is reached.
// saved is called on the UI thread once it is; the password is "" where the one
// that is kept stays.
func changeAccount(env *kit.Env, svc Service, scope *kit.Scope, old data.Account, saved func(account, password string, kept bool)) {
	f := newAccountForm(env, svc, scope, old)
	f.saved = saved
	tr := env.Tr
	f.address.SetText(old.Address)
	f.host.SetText(old.Host)
	f.port.SetText(strconv.Itoa(old.Port))
	f.user.SetText(old.User)
	f.user.SetPlaceHolder(old.Address)
	f.dialog = kit.ShowForm(env, kit.Form{
		Title: tr.T("settings.change-title", "Account", old.Name), Intro: tr.T("settings.change-intro"),
		Deed: tr.T("settings.change-deed"), Width: 520, Extra: f.test, Submit: f.submit, First: f.host,
		Fields: []kit.Field{
			{Input: f.server()},
			{Label: tr.T("settings.user"), Input: f.user, Hint: tr.T("settings.user-hint")},
			{Label: tr.T("settings.password"), Input: f.password, Hint: tr.T("settings.password-keep")},
		},
	})
}

func newAccountForm(env *kit.Env, svc Service, scope *kit.Scope, old data.Account) *accountForm {
	f := &accountForm{env: env, svc: svc, scope: scope, old: old}
	tr := env.Tr
	f.address, f.password = kit.NewEntry(tr.T("settings.address-hint")), kit.NewPassword()
	f.host, f.port, f.user = kit.NewEntry("imap."), kit.NewEntry(""), kit.NewEntry("")
	f.port.Width(70)
	f.security = kit.NewChoice([]kit.Option{
		{Code: string(data.SecurityTLS), Text: tr.T("security.tls")},
		{Code: string(data.SecuritySTARTTLS), Text: tr.T("security.starttls")},
		{Code: string(data.SecurityNone), Text: tr.T("security.none")},
	}, string(old.Security), func(code string) { f.port.SetText(defaultPort(data.Security(code))) })
	f.test = kit.Secondary(tr.T("settings.account-test"), kit.IconPlug, f.try)
	return f
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

// account checks what was typed. A new mailbox needs a password; one that is
// changed has its own.
func (f *accountForm) account() (data.Account, error) {
	a, err := draft{
		address: f.address.Text, host: f.host.Text, port: f.port.Text, user: f.user.Text,
		security: data.Security(f.security.Code()),
	}.account()
	a.ID, a.Name, a.Aliases, a.CA, a.Since = f.old.ID, f.old.Name, f.old.Aliases, f.old.CA, f.old.Since
	if err == nil && f.old.ID == 0 && f.password.Text == "" {
		err = data.NewError(data.CodeInvalid, "password-empty")
	}
	return a, err
}

// try tests what was typed and says in the form how it went.
func (f *accountForm) try() {
	a, err := f.account()
	if err != nil {
		f.dialog.Tell(err)
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
	a, err := f.account()
	if err != nil {
		done(err)
		return
	}
	password := f.password.Text
	type outcome struct {
		name string
		kept bool
	}
	kit.Go(f.scope, "save", func(ctx context.Context) (outcome, error) {
		if f.old.ID != 0 {
			kept, err := f.svc.ChangeAccount(ctx, a, password)
			return outcome{a.Name, kept}, err
		}
		added, kept, err := f.svc.AddAccount(ctx, a, password)
		return outcome{added.Name, kept}, err
	}, func(o outcome, err error) {
		done(err)
		if err == nil {
			f.saved(o.name, password, o.kept)
		}
	})
}
