package data

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// MergeField is a field of a card, or a group of fields that only go together,
// as two cards are made one; "merge.field.<code>" names it in the catalogue. A
// custom field is "field:" and its id.
type MergeField string

// The fields of which one card's value is chosen.
const (
	MergeKind         MergeField = "kind"
	MergeGiven        MergeField = "given-name"
	MergeFamily       MergeField = "family-name"
	MergeNickname     MergeField = "nickname"
	MergeCompany      MergeField = "company" // with the company's own card
	MergeJob          MergeField = "job-title"
	MergeNIP          MergeField = "nip"
	MergeREGON        MergeField = "regon"
	MergeAddress      MergeField = "address" // the first; the other joins the further ones
	MergeLanguage     MergeField = "language"
	MergeChannel      MergeField = "preferred-channel"
	MergeSecond       MergeField = "second-channel"
	MergeBestHours    MergeField = "best-hours"
	MergeQuiet        MergeField = "quiet-hours"
	MergeBirth        MergeField = "birth-year" // with the generation
	MergeLegal        MergeField = "legal-type"
	MergeStatus       MergeField = "status" // with the end of the relation
	MergeReferrer     MergeField = "referred-by"
	MergeArrangements MergeField = "arrangements"
	MergeNote         MergeField = "note"
)

const mergeCustom = "field:"

// MergeCustom is a custom field's code.
func MergeCustom(id int64) MergeField { return MergeField(mergeCustom + strconv.FormatInt(id, 10)) }

// Custom returns the id of a custom field, 0 for the others.
func (f MergeField) Custom() int64 {
	text, ok := strings.CutPrefix(string(f), mergeCustom)
	if !ok {
		return 0
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return id
}

// MergeSide says whose value of a field is taken.
type MergeSide string

// The sides of a merge.
const (
	FromKeep MergeSide = "keep"
	FromGone MergeSide = "gone"
	FromBoth MergeSide = "both" // one text after the other
)

// Other returns the side that is meant when the cards change places.
func (s MergeSide) Other() MergeSide {
	switch s {
	case FromKeep:
		return FromGone
	case FromGone:
		return FromKeep
	}
	return s
}

// Merge makes one card of two: Keep stays, with what Gone held, and Gone goes.
// Where only one of them says something, that is taken; where both do, what
// Choices says of the field, else what Default does.
type Merge struct {
	Keep, Gone int64
	Choices    map[MergeField]MergeSide
}

// MergeCounts is what hangs on a card and moves with it.
type MergeCounts struct {
	Interactions, Mail, Cases, Opinions, Orders, FollowUps int
	People                                                 int // who work there
	Referred                                               int // whom it sent
}

// mergeField is how a field is read, for comparing and showing, and taken over.
type mergeField struct {
	code MergeField
	text func(*Contact) string
	take func(to, from *Contact)
	long *func(*Contact) *string // of texts that can stand one after the other
}

func longText(at func(*Contact) *string) *func(*Contact) *string { return &at }

// mergeFields lists the fields in the order in which they are shown.
var mergeFields = []mergeField{
	{MergeKind, func(c *Contact) string { return string(c.Kind) }, func(to, from *Contact) { to.Kind = from.Kind }, nil},
	{MergeGiven, func(c *Contact) string { return c.GivenName }, func(to, from *Contact) { to.GivenName = from.GivenName }, nil},
	{MergeFamily, func(c *Contact) string { return c.FamilyName }, func(to, from *Contact) { to.FamilyName = from.FamilyName }, nil},
	{MergeNickname, func(c *Contact) string { return c.Nickname }, func(to, from *Contact) { to.Nickname = from.Nickname }, nil},
	{MergeCompany, func(c *Contact) string { return c.Company }, func(to, from *Contact) {
		to.Company, to.CompanyID = from.Company, from.CompanyID
	}, nil},
	{MergeJob, func(c *Contact) string { return c.JobTitle }, func(to, from *Contact) { to.JobTitle = from.JobTitle }, nil},
	{MergeNIP, func(c *Contact) string { return c.NIP }, func(to, from *Contact) { to.NIP = from.NIP }, nil},
	{MergeREGON, func(c *Contact) string { return c.REGON }, func(to, from *Contact) { to.REGON = from.REGON }, nil},
	{MergeAddress, func(c *Contact) string { return c.firstAddress().line() }, func(to, from *Contact) {
		to.setFirstAddress(from.firstAddress())
	}, nil},
	{MergeLanguage, func(c *Contact) string { return c.Language }, func(to, from *Contact) { to.Language = from.Language }, nil},
	{MergeChannel, func(c *Contact) string { return string(c.PreferredChannel) }, func(to, from *Contact) {
		to.PreferredChannel = from.PreferredChannel
	}, nil},
	{MergeSecond, func(c *Contact) string { return string(c.SecondChannel) }, func(to, from *Contact) {
		to.SecondChannel = from.SecondChannel
	}, nil},
	{MergeBestHours, func(c *Contact) string { return c.BestHours }, func(to, from *Contact) { to.BestHours = from.BestHours }, nil},
	{MergeQuiet, func(c *Contact) string { return c.Quiet.text() }, func(to, from *Contact) { to.Quiet = from.Quiet }, nil},
	{MergeBirth, birthText, func(to, from *Contact) {
		to.BirthYear, to.Generation = from.BirthYear, from.Generation
	}, nil},
	{MergeLegal, func(c *Contact) string { return string(c.LegalType) }, func(to, from *Contact) { to.LegalType = from.LegalType }, nil},
	{MergeStatus, func(c *Contact) string { return string(c.Status) }, func(to, from *Contact) {
		to.Status, to.End = from.Status, from.End
	}, nil},
	{MergeReferrer, referrerText, func(to, from *Contact) { to.ReferredBy = from.ReferredBy }, nil},
	{MergeArrangements, func(c *Contact) string { return c.Arrangements }, func(to, from *Contact) {
		to.Arrangements = from.Arrangements
	}, longText(func(c *Contact) *string { return &c.Arrangements })},
	{
		MergeNote, func(c *Contact) string { return c.Note }, func(to, from *Contact) { to.Note = from.Note },
		longText(func(c *Contact) *string { return &c.Note }),
	},
}

func birthText(c *Contact) string {
	if c.BirthYear != 0 {
		return strconv.Itoa(c.BirthYear)
	}
	return c.Generation
}

func referrerText(c *Contact) string {
	if c.ReferredBy == 0 {
		return ""
	}
	return strconv.FormatInt(c.ReferredBy, 10)
}

// text writes quiet hours as 22:00–6:30, "" for none.
func (q QuietHours) text() string {
	if q.None() {
		return ""
	}
	clock := func(m int) string { return strconv.Itoa(m/60) + ":" + strconv.Itoa(100 + m%60)[1:] }
	return clock(q.From) + "–" + clock(q.To)
}

func (c *Contact) firstAddress() PostalAddress {
	return PostalAddress{Street: c.Street, PostCode: c.PostCode, City: c.City, Region: c.Region, Country: c.Country}
}

func (c *Contact) setFirstAddress(a PostalAddress) {
	c.Street, c.PostCode, c.City, c.Region, c.Country = a.Street, a.PostCode, a.City, a.Region, a.Country
}

func (a PostalAddress) line() string {
	town := strings.TrimSpace(a.PostCode + " " + a.City)
	var parts []string
	for _, p := range []string{a.Street, town, a.Region, a.Country} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ", ")
}

