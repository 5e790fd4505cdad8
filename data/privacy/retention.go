package privacy

import (
	"slices"
	"time"

	"kartoteka/data"
)

// Codes of the retention rules.
const (
	KeepClients    = "clients"         // ended relations
	KeepCases      = "cases"           // texts of closed complaints and requests
	KeepOrders     = "orders"          // tax documents
	KeepLeads      = "leads"           // who never became a client
	KeepMisconduct = "misconduct"      // what was noted of insults and threats
	KeepNotForUs   = "mail-not-for-us" // mail filed so
	KeepTrash      = "trash"
	KeepJournal    = "journal"
	KeepHeaders    = "new-senders" // headers of mail that waits for a decision on its sender
	KeepDrafts     = "drafts"      // what is known of answers that were drafted
	KeepRuns       = "mail-runs"   // how pulls went
	KeepMarketing  = "marketing"   // consents
)

// gdpr is the day from which RODO applies.
var gdpr = data.Date{Year: 2018, Month: time.May, Day: 25}

// RODO sets no number: art. 5(1)(e) asks for no longer than needed. The defaults
// are the usual ones of Polish practice; the ground that each rests on stands in
// the catalogue (RetentionRule.BasisKey). All of them can be changed.
var retention = []data.RetentionRule{
	{Code: KeepClients, Months: 72, YearEnd: true, From: data.Date{Year: 2018, Month: time.July, Day: 9}},
	{Code: KeepCases, Months: 72, YearEnd: true, From: data.Date{Year: 2018, Month: time.July, Day: 9}},
	{Code: KeepOrders, Months: 60, YearEnd: true, From: data.Date{Year: 1998, Month: time.January, Day: 1}},
	{Code: KeepLeads, Months: 24, From: gdpr},
	{Code: KeepMisconduct, Months: 36, From: gdpr},
	{Code: KeepNotForUs, Months: 12, From: gdpr},
	{Code: KeepTrash, Months: 1, From: gdpr},
	{Code: KeepJournal, Months: 12, From: gdpr},
	{Code: KeepHeaders, Months: 12, From: gdpr},
	{Code: KeepDrafts, Months: 12, From: gdpr},
	{Code: KeepRuns, Months: 3, From: gdpr},
	{Code: KeepMarketing, Months: 0, From: gdpr},
}

// RetentionRules returns the default rules in the order in which they are shown.
func RetentionRules() []data.RetentionRule { return slices.Clone(retention) }

// KeptUntil returns the last day on which something is kept by the rule that
// ended, or was last heard of, on the given day; the zero date when the rule
// keeps it without end.
func KeptUntil(r data.RetentionRule, ended data.Date) data.Date {
	if r.Months <= 0 || ended.IsZero() {
		return data.Date{}
	}
	if r.Code == KeepOrders {
		ended.Year++ // the tax on a year's sales falls due by the next one
	}
	if r.YearEnd {
		return addMonths(data.Date{Year: ended.Year, Month: time.December, Day: 31}, r.Months)
	}
	return addMonths(ended, r.Months)
}

// Cutoff returns the latest day on which something must have ended for its time
// to be over on the day today: KeptUntil of it is before today, of the next day
// it is not. ok is false when the rule keeps without end.
func Cutoff(r data.RetentionRule, today data.Date) (end data.Date, ok bool) {
	if r.Months <= 0 {
		return data.Date{}, false
	}
	end = addMonths(today, -r.Months)
	if r.YearEnd {
		end.Year++ // a year that has ended by then may count in whole
		end = data.Date{Year: end.Year, Month: time.December, Day: 31}
	}
	for !KeptUntil(r, end).Before(today) {
		if r.YearEnd {
			end.Year--
			continue
		}
		end = end.AddDays(-1)
	}
	return end, true
}

// Checklist returns the codes of the security checklist for a small firm, in
// the order in which they are shown; "checklist.<code>" holds the sentence
// (RODO art. 32(1) and art. 24).
func Checklist() []string {
	return []string{
		"disk-encryption", "system-login", "auto-lock", "updates", "backup-elsewhere", "backup-passphrase",
		"restore-tried", "mail-two-factor", "no-shared-account", "paper-locked", "staff-authorised",
		"processor-contracts", "retention-run", "breach-plan",
	}
}

// Activities returns the codes of the default record of processing, in the
// order in which they are shown.
func Activities() []string {
	return []string{"clients", "complaints", "correspondence", "marketing", "opinions", "requests"}
}

// Texts looks a text up by its key.
type Texts func(key string) string

// Record returns the default record of processing activities of a small Polish
// firm that keeps its clients here (RODO art. 30(1)), in the language of the
// texts. It is a beginning that the owner completes.
func Record(text Texts) []data.Processing {
	codes := Activities()
	out := make([]data.Processing, len(codes))
	for i, code := range codes {
		of := func(field string) string { return text("processing." + code + "." + field) }
		out[i] = data.Processing{
			Rank: i + 1, Name: of("name"), Purpose: of("purpose"), Basis: of("basis"), People: of("people"),
			Data: of("data"), Retention: of("retention"), Recipients: text("processing.recipients"),
			Transfers: text("processing.transfers"), Security: text("processing.security"),
		}
	}
	return out
}
