package fields

import (
	"slices"

	"kartoteka/data"

	"kartoteka/data/exchange/notation"
)

// Handles are a contact's e-mail addresses, phones and others as every format
// writes them: clean, none empty, none twice, the common labels as codes.
func Handles(c *data.Contact) []data.Handle {
	out := make([]data.Handle, 0, len(c.Handles))
	for _, h := range c.Handles {
		if h.Value = notation.Text(h.Value); h.Value != "" {
			h.Label = notation.Label(h.Label)
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
			Label: notation.Label(a.Label), Street: oneLine(notation.Text(a.Street)), PostCode: notation.PostCode(oneLine(notation.Text(a.PostCode))),
			City: oneLine(notation.Text(a.City)), Region: oneLine(notation.Text(a.Region)), Country: oneLine(notation.Text(a.Country)),
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
		if t = notation.Unstarred(notation.Text(t)); t != "" && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}
