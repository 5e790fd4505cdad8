package card

import (
	"strings"

	"kartoteka/app/i18n"
	"kartoteka/data"
)

// changeText says what became of one field. Fields that no person reads have
// no name in the catalogue and are left out.
func changeText(tr *i18n.Translator, ch *data.FieldChange) string {
	if ch.Field == "" {
		if name := "card.record." + ch.Record; tr.Has(name) {
			value := strings.TrimSpace(ch.Before + ch.After)
			switch {
			case ch.After != "" && ch.Before == "":
				return tr.T("card.change-added", "What", tr.T(name), "Text", value)
			case ch.Before != "":
				return tr.T("card.change-removed", "What", tr.T(name), "Text", value)
			}
			return tr.T(name)
		}
		return ""
	}
	name := "card.field." + ch.Record + "." + ch.Field
	if !tr.Has(name) {
		return ""
	}
	what := tr.T(name)
	before, after := valueText(tr, ch, ch.Before), valueText(tr, ch, ch.After)
	switch {
	case before == after:
		return ""
	case before == "":
		return tr.T("card.change-added", "What", what, "Text", after)
	case after == "":
		return tr.T("card.change-removed", "What", what, "Text", before)
	}
	return tr.T("card.change-from", "What", what, "Before", before, "After", after)
}

// valueText writes a value of the store as a person reads it: codes by their
// words, long texts by their beginning.
func valueText(tr *i18n.Translator, ch *data.FieldChange, v string) string {
	family := map[string]string{
		"status": "status.", "kind": "contactkind.", "legal_type": "legal.", "preferred_channel": "channel.",
		"second_channel": "channel.", "ended_by": "ended-by.", "end_reason": "end-reason.", "generation": "generation.",
	}[ch.Field]
	if family != "" && tr.Has(family+v) {
		return tr.T(family + v)
	}
	if ch.Field == "no_contact" {
		return map[string]string{"0": tr.T("contactform.no"), "1": tr.T("contactform.yes")}[v]
	}
	if v == "0" && (ch.Field == "birth_year" || ch.Field == "minutes") {
		return ""
	}
	if letters := []rune(v); len(letters) > 120 {
		return strings.TrimSpace(string(letters[:120])) + "…"
	}
	return v
}
