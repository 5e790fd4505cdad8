package privacy

import (
	"strconv"
	"strings"
	"time"

	"kartoteka/app/i18n"
	"kartoteka/app/ui/kit"
	"kartoteka/data"
)

// who is the person that a request is about.
func who(r *data.SubjectRequest) string {
	if r.ContactName != "" {
		return r.ContactName
	}
	return r.Who
}

// checkRequest refuses an entry that says too little or can't be.
func checkRequest(r *data.SubjectRequest, today data.Date) error {
	switch {
	case who(r) == "":
		return data.NewError(data.CodeInvalid, "request-without-person")
	case r.Received.IsZero() || r.Received.After(today):
		return data.NewError(data.CodeInvalid, "request-day")
	case !r.Answered.IsZero() && (r.Answered.Before(r.Received) || r.Answered.After(today)):
		return data.NewError(data.CodeInvalid, "request-answer-day")
	case !r.Answered.IsZero() && r.Outcome == "":
		return data.NewError(data.CodeInvalid, "request-without-outcome")
	case (!r.Extended.IsZero() || r.Outcome == data.OutcomeRefused) && r.Why == "":
		return data.NewError(data.CodeInvalid, "request-without-reason") // art. 12(3) and (4)
	}
	return nil
}

// breachState says where a breach stands, and how pressing it is.
func breachState(tr *i18n.Translator, b *data.Breach, now time.Time) (string, kit.Tone) {
	switch {
	case !b.Reported.IsZero():
		return tr.T("privacy.breach-is-reported"), kit.ToneGood
	case b.Risk == data.RiskNone:
		return tr.T("privacy.breach-noted"), kit.ToneNeutral
	case now.After(b.Due):
		return tr.T("privacy.breach-late"), kit.ToneBad
	}
	return tr.N("privacy.breach-hours", int(b.Due.Sub(now).Hours())), kit.ToneWarn
}

func moment(on bool, now time.Time) time.Time {
	if !on {
		return time.Time{}
	}
	return now
}

func figure(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// number reads how many people there are; nothing written is not known.
func number(text string) (int, error) {
	text = strings.Join(strings.Fields(text), "")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, data.NewError(data.CodeInvalid, "people-number", "Text", text)
	}
	return n, nil
}

// group is what is due to be erased by one rule.
type group struct {
	rule  string
	items []data.RetentionItem
}

// grouped sorts what is due by its rule, in the order in which they come, and
// counts what something speaks against.
func grouped(due []data.RetentionItem) (groups []group, blocked int) {
	at := map[string]int{}
	for _, item := range due {
		if item.Blocked {
			blocked++
			continue
		}
		i, ok := at[item.Rule]
		if !ok {
			i = len(groups)
			at[item.Rule] = i
			groups = append(groups, group{rule: item.Rule})
		}
		groups[i].items = append(groups[i].items, item)
	}
	return groups, blocked
}

// erased says what went with an erasure and what stays for the figures.
func erased(tr *i18n.Translator, c data.EraseCounts) string {
	var out []string
	for _, n := range []struct {
		key   string
		count int
	}{
		{"messages", c.Messages},
		{"attachments", c.Attachments},
		{"follow-ups", c.FollowUps},
		{"interactions", c.Interactions},
		{"cases", c.Cases},
		{"opinions", c.Opinions},
		{"orders", c.Orders},
	} {
		if n.count > 0 {
			out = append(out, tr.N("privacy.n-"+n.key, n.count))
		}
	}
	if len(out) == 0 {
		return tr.T("privacy.n-none")
	}
	return strings.Join(out, ", ")
}

// withActivity returns the record with one activity changed, or added at its end.
func withActivity(all []data.Processing, p data.Processing) []data.Processing {
	out := append([]data.Processing{}, all...)
	for i := range out {
		if out[i].Rank == p.Rank {
			out[i] = p
			return out
		}
	}
	return append(out, p)
}

// ran says what a retention run did, and what it left.
func ran(tr *i18n.Translator, r *data.RetentionResult) string {
	var did []string
	for _, n := range []struct {
		key   string
		count int
	}{{"erased", r.Erased}, {"deleted", r.Deleted}, {"emptied", r.Emptied}} {
		if n.count > 0 {
			did = append(did, tr.N("privacy.run-"+n.key, n.count))
		}
	}
	if len(did) == 0 {
		did = []string{tr.T("privacy.run-nothing")}
	}
	out := tr.T("privacy.run-did", "What", strings.Join(did, ", "))
	if len(r.Kept) > 0 {
		out += " " + tr.T("privacy.run-kept", "Names", strings.Join(r.Kept, ", "))
	}
	return out
}
