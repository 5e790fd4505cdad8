// Package importing reads the files that a person names: mail in messages,
// mailboxes and folders of them, which it keeps, and contacts and dates, which it
// hands to records. What a file is, its first bytes tell.
package importing

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"kartoteka/app/core/desk"
	"kartoteka/app/core/records"
	"kartoteka/data"
	"kartoteka/data/disk"
	"kartoteka/mail/maildir"
	"kartoteka/mail/mbox"
)

// Store is what an import needs of the card index.
type Store interface {
	MailHashes(ctx context.Context) (map[string]bool, error)
	KeepLocal(ctx context.Context, items []data.MailItem, source string) (data.Kept, error)
	Message(ctx context.Context, id int64) (data.Message, error)
}

// Judge says of each message whose it is and what it may be about, before it is
// kept.
type Judge interface {
	Judge(ctx context.Context, items []data.MailItem) error
}

// Files imports files.
type Files struct {
	db      Store
	desk    *desk.Desk
	records *records.Records
	judge   func(context.Context) (Judge, error)
}

// New returns the import of files into a card index. A judge is asked for at the
// beginning of each import.
func New(db Store, d *desk.Desk, r *records.Records, judge func(context.Context) (Judge, error)) *Files {
	return &Files{db, d, r, judge}
}

// What one transaction of an import keeps, as of a pull.
const (
	batchItems = 200
	batchBytes = 8 << 20
)

// Request says what ImportFiles reads and how.
type Request struct {
	Paths    []string
	DryRun   bool // keep nothing, only say what would happen
	Options  data.ImportOptions
	Progress func(done, total int)
	Planned  func(*data.ImportPlan) error // is shown every plan before it is applied; may be nil
}

// Import is ImportFiles without more ado.
func (f *Files) Import(ctx context.Context, paths []string, dryRun bool) (data.ImportResult, error) {
	return f.ImportFiles(ctx, Request{Paths: paths, DryRun: dryRun})
}

// ImportFiles reads mail from files: messages (.eml), mailboxes (mbox), and folders
// of them; and contacts and dates: vCards, tables, iCalendar, JSON. What a file
// is, its first bytes tell. Importing the same file again changes nothing. A dry
// run keeps nothing and says what would happen. Why a row failed, it says.
func (f *Files) ImportFiles(ctx context.Context, o Request) (data.ImportResult, error) {
	judge, err := f.judge(ctx)
	if err != nil {
		return data.ImportResult{}, err
	}
	im := &importer{files: f, judge: judge, dry: o.DryRun, request: o, lines: bufio.NewWriterSize(nil, 64<<10)}
	im.result.Rows = []data.ImportRow{}
	if o.DryRun {
		if im.known, err = f.db.MailHashes(ctx); err != nil {
			return data.ImportResult{}, err
		}
	}
	if o.Progress != nil {
		im.total = weigh(o.Paths)
	}
	defer im.empty()
	for _, path := range o.Paths {
		if err := im.path(ctx, path); err != nil {
			return im.result, err
		}
	}
	return im.result, im.flush(ctx)
}

// importer is an import under way.
type importer struct {
	files  *Files
	judge  Judge
	dry    bool
	known  map[string]bool // of a dry run
	result data.ImportResult

	request Request

	source      string
	root        string    // of the folder that is read
	when        time.Time // when the next message was delivered, if anything says so
	exact       bool      // its bytes are a server's
	done, total int64     // bytes

	lines *bufio.Writer // gathers the lines of a mailbox

	names []string // of the items that wait for the next transaction
	items []data.MailItem
	size  int64
}

// largeWeight is what a large message, which lies in a file, counts for in a
// transaction: that of a large one is its own.
const largeWeight = batchBytes

// path imports a file, or every file of a folder that looks like mail.
func (im *importer) path(ctx context.Context, path string) error {
	st, err := os.Stat(path)
	if err != nil {
		im.failed(path, disk.Error(path, err))
		return nil
	}
	if !st.IsDir() && !st.Mode().IsRegular() {
		im.failed(path, reason("import-unknown")) // reading from a pipe could wait for ever
		return nil
	}
	if !st.IsDir() && records.In(path) == nil {
		if err := im.flush(ctx); err != nil { // in the order in which they were named
			return err
		}
		return im.records(ctx, path)
	}
	if !st.IsDir() {
		return im.file(ctx, path)
	}
	// With the separator a link to a folder is followed, too.
	im.root = path + string(filepath.Separator)
	defer func() { im.root = "" }()
	return filepath.WalkDir(im.root, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			im.failed(p, disk.Error(p, err))
		case p != im.root && maildir.Aside(p, d):
			if d.IsDir() {
				return fs.SkipDir
			}
		case mailName(p) && leadsToFile(p, d):
			return im.file(ctx, p)
		}
		return nil
	})
}

