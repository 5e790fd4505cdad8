package likeness_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kartoteka/data"
	"kartoteka/data/match/likeness"
)

// person is a card of a person: "given family" and what else is known.
func person(given, family string, more ...func(*data.Contact)) *data.Contact {
	c := &data.Contact{Kind: data.Person, GivenName: given, FamilyName: family}
	for _, f := range more {
		f(c)
	}
	return c
}

func company(name string, more ...func(*data.Contact)) *data.Contact {
	c := &data.Contact{Kind: data.Company, Company: name}
	for _, f := range more {
		f(c)
	}
	return c
}

func email(v string) func(*data.Contact) {
	return func(c *data.Contact) {
		c.Handles = append(c.Handles, data.Handle{Kind: data.HandleEmail, Value: v})
	}
}

func phone(v string) func(*data.Contact) {
	return func(c *data.Contact) {
		c.Handles = append(c.Handles, data.Handle{Kind: data.HandlePhone, Value: v})
	}
}

func domain(v string) func(*data.Contact) {
	return func(c *data.Contact) {
		c.Handles = append(c.Handles, data.Handle{Kind: data.HandleDomain, Value: v})
	}
}

func city(v string) func(*data.Contact)   { return func(c *data.Contact) { c.City = v } }
func street(v string) func(*data.Contact) { return func(c *data.Contact) { c.Street = v } }
func nip(v string) func(*data.Contact)    { return func(c *data.Contact) { c.NIP = v } }
func regon(v string) func(*data.Contact)  { return func(c *data.Contact) { c.REGON = v } }
func born(y int) func(*data.Contact)      { return func(c *data.Contact) { c.BirthYear = y } }
func firm(v string) func(*data.Contact)   { return func(c *data.Contact) { c.Company = v } }
func uid(v string) func(*data.Contact)    { return func(c *data.Contact) { c.UID = v } }

// What a score means to whoever reads it.
const (
	same  = "the same"
	look  = "worth a look"
	apart = "apart"
)

func verdict(score int) string {
	switch {
	case score >= data.ScoreSame:
		return same
	case score >= data.ScoreLook:
		return look
	}
	return apart
}

func codes(all []data.Reason) []data.Likeness {
	out := make([]data.Likeness, len(all))
	for i, r := range all {
		out[i] = r.Code
	}
	return out
}

const phoneA, phoneB = "601 234 567", "+48 601-234-567"

// similar compares two contacts as the program does.
func similar(a, b *data.Contact) (int, []data.Reason) {
	return likeness.Compare(likeness.NewProfile(a), likeness.NewProfile(b))
}

