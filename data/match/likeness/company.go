package likeness

import (
	"slices"
	"strings"
	"unicode"

	"kartoteka/data/match"
)

// legalForms are the words of a company's name that say what it is before the
// law, or that it is a firm at all, and not which one.
var legalForms = match.WordSet(`sp z oo zoo spzoo spz spolka spolki ograniczona odpowiedzialnoscia akcyjna cywilna jawna
	komandytowa komandytowo partnerska prosta sa sc spj spk spp psa sj sk phu fhu ppuh pphu ppu puh pw fh fu
	phup zph zpu zphu firma handlowa przedsiebiorstwo uslugowo handlowo produkcyjno handlowe uslugowe
	produkcyjne wielobranzowe uslugowa wielobranzowa gmbh ltd llc inc limited corp corporation company plc
	srl sarl sro spa ug i and und the`)

// lastForms are legal forms only where they end the name.
var lastForms = match.WordSet(`ab ag as bv co kg nv oy se k j p c s a o`)

// commonWords say what a firm does, and are borne by many.
var commonWords = match.WordSet(`uslugi usluga biuro sklep hurtownia serwis zaklad centrum studio grupa group instytut fundacja
	stowarzyszenie szkola przedszkole wspolnota mieszkaniowa spoldzielnia auto polska poland transport budowlane
	budowlany export import handel meble apteka hotel restauracja bar urzad gmina miasto podstawowa kancelaria
	gabinet salon dom nr przy ul im ogrody drukarnia piekarnia cukiernia warsztat`)

// CompanyWords returns the words of a company's name that tell it from others,
// folded and without legal forms: "P.H.U. „Młyn” Sp. z o.o." is "mlyn". A name
// that consists of nothing else keeps all its words.
func CompanyWords(name string) []string {
	all := joinInitials(match.Fold(name))
	core := slices.DeleteFunc(slices.Clone(all), func(w string) bool { return legalForms[w] })
	for len(core) > 1 && lastForms[core[len(core)-1]] {
		core = core[:len(core)-1]
	}
	if len(core) == 0 {
		return all
	}
	return core
}

// splitWords parts a folded text where there is neither letter nor digit.
func splitWords(folded string) []string {
	return strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// joinInitials parts a folded name into words; letters that stand alone between
// dots are one word: p.h.u. is phu.
func joinInitials(folded string) []string {
	var out []string
	for _, field := range strings.Fields(folded) {
		run := false
		for _, w := range splitWords(field) {
			alone := len(w) == 1 && w[0] >= 'a'
			if alone && run {
				out[len(out)-1] += w
			} else {
				out = append(out, w)
			}
			run = alone
		}
	}
	return out
}

// companyName is a company's name as it is compared.
type companyName struct {
	words  []string // in their order
	joined string   // without spaces: "auto serwis" is "autoserwis"
	digits string   // numbers in it, which are never slips
}

func newCompanyName(name string) companyName {
	c := companyName{words: CompanyWords(name)}
	c.joined = strings.Join(c.words, "")
	var nums []string
	for _, w := range c.words {
		if strings.ContainsFunc(w, unicode.IsDigit) {
			nums = append(nums, w)
		}
	}
	c.digits = strings.Join(nums, " ")
	return c
}

// companyLike is the likeness of two companies' names.
type companyLike int

const (
	companyOther companyLike = iota
	companyMissing
	companyPart
	companyTypo
	companySame
)

func compareCompany(a, b *companyName) companyLike {
	switch {
	case a.joined == "" || b.joined == "":
		return companyMissing
	case a.joined == b.joined:
		return companySame
	case sameWords(a.words, b.words):
		return companySame // in another order
	case a.digits != "" && b.digits != "" && a.digits != b.digits:
		return companyOther // Kwiatowa 12 and Kwiatowa 14 are two houses
	case a.digits == b.digits && near(a.joined, b.joined):
		return companyTypo
	case part(a.words, b.words) || part(b.words, a.words):
		return companyPart
	}
	return companyOther
}

func sameWords(a, b []string) bool { return len(a) == len(b) && within(a, b) && within(b, a) }

// part reports whether the one name's words are among the other's, and tell more
// than that it is a firm of some kind.
func part(a, b []string) bool { return telling(a) && within(a, b) }

// telling reports whether the words can't be just any firm's.
func telling(all []string) bool {
	return slices.ContainsFunc(all, func(w string) bool { return len(w) > 2 && !commonWords[w] && !match.KnownGiven(w) })
}
