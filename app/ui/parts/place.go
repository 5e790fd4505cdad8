package parts

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Downloads is the folder for files that came from elsewhere.
func Downloads() string { return place(runtime.GOOS, os.Getenv, "XDG_DOWNLOAD_DIR", "Downloads") }

// Documents is the folder for files that the owner writes.
func Documents() string { return place(runtime.GOOS, os.Getenv, "XDG_DOCUMENTS_DIR", "Documents") }

// place finds one of the person's own folders: on Linux by the name that the
// desktop gave it (xdg-user-dirs), elsewhere by the system's name. A folder
// that is not there is replaced by the home folder.
func place(system string, env func(string) string, key, name string) string {
	home := env("HOME")
	if system == "windows" {
		home = env("USERPROFILE")
	}
	dir := filepath.Join(home, name)
	if system != "windows" && system != "darwin" {
		if named := desktopFolder(env, home, key); named != "" {
			dir = named
		}
	}
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		return dir
	}
	return home
}

// desktopFolder reads user-dirs.dirs, whose lines are KEY="$HOME/Dokumenty".
func desktopFolder(env func(string) string, home, key string) string {
	config := env("XDG_CONFIG_HOME")
	if config == "" {
		config = filepath.Join(home, ".config")
	}
	text, err := os.ReadFile(filepath.Join(config, "user-dirs.dirs"))
	if err != nil {
		return "" // most desktops without the file use the English names
	}
	for line := range strings.Lines(string(text)) {
		k, v, ok := strings.Cut(strings.TrimSpace(line), "=")
		if ok && k == key {
			v = strings.Trim(v, `"`)
			return filepath.FromSlash(strings.Replace(v, "$HOME", home, 1))
		}
	}
	return ""
}

// Short writes a path with the home folder as "~".
func Short(path string) string {
	home, err := os.UserHomeDir()
	if err != nil || home == "" {
		return path
	}
	if rest, ok := strings.CutPrefix(path, home+string(filepath.Separator)); ok {
		return "~" + string(filepath.Separator) + rest
	}
	return path
}
