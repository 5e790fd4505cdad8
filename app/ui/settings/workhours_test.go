package settings_test

import (
	"testing"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
)

func TestTheFirmsHoursAreSaved(t *testing.T) {
	f := twoAccounts()
	st, _ := open(t, f, "pl", kit.ModeLight)
	choices := kittest.All[*kit.Choice](st)
	from, to, satFrom, satTo := choices[4], choices[5], choices[6], choices[7]
	if from.Code() != "08:00" || to.Code() != "16:00" || satFrom.Code() != "" || satTo.Code() != "" {
		t.Errorf("at first: %q to %q, on Saturday %q to %q", from.Code(), to.Code(), satFrom.Code(), satTo.Code())
	}
	to.SetSelected("18:00")
	satFrom.SetSelected("09:00")
	satTo.SetSelected("13:00")
	x := f.settings
	if x.WorkFrom != "08:00" || x.WorkTo != "18:00" || x.SaturdayFrom != "09:00" || x.SaturdayTo != "13:00" {
		t.Errorf("saved %+v", x)
	}
}
