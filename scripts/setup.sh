# Sourced by the other scripts: says things, checks Go, installs what is missing.

# shellcheck shell=bash
say() { printf '%s\n' "$*" >&2; }

fail() {
	say "$*"
	exit 1
}

# A display is needed where windows are X11's or Wayland's; elsewhere the system has one.
has_display() {
	case "$(uname -s)" in
	Linux | *BSD) [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] ;;
	*) return 0 ;;
	esac
}

# Fyne asks for Wayland's headers too unless it is told to be content with X11.
build_tags() {
	if [ -z "${DISPLAY:-}" ] && [ -n "${WAYLAND_DISPLAY:-}" ]; then
		echo migrated_fynedo
	else
		echo x11,migrated_fynedo
	fi
}

# older A B: version A comes before version B.
older() {
	[ "$1" != "$2" ] && [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]
}

check_go() {
	local wanted found
	wanted=$(awk '$1 == "go" { print $2; exit }' go.mod)
	if ! command -v go >/dev/null && [ -x /usr/local/go/bin/go ]; then
		PATH=$PATH:/usr/local/go/bin
	fi
	# Git refuses a clone that belongs to another user, as in containers; the build does without it.
	export GOFLAGS="${GOFLAGS:+$GOFLAGS }-buildvcs=false"
	command -v go >/dev/null ||
		fail "Dragoman is built with Go, which is not installed here. Install Go $wanted or later from https://go.dev/dl/ and run this again."
	# What is installed, before Go fetches another version of itself.
	found=$(cd / && GOTOOLCHAIN=local go version 2>/dev/null | sed -n 's/^go version go\([0-9][0-9.]*\).*/\1/p')
	[ -n "$found" ] ||
		fail "The go command ($(command -v go)) does not say its version. Install Go $wanted or later from https://go.dev/dl/ and run this again."
	older "$found" "$wanted" || return 0
	if older "$found" 1.21; then
		fail "Go $found is installed; Dragoman needs Go $wanted or later. Install it from https://go.dev/dl/ and run this again. (From Go 1.21 on, Go fetches the right version by itself.)"
	fi
	if [ "$(cd / && go env GOTOOLCHAIN)" = local ]; then
		fail "Go $found is installed; Dragoman needs Go $wanted, and GOTOOLCHAIN=local forbids Go to fetch it. Run this again with GOTOOLCHAIN=auto, or install Go $wanted from https://go.dev/dl/."
	fi
	say "Go $found is installed; Go $wanted is fetched by Go itself ..."
	go version >/dev/null ||
		fail "Go $wanted could not be fetched; the reason stands above. Install it from https://go.dev/dl/ and run this again."
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif [ -t 0 ]; then
		sudo "$@"
	else
		sudo -n "$@"
	fi
}

# install_packages PACKAGE...: installs what dpkg does not have; asks nothing.
install_packages() {
	local package missing=()
	for package in "$@"; do
		[ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
	done
	[ ${#missing[@]} -gt 0 ] || return 0
	if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
		fail "These packages are missing: ${missing[*]}. Install them as root with \"apt-get install ${missing[*]}\" and run this again."
	fi
	say "Installing ${missing[*]} ..."
	{
		as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q &&
			as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
	} >&2 ||
		fail "The packages could not be installed; the reason stands above. Install them with \"sudo apt-get install ${missing[*]}\" and run this again."
}

# can_build: a C compiler and the headers of the window system are there.
can_build() {
	local modules=(gl x11 xcursor xrandr xinerama xi xxf86vm)
	[ "$(build_tags)" = x11,migrated_fynedo ] || modules+=(wayland-client wayland-cursor wayland-egl xkbcommon)
	command -v "${CC:-gcc}" >/dev/null && command -v pkg-config >/dev/null && pkg-config --exists "${modules[@]}"
}

# set_up_window: what it takes to build a program with a window, and to show it.
set_up_window() {
	case "$(uname -s)" in
	Linux) ;;
	Darwin)
		xcode-select -p >/dev/null 2>&1 ||
			fail "Building on macOS needs Apple's command line tools: run \"xcode-select --install\" and then this again."
		return 0
		;;
	*) return 0 ;;
	esac
	local wayland=()
	[ "$(build_tags)" = x11,migrated_fynedo ] || wayland=(libwayland-dev libxkbcommon-dev)
	if command -v apt-get >/dev/null; then
		can_build || install_packages gcc libc6-dev pkg-config libgl1-mesa-dev libx11-dev libxcursor-dev \
			libxrandr-dev libxinerama-dev libxi-dev libxxf86vm-dev "${wayland[@]}"
		install_packages libgl1-mesa-dri
		return 0
	fi
	can_build ||
		fail "A C compiler, pkg-config and the headers of X11 and OpenGL are needed, and only Debian's and Ubuntu's packages are installed by this script. The packages of other systems stand in README.md under \"Other systems\"; install them and run this again."
}

# set_up_browser: Chromium, in which tests look at the pages that are written. Where it cannot be had they skip that.
set_up_browser() {
	! command -v chromium >/dev/null || return 0
	command -v apt-get >/dev/null && (install_packages chromium) ||
		say "There is no \"chromium\" here: the tests that look at a page in a browser are skipped."
}

# set_up_strace: what it takes to see which sockets the program opens. Where it cannot be had the tests that look skip that.
set_up_strace() {
	! command -v strace >/dev/null || return 0
	command -v apt-get >/dev/null && (install_packages strace) ||
		say "There is no \"strace\" here: the tests that look for connections to a network are skipped."
}
