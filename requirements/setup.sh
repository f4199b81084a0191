# shellcheck shell=bash
# Brings a Debian or Ubuntu machine to the state Onedoor requires. Sourced by ./run and ./test in the project's folder.

PATH="$PATH:/usr/sbin:/sbin"
export PYTHONUTF8=1
VENV=.venv
NEWER_THAN_3_10='import sys; sys.exit(sys.version_info < (3, 11))'

say() { printf '%s\n' "$*"; }

stop_with() {
  printf '\n%s\n' "$@" >&2
  exit 1
}

has_library() { ldconfig -p | grep -F "$1" >/dev/null; }
has_fonts() { compgen -G '/usr/share/fonts/opentype/noto/NotoSerifCJK-*.ttc' >/dev/null; }

# Installs Debian packages, or says which ones a person with root rights has to install.
install_system() {
  if [ "$(id -u)" -ne 0 ]; then
    stop_with "Some system packages are missing. As root, please run:" \
      "  apt-get update && apt-get install -y --no-install-recommends $*" "and then start this again."
  fi
  command -v apt-get >/dev/null || stop_with "This machine has no apt-get. Please install what these Debian packages hold: $*"
  require_space 2000 /
  say "Installing system packages: $*"
  # Under run level 1 Debian's packages install their services without starting them.
  export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
  apt-get update -qq || say "The package lists could not be refreshed; trying with those at hand."
  apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" >/dev/null ||
    stop_with "apt-get could not install: $*" "Its own message stands above. Once that is mended, start this again."
  unset RUNLEVEL
}

# The libraries and fonts that papers, pictures and uploads need.
require_system_libraries() {
  local missing=()
  has_library libpango-1.0.so.0 || missing+=(libpango-1.0-0)
  has_library libpangoft2-1.0.so.0 || missing+=(libpangoft2-1.0-0)
  has_library libharfbuzz-subset.so.0 || missing+=(libharfbuzz-subset0)
  has_library libmagic.so.1 || missing+=(libmagic1)
  has_fonts || missing+=(fonts-noto-cjk)
  [ ${#missing[@]} -eq 0 ] || install_system "${missing[@]}"
}

# require_space MEGABYTES FOLDER
require_space() {
  local free
  free=$(df -Pm "$2" | awk 'NR == 2 {print $4}')
  [ "$free" -ge "$1" ] || stop_with "The disk that holds $2 has $free MB left; about $1 MB are needed. Please make room."
}

# Prints the newest interpreter that is good enough, or nothing.
usable_python() {
  local name
  for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null && "$name" -c "$NEWER_THAN_3_10" 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
}

require_python() {
  python=$(usable_python)
  if [ -z "$python" ] && ! command -v python3 >/dev/null; then
    install_system python3 python3-venv
    python=$(usable_python)
  fi
  [ -n "$python" ] || stop_with "Onedoor needs Python 3.11 or newer; this machine has $(python3 --version 2>&1)." \
    "Please install a newer one (on Ubuntu 22.04: apt-get install python3.11 python3.11-venv) and start this again."
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    install_system "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
  fi
}

# stamped NAME TEXT: whether a step was last finished for exactly this. stamp NAME TEXT notes that it was.
stamped() { [ "$(cat "$VENV/stamp-$1" 2>/dev/null)" = "$2" ]; }
stamp() { printf '%s\n' "$2" >"$VENV/stamp-$1"; }
hash_of() { cat "$@" | sha256sum | cut -d' ' -f1; }

# A private environment. One that was moved, or whose Python has gone, is made anew.
require_venv() {
  if stamped venv "$PWD" && "$VENV/bin/python" -c "$NEWER_THAN_3_10" 2>/dev/null; then return; fi
  [ ! -L "$VENV" ] || stop_with "$PWD/$VENV is a link to $(readlink "$VENV"), which would be emptied. Please remove the link."
  require_python
  require_space 1500 .
  say "Making a Python environment in $VENV"
  "$python" -m venv --clear "$VENV" || stop_with "The Python environment could not be made in $PWD/$VENV."
  stamp venv "$PWD"
}

quiet_pip() { "$VENV/bin/python" -m pip install --quiet --quiet --disable-pip-version-check --no-input --no-deps "$@"; }

# require_packages NAME: what requirements/NAME.txt pins, every file checked against its hash.
require_packages() {
  local list="requirements/$1.txt" wanted
  wanted=$(hash_of "$list")
  if stamped "$1" "$wanted"; then return; fi
  say "Installing the Python packages of $list (this takes a minute)"
  quiet_pip --require-hashes --retries 10 -r "$list" ||
    stop_with "The Python packages could not be installed." \
      "If the network was away, start this again: it goes on where it stopped."
  stamp "$1" "$wanted"
}

# The project itself, from this folder, so that a change in it needs no new installation.
require_project() {
  local wanted
  wanted=$(hash_of pyproject.toml requirements/app.in)
  if [ -x "$VENV/bin/onedoor" ] && stamped project "$wanted"; then return; fi
  quiet_pip --no-build-isolation --editable . || stop_with "The project itself could not be installed into $VENV."
  stamp project "$wanted"
}

require_everything() {
  require_system_libraries
  require_venv
  require_packages app
  require_project
}