func TestPeopleWhoAreOne(t *testing.T) {
	for name, c := range map[string]struct {
		a, b *data.Contact
		want string
		why  data.Likeness
	}{
		"same card":             {person("Jan", "Nowak", uid("u1")), person("Jan", "Nowak-Lis", uid("u1")), same, data.SameUID},
		"name and address":      {person("Jan", "Kowalski", email("jan@firma.pl")), person("JAN", "KOWALSKI", email("Jan@Firma.pl")), same, data.SameEmail},
		"name and phone":        {person("Jan", "Kowalski", phone(phoneA)), person("Jan", "Kowalski", phone(phoneB)), same, data.SamePhone},
		"without diacritics":    {person("Łukasz", "Żółć", phone(phoneA)), person("Lukasz", "Zolc", phone(phoneB)), same, data.SameName},
		"called for short":      {person("Kasia", "Wójcik", phone(phoneA)), person("Katarzyna", "Wojcik", phone(phoneB)), same, data.ShortName},
		"two short forms":       {person("Gosia", "Lis", email("g@lis.pl")), person("Małgośka", "Lis", email("g@lis.pl")), same, data.ShortName},
		"Ola may be Olga":       {person("Ola", "Lis", phone(phoneA)), person("Olga", "Lis", phone(phoneA)), same, data.ShortName},
		"Ola may be Aleksandra": {person("Ola", "Lis", phone(phoneA)), person("Aleksandra", "Lis", phone(phoneA)), same, data.ShortName},
		"turned round":          {person("Kowalski", "Jan", phone(phoneA)), person("Jan", "Kowalski", phone(phoneA)), same, data.NameTurned},
		"turned and short":      {person("Kowalski", "Janek", phone(phoneA)), person("Jan", "Kowalski", phone(phoneA)), same, data.NameTurned},
		"turned with a second":  {person("Anna Maria", "Nowak", phone(phoneA)), person("Nowak", "Anna", phone(phoneA)), same, data.NameTurned},
		"typo and address":      {person("Jan", "Kowlaski", email("jan@firma.pl")), person("Jan", "Kowalski", email("jan@firma.pl")), same, data.NameTypo},
		"name and home":         {person("Jan", "Kowalski", city("Łódź"), street("ul. Piotrkowska 5")), person("Jan", "Kowalski", city("Lodz"), street("Piotrkowska 5")), same, data.SameAddress},
		"one field":             {person("Jan Kowalski", "", phone(phoneA)), person("Jan", "Kowalski", phone(phoneA)), same, data.SameName},
		"in the other field":    {person("", "Kowalski Jan", phone(phoneA)), person("Jan", "Kowalski", phone(phoneA)), same, data.SameName},
		"title":                 {person("dr Jan", "Kowalski", phone(phoneA)), person("Jan", "Kowalski", phone(phoneA)), same, data.SameName},
		"two given names":       {person("Jan Maria", "Lis", phone(phoneA)), person("Jan", "Lis", phone(phoneA)), same, data.SameName},

		"typo and phone":      {person("Jan", "Kowlaski", phone(phoneA)), person("Jan", "Kowalski", phone(phoneA)), look, data.NameTypo},
		"typo in given":       {person("Kataryna", "Lis", phone(phoneA)), person("Katarzyna", "Lis", phone(phoneA)), look, data.NameTypo},
		"double-barrelled":    {person("Anna", "Nowak-Kowalska", phone(phoneA)), person("Anna", "Nowak", phone(phoneA)), look, data.DoubleName},
		"maiden name":         {person("Anna", "Kowalska", email("anna@wp.pl")), person("Anna", "Nowak", email("anna@wp.pl")), look, data.SameGiven},
		"foreign form":        {person("Maria", "Kowalski", phone(phoneA)), person("Maria", "Kowalska", phone(phoneA)), look, data.NameTypo},
		"initial":             {person("J.", "Kowalski", phone(phoneA)), person("Jan", "Kowalski", phone(phoneA)), look, data.Initial},
		"short of initial":    {person("K", "Lis", phone(phoneA)), person("Kasia", "Lis", phone(phoneA)), look, data.Initial},
		"family name only":    {person("", "Kowalski", phone(phoneA)), person("Jan", "Kowalski", phone(phoneA)), look, data.SameFamily},
		"given name only":     {person("Kasia", "", phone(phoneA)), person("Katarzyna", "Lis", phone(phoneA)), look, data.SameGiven},
		"no name":             {person("", "", phone(phoneA)), person("Jan", "Kowalski", phone(phoneA)), look, data.SamePhone},
		"name and town":       {person("Jan", "Kowalski", city("Łódź")), person("Jan", "Kowalski", city("Łódź")), look, data.SameCity},
		"name alone":          {person("Jan", "Kowalski"), person("Jan", "Kowalski"), look, data.SameName},
		"short name and town": {person("Basia", "Kowalska", city("Łódź")), person("Barbara", "Kowalska", city("Łódź")), look, data.ShortName},
		"one office":          {person("Jan", "Kowalski", email("biuro@firma.pl"), firm("Młyn")), person("Jan", "Kowalski", email("biuro@firma.pl"), firm("Młyn")), look, data.SharedEmail},
		"father and son":      {person("Jan", "Kowalski", phone(phoneA), born(1950)), person("Jan", "Kowalski", phone(phoneA), born(1980)), look, data.OtherBirth},
		"a couple's address":  {person("Jan", "Kowalski", email("kowalscy@wp.pl")), person("Anna", "Kowalska", email("kowalscy@wp.pl")), look, data.SameEmail},
		"year, name, town":    {person("Jan", "Kowalski", city("Łódź"), born(1980)), person("Jan", "Kowalski", city("Łódź"), born(1980)), look, data.SameBirthYear},
		"Robertson turned":    {person("Robert", "Adam", phone(phoneA)), person("Adam", "Robert", phone(phoneA)), same, data.NameTurned},
	} {
		t.Run(name, func(t *testing.T) {
			score, why := similar(c.a, c.b)
			if got := verdict(score); got != c.want || !slices.Contains(codes(why), c.why) {
				t.Errorf("%d is %s with %v, want %s with %s", score, got, why, c.want, c.why)
			}
		})
	}
}