// mailName reports whether a file of a folder may be mail by its name: .eml,
// .mbox, none of the endings that other programs use, or one of a Maildir,
// where what follows the last dot is no ending but the machine's name or flags.
func mailName(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".eml", ".mbox", "":
		return true
	}
	return maildir.Message(path) || strings.Contains(filepath.Base(path), ":2,")
}

// leadsToFile reports whether an entry of a folder is a file or a link to one.
// A link to a folder is not followed from within a folder: it may lead round.
func leadsToFile(path string, d fs.DirEntry) bool {
	if d.Type()&fs.ModeSymlink == 0 {
		return d.Type().IsRegular()
	}
	st, err := os.Stat(path)
	return err == nil && st.Mode().IsRegular()
}

// from notes where the next messages come from. What waits came from elsewhere and
// is kept first: a transaction names one source.
func (im *importer) from(ctx context.Context, path string) error {
	source := filepath.Base(path)
	switch {
	case im.root == "":
	case maildir.Message(path):
		source = cmp.Or(maildir.Folder(path, im.root), filepath.Base(filepath.Clean(im.root)))
	default: // thousands of files in a folder are no thousands of transactions
		source = filepath.Base(filepath.Dir(path))
	}
	im.when, im.exact = time.Time{}, false
	if source == im.source {
		return nil
	}
	err := im.flush(ctx)
	im.source = source
	return err
}

func (im *importer) file(ctx context.Context, path string) error {
	f, err := os.Open(path)
	if err != nil {
		im.failed(path, disk.Error(path, err))
		return nil
	}
	defer func() { _ = f.Close() }() // only read
	if err := im.from(ctx, path); err != nil {
		return err
	}
	if st, err := f.Stat(); err == nil {
		im.when = writtenAt(path, st)
	}
	r := bufio.NewReaderSize(&counted{f, im}, 64<<10)
	head, err := r.Peek(512)
	if err != nil && !errors.Is(err, io.EOF) {
		im.failed(path, disk.Error(path, err))
		return nil
	}
	switch {
	case bytes.HasPrefix(head, []byte("From ")):
		return im.mailbox(ctx, path, r)
	case looksLikeMail(head) || len(head) > 0 && strings.EqualFold(filepath.Ext(path), ".eml"):
		return im.message(ctx, path, r)
	}
	// It is no mail; what keeps it from being a table or a card says more.
	if err := records.In(path); data.Refused(err) {
		im.failed(path, err)
		return nil
	}
	im.failed(path, reason("import-unknown"))
	return nil
}

// looksLikeMail reports whether the bytes begin as a message does: with a
// header field.
func looksLikeMail(head []byte) bool {
	name, _, ok := bytes.Cut(head, []byte(":"))
	if !ok || len(name) == 0 || len(name) > 76 {
		return false
	}
	for _, b := range name {
		if b <= ' ' || b >= 0x7f {
			return false
		}
	}
	return true
}

func (im *importer) message(ctx context.Context, path string, r io.Reader) error {
	g := im.gather()
	defer g.drop()
	_, err := io.Copy(g, io.LimitReader(r, mbox.MaxMessage+1))
	switch {
	case g.err != nil:
		return spoiled(g.err)
	case err != nil:
		im.failed(path, disk.Error(path, err))
		return nil
	case g.size > mbox.MaxMessage:
		im.failed(path, reason("import-too-large"))
		return nil
	}
	return im.add(ctx, path, g)
}

// gather makes room for the next message.
func (im *importer) gather() *gathered {
	if im.dry {
		return &gathered{}
	}
	return &gathered{spool: im.files.desk.Spool}
}

func (im *importer) mailbox(ctx context.Context, path string, r io.Reader) error {
	box := mbox.NewReader(r)
	for n := 1; ; n++ {
		more, err := im.next(ctx, box, path, n)
		if err != nil || !more {
			return err
		}
	}
}

// next takes the next message of a mailbox.
func (im *importer) next(ctx context.Context, box *mbox.Reader, path string, n int) (more bool, err error) {
	name := path + "#" + strconv.Itoa(n)
	g := im.gather()
	defer g.drop()
	im.lines.Reset(g)
	if err = box.WriteNext(im.lines); err == nil {
		err = im.lines.Flush()
	}
	im.when, im.exact = box.When(), box.Exact()
	switch {
	case errors.Is(err, io.EOF):
		if n == 1 {
			im.failed(path, reason("import-unknown")) // its first word promised more
		}
		return false, nil
	case g.err != nil:
		return false, spoiled(g.err)
	case errors.Is(err, mbox.ErrTooBig):
		im.failed(name, reason("import-too-large"))
		return true, nil
	case err != nil:
		im.failed(name, reason("import-broken"))
		return false, nil
	}
	return true, im.add(ctx, name, g)
}

