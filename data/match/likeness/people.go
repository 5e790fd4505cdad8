package likeness

import (
	"kartoteka/data"

	"kartoteka/data/match"
)

// nameLike is how alike two people's whole names are.
type nameLike struct {
	code   data.Likeness
	weight int
}

// The likeness of whole names. With a personal e-mail address (42) or a phone
// number (36) beside it, the first three are almost sure, and so is a typo with
// the address; with the town alone (14) they are worth a look.
var (
	nameSame    = nameLike{data.SameName, 66}
	nameShort   = nameLike{data.ShortName, 62}
	nameTurned  = nameLike{data.NameTurned, 62}
	nameTypo    = nameLike{data.NameTypo, 50}
	nameDouble  = nameLike{data.DoubleName, 50}
	nameInitial = nameLike{data.Initial, 40}
	nameFamily  = nameLike{data.SameFamily, 25}
	nameGiven   = nameLike{data.SameGiven, 25}
	nameNone    = nameLike{"", 25} // one has none
	nameChanged = nameLike{data.SameGiven, 20}
	nameOther   = nameLike{data.OtherName, 0}
)

func compareNames(a, b *Profile) nameLike {
	if !a.hasName || !b.hasName {
		return nameNone
	}
	straight := wholeName(compareGiven(a.given, b.given), compareFamily(&a.family, &b.family), a, b)
	if straight.weight >= nameTypo.weight {
		return straight
	}
	// Two given names are no family name, so that one way round may fit alone.
	if fitsTurned(a, b) || fitsTurned(b, a) {
		return nameTurned
	}
	return straight
}

// fitsTurned reports whether a is b once its given and family name change places.
func fitsTurned(a, b *Profile) bool {
	if len(a.given) == 0 || len(a.family.parts) == 0 || !overlapsWords(a, b) {
		return false
	}
	given, fam := a.turned()
	return compareGiven(given, b.given) >= givenShort && compareFamily(&fam, &b.family) >= familyGenders
}

// overlapsWords reports whether a word of the one's family name is a given name
// of the other, without which the names can't have changed places.
func overlapsWords(a, b *Profile) bool {
	for _, g := range b.given {
		for _, w := range a.family.parts {
			if w[0] == g.word[0] || overlap(match.FullNames(w), g.full) {
				return true
			}
		}
	}
	return false
}

func wholeName(g givenLike, f familyLike, a, b *Profile) nameLike {
	sexes := a.family.gender != 0 && b.family.gender != 0 && a.family.gender != b.family.gender
	switch {
	case g == givenMissing || f == familyMissing:
		return halfName(g, f, sexes)
	case g == givenOther:
		return nameOther
	case f == familyOther:
		return when(g >= givenShort, nameChanged)
	case g == givenInitial:
		return when(!sexes && f >= familyTypo, nameInitial)
	case g == givenTypo:
		return when(f == familySame, nameTypo) // two slips in one name are too many
	case f == familyDouble:
		return nameDouble
	case f == familyTypo || f == familyGenders:
		return nameTypo
	case g == givenShort:
		return nameShort
	}
	return nameSame
}

// when is the likeness if it holds, and else none.
func when(holds bool, like nameLike) nameLike {
	if holds {
		return like
	}
	return nameOther
}

// halfName compares names of which one lacks a half.
func halfName(g givenLike, f familyLike, sexes bool) nameLike {
	switch {
	case g == givenMissing && f >= familyGenders && !sexes:
		return nameFamily
	case f == familyMissing && g >= givenShort:
		return nameGiven
	}
	return nameOther
}

func people(t *tally, a, b *Profile) {
	name := compareNames(a, b)
	email := common(a.emails, b.emails)
	phone := common(a.phones, b.phones)
	if name == nameOther {
		strangers(t, email, phone)
		return
	}
	if name.code != "" {
		t.add(name.code, "", name.weight)
	} else {
		t.sum += name.weight
	}
	reach(t, a, b, email, phone)
	if name == nameNone {
		return
	}
	place(t, a, b)
	if compareCompany(&a.name, &b.name) == companySame {
		t.add(data.SameEmployer, earlier(a.rest.firm, b.rest.firm), 14)
	}
	if x, y := a.rest.birth, b.rest.birth; x != 0 && y != 0 {
		if x == y {
			t.add(data.SameBirthYear, "", 18)
		} else {
			t.add(data.OtherBirth, "", -35)
		}
	}
	if name == nameChanged {
		t.atMost(data.ScoreSame - 1)
	}
}

// reach weighs what two people of like names are reached and known by.
func reach(t *tally, a, b *Profile, email, phone string) {
	switch {
	case email == "":
	case match.SharedBox(email):
		t.add(data.SharedEmail, email, 10)
	default:
		t.proof(data.SameEmail, email, 42)
	}
	if phone != "" {
		t.proof(data.SamePhone, match.FormatPhone(phone), 36)
	}
	switch {
	case a.nip == "" || b.nip == "":
	case a.nip == b.nip:
		t.proof(data.SameNIP, match.FormatNIP(a.nip), 25)
	default:
		t.add(data.OtherNIP, "", -15)
	}
}

// strangers weighs two people of different names. Only a personal address makes
// them worth a look: a family or an office shares everything else.
func strangers(t *tally, email, phone string) {
	t.add(data.OtherName, "", 0)
	t.atMost(data.ScoreLook - 1)
	switch {
	case email == "":
	case match.SharedBox(email):
		t.add(data.SharedEmail, email, 10)
	default:
		t.limit = 80
		t.add(data.SameEmail, email, data.ScoreLook)
	}
	if phone != "" {
		t.add(data.SamePhone, match.FormatPhone(phone), 18)
	}
}
