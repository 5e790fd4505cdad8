package look

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
)

// IconName names one of the window's own outline icons.
type IconName string

// The icons.
const (
	IconToday    IconName = "today"
	IconMail     IconName = "mail"
	IconContacts IconName = "contacts"
	IconCases    IconName = "cases"
	IconReports  IconName = "reports"
	IconSettings IconName = "settings"
	IconSearch   IconName = "search"
	IconAdd      IconName = "add"
	IconCheck    IconName = "check"
	IconClose    IconName = "close"
	IconClock    IconName = "clock"
	IconCalendar IconName = "calendar"
	IconPhone    IconName = "phone"
	IconChat     IconName = "chat"
	IconBack     IconName = "back"
	IconRefresh  IconName = "refresh"
	IconAlert    IconName = "alert"
	IconInfo     IconName = "info"
	IconClip     IconName = "clip"
	IconPerson   IconName = "person"
	IconCompany  IconName = "company"
	IconUndo     IconName = "undo"
	IconRight    IconName = "right"
	IconDown     IconName = "down"
	IconUp       IconName = "up"
	IconDownload IconName = "download"
	IconFile     IconName = "file"
	IconHeart    IconName = "heart"
	IconBulb     IconName = "bulb"
	IconQuestion IconName = "question"
	IconOrder    IconName = "order"
	IconBan      IconName = "ban"
	IconKey      IconName = "key"
	IconGlobe    IconName = "globe"
	IconTrash    IconName = "trash"
	IconEdit     IconName = "edit"
	IconFolder   IconName = "folder"
	IconMoon     IconName = "moon"
	IconMore     IconName = "more"
	IconPlug     IconName = "plug"
	IconVisit    IconName = "visit"
)

// IconNames lists the icons in alphabetical order.
func IconNames() []IconName { return slices.Sorted(maps.Keys(drawings)) }

// Icon returns an icon in a role's colour. Its name and its bytes follow the
// theme in use, so it changes with a switch. (The toolkit's own tinting forces
// a fill and would turn outlines into blobs.)
func Icon(n IconName, c fyne.ThemeColorName) fyne.Resource { return &icon{name: n, color: c} }

// Tinted is one of the icons in another colour; any other picture stays as it is.
func Tinted(picture fyne.Resource, c fyne.ThemeColorName) fyne.Resource {
	if i, ok := picture.(*icon); ok {
		return Icon(i.name, c)
	}
	return picture
}

type icon struct {
	name  IconName
	color fyne.ThemeColorName
}

func (i *icon) hex() string {
	r, g, b, _ := Color(i.color).RGBA()
	return fmt.Sprintf("#%02X%02X%02X", r>>8, g>>8, b>>8)
}

// Name tells the toolkit's cache apart what is drawn in which colour.
func (i *icon) Name() string { return string(i.name) + "-" + i.hex()[1:] + ".svg" }

// Content is the drawing.
func (i *icon) Content() []byte {
	return []byte(fmt.Sprintf(frame, hollow.Replace(drawings[i.name]), i.hex()))
}

// hollow tells each shape that it is an outline: what says nothing of it is
// filled by the toolkit in a button that is switched off.
var hollow = strings.NewReplacer("<path ", `<path fill="none" `, "<circle ", `<circle fill="none" `)

const frame = `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">` +
	`<g fill="none" stroke="%[2]s" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round">%[1]s</g></svg>`