func TestPeopleWhoAreTwo(t *testing.T) {
	for name, c := range map[string]struct{ a, b *data.Contact }{
		"a couple":              {person("Jan", "Kowalski", phone(phoneA), city("Łódź"), street("Długa 1")), person("Anna", "Kowalska", phone(phoneA), city("Łódź"), street("Długa 1"))},
		"brothers":              {person("Jan", "Nowak", phone(phoneA), city("Łódź")), person("Adam", "Nowak", phone(phoneA), city("Łódź"))},
		"one letter, two names": {person("Marek", "Nowak", phone(phoneA)), person("Marta", "Nowak", phone(phoneA))},
		"Daria and Maria":       {person("Daria", "Nowak", phone(phoneA)), person("Maria", "Nowak", phone(phoneA))},
		"Olek and Olka":         {person("Olek", "Nowak", phone(phoneA)), person("Olka", "Nowak", phone(phoneA))},
		"colleagues":            {person("Jan", "Nowak", phone("42 678 11 22"), email("info@mlyn.pl"), firm("Młyn")), person("Ewa", "Lis", phone("42 678 11 22"), email("info@mlyn.pl"), firm("Młyn"))},
		"colleagues, one NIP":   {person("Jan", "Nowak", nip("7251012180"), firm("Młyn")), person("Ewa", "Lis", nip("7251012180"), firm("Młyn"))},
		"two Annas, one phone":  {person("Anna", "Nowak", phone("42 678 11 22"), firm("Młyn")), person("Anna", "Lis", phone("42 678 11 22"))},
		"only info@":            {person("Jan", "Nowak", email("info@mlyn.pl")), person("Ewa", "Lis", email("info@mlyn.pl"))},
		"other town":            {person("Jan", "Nowak", city("Łódź")), person("Jan", "Nowak", city("Kraków"))},
		"other year":            {person("Jan", "Nowak", born(1950)), person("Jan", "Nowak", born(1980))},
		"initial of a man":      {person("A.", "Kowalski", phone(phoneA)), person("Anna", "Kowalska", phone(phoneA))},
		"family name, sexes":    {person("", "Kowalski", phone(phoneA)), person("Anna", "Kowalska", phone(phoneA))},
		"typo alone":            {person("Jan", "Kowlaski"), person("Jan", "Kowalski")},
		"short families":        {person("Jan", "Lis", phone(phoneA)), person("Jan", "Las", phone(phoneA))},
		"nothing":               {person("Jan", "Nowak"), person("Ewa", "Lis")},
		"empty":                 {person("", ""), person("", "")},
		"erased": {person("Jan", "Nowak", phone(phoneA)), person("Jan", "Nowak", phone(phoneA),
			func(c *data.Contact) { c.Erased = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) })},
		"works there":   {person("Jan", "Nowak", phone(phoneA), firm("Młyn Sp. z o.o.")), company("Młyn", phone(phoneA))},
		"company's box": {person("Jan", "Nowak", email("biuro@mlyn.pl")), company("Młyn", email("biuro@mlyn.pl"))},
		"company's NIP": {person("Jan", "Nowak", nip("7251012180")), company("Młyn", nip("7251012180"))},
		"linked on purpose": {
			person("Jan", "Nowak", phone(phoneA), func(c *data.Contact) { c.CompanyID = 9 }),
			company("Jan Nowak Meble", phone(phoneA), func(c *data.Contact) { c.ID = 9 }),
		},
	} {
		t.Run(name, func(t *testing.T) {
			if score, why := similar(c.a, c.b); score >= data.ScoreLook {
				t.Errorf("%d with %v", score, why)
			}
		})
	}
}

