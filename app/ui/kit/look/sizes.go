package look

// Text sizes.
const (
	SizeTitle   float32 = 22
	SizeFigure  float32 = 26
	SizeHeading float32 = 15
	SizeBody    float32 = 13
	SizeCaption float32 = 11
)
