package data_test

import (
	"testing"
	"time"

	"kartoteka/data"
)

func TestWhatAContactIsCalled(t *testing.T) {
	mail := []data.Handle{{Kind: data.HandleEmail, Value: "ewa@kot.example"}}
	for want, c := range map[string]data.Contact{
		"Ewa Kot":         {GivenName: "Ewa", FamilyName: "Kot", Nickname: "Ewunia", Company: "Sowa"},
		"Kot":             {FamilyName: "Kot"},
		"Ewunia":          {Nickname: " Ewunia ", Company: "Sowa", Handles: mail},
		"Sowa":            {Company: "Sowa", Handles: mail},
		"Sowa sp. z o.o.": {Kind: data.Company, Company: "Sowa sp. z o.o.", GivenName: "Ewa"},
		"Ewa":             {Kind: data.Company, Company: " ", GivenName: "Ewa"},
		"ewa@kot.example": {Handles: mail},
		"":                {Nickname: " ", Note: "ktoś"},
	} {
		if got := c.Name(); got != want {
			t.Errorf("%+v is called %q, want %q", c, got, want)
		}
	}
}

func TestQuietHours(t *testing.T) {
	night, noon := data.QuietHours{From: 20 * 60, To: 8 * 60}, data.QuietHours{From: 12 * 60, To: 13 * 60}
	for _, c := range []struct {
		q            data.QuietHours
		hour, minute int
		want         bool
	}{
		{night, 20, 0, true},
		{night, 0, 0, true},
		{night, 7, 59, true},
		{night, 8, 0, false},
		{night, 19, 59, false},
		{noon, 12, 0, true},
		{noon, 13, 0, false},
		{noon, 11, 59, false},
		{data.QuietHours{From: 600, To: 600}, 10, 0, false},
	} {
		if got := c.q.Covers(c.hour*60 + c.minute); got != c.want {
			t.Errorf("%d:%02d is quiet by %+v: %v", c.hour, c.minute, c.q, got)
		}
	}
	if !(data.QuietHours{From: 600, To: 600}).None() || night.None() {
		t.Error("none are none, some are some")
	}
}

func TestGenerations(t *testing.T) {
	for year, want := range map[int]string{
		0: "", 1940: "silent", 1946: "boomer", 1964: "boomer", 1965: "x", 1980: "x", 1981: "y", 1996: "y", 1997: "z", 2013: "alpha",
	} {
		if got := data.GenerationOf(year); got != want {
			t.Errorf("born in %d is %q, want %q", year, got, want)
		}
	}
	if c := (data.Contact{Generation: "z"}); c.AgeGroup() != "z" {
		t.Errorf("what was noted counts: %q", c.AgeGroup())
	}
	if c := (data.Contact{Generation: "z", BirthYear: 1950}); c.AgeGroup() != "boomer" {
		t.Errorf("the year of birth counts first: %q", c.AgeGroup())
	}
}

func TestAConsentInForce(t *testing.T) {
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		consent data.Consent
		want    bool
	}{
		"never given":    {data.Consent{}, false},
		"given":          {data.Consent{Given: now}, true},
		"not yet":        {data.Consent{Given: now.Add(time.Hour)}, false},
		"taken back":     {data.Consent{Given: now.Add(-time.Hour), Withdrawn: now}, false},
		"from tomorrow":  {data.Consent{Given: now.Add(-time.Hour), Withdrawn: now.Add(time.Hour)}, true},
		"only withdrawn": {data.Consent{Withdrawn: now}, false},
	} {
		if got := c.consent.InForce(now); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