func TestCompanies(t *testing.T) {
	for name, c := range map[string]struct {
		a, b *data.Contact
		want string
		why  data.Likeness
	}{
		"legal form":       {company("Młyn Sp. z o.o.", phone(phoneA)), company("P.H.U. „MŁYN”", phone(phoneA)), same, data.SameCompany},
		"long legal form":  {company("Młyn spółka z ograniczoną odpowiedzialnością", nip("7251012180")), company("Młyn S.A.", nip("725-101-21-80")), same, data.SameNIP},
		"office's address": {company("Młyn", email("info@mlyn.pl")), company("Mlyn", email("info@mlyn.pl")), same, data.SameEmail},
		"one or two words": {company("Auto Serwis Kozioł", phone(phoneA)), company("Autoserwis Kozioł", phone(phoneA)), same, data.SameCompany},
		"word order":       {company("Kozioł Meble", phone(phoneA)), company("Meble Kozioł", phone(phoneA)), same, data.SameCompany},
		"domain":           {company("Młyn", domain("mlyn.pl")), company("Młyn", domain("www.mlyn.pl")), same, data.SameDomain},
		"REGON":            {company("Młyn", regon("850518457")), company("Młyn Łódź", regon("85051845749370")), same, data.SameREGON},
		"typo and NIP":     {company("Wiatrak", nip("7251012180")), company("Witarak", nip("7251012180")), same, data.CompanyTypo},
		"name and town":    {company("Młyn", city("Łódź")), company("Młyn s.c.", city("Łódź")), look, data.SameCity},
		"part of the name": {company("Wiatrak", phone(phoneA)), company("Wiatrak Południe", phone(phoneA)), look, data.CompanyPart},
		"new name, NIP":    {company("Młyn", nip("7251012180")), company("Wiatrak", nip("7251012180")), look, data.SameNIP},
		"owner's firm":     {company("Jan Nowak Usługi", phone(phoneA)), person("Jan", "Nowak", phone(phoneA)), look, data.OwnersName},
		"other NIP":        {company("Młyn", nip("7251012180"), phone(phoneA)), company("Młyn", nip("9522007862"), phone(phoneA)), apart, data.OtherNIP},
		"one landline":     {company("Młyn", phone(phoneA), city("Łódź")), company("Wiatrak", phone(phoneA), city("Łódź")), apart, data.OtherName},
		"two houses":       {company("Wspólnota Mieszkaniowa Kwiatowa 12"), company("Wspólnota Mieszkaniowa Kwiatowa 14"), apart, data.OtherName},
		"only what it is":  {company("Apteka", phone(phoneA)), company("Apteka Pod Orłem", phone(phoneA)), apart, data.OtherName},
	} {
		t.Run(name, func(t *testing.T) {
			score, why := similar(c.a, c.b)
			if got := verdict(score); got != c.want || !slices.Contains(codes(why), c.why) {
				t.Errorf("%d is %s with %v, want %s with %s", score, got, why, c.want, c.why)
			}
		})
	}
}

