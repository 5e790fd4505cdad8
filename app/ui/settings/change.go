package settings

import (
	"context"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

// changeForm is the dialog in which it is changed how a mailbox is reached.
type changeForm struct {
	*serverFields
	svc      Service
	scope    *kit.Scope
	old      data.Account
	saved    func(account, password string, kept bool)
	dialog   *dialog.FormDialog
	password *input.Entry
	test     *kit.Button
}

// changeAccount opens the dialog. saved is called on the UI thread once it is; the
// password is "" where the one that is kept stays.
func changeAccount(env *kit.Env, svc Service, scope *kit.Scope, old data.Account, saved func(account, password string, kept bool)) {
	tr := env.Tr
	f := &changeForm{serverFields: newServerFields(env, old), svc: svc, scope: scope, old: old, saved: saved, password: input.NewPassword()}
	f.test = kit.Secondary(tr.T("settings.account-test"), look.IconPlug, f.try)
	fields := []dialog.Field{{Input: f.row()}, f.userField()}
	if !old.Auth.ByToken() {
		fields = append(fields, dialog.Field{Label: tr.T("settings.password"), Input: f.password, Hint: tr.T("settings.password-keep")})
	}
	f.dialog = dialog.ShowForm(env, dialog.Form{
		Title: tr.T("settings.change-title", "Account", old.Name), Intro: tr.T("settings.change-intro"),
		Deed: tr.T("settings.change-deed"), Width: 520, Extra: f.test, Submit: f.submit, First: f.host, Fields: fields,
	})
}

// account checks what was typed.
func (f *changeForm) account() (data.Account, error) {
	a, err := f.draft(f.old.Address).account()
	a.ID, a.Name, a.Aliases, a.CA, a.Since, a.Auth = f.old.ID, f.old.Name, f.old.Aliases, f.old.CA, f.old.Since, f.old.Auth
	return a, err
}

// try tests what was typed and says in the form how it went.
func (f *changeForm) try() {
	a, err := f.account()
	if err != nil {
		f.dialog.Tell(err)
		return
	}
	tryAccount(f.env, f.svc, f.scope, trial{f.dialog, f.test, a, f.password.Text})
}

func (f *changeForm) submit(done func(error)) {
	a, err := f.account()
	if err != nil {
		done(err)
		return
	}
	password := f.password.Text
	kit.Go(f.scope, "save", func(ctx context.Context) (bool, error) {
		return f.svc.ChangeAccount(ctx, a, password)
	}, func(kept bool, err error) {
		done(err)
		if err == nil {
			f.saved(a.Name, password, kept)
		}
	})
}

// trial is a test of a mailbox out of a form.
type trial struct {
	dialog   *dialog.FormDialog
	button   *kit.Button
	account  data.Account
	password string
}

// tryAccount tests a mailbox and says in the form how it went.
func tryAccount(env *kit.Env, svc Service, scope *kit.Scope, t trial) {
	t.button.Disable()
	t.dialog.Say(env.Tr.T("settings.testing"), kit.ToneNeutral)
	kit.Go(scope, "try", func(ctx context.Context) ([]data.MailFolder, error) {
		return svc.TestAccount(ctx, t.account, t.password)
	}, func(folders []data.MailFolder, err error) {
		if t.dialog.Closed() {
			return
		}
		t.button.Enable()
		if err != nil {
			t.dialog.Say(stepped(env, err), kit.ToneBad)
			return
		}
		t.dialog.Say(tested(env, folders), kit.ToneGood)
	})
}
