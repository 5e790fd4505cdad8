package fields_test

import (
	"testing"

	"kartoteka/data/exchange"
	"kartoteka/data/exchange/fields"
	"kartoteka/data/exchange/notation"
)

// headings are those that programs write above their tables, in Polish and in
// English, and the fields that they mean.
var headings = map[string][][2]string{
	"Google": {
		{"First Name", "given-name"},
		{"Middle Name", "middle-name"},
		{"Last Name", "family-name"},
		{"Name Prefix", "name-prefix"},
		{"Name Suffix", "name-suffix"},
		{"Nickname", "nickname"},
		{"Organization Name", "company"},
		{"Organization Title", "job-title"},
		{"Birthday", "birth-date"},
		{"Notes", "note"},
		{"Labels", "tags"},
		{"E-mail 1 - Value", "email:1"},
		{"E-mail 2 - Label", "email-label:2"},
		{"Phone 1 - Value", "phone:1"},
		{"Phone 3 - Label", "phone-label:3"},
		{"Address 1 - Street", "street:1"},
		{"Address 1 - City", "city:1"},
		{"Address 1 - Postal Code", "post-code:1"},
		{"Address 2 - Country", "country:2"},
		{"Website 1 - Value", "handle:1/www"},
	},
	"Outlook": {
		{"First Name", "given-name"},
		{"Last Name", "family-name"},
		{"Suffix", "name-suffix"},
		{"Company", "company"},
		{"Job Title", "job-title"},
		{"E-mail Address", "email"},
		{"E-mail 2 Address", "email:2"},
		{"Mobile Phone", "phone/mobile"},
		{"Business Phone", "phone/work"},
		{"Home Phone", "phone/home"},
		{"Business Fax", "phone/fax"},
		{"Categories", "tags"},
		{"Notes", "note"},
		{"Birthday", "birth-date"},
	},
	"Outlook pl": {
		{"Tytuł", "name-prefix"},
		{"Imię", "given-name"},
		{"Drugie imię", "middle-name"},
		{"Nazwisko", "family-name"},
		{"Sufiks", "name-suffix"},
		{"Firma", "company"},
		{"Stanowisko", "job-title"},
		{"Adres e-mail", "email"},
		{"Telefon komórkowy", "phone/mobile"},
		{"Telefon służbowy", "phone/work"},
		{"Telefon domowy", "phone/home"},
		{"Kategorie", "tags"},
		{"Notatki", "note"},
		{"Urodziny", "birth-date"},
	},
	"Thunderbird": {
		{"First Name", "given-name"},
		{"Last Name", "family-name"},
		{"Display Name", "name"},
		{"Nickname", "nickname"},
		{"Primary Email", "email"},
		{"Secondary Email", "email:2"},
		{"Work Phone", "phone/work"},
		{"Home Phone", "phone/home"},
		{"Mobile Number", "phone/mobile"},
		{"Fax Number", "phone/fax"},
		{"Job Title", "job-title"},
		{"Organization", "company"},
		{"Notes", "note"},
	},
	"iCloud": {
		{"First name", "given-name"},
		{"Last name", "family-name"},
		{"Company", "company"},
		{"Email", "email"},
		{"Phone", "phone"},
		{"City", "city"},
		{"Country", "country"},
		{"Note", "note"},
	},
	"shop and invoices": {
		{"Kupujący", "name"},
		{"Nabywca", "name"},
		{"NIP", "nip"},
		{"Ulica", "street"},
		{"Kod pocztowy", "post-code"},
		{"Miasto", "city"},
		{"Kraj", "country"},
		{"Telefon", "phone"},
		{"E-mail", "email"},
		{"Uwagi", "note"},
		{"REGON", "regon"},
	},
	"by hand": {
		{"imie i nazwisko", "name"},
		{"NAZWISKO I IMIĘ", "name/family-first"},
		{"Tel.", "phone"},
		{"tel. kom.", "phone/mobile"},
		{"e-mail:", "email"},
		{"Kod i miasto", "post-code-city"},
		{"Nr domu", "house"},
		{"Klient od", "since"},
		{"ulubiony kolor", ""},
		{"x", ""},
	},
}

func TestHeadingsOfOtherProgramsAreRecognised(t *testing.T) {
	for program, all := range headings {
		for _, h := range all {
			if got := fields.Recognise(h[0]); got != h[1] {
				t.Errorf("%s: %q is taken for %q, want %q", program, h[0], got, h[1])
			}
		}
	}
}

// TestTitleIsThatOfTheJobUnlessThereIsOne: Outlook's "Title" stands before the
// name, and has one for the job beside it.
func TestTitleIsThatOfTheJobUnlessThereIsOne(t *testing.T) {
	for _, c := range []struct {
		headings []string
		want     string
	}{
		{[]string{"Title", "First Name"}, "job-title"},
		{[]string{"Title", "First Name", "Job Title"}, "name-prefix"},
		{[]string{"Title", "Imię", "Stanowisko"}, "name-prefix"},
	} {
		if got := fields.Columns(c.headings, nil, &exchange.Options{})[0].Field; got != c.want {
			t.Errorf("%q: Title is taken for %q, want %q", c.headings, got, c.want)
		}
	}
}

