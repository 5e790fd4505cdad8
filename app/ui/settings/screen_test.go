package settings_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/settings"
	"kartoteka/data"
)

type fakeService struct {
	settings data.Settings
	accounts []data.Account
	added    []data.Account
	changed  []data.Account
	changedP []string // their new passwords
	removed  []string
	tested   []string // passwords
	testErr  error
	addErr   error
	noRing   bool
	looked   []string // addresses that were looked for
	lookErr  error
	clients  map[data.Auth]string
}

// KnownAccount knows two providers.
func (f *fakeService) KnownAccount(address string) (data.Discovery, bool) {
	local, domain, _ := strings.Cut(address, "@")
	a := data.Account{Address: address, Port: 993, Security: data.SecurityTLS, User: address, Auth: data.AuthPassword}
	switch domain {
	case "wp.pl":
		a.Host, a.User = "imap.wp.pl", local
		return data.Discovery{Account: a, Source: data.FoundInTable, Provider: "Poczta WP"}, true
	case "gmail.com":
		a.Host = "imap.gmail.com"
		return data.Discovery{
			Account: a, Source: data.FoundInTable, Provider: "Gmail", Tokens: data.AuthGoogle, Remedy: data.RemedyAppOnly,
			RemedyURL: "https://myaccount.google.com/apppasswords",
		}, true
	}
	if domain == "outlook.com" {
		a.Host, a.Auth = "outlook.office365.com", data.AuthMicrosoft
		return data.Discovery{
			Account: a, Source: data.FoundInTable, Provider: "Outlook", Tokens: data.AuthMicrosoft, Remedy: data.RemedyTokenOnly,
			RemedyURL: "https://learn.microsoft.com/entra/x",
		}, true
	}
	return data.Discovery{}, false
}

// Discover finds imap.<domain>.
func (f *fakeService) Discover(_ context.Context, address string, progress func(data.DiscoverySource)) (data.Discovery, error) {
	f.looked = append(f.looked, address)
	if progress != nil {
		progress(data.FoundByTrying)
	}
	if f.lookErr != nil {
		return data.Discovery{}, f.lookErr
	}
	_, domain, _ := strings.Cut(address, "@")
	return data.Discovery{Source: data.FoundByTrying, Account: data.Account{
		Address: address, Host: "imap." + domain, Port: 993, Security: data.SecurityTLS, User: address, Auth: data.AuthPassword,
	}}, nil
}

func (f *fakeService) Settings(context.Context) (data.Settings, error) { return f.settings, nil }

func (f *fakeService) SetSettings(_ context.Context, s data.Settings) error {
	f.settings = s
	return nil
}

func (f *fakeService) Accounts(context.Context) ([]data.Account, error) { return f.accounts, nil }

func (f *fakeService) AddAccount(_ context.Context, a data.Account, _ string) (data.Account, bool, error) {
	if f.addErr != nil {
		return data.Account{}, false, f.addErr
	}
	a.Name = a.Address
	f.added = append(f.added, a)
	f.accounts = append(f.accounts, a)
	return a, !f.noRing, nil
}

func (f *fakeService) ChangeAccount(_ context.Context, a data.Account, password string) (bool, error) {
	if f.addErr != nil {
		return false, f.addErr
	}
	f.changed, f.changedP = append(f.changed, a), append(f.changedP, password)
	return password != "" && !f.noRing, nil
}

func (f *fakeService) TestAccount(_ context.Context, _ data.Account, password string) ([]data.MailFolder, error) {
	f.tested = append(f.tested, password)
	return []data.MailFolder{{Name: "INBOX", OnServer: 2}, {Name: "Wysłane", OnServer: 3}}, f.testErr
}

func (f *fakeService) RemoveAccount(_ context.Context, name string) error {
	f.removed = append(f.removed, name)
	return nil
}

func (f *fakeService) KeepPassword(context.Context, string, string) error {
	if f.noRing {
		return data.NewError(data.CodeInternal, "no-keyring")
	}
	return nil
}

func (f *fakeService) Remedy(a data.Account) (data.Remedy, string, string) {
	if a.Host == "imap.gmail.com" {
		return data.RemedyAppOnly, "Gmail", "https://myaccount.google.com/apppasswords"
	}
	return data.RemedyNone, "", ""
}

func (f *fakeService) OAuthClient(_ context.Context, a data.Auth) (data.OAuthClient, error) {
	return data.OAuthClient{ID: f.clients[a]}, nil
}

