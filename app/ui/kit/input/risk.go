package input

import (
	"strings"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
)

// Risk is a sentence beside fields in which something stands that had better
// not be kept, such as the number of a payment card.
type Risk struct {
	*kit.Para
	env     *kit.Env
	entries []*Entry
	fit     func()
}

// NewRisk returns the sentence, hidden while there is nothing to be warned of.
// fit is called when it comes or goes; may be nil.
func NewRisk(env *kit.Env, fit func()) *Risk {
	r := &Risk{Para: kit.NewPara("", look.SizeBody, look.ColorWarn), env: env, fit: fit}
	r.Hide()
	return r
}

// Watch has the sentence follow what is typed into a field, as well as what the
// field does already. What stands in it now is looked at, too.
func (r *Risk) Watch(e *Entry) {
	if r.env.Risky == nil || e.Password {
		return
	}
	for _, known := range r.entries {
		if known == e {
			return
		}
	}
	r.entries = append(r.entries, e)
	before := e.OnChanged
	e.OnChanged = func(text string) {
		if before != nil {
			before(text)
		}
		r.look()
	}
	r.look()
}

func (r *Risk) look() {
	said := ""
	for _, e := range r.entries {
		if text := strings.TrimSpace(e.Text); said == "" && text != "" {
			said = r.env.Risky(text)
		}
	}
	if said == r.Text() {
		return
	}
	r.SetText(said)
	r.Hidden = said == ""
	if r.fit != nil {
		r.fit()
	}
}
