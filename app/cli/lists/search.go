package lists

import (
	"strings"

	"github.com/spf13/cobra"

	"kartoteka/app/cli/session"
	"kartoteka/app/cli/shape"
	"kartoteka/app/core"
	"kartoteka/data"
)

func (s commands) searchCommand() *cobra.Command {
	c := s.Command("search WORDS...", "search")
	c.Args = session.SomeArgs("cli-words")
	limit := 0
	c.Flags().IntVar(&limit, "limit", 0, s.Words.T("cli.flag.limit"))
	s.JSONFlag(c)
	c.RunE = s.Look(func(k *core.Core, args []string) error {
		hits, err := k.Search(s.Ctx, strings.Join(args, " "), limit)
		if err != nil {
			return err
		}
		return session.Show(s.Session, hits,
			shape.OfHit,
			[]string{"cli.col.type", "cli.col.id", "cli.col.date", "cli.col.title", "cli.col.snippet"},
			func(h data.Hit) []string {
				return []string{
					s.Words.T("hit." + string(h.Type)), id(h.ID), s.Words.Date(h.Date), session.Short(h.Title, 40), session.Short(h.Snippet, 60),
				}
			})
	})
	return c
}
