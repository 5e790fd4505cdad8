package sample

import (
	"embed"
	"fmt"
	"path"
	"strconv"
	"strings"

	"kartoteka/data"
)

//go:embed phrases/*.txt
var phrases embed.FS

// script is a conversation: the first message and what may follow it.
type script struct {
	kind     data.Kind
	attrs    map[string]string
	subjects []string
	steps    []step
}

// step is one message of a script. Odd steps are the firm's, unless told.
type step struct {
	byFirm    bool
	elsewhere bool      // the firm only sends the client elsewhere
	kind      data.Kind // of a client's message
	text      string    // with slots
	chance    int       // in a hundred that it is written at all; else the talk ends
	day       int       // days after the talk began before which it is not written
}

func (s *script) attr(name, otherwise string) string {
	if v, ok := s.attrs[name]; ok {
		return v
	}
	return otherwise
}

func (s *script) number(name string, otherwise int) int {
	n, err := strconv.Atoi(s.attrs[name])
	if err != nil {
		return otherwise
	}
	return n
}

// library is all texts: scripts by the name of their file, and lists of
// sentences by name.
type library struct {
	scripts map[string][]script
	lists   map[string][]string
}

// readLibrary reads the texts that are built in. Their form is checked by a
// test, so a mistake in them is the programmer's: it panics.
func readLibrary() *library {
	lib := &library{scripts: map[string][]script{}, lists: map[string][]string{}}
	files, err := phrases.ReadDir("phrases")
	if err != nil {
		panic(err)
	}
	for _, f := range files {
		b, err := phrases.ReadFile(path.Join("phrases", f.Name()))
		if err != nil {
			panic(err)
		}
		if err := lib.parse(strings.TrimSuffix(f.Name(), ".txt"), string(b)); err != nil {
			panic(fmt.Errorf("%s: %w", f.Name(), err))
		}
	}
	return lib
}

// parse reads a file. "== kind | attribute=value" begins a script, whose next
// line holds its subjects parted by " / "; ">> kind" or ">>" begins its next
// message. "@@ name" begins a list of one-line texts. "#" at a line's start is
// a comment.
func (lib *library) parse(file, text string) error {
	list := ""
	var now *script
	flush := func() {
		if now != nil {
			for i := range now.steps {
				now.steps[i].text = strings.TrimSpace(now.steps[i].text)
			}
			lib.scripts[file] = append(lib.scripts[file], *now)
			now = nil
		}
	}
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimRight(line, " \r")
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "@@ "):
			flush()
			list = strings.TrimSpace(line[3:])
		case strings.HasPrefix(line, "== "):
			flush()
			list, now = "", newScript(line[3:])
		case strings.HasPrefix(line, ">>") && now != nil:
			now.steps = append(now.steps, newStep(line[2:], len(now.steps)))
		case now != nil && now.subjects == nil:
			now.subjects = strings.Split(line, " / ")
		case now != nil:
			now.steps[len(now.steps)-1].text += line + "\n"
		case list != "":
			if strings.TrimSpace(line) != "" {
				lib.lists[list] = append(lib.lists[list], strings.TrimSpace(line))
			}
		case strings.TrimSpace(line) != "":
			return fmt.Errorf("line %d belongs to nothing", n+1)
		}
	}
	flush()
	return nil
}

func newScript(head string) *script {
	parts := strings.Split(head, "|")
	s := &script{kind: data.Kind(strings.TrimSpace(parts[0])), attrs: map[string]string{}}
	for _, p := range parts[1:] {
		k, v, _ := strings.Cut(p, "=")
		s.attrs[strings.TrimSpace(k)] = strings.TrimSpace(v)
	}
	s.steps = []step{{kind: s.kind, chance: 100}}
	return s
}

// newStep reads what stands behind ">>": words in any order: a kind, "firm" or
// "client" to break the turn, and a chance as "60%".
func newStep(head string, i int) step {
	st := step{byFirm: i%2 == 1, chance: 100}
	for _, w := range strings.Fields(head) {
		switch {
		case w == "firm":
			st.byFirm = true
		case w == "client":
			st.byFirm = false
		case strings.HasSuffix(w, "%"):
			st.chance, _ = strconv.Atoi(strings.TrimSuffix(w, "%"))
		default:
			st.kind = data.Kind(w)
		}
	}
	return st
}