func customField(id int64) mergeField {
	return mergeField{MergeCustom(id), func(c *Contact) string { return c.Fields[id] }, func(to, from *Contact) {
		if to.Fields == nil {
			to.Fields = map[int64]string{}
		}
		to.Fields[id] = from.Fields[id]
	}, nil}
}

// fieldsOf returns the fields of two cards, their custom ones last.
func fieldsOf(a, b *Contact) []mergeField {
	ids := slices.AppendSeq(slices.Collect(maps.Keys(a.Fields)), maps.Keys(b.Fields))
	slices.Sort(ids)
	out := slices.Clone(mergeFields)
	for _, id := range slices.Compact(ids) {
		out = append(out, customField(id))
	}
	return out
}

// MergeRow is a field of two cards side by side. The values are as the store
// has them: codes, ids, or the text itself.
type MergeRow struct {
	Field   MergeField
	A, B    string
	Long    bool // both can stand, one after the other
	Differs bool // both say something, and not the same: one is chosen
}

// MergeRows lays two cards side by side, leaving out what both don't say.
func MergeRows(a, b *Contact) []MergeRow {
	var out []MergeRow
	for _, f := range fieldsOf(a, b) {
		r := MergeRow{Field: f.code, A: f.text(a), B: f.text(b), Long: f.long != nil}
		if r.A == "" && r.B == "" {
			continue
		}
		r.Differs = r.A != "" && r.B != "" && r.A != r.B
		out = append(out, r)
	}
	return out
}

