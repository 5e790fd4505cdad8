package contactform

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	fyneui "fyne.io/fyne/v2/widget"

	"kartoteka/app/i18n"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// ConsentList is what a client allowed, with a way to note another consent and
// to note that one was withdrawn.
type ConsentList struct {
	fyneui.BaseWidget
	env     *kit.Env
	all     []data.Consent
	box     *fyne.Container
	changed func()
}

// NewConsentList returns the list; changed is called after a change.
func NewConsentList(env *kit.Env, all []data.Consent, changed func()) *ConsentList {
	l := &ConsentList{env: env, all: slices.Clone(all), box: kit.VBox(6), changed: changed}
	l.ExtendBaseWidget(l)
	l.show()
	return l
}

// All are the consents as the list has them now.
func (l *ConsentList) All() []data.Consent { return l.all }

// CreateRenderer draws the list.
func (l *ConsentList) CreateRenderer() fyne.WidgetRenderer { return fyneui.NewSimpleRenderer(l.box) }

func (l *ConsentList) show() {
	tr := l.env.Tr
	l.box.Objects = nil
	for i := range l.all {
		c := &l.all[i]
		row := []fyne.CanvasObject{kit.Grow(kit.NewPara(ConsentText(tr, c), 12, look.ColorText))}
		if c.InForce(l.env.Now()) {
			row = append(row, kit.Link(tr.T("contactform.consent-withdraw"), func() {
				AskWithdrawal(l.env, *c, func(w data.Consent) { l.all[i] = w; l.done() })
			}))
		}
		l.box.Add(kit.HBox(kit.GapSmall, row...))
	}
	l.box.Add(kit.HBox(0, kit.Link(tr.T("contactform.consent-add"), func() {
		AskConsent(l.env, func(c data.Consent) { l.all = append(l.all, c); l.done() })
	}), kit.Spacer()))
	l.Refresh()
}

func (l *ConsentList) done() {
	l.show()
	l.changed()
}

// ConsentText says what was allowed, over which channel, on which ground, when,
// and whether it was withdrawn.
func ConsentText(tr *i18n.Translator, c *data.Consent) string {
	words := []string{purpose(tr, c.Purpose)}
	if c.Channel == "" {
		words = append(words, tr.T("contactform.consent-any"))
	} else {
		words = append(words, parts.ChannelName(tr, c.Channel, nil))
	}
	words = append(words, parts.Word(tr, "basis.", string(c.Basis)))
	switch {
	case !c.Withdrawn.IsZero():
		words = append(words, tr.T("contactform.consent-withdrawn", "Day", data.DateIn(c.Withdrawn, tr.Zone())))
	case !c.Given.IsZero():
		words = append(words, tr.T("contactform.consent-given", "Day", data.DateIn(c.Given, tr.Zone())))
	}
	return strings.Join(words, " · ")
}

func purpose(tr *i18n.Translator, code string) string {
	if tr.Has("purpose." + code) {
		return tr.T("purpose." + code)
	}
	return code
}

// AskConsent notes a consent.
func AskConsent(env *kit.Env, keep func(data.Consent)) {
	tr := env.Tr
	var purposes []input.Option
	for _, p := range data.ConsentPurposes() {
		purposes = append(purposes, input.Option{Code: p, Text: purpose(tr, p)})
	}
	what := input.NewChoice(purposes, "marketing", nil)
	over := input.NewChoice(parts.ChannelOptions(tr, builtInChannels(), "", tr.T("contactform.consent-any")), string(data.ChannelEmail), nil)
	basis := input.NewChoice(parts.Options(tr, "basis.", data.Bases()), string(data.BasisConsent), nil)
	wording, source := input.NewTextArea(tr.T("contactform.consent-wording-hint"), 3), filled("", tr.T("contactform.consent-source-hint"))
	day := input.NewDateEntry(env, env.Today())
	dialog.ShowForm(env, dialog.Form{
		Title: tr.T("contactform.consent-title"), Deed: tr.T("contactform.consent-deed"), Width: 520,
		Fields: []dialog.Field{
			{Input: pair(input.Labelled(tr.T("contactform.consent-purpose"), what), input.Labelled(tr.T("contactform.consent-channel"), over))},
			{Label: tr.T("contactform.consent-basis"), Input: basis},
			{Label: tr.T("contactform.consent-wording"), Input: wording},
			{Label: tr.T("contactform.consent-source"), Input: source},
			{Label: tr.T("contactform.consent-day"), Input: day},
		},
		Submit: func(done func(error)) {
			if err := day.Check(); err != nil {
				done(err)
				return
			}
			done(nil)
			keep(data.Consent{
				Channel: data.Channel(over.Code()), Purpose: what.Code(), Basis: data.Basis(basis.Code()),
				Wording: text(wording), Source: text(source), Given: moment(day.Day(), env),
			})
		},
	})
}

// AskWithdrawal notes that a consent was withdrawn, and on which day.
func AskWithdrawal(env *kit.Env, c data.Consent, keep func(data.Consent)) {
	tr := env.Tr
	day := input.NewDateEntry(env, env.Today())
	dialog.ShowForm(env, dialog.Form{
		Title: tr.T("contactform.withdraw-title"), Intro: ConsentText(tr, &c), Deed: tr.T("contactform.withdraw-deed"),
		Fields: []dialog.Field{{Label: tr.T("contactform.withdraw-day"), Input: day}},
		Submit: func(done func(error)) {
			if err := day.Check(); err != nil {
				done(err)
				return
			}
			done(nil)
			c.Withdrawn = moment(day.Day(), env)
			keep(c)
		},
	})
}

// moment is now on the same day, noon on another, now when none was given.
func moment(day data.Date, env *kit.Env) time.Time {
	if day.IsZero() || day == env.Today() {
		return env.Now()
	}
	return day.Time(env.Now().Location()).Add(12 * time.Hour)
}
