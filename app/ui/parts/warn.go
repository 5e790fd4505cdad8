package parts

import (
	"fmt"

	"fyne.io/fyne/v2"

	"kartoteka/app/i18n"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

// WarningText is what is to be minded before a client is called or written to.
func WarningText(tr *i18n.Translator, w data.ContactWarning) string {
	s := tr.T("warning."+string(w.Kind), "From", Hour(w.Quiet.From), "To", Hour(w.Quiet.To))
	if w.Why != "" {
		s += " " + w.Why
	}
	return s
}

// WarningTone is the weight of a warning.
func WarningTone(w data.WarningKind) kit.Tone {
	if w == data.WarnNoContact {
		return kit.ToneBad
	}
	return kit.ToneWarn
}

// Hour writes a minute of the day as a clock does: 540 is 9:00.
func Hour(minute int) string { return fmt.Sprintf("%d:%02d", minute/60, minute%60) }

// Warnings are strips, one for each thing to be minded.
func Warnings(tr *i18n.Translator, all []data.ContactWarning) []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, len(all))
	for i, w := range all {
		icon := look.IconAlert
		if w.Kind == data.WarnNoContact {
			icon = look.IconBan
		}
		out[i] = Strip(icon, WarningTone(w.Kind), WarningText(tr, w))
	}
	return out
}

// Strip is a sentence on a soft ground of its tone, with an icon.
func Strip(icon look.IconName, tone kit.Tone, sentence string) fyne.CanvasObject {
	p := kit.NewPanel(tone.Color(), "", 8, kit.Pad(7, 10, 7, 10,
		kit.TopBox(kit.GapSmall, kit.Picture(icon, 18, tone.Color()), kit.Grow(kit.NewPara(sentence, look.SizeBody, look.ColorText)))))
	p.Alpha = 0x1C
	return p
}

// Arrangements is a strip with what was agreed with one client only.
func Arrangements(tr *i18n.Translator, text string) fyne.CanvasObject {
	return Strip(look.IconInfo, kit.ToneInfo, tr.T("client.arrangements", "Text", text))
}
