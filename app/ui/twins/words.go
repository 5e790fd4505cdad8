package twins

import (
	"strconv"
	"strings"

	"kartoteka/app/i18n"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// reasonWords says a reason; what both cards have stands with it.
func reasonWords(tr *i18n.Translator, r data.Reason) string {
	word := tr.T("duplicate.reason." + string(r.Code))
	if r.Value == "" {
		return word
	}
	return word + " " + r.Value
}

// reasonsLine says all reasons on one line, the strongest first.
func reasonsLine(tr *i18n.Translator, all []data.Reason) string {
	words := make([]string, len(all))
	for i, r := range all {
		words[i] = reasonWords(tr, r)
	}
	return strings.Join(words, " · ")
}

// scoreChip says how sure it is, in a word and not by colour alone.
func scoreChip(tr *i18n.Translator, score int) (string, kit.Tone) {
	if score >= data.ScoreSame {
		return tr.T("twins.sure", "Score", score), kit.ToneWarn
	}
	return tr.T("twins.look", "Score", score), kit.ToneInfo
}

// cardLine tells which contact is meant, after its name.
func cardLine(c *data.DuplicateCard) string {
	var out []string
	for _, s := range []string{c.Company, c.City, c.Email, c.Phone} {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, " · ")
}

// facts are what the merge dialog reads beside the two cards, for writing their
// values in words.
type facts struct {
	people   map[int64]string // names of those whom the cards refer to
	fields   []data.CustomField
	channels []data.Category
}

// label is what a field is called.
func (f *facts) label(tr *i18n.Translator, field data.MergeField) string {
	id := field.Custom()
	for _, c := range f.fields {
		if c.ID == id && id != 0 {
			return c.Name
		}
	}
	if id != 0 {
		return tr.T("merge.field.own")
	}
	return tr.T("merge.field." + string(field))
}

// value writes a field's value in words, on one line.
func (f *facts) value(tr *i18n.Translator, field data.MergeField, v string) string {
	if v == "" {
		return ""
	}
	switch field {
	case data.MergeKind:
		return tr.T("contactkind." + v)
	case data.MergeLegal:
		return tr.T("legal." + v)
	case data.MergeStatus:
		return tr.T("status." + v)
	case data.MergeChannel, data.MergeSecond:
		return parts.ChannelName(tr, data.Channel(v), f.channels)
	case data.MergeLanguage:
		return tr.Language(v)
	case data.MergeReferrer:
		id, err := strconv.ParseInt(v, 10, 64)
		if err == nil && f.people[id] != "" {
			return f.people[id]
		}
	}
	return strings.Join(strings.Fields(v), " ")
}

// moves says what will hang on the card that stays, besides what hangs there
// already; "" when nothing moves.
func moves(tr *i18n.Translator, n data.MergeCounts) string {
	var out []string
	for _, k := range []struct {
		key string
		n   int
	}{
		{"twins.moves-interactions", n.Interactions},
		{"twins.moves-mail", n.Mail},
		{"twins.moves-cases", n.Cases},
		{"twins.moves-opinions", n.Opinions},
		{"twins.moves-orders", n.Orders},
		{"twins.moves-follow-ups", n.FollowUps},
		{"twins.moves-people", n.People},
		{"twins.moves-referred", n.Referred},
	} {
		if k.n > 0 {
			out = append(out, tr.N(k.key, k.n))
		}
	}
	return strings.Join(out, ", ")
}

// short cuts a name for a button.
func short(name string) string {
	const most = 26
	letters := []rune(name)
	if len(letters) <= most {
		return name
	}
	return strings.TrimSpace(string(letters[:most-1])) + "…"
}
