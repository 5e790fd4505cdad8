package message

import (
	"bytes"
	"net/http"
	"slices"
	"strings"

	"kartoteka/data"
)

// severity orders kinds of file: of name and content the worse counts.
var severity = []data.FileKind{
	data.FilePlain, data.FileArchive, data.FilePage, data.FileShortcut, data.FileDisk, data.FileMacro, data.FileScript, data.FileProgram,
}

// endings are the kinds of file by the end of their names, as Windows, macOS
// and Linux open them.
var endings = map[string]data.FileKind{}

func init() {
	for kind, list := range map[data.FileKind]string{
		data.FileProgram: "exe com scr pif msi msp mst cpl dll ocx sys hta jar app application apk deb rpm run appimage pkg mpkg command " +
			"gadget msc appx appxbundle msix msixbundle xbap xll workflow action",
		data.FileScript: "bat cmd js jse vbs vbe ws wsf wsc wsh ps1 ps1xml psm1 psd1 psc1 sh bash csh zsh py pyc pyw pl rb php reg scf inf sct " +
			"chm hlp one onepkg applescript scpt lua ade adp ahk au3",
		data.FileMacro:    "docm dotm xlsm xltm xlam xlsb pptm potm ppam ppsm sldm mdb accdb accde mde xla xlm dot xlt wll slk iqy rtf",
		data.FileDisk:     "iso img vhd vhdx dmg udf vmdk vdi toast",
		data.FileShortcut: "lnk url website desktop webloc inetloc library-ms search-ms searchconnector-ms settingcontent-ms appref-ms rdp",
		data.FilePage:     "html htm xhtml xht shtml mht mhtml svg svgz xsl xslt",
		data.FileArchive:  "zip rar 7z gz tgz bz2 tbz xz txz zst tar cab arj lzh lha ace z cpio wim",
	} {
		for e := range strings.FieldsSeq(list) {
			endings[e] = kind
		}
	}
}

// papers are the endings that people trust, before which a second one deceives.
var papers = strings.Fields("pdf doc docx xls xlsx ppt pptx odt ods odp rtf txt csv xml jpg jpeg png gif bmp tif tiff webp mp3 mp4 avi zip eml")

// heads are how files of a kind begin.
var heads = []struct {
	head string
	kind data.FileKind
	typ  string
}{
	{"MZ", data.FileProgram, "application/vnd.microsoft.portable-executable"},
	{"\x7fELF", data.FileProgram, "application/x-executable"},
	{"\xfe\xed\xfa\xce", data.FileProgram, "application/x-mach-binary"},
	{"\xfe\xed\xfa\xcf", data.FileProgram, "application/x-mach-binary"},
	{"\xce\xfa\xed\xfe", data.FileProgram, "application/x-mach-binary"},
	{"\xcf\xfa\xed\xfe", data.FileProgram, "application/x-mach-binary"},
	{"\xca\xfe\xba\xbe", data.FileProgram, "application/x-mach-binary"},
	{"!<arch>\ndebian", data.FileProgram, "application/vnd.debian.binary-package"},
	{"\xed\xab\xee\xdb", data.FileProgram, "application/x-rpm"},
	{"#!", data.FileScript, "text/x-script"},
	{"ITSF", data.FileScript, "application/vnd.ms-htmlhelp"},
	{"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", data.FileScript, "application/onenote"},
	{"L\x00\x00\x00\x01\x14\x02\x00", data.FileShortcut, "application/x-ms-shortcut"},
	{"[InternetShortcut]", data.FileShortcut, "application/x-mswinurl"},
	{"[Desktop Entry]", data.FileShortcut, "application/x-desktop"},
	{"conectix", data.FileDisk, "application/x-virtualbox-vhd"},
	{"vhdxfile", data.FileDisk, "application/x-virtualbox-vhdx"},
	{"Rar!\x1a\x07", data.FileArchive, "application/vnd.rar"},
	{"7z\xbc\xaf\x27\x1c", data.FileArchive, "application/x-7z-compressed"},
	{"\x1f\x8b", data.FileArchive, "application/gzip"},
	{"BZh", data.FileArchive, "application/x-bzip2"},
	{"\xfd7zXZ\x00", data.FileArchive, "application/x-xz"},
	{"\x28\xb5\x2f\xfd", data.FileArchive, "application/zstd"},
	{"MSCF", data.FileArchive, "application/vnd.ms-cab-compressed"},
}

