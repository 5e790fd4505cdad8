#!/usr/bin/env bash
# Starts the real window on the sample firm under Xvfb and walks every screen
# with real key presses, in Polish and English, light and dark. Keeps a picture
# of each screen in out/screens and fails when the program logs an error, such
# as a widget touched from a wrong goroutine.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "$(uname -s)" != Linux ]; then
	echo "The window is walked under Xvfb, on Linux only; nothing was checked here."
	exit 0
fi

shots=${SHOTS:-out/screens}
rm -rf "$shots"
mkdir -p "$shots"
work=$(mktemp -d)
pids=()
stop() {
	for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done
	wait 2>/dev/null || true
	rm -rf "$work"
}
trap stop EXIT

# A display of its own, its number chosen by the X server.
Xvfb -displayfd 3 -screen 0 1360x860x24 -nolisten tcp 3>"$work/display" >/dev/null 2>&1 &
pids+=($!)
for _ in $(seq 100); do
	[ -s "$work/display" ] && break
	sleep 0.1
done
export DISPLAY=":$(cat "$work/display")"
unset WAYLAND_DISPLAY
export XDG_RUNTIME_DIR="$work/run" HOME="$work/home" KARTOTEKA_LANG="" LC_ALL=C.UTF-8
mkdir -p "$XDG_RUNTIME_DIR" "$HOME/.cache" "$HOME/.config"
chmod 700 "$XDG_RUNTIME_DIR"
openbox >/dev/null 2>&1 &
pids+=($!)

bin/kartoteka --data "$work/data" demo --headless --out "$work/out" >"$work/demo.txt"

# window_of PID waits for the window and gives it the keyboard.
window_of() {
	for _ in $(seq 150); do
		id=$(xdotool search --onlyvisible --pid "$1" 2>/dev/null | tail -1) || true
		if [ -n "${id:-}" ]; then
			xdotool windowactivate --sync "$id" 2>/dev/null || true
			xdotool windowsize "$id" 1280 800 2>/dev/null || true
			return 0
		fi
		kill -0 "$1" 2>/dev/null || return 1
		sleep 0.2
	done
	return 1
}
shot() { import -window "$id" "$shots/$1.png"; }
key() {
	xdotool key --clearmodifiers "$@"
	sleep 0.9
}

failed=0
walk() {
	local lang=$1 theme=$2 log="$work/$1-$2.log"
	KARTOTEKA_THEME=$theme bin/kartoteka --data "$work/data" --lang "$lang" >"$log" 2>&1 &
	local pid=$!
	pids+=("$pid")
	if ! window_of "$pid"; then
		echo "the window did not open ($lang, $theme)" >&2
		cat "$log" >&2
		failed=1
		return
	fi
	sleep 2
	local n=1
	for screen in today mail contacts cases reports settings; do
		key "ctrl+$n"
		sleep 0.6
		shot "$lang-$theme-$n-$screen"
		case $screen in
		mail | contacts | cases)
			key Down
			key Return
			shot "$lang-$theme-$n-$screen-open"
			# Enter filed the message as suggested: take it back.
			if [ $screen = mail ]; then
				key "ctrl+z"
				key d
				sleep 0.6
				shot "$lang-$theme-$n-$screen-answer"
				key Escape
			fi
			if [ $screen = contacts ]; then
				key e
				shot "$lang-$theme-$n-$screen-form"
				key Escape
			fi
			if [ $screen != mail ]; then key Escape; fi
			;;
		settings)
			# The names of the pages stand before what has the keyboard first.
			for page in trash mailboxes templates privacy backups exchange lists; do
				key shift+Tab
				key Return
				sleep 0.6
				shot "$lang-$theme-$n-$screen-$page"
			done
			;;
		esac
		n=$((n + 1))
	done
	key "ctrl+k"
	xdotool type --delay 60 "wklad"
	sleep 1.2
	shot "$lang-$theme-7-search"
	key Escape
	key "ctrl+l"
	xdotool type --delay 60 "kow"
	sleep 1
	key Return
	xdotool type --delay 30 "Pyta o zamek"
	shot "$lang-$theme-8-quick-log"
	key Escape
	key Return # leave what was written
	if ! kill -0 "$pid" 2>/dev/null; then
		echo "the window closed while it was walked ($lang, $theme)" >&2
		failed=1
	fi
	key "ctrl+q"
	for _ in $(seq 50); do
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.1
	done
	kill "$pid" 2>/dev/null || true
	wait "$pid" 2>/dev/null || true
	# Two complaints are Fyne's own: there is no session bus here, and its watcher
	# may read its settings file while it is being written.
	if grep -v -e 'failed to watch theme settings' -e 'Preferences load error' "$log" | grep -iE 'error in fyne|fyne error|panic|level=ERROR' >&2; then
		echo "the window logged an error ($lang, $theme)" >&2
		failed=1
	fi
}

for lang in pl en; do
	for theme in light dark; do
		walk $lang $theme
	done
done

# A picture of one flat colour means that nothing was painted.
for f in "$shots"/*.png; do
	colours=$(identify -format '%k' "$f")
	if [ "$colours" -lt 200 ]; then
		echo "$f shows next to nothing ($colours colours)" >&2
		failed=1
	fi
done
echo "pictures of $(ls "$shots" | wc -l) screens are in $shots"
exit $failed
