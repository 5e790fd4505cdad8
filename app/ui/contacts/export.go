package contacts

import (
	"context"
	"slices"
	"strings"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// endings are the forms in which contacts are exported.
func endings() []string { return []string{".xlsx", ".csv", ".vcf", ".json"} }

// askExport exports exactly what is shown: filter, columns and order.
func (s *Screen) askExport() {
	filter := s.roster.filter
	s.export(func(context.Context) (data.ContactFilter, error) { return filter, nil })
}

// bulkExport exports the chosen ones, in the order of the list.
func (s *Screen) bulkExport() {
	filter, m := s.frozen()
	s.export(func(ctx context.Context) (data.ContactFilter, error) {
		ids, err := s.chosen(ctx, filter, m)
		return data.ContactFilter{IDs: ids, Order: filter.Order, Reverse: filter.Reverse}, err
	})
}

func (s *Screen) export(who func(context.Context) (data.ContactFilter, error)) {
	tr := s.env.Tr
	codes := slices.Clone(s.table.codes)
	dialog.AskFile(s.env, kit.FileAsk{
		What: kit.FileToWrite, Name: tr.T("contacts.export-file", "Day", s.env.Today().String()) + endings()[0], Endings: endings(),
		Dir: parts.Documents(),
		Done: func(path string) {
			kit.Go(s.scope, "export", func(ctx context.Context) (int, error) {
				filter, err := who(ctx)
				if err != nil {
					return 0, err
				}
				return s.hooks.Export(ctx, data.ExportOptions{List: "contacts", Path: path, Filter: filter, Columns: codes})
			}, func(n int, err error) {
				if err != nil {
					dialog.ShowError(s.env, err)
					return
				}
				s.env.Toast(tr.N("contacts.exported", n, "Path", parts.Short(path)), nil)
			})
		},
	})
}

// split reads tags that were typed with commas between them.
func split(text string) []string {
	var out []string
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ';' }) {
		if part = oneLine(part); part != "" && !slices.Contains(out, part) {
			out = append(out, part)
		}
	}
	return out
}
