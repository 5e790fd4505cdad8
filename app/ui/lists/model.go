package lists

import (
	"strings"

	"kartoteka/app/i18n"
	"kartoteka/data"
)

// builtIn reports whether an entry came with the program: it can be renamed or
// hidden, not deleted, since it has a word of its own in every language.
func builtIn(tr *i18n.Translator, c data.Category) bool { return tr.Has(c.List + "." + c.Code) }

// rankAfter is the rank of a new entry: after all others.
func rankAfter(all []data.Category) int {
	last := 0
	for _, c := range all {
		last = max(last, c.Rank)
	}
	return last + 1
}

// place finds an entry by its code, -1 when it is not there.
func place(c data.Category, all []data.Category) int {
	for i := range all {
		if all[i].Code == c.Code {
			return i
		}
	}
	return -1
}

// choices reads what can be chosen from, one to a line; empty and repeated
// lines do not count.
func choices(text string) []string {
	var out []string
	seen := map[string]bool{}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !seen[line] {
			seen[line] = true
			out = append(out, line)
		}
	}
	return out
}

// checkField refuses what can't be a field.
func checkField(f data.CustomField) error {
	switch {
	case f.Name == "":
		return data.NewError(data.CodeInvalid, "list-without-name")
	case f.Kind == data.FieldChoice && len(f.Choices) < 2:
		return data.NewError(data.CodeInvalid, "field-without-choices")
	}
	return nil
}
