# shellcheck shell=bash
# Sourced by the scripts that fetch or build something: long steps that show that they live, scratch folders
# that never outlive an interruption, and one such step at a time for each person.

# A scratch folder beside its destination, so that the finished thing is moved into place within one file system.
# Removed however the script ends; what kill -9 leaves is removed by the next one that holds the lock.
scratch=
step=
clean_up() {
  trap - EXIT HUP INT TERM
  if [ -n "$step" ]; then
    kill -TERM -- "-$step" 2>/dev/null || true
    wait "$step" 2>/dev/null || true
  fi
  [ -z "$scratch" ] || rm -rf "$scratch"
}
trap clean_up EXIT
trap 'clean_up; exit 129' HUP
trap 'clean_up; exit 130' INT
trap 'clean_up; exit 143' TERM

# make_scratch FINAL: a new folder named after what it will become.
make_scratch() {
  mkdir -p "$(dirname "$1")"
  if has flock; then rm -rf "$1".part.*; fi # left behind: who holds the lock is alone here
  scratch=$(mktemp -d "$1.part.XXXXXX")
}

# hold_lock FILE: wait until nobody else makes the same thing. Where flock is missing nothing is lost but time:
# each one builds in its own scratch folder, and moving into place is one step.
hold_lock() {
  has flock || return 0
  mkdir -p "$(dirname "$1")"
  exec 9>"$1"
  flock -n 9 && return 0
  say "another run is at it already ($1); waiting for it"
  flock 9
}

# long_step NAME USUAL LOG COMMAND…: run the command with its output in the log, and every 15 seconds a line that
# says how long it has taken, how long it usually takes and how far a ninja build has come.
# A process group of its own, so that an interruption ends the compilers too and not only their parent.
long_step() {
  local name=$1 usual=$2 log=$3 status=0 begun=$SECONDS next=15
  shift 3
  say "$name ($usual; log: $log)"
  mkdir -p "$(dirname "$log")"
  set -m
  "$@" >"$log" 2>&1 </dev/null 9>&- &
  step=$!
  set +m
  while kill -0 "$step" 2>/dev/null; do
    sleep 1
    if [ $((SECONDS - begun)) -ge $next ]; then
      say "$name: $(elapsed $((SECONDS - begun))) $(ninja_progress "$log")"
      next=$((next + 15))
    fi
  done
  wait "$step" || status=$?
  step=
  [ $status -eq 0 ] || tail -n 15 "$log" >&2
  return $status
}

ninja_progress() { tail -n 50 "$1" | grep -oE '\[[0-9]+/[0-9]+\]' | tail -n 1 || true; }

# python_with_pip: the first Python 3 that has pip, or nothing.
python_with_pip() {
  local python
  for python in python3 python /usr/bin/python3; do
    if has "$python" && "$python" -m pip --version >/dev/null 2>&1; then
      printf '%s\n' "$python"
      return 0
    fi
  done
  return 1
}

# check_sum FILE SHA256: true when the file has that sum.
check_sum() {
  local sum
  if has sha256sum; then sum=$(sha256sum "$1"); else sum=$(shasum -a 256 "$1"); fi
  [ "${sum%% *}" = "$2" ]
}
