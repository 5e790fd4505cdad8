package records

import (
	"testing"
	"time"

	"kartoteka/data"
)

// A file older than the card must not bring back what was withdrawn, and one
// that is newer withdraws; the same file again changes nothing.
func TestAWithdrawnConsentStaysWithdrawn(t *testing.T) {
	given := time.Date(2024, 5, 1, 10, 0, 0, 0, time.UTC)
	withdrawn := given.AddDate(1, 0, 0)
	consent := func(given, withdrawn time.Time) data.Consent {
		return data.Consent{Purpose: "marketing", Channel: data.ChannelEmail, Basis: data.BasisConsent, Given: given, Withdrawn: withdrawn}
	}
	for name, c := range map[string]struct{ kept, row data.Consent }{
		"the card knows":                 {consent(given, withdrawn), consent(given, time.Time{})},
		"the file knows":                 {consent(given, time.Time{}), consent(given, withdrawn)},
		"the file knows, of another day": {consent(given, time.Time{}), consent(given.AddDate(0, 1, 0), withdrawn)},
		"the card knows, of another day": {consent(given.AddDate(0, 1, 0), withdrawn), consent(given, time.Time{})},
	} {
		t.Run(name, func(t *testing.T) {
			kept := &data.Contact{GivenName: "Anna", Consents: []data.Consent{c.kept}}
			row := &data.Contact{GivenName: "Anna", Consents: []data.Consent{c.row}}
			d := draft(kept)
			merge(d, row, row, true)
			for _, got := range d.Consents {
				if got.InForce(withdrawn.AddDate(0, 0, 1)) {
					t.Errorf("in force: %+v", got)
				}
			}
			changed := kept.Consents[0].Withdrawn.IsZero() || len(d.Consents) > 1
			if sameCard(d, kept) == changed || (len(cardChanges(kept, d)) > 0) != changed {
				t.Errorf("changed should be %v: %+v", changed, d.Consents)
			}
			again := draft(d)
			if merge(again, row, row, true); !sameCard(again, d) {
				t.Errorf("once more: %+v, was %+v", again.Consents, d.Consents)
			}
		})
	}
}
