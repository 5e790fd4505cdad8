package subject

import (
	"context"
	"fmt"
	"html/template"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/store"
)

// page is what is written for people: no script, nothing from anywhere else,
// everything escaped by its place (html/template), black on white for paper.
var page = template.Must(template.New("page").Parse(`{{define "head"}}<!DOCTYPE html>
<html lang="{{.Lang}}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}}</title>
<style>
body{font:16px/1.5 "Segoe UI","Noto Sans",sans-serif;color:#1b1b1b;background:#fff;max-width:54rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.7rem;line-height:1.2}h2{font-size:1.2rem;margin:2.2rem 0 .6rem;border-bottom:2px solid #1b1b1b}
article{margin:0 0 1rem;padding:.6rem .9rem;border:1px solid #c9c9c9;border-radius:.4rem;break-inside:avoid-page}
dl{display:grid;grid-template-columns:13rem 1fr;gap:.15rem 1rem;margin:0}dt{color:#555}dd{margin:0;overflow-wrap:anywhere}
pre{font:inherit;white-space:pre-wrap;overflow-wrap:anywhere;margin:.5rem 0 0}
p.small{color:#555;font-size:.9rem}a{color:#0b4f8a}
@media print{body{margin:0;max-width:none;font-size:11pt}article{border:0;border-top:1px solid #999;border-radius:0;padding:.4rem 0}}
</style>
</head>
<body>
<h1>{{.Title}}</h1>
{{range .Lead}}<p>{{.}}</p>
{{end}}{{end}}
{{define "section"}}<h2>{{.Title}}</h2>
{{end}}
{{define "record"}}<article>{{if .Rows}}<dl>{{range .Rows}}<dt>{{.Name}}</dt><dd>{{if .Link}}<a href="{{.Link}}">{{.Value}}</a>{{else}}{{.Value}}{{end}}</dd>{{end}}</dl>{{end}}
{{range .Texts}}<pre>{{.}}</pre>{{end}}</article>
{{end}}
{{define "foot"}}<p class="small">{{.}}</p>
</body>
</html>
{{end}}`))

// pageHead is what a page begins with.
type pageHead struct {
	Lang, Title string
	Lead        []string
}

// pageRow is a name and a value; a link leads to a file beside the page.
type pageRow struct {
	Name, Value string
	Link        template.URL
}

// pageRecord is one thing on a page.
type pageRecord struct {
	Rows  []pageRow
	Texts []string
}

// pageSection is a heading and what stands under it.
type pageSection struct {
	Title   string
	Records []pageRecord
}

// shown writes things in the words of a language.
type shown struct{ words Words }

// code is the word for a code of a family ("kind."); a code without one stands
// for itself.
func (s shown) code(family, code string) string {
	if code == "" {
		return ""
	}
	if key := family + code; s.words.Has(key) {
		return s.words.T(key)
	}
	return code
}

func (s shown) day(d data.Date) string {
	if d.IsZero() {
		return ""
	}
	return s.words.T("subject.value", "Value", d)
}

func (s shown) moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return s.words.T("subject.value", "Value", t)
}

func (s shown) money(m data.Money) string {
	if m.IsZero() {
		return ""
	}
	return s.words.T("subject.value", "Value", m)
}

// rows makes rows of pairs of a name's key and a value; empty values are left out.
func (s shown) rows(pairs ...string) []pageRow {
	var out []pageRow
	for i := 0; i+1 < len(pairs); i += 2 {
		if v := strings.TrimSpace(pairs[i+1]); v != "" {
			out = append(out, pageRow{Name: s.words.T("subject.field." + pairs[i]), Value: v})
		}
	}
	return out
}

func texts(all ...string) []string {
	var out []string
	for _, s := range all {
		if strings.TrimSpace(s) != "" {
			out = append(out, s)
		}
	}
	return out
}

// writePage writes index.html; mail is read and written one by one.
func (x *subjectExport) writePage(ctx context.Context) error {
	w, err := x.entry(subjectPage)
	if err != nil {
		return err
	}
	s := shown{x.words}
	head := pageHead{Lang: x.words.Lang(), Title: x.words.T("subject.title", "Name", x.subject.Contact.Name())}
	head.Lead = texts(
		x.words.T("subject.lead", "Firm", x.firm, "At", x.desk.Now()), x.words.T("subject.lead-files"),
	)
	if err := page.ExecuteTemplate(w, "head", head); err != nil {
		return err
	}
	for _, section := range x.sections(s) {
		if len(section.Records) == 0 {
			continue
		}
		if err := page.ExecuteTemplate(w, "section", section); err != nil {
			return err
		}
		for _, r := range section.Records {
			if err := page.ExecuteTemplate(w, "record", r); err != nil {
				return err
			}
		}
	}
	if err := page.ExecuteTemplate(w, "section", pageSection{Title: x.words.T("subject.section.mail")}); err != nil {
		return err
	}
	err = x.eachMail(ctx, func(m data.Message, _ *store.Raw) error {
		return page.ExecuteTemplate(w, "record", s.mail(&m))
	})
	if err != nil {
		return err
	}
	return page.ExecuteTemplate(w, "foot", x.words.T("subject.foot"))
}

