package settings

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

// Service is what the screen needs from the program.
type Service interface {
	Settings(ctx context.Context) (data.Settings, error)
	SetSettings(ctx context.Context, s data.Settings) error
	Accounts(ctx context.Context) ([]data.Account, error)
	KnownAccount(address string) (d data.Discovery, ok bool)
	Discover(ctx context.Context, address string, progress func(data.DiscoverySource)) (data.Discovery, error)
	AddAccount(ctx context.Context, a data.Account, password string) (added data.Account, kept bool, err error)
	ChangeAccount(ctx context.Context, a data.Account, password string) (kept bool, err error)
	TestAccount(ctx context.Context, a data.Account, password string) ([]data.MailFolder, error)
	RemoveAccount(ctx context.Context, name string) error
	KeepPassword(ctx context.Context, name, password string) error
	Remedy(a data.Account) (remedy data.Remedy, provider, url string)
	OAuthClient(ctx context.Context, a data.Auth) (data.OAuthClient, error)
	SetOAuthClient(ctx context.Context, a data.Auth, id, secret string) (kept bool, err error)
	AddByLogin(ctx context.Context, a data.Account, page data.LoginPage) (added data.Account, kept bool, err error)
	LogInAgain(ctx context.Context, name string, page data.LoginPage) (kept bool, err error)
	Dir() string
}

// Hooks are what the shell does when something here asks for it.
type Hooks struct {
	Version string
	// Connected is told of a mailbox with a password that works from now on, so
	// that it is pulled; the password may not be in any keyring, and is "" where
	// the one that is known stays.
	Connected func(account, password string)
	// Removed is told of a mailbox that is no longer pulled; it may be nil.
	Removed func(account string)
	// Mailboxes goes to where their folders, rules and failures are; it may be nil.
	Mailboxes func()
	// OpenFolder shows a folder in the system's file manager.
	OpenFolder func(dir string)
	// OpenURL shows a page in the system's browser; it may be nil.
	OpenURL func(address string) error
	// Pages follow the first one.
	Pages []Page
}

// general is the first page: mailboxes, look, the firm, and where the data lies.
type general struct {
	env   *kit.Env
	svc   Service
	hooks Hooks
	scope *kit.Scope
	body  *fyne.Container

	settings data.Settings
	unsaved  []func(*data.Settings) // changes on their way into the store
	accounts []data.Account
	loaded   bool
	list     *fyne.Container
	clients  *fyne.Container // nil in the sample firm
	language *input.Choice
	theme    *input.Choice
	firm     *input.Entry
	notices  *input.Check
	results  map[string]result

	quietFrom, quietTo       *input.Choice
	workFrom, workTo         *input.Choice
	saturdayFrom, saturdayTo *input.Choice
}

// result is how the last test of a mailbox went, in words.
type result struct {
	text string
	tone kit.Tone
}

var _ kit.Screen = (*general)(nil)

func newGeneral(env *kit.Env, svc Service, hooks Hooks) *general {
	s := &general{env: env, svc: svc, hooks: hooks, scope: kit.NewScope(env), results: map[string]result{}}
	s.list = kit.VBox(kit.GapRows)
	s.body = container.NewStack(kit.Loading(4))
	return s
}

// Content is the screen.
func (s *general) Content() fyne.CanvasObject { return s.body }

// Show loads the screen.
func (s *general) Show(int64) { s.load() }

// Changed loads the screen anew when something on it changed.
func (s *general) Changed(c data.Change) {
	if c.Has(data.TopicAccounts, data.TopicSettings) {
		s.load()
	}
}

// Focus is the first choice on the screen.
func (s *general) Focus() fyne.Focusable {
	if s.language == nil {
		return nil
	}
	return s.language
}

// Close ends the screen's work.
func (s *general) Close() { s.scope.Close() }

type loaded struct {
	settings data.Settings
	accounts []data.Account
	clients  map[data.Auth]data.OAuthClient
}

func (s *general) load() {
	kit.Go(s.scope, "load", func(ctx context.Context) (loaded, error) {
		settings, err := s.svc.Settings(ctx)
		if err != nil {
			return loaded{}, err
		}
		accounts, err := s.svc.Accounts(ctx)
		if err != nil {
			return loaded{}, err
		}
		clients := map[data.Auth]data.OAuthClient{}
		for _, auth := range providersOfTokens {
			if clients[auth], err = s.svc.OAuthClient(ctx, auth); err != nil {
				return loaded{}, err
			}
		}
		return loaded{settings, accounts, clients}, nil
	}, func(l loaded, err error) {
		if err != nil {
			s.body.Objects = []fyne.CanvasObject{kit.Trouble(s.env, err, s.load)}
			s.body.Refresh()
			return
		}
		s.show(l)
	})
}

