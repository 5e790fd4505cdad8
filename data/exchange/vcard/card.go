package vcard

import (
	"slices"
	"strconv"
	"strings"

	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/exchange/contentline"
	"kartoteka/data/exchange/fields"
	"kartoteka/data/exchange/notation"
	"kartoteka/data/match"
)

// own is how the names of our own properties begin.
const own = "X-KARTOTEKA-"

// card is a card while it is read.
type card struct {
	c        data.Contact
	fn, role string
	kind     string
	names    []string // of N, as they are
	handles  []preferred
	postal   []data.PostalAddress
	loose    string // an address in one piece
	labels   map[string]string
	groups   []string // of handles, by their place
	adrGroup []string
	altIDs   map[string]bool
	showAs   bool // a company
	agent    bool // the last property was AGENT: a card may follow within this one
	out      exchange.Item
}

// preferred is a handle and whether it is the first to be used.
type preferred struct {
	data.Handle
	first bool
}

func (c *card) leaveOut(name string) {
	if !slices.Contains(c.out.LeftOut, name) {
		c.out.LeftOut = append(c.out.LeftOut, name)
	}
}

func (c *card) warn(key string) {
	if !slices.Contains(c.out.Warnings, key) {
		c.out.Warnings = append(c.out.Warnings, key)
	}
}

// take puts a property into the card. Of several that say the same in other
// languages (ALTID) the first is taken.
func (c *card) take(p *contentline.Property) {
	c.agent = p.Name == "AGENT"
	if len(p.Params) > 0 {
		if id := p.First("ALTID"); id != "" {
			key := p.Name + " " + id
			if c.altIDs[key] {
				return
			}
			if c.altIDs == nil {
				c.altIDs = map[string]bool{}
			}
			c.altIDs[key] = true
		}
	}
	if set, ok := properties[p.Name]; ok {
		set(c, p)
		return
	}
	if strings.HasPrefix(p.Name, own) {
		c.takeOwn(p)
		return
	}
	if label, ok := messengers[p.Name]; ok {
		c.other(p, label, notation.Text(p.Text()))
		return
	}
	if !technical[p.Name] && notation.Text(p.Value) != "" {
		c.leaveOut(p.Name)
	}
}

// technical are properties about the file and not about the person.
var technical = map[string]bool{
	"VERSION": true, "PRODID": true, "REV": true, "SOURCE": true, "NAME": true, "PROFILE": true, "CLIENTPIDMAP": true,
	"XML": true, "SORT-STRING": true, "CLASS": true, "MAILER": true, "X-ABUID": true, "X-ABADR": true, "X-IMAGETYPE": true,
	"X-EVOLUTION-FILE-AS": true, "X-MOZILLA-HTML": true, "X-RADICALE-NAME": true, "X-APPLE-SUBLOCALITY": true,
}

// messengers are the names of properties for one network.
var messengers = map[string]string{
	"X-SKYPE": "skype", "X-SKYPE-USERNAME": "skype", "X-JABBER": "xmpp", "X-ICQ": "icq", "X-AIM": "aim", "X-MSN": "msn",
	"X-YAHOO": "yahoo", "X-GADUGADU": "gadu-gadu", "X-GTALK": "google-talk", "X-GOOGLE-TALK": "google-talk", "X-QQ": "qq",
	"X-TWITTER": "twitter", "X-FACEBOOK": "facebook", "X-WHATSAPP": "whatsapp", "X-TELEGRAM": "telegram",
	"X-SIGNAL": "signal", "X-LINKEDIN": "linkedin", "X-INSTAGRAM": "instagram", "X-MATRIX": "matrix",
}

