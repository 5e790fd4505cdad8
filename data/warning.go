package data

// ContactWarning is something to mind before a contact is called or written to.
type ContactWarning struct {
	Kind  WarningKind
	Why   string     // the owner's own words, "" if none
	Quiet QuietHours // of WarnQuietHours
}

// WarningKind says what is to be minded; "warning.<kind>" words it in the catalogue.
type WarningKind string

// The kinds of warning, the gravest first.
const (
	WarnNoContact  WarningKind = "no-contact"  // asked not to be contacted at all
	WarnQuietHours WarningKind = "quiet-hours" // does not want to be disturbed now
	WarnNoConsent  WarningKind = "no-consent"  // no consent in force for marketing over this channel (PKE art. 398)
)