func (s *general) show(l loaded) {
	s.settings, s.accounts = l.settings, l.accounts
	first := !s.loaded
	if first {
		s.loaded = true
		s.build()
	}
	s.language.SetCode(languageOf(s.settings, s.env.Tr.Lang()))
	s.theme.SetCode(themeOf(s.settings))
	s.showNotices()
	s.showHours()
	if s.env.Window.Canvas().Focused() != fyne.Focusable(s.firm) {
		s.firm.SetText(s.settings.FirmName)
	}
	s.showAccounts()
	if s.clients != nil {
		s.showClients(l.clients)
	}
	if c := s.env.Window.Canvas(); first && c.Focused() == nil && c.Overlays().Top() == nil {
		kit.Focus(s.language)
	}
}

func (s *general) build() {
	tr := s.env.Tr
	var add fyne.CanvasObject = kit.Primary(tr.T("settings.account-add"), look.IconAdd, s.addAccount)
	note := tr.T("settings.accounts-note")
	if s.settings.Demo != "" { // real mail and invented mail must not mix
		add, note = kit.Space(0, 0), tr.T("settings.accounts-sample")
	}
	mail := kit.Card(kit.VBox(kit.GapRows,
		kit.HBox(kit.GapSmall, kit.Heading(tr.T("settings.accounts")), kit.Spacer(), add),
		kit.NewPara(note, look.SizeBody, look.ColorMuted), s.list))
	right := kit.VBox(kit.GapCards, s.lookCard(), s.noticesCard(), s.hoursCard(), s.firmCard(), s.dataCard())
	left := kit.VBox(kit.GapCards, mail)
	if s.settings.Demo == "" {
		left.Add(s.clientsCard())
	}
	cards := kit.Weighted(kit.GapCards, []float32{3, 2}, left, right)
	s.body.Objects = []fyne.CanvasObject{kit.PageScroll(cards)}
	s.body.Refresh()
}

func (s *general) lookCard() fyne.CanvasObject {
	tr := s.env.Tr
	s.language = input.NewChoice([]input.Option{
		{Code: "pl", Text: "Polski"}, {Code: "en", Text: "English"},
	}, "", func(code string) { s.save(func(x *data.Settings) { x.Language = code }) })
	s.theme = input.NewChoice([]input.Option{
		{Code: string(look.ModeAuto), Text: tr.T("settings.theme-auto")},
		{Code: string(look.ModeLight), Text: tr.T("settings.theme-light")},
		{Code: string(look.ModeDark), Text: tr.T("settings.theme-dark")},
	}, "", func(code string) { s.save(func(x *data.Settings) { x.Theme = code }) })
	return kit.Section(tr.T("settings.look"), nil, kit.VBox(kit.GapRows,
		input.Labelled(tr.T("settings.language"), s.language),
		input.Labelled(tr.T("settings.theme"), s.theme)))
}

func (s *general) firmCard() fyne.CanvasObject {
	tr := s.env.Tr
	s.firm = input.NewEntry(tr.T("settings.firm-hint"))
	save := func() {
		if name := s.firm.Text; name != s.settings.FirmName {
			s.save(func(x *data.Settings) { x.FirmName = name })
			s.env.Toast(tr.T("settings.saved"), nil)
		}
	}
	s.firm.OnSubmitted = func(string) { save() }
	button := kit.Secondary(tr.T("settings.save"), "", save)
	return kit.Section(tr.T("settings.firm"), nil, kit.VBox(kit.GapTiny,
		kit.HBox(kit.GapSmall, kit.Grow(s.firm), button), kit.Note(tr.T("settings.firm-note"))))
}

func (s *general) dataCard() fyne.CanvasObject {
	tr := s.env.Tr
	dir := s.svc.Dir()
	path := kit.NewPara(dir, look.SizeBody, look.ColorText)
	open := kit.Secondary(tr.T("settings.folder-open"), look.IconFolder, func() {
		if s.hooks.OpenFolder != nil {
			s.hooks.OpenFolder(dir)
		}
	})
	version := s.hooks.Version
	if version == "" {
		version = tr.T("settings.version-unknown")
	}
	return kit.Section(tr.T("settings.data"), nil, kit.VBox(kit.GapSmall,
		path, kit.HBox(0, open, kit.Spacer()), kit.Note(tr.T("settings.data-note")),
		kit.Caption(tr.T("settings.version", "Version", version))))
}

// save changes the settings as they are in the store now, not as they were
// when the screen was loaded. A change that comes quickly after another stops its
// saving, and so takes it along.
func (s *general) save(change func(*data.Settings)) {
	s.unsaved = append(s.unsaved, change)
	changes := slices.Clone(s.unsaved)
	kit.Do(s.scope, "save", func(ctx context.Context) error {
		now, err := s.svc.Settings(ctx)
		if err != nil {
			return err
		}
		for _, change := range changes {
			change(&now)
		}
		return s.svc.SetSettings(ctx, now)
	}, func(err error) {
		s.unsaved = nil
		if err != nil {
			dialog.ShowError(s.env, err)
		}
		s.load()
	})
}

func languageOf(s data.Settings, shown string) string {
	if s.Language == "" {
		return shown
	}
	return s.Language
}

func themeOf(s data.Settings) string {
	switch m := look.Mode(s.Theme); m {
	case look.ModeLight, look.ModeDark:
		return s.Theme
	}
	return string(look.ModeAuto)
}