// Side returns what is taken of the row: what was chosen, else the kept card's
// value, and both texts where both can stand. Keep is the row's A.
func (m *Merge) Side(r MergeRow) MergeSide {
	switch {
	case r.A == "":
		return FromGone
	case !r.Differs:
		return FromKeep
	case m.Choices[r.Field] != "" && (r.Long || m.Choices[r.Field] != FromBoth):
		return m.Choices[r.Field]
	case r.Long:
		return FromBoth
	}
	return FromKeep
}

// Turned returns the merge with the cards changed round and the same values chosen.
func (m *Merge) Turned() Merge {
	out := Merge{Keep: m.Gone, Gone: m.Keep, Choices: map[MergeField]MergeSide{}}
	for f, side := range m.Choices {
		out.Choices[f] = side.Other()
	}
	return out
}

// Result returns the card that the two become. Handles, tags, addresses and
// consents of both are united; whoever of them is not to be contacted is not.
func (m *Merge) Result(keep, gone *Contact) Contact {
	out := *keep
	out.Fields = maps.Clone(keep.Fields)
	rows := map[MergeField]MergeRow{}
	for _, r := range MergeRows(keep, gone) {
		rows[r.Field] = r
	}
	for _, f := range fieldsOf(keep, gone) {
		r, said := rows[f.code]
		switch side := m.Side(r); {
		case !said:
		case side == FromBoth:
			*(*f.long)(&out) = r.A + "\n\n" + r.B
		case side == FromGone:
			f.take(&out, gone)
		}
	}
	for _, id := range []*int64{&out.CompanyID, &out.ReferredBy} {
		if *id == keep.ID || *id == gone.ID {
			*id = 0 // a card has no relation to itself
		}
	}
	out.MoreAddresses = uniteAddresses(&out, keep, gone)
	out.Handles = uniteHandles(keep.Handles, gone.Handles)
	out.Tags = slices.Compact(slices.Sorted(slices.Values(slices.Concat(keep.Tags, gone.Tags))))
	out.Consents = UniteConsents(keep.Consents, gone.Consents)
	if gone.NoContact {
		out.NoContact = true
		out.NoContactWhy = joined(keep.NoContactWhy, gone.NoContactWhy)
	}
	out.Since = earliest(keep.Since, gone.Since)
	return out
}

func joined(a, b string) string {
	if a == "" || b == "" || a == b {
		return cmp.Or(a, b)
	}
	return a + "\n\n" + b
}

func earliest(a, b Date) Date {
	if a.IsZero() || !b.IsZero() && b.String() < a.String() {
		return b
	}
	return a
}

// uniteAddresses returns all further addresses: the first one that was not
// chosen is one of them now.
func uniteAddresses(out, keep, gone *Contact) []PostalAddress {
	all := slices.Concat(keep.MoreAddresses, gone.MoreAddresses,
		[]PostalAddress{keep.firstAddress(), gone.firstAddress()})
	var further []PostalAddress
	seen := map[string]bool{"": true, out.firstAddress().line(): true}
	for _, a := range all {
		if l := a.line(); !seen[l] {
			seen[l] = true
			further = append(further, a)
		}
	}
	return further
}

func uniteHandles(a, b []Handle) []Handle {
	out := slices.Clone(a)
	for _, h := range b {
		same := func(o Handle) bool {
			return o.Kind == h.Kind && cmp.Or(o.Norm, o.Value) == cmp.Or(h.Norm, h.Value)
		}
		if !slices.ContainsFunc(out, same) {
			out = append(out, h)
		}
	}
	return out
}

// UniteConsents returns the consents of one person that stood on two cards. One
// that was withdrawn on either is withdrawn: what was agreed to earlier for the
// same purpose over the same channel is no consent any more (RODO art. 7(3)).
func UniteConsents(a, b []Consent) []Consent {
	all := slices.Concat(a, b)
	var out []Consent
	for _, c := range all {
		twin := func(o Consent) bool { o.ID = c.ID; return o == c }
		if !slices.ContainsFunc(out, twin) {
			out = append(out, c)
		}
	}
	for i := range out {
		if out[i].Basis != BasisConsent || !out[i].Withdrawn.IsZero() {
			continue
		}
		out[i].Withdrawn = withdrawnBy(all, &out[i])
	}
	return out
}

// withdrawnBy returns the first moment at which another consent that covers
// this one was withdrawn after this one was given; zero: never.
func withdrawnBy(all []Consent, c *Consent) (first time.Time) {
	for _, o := range all {
		covers := o.Purpose == c.Purpose && (o.Channel == c.Channel || o.Channel == "")
		if !covers || o.Withdrawn.IsZero() || !c.Given.Before(o.Withdrawn) {
			continue
		}
		if first.IsZero() || o.Withdrawn.Before(first) {
			first = o.Withdrawn
		}
	}
	return first
}
