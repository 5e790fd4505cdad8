package drafting

import (
	"bufio"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"kartoteka/assets"
	"kartoteka/data"
	"kartoteka/data/match"
)

// ReplyTemplates returns the firm's letters; a file that never had any gets those
// that the program begins with.
func (lt *Letters) ReplyTemplates(ctx context.Context) ([]data.ReplyTemplate, error) {
	shipped, err := shippedTemplates()
	if err != nil {
		return nil, err
	}
	if lt.db.Protected() {
		all, err := lt.db.ReplyTemplates(ctx)
		if err == nil && len(all) == 0 {
			return shipped, nil
		}
		return all, err
	}
	if err := lt.db.SeedReplyTemplates(ctx, shipped); err != nil {
		return nil, err
	}
	return lt.db.ReplyTemplates(ctx)
}

// SaveReplyTemplate keeps a letter, a new one or the one whose id is given. A
// blank that nobody knows is refused, since clients would get to see it.
func (lt *Letters) SaveReplyTemplate(ctx context.Context, r data.ReplyTemplate) (int64, error) {
	for _, text := range []string{r.Subject, r.Body} {
		for _, b := range blank.FindAllStringSubmatch(text, -1) {
			if blankOf(b[1]) == "" {
				return 0, data.NewError(data.CodeInvalid, "template-blank", "Blank", b[0])
			}
		}
	}
	return lt.db.SaveReplyTemplate(ctx, r)
}

// DeleteReplyTemplate takes a letter off the list.
func (lt *Letters) DeleteReplyTemplate(ctx context.Context, id int64) error {
	return lt.db.DeleteReplyTemplate(ctx, id)
}

// ReplySignature returns what stands under the firm's answers; "" for its name alone.
func (lt *Letters) ReplySignature(ctx context.Context) (string, error) {
	return lt.db.ReplySignature(ctx)
}

// SetReplySignature keeps what stands under the firm's answers.
func (lt *Letters) SetReplySignature(ctx context.Context, text string) error {
	return lt.db.SetReplySignature(ctx, strings.TrimSpace(text))
}

func shippedTemplates() ([]data.ReplyTemplate, error) {
	var out []data.ReplyTemplate
	for _, lang := range []string{"pl", "en"} {
		b, err := assets.Replies.ReadFile("replies/" + lang + ".txt")
		if err != nil {
			return nil, fmt.Errorf("read shipped letters: %w", err)
		}
		out = append(out, readTemplates(string(b), lang)...)
	}
	return out, nil
}

// readTemplates reads letters that follow one another, as assets/replies has them.
func readTemplates(text, lang string) []data.ReplyTemplate {
	var out []data.ReplyTemplate
	for lines := bufio.NewScanner(strings.NewReader(text)); lines.Scan(); {
		line := lines.Text()
		if name, found := strings.CutPrefix(line, "== "); found {
			out = append(out, data.ReplyTemplate{Name: name, Language: lang})
			continue
		}
		if len(out) == 0 {
			continue
		}
		r := &out[len(out)-1]
		if subject, found := strings.CutPrefix(line, "Subject: "); found && r.Body == "" {
			r.Subject = subject
			continue
		}
		r.Body += line + "\n"
	}
	return out
}

var (
	blank = regexp.MustCompile(`\{([\pL][\pL _-]{0,30})\}`)
	// passage is a piece in square brackets that is left out whole where one of
	// its blanks has nothing to be filled with.
	passage = regexp.MustCompile(`\[[^\[\]]*\{[\pL][\pL _-]{0,30}\}[^\[\]]*\]`)
)

// blankOf returns the Polish word of a blank in either language, however it is
// written; "" for what is none.
func blankOf(word string) string {
	word = match.Fold(strings.TrimSpace(word))
	for _, b := range data.ReplyBlanks() {
		if slices.Contains(b[:], word) {
			return b[0]
		}
	}
	return ""
}

// fillTemplate fills the blanks of a text. What has no value and no brackets
// around it stays as it was written and is returned, too.
func fillTemplate(text string, values map[string]string) (filled string, missing []string) {
	fill := func(s string) (string, []string) { return fillBlanks(s, values) }
	var b strings.Builder
	put := func(s string) {
		out, open := fill(s)
		b.WriteString(out)
		missing = append(missing, open...)
	}
	rest := text
	for {
		at := passage.FindStringIndex(rest)
		if at == nil {
			put(rest)
			break
		}
		put(rest[:at[0]])
		if out, open := fill(rest[at[0]+1 : at[1]-1]); len(open) == 0 {
			b.WriteString(out)
		}
		rest = rest[at[1]:]
	}
	slices.Sort(missing)
	return emptyLines.ReplaceAllString(b.String(), "\n\n"), slices.Compact(missing)
}

// fillBlanks fills the blanks of a text that has no passages. A value that ends
// with a full stop ("sp. z o.o.") takes none after it.
func fillBlanks(s string, values map[string]string) (filled string, open []string) {
	var b strings.Builder
	at := 0
	for _, i := range blank.FindAllStringIndex(s, -1) {
		b.WriteString(s[at:i[0]])
		at = i[1]
		v := values[blankOf(s[i[0]+1:i[1]-1])]
		if v == "" {
			v = s[i[0]:i[1]]
			open = append(open, v)
		}
		b.WriteString(v)
		if strings.HasSuffix(v, ".") && strings.HasPrefix(s[at:], ".") {
			at++
		}
	}
	b.WriteString(s[at:])
	return b.String(), open
}

// emptyLines are more than one in a row, which a passage left out leaves behind.
var emptyLines = regexp.MustCompile(`\n[ \t]*\n(?:[ \t]*\n)+`)

// unfilled returns the blanks that stand in a text.
func unfilled(texts ...string) []string {
	var out []string
	for _, s := range texts {
		for _, b := range blank.FindAllStringSubmatch(s, -1) {
			if blankOf(b[1]) != "" && !slices.Contains(out, b[0]) {
				out = append(out, b[0])
			}
		}
	}
	return out
}
