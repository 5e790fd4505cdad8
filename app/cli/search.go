package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"kartoteka/app/core"
	"kartoteka/data"
)

func (s *session) searchCommand() *cobra.Command {
	c := s.command("search WORDS...", "search")
	c.Args = someArgs("cli-words")
	limit := 0
	c.Flags().IntVar(&limit, "limit", 0, s.words.T("cli.flag.limit"))
	s.jsonFlag(c)
	c.RunE = s.look(func(k *core.Core, args []string) error {
		hits, err := k.Search(s.ctx, strings.Join(args, " "), limit)
		if err != nil {
			return err
		}
		return show(s, hits,
			func(h data.Hit) hitShape { return hitShape{string(h.Type), h.ID, h.Title, h.Snippet, h.Score} },
			[]string{"cli.col.type", "cli.col.id", "cli.col.date", "cli.col.title", "cli.col.snippet"},
			func(h data.Hit) []string {
				return []string{
					s.words.T("hit." + string(h.Type)), id(h.ID), s.words.Date(h.Date), short(h.Title, 40), short(h.Snippet, 60),
				}
			})
	})
	return c
}
