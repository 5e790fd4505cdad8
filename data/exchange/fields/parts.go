package fields

import (
	"slices"
	"strings"

	"kartoteka/data"
)

// Handles are a contact's e-mail addresses, phones and others as every format
// writes them: clean, none empty, none twice, the common labels as codes.
func Handles(c *data.Contact) []data.Handle {
	out := make([]data.Handle, 0, len(c.Handles))
	for _, h := range c.Handles {
		if h.Value = Text(h.Value); h.Value != "" {
			h.Label = Label(h.Label)
			out = add(out, h)
		}
	}
	return out
}

// Addresses are all of a contact's postal addresses as every format writes them:
// clean, none empty. The first stands in the card itself and has no label.
func Addresses(c *data.Contact) []data.PostalAddress {
	all := append([]data.PostalAddress{{
		Street: c.Street, PostCode: c.PostCode, City: c.City, Region: c.Region, Country: c.Country,
	}}, c.MoreAddresses...)
	out := all[:0]
	for _, a := range all {
		a = data.PostalAddress{
			Label: Label(a.Label), Street: oneLine(Text(a.Street)), PostCode: postCode(oneLine(Text(a.PostCode))),
			City: oneLine(Text(a.City)), Region: oneLine(Text(a.Region)), Country: oneLine(Text(a.Country)),
		}
		label := a.Label
		if a.Label = ""; a == (data.PostalAddress{}) {
			continue
		}
		if len(out) > 0 {
			a.Label = label
		}
		out = append(out, a)
	}
	return out
}

// Tags are a contact's tags as every format writes them: clean, none twice.
func Tags(c *data.Contact) []string {
	out := make([]string, 0, len(c.Tags))
	for _, t := range c.Tags {
		if t = unstarred(Text(t)); t != "" && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

// unstarred takes off the stars that Google puts before a label or a group, all
// of them and whatever blanks are between: what was read once reads the same
// again.
func unstarred(s string) string {
	for {
		rest, ok := strings.CutPrefix(s, "*")
		if !ok {
			return s
		}
		s = strings.TrimSpace(rest)
	}
}
