package subject

import (
	"io"
	"strconv"

	"kartoteka/data"
)

// processingPage is the record of processing as it is printed.
type processingPage struct {
	shown
	sections []pageSection
}

func (p *processingPage) add(title string, records ...pageRecord) {
	p.sections = append(p.sections, pageSection{Title: title, Records: records})
}

// activities are what RODO art. 30(1) asks for, lit. b to g.
func (p *processingPage) activities(all []data.Processing) {
	for _, a := range all {
		var rows []pageRow
		for _, f := range []struct{ name, value string }{
			{"purpose", a.Purpose},
			{"basis", a.Basis},
			{"people", a.People},
			{"data", a.Data},
			{"recipients", a.Recipients},
			{"transfers", a.Transfers},
			{"retention", a.Retention},
			{"security", a.Security},
		} {
			if f.value != "" {
				rows = append(rows, pageRow{Name: p.words.T("processing.field." + f.name), Value: f.value})
			}
		}
		p.add(a.Name, pageRecord{Rows: rows})
	}
}

// retention lists the terms by which the program itself goes.
func (p *processingPage) retention(rules []data.RetentionRule) {
	var r pageRecord
	for _, rule := range rules {
		length := p.words.T("retention.kept")
		if rule.Months > 0 {
			length = p.words.T("retention.months", "Months", strconv.Itoa(rule.Months))
		}
		r.Rows = append(r.Rows, pageRow{Name: p.code("retention.rule.", rule.Code), Value: length + "; " + p.ground(&rule)})
	}
	p.add(p.words.T("processing.field.retention"), r)
}

// ground is what a rule rests on: the owner's words, else the usual ones.
func (p *processingPage) ground(r *data.RetentionRule) string {
	if r.Basis != "" {
		return r.Basis
	}
	return p.words.T(r.BasisKey())
}

// measures are those that were ticked off on the checklist (lit. g).
func (p *processingPage) measures(checks []data.Check) {
	var r pageRecord
	for _, c := range checks {
		if !c.Checked.IsZero() {
			r.Rows = append(r.Rows, pageRow{Name: p.day(c.Checked), Value: p.code("checklist.", c.Code)})
		}
	}
	if len(r.Rows) > 0 {
		p.add(p.words.T("processing.field.security"), r)
	}
}

// writeSections writes a whole page.
func writeSections(w io.Writer, head pageHead, sections []pageSection, foot string) error {
	if err := page.ExecuteTemplate(w, "head", head); err != nil {
		return err
	}
	for _, s := range sections {
		if err := page.ExecuteTemplate(w, "section", s); err != nil {
			return err
		}
		for _, r := range s.Records {
			if err := page.ExecuteTemplate(w, "record", r); err != nil {
				return err
			}
		}
	}
	return page.ExecuteTemplate(w, "foot", foot)
}
