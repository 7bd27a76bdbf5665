# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by app/run, tests/run and .ci/run: what the project needs from Debian, and how to get it.

build_packages="g++ cmake ninja-build pkg-config qt6-base-dev libqt6svg6 libqcustomplot-dev libeigen3-dev
nlohmann-json3-dev libcli11-dev libfmt-dev libutf8proc-dev"
test_packages="libgtest-dev poppler-utils librsvg2-bin"
latex_packages="texlive-latex-base texlive-pictures" # one test sets figures with it, where it is there
check_packages="clang-format clang-tidy"
fuzz_packages="clang libclang-rt-14-dev"

say() { printf '== %s\n' "$*" >&2; }

# need PACKAGE...: installs those that are missing; on a system without apt it names them and stops.
need() {
    local missing="" package
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        if [ -n "${ALIBI_PACKAGES_PRESENT:-}" ]; then return 0; fi
        say "This is no Debian system. Install what corresponds to these Debian 12 packages:"
        say "$(echo $*)"
        say "then run this again with ALIBI_PACKAGES_PRESENT=1."
        exit 1
    fi
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    say "Installing:$missing"
    local sudo=""
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || { say "Run as root or install sudo; missing:$missing"; exit 1; }
        sudo=sudo
    fi
    $sudo apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

# build PRESET TARGET...: configures when needed, then builds. Messages go to stderr: stdout belongs to the program.
build() {
    local preset=$1
    shift
    local launcher=""
    if command -v ccache >/dev/null; then launcher="-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"; fi
    if [ ! -f "build/$preset/build.ninja" ]; then
        say "Configuring build/$preset"
        cmake --preset "$preset" $launcher ${ALIBI_CMAKE_FLAGS:-} >/dev/null
    fi
    say "Building build/$preset where something has changed (a few minutes the first time)"
    cmake --build "build/$preset" --target "$@" >&2
}
