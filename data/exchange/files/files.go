// Package files opens a file of any format that clients and dates come in.
//
// It joins the packages of the formats, and so is the one that readers of files
// import. It must not know where a file lies, or what becomes of its records.
package files

import (
	"io"

	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/exchange/ical"
	"kartoteka/data/exchange/jsonx"
	"kartoteka/data/exchange/table"
	"kartoteka/data/exchange/vcard"
	"kartoteka/data/exchange/workbook"
)

// Detect reads the beginning of a file and says what it is; the name decides
// only where its contents don't.
func Detect(r io.ReaderAt, name string) (exchange.Kind, error) {
	head := make([]byte, exchange.HeadSize)
	n, err := r.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return "", err
	}
	return exchange.Detect(head[:n], name)
}

// Open returns a reader of the records of a file of that kind, and what was
// found out about it. Nothing is closed: the file must stay readable while the
// reader is used. An error is a sentence about the whole file.
func Open(kind exchange.Kind, r io.ReaderAt, size int64, o exchange.Options) (exchange.Reader, exchange.Info, error) {
	switch kind {
	case exchange.KindCSV:
		return opened(table.OpenCSV(r, size, o))
	case exchange.KindXLSX:
		return opened(workbook.Open(r, size, o))
	case exchange.KindJSON:
		return opened(jsonx.Open(r, size, o))
	case exchange.KindICS:
		return opened(ical.Open(r, size, o))
	case exchange.KindVCF:
		return opened(vcard.Open(r, size, o))
	}
	return nil, exchange.Info{Kind: kind}, data.NewError(data.CodeInvalid, "file-not-known")
}

// opened keeps a nil reader of some type from looking like one.
func opened[R exchange.Reader](r R, info exchange.Info, err error) (exchange.Reader, exchange.Info, error) {
	if err != nil {
		return nil, info, err
	}
	return r, info, nil
}