// properties put the common properties into a card.
var properties = map[string]func(*card, *contentline.Property){
	"N":                        (*card).takeNames,
	"FN":                       func(c *card, p *contentline.Property) { keep(&c.fn, p) },
	"NICKNAME":                 func(c *card, p *contentline.Property) { keepList(&c.c.Nickname, p) },
	"ORG":                      (*card).takeCompany,
	"TITLE":                    func(c *card, p *contentline.Property) { keep(&c.c.JobTitle, p) },
	"ROLE":                     func(c *card, p *contentline.Property) { keep(&c.role, p) },
	"EMAIL":                    (*card).takeEmail,
	"TEL":                      (*card).takePhone,
	"ADR":                      (*card).takeAddress,
	"LABEL":                    func(c *card, p *contentline.Property) { keep(&c.loose, p) },
	"URL":                      func(c *card, p *contentline.Property) { c.other(p, "www", notation.Text(p.Text())) },
	"IMPP":                     (*card).takeMessenger,
	"X-SOCIALPROFILE":          (*card).takeProfile,
	"SOCIALPROFILE":            (*card).takeProfile,
	"NOTE":                     func(c *card, p *contentline.Property) { c.c.Note = joinLines(c.c.Note, notation.Text(p.Text())) },
	"CATEGORIES":               (*card).takeTags,
	"BDAY":                     (*card).takeBirth,
	"UID":                      (*card).takeUID,
	"LANG":                     (*card).takeLanguage,
	"KIND":                     (*card).takeKind,
	"X-ADDRESSBOOKSERVER-KIND": (*card).takeKind,
	"X-ABSHOWAS": func(c *card, p *contentline.Property) {
		c.showAs = strings.EqualFold(strings.TrimSpace(p.Value), "COMPANY")
	},
	"X-ABLABEL":             (*card).takeLabel,
	"BEGIN":                 func(*card, *contentline.Property) {},
	"END":                   func(*card, *contentline.Property) {},
	"X-ANDROID-CUSTOM":      (*card).takeAndroid,
	"X-PHONETIC-FIRST-NAME": func(*card, *contentline.Property) {},
	"X-PHONETIC-LAST-NAME":  func(*card, *contentline.Property) {},
}

// takeAndroid reads a row of that system's own: of those, a nickname.
func (c *card) takeAndroid(p *contentline.Property) {
	parts := p.Parts(';')
	if len(parts) > 1 && strings.HasSuffix(parts[0], "/nickname") && c.c.Nickname == "" {
		c.c.Nickname = notation.Text(parts[1])
		return
	}
	c.leaveOut(p.Name)
}

// keep takes the first value that is not empty.
func keep(to *string, p *contentline.Property) {
	if *to == "" {
		*to = notation.Text(p.Text())
	}
}

func keepList(to *string, p *contentline.Property) {
	var all []string
	for _, s := range p.Parts(',') {
		if s = notation.Text(s); s != "" {
			all = append(all, s)
		}
	}
	if *to == "" {
		*to = strings.Join(all, ", ")
	}
}

func joinLines(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "" || a == b:
		return a
	}
	return a + "\n" + b
}

// takeNames reads family;given;additional;prefixes;suffixes.
func (c *card) takeNames(p *contentline.Property) {
	if c.names != nil {
		return
	}
	c.names = make([]string, 5)
	for i, s := range p.Parts(';') {
		if i < len(c.names) {
			c.names[i] = notation.Text(s)
		}
	}
}

func (c *card) takeCompany(p *contentline.Property) {
	if c.c.Company != "" {
		c.leaveOut("ORG")
		return
	}
	for i, s := range p.Parts(';') {
		s = notation.Text(s)
		switch {
		case i == 0:
			c.c.Company = notation.Line(s)
		case s != "":
			c.leaveOut("ORG (unit)")
		}
	}
}

func (c *card) takeEmail(p *contentline.Property) {
	v := notation.Text(p.Text())
	a := notation.Email(v)
	if a == "" {
		if v != "" {
			c.warn(fields.WarnNoEmail)
			c.other(p, "email", v)
		}
		return
	}
	c.handle(p, data.Handle{Kind: data.HandleEmail, Value: a})
}

func (c *card) takePhone(p *contentline.Property) {
	v := notation.Text(p.Text())
	if len(v) > 4 && strings.EqualFold(v[:4], "tel:") {
		v = v[4:]
	}
	switch _, ok := match.Phone(v); {
	case ok:
		c.handle(p, data.Handle{Kind: data.HandlePhone, Value: v})
	case v != "":
		c.warn(fields.WarnPhone)
		c.other(p, "phone", v)
	}
}

// handle adds an address with the label that its group or its types say.
func (c *card) handle(p *contentline.Property, h data.Handle) {
	if h.Value == "" {
		return
	}
	first := false
	if h.Label == "" && len(p.Params) > 0 {
		h.Label, first = label(p)
	}
	for _, o := range c.handles {
		if o.Kind == h.Kind && o.Value == h.Value {
			return
		}
	}
	c.handles = append(c.handles, preferred{h, first})
	c.groups = append(c.groups, p.Group)
}

