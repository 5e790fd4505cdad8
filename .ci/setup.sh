#!/bin/sh
# Finds out which system packages are missing for a purpose, names them and
# installs them with the system's package manager.
#   setup.sh window   what the window needs to be built
#   setup.sh test     that, and what the tests need: Dovecot, Xvfb and its tools
#   setup.sh bench    that, and mbsync
#   setup.sh office   LibreOffice and openpyxl, which open the workbook in CI
set -eu
purpose=${1:-window}

case "$(uname -s)" in
MINGW* | MSYS* | CYGWIN*)
	command -v gcc >/dev/null 2>&1 || {
		echo "Kartoteka's window needs a C compiler. Install MSYS2 (msys2.org), then in its MINGW64 shell:"
		echo "    pacman -S --needed mingw-w64-x86_64-gcc mingw-w64-x86_64-go make git"
		echo "and run the same command there again."
		exit 1
	}
	exit 0
	;;
Darwin) manager=brew ;;
*)
	manager=none
	for m in apt-get dnf pacman zypper brew; do
		if command -v $m >/dev/null 2>&1; then
			manager=$m
			break
		fi
	done
	;;
esac

command -v "${GO:-go}" >/dev/null 2>&1 || {
	echo "Go is not installed. Get it from go.dev/dl or your system's packages, then run this again." >&2
	exit 1
}

has_headers() {
	command -v pkg-config >/dev/null 2>&1 &&
		pkg-config --exists gl x11 xrandr xcursor xinerama xi xxf86vm \
			wayland-client wayland-cursor wayland-egl xkbcommon
}
has() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ] || [ -x "/sbin/$1" ]; }

# need TEST apt dnf pacman brew: adds this manager's package when TEST fails.
missing=""
need() {
	test=$1
	shift
	if eval "$test"; then return; fi
	case $manager in
	apt-get) p=$1 ;;
	dnf | zypper) p=$2 ;;
	pacman) p=$3 ;;
	brew) p=$4 ;;
	*) p=$1 ;;
	esac
	[ "$p" = - ] || missing="$missing $p"
}

window() {
	if [ "$(uname -s)" = Darwin ]; then
		xcode-select -p >/dev/null 2>&1 || {
			echo "The window needs Apple's command line tools. Run: xcode-select --install" >&2
			exit 1
		}
		return
	fi
	need "has gcc" gcc gcc gcc -
	need "has pkg-config" pkg-config pkgconf-pkg-config pkgconf -
	need has_headers \
		"libgl1-mesa-dev xorg-dev libwayland-dev libxkbcommon-dev" \
		"mesa-libGL-devel libX11-devel libXcursor-devel libXrandr-devel libXinerama-devel libXi-devel libXxf86vm-devel wayland-devel libxkbcommon-devel" \
		"mesa libx11 libxcursor libxrandr libxinerama libxi libxxf86vm wayland libxkbcommon" -
}

tests() {
	window
	need "has dovecot" dovecot-imapd dovecot dovecot dovecot
	[ "$(uname -s)" = Darwin ] && return
	need "has Xvfb" xvfb xorg-x11-server-Xvfb xorg-server-xvfb -
	need "has_software_gl" libgl1-mesa-dri mesa-dri-drivers mesa -
	need "has xdotool" xdotool xdotool xdotool -
	need "has openbox" openbox openbox openbox -
	need "has import" imagemagick ImageMagick imagemagick -
}

has_software_gl() {
	find /usr/lib /usr/lib64 \( -name 'swrast_dri.so' -o -name 'libgallium*.so*' -o -name 'libdril_dri.so' \) 2>/dev/null | grep -q .
}

case $purpose in
window) window ;;
test) tests ;;
bench)
	tests
	need "has mbsync" isync isync isync isync
	need "has sqlite3" sqlite3 sqlite sqlite sqlite3
	;;
office)
	need "has soffice || has libreoffice" libreoffice-calc libreoffice-calc libreoffice-still -
	need "/usr/bin/python3 -c 'import openpyxl' 2>/dev/null" python3-openpyxl python3-openpyxl python-openpyxl -
	;;
*)
	echo "setup.sh: unknown purpose '$purpose'" >&2
	exit 2
	;;
esac

missing=$(echo $missing)
[ -n "$missing" ] || exit 0
had_dovecot=no
if has dovecot; then had_dovecot=yes; fi

echo "Missing system packages for '$purpose': $missing"
root=""
if [ "$(id -u)" != 0 ] && [ "$manager" != brew ]; then
	if command -v sudo >/dev/null 2>&1; then root=sudo; else manager=none; fi
fi
case $manager in
apt-get)
	echo "Installing them with apt-get."
	$root apt-get update -qq || true
	$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
	;;
dnf) $root dnf install -y $missing ;;
zypper) $root zypper --non-interactive install $missing ;;
pacman) $root pacman -S --needed --noconfirm $missing ;;
brew) brew install $missing ;;
*)
	echo "They can't be installed from here. Install them by hand (these are Debian's names), then run this again:" >&2
	echo "    $missing" >&2
	exit 1
	;;
esac

# The tests start a Dovecot of their own on loopback; one that came along as a
# service would only lie open on this machine.
if [ $had_dovecot = no ] && [ -d /run/systemd/system ] && has dovecot; then
	$root systemctl disable --now dovecot.socket dovecot.service >/dev/null 2>&1 || true
fi
