package settings

import (
	"context"
	"strings"

	"kartoteka/data"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/sqlite"
)

// templatesKey is the setting that says that the shipped templates were put in:
// the owner may have deleted all of them since.
const templatesKey = "reply-templates"

const templateColumns = `id, name, language, subject, body, rank`

func scanTemplate(s sqlite.Scanner, r *data.ReplyTemplate) error {
	return s.Scan(&r.ID, &r.Name, &r.Language, &r.Subject, &r.Body, &r.Rank)
}

// ReplyTemplates returns the firm's letters in their order.
func (ch *Choices) ReplyTemplates(ctx context.Context) ([]data.ReplyTemplate, error) {
	out, err := sqlite.Collect(ctx, ch.file, scanTemplate, `SELECT `+templateColumns+` FROM reply_template ORDER BY rank, id`)
	return out, sqlite.Told("read templates", err)
}

// SeedReplyTemplates puts the shipped letters in, once in the life of a file.
func (ch *Choices) SeedReplyTemplates(ctx context.Context, all []data.ReplyTemplate) error {
	if _, done, err := sqlite.Value[string](ctx, ch.file, `SELECT value FROM setting WHERE key = ?`, templatesKey); err != nil || done {
		return sqlite.Told("read settings", err)
	}
	return ch.file.Write(ctx, "put templates in", func(t *sqlite.Tx) error {
		// Another program may have done it while this one waited to write.
		n, err := t.Exec(ctx, `INSERT OR IGNORE INTO setting (key, value) VALUES (?, ?)`, templatesKey, "1")
		if err != nil || n == 0 {
			return err
		}
		for i, r := range all {
			if _, err := t.Exec(ctx, `INSERT INTO reply_template (name, language, subject, body, rank) VALUES (?, ?, ?, ?, ?)`,
				r.Name, r.Language, r.Subject, r.Body, i+1); err != nil {
				return err
			}
		}
		return nil
	})
}

// SaveReplyTemplate keeps a letter, a new one or the one whose id is given, and
// returns its id. It needs a name and a text; two of a language can't have one name.
func (ch *Choices) SaveReplyTemplate(ctx context.Context, r data.ReplyTemplate) (id int64, err error) {
	r.Name = strings.Join(strings.Fields(r.Name), " ")
	r.Subject = strings.Join(strings.Fields(r.Subject), " ")
	switch {
	case r.Name == "":
		return 0, data.NewError(data.CodeInvalid, "template-without-name")
	case strings.TrimSpace(r.Body) == "":
		return 0, data.NewError(data.CodeInvalid, "template-without-text")
	}
	d := &journal.Deed{What: data.ActLists, Title: r.Name}
	err = ch.book.Act(ctx, "save template", d, func(t *sqlite.Tx) error {
		t.Changed(data.TopicSettings)
		all, err := sqlite.Collect(ctx, t, scanTemplate, `SELECT `+templateColumns+` FROM reply_template ORDER BY rank, id`)
		if err != nil {
			return err
		}
		last := 0
		for _, o := range all {
			last = max(last, o.Rank)
			if o.ID != r.ID && o.Language == r.Language && fulltext.Same(o.Name, r.Name) {
				return data.NewError(data.CodeConflict, "template-name-taken", "Name", o.Name)
			}
		}
		if r.ID == 0 {
			id, err = t.Insert(ctx, `INSERT INTO reply_template (name, language, subject, body, rank) VALUES (?, ?, ?, ?, ?)`,
				r.Name, r.Language, r.Subject, r.Body, last+1)
			return err
		}
		id = r.ID
		n, err := t.Exec(ctx, `UPDATE reply_template SET name = ?, language = ?, subject = ?, body = ? WHERE id = ?`,
			r.Name, r.Language, r.Subject, r.Body, r.ID)
		if err == nil && n == 0 {
			return sqlite.NotFound("template", r.ID)
		}
		return err
	})
	return id, err
}

// DeleteReplyTemplate takes a letter off the list; answers made with it stay.
func (ch *Choices) DeleteReplyTemplate(ctx context.Context, id int64) error {
	d := &journal.Deed{What: data.ActLists}
	return ch.book.Act(ctx, "delete template", d, func(t *sqlite.Tx) error {
		name, found, err := sqlite.Value[string](ctx, t, `DELETE FROM reply_template WHERE id = ? RETURNING name`, id)
		if err == nil && !found {
			return sqlite.NotFound("template", id)
		}
		d.Title = name
		t.Changed(data.TopicSettings)
		return err
	})
}

// signatureKey is the setting with what stands under the firm's answers.
const signatureKey = "reply-signature"

// ReplySignature returns what stands under the firm's answers; "" for nothing.
func (ch *Choices) ReplySignature(ctx context.Context) (string, error) {
	text, _, err := sqlite.Value[string](ctx, ch.file, `SELECT value FROM setting WHERE key = ?`, signatureKey)
	return text, sqlite.Told("read settings", err)
}

// SetReplySignature keeps what stands under the firm's answers.
func (ch *Choices) SetReplySignature(ctx context.Context, text string) error {
	return ch.file.Write(ctx, "save settings", func(t *sqlite.Tx) error {
		t.Changed(data.TopicSettings)
		_, err := t.Exec(ctx, `INSERT INTO setting (key, value) VALUES (?, ?)
			ON CONFLICT (key) DO UPDATE SET value = excluded.value`, signatureKey, text)
		return err
	})
}
