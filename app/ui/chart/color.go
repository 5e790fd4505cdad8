package chart

import (
	"image/color"
	"math"
)

// mix lays a share of one colour over another.
func mix(under, over color.Color, share float64) color.Color {
	ur, ug, ub, _ := under.RGBA()
	or, og, ob, _ := over.RGBA()
	part := func(u, o uint32) uint8 { return uint8((float64(u)*(1-share) + float64(o)*share) / 257) }
	return color.NRGBA{part(ur, or), part(ug, og), part(ub, ob), 255}
}

// luminance is how light a colour is, from 0 to 1 (WCAG 2.2, relative luminance).
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	lin := func(v uint32) float64 {
		s := float64(v) / 0xFFFF
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(r) + 0.7152*lin(g) + 0.0722*lin(b)
}

// contrast is the ratio of two colours' light, from 1 to 21 (WCAG 2.2).
func contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}
