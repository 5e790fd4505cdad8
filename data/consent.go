package data

import "time"

// Consent is what a contact allowed, for one purpose over one channel (RODO
// art. 6(1) and 7; PKE art. 398 for marketing by phone, e-mail or message).
type Consent struct {
	ID        int64
	Channel   Channel // "": any
	Purpose   string  // code of ConsentPurposes, or the owner's own words
	Basis     Basis
	Wording   string // what was agreed to, with its version
	Source    string // where and how it was given
	Given     time.Time
	Withdrawn time.Time // zero: not
}

// InForce reports whether the consent was given and not withdrawn by the moment now.
func (c *Consent) InForce(now time.Time) bool {
	return !c.Given.IsZero() && !c.Given.After(now) && (c.Withdrawn.IsZero() || c.Withdrawn.After(now))
}

// ConsentPurposes lists the built-in purposes, in the order in which they are shown.
func ConsentPurposes() []string { return []string{"service", "marketing", "survey", "reference"} }

// Basis is the ground on which personal data are used (RODO art. 6(1)).
type Basis string

// The bases.
const (
	BasisConsent    Basis = "consent"    // lit. a
	BasisContract   Basis = "contract"   // lit. b
	BasisLaw        Basis = "law"        // lit. c
	BasisLegitimate Basis = "legitimate" // lit. f
)

// Bases lists the bases in the order in which they are shown.
func Bases() []Basis { return []Basis{BasisConsent, BasisContract, BasisLaw, BasisLegitimate} }
