# shellcheck shell=bash disable=SC2034 # the variables are for those that source this
# Sourced by the scripts beside it: how they speak, and where things lie. Nothing here changes the machine.
#
# Works with bash 3.2, which macOS still ships: arrays that may be empty are written ${a[@]+"${a[@]}"}.
set -euo pipefail

# make hands its own flags down to every program that listens to them, cmake among them.
unset MAKEFLAGS MAKELEVEL MFLAGS CDPATH

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# say TEXT: one line of what is being done.
say() { printf '==> %s\n' "$*" >&2; }

# fail TEXT [COMMAND]…: stop with one sentence, and the exact commands to type where there are some.
fail() {
  printf 'error: %s\n' "$1" >&2
  shift
  [ $# -eq 0 ] || printf '    %s\n' "$@" >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

on_macos() { [ "$(uname -s)" = Darwin ]; }

# can_become_root: without being asked for a password.
can_become_root() { [ "$(id -u)" -eq 0 ] || { has sudo && sudo -n true 2>/dev/null; }; }

# The cache lies outside the checkout, so that a second clone finds what the first one made.
case "${XDG_CACHE_HOME:-}" in
  /*) cache=$XDG_CACHE_HOME/agent-tui ;;
  *)
    [ -n "${HOME:-}" ] || fail 'neither XDG_CACHE_HOME nor HOME is set: there is nowhere to keep libllama and the model'
    cache=$HOME/.cache/agent-tui
    ;;
esac

# The version is that of the package whose source libllama is built from; its sum stands in scripts/lib/libllama.txt.
libllama_prefix=$cache/libllama-0.3.36

# Models by their names in scripts/lib/models.txt: what tests and measurements use, and what people see first.
default_model=tiny
default_run_model=coder

# known_models: the names that MODEL can have, the smallest first.
known_models() { awk '!/^#/ && NF { print $1 }' "$root/scripts/lib/models.txt"; }

# model_field NAME FIELD: what the table says of a model: 2 its file, 3 bytes, 4 sum, 5 packages, 6 parts. Nothing where
# there is no such model.
model_field() { awk -v name="$1" -v field="$2" '!/^#/ && $1 == name { print $field }' "$root/scripts/lib/models.txt"; }

# model_file NAME: where a model of the table lies once it is there; nothing where there is no such model.
model_file() {
  local file
  file=$(model_field "$1" 2)
  [ -z "$file" ] || printf '%s\n' "$cache/models/$file"
}

# usual_model PURPOSE: the model's name where MODEL says nothing.
usual_model() { if [ "$1" = run ]; then echo "$default_run_model"; else echo "$default_model"; fi; }

# known_model_that_is_there: the largest model of the table that has been fetched; nothing where none has.
known_model_that_is_there() {
  local name found=
  for name in $(known_models); do
    if [ -e "$(model_file "$name")" ]; then found=$name; fi
  done
  [ -z "$found" ] || printf '%s\n' "$found"
}

installed_libllama_is_there() { has pkg-config && pkg-config --exists llama; }
built_libllama_is_there() { [ -e "$libllama_prefix/lib/pkgconfig/llama.pc" ] && [ -e "$libllama_prefix/lib/libllama.so" ]; }

# find_built_libllama: lets pkg-config and SwiftPM find the built one where none is installed.
find_built_libllama() {
  if installed_libllama_is_there || ! built_libllama_is_there; then return 0; fi
  export PKG_CONFIG_PATH="$libllama_prefix/lib/pkgconfig${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}"
}

# elapsed SECONDS: 75 becomes 1:15.
elapsed() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }

# megabytes BYTES: as they are bought, by a million: 98 MB, 1117 MB.
megabytes() { printf '%d MB' $((($1 + 500000) / 1000000)); }
