"""Measures the console against its goals; prints a table, and leaves a JSON file of all that was seen.

usage: bench.py BINARY MODEL BARE FOLDER [ROW]…
"""

import json
import os
import sys
import tempfile

import measures
import sizes

# Each measurement with its rows: what, the goal, and what was seen of it.
ROWS = {
    "keys": (measures.keys, [
        ("key to screen, idle, p50, ms", 1.5, lambda seen: seen["idle"]["terminal"]["p50_ms"]),
        ("the same in tmux", 1.5, lambda seen: seen["idle"]["tmux"]["p50_ms"]),
        ("  bash in the same tmux", None, lambda seen: seen["others_idle"]["bash in tmux"]["p50_ms"]),
        ("  nano in the same tmux", None,
         lambda seen: seen["others_idle"].get("nano in tmux", {}).get("p50_ms")),
        ("key to screen, 8 of 8 slots decoding, p50, ms", 4, lambda seen: seen["busy"]["terminal"]["p50_ms"]),
        ("the same, p99, ms", 16, lambda seen: seen["busy"]["terminal"]["p99_ms"]),
        ("in tmux, p50, ms", 4, lambda seen: seen["busy"]["tmux"]["p50_ms"]),
        ("in tmux, p99, ms", 16, lambda seen: seen["busy"]["tmux"]["p99_ms"]),
        ("  bash beside them, p99, ms", None, lambda seen: seen["others_busy"]["bash in terminal"]["p99_ms"]),
    ]),
    "idle": (measures.processor_idle, [("processor, idle, % of a core", 0.1, lambda seen: seen["percent"])]),
    "stream": (measures.stream, [
        ("processor, 8 agents streaming, % of a core", None, lambda seen: seen["percent"]),
        ("the same at 200 tokens/s", 4, lambda seen: seen["percent_at_200"]),
        ("  tokens/s then", None, lambda seen: seen["tokens_per_s"]),
        ("bytes to the terminal for a token", 60, lambda seen: seen["bytes_per_token"]),
    ]),
    "start": (measures.start, [
        ("first frame, p50, ms", 40, lambda seen: seen["first_frame_ms"]),
        ("a key pressed then, until it shows, p50, ms", None, lambda seen: seen["first_key_ms"]),
    ]),
    "memory": (measures.memory, [("memory beyond a bare program's, MB", 25, lambda seen: seen["own_mb"])]),
    "flood": (measures.flood, [
        ("64 agents flooded: calls with text lost", 0, lambda seen: seen["calls_with_a_gap"]),
        ("  agents that did not print the whole time", 0, lambda seen: max(0, seen["agents"] - seen["calls_whole"])),
        ("  memory more at its most, MB", None, lambda seen: seen["memory_most_mb"] - seen["memory_before_mb"]),
        ("  key to screen, p50, ms", 4, lambda seen: seen["keys"]["p50_ms"]),
        ("  key to screen, p99, ms", 16, lambda seen: seen["keys"]["p99_ms"]),
    ]),
    "commands": (measures.commands, [
        ("a command in 10,000 files, the first, ms", None, lambda seen: seen["many"]["first_ms"]),
        ("  each further one, p50, ms", None, lambda seen: seen["many"]["p50_ms"]),
        ("  the same in an empty folder, p50, ms", None, lambda seen: seen["none"]["p50_ms"]),
        ("  memory more, MB", None, lambda seen: seen["many"]["memory_mb"]),
    ]),
    "sizes": (sizes.sizes, [
        ("1000 sizes while streaming: screens with a stale cell", 0, lambda seen: seen["stale"]),
        ("  tasks typed from 20x5 up that were not given", 0, lambda seen: seen["tasks_lost"]),
    ]),
}


class Bench:
    """What is measured, and with what."""

    def __init__(self, binary, model, bare, folder):
        self.binary, self.model, self.bare, self.output = map(os.path.abspath, (binary, model, bare, folder))
        self.folder = os.path.dirname(os.path.abspath(__file__))
        self.themes = os.path.abspath(f"{self.folder}/../../../themes")
        self.threads = os.cpu_count()


def shown(value):
    if value is None:
        return ""
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def main():
    bench = Bench(*sys.argv[1:5])
    chosen = sys.argv[5:] or list(ROWS)
    if unknown := [name for name in chosen if name not in ROWS]:
        sys.exit(f"error: there is no measurement '{unknown[0]}'; there are {', '.join(ROWS)}")
    # Homes, journals and what else is left lie in one folder, which goes at the end.
    with tempfile.TemporaryDirectory(prefix="console-bench-") as home:
        tempfile.tempdir = home
        os.chdir(home)
        measure(bench, chosen)
        os.chdir("/")


def measure(bench, chosen):
    print(f"{'':58} {'goal':>8} {'seen':>10}")
    missed = 0
    for name in chosen:
        look, rows = ROWS[name]
        print(f"==> {name}", file=sys.stderr)
        seen = look(bench)
        with open(f"{bench.output}/console-{name}.json", "w") as file:
            json.dump(seen, file, indent=2)
        for text, goal, value in rows:
            value = value(seen)
            is_missed = goal is not None and value is not None and value > goal
            missed += is_missed
            print(f"{text:58} {shown(goal):>8} {shown(value):>10}{' missed' if is_missed else ''}", flush=True)
    if missed:
        print(f"{missed} missed")


main()