func (s shown) mail(m *data.Message) pageRecord {
	r := pageRecord{Rows: s.rows("at", s.moment(m.Date), "from", m.From.String(), "to", mailAddresses(m.To),
		"cc", mailAddresses(m.Cc), "subject", m.Subject, "kind", s.code("kind.", string(m.Kind))), Texts: texts(m.Text)}
	file := mailFile(m)
	r.Rows = append(r.Rows, pageRow{Name: s.words.T("subject.field.file"), Value: file, Link: link(file)})
	for i := range m.Attachments {
		file := attachmentFile(m, &m.Attachments[i])
		r.Rows = append(r.Rows, pageRow{Name: s.words.T("subject.field.attachment"), Value: m.Attachments[i].Name, Link: link(file)})
	}
	return r
}

// link leads to a file beside the page. Its parts are escaped, so that whatever
// an attachment is called, it stays a path.
func link(file string) template.URL {
	parts := strings.Split(file, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return template.URL(strings.Join(parts, "/")) //nolint:gosec // made of escaped parts right above
}

func mailAddresses(all []data.Address) string {
	out := make([]string, len(all))
	for i, a := range all {
		out[i] = a.String()
	}
	return strings.Join(out, ", ")
}

func (x *subjectExport) sections(s shown) []pageSection {
	d := x.subject
	return []pageSection{
		{s.words.T("subject.section.card"), x.cardRecords(s)},
		{s.words.T("subject.section.consents"), mapped(d.Contact.Consents, s.consent)},
		{s.words.T("subject.section.interactions"), mapped(d.Interactions, s.interaction)},
		{s.words.T("subject.section.cases"), mapped(d.Cases, s.caseRecord)},
		{s.words.T("subject.section.opinions"), mapped(d.Opinions, func(o data.Opinion) pageRecord {
			rating := ""
			if o.Rating > 0 {
				rating = strconv.Itoa(o.Rating)
			}
			return pageRecord{s.rows("at", s.moment(o.At), "source", o.Source, "rating", rating,
				"tone", s.code("tone.", string(o.Tone)), "answered", s.moment(o.Answered)), texts(o.Text)}
		})},
		{s.words.T("subject.section.orders"), mapped(d.Orders, func(o data.Order) pageRecord {
			return pageRecord{s.rows("at", s.day(o.On), "amount", s.money(o.Amount), "what", o.What), nil}
		})},
		{s.words.T("subject.section.follow-ups"), mapped(d.FollowUps, func(f data.FollowUp) pageRecord {
			return pageRecord{s.rows("what", f.What, "due", s.day(f.Due), "done", s.moment(f.Done)), nil}
		})},
		{s.words.T("subject.section.requests"), mapped(d.Requests, func(r data.SubjectRequest) pageRecord {
			return pageRecord{s.rows("kind", s.code("request.", string(r.Kind)), "received", s.day(r.Received),
				"due", s.day(r.Due), "answered", s.day(r.Answered), "outcome", s.code("outcome.", string(r.Outcome))), texts(r.Why, r.Note)}
		})},
		{s.words.T("subject.section.headers"), mapped(d.Held, s.held)},
		{s.words.T("subject.section.drafts"), mapped(d.Drafts, s.draft)},
		{s.words.T("subject.section.rules"), mapped(d.Rules, func(r data.SenderRule) pageRecord {
			return pageRecord{s.rows("handle", r.Pattern, "verdict", s.code("verdict.", string(r.Verdict)), "at", s.moment(r.At)), nil}
		})},
		{s.words.T("subject.section.changes"), mapped(d.Changes, func(c data.FieldChange) pageRecord {
			return pageRecord{s.rows("at", s.moment(c.Action.At), "what", s.code("action.", string(c.Action.What)),
				"field", strings.TrimSuffix(c.Record+"."+c.Field, "."), "before", c.Before, "after", c.After), nil}
		})},
		{s.words.T("subject.section.mentions"), mapped(d.Mentions, func(m data.Mention) pageRecord {
			return pageRecord{s.rows("what", s.code("subject.record.", m.Record), "number", strconv.FormatInt(m.ID, 10)), nil}
		})},
	}
}

func (s shown) consent(n data.Consent) pageRecord {
	return pageRecord{s.rows("channel", s.code("channel.", string(n.Channel)), "purpose", s.code("consent-purpose.", n.Purpose),
		"basis", s.code("basis.", string(n.Basis)), "given", s.moment(n.Given), "withdrawn", s.moment(n.Withdrawn),
		"source", n.Source), texts(n.Wording)}
}

// held is mail that was left on the server: there is no more of it here.
func (s shown) held(h data.Held) pageRecord {
	return pageRecord{s.rows("at", s.moment(h.At), "direction", s.code("direction.", string(directionOf(&h))),
		"with", h.With.String(), "subject", h.Subject, "mailbox", h.Account), nil}
}

func (s shown) draft(d data.Draft) pageRecord {
	r := pageRecord{s.rows("at", s.moment(d.Made), "to", strings.Join(d.Recipients, ", "), "subject", d.Subject,
		"state", s.code("subject.draft.", string(d.State())), "mailbox", d.Account), texts(draftText(&d))}
	if file := draftFile(&d); file != "" {
		r.Rows = append(r.Rows, pageRow{Name: s.words.T("subject.field.file"), Value: file, Link: link(file)})
	}
	return r
}

func (s shown) interaction(i data.TimelineRow) pageRecord {
	minutes := ""
	if i.Minutes > 0 {
		minutes = strconv.Itoa(i.Minutes)
	}
	return pageRecord{s.rows("at", s.moment(i.At), "channel", s.code("channel.", string(i.Channel)),
		"direction", s.code("direction.", string(i.Direction)), "kind", s.code("kind.", string(i.Kind)),
		"category", s.code("category.", i.Category), "minutes", minutes, "case", i.CaseNumber,
		"outcome", s.code("outcome.", string(i.Outcome)), "subject", i.Subject), texts(i.Text, i.Note)}
}

func (s shown) caseRecord(k data.Case) pageRecord {
	return pageRecord{s.rows("number", k.Number, "kind", s.code("casekind.", string(k.Kind)), "received", s.moment(k.Received),
		"channel", s.code("channel.", string(k.Channel)), "product", k.Product, "category", s.code("category.", k.Category),
		"severity", s.code("severity.", strconv.Itoa(int(k.Severity))), "demand", s.code("demand.", string(k.Demand)),
		"cause", s.code("cause.", k.Cause), "state", s.code("state.", string(k.State)),
		"decision", s.code("decision.", string(k.Decision)), "reason", k.Reason, "amount", s.money(k.Cost),
		"answered", s.moment(k.Answered), "closed", s.moment(k.Closed),
		"redirected", s.moment(k.Redirected), "subject", k.Subject), texts(k.Text)}
}

// cardRecords is the card itself.
func (x *subjectExport) cardRecords(s shown) []pageRecord {
	c := &x.subject.Contact
	r := pageRecord{Rows: s.rows("name", c.Name(), "nickname", c.Nickname, "kind", s.code("contactkind.", string(c.Kind)),
		"company", c.Company, "job", c.JobTitle, "nip", c.NIP, "regon", c.REGON)}
	for _, h := range c.Handles {
		r.Rows = append(r.Rows, s.rows("handle", strings.TrimSpace(h.Value+" "+h.Label))...)
	}
	first := data.PostalAddress{Street: c.Street, PostCode: c.PostCode, City: c.City, Region: c.Region, Country: c.Country}
	for _, a := range append([]data.PostalAddress{first}, c.MoreAddresses...) {
		r.Rows = append(r.Rows, s.rows("address", strings.Join(texts(a.Label, a.Street, a.PostCode+" "+a.City, a.Region, a.Country), ", "))...)
	}
	birth := ""
	if c.BirthYear > 0 {
		birth = strconv.Itoa(c.BirthYear)
	}
	r.Rows = append(r.Rows, s.rows("birth-year", birth, "generation", s.code("generation.", c.Generation), "language", c.Language,
		"preferred-channel", s.code("channel.", string(c.PreferredChannel)),
		"second-channel", s.code("channel.", string(c.SecondChannel)), "best-hours", c.BestHours,
		"legal-type", s.code("legal.", string(c.LegalType)), "status", s.code("status.", string(c.Status)),
		"since", s.day(c.Since), "ended", s.day(c.End.On), "ended-by", s.code("ended-by.", string(c.End.By)),
		"end-reason", s.code("end-reason.", c.End.Reason), "end-note", c.End.Note, "no-contact", s.noContact(c),
		"quiet", quietHours(c.Quiet), "referred", s.yes(c.ReferredBy != 0),
		"tags", strings.Join(c.Tags, ", "), "arrangements", c.Arrangements, "note", c.Note,
		"created", s.moment(c.Created), "updated", s.moment(c.Updated))...)
	for _, id := range slices.Sorted(maps.Keys(c.Fields)) {
		r.Rows = append(r.Rows, pageRow{Name: x.subject.FieldNames[id], Value: c.Fields[id]})
	}
	return []pageRecord{r}
}

// noContact says that somebody is not to be contacted, and why if that is known.
func (s shown) noContact(c *data.Contact) string {
	if c.NoContact && c.NoContactWhy == "" {
		return s.yes(true)
	}
	return c.NoContactWhy
}

// yes is the word for yes; nothing for no, which is not shown.
func (s shown) yes(on bool) string {
	if !on {
		return ""
	}
	return s.words.T("subject.yes")
}

// quietHours writes the hours in which somebody wants to be left alone.
func quietHours(q data.QuietHours) string {
	if q.From == q.To {
		return ""
	}
	return fmt.Sprintf("%d:%02d–%d:%02d", q.From/60, q.From%60, q.To/60, q.To%60)
}