func TestTitlesBelongToTheName(t *testing.T) {
	for _, c := range [][6]string{ // given, family, prefix, suffix, given and family wanted
		{"Jan", "Nowak", "dr inż.", "", "dr inż. Jan", "Nowak"},
		{"dr inż. Jan", "Nowak", "dr inż.", "", "dr inż. Jan", "Nowak"},
		{"Jan", "Nowak", "", "Jr.", "Jan", "Nowak Jr."},
		{"Jan", "Nowak Jr.", "", "Jr.", "Jan", "Nowak Jr."},
		{"Jan", "", "", "II", "Jan II", ""},
		{"", "Nowak", "dr", "", "dr", "Nowak"},
		{"dr", "Nowak", "dr", "", "dr", "Nowak"},
		{"Jan", "Nowak", "Pan dr", "", "dr Jan", "Nowak"},
		{"Jan", "Nowak", "Mr.", "", "Jan", "Nowak"},
		{"", "", "dr", "Jr.", "", ""},
	} {
		given, family := notation.Titled(c[0], c[1], c[2], c[3])
		if given != c[4] || family != c[5] {
			t.Errorf("%q: %q %q", c, given, family)
		}
	}
}

func TestTitlesInATable(t *testing.T) {
	item := row(t, "Tytuł", "dr inż.", "Imię", "Jan", "Nazwisko", "Nowak", "Sufiks", "jun.")
	if got := item.Contact.Name(); got != "dr inż. Jan Nowak jun." || len(item.LeftOut) != 0 {
		t.Errorf("name %q, left out %q", got, item.LeftOut)
	}
	item = row(t, "Tytuł", "Pani", "Imię", "Anna")
	if got := item.Contact.Name(); got != "Anna" || len(item.LeftOut) != 1 {
		t.Errorf("name %q, left out %q", got, item.LeftOut)
	}
}

// TestNumbersThatAreWrongStayVisible: a NIP with a wrong digit or of another
// country is kept where the owner sees it.
func TestNumbersThatAreWrongStayVisible(t *testing.T) {
	for _, c := range []struct{ heading, value, nip, regon, note string }{
		{"NIP", "725-101-21-80", "7251012180", "", ""},
		{"NIP", "PL7251012180", "7251012180", "", ""},
		{"NIP", "7251012181", "", "", "NIP: 7251012181"},
		{"NIP", "DE123456789", "", "", "NIP: DE123456789"},
		{"NIP", "brak", "", "", "NIP: brak"},
		{"REGON", "123456785", "", "123456785", ""},
		{"REGON", "123456780", "", "", "REGON: 123456780"},
	} {
		item := row(t, "Nazwa", "Zakład Usług", c.heading, c.value)
		k := item.Contact
		if k.NIP != c.nip || k.REGON != c.regon || k.Note != c.note || (len(item.Warnings) > 0) != (c.note != "") {
			t.Errorf("%s %q: NIP %q, REGON %q, note %q, warnings %q", c.heading, c.value, k.NIP, k.REGON, k.Note, item.Warnings)
		}
	}
}

// TestTheLabelOfTheFirstAddress: the card's own address has no label, which is
// said; the others keep theirs.
func TestTheLabelOfTheFirstAddress(t *testing.T) {
	item := row(t, "Imię", "Jan", "Address 1 - Label", "Dom", "Address 1 - City", "Łódź", "Address 2 - Label", "Praca", "Address 2 - City", "Kutno")
	if len(item.LeftOut) != 1 || item.LeftOut[0] != "Address 1 - Label" {
		t.Errorf("left out %q", item.LeftOut)
	}
	if a := item.Contact.MoreAddresses; len(a) != 1 || a[0].Label != "work" || a[0].City != "Kutno" {
		t.Errorf("more addresses %+v", a)
	}
}

func TestTagsWithStars(t *testing.T) {
	item := row(t, "Imię", "Jan", "Etykiety", "* myContacts ::: * Stali ::: *\u00a0VIP ::: ** Hurt ::: *")
	want := []string{"Stali", "VIP", "Hurt"}
	if got := item.Contact.Tags; len(got) != len(want) {
		t.Fatalf("tags %q, want %q", got, want)
	}
	for i, tag := range item.Contact.Tags {
		if tag != want[i] {
			t.Errorf("tag %q, want %q", tag, want[i])
		}
	}
}

// TestTheExtensionOfAPhoneStaysWithIt: address books write tel:…;ext=5, which is
// no list of two.
func TestTheExtensionOfAPhoneStaysWithIt(t *testing.T) {
	item := row(t, "Imię", "Jan", "Telefon", "+48-42-678-11-22;ext=5", "Telefon 2", "601234567;602345678")
	want := []string{"+48-42-678-11-22;ext=5", "601234567", "602345678"}
	if got := item.Contact.Phones(); len(got) != 3 || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("phones %q, want %q", got, want)
	}
}
