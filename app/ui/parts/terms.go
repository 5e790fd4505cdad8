package parts

import (
	"strconv"

	"kartoteka/app/i18n"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

// KindTone is the weight of a kind's word.
func KindTone(k data.Kind) kit.Tone {
	switch k {
	case data.KindComplaint, data.KindMisconduct:
		return kit.ToneBad
	case data.KindPraise, data.KindOrder:
		return kit.ToneGood
	case data.KindSuggestion, data.KindQuestion:
		return kit.ToneInfo
	case data.KindFollowUp:
		return kit.ToneWarn
	}
	return kit.ToneNeutral
}

// ChannelIcon is the picture of a channel.
func ChannelIcon(c data.Channel) look.IconName {
	switch c {
	case data.ChannelPhone:
		return look.IconPhone
	case data.ChannelEmail:
		return look.IconMail
	case data.ChannelSMS, data.ChannelChat:
		return look.IconChat
	case data.ChannelSocial:
		return look.IconGlobe
	case data.ChannelInPerson:
		return look.IconVisit
	case data.ChannelVideo:
		return look.IconPerson
	case data.ChannelLetter:
		return look.IconFile
	}
	return look.IconInfo
}

// StatusTone is the weight of a relation's word.
func StatusTone(s data.ContactStatus) kit.Tone {
	switch s {
	case data.StatusActive:
		return kit.ToneGood
	case data.StatusLead:
		return kit.ToneInfo
	case data.StatusEndedByClient, data.StatusEndedByUs:
		return kit.ToneBad
	}
	return kit.ToneNeutral
}

// StateTone is the weight of the word for a case's state.
func StateTone(s data.CaseState) kit.Tone {
	switch s {
	case data.CaseNew:
		return kit.ToneWarn
	case data.CaseAnswered, data.CaseClosed:
		return kit.ToneGood
	case data.CaseWithdrawn:
		return kit.ToneNeutral
	}
	return kit.ToneInfo
}

// SeverityTone is the weight of the word for a case's severity.
func SeverityTone(s data.Severity) kit.Tone {
	switch {
	case s >= 4:
		return kit.ToneBad
	case s == 3:
		return kit.ToneWarn
	}
	return kit.ToneNeutral
}

// closeDays is how near a deadline has to be to stand out.
const closeDays = 3

// DaysTone is the weight of the days that are left.
func DaysTone(days int) kit.Tone {
	switch {
	case days < 0:
		return kit.ToneBad
	case days <= closeDays:
		return kit.ToneWarn
	}
	return kit.ToneNeutral
}

// DaysLeft says how many days are left to a deadline, or by how many it was missed.
func DaysLeft(tr *i18n.Translator, days int) string {
	switch {
	case days < 0:
		return tr.N("parts.days-over", -days)
	case days == 0:
		return tr.T("parts.days-none")
	}
	return tr.N("parts.days-left", days)
}

// CaseChip is the word that stands by a case: the days left while it has to be
// answered by a day, else its state.
func CaseChip(tr *i18n.Translator, c *data.CaseRow) (string, kit.Tone) {
	if c.State.Open() && !c.Deadline.Safe.IsZero() {
		return DaysLeft(tr, c.DaysLeft), DaysTone(c.DaysLeft)
	}
	return tr.T("state." + string(c.State)), StateTone(c.State)
}

// DueChip is the word that stands by a follow-up.
func DueChip(tr *i18n.Translator, f *data.FollowUpRow) (string, kit.Tone) {
	word := tr.T("followup." + string(f.State))
	switch f.State {
	case data.FollowUpOverdue:
		return word, kit.ToneBad
	case data.FollowUpToday:
		return word, kit.ToneWarn
	case data.FollowUpDone:
		return word, kit.ToneGood
	}
	return word, kit.ToneNeutral
}

// Options are the entries of a drop-down over codes whose words are
// the family's name ("state.") and the code; the empty code is "none".
func Options[T ~string](tr *i18n.Translator, family string, codes []T) []input.Option {
	out := make([]input.Option, len(codes))
	for i, c := range codes {
		out[i] = input.Option{Code: string(c), Text: Word(tr, family, string(c))}
	}
	return out
}

// Word is the word of a code of one of the domain's enumerations.
func Word(tr *i18n.Translator, family, code string) string {
	if code == "" {
		code = "none"
	}
	return tr.T(family + code)
}

// families are the words of the built-in entries of the owner's lists.
var families = map[string]string{data.ListCategories: "category.", data.ListCauses: "cause.", data.ListChannels: "channel."}

// CategoryName is what an entry of one of the owner's lists is called.
func CategoryName(tr *i18n.Translator, c data.Category) string {
	if c.Name != "" {
		return c.Name
	}
	return Word(tr, families[c.List], c.Code)
}

// CategoryOptions are the entries of a drop-down over one of the owner's lists,
// the first of them "none".
func CategoryOptions(tr *i18n.Translator, list string, all []data.Category) []input.Option {
	out := []input.Option{{Code: "", Text: Word(tr, families[list], "")}}
	for _, c := range all {
		out = append(out, input.Option{Code: c.Code, Text: CategoryName(tr, c)})
	}
	return out
}

// CategoryWord finds the name of a code in one of the owner's lists; a code
// that is not on it any more is shown by its built-in word, if it has one.
func CategoryWord(tr *i18n.Translator, list, code string, all []data.Category) string {
	for _, c := range all {
		if c.Code == code {
			return CategoryName(tr, c)
		}
	}
	if code != "" && !tr.Has(families[list]+code) {
		return code
	}
	return Word(tr, families[list], code)
}

// Severities are the entries of a drop-down over the severities.
func Severities(tr *i18n.Translator) []input.Option {
	return Options(tr, "severity.", []string{"1", "2", "3", "4"})
}

// SeverityOf reads the code of such an entry; 0 for none.
func SeverityOf(code string) data.Severity {
	n, err := strconv.Atoi(code)
	if err != nil {
		return 0
	}
	return data.Severity(n)
}

// SeverityCode is the code of a severity.
func SeverityCode(s data.Severity) string {
	if s == 0 {
		return ""
	}
	return strconv.Itoa(int(s))
}

// ChannelName is what a channel is called: the owner's own name, or the word of
// a built-in one.
func ChannelName(tr *i18n.Translator, c data.Channel, all []data.Category) string {
	if c == "" {
		return ""
	}
	return CategoryWord(tr, data.ListChannels, string(c), all)
}

// ChannelOptions are the entries of a drop-down over the owner's channels;
// those that he hides are left out unless one is chosen already. A first word
// for "any" is added unless it is "".
func ChannelOptions(tr *i18n.Translator, all []data.Category, chosen data.Channel, anyWord string) []input.Option {
	var out []input.Option
	if anyWord != "" {
		out = append(out, input.Option{Text: anyWord})
	}
	found := chosen == ""
	for _, c := range all {
		if c.Hidden && c.Code != string(chosen) {
			continue
		}
		found = found || c.Code == string(chosen)
		out = append(out, input.Option{Code: c.Code, Text: CategoryName(tr, c)})
	}
	if !found {
		out = append(out, input.Option{Code: string(chosen), Text: ChannelName(tr, chosen, all)})
	}
	return out
}