// Sign tells what a file is by the beginning of its content and by its name.
func Sign(name string, content []byte) data.FileSign {
	s := data.FileSign{}
	s.Type, s.Kind = byContent(content)
	ends := strings.Split(strings.ToLower(name), ".")
	if len(ends) > 1 {
		kind := endings[strings.TrimSpace(ends[len(ends)-1])]
		if slices.Index(severity, kind) > slices.Index(severity, s.Kind) {
			s.Kind = kind
		}
		inner := strings.TrimSpace(ends[len(ends)-2])
		s.Doubled = len(ends) > 2 && s.Kind != data.FilePlain && slices.Contains(papers, inner)
	}
	return s
}

// byContent tells a file's type and kind by how it begins.
func byContent(b []byte) (string, data.FileKind) {
	text := bytes.TrimLeft(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")), " \t\r\n")
	for _, h := range heads {
		if bytes.HasPrefix(b, []byte(h.head)) || bytes.HasPrefix(text, []byte(h.head)) {
			return h.typ, h.kind
		}
	}
	switch {
	case bytes.HasPrefix(b, []byte("PK\x03\x04")), bytes.HasPrefix(b, []byte("PK\x05\x06")):
		return byNames(b)
	case bytes.HasPrefix(b, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")): // MS-CFB
		if bytes.Contains(b, []byte("_\x00V\x00B\x00A\x00_\x00P\x00R\x00O\x00J")) || bytes.Contains(b, []byte("M\x00a\x00c\x00r\x00o\x00s\x00")) {
			return "application/x-ole-storage", data.FileMacro
		}
		return "application/x-ole-storage", data.FilePlain
	case len(b) > 0x8006 && string(b[0x8001:0x8006]) == "CD001": // ECMA-119
		return "application/x-iso9660-image", data.FileDisk
	case bytes.HasPrefix(text, []byte("{\\rtf")) && bytes.Contains(b, []byte("\\objdata")):
		return "application/rtf", data.FileMacro
	}
	typ, _, _ := strings.Cut(http.DetectContentType(b[:min(len(b), 512)]), ";")
	if typ == "text/html" || actsAsPage(bytes.ToLower(text[:min(len(text), 1024)])) {
		return typ, data.FilePage
	}
	return typ, data.FilePlain
}

// actsAsPage reports whether a text begins as pages and drawings do that a
// browser runs.
func actsAsPage(low []byte) bool {
	return slices.ContainsFunc([]string{"<svg", "<script", "<html"}, func(mark string) bool { return bytes.Contains(low, []byte(mark)) })
}

// byNames tells what a ZIP file is by the names in it, which stand in it as
// they are: office documents and programs are ZIP files, too.
func byNames(b []byte) (string, data.FileKind) {
	has := func(name string) bool { return bytes.Contains(b, []byte(name)) }
	switch {
	case has("vbaProject.bin"), has("macrosheets/"), has("Basic/Standard/"):
		return "application/zip", data.FileMacro
	case has("META-INF/MANIFEST.MF") && has(".class"), has("AndroidManifest.xml"), has("AppxManifest.xml"):
		return "application/zip", data.FileProgram
	case has("[Content_Types].xml"), has("mimetypeapplication/vnd.oasis"), has("mimetypeapplication/epub"):
		return "application/zip", data.FilePlain
	}
	return "application/zip", data.FileArchive
}

// signs tells what each attachment is. Of a very long one only the beginning is
// looked at.
func (t *tree) signs() []data.FileSign {
	var out []data.FileSign
	for i, p := range t.leaves {
		if p.role != attached || p.isEmpty() {
			continue
		}
		quiet := *t.notes
		s := Sign(t.fileName(i, p), t.content(p, &quiet))
		s.Part = i
		out = append(out, s)
	}
	return out
}