func (f *fakeService) SetOAuthClient(_ context.Context, a data.Auth, id, _ string) (bool, error) {
	if f.clients == nil {
		f.clients = map[data.Auth]string{}
	}
	f.clients[a] = id
	return true, nil
}

func (f *fakeService) AddByLogin(_ context.Context, a data.Account, page data.LoginPage) (data.Account, bool, error) {
	if err := page.Open("https://login.example/" + f.clients[a.Auth]); err != nil || f.addErr != nil {
		return data.Account{}, false, errors.Join(err, f.addErr)
	}
	a.Name = a.Address
	f.added, f.accounts = append(f.added, a), append(f.accounts, a)
	return a, !f.noRing, nil
}

func (f *fakeService) LogInAgain(_ context.Context, name string, page data.LoginPage) (bool, error) {
	return !f.noRing, errors.Join(page.Open("https://login.example/again/"+name), f.addErr)
}

func (f *fakeService) Dir() string { return "/home/anna/.local/share/kartoteka" }

func twoAccounts() *fakeService {
	return &fakeService{
		settings: data.Settings{FirmName: "Ślusarnia Zamkowa", Theme: "light"},
		accounts: []data.Account{
			{ID: 1, Name: "biuro@slusarnia.pl", Address: "biuro@slusarnia.pl", Host: "imap.slusarnia.pl", Port: 993, Security: data.SecurityTLS, LastOK: time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)},
			{ID: 2, Name: "serwis@slusarnia.pl", Host: "imap.slusarnia.pl", Port: 993, Security: data.SecurityTLS, LastErr: "mail-dial", Failed: 3},
		},
	}
}

func open(t *testing.T, f *fakeService, lang string, mode look.Mode) (*kittest.Stage, *[]string) {
	t.Helper()
	st := kittest.New(t, lang, mode)
	connected := &[]string{}
	s := settings.New(st.Env, f, settings.Hooks{Version: "0.1.0", Connected: func(account, password string) {
		*connected = append(*connected, account+" "+password)
	}, OpenURL: func(address string) error {
		*connected = append(*connected, "page "+address)
		return nil
	}})
	t.Cleanup(s.Close)
	s.Show(0)
	st.Show(s.Content())
	return st, connected
}

func TestPictures(t *testing.T) {
	for _, lang := range []string{"pl", "en"} {
		for _, mode := range []look.Mode{look.ModeLight, look.ModeDark} {
			t.Run(lang+"-"+string(mode), func(t *testing.T) {
				st, _ := open(t, twoAccounts(), lang, mode)
				st.Picture(t, "settings-"+lang+"-"+string(mode))
				st.Resize(784, 650)
				st.Picture(t, "settings-small-"+lang+"-"+string(mode))
				st.Resize(1064, 800)
				st.Tap(t, map[string]string{"pl": "Dodaj skrzynkę", "en": "Add a mailbox"}[lang])
				st.Type("jan@gmail.com")
				st.Window.Canvas().FocusNext()
				st.Picture(t, "settings-add-"+lang+"-"+string(mode))
				fold := kittest.All[*kit.Fold](st)[0]
				fold.SetOpen(true)
				fold.OnFold(true)
				st.Picture(t, "settings-add-open-"+lang+"-"+string(mode))
			})
		}
	}
}

func TestTestButtonTellsTheResultInWords(t *testing.T) {
	f := twoAccounts()
	st, _ := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Sprawdź")
	if !st.Says("Połączenie działa: 2 foldery, 5 wiadomości.") {
		t.Error("the result of the test is not on the screen")
	}
	f.testErr = data.NewError(data.CodeInvalid, "account-ca")
	st.Tap(t, "Sprawdź")
	if !st.Says("W pliku nie ma certyfikatu PEM.") {
		t.Error("the failure of the test is not on the screen")
	}
}

func TestRemoveAsksFirst(t *testing.T) {
	f := twoAccounts()
	st, _ := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Usuń")
	if len(f.removed) != 0 {
		t.Fatal("removed without asking")
	}
	st.Picture(t, "settings-remove")
	st.Tap(t, "Usuń skrzynkę")
	if len(f.removed) != 1 || f.removed[0] != "biuro@slusarnia.pl" {
		t.Errorf("removed = %q", f.removed)
	}
}

