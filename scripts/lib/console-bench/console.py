"""The console in a terminal, with a home of its own, and what the system tells of its process."""

import glob
import json
import os
import random
import re
import tempfile
import time

from terminal import SIZE, Terminal

# Letters that no model writes here by itself: whoever reads one knows that it is the key just typed.
LETTERS = "абвгдежзийклмнопрстуфхцчшщъыь"


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))] if values else None


def type_letters(terminal, count, gap=(0.02, 0.06)):
    """Milliseconds from each of `count` keys to the byte that shows it. The line is emptied now and then."""
    times = []
    for number in range(count):
        if number % len(LETTERS) == 0:
            terminal.type("\x15")
            terminal.drain(0.1)
        # Not in step with the frames of whatever streams.
        terminal.drain(random.uniform(*gap))
        letter = LETTERS[number % len(LETTERS)]
        times.append(terminal.type_and_wait(letter, letter))
    terminal.type("\x15")
    terminal.drain(0.1)
    return times


class Console:
    """The program at work: `with Console(bench, options) as console`."""

    def __init__(self, bench, options, size=SIZE, environment=None, wrap=None):
        self.home = tempfile.mkdtemp(prefix="console-bench-")
        os.mkdir(f"{self.home}/work")
        self.log = f"{self.home}/log"
        environment = {
            "HOME": self.home, "PATH": os.environ["PATH"], "TERM": "xterm-256color", "COLORTERM": "truecolor",
            "LC_ALL": "C.UTF-8", "AGENT_TUI_THEMES": bench.themes, **(environment or {})}
        argv = [bench.binary, "--model", bench.model, "--workspace", f"{self.home}/work",
                "--system", "You are brief.", "--seed", "7", *options]
        # Within another program (tmux), where there is one.
        self.terminal = Terminal((wrap or (lambda argv: argv))(argv), environment, size)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.terminal.close()

    def give(self, task):
        self.terminal.type(task + "\r")

    def events(self, kind=None):
        """The session's journal so far."""
        for path in glob.glob(f"{self.home}/.local/state/agent-tui/sessions/*.jsonl"):
            with open(path, "rb") as file:
                for line in file:
                    if line.endswith(b"\n") and (kind is None or f'"event":"{kind}"'.encode() in line):
                        yield json.loads(line)

    def count(self, kind):
        return sum(1 for _ in self.events(kind))


class Threads:
    """The processor time of a process, by thread."""

    def __init__(self, process):
        self.process = process
        self.start()

    def start(self):
        self.began = time.perf_counter()
        self.before = self.look()

    def look(self):
        times = {}
        for path in glob.glob(f"/proc/{self.process}/task/*"):
            try:
                with open(f"{path}/comm") as comm, open(f"{path}/schedstat") as schedstat:
                    times[path] = (comm.read().strip(), int(schedstat.read().split()[0]))
            except OSError:
                continue  # It has ended meanwhile.
        return times

    def shares(self):
        """Percent of a core since `start`, by the thread's name without its number.

        The threads of OpenMP have the name of the one that began them: `decode`.
        """
        seconds = time.perf_counter() - self.began
        shares = {}
        for path, (name, nanoseconds) in self.look().items():
            name = re.sub(r"[ \d]+$", "", name)
            spent = nanoseconds - self.before.get(path, (name, 0))[1]
            shares[name] = shares.get(name, 0) + spent / 1e7 / seconds
        return shares

    def own(self):
        """Percent of a core that all but the model's computing took."""
        return sum(share for name, share in self.shares().items() if name not in ("decode", "load"))


def resident(process):
    """Bytes of memory that a process holds, without the pages of model files, which are the system's cache."""
    total, file = 0, ""
    with open(f"/proc/{process}/smaps") as maps:
        for line in maps:
            if re.match(r"[0-9a-f]+-[0-9a-f]+ ", line):
                file = line.rstrip("\n")
            elif line.startswith("Rss:") and not file.endswith(".gguf"):
                total += int(line.split()[1]) * 1024
    return total
