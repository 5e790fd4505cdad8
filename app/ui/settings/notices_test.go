package settings_test

import (
	"testing"

	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
)

func TestNoticesAndQuietHoursAreSaved(t *testing.T) {
	f := twoAccounts()
	st, _ := open(t, f, "pl", look.ModeLight)
	on, choices := kittest.All[*input.Check](st)[0], kittest.All[*input.Choice](st)
	from, to := choices[2], choices[3]
	if !on.Checked || from.Code() != "20:00" || to.Code() != "07:00" {
		t.Errorf("at first: %v, from %q to %q", on.Checked, from.Code(), to.Code())
	}
	from.SetSelected("18:00")
	if f.settings.QuietFrom != "18:00" || f.settings.QuietTo != "07:00" {
		t.Errorf("the evening: %+v", f.settings)
	}
	to.SetSelected("08:00")
	on.SetChecked(false)
	if f.settings.QuietFrom != "18:00" || f.settings.QuietTo != "08:00" || f.settings.Notices != "off" {
		t.Errorf("the morning, and off: %+v", f.settings)
	}
	on.SetChecked(true)
	if f.settings.Notices != "" || !on.Checked {
		t.Errorf("on again: %+v", f.settings)
	}
}