func (c *card) other(p *contentline.Property, label, v string) {
	c.handle(p, data.Handle{Kind: data.HandleOther, Value: v, Label: label})
}

// label reads the types of a property, and whether it is the preferred one.
func label(p *contentline.Property) (code string, first bool) {
	for _, t := range p.Types() {
		l := ""
		switch t {
		case "pref":
			first = true
		case "cell", "mobile", "iphone":
			l = "mobile"
		case "fax":
			l = "fax"
		case "main":
			l = "main"
		case "work", "home", "other":
			l = t
		case "internet", "voice", "text", "textphone", "msg", "x400", "quoted-printable", "base64", "b", "8bit", "postal", "parcel", "dom", "intl", "video", "car", "pager", "bbs", "modem", "isdn", "pcs":
		default:
			l = strings.TrimPrefix(t, "x-")
		}
		// What it is says more than where it is.
		if l != "" && (code == "" || l == "mobile" || l == "fax") {
			code = l
		}
	}
	if n := p.First("PREF"); n != "" {
		first = n == "1"
	}
	return code, first
}

// takeAddress reads box;extension;street;city;region;code;country.
func (c *card) takeAddress(p *contentline.Property) {
	var s [7]string
	for i, v := range p.Parts(';') {
		if i < len(s) {
			s[i] = strings.ReplaceAll(notation.Text(v), "\n", ", ")
		}
	}
	a := data.PostalAddress{City: s[3], Region: s[4], PostCode: s[5], Country: s[6]}
	for _, part := range []string{s[2], s[1], s[0]} {
		if part != "" && a.Street != "" {
			a.Street += ", "
		}
		a.Street += part
	}
	if a == (data.PostalAddress{}) {
		return
	}
	a.Label, _ = label(p)
	c.postal = append(c.postal, a)
	c.adrGroup = append(c.adrGroup, p.Group)
}

// takeMessenger reads a URI such as xmpp:jan@example.org.
func (c *card) takeMessenger(p *contentline.Property) {
	v := notation.Text(p.Text())
	scheme, rest, ok := strings.Cut(v, ":")
	if service := p.First("X-SERVICE-TYPE"); service != "" {
		scheme = strings.ToLower(service)
	}
	if !ok || rest == "" {
		scheme, rest = "", v
	}
	if strings.HasPrefix(rest, "//") {
		rest = v
	}
	c.other(p, scheme, strings.TrimPrefix(rest, "x-apple:"))
}

func (c *card) takeProfile(p *contentline.Property) {
	network, _ := label(p)
	if s := p.First("SERVICE-TYPE"); s != "" {
		network = strings.ToLower(s)
	}
	v := notation.Text(p.Text())
	if user := p.First("X-USER"); strings.HasPrefix(v, "x-apple:") && user != "" {
		v = user
	}
	c.other(p, network, v)
}

func (c *card) takeTags(p *contentline.Property) {
	for _, s := range p.Parts(',') {
		if s = notation.Text(s); s != "" && s != "myContacts" && !slices.Contains(c.c.Tags, s) {
			c.c.Tags = append(c.c.Tags, s)
		}
	}
}

// takeBirth keeps the year alone.
func (c *card) takeBirth(p *contentline.Property) {
	s := strings.TrimSpace(p.Text())
	if len(s) > 4 {
		c.warn(fields.WarnBirthYear)
	}
	if len(s) < 4 || strings.HasPrefix(s, "-") || c.c.BirthYear != 0 {
		return
	}
	year, err := strconv.Atoi(s[:4])
	if err != nil || year < 1850 || year > 2100 {
		c.leaveOut("BDAY")
		return
	}
	if p.First("X-APPLE-OMIT-YEAR") != "" {
		return
	}
	c.c.BirthYear = year
}

func (c *card) takeUID(p *contentline.Property) {
	if c.c.UID == "" {
		c.c.UID = strings.TrimPrefix(notation.Text(p.Text()), "urn:uuid:")
	}
}

func (c *card) takeLanguage(p *contentline.Property) {
	if c.c.Language == "" {
		c.c.Language = notation.Language(p.Text())
	}
}

func (c *card) takeKind(p *contentline.Property) {
	if c.kind == "" {
		c.kind = strings.ToLower(strings.TrimSpace(p.Text()))
	}
}

func (c *card) takeLabel(p *contentline.Property) {
	if c.labels == nil {
		c.labels = map[string]string{}
	}
	c.labels[p.Group] = notation.Label(p.Text())
}