func TestPasswordWithoutKeyringServesForNow(t *testing.T) {
	f := twoAccounts()
	f.noRing = true
	st, connected := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Hasło")
	st.Type("nowe")
	st.Key(fyne.KeyReturn)
	if len(f.tested) != 1 || f.tested[0] != "nowe" || len(*connected) != 1 {
		t.Fatalf("tested %q, connected %q", f.tested, *connected)
	}
	if !strings.Contains(st.Toasts[len(st.Toasts)-1], "do zamknięcia programu") {
		t.Errorf("toast = %q", st.Toasts)
	}
}

func TestLanguageAndThemeAreSaved(t *testing.T) {
	f := twoAccounts()
	st, _ := open(t, f, "pl", look.ModeLight)
	choices := kittest.All[*input.Choice](st)
	if len(choices) != 8 {
		t.Fatalf("%d choices on the screen, want language, theme, the quiet hours and the firm's", len(choices))
	}
	choices[0].SetSelected("English")
	choices[1].SetSelected("Ciemny")
	if f.settings.Language != "en" || f.settings.Theme != "dark" || f.settings.FirmName != "Ślusarnia Zamkowa" {
		t.Errorf("settings = %+v", f.settings)
	}
}

func TestFirmNameIsSavedByEnter(t *testing.T) {
	f := twoAccounts()
	st, _ := open(t, f, "pl", look.ModeLight)
	firm := kittest.All[*input.Entry](st)[0]
	firm.SetText("Nowa Firma")
	test.Type(firm, "")
	st.Window.Canvas().Focus(firm)
	st.Key(fyne.KeyReturn)
	if f.settings.FirmName != "Nowa Firma" {
		t.Errorf("firm = %q", f.settings.FirmName)
	}
}

func TestSampleFirmKeepsRealMailOut(t *testing.T) {
	f := twoAccounts()
	f.settings.Demo = "2026-11-24T10:00:00Z played"
	st, _ := open(t, f, "pl", look.ModeLight)
	for _, b := range kittest.All[*kit.Button](st) {
		if b.Text == "Dodaj skrzynkę" || b.Text == "Usuń" {
			t.Errorf("the sample firm offers %q", b.Text)
		}
	}
	if !st.Says("To skrzynka przykładowej firmy") {
		t.Error("nothing tells whose mailbox it is")
	}
}

func TestMailboxesStandInWords(t *testing.T) {
	f := twoAccounts()
	f.accounts = []data.Account{
		{Name: "a", LastErr: "no-password"}, {Name: "b"}, {Name: "c", LastErr: "cancelled", LastOK: time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)},
	}
	st, _ := open(t, f, "pl", look.ModeLight)
	for _, want := range []string{
		st.Env.Tr.T("settings.account-needs-password"), st.Env.Tr.T("settings.account-never"), "24.11.2026, 10:30",
	} {
		if !st.Says(want) {
			t.Errorf("nothing says %q", want)
		}
	}
	f.accounts = nil
	none, _ := open(t, f, "pl", look.ModeLight)
	if !none.Says("Nie ma jeszcze żadnej skrzynki.") {
		t.Error("no mailbox: nothing tells what to do")
	}
}

func TestMailboxWithoutPasswordIsAskedForOneBeforeItsTest(t *testing.T) {
	f := twoAccounts()
	f.testErr = data.NewError(data.CodeNoPassword, "no-password", "Account", "biuro@slusarnia.pl")
	st, connected := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Sprawdź")
	if !st.Says(st.Env.Tr.T("settings.password-intro", "Account", "biuro@slusarnia.pl")) {
		t.Fatal("the password is not asked for")
	}
	st.Key(fyne.KeyReturn)
	if !st.Says("Hasło jest puste.") {
		t.Error("an empty password was taken")
	}
	f.testErr = nil
	st.Type("tajne")
	st.Key(fyne.KeyReturn)
	if len(*connected) != 1 || st.Toasts[0] != "Hasło jest w pęku kluczy systemu." {
		t.Errorf("connected %q, told %q", *connected, st.Toasts)
	}
}

func TestFolderIsShownAndOpened(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	opened := ""
	s := settings.New(st.Env, twoAccounts(), settings.Hooks{OpenFolder: func(dir string) { opened = dir }})
	t.Cleanup(s.Close)
	s.Show(0)
	st.Show(s.Content())
	st.Tap(t, "Otwórz folder")
	if opened != "/home/anna/.local/share/kartoteka" || !st.Says(opened) || !st.Says("(wersja rozwojowa)") {
		t.Errorf("opened %q", opened)
	}
}
