package shape

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"kartoteka/data"
)

func TestAddressesCanBeTakenApartAgain(t *testing.T) {
	for want, a := range map[string]data.Address{
		"a@x.example":                            {Email: "a@x.example"},
		"Anna Nowak <a@x.example>":               {Name: "Anna Nowak", Email: "a@x.example"},
		`"Nowak, Anna" <a@x.example>`:            {Name: "Nowak, Anna", Email: "a@x.example"},
		`"Anna \"Ania\" Nowak" <a@x.example>`:    {Name: `Anna "Ania" Nowak`, Email: "a@x.example"},
		"Łukasz Żółć <l@x.example>":              {Name: "Łukasz Żółć", Email: "l@x.example"},
		"tylko nazwa, bez adresu":                {Name: "tylko nazwa, bez adresu"},
		"":                                       {},
		`"sprzedaż@firma" <biuro@firma.example>`: {Name: "sprzedaż@firma", Email: "biuro@firma.example"},
	} {
		if got := written(a); got != want {
			t.Errorf("%+v is written %s, want %s", a, got, want)
		}
	}
	if got := writtenList([]data.Address{{Email: "a@x"}, {Name: "B", Email: "b@x"}}); got != "a@x, B <b@x>" {
		t.Errorf("a list: %s", got)
	}
}

func TestJSONHasNullsForWhatIsNotKnownAndListsForNothing(t *testing.T) {
	var lines []string
	for _, v := range []any{
		OfMessage(data.Message{ID: 1, Subject: "Łódź"}),
		OfContact([]data.CustomField{{ID: 7, Name: "Numer klucza"}, {ID: 8, Name: "Puste"}})(data.ContactRow{Contact: data.Contact{
			ID: 2, City: "Łódź", BirthYear: 1980, Fields: map[int64]string{7: "KX 7"},
		}}),
		OfCase(data.CaseRow{Case: data.Case{ID: 3}}),
		OfFollowUp(data.FollowUpRow{FollowUp: data.FollowUp{ID: 4, Due: data.NewDate(2026, 11, 16)}}),
		OfOpinion(data.Opinion{ID: 5}),
		OfInteraction(data.Interaction{ID: 6, At: time.Date(2026, 11, 16, 12, 0, 0, 999, time.FixedZone("", 3600))}),
	} {
		line, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(line))
	}
	for i, want := range [][]string{
		{`"date":null`, `"attachments":[]`, `"contact":null`, `"places":[]`, `"account":""`, `"subject":"Łódź"`},
		{
			`"emails":[]`, `"phones":[]`, `"tags":[]`, `"birth_year":1980`, `"updated":null`, `"fields":{"Numer klucza":"KX 7"}`,
			`"handles":[]`, `"consents":[]`, `"company_id":null`, `"since":null`, `"generation":"x"`, `"city":"Łódź"`,
		},
		{`"contact":null`, `"deadline":null`, `"answered":null`, `"closed":null`, `"decision":""`},
		{`"due":"2026-11-16"`, `"snoozed":null`, `"done":null`},
		{`"rating":null`, `"answered":null`},
		{`"at":"2026-11-16T11:00:00Z"`, `"case":null`},
	} {
		for _, w := range want {
			if !strings.Contains(lines[i], w) {
				t.Errorf("%s is not in %s", w, lines[i])
			}
		}
	}
}
