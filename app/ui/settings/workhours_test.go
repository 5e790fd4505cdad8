package settings_test

import (
	"strings"
	"testing"

	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
)

func TestTheFirmsHoursAreSaved(t *testing.T) {
	f := twoAccounts()
	st, _ := open(t, f, "pl", look.ModeLight)
	choices := kittest.All[*input.Choice](st)
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

func TestTheEndOfTheFirmsHoursStaysAfterTheirStart(t *testing.T) {
	f := twoAccounts()
	st, _ := open(t, f, "pl", look.ModeLight)
	choices := kittest.All[*input.Choice](st)
	from, to, satFrom, satTo := choices[4], choices[5], choices[6], choices[7]
	for _, step := range []struct {
		choice *input.Choice
		pick   string
		want   string
	}{
		{from, "18:00", "18:00 19:00  "},
		{to, "06:00", "05:00 06:00  "},
		{from, "22:00", "22:00 23:00  "},
		{to, "01:00", "00:00 01:00  "},
		{satFrom, "09:00", "00:00 01:00 09:00 10:00"},
		{satTo, satTo.Options[0], "00:00 01:00  "},
		{satTo, "13:00", "00:00 01:00 12:00 13:00"},
		{satFrom, satFrom.Options[0], "00:00 01:00  "},
	} {
		step.choice.SetSelected(step.pick)
		x := f.settings
		saved := strings.Join([]string{x.WorkFrom, x.WorkTo, x.SaturdayFrom, x.SaturdayTo}, " ")
		shown := strings.Join([]string{from.Code(), to.Code(), satFrom.Code(), satTo.Code()}, " ")
		if saved != step.want || shown != step.want {
			t.Errorf("after %s: saved %q, shown %q, want %q", step.pick, saved, shown, step.want)
		}
	}
}

func TestAQuickChangeDoesNotStopTheOneBefore(t *testing.T) {
	f := twoAccounts()
	st, _ := open(t, f, "pl", look.ModeLight)
	choices := kittest.All[*input.Choice](st)
	var work []func()
	st.Env.Spawn = func(f func()) { work = append(work, f) }
	choices[4].SetSelected("07:00")
	choices[5].SetSelected("15:00")
	choices[6].SetSelected("09:00")
	work[len(work)-1]() // the others were stopped before they began
	x := f.settings
	if x.WorkFrom != "07:00" || x.WorkTo != "15:00" || x.SaturdayFrom != "09:00" || x.SaturdayTo != "10:00" {
		t.Errorf("saved %+v", x)
	}
}
