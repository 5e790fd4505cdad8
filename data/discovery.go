package data

// Auth is how a mailbox is entered.
type Auth string

// The ways in: a password (an app password too), or a token that the provider
// gives after its own login page was passed.
const (
	AuthPassword  Auth = "password"
	AuthGoogle    Auth = "google"
	AuthMicrosoft Auth = "microsoft"
)

// ByToken reports whether the mailbox is entered with a token.
func (a Auth) ByToken() bool { return a == AuthGoogle || a == AuthMicrosoft }

// DiscoverySource says where the settings of a mailbox were found.
type DiscoverySource string

// The sources, in the order in which they are believed.
const (
	FoundInTable      DiscoverySource = "table"      // the list of providers in the program
	FoundByMX         DiscoverySource = "mx"         // that list, by who takes the domain's mail
	FoundInDNS        DiscoverySource = "dns"        // SRV records (RFC 6186, RFC 8314)
	FoundInAutoconfig DiscoverySource = "autoconfig" // the domain's own autoconfig file
	FoundByTrying     DiscoverySource = "tried"      // a usual name that answered with a good certificate
)

// Remedy is what a provider wants before a mail program may enter.
type Remedy string

// The remedies.
const (
	RemedyNone       Remedy = ""
	RemedyAppOnly    Remedy = "app-password"     // never the account's own password
	RemedyAppWith2FA Remedy = "app-password-2fa" // the account's own one only without two-step login
	RemedySwitchOn   Remedy = "switch-on"        // IMAP must be switched on first
	RemedyTokenOnly  Remedy = "token-only"       // no password at all
	RemedyApproveIP  Remedy = "approve-ip"       // each place must be approved, again and again
	RemedyWebmail    Remedy = "webmail"          // with two-step login: a visit to webmail each day
	RemedyBridge     Remedy = "bridge"           // a program of the provider must run here
	RemedyPanel      Remedy = "panel"            // the server's name stands in the hosting firm's panel
)

// Discovery is how a mailbox may be reached, found out by its address alone.
type Discovery struct {
	Account   Account // Address, Host, Port, Security, User and Auth are set
	Source    DiscoverySource
	Provider  string // its name, "" when it is none that is known
	Remedy    Remedy
	RemedyURL string // the provider's page for it, "" when there is none
	Tokens    Auth   // by whose tokens it may be entered as well; "" for none
	Checked   Date   // when the entry of the list was compared with its source, or noted
}

// OAuthClient is the identity under which the program asks a provider for tokens.
type OAuthClient struct {
	ID        string // "": none was given
	HasSecret bool   // the secret itself stays in the keyring
}

// LoginPage is how somebody is shown a provider's login page, and what the
// browser says at its end, in his language.
type LoginPage struct {
	Open         func(url string) error
	Done, Failed string
}
