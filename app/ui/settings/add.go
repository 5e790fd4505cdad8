package settings

import (
	"context"
	"net/url"
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

// historyDays is how far back mail counts as work to do unless the owner says
// otherwise; older mail comes as silent history.
const historyDays = 30

// Adding is what is done around the dialog in which a mailbox is added.
type Adding struct {
	// Added is called on the UI thread once it is.
	Added func(account, password string, kept bool)
	// OpenURL shows a page in the system's browser; it may be nil.
	OpenURL func(address string) error
}

// addForm is the dialog in which a mailbox is added: the address is typed, the
// rest is found, and what the provider wants first is said before the password
// is asked for.
type addForm struct {
	*serverFields
	svc      Service
	scope    *kit.Scope
	adding   Adding
	dialog   *dialog.FormDialog
	address  *input.Entry
	password *input.Entry
	secret   *fyne.Container // the row of the password
	said     *kit.Para       // what was found
	remedy   *kit.Para       // what the provider wants
	page     *fyne.Container // the link to it
	fold     *kit.Fold
	since    *input.DateEntry
	untested *input.Check
	test     *kit.Button
	login    *kit.Button // the provider's own page instead of the password

	found   data.Discovery // what is known of the address in asked
	asked   string         // the address that was looked for last
	byHand  bool           // the person wrote the server
	looking bool
}

// AskAccount opens the dialog in which a mailbox is added.
func AskAccount(env *kit.Env, svc Service, scope *kit.Scope, adding Adding) {
	tr := env.Tr
	f := &addForm{serverFields: newServerFields(env, data.Account{}), svc: svc, scope: scope, adding: adding}
	f.address, f.password = input.NewEntry(tr.T("settings.address-hint")), input.NewPassword()
	f.said, f.remedy, f.page = kit.NewPara("", look.SizeBody, look.ColorMuted), kit.NewPara("", look.SizeBody, look.ColorText), kit.HBox(0)
	f.since = input.NewDateEntry(env, env.Today().AddDays(-historyDays))
	f.untested = input.NewCheck(tr.T("accounts.untested"), false, nil)
	f.test = kit.Secondary(tr.T("settings.account-test"), look.IconPlug, f.try)
	f.login = kit.Secondary(tr.T("accounts.log-in"), look.IconGlobe, f.loginPressed)
	f.secret = kit.VBox(kit.GapTiny, input.Labelled(tr.T("settings.password"), f.password), kit.Note(tr.T("settings.password-hint")))
	user := f.userField()
	f.fold = kit.NewFold(tr.T("accounts.by-hand"), "", false, kit.VBox(kit.GapRows,
		f.row(), kit.VBox(kit.GapTiny, input.Labelled(user.Label, user.Input), kit.Note(user.Hint)), f.untested))
	f.fold.OnFold = func(bool) { f.fit() }
	f.address.OnChanged = f.typed
	f.address.OnLeave = f.look
	f.address.OnSubmitted = func(string) {
		f.look()
		f.dialog.Focus(f.password)
	}
	f.host.OnChanged = func(string) {
		if f.byHand = f.byHand || !f.filling; f.byHand {
			f.tell("", kit.ToneNeutral) // with another server, a password after all
		}
	}
	f.dialog = dialog.ShowForm(env, dialog.Form{
		Title: tr.T("settings.add-title"), Intro: tr.T("settings.add-intro"),
		Deed: tr.T("settings.add-deed"), Width: 540, Extra: f.test, Submit: f.submit, Tall: true,
		Fields: []dialog.Field{
			{Label: tr.T("settings.address"), Input: f.address},
			{Input: kit.VBox(kit.GapTiny, f.said, f.remedy, f.page, kit.HBox(0, f.login, kit.Spacer()))},
			{Input: f.secret},
			{Label: tr.T("accounts.since"), Input: f.since, Hint: tr.T("accounts.since-hint")},
			{Input: f.fold},
		},
	})
	f.dialog.OnClosed = func() { // nobody waits for what is looked for, or for a login
		f.scope.Cancel("find")
		f.scope.Cancel("login")
	}
	f.tell("", kit.ToneNeutral)
}

// typed looks the address up in the list of providers with every letter: that
// needs no network. Anything else is looked for when the field is left.
func (f *addForm) typed(address string) {
	f.user.SetPlaceHolder(address)
	f.dialog.Tell(nil) // it was about another address
	if d, ok := f.svc.KnownAccount(address); ok {
		f.settle(address, d)
		return
	}
	if f.asked != "" {
		f.scope.Cancel("find")
		f.asked, f.looking, f.found = "", false, data.Discovery{}
		if !f.byHand {
			f.fill(data.Account{Address: address})
		}
		f.tell("", kit.ToneNeutral)
	}
}

// look searches for how the mailbox is reached, once per address.
func (f *addForm) look() {
	address := strings.TrimSpace(f.address.Text)
	if f.dialog.Closed() || f.byHand || address == f.asked || !strings.Contains(address, "@") {
		return
	}
	f.asked, f.looking = address, true
	f.tell(f.env.Tr.T("discover.asking-dns"), kit.ToneNeutral)
	kit.Go(f.scope, "find", func(ctx context.Context) (data.Discovery, error) {
		return f.svc.Discover(ctx, address, func(from data.DiscoverySource) {
			f.env.Post(func() {
				if f.looking && f.asked == address {
					f.tell(f.env.Tr.T("discover.asking-"+string(from)), kit.ToneNeutral)
				}
			})
		})
	}, func(d data.Discovery, err error) {
		if f.dialog.Closed() {
			return
		}
		f.looking = false
		if err != nil {
			f.tell(stepped(f.env, err), kit.ToneBad)
			f.fold.SetOpen(true)
			f.fit()
			return
		}
		f.settle(address, d)
	})
}

// settle shows what was found and writes it where it can be changed by hand.
func (f *addForm) settle(address string, d data.Discovery) {
	f.scope.Cancel("find")
	f.asked, f.looking, f.found = strings.TrimSpace(address), false, d
	if !f.byHand {
		f.fill(d.Account)
	}
	tr := f.env.Tr
	f.tell(tr.T("accounts.found", "Host", d.Account.Host, "Source", tr.T("discover.source-"+string(d.Source))), kit.ToneGood)
}

// tell shows a line about the search, and under it what the provider of the
// address wants, if that is known.
func (f *addForm) tell(line string, tone kit.Tone) {
	f.said.Tint(tone.Color()).SetText(line)
	f.said.Hidden = line == ""
	tr := f.env.Tr
	f.remedy.Hidden, f.page.Hidden = true, true
	f.offerLogin()
	if f.found.Remedy != data.RemedyNone {
		f.remedy.SetText(tr.T("discover.remedy-"+string(f.found.Remedy), "Provider", f.found.Provider))
		f.remedy.Hidden = false
		f.showPage(f.found.RemedyURL)
	}
	f.fit()
}

// showPage offers the provider's page as a link that names where it leads.
func (f *addForm) showPage(address string) {
	u, err := url.Parse(address)
	if err != nil || address == "" || f.adding.OpenURL == nil {
		return
	}
	link := kit.Link(f.env.Tr.T("accounts.open-page", "Site", u.Host), func() {
		kit.Do(f.scope, "page", func(context.Context) error { return f.adding.OpenURL(address) }, func(err error) {
			if err != nil {
				f.dialog.Tell(err)
			}
		})
	})
	f.page.Objects = []fyne.CanvasObject{link, kit.Spacer()}
	f.page.Hidden = false
}

func (f *addForm) fit() {
	if f.dialog != nil && !f.dialog.Closed() {
		f.dialog.Fit()
	}
}

// account checks what was typed. Without a server it has none, and is looked for.
func (f *addForm) account() (data.Account, error) {
	if err := f.since.Check(); err != nil {
		return data.Account{}, err
	}
	a, err := f.draft(f.address.Text).account()
	a.Since, a.Auth = f.since.Day(), data.AuthPassword
	if a.Host == "" {
		a.Port, a.Security, a.User = 0, "", ""
	}
	if err == nil && f.password.Text == "" {
		err = data.NewError(data.CodeInvalid, "password-empty")
	}
	return a, err
}

// try tests what was typed and says in the form how it went.
func (f *addForm) try() {
	a, err := f.account()
	if err != nil {
		f.dialog.Tell(err)
		return
	}
	tryAccount(f.env, f.svc, f.scope, trial{f.dialog, f.test, a, f.password.Text})
}

// added is what came of adding a mailbox.
type added struct {
	name string
	kept bool
}

// submit tests the mailbox and keeps it if it lets one in.
func (f *addForm) submit(done func(error)) {
	if f.found.Account.Auth.ByToken() && !f.byHand {
		f.logIn(done)
		return
	}
	a, err := f.account()
	if err != nil {
		done(err)
		return
	}
	password, untested := f.password.Text, f.untested.Checked
	f.dialog.Say(f.env.Tr.T("settings.testing"), kit.ToneNeutral)
	kit.Go(f.scope, "save", func(ctx context.Context) (added, error) {
		return f.add(ctx, a, password, untested)
	}, func(o added, err error) {
		done(err)
		if err != nil {
			f.failed(a, err)
			return
		}
		f.adding.Added(o.name, password, o.kept)
	})
}

// failed says once why the mailbox was not added. Where no server was found, the
// keyboard goes to where one is written.
func (f *addForm) failed(a data.Account, err error) {
	if f.dialog.Closed() {
		return
	}
	if a.Host == "" && f.said.Visible() {
		f.dialog.Tell(nil)
		f.dialog.Focus(f.host)
		return
	}
	f.dialog.Say(stepped(f.env, err), kit.ToneBad)
}

// add finds the server where none is known yet, tests it and keeps the mailbox.
func (f *addForm) add(ctx context.Context, a data.Account, password string, untested bool) (added, error) {
	if a.Host == "" {
		d, err := f.svc.Discover(ctx, a.Address, nil)
		if err != nil {
			return added{}, err
		}
		since := a.Since
		a = d.Account
		a.Since = since
	}
	if !untested {
		if _, err := f.svc.TestAccount(ctx, a, password); err != nil {
			return added{}, err
		}
	}
	kept, ok, err := f.svc.AddAccount(ctx, a, password)
	return added{kept.Name, ok}, err
}
