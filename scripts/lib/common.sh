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
default_model=$cache/models/SmolLM2-135M-Instruct.Q4_1.gguf

installed_libllama_is_there() { has pkg-config && pkg-config --exists llama; }
built_libllama_is_there() { [ -e "$libllama_prefix/lib/pkgconfig/llama.pc" ] && [ -e "$libllama_prefix/lib/libllama.so" ]; }

# find_built_libllama: lets pkg-config and SwiftPM find the built one where none is installed.
find_built_libllama() {
  if installed_libllama_is_there || ! built_libllama_is_there; then return 0; fi
  export PKG_CONFIG_PATH="$libllama_prefix/lib/pkgconfig${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}"
}

# elapsed SECONDS: 75 becomes 1:15.
elapsed() { printf '%d:%02d' $(($1 / 60)) $(($1 % 60)); }
