package settings

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"kartoteka/data"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/sqlite"
)

// builtIn are the entries that every firm starts with. They can be hidden and
// renamed but not deleted: the program itself speaks of them.
var builtIn = map[string][]string{
	data.ListCategories: {
		"quality", "workmanship", "damage", "delivery", "service", "billing", "contract", "technical", "privacy", "other",
	},
	data.ListCauses: {
		"defect", "own-error", "late", "transport", "supplier", "not-as-described", "communication", "no-answer",
		"price", "contract", "technical", "privacy", "expectations",
	},
	data.ListChannels: {"phone", "email", "sms", "chat", "social", "in-person", "video", "app", "letter"},
}

// usesOf counts the records that bear an entry's code, by list.
var usesOf = map[string]string{
	data.ListCategories: `SELECT (SELECT count(*) FROM case_record WHERE category = ?1)
		+ (SELECT count(*) FROM interaction WHERE category = ?1)`,
	data.ListCauses: `SELECT count(*) FROM case_record WHERE cause = ?1`,
	data.ListChannels: `SELECT (SELECT count(*) FROM interaction WHERE channel = ?1)
		+ (SELECT count(*) FROM case_record WHERE channel = ?1) + (SELECT count(*) FROM consent WHERE channel = ?1)
		+ (SELECT count(*) FROM contact WHERE preferred_channel = ?1 OR second_channel = ?1)`,
}

// Categories returns one of the owner's lists in its order, hidden entries among
// them.
func (ch *Choices) Categories(ctx context.Context, listName string) ([]data.Category, error) {
	out, err := categories(ctx, ch.file, listName)
	return out, sqlite.Told("read categories", err)
}

func categories(ctx context.Context, q sqlite.Querier, listName string) ([]data.Category, error) {
	return sqlite.Collect(ctx, q, func(s sqlite.Scanner, c *data.Category) error {
		return s.Scan(&c.List, &c.Code, &c.Name, &c.Rank, &c.Hidden)
	}, `SELECT list, code, name, rank, hidden FROM category WHERE list = ? ORDER BY rank, code`, listName)
}

// SaveCategory adds an entry to one of the owner's lists, with a code made from
// its name, or changes the one that has the code. A built-in entry whose name is ""
// is called as the program calls it.
func (ch *Choices) SaveCategory(ctx context.Context, c data.Category) error {
	c.Name = strings.Join(strings.Fields(c.Name), " ")
	if builtIn[c.List] == nil {
		return data.NewError(data.CodeInvalid, "category-list", "List", c.List)
	}
	d := &journal.Deed{What: data.ActLists, Title: c.Name}
	return ch.book.Act(ctx, "save category", d, func(t *sqlite.Tx) error {
		all, err := categories(ctx, t, c.List)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(o data.Category) bool { return o.Code == c.Code && c.Code != "" })
		if err := checkCategory(all, at, &c); err != nil {
			return err
		}
		if at < 0 {
			c.Code = freeCode(all, c.Name)
			if n := len(all); n > 0 {
				c.Rank = max(c.Rank, all[n-1].Rank+1)
			}
		}
		t.Changed(data.TopicSettings)
		_, err = t.Exec(ctx, `INSERT INTO category (list, code, name, rank, hidden) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET name = excluded.name, rank = excluded.rank, hidden = excluded.hidden`,
			c.List, c.Code, c.Name, c.Rank, sqlite.Flag(c.Hidden))
		return err
	})
}

// checkCategory refuses an entry that has no name, or another's.
func checkCategory(all []data.Category, at int, c *data.Category) error {
	if at < 0 && c.Code != "" {
		return data.NewError(data.CodeNotFound, "category-gone", "Name", c.Name)
	}
	if c.Name == "" && !slices.Contains(builtIn[c.List], c.Code) {
		return data.NewError(data.CodeInvalid, "category-without-name")
	}
	shown := 0
	for i, o := range all {
		if i != at && c.Name != "" && fulltext.Same(o.Name, c.Name) {
			return data.NewError(data.CodeConflict, "category-name-taken", "Name", o.Name)
		}
		if i != at && !o.Hidden {
			shown++
		}
	}
	if shown == 0 && c.Hidden {
		return data.NewError(data.CodeConflict, "category-last")
	}
	return nil
}

// freeCode makes a code of a name: its folded words, and a number where it is
// taken.
func freeCode(all []data.Category, name string) string {
	base := strings.Join(fulltext.Fold(name), "-")
	if base == "" {
		base = "x"
	}
	code := base
	for n := 2; slices.ContainsFunc(all, func(o data.Category) bool { return o.Code == code }); n++ {
		code = base + "-" + strconv.Itoa(n)
	}
	return code
}

// DeleteCategory takes an entry of the owner's own off its list, unless a record
// bears it. A built-in one can only be hidden.
func (ch *Choices) DeleteCategory(ctx context.Context, listName, code string) error {
	if slices.Contains(builtIn[listName], code) {
		return data.NewError(data.CodeConflict, "category-built-in")
	}
	d := &journal.Deed{What: data.ActLists}
	return ch.book.Act(ctx, "delete category", d, func(t *sqlite.Tx) error {
		name, found, err := sqlite.Value[string](ctx, t, `SELECT name FROM category WHERE list = ? AND code = ?`, listName, code)
		if err != nil {
			return err
		}
		if !found {
			return data.NewError(data.CodeNotFound, "category-gone", "Name", code)
		}
		n, _, err := sqlite.Value[int](ctx, t, usesOf[listName], code)
		if err != nil {
			return err
		}
		if n > 0 {
			return data.NewError(data.CodeConflict, "category-used", "Name", name, "N", n)
		}
		d.Title = name
		t.Changed(data.TopicSettings)
		_, err = t.Exec(ctx, `DELETE FROM category WHERE list = ? AND code = ?`, listName, code)
		return err
	})
}
