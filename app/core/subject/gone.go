package subject

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"kartoteka/data"
	"kartoteka/data/match"
)

// FindErasable returns the number of the person who is meant by a number, an
// e-mail address, a phone or an exact name, be it of a card or of one that is
// only in the trash or the journal. Several are refused with their numbers.
func (rt *Rights) FindErasable(ctx context.Context, text string) (int64, error) {
	who, err := rt.FindSubject(ctx, text)
	if data.CodeOf(err) != data.CodeNotFound {
		return who.ID, err
	}
	former, failed := rt.gone(ctx, exactly(text))
	if failed != nil {
		return 0, failed
	}
	switch len(former) {
	case 0:
		return 0, err
	case 1:
		return former[0].ID, nil
	}
	found := make([]string, len(former))
	for i := range former {
		found[i] = fmt.Sprintf("%d (%s)", former[i].ID, former[i].Name)
	}
	return 0, data.NewError(data.CodeUsage, "subject-several", "Text", text, "Found", strings.Join(found, ", "))
}

// GoneLike returns up to so many people who are only in the trash or the journal
// and whose name, e-mail address or phone begins with what was typed.
func (rt *Rights) GoneLike(ctx context.Context, typed string, limit int) ([]data.GonePerson, error) {
	words := strings.Fields(match.Fold(typed))
	digits := onlyDigits(typed)
	if len(words) == 0 {
		return nil, nil
	}
	var out []data.GonePerson
	err := rt.db.Gone(ctx, func(p *data.GonePerson) bool {
		if begins(p.Name, words) || reachedBy(p, strings.ToLower(strings.TrimSpace(typed)), digits) {
			out = append(out, *p)
		}
		return len(out) < limit
	})
	return out, err
}

// gone lists those who are only in the trash or the journal and fit.
func (rt *Rights) gone(ctx context.Context, fits func(*data.GonePerson) bool) ([]data.GonePerson, error) {
	var out []data.GonePerson
	err := rt.db.Gone(ctx, func(p *data.GonePerson) bool {
		if fits(p) {
			out = append(out, *p)
		}
		return true
	})
	return out, err
}

// exactly says of a former card whether a text names it, as FindSubject reads it.
func exactly(text string) func(*data.GonePerson) bool {
	text = strings.TrimSpace(text)
	id, err := strconv.ParseInt(strings.TrimPrefix(text, "#"), 10, 64)
	if err == nil && len(text) < 9 {
		return func(p *data.GonePerson) bool { return p.ID == id }
	}
	email := match.Email(text)
	phone, _ := match.Phone(text)
	name := match.Fold(strings.Join(strings.Fields(text), " "))
	return func(p *data.GonePerson) bool {
		return match.Fold(p.Name) == name || slices.ContainsFunc(p.Handles, func(h data.Handle) bool {
			return h.Kind == data.HandleEmail && email != "" && h.Norm == email ||
				h.Kind == data.HandlePhone && phone != "" && h.Norm == phone
		})
	}
}

// begins reports whether each word begins one of the name's.
func begins(name string, words []string) bool {
	parts := strings.Fields(match.Fold(name))
	for _, w := range words {
		if !slices.ContainsFunc(parts, func(p string) bool { return strings.HasPrefix(p, w) }) {
			return false
		}
	}
	return true
}

// reachedBy reports whether an address or a number begins so.
func reachedBy(p *data.GonePerson, typed, digits string) bool {
	return slices.ContainsFunc(p.Handles, func(h data.Handle) bool {
		if h.Kind == data.HandlePhone {
			return len(digits) > 2 && strings.Contains(onlyDigits(h.Norm), digits)
		}
		return strings.HasPrefix(h.Norm, typed)
	})
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}