// add puts a message into the next transaction.
func (im *importer) add(ctx context.Context, name string, g *gathered) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if im.dry {
		sum := g.sum(im.exact)
		im.outcome(name, !im.known[sum])
		im.known[sum] = true
		return nil
	}
	item, err := g.item(im.exact)
	if err != nil {
		return spoiled(err)
	}
	im.names = append(im.names, name)
	im.dated(&item.Message)
	im.items = append(im.items, item)
	if item.Large != nil {
		im.size += largeWeight
	} else {
		im.size += item.Size()
	}
	if len(im.items) < batchItems && im.size < batchBytes {
		return nil
	}
	return im.flush(ctx)
}

// wire gives a message the line ends it has on a server. Files of other systems
// have bare line feeds throughout; kept like that, the same message would not be
// known again when it is pulled.
func wire(raw []byte) []byte {
	if bytes.Contains(raw, []byte("\r\n")) || bytes.IndexByte(raw, '\r') >= 0 {
		return raw
	}
	return bytes.ReplaceAll(raw, []byte("\n"), []byte("\r\n"))
}

// flush keeps what waits, in one transaction; one by one when the store refuses
// that, so that only what is at fault stays out.
func (im *importer) flush(ctx context.Context) error {
	if len(im.items) == 0 {
		return nil
	}
	defer im.empty()
	if err := im.judge.Judge(ctx, im.items); err != nil {
		return err
	}
	err := im.keep(ctx, im.names, im.items)
	if data.Refused(err) {
		err = im.keepEach(ctx)
	}
	return err
}

// empty gives back what waited.
func (im *importer) empty() {
	for i := range im.items {
		if im.items[i].Large != nil {
			_ = im.items[i].Large.Close() // it is kept by now, or nobody wants it
		}
	}
	im.names, im.items, im.size = nil, nil, 0
}

func (im *importer) keepEach(ctx context.Context) error {
	for i, name := range im.names {
		err := im.keep(ctx, im.names[i:i+1], im.items[i:i+1])
		if data.Refused(err) {
			im.files.desk.LogError("import", err)
			im.failed(name, reason("import-refused"))
			continue
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (im *importer) keep(ctx context.Context, names []string, items []data.MailItem) error {
	kept, err := im.files.db.KeepLocal(ctx, items, im.source)
	if err != nil {
		return err
	}
	fresh := map[string]bool{}
	for _, id := range kept.IDs {
		m, err := im.files.db.Message(ctx, id)
		if err != nil {
			return err
		}
		fresh[m.SHA256] = true
	}
	for i, name := range names {
		sum := items[i].Message.SHA256 // of a large one it was taken on the way
		if items[i].Large == nil {
			sum = sumOf(items[i].Raw)
		}
		im.outcome(name, fresh[sum])
		delete(fresh, sum) // the same bytes once more are a duplicate
	}
	return nil
}

func (im *importer) outcome(name string, fresh bool) {
	row := data.ImportRow{Item: name, Outcome: data.OutcomeDuplicate}
	if fresh {
		row.Outcome = data.OutcomeNew
	}
	im.result.Count(row.Outcome)
	im.result.Rows = append(im.result.Rows, row)
}

func (im *importer) failed(name string, err error) {
	im.result.Count(data.OutcomeFailed)
	e := *records.Why(err)
	args := map[string]any{"File": name} // which its sentence may name
	maps.Copy(args, e.Args)
	e.Args = args
	im.result.Rows = append(im.result.Rows, data.ImportRow{Item: name, Outcome: data.OutcomeFailed, Error: e.Key, Why: &e})
}

// reason is why an item can't be taken, by its sentence.
func reason(key string) error { return data.NewError(data.CodeInvalid, key) }

// records imports a file of contacts or dates.
func (im *importer) records(ctx context.Context, path string) error {
	plan, err := im.files.records.PlanImport(ctx, path, im.request.Options, im.request.Progress)
	if ctx.Err() != nil {
		return data.Cancelled(ctx.Err())
	}
	if data.Refused(err) {
		im.failed(path, err)
		return nil
	}
	if err != nil {
		return err
	}
	if im.request.Planned != nil {
		if err := im.request.Planned(plan); err != nil {
			return err
		}
	}
	if !im.dry {
		r, err := im.files.records.ApplyImport(ctx, plan, im.request.Progress)
		if err != nil {
			return err
		}
		im.result.Run = r.Run
		if r.Run != 0 {
			im.result.Runs = append(im.result.Runs, data.ImportFileRun{File: filepath.Base(path), Run: r.Run})
		}
	}
	for i := range plan.Rows {
		row := &plan.Rows[i]
		im.result.Count(row.Outcome)
		im.result.Rows = append(im.result.Rows, data.ImportRow{
			Item: row.Item, Outcome: row.Outcome, Why: row.Why, Warnings: row.Warnings, LeftOut: row.LeftOut,
		})
	}
	return nil
}
