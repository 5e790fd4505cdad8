// Package cases is the Cases screen: complaints and requests by their deadline,
// and one of them with its facts, its term, the steps of its handling and what
// was decided.
//
// It knows the order of the list and which step makes sense next. The law's
// terms are counted elsewhere: here they are shown with their source.
package cases

import (
	"slices"
	"strconv"
	"strings"

	"kartoteka/app/i18n"
	"kartoteka/data"
)

// sorted puts open cases first, the nearest deadline at the top, those without
// a term after those with one; then the others, newest first.
func sorted(rows []data.CaseRow) []data.CaseRow {
	out := slices.Clone(rows)
	slices.SortStableFunc(out, func(a, b data.CaseRow) int {
		if x, y := rank(&a), rank(&b); x != y {
			return x - y
		}
		if rank(&a) == 0 {
			if c := a.Deadline.Safe.Compare(b.Deadline.Safe); c != 0 {
				return c
			}
			return int(b.Severity - a.Severity)
		}
		return b.Received.Compare(a.Received)
	})
	return out
}

func rank(c *data.CaseRow) int {
	switch {
	case c.State.Open() && !c.Deadline.Safe.IsZero():
		return 0
	case c.State.Open():
		return 1
	}
	return 2
}

// overdue is how many of the cases passed their safe date unanswered.
func overdue(rows []data.CaseRow) int {
	n := 0
	for i := range rows {
		if rank(&rows[i]) == 0 && rows[i].DaysLeft < 0 {
			n++
		}
	}
	return n
}

// openCount is how many of the cases have to be answered.
func openCount(rows []data.CaseRow) int {
	n := 0
	for i := range rows {
		if rows[i].State.Open() {
			n++
		}
	}
	return n
}

// step is a state that a case can be moved to by one press.
type step struct {
	to   data.CaseState
	key  string // of its word in the catalogue
	main bool   // the sensible next one
}

// next are the sensible steps from a state, the main one first (after ISO
// 10002:2018, clause 7). Any other state is reached through the list of states.
var next = map[data.CaseState][]data.CaseState{
	data.CaseNew:           {data.CaseAcknowledged, data.CaseAnswered, data.CaseWithdrawn},
	data.CaseAcknowledged:  {data.CaseAssessed, data.CaseAnswered, data.CaseWaitsClient, data.CaseWithdrawn},
	data.CaseAssessed:      {data.CaseInvestigated, data.CaseAnswered, data.CaseWaitsClient, data.CaseWithdrawn},
	data.CaseInvestigated:  {data.CaseAnswered, data.CaseWaitsClient, data.CaseWaitsSupplier, data.CaseWithdrawn},
	data.CaseWaitsClient:   {data.CaseInvestigated, data.CaseAnswered, data.CaseWithdrawn},
	data.CaseWaitsSupplier: {data.CaseInvestigated, data.CaseAnswered, data.CaseWithdrawn},
	data.CaseAnswered:      {data.CaseClosed, data.CaseInvestigated},
	data.CaseClosed:        {data.CaseInvestigated},
	data.CaseWithdrawn:     {data.CaseInvestigated},
}

// steps are the buttons of a case in a state.
func steps(s data.CaseState) []step {
	out := make([]step, 0, len(next[s]))
	for i, to := range next[s] {
		st := step{to: to, key: "cases.step." + string(to), main: i == 0 && s != data.CaseClosed && s != data.CaseWithdrawn}
		if !s.Open() && to == data.CaseInvestigated {
			st.key = "cases.step.reopen"
		}
		out = append(out, st)
	}
	return out
}

// secondLine is what stands under a case in the list.
func secondLine(tr *i18n.Translator, c *data.CaseRow, category string) string {
	parts := []string{c.Number}
	if c.ContactName != "" {
		parts = append(parts, c.ContactName)
	}
	if c.Category != "" {
		parts = append(parts, category)
	}
	if c.Severity > 2 {
		parts = append(parts, tr.T("cases.severity-is", "Severity", tr.T("severity."+strconv.Itoa(int(c.Severity)))))
	}
	return strings.Join(parts, " · ")
}

// subjectOf is what a case is called.
func subjectOf(tr *i18n.Translator, c *data.Case) string {
	switch {
	case c.Subject != "":
		return c.Subject
	case c.Product != "":
		return c.Product
	}
	return tr.T("casekind." + string(c.Kind))
}

// shownText is how many letters of the client's words a case shows; the mail
// has them all.
const shownText = 6000

// verbatim returns the client's words, and whether they were cut.
func verbatim(text string) (string, bool) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	letters := []rune(text)
	if len(letters) <= shownText {
		return text, false
	}
	return strings.TrimSpace(string(letters[:shownText])) + "…", true
}
