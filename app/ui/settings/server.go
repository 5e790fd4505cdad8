package settings

import (
	"strconv"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/data"
)

// serverFields are the inputs in which it is written by hand how a mailbox is
// reached.
type serverFields struct {
	env      *kit.Env
	host     *input.Entry
	port     *input.Entry
	user     *input.Entry
	security *input.Choice
	filling  bool // what changes is not the person's doing
}

func newServerFields(env *kit.Env, a data.Account) *serverFields {
	tr := env.Tr
	f := &serverFields{env: env, host: input.NewEntry("imap."), port: input.NewEntry(""), user: input.NewEntry("")}
	f.port.Width(70)
	f.security = input.NewChoice([]input.Option{
		{Code: string(data.SecurityTLS), Text: tr.T("security.tls")},
		{Code: string(data.SecuritySTARTTLS), Text: tr.T("security.starttls")},
		{Code: string(data.SecurityNone), Text: tr.T("security.none")},
	}, string(data.SecurityTLS), func(code string) { f.port.SetText(defaultPort(data.Security(code))) })
	f.fill(a)
	return f
}

// fill writes an account's server, or an empty one, into the fields.
func (f *serverFields) fill(a data.Account) {
	f.filling = true
	defer func() { f.filling = false }()
	if a.Security == "" {
		a.Security = data.SecurityTLS
	}
	f.host.SetText(a.Host)
	f.security.SetCode(string(a.Security))
	port := defaultPort(a.Security)
	if a.Port != 0 {
		port = strconv.Itoa(a.Port)
	}
	f.port.SetText(port)
	f.user.SetText(a.User)
	f.user.SetPlaceHolder(a.Address)
}

// draft is what stands in the fields, for an address.
func (f *serverFields) draft(address string) draft {
	return draft{
		address: address, host: f.host.Text, port: f.port.Text, user: f.user.Text, security: data.Security(f.security.Code()),
	}
}

// row is the server, its security and its port.
func (f *serverFields) row() fyne.CanvasObject {
	tr := f.env.Tr
	return kit.HBox(kit.GapSmall,
		kit.Grow(input.Labelled(tr.T("settings.host"), f.host)),
		input.Labelled(tr.T("settings.security"), f.security.Width(150)),
		input.Labelled(tr.T("settings.port"), f.port))
}

// userField is the login name.
func (f *serverFields) userField() dialog.Field {
	tr := f.env.Tr
	return dialog.Field{Label: tr.T("settings.user"), Input: f.user, Hint: tr.T("settings.user-hint")}
}