// The strongest reason comes first, and says what both have.
func TestReasonsSayWhatBothHave(t *testing.T) {
	_, why := similar(person("Kasia", "Lis", phone("601234567"), email("K@Lis.pl"), city("Łódź")),
		person("Katarzyna", "Lis", phone("+48 601 234 567"), email("k@lis.pl"), city("Kraków")))
	want := []data.Reason{
		{Code: data.ShortName},
		{Code: data.SameEmail, Value: "k@lis.pl"},
		{Code: data.SamePhone, Value: "601 234 567"},
		{Code: data.OtherCity},
	}
	if diff := cmp.Diff(want, why); diff != "" {
		t.Error(diff)
	}
}

// drawCard makes a card out of few names, so that many are alike.
func drawCard(t *rapid.T, label string) *data.Contact {
	pick := func(what string, all ...string) string { return rapid.SampledFrom(all).Draw(t, label+" "+what) }
	c := &data.Contact{
		Kind:       data.ContactKind(pick("kind", "person", "person", "company")),
		GivenName:  pick("given", "", "Jan", "Janek", "J.", "Anna", "Ola", "Olga", "Kowalski", "Jan Maria", "ż"),
		FamilyName: pick("family", "", "Kowalski", "Kowalska", "Kowlaski", "Nowak-Kowalska", "Jan", "Nowak", "Lis"),
		Company:    pick("company", "", "Młyn", "Młyn Sp. z o.o.", "Jan Kowalski Usługi", "Młyny", "S.A."),
		City:       pick("city", "", "Łódź", "Kraków"), Street: pick("street", "", "Długa 1", "ul. Długa 1"),
		NIP: pick("nip", "", "7251012180", "9522007862"), REGON: pick("regon", "", "850518457", "85051845749370"),
		BirthYear: rapid.SampledFrom([]int{0, 1950, 1980}).Draw(t, label+" year"),
		UID:       pick("uid", "", "", "a", "b"),
	}
	for i := range rapid.IntRange(0, 3).Draw(t, label+" handles") {
		v := pick("handle", "a@b.pl", "info@b.pl", "601234567", "+48 602 345 678", "b.pl", "?")
		kind := data.HandleKind(pick("handle kind", "email", "phone", "domain", "other"))
		c.Handles = append(c.Handles, data.Handle{Kind: kind, Value: v, Label: string(rune('a' + i))})
	}
	return c
}

// Whichever card is named first, and however often it is asked, the answer is
// the same; and a card is never less like itself than like another.
func TestSimilarIsSymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawCard(t, "a"), drawCard(t, "b")
		score, why := similar(a, b)
		back, whyBack := similar(b, a)
		if score != back || !cmp.Equal(why, whyBack) {
			t.Fatalf("%d %v one way, %d %v the other", score, why, back, whyBack)
		}
		again, _ := similar(a, b)
		if again != score || score < 0 || score > 100 {
			t.Fatalf("%d, then %d", score, again)
		}
		if quick := likeness.Score(likeness.NewProfile(a), likeness.NewProfile(b)); quick != score {
			t.Fatalf("the quick score is %d, the full one %d", quick, score)
		}
	})
}

func FuzzSimilar(f *testing.F) {
	f.Add("Jan", "Kowalski", "P.H.U. Młyn", "Kasia", "Nowak-Lis", "S.A.")
	f.Add("", "\xff", "„”", "J.", "-", "z o.o.")
	f.Add("dr", "ska", "12", "İ", "łł", "a b c")
	f.Fuzz(func(t *testing.T, given, family, firm, given2, family2, firm2 string) {
		for _, kind := range []data.ContactKind{data.Person, data.Company} {
			a := &data.Contact{Kind: kind, GivenName: given, FamilyName: family, Company: firm}
			b := &data.Contact{Kind: data.Person, GivenName: given2, FamilyName: family2, Company: firm2}
			one, _ := similar(a, b)
			two, _ := similar(b, a)
			if one != two || one < 0 || one > 100 {
				t.Errorf("%d and %d", one, two)
			}
		}
	})
}
