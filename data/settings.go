package data

// Settings are the owner's choices; they live in the store.
type Settings struct {
	FirmName string
	Language string // "pl", "en"
	Theme    string // "auto", "light", "dark"
	Zone     string // IANA name of the firm's zone
	Demo     string // RFC 3339 anchor of the sample firm; "" for a real one
	// The client ids that the owner registered with the providers for logging in
	// by browser; "" for none.
	GoogleClient    string
	MicrosoftClient string
}

// DefaultZone is the zone of a firm that chose none.
const DefaultZone = "Europe/Warsaw"
