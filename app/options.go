package app

// Options say how the window is opened.
type Options struct {
	Lang    string // "": the settings' language
	Version string
}
