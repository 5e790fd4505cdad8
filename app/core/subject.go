package core

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

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
func (c *Core) SubjectExport(ctx context.Context, contactID int64, words Words, path string) error {
	if !strings.EqualFold(filepath.Ext(path), ".zip") {
		return data.NewError(data.CodeInvalid, "subject-ending", "File", path)
	}
	s, err := c.db.Subject(ctx, contactID)
	if err != nil {
		return err
	}
	if !s.Contact.Erased.IsZero() {
		return data.NewError(data.CodeConflict, "subject-erased")
	}
	settings, err := c.db.Settings(ctx)
	if err != nil {
		return err
	}
	x := &subjectExport{core: c, subject: &s, firm: settings.FirmName, words: words}
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
	core    *Core
	subject *data.Subject
	firm    string
	words   Words
	zip     *zip.Writer
}

// entry begins a file of the archive.
func (x *subjectExport) entry(name string) (io.Writer, error) {
	return x.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: x.core.Now()})
}

// eachMail hands on the person's mail until somebody stops it.
func (x *subjectExport) eachMail(ctx context.Context, do func(data.Message, *store.Raw) error) error {
	return x.core.db.SubjectMail(ctx, x.subject.Contact.ID, func(m data.Message, raw *store.Raw) error {
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
func (c *Core) FindSubject(ctx context.Context, text string) (data.Contact, error) {
	text = strings.TrimSpace(text)
	if id, err := strconv.ParseInt(strings.TrimPrefix(text, "#"), 10, 64); err == nil && len(text) < 9 {
		return c.db.Contact(ctx, id)
	}
	phone, _ := match.Phone(text)
	ids, err := c.db.SubjectIDs(ctx, match.Email(text), phone, text)
	if err != nil {
		return data.Contact{}, err
	}
	switch len(ids) {
	case 0:
		former, err := c.gone(ctx, exactly(text))
		switch {
		case err != nil:
			return data.Contact{}, err
		case len(former) > 0:
			return data.Contact{}, data.NewError(data.CodeNotFound, "subject-gone", "Name", former[0].Name)
		}
		return data.Contact{}, data.NewError(data.CodeNotFound, "subject-unknown", "Text", text)
	case 1:
		return c.db.Contact(ctx, ids[0])
	}
	var found []string
	for _, id := range ids {
		p, err := c.db.Contact(ctx, id)
		if err != nil {
			return data.Contact{}, err
		}
		found = append(found, fmt.Sprintf("%d (%s)", id, p.Name()))
	}
	return data.Contact{}, data.NewError(data.CodeUsage, "subject-several", "Text", text, "Found", strings.Join(found, ", "))
}

// fileHead returns the first bytes of a file, nothing if it can't be read.
func fileHead(path string, n int) []byte {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }() // only read
	b := make([]byte, n)
	got, _ := io.ReadFull(f, b) // a short file has a short head
	return b[:got]
}
