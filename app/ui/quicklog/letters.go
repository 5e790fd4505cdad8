package quicklog

import (
	"strings"

	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// letter picks a channel while a text is written, or else the direction; that of
// the direction that is picked already changes to the other. The plain letters do
// it where the words themselves have the keyboard.
func (d *sheet) letter(key string) {
	for _, p := range d.channel.Presses() {
		if letterOf(&p) == key {
			d.channel.SetCode(p.Code)
			d.mind()
			return
		}
	}
	for _, p := range d.direction.Presses() {
		if letterOf(&p) != key {
			continue
		}
		if d.direction.Code() == p.Code {
			d.direction.SetCode(otherDirection(p.Code))
		} else {
			d.direction.SetCode(p.Code)
		}
		return
	}
}

// letterOf is the key of a word.
func letterOf(p *parts.Press) string { return strings.ToUpper(p.Key) }

func otherDirection(code string) string {
	if code == string(data.Inbound) {
		return string(data.Outbound)
	}
	return string(data.Inbound)
}
