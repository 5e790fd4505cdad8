package rich

import (
	"bytes"
	"encoding/base64"
	"image"
	_ "image/gif"  // the forms that a message's pictures have
	_ "image/jpeg" // and that are read without a foreign library
	_ "image/png"
	"net/url"
	"strings"

	"kartoteka/data"
)

// Bounds on a picture that is shown.
const (
	MaxPictureBytes  = 5 << 20
	maxPicturePixels = 40 << 20
)

// Decode decodes the bytes of a picture, unless they or what they would become
// are too many. That is told before any room is made for it.
func Decode(content []byte) (image.Image, error) {
	if len(content) > MaxPictureBytes {
		return nil, data.NewError(data.CodeInvalid, "picture-too-large")
	}
	about, _, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil {
		return nil, data.NewError(data.CodeInvalid, "picture-unreadable").Because(err)
	}
	if about.Width <= 0 || about.Height <= 0 || int64(about.Width)*int64(about.Height) > maxPicturePixels {
		return nil, data.NewError(data.CodeInvalid, "picture-too-large")
	}
	img, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, data.NewError(data.CodeInvalid, "picture-unreadable").Because(err)
	}
	return img, nil
}

// DataURL returns the bytes that a data: address holds (RFC 2397).
func DataURL(s string) ([]byte, error) {
	head, body, ok := strings.Cut(s, ",")
	if !ok || len(body) > maxData {
		return nil, data.NewError(data.CodeInvalid, "picture-unreadable")
	}
	if !strings.HasSuffix(strings.ToLower(head), ";base64") {
		plain, err := url.PathUnescape(body)
		return []byte(plain), err
	}
	body = strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, body)
	if b, err := base64.StdEncoding.DecodeString(body); err == nil {
		return b, nil
	}
	b, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(body, "="))
	if err != nil {
		return nil, data.NewError(data.CodeInvalid, "picture-unreadable").Because(err)
	}
	return b, nil
}