// drawings are drawn for this program on a grid of 24.
var drawings = map[IconName]string{
	IconToday:    `<path d="M4 11 L12 4 L20 11 V19 A1.5 1.5 0 0 1 18.500 20.500 H5.500 A1.5 1.5 0 0 1 4 19 Z"/><path d="M9 14.500 L11.300 16.800 L15.300 12.500"/>`,
	IconMail:     `<path d="M4.500 5 H19.500 A1.500 1.500 0 0 1 21 6.500 V17.500 A1.500 1.500 0 0 1 19.500 19 H4.500 A1.500 1.500 0 0 1 3 17.500 V6.500 A1.500 1.500 0 0 1 4.500 5 Z"/><path d="M3.500 7 L12 13 L20.500 7"/>`,
	IconContacts: `<circle cx="9" cy="8" r="3.500"/><path d="M2.500 20 C2.500 15.500 5.500 13.800 9 13.800 C12.500 13.800 15.500 15.500 15.500 20"/><path d="M15.500 4.800 A3.500 3.500 0 0 1 15.500 11.200"/><path d="M18 14.300 C20.300 15.200 21.500 17 21.500 20"/>`,
	IconCases:    `<path d="M3 7.500 A1.500 1.500 0 0 1 4.500 6 H9.300 L11.500 8.500 H19.500 A1.500 1.500 0 0 1 21 10 V18 A1.500 1.500 0 0 1 19.500 19.500 H4.500 A1.500 1.500 0 0 1 3 18 Z"/><path d="M12 11.500 V14"/><path d="M12 16.500 V16.600"/>`,
	IconReports:  `<path d="M4 20 H20"/><path d="M6.500 16.500 V11"/><path d="M12 16.500 V5"/><path d="M17.500 16.500 V8.500"/>`,
	IconSettings: `<path d="M4 7 H13"/><path d="M18 7 H20"/><circle cx="15.500" cy="7" r="2.300"/><path d="M4 17 H6"/><path d="M11 17 H20"/><circle cx="8.500" cy="17" r="2.300"/>`,
	IconSearch:   `<circle cx="10.500" cy="10.500" r="6"/><path d="M15 15 L20 20"/>`,
	IconAdd:      `<path d="M12 5 V19"/><path d="M5 12 H19"/>`,
	IconCheck:    `<path d="M5 12.500 L10 17.500 L19.500 7"/>`,
	IconClose:    `<path d="M6 6 L18 18"/><path d="M18 6 L6 18"/>`,
	IconClock:    `<circle cx="12" cy="12" r="8.500"/><path d="M12 7 V12 L15.500 14"/>`,
	IconCalendar: `<path d="M5 5.500 H19 A1.500 1.500 0 0 1 20.500 7 V19 A1.500 1.500 0 0 1 19 20.500 H5 A1.500 1.500 0 0 1 3.500 19 V7 A1.500 1.500 0 0 1 5 5.500 Z"/><path d="M3.500 10 H20.500"/><path d="M8 3 V7"/><path d="M16 3 V7"/>`,
	IconPhone:    `<path d="M5 4 H8.500 L10.300 8.500 L8 10 C9 12.500 11.500 15 14 16 L15.500 13.700 L20 15.500 V19 A1.500 1.500 0 0 1 18.500 20.500 C10.500 20 4 13.500 3.500 5.500 A1.500 1.500 0 0 1 5 4 Z"/>`,
	IconChat:     `<path d="M5 4.500 H19 A1.500 1.500 0 0 1 20.500 6 V15 A1.500 1.500 0 0 1 19 16.500 H11 L6.500 20.500 V16.500 H5 A1.500 1.500 0 0 1 3.500 15 V6 A1.500 1.500 0 0 1 5 4.500 Z"/>`,
	IconBack:     `<path d="M20 12 H4.500"/><path d="M11 5 L4 12 L11 19"/>`,
	IconRefresh:  `<path d="M19.500 12 A7.500 7.500 0 1 1 17 6.400"/><path d="M17.500 2.800 V6.800 H13.500"/>`,
	IconAlert:    `<path d="M12 4 L21 19.500 H3 Z"/><path d="M12 10 V14"/><path d="M12 16.900 V17"/>`,
	IconInfo:     `<circle cx="12" cy="12" r="8.500"/><path d="M12 11.500 V16"/><path d="M12 8 V8.100"/>`,
	IconClip:     `<path d="M19.500 11.500 L12 19 A4.600 4.600 0 0 1 5.500 12.500 L13 5 A3 3 0 0 1 17.300 9.300 L10 16.500 A1.500 1.500 0 0 1 7.900 14.400 L14.500 8"/>`,
	IconPerson:   `<circle cx="12" cy="8" r="4"/><path d="M4.500 20.500 C4.500 16 8 14.300 12 14.300 C16 14.300 19.500 16 19.500 20.500"/>`,
	IconCompany:  `<path d="M5 20.500 V5 A1.500 1.500 0 0 1 6.500 3.500 H13.500 A1.500 1.500 0 0 1 15 5 V20.500"/><path d="M15 10 H18 A1.500 1.500 0 0 1 19.500 11.500 V20.500"/><path d="M3.500 20.500 H20.500"/><path d="M8.500 8 H11.500"/><path d="M8.500 12 H11.500"/><path d="M8.500 16 H11.500"/>`,
	IconUndo:     `<path d="M4 9 H14.500 A5.500 5.500 0 0 1 14.500 20 H8"/><path d="M8.500 4.500 L4 9 L8.500 13.500"/>`,
	IconRight:    `<path d="M9 5.500 L15.500 12 L9 18.500"/>`,
	IconDown:     `<path d="M5.500 9 L12 15.500 L18.500 9"/>`,
	IconUp:       `<path d="M5.500 15 L12 8.500 L18.500 15"/>`,
	IconDownload: `<path d="M12 4 V15"/><path d="M7 10.500 L12 15.500 L17 10.500"/><path d="M4.500 20 H19.500"/>`,
	IconFile:     `<path d="M6.500 3.500 H13.500 L18.500 8.500 V19 A1.500 1.500 0 0 1 17 20.500 H6.500 A1.500 1.500 0 0 1 5 19 V5 A1.500 1.500 0 0 1 6.500 3.500 Z"/><path d="M13.500 3.500 V8.500 H18.500"/>`,
	IconHeart:    `<path d="M12 20 C5 15.500 3 12 3 9 A4.500 4.500 0 0 1 12 7.500 A4.500 4.500 0 0 1 21 9 C21 12 19 15.500 12 20 Z"/>`,
	IconBulb:     `<path d="M9 17 C9 14.500 6.500 13 6.500 9.500 A5.500 5.500 0 0 1 17.500 9.500 C17.500 13 15 14.500 15 17 Z"/><path d="M10 20.500 H14"/>`,
	IconQuestion: `<circle cx="12" cy="12" r="8.500"/><path d="M9.500 9.500 A2.500 2.500 0 1 1 12.500 12.200 Q12 12.500 12 13.500"/><path d="M12 16.500 V16.600"/>`,
	IconOrder:    `<path d="M3 4.500 H5.500 L8 15.500 H18 L20.500 7.500 H6.300"/><circle cx="9.500" cy="19" r="1.300"/><circle cx="16.500" cy="19" r="1.300"/>`,
	IconBan:      `<circle cx="12" cy="12" r="8.500"/><path d="M6 6 L18 18"/>`,
	IconKey:      `<circle cx="8" cy="15" r="4"/><path d="M11 12 L20 3.500"/><path d="M16.500 7 L19 9.500"/>`,
	IconGlobe:    `<circle cx="12" cy="12" r="8.500"/><path d="M3.500 12 H20.500"/><path d="M12 3.500 C15 6 15.800 9 15.800 12 C15.800 15 15 18 12 20.500 C9 18 8.200 15 8.200 12 C8.200 9 9 6 12 3.500 Z"/>`,
	IconTrash:    `<path d="M4 7 H20"/><path d="M9 7 V4 H15 V7"/><path d="M6 7 L7 20.500 H17 L18 7"/>`,
	IconEdit:     `<path d="M4 20 L5 15.500 L16 4.500 L19.500 8 L8.500 19 Z"/>`,
	IconFolder:   `<path d="M3 7 A1.500 1.500 0 0 1 4.500 5.500 H9.300 L11.500 8 H19.500 A1.500 1.500 0 0 1 21 9.500 V17.500 A1.500 1.500 0 0 1 19.500 19 H4.500 A1.500 1.500 0 0 1 3 17.500 Z"/>`,
	IconMoon:     `<path d="M20 14 A8.500 8.500 0 1 1 10 4 A6.800 6.800 0 0 0 20 14 Z"/>`,
	IconMore:     `<circle cx="5.500" cy="12" r="0.900"/><circle cx="12" cy="12" r="0.900"/><circle cx="18.500" cy="12" r="0.900"/>`,
	IconPlug:     `<path d="M9 3.500 V8"/><path d="M15 3.500 V8"/><path d="M6.500 8 H17.500 V11.500 A5.500 5.500 0 0 1 6.500 11.500 Z"/><path d="M12 17 V20.500"/>`,
	IconVisit:    `<path d="M12 21 C7 16 5 13 5 10 A7 7 0 0 1 19 10 C19 13 17 16 12 21 Z"/><circle cx="12" cy="10" r="2.500"/>`,
}
