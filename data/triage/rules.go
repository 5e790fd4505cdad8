package triage

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"kartoteka/data"
	"kartoteka/data/match"
)

// Rule says that a stem speaks for a kind.
type Rule struct {
	Stem   string // as written in the file
	Kind   data.Kind
	Weight float64

	words []stem
}

// stem is one word of a rule: folded, and whole when the text's word must end
// where the stem does.
type stem struct {
	text  string
	whole bool
}

func (s stem) fits(word string) bool {
	return word == s.text || (!s.whole && strings.HasPrefix(word, s.text))
}

// WordRules are the rules of one or more languages.
type WordRules []Rule

// kinds are the names that a word file may use. "none" marks words that speak
// for nothing and keep a shorter stem inside them from speaking.
var kinds = map[string]data.Kind{
	"none":       data.KindNone,
	"complaint":  data.KindComplaint,
	"praise":     data.KindPraise,
	"suggestion": data.KindSuggestion,
	"question":   data.KindQuestion,
	"order":      data.KindOrder,
	"follow-up":  data.KindFollowUp,
	"other":      data.KindOther,
	"not-for-us": data.KindNotForUs,
	"misconduct": data.KindMisconduct,
}

// ParseRules reads a word file: in each line a stem, a kind and a weight. A
// stem may be several words; each stands for all words that begin with it, or
// for itself alone when it begins with "=". Case and diacritics don't count.
// "#" begins a comment.
func ParseRules(r io.Reader) (WordRules, error) {
	var out WordRules
	sc := bufio.NewScanner(r)
	for n := 1; sc.Scan(); n++ {
		line, _, _ := strings.Cut(sc.Text(), "#")
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		rule, err := parseRule(fields)
		if err != nil {
			return nil, fmt.Errorf("word rule in line %d: %w", n, err)
		}
		out = append(out, rule)
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("read word rules: %w", err)
	}
	return out, nil
}

func parseRule(fields []string) (Rule, error) {
	if len(fields) < 3 {
		return Rule{}, fmt.Errorf("%q is not a stem, a kind and a weight", strings.Join(fields, " "))
	}
	n := len(fields) - 2
	kind, ok := kinds[fields[n]]
	if !ok {
		return Rule{}, fmt.Errorf("%q is not a kind", fields[n])
	}
	w, err := strconv.ParseFloat(fields[n+1], 64)
	if err != nil || w < 0 || w > 10 {
		return Rule{}, fmt.Errorf("%q is not a weight from 0 to 10", fields[n+1])
	}
	rule := Rule{Stem: strings.Join(fields[:n], " "), Kind: kind, Weight: w}
	for _, f := range fields[:n] {
		text, whole := strings.CutPrefix(f, "=")
		text = match.Fold(text)
		if text == "" {
			return Rule{}, fmt.Errorf("%q has an empty stem", rule.Stem)
		}
		rule.words = append(rule.words, stem{text, whole})
	}
	return rule, nil
}

// ReadRules reads every word file, <language>.txt, of a folder.
func ReadRules(files fs.FS, dir string) (WordRules, error) {
	names, err := fs.Glob(files, path.Join(dir, "*.txt"))
	if err != nil {
		return nil, fmt.Errorf("list word files: %w", err)
	}
	slices.Sort(names)
	var all WordRules
	for _, name := range names {
		f, err := files.Open(name)
		if err != nil {
			return nil, fmt.Errorf("open word file: %w", err)
		}
		rules, err := ParseRules(f)
		if e := f.Close(); err == nil {
			err = e
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, rules...)
	}
	return all, nil
}
