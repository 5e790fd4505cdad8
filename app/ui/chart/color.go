package chart

import "image/color"

// mix lays a share of one colour over another.
func mix(under, over color.Color, share float64) color.Color {
	ur, ug, ub, _ := under.RGBA()
	or, og, ob, _ := over.RGBA()
	part := func(u, o uint32) uint8 { return uint8((float64(u)*(1-share) + float64(o)*share) / 257) }
	return color.NRGBA{part(ur, or), part(ug, og), part(ub, ob), 255}
}
