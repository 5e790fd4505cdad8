package workbook

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"kartoteka/data/exchange/fields"
	"kartoteka/data/exchange/notation"
)

// Namespaces of a workbook (ECMA-376).
const (
	xmlHead  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainNS   = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relNS    = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packNS   = "http://schemas.openxmlformats.org/package/2006/"
	typeBase = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// The styles of cells, by their place in the part of styles.
const (
	styleHead = iota + 1
	styleText
	styleWhole
	styleDate
	styleTime
	styleMoney
)

// styles: text is text (format 49), so that a number of a phone stays one when
// somebody edits it; dates read the same in every language.
const styles = xmlHead + `<styleSheet xmlns="` + mainNS + `">` +
	`<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm"/></numFmts>` +
	`<fonts count="2"><font><sz val="10"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="10"/><name val="Calibri"/><family val="2"/></font></fonts>` +
	`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
	`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
	`<cellXfs count="7">` +
	`<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
	`<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyNumberFormat="1"/>` +
	`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
	`<xf numFmtId="1" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
	`<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
	`<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
	`<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
	`</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>` +
	`<tableStyles count="0" defaultTableStyle="TableStyleMedium2" defaultPivotStyle="PivotStyleLight16"/></styleSheet>`

func relationships(list string) string {
	return xmlHead + `<Relationships xmlns="` + packNS + `relationships">` + list + `</Relationships>`
}

func escaped(s string) string { return string(appendXML(nil, s)) }

// table describes the nth sheet's rows as a native table.
func (x *Writer) table(n int) string {
	ref := "A1:" + fields.ColumnLetters(len(x.columns)-1) + strconv.Itoa(max(2, x.sheets[n-1]))
	var b strings.Builder
	fmt.Fprintf(&b, `%s<table xmlns="%s" id="%d" name="tblKartoteka%d" displayName="tblKartoteka%d" ref="%s" totalsRowShown="0"><autoFilter ref="%s"/><tableColumns count="%d">`,
		xmlHead, mainNS, n, n, n, ref, ref, len(x.titles))
	for i, t := range x.titles {
		fmt.Fprintf(&b, `<tableColumn id="%d" name="%s"/>`, i+1, escaped(t))
	}
	b.WriteString(`</tableColumns><tableStyleInfo name="TableStyleLight1" showFirstColumn="0" showLastColumn="0" showRowStripes="1" showColumnStripes="0"/></table>`)
	return b.String()
}

// name is that of the nth sheet.
func (x *Writer) name(n int) string {
	if n == 1 {
		return x.props.Sheet
	}
	return x.props.Sheet + " " + strconv.Itoa(n)
}

// parts writes all that is not a sheet, when it is known how many there are.
func (x *Writer) parts() {
	var sheets, rels, types strings.Builder
	for i := range x.sheets {
		n := i + 1
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, escaped(x.name(n)), n, n)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, n, relNS, n)
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/><Override PartName="/xl/tables/table%d.xml" ContentType="%stable+xml"/>`, n, typeBase, n, typeBase)
	}
	fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/>`, len(x.sheets)+1, relNS)
	x.part("xl/workbook.xml", xmlHead+`<workbook xmlns="`+mainNS+`" xmlns:r="`+relNS+`"><bookViews><workbookView/></bookViews><sheets>`+sheets.String()+`</sheets></workbook>`)
	x.part("xl/_rels/workbook.xml.rels", relationships(rels.String()))
	x.part("xl/styles.xml", styles)
	x.part("docProps/core.xml", x.coreProperties())
	x.part("docProps/app.xml", xmlHead+`<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Kartoteka</Application></Properties>`)
	x.part("_rels/.rels", relationships(`<Relationship Id="rId1" Type="`+relNS+`/officeDocument" Target="xl/workbook.xml"/>`+
		`<Relationship Id="rId2" Type="`+packNS+`relationships/metadata/core-properties" Target="docProps/core.xml"/>`+
		`<Relationship Id="rId3" Type="`+relNS+`/extended-properties" Target="docProps/app.xml"/>`))
	x.part("[Content_Types].xml", xmlHead+`<Types xmlns="`+packNS+`content-types">`+
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`+
		`<Override PartName="/xl/workbook.xml" ContentType="`+typeBase+`sheet.main+xml"/>`+types.String()+
		`<Override PartName="/xl/styles.xml" ContentType="`+typeBase+`styles+xml"/>`+
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>`+
		`<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>`)
}

func (x *Writer) coreProperties() string {
	lang := ""
	switch x.props.Language {
	case "pl":
		lang = "pl-PL"
	case "en":
		lang = "en-GB"
	}
	creator := notation.Text(x.props.Creator)
	if creator == "" {
		creator = "Kartoteka"
	}
	s := xmlHead + `<cp:coreProperties xmlns:cp="` + packNS + `metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + escaped(notation.Text(x.props.Title)) + `</dc:title><dc:creator>` + escaped(creator) + `</dc:creator>`
	if lang != "" {
		s += `<dc:language>` + lang + `</dc:language>`
	}
	if !x.props.Created.IsZero() {
		at := x.props.Created.UTC().Format(time.RFC3339)
		s += `<dcterms:created xsi:type="dcterms:W3CDTF">` + at + `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + at + `</dcterms:modified>`
	}
	return s + `</cp:coreProperties>`
}

// maxCell is how many UTF-16 units a cell of Excel holds.
const maxCell = 32767

// fitting makes a text no longer than a cell holds.
func fitting(s string) string {
	if len(s) <= maxCell {
		return s
	}
	left := maxCell
	for i, r := range s {
		w := max(1, utf16.RuneLen(r))
		if left < w {
			return strings.TrimSpace(s[:i])
		}
		left -= w
	}
	return s
}
