# shellcheck shell=bash
# Shared by packaging/run, packaging/test and packaging/bench; sourced, not run.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
server_pid=
scratch=

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# Ends what this script started and removes its temporary folder.
clean_up() {
    if [ -n "$server_pid" ]; then
        kill "$server_pid" 2>/dev/null || true
        wait "$server_pid" 2>/dev/null || true
        server_pid=
    fi
    [ -z "$scratch" ] || rm -rf "$scratch"
    scratch=
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

make_scratch() { [ -n "$scratch" ] || scratch=$(mktemp -d "${TMPDIR:-/tmp}/isocenter.XXXXXX"); }

# wanted_packages GROUP...: "name|reason" of every line of packages.txt that belongs to one of the groups.
wanted_packages() {
    local name group reason
    while IFS='|' read -r name group reason; do
        name=${name//[[:space:]]/}
        group=${group//[[:space:]]/}
        case "$name" in '' | '#'*) continue ;; esac
        case " $* " in *" $group "*) printf '%s|%s\n' "$name" "${reason# }" ;; esac
    done <"$root/packaging/packages.txt"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -- "$@"
    fi
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \
        install -qq -y --no-install-recommends "$@" </dev/null
}

# install_packages GROUP...: says what is missing and why, and installs it. Quick and silent when nothing is missing.
install_packages() {
    command -v apt-get >/dev/null ||
        die "These scripts install with apt and are made for Debian 12. What is needed elsewhere stands in packaging/packages.txt."
    local wanted installed name reason
    local -a missing=()
    wanted=$(wanted_packages "$@")
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p')
    while IFS='|' read -r name reason; do
        grep -qxF -- "$name" <<<"$installed" && continue
        [ ${#missing[@]} -gt 0 ] || say "Isocenter needs these Debian packages, which are not installed yet:"
        say "$(printf '  %-24s %s' "$name" "$reason")"
        missing+=("$name")
    done <<<"$wanted"
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        die "Installing needs root. As root, run: apt-get install --no-install-recommends ${missing[*]}"
    fi
    # The lists of what Debian offers are fetched only where they are absent or too old to serve.
    if ! apt-get -qq -s install --no-install-recommends "${missing[@]}" >/dev/null 2>&1; then
        say "Asking Debian what it offers (apt-get update) ..."
        as_root apt-get -qq update </dev/null || die "apt-get update failed: is the machine connected to a Debian mirror?"
    fi
    say "Installing (the first time this takes some minutes) ..."
    if ! apt_install "${missing[@]}" >/dev/null; then
        as_root apt-get -qq update </dev/null || true
        apt_install "${missing[@]}" >/dev/null || die "The packages could not be installed; what apt said stands above."
    fi
}

# build PRESET [TARGET...]: configures where needed and builds what changed.
build() {
    local preset=$1
    shift
    local folder=$root/build/$preset
    # Compiled files are found again from another clone of the same sources on this machine.
    export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$root} CCACHE_NOHASHDIR=1
    cd "$root"
    if [ ! -e "$folder/build.ninja" ] || [ CMakePresets.json -nt "$folder/build.ninja" ]; then
        mkdir -p "$folder"
        cmake --preset "$preset" >"$folder/configure.log" 2>&1 || { cat "$folder/configure.log" >&2; die "The build could not be configured."; }
    fi
    cmake --build --preset "$preset" ${1:+--target "$@"} >&2 || die "The build failed; the first error stands above."
}

has_display() { [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; }

# Starts a virtual display with a free number, which only this user can look at. The script ends it when it ends.
start_display() {
    make_scratch
    local authority=$scratch/Xauthority cookie number
    cookie=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    xauth -q -f "$authority" add :0 . "$cookie" 2>/dev/null
    mkfifo "$scratch/number"
    Xvfb -displayfd 3 -screen 0 "${1:-1920x1200x24}" -nolisten tcp -auth "$authority" 3>"$scratch/number" >"$scratch/xvfb.log" 2>&1 &
    server_pid=$!
    read -r -t 30 number <"$scratch/number" || { cat "$scratch/xvfb.log" >&2; die "The virtual display did not start."; }
    xauth -q -f "$authority" add ":$number" . "$cookie" 2>/dev/null
    export DISPLAY=:$number XAUTHORITY=$authority QT_QPA_PLATFORM=xcb
    unset WAYLAND_DISPLAY
}

# Texts in every script need a UTF-8 locale; a bare machine has none chosen.
case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in
    *UTF-8* | *utf8*) ;;
    *) unset LC_ALL; export LC_CTYPE=C.UTF-8 ;;
esac
