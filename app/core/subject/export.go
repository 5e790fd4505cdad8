// Package subject is what the people have a right to whose data are kept, and what
// the firm owes them and the office: everything about one person in an archive, the
// registers of requests and breaches, the record of processing, and how long
// what is kept. What the law counts is data/privacy's matter.
package subject

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"kartoteka/app/core/desk"
	"kartoteka/data"
	"kartoteka/data/disk"
	"kartoteka/data/match"
	"kartoteka/data/store"
	"kartoteka/mail/message"
)

// Words is the catalogue of the language in which something is written for a
// person to read.
type Words interface {
	// T returns the text of a key with its blanks filled from pairs of name and value.
	T(key string, pairs ...any) string
	// Has reports whether there is a text for the key.
	Has(key string) bool
	// Lang returns "pl" or "en".
	Lang() string
}

// Rights are the use cases that the law asks for.
type Rights struct {
	db   *store.DB
	desk *desk.Desk
}

// New returns the rights of those whom a card index holds.
func New(db *store.DB, d *desk.Desk) *Rights { return &Rights{db, d} }

// What an archive of a person holds.
const (
	subjectData        = "data.json"
	subjectPage        = "index.html"
	subjectMail        = "mail/"
	subjectDrafts      = "drafts/"
	subjectAttachments = "attachments/"
)

// SubjectExport writes everything that is kept about one person into an archive
// (RODO art. 15 and 20): data.json for programs, index.html for people, which
// needs no network, and mail and attachments as the files that came. It is
// written whole or not at all, message by message.
func (rt *Rights) SubjectExport(ctx context.Context, contactID int64, words Words, path string) error {
	if !strings.EqualFold(filepath.Ext(path), ".zip") {
		return data.NewError(data.CodeInvalid, "subject-ending", "File", path)
	}
	s, err := rt.db.Subject(ctx, contactID)
	if err != nil {
		return err
	}
	if !s.Contact.Erased.IsZero() {
		return data.NewError(data.CodeConflict, "subject-erased")
	}
	settings, err := rt.db.Settings(ctx)
	if err != nil {
		return err
	}
	x := &subjectExport{db: rt.db, desk: rt.desk, subject: &s, firm: settings.FirmName, words: words}
	return disk.Write(path, func(w io.Writer) error {
		x.zip = zip.NewWriter(w)
		for _, part := range []func(context.Context) error{x.writeData, x.writePage, x.writeFiles} {
			if err := part(ctx); err != nil {
				return err
			}
		}
		return x.zip.Close()
	})
}

// subjectExport is an archive on its way.
type subjectExport struct {
	db      *store.DB
	desk    *desk.Desk
	subject *data.Subject
	firm    string
	words   Words
	zip     *zip.Writer
}

// entry begins a file of the archive.
func (x *subjectExport) entry(name string) (io.Writer, error) {
	return x.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: x.desk.Now()})
}

// eachMail hands on the person's mail until somebody stops it.
func (x *subjectExport) eachMail(ctx context.Context, do func(data.Message, *store.Raw) error) error {
	return x.db.SubjectMail(ctx, x.subject.Contact.ID, func(m data.Message, raw *store.Raw) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return do(m, raw)
	})
}

// writeFiles adds the drafts that wait, the messages as they came, and their attachments.
func (x *subjectExport) writeFiles(ctx context.Context) error {
	for i := range x.subject.Drafts {
		d := &x.subject.Drafts[i]
		if len(d.Raw) == 0 {
			continue
		}
		w, err := x.entry(draftFile(d))
		if err == nil {
			_, err = w.Write(d.Raw)
		}
		if err != nil {
			return err
		}
	}
	return x.eachMail(ctx, func(m data.Message, raw *store.Raw) error {
		w, err := x.entry(mailFile(&m))
		if err == nil {
			_, err = io.Copy(w, raw.Reader())
		}
		if err != nil {
			return err
		}
		for _, a := range m.Attachments {
			body, err := message.OpenFile(raw, raw.Size(), a.Part)
			if err != nil {
				continue // the message itself is there, whole
			}
			if w, err = x.entry(attachmentFile(&m, &a)); err == nil {
				_, err = body.WriteTo(w)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// mailFile is a message's name in the archive: sorted by date, told apart by number.
func mailFile(m *data.Message) string {
	return fmt.Sprintf("%s%s-%06d.eml", subjectMail, m.Date.UTC().Format("2006-01-02"), m.ID)
}

// draftFile is the name of an answer that waits to be laid among the drafts; ""
// for one whose text is in the mailbox alone.
func draftFile(d *data.Draft) string {
	if len(d.Raw) == 0 {
		return ""
	}
	return fmt.Sprintf("%s%s-%06d.eml", subjectDrafts, d.Made.UTC().Format("2006-01-02"), d.ID)
}

func attachmentFile(m *data.Message, a *data.Attachment) string {
	return fmt.Sprintf("%s%06d-%d-%s", subjectAttachments, m.ID, a.Part, message.SafeName(a.Name))
}

// FindSubject returns the contact that is meant by an id, an e-mail address, a
// phone or an exact name. Several are refused with their numbers.
func (rt *Rights) FindSubject(ctx context.Context, text string) (data.Contact, error) {
	text = strings.TrimSpace(text)
	if id, err := strconv.ParseInt(strings.TrimPrefix(text, "#"), 10, 64); err == nil && len(text) < 9 {
		return rt.db.Contact(ctx, id)
	}
	phone, _ := match.Phone(text)
	ids, err := rt.db.SubjectIDs(ctx, match.Email(text), phone, text)
	if err != nil {
		return data.Contact{}, err
	}
	switch len(ids) {
	case 0:
		former, err := rt.gone(ctx, exactly(text))
		switch {
		case err != nil:
			return data.Contact{}, err
		case len(former) > 0:
			return data.Contact{}, data.NewError(data.CodeNotFound, "subject-gone", "Name", former[0].Name)
		}
		return data.Contact{}, data.NewError(data.CodeNotFound, "subject-unknown", "Text", text)
	case 1:
		return rt.db.Contact(ctx, ids[0])
	}
	var found []string
	for _, id := range ids {
		p, err := rt.db.Contact(ctx, id)
		if err != nil {
			return data.Contact{}, err
		}
		found = append(found, fmt.Sprintf("%d (%s)", id, p.Name()))
	}
	return data.Contact{}, data.NewError(data.CodeUsage, "subject-several", "Text", text, "Found", strings.Join(found, ", "))
}
