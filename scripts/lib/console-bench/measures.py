"""The measurements, one function each: what they return goes into the JSON as it is."""

import os
import subprocess
import sys
import tempfile
import time

from console import Console, LETTERS, Threads, percentile, resident, type_letters
from terminal import Gone, Terminal

STORY = "Tell a very long story about a terminal."


def figures(times):
    return {"p50_ms": percentile(times, 0.5), "p90_ms": percentile(times, 0.9), "p99_ms": percentile(times, 0.99),
            "max_ms": max(times), "keys": len(times)}


class Tmux:
    """A server of its own, ended at the end. `wrap` makes a program one that runs in its only window."""

    def __init__(self):
        self.name = f"console-bench-{os.getpid()}-{time.monotonic_ns()}"
        self.settings = tempfile.NamedTemporaryFile("w", suffix=".conf")
        self.settings.write("set -g status off\nset -g default-terminal tmux-256color\nset -g escape-time 0\n")
        self.settings.flush()

    def command(self, *words):
        return ["tmux", "-L", self.name, "-f", self.settings.name, *words]

    def run(self, *words):
        return subprocess.run(self.command(*words), check=True, capture_output=True).stdout

    def wrap(self, argv):
        return ["/usr/bin/env", *self.command("-u", "new-session", *argv)]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run(self.command("kill-server"), capture_output=True)


def streaming(console, agents):
    """Gives every agent a story and more of them after it; returns once all of them decode."""
    for _ in range(6):
        console.give(f"@all {STORY}")
    hold_slots(console, agents)
    console.terminal.drain(5)  # until the last prompt is computed


def hold_slots(console, agents):
    """Waits until so many agents hold a slot."""
    while console.count("slot.acquired") < agents:
        console.terminal.drain(0.1)


def fleet(agents, *more):
    return ["--agents", str(agents), "--tools", "none", "--context", "2048", "--max-tokens", "1200",
            "--temperature", "1.2", *more]


def others():
    """Programs to compare with: names and what is started."""
    programs = {"bash": ["/bin/bash", "--norc", "--noprofile"]}
    nano = "/usr/bin/nano"
    if os.path.exists(nano):
        programs["nano"] = [nano, "--ignorercfiles"]
    return programs


def plain_environment(bench):
    return {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": "/nonexistent",
            "PS1": "$ "}


def keys_of_others(bench, count):
    """Other programs in a terminal and in the same tmux, as they are typed into."""
    found = {}
    for name, argv in others().items():
        for place in ("terminal", "tmux"):
            with Tmux() as tmux:
                terminal = Terminal(argv if place == "terminal" else tmux.wrap(argv), plain_environment(bench))
                try:
                    terminal.drain(1)
                    found[f"{name} in {place}"] = figures(type_letters(terminal, count))
                finally:
                    terminal.close()
    return found


def keys(bench, count=200):
    """Key to screen, idle and while eight agents decode, in a terminal and in tmux."""
    found = {"idle": {}, "busy": {}, "others_idle": keys_of_others(bench, count), "others_busy": {}}
    for place in ("terminal", "tmux"):
        with Tmux() as tmux:
            wrap = tmux.wrap if place == "tmux" else None
            with Console(bench, fleet(8), wrap=wrap) as console:
                console.terminal.wait("0/8")
                console.terminal.drain(2)
                found["idle"][place] = figures(type_letters(console.terminal, count))
                streaming(console, 8)
                found["busy"][place] = figures(type_letters(console.terminal, count))
                found["busy"][place]["slots_held_then"] = (
                    console.count("slot.acquired") - console.count("slot.released"))
                if place == "terminal":
                    found["others_busy"] = beside(console, bench, count // 2)
    return found


def beside(console, bench, count):
    """A shell typed into while the console's agents decode: what this machine does to any program then."""
    terminal = Terminal(others()["bash"], plain_environment(bench))
    try:
        terminal.drain(0.5)
        times = []
        for letter in (LETTERS * (count // len(LETTERS) + 1))[:count]:
            console.terminal.drain(0.04)
            times.append(terminal.type_and_wait(letter, letter))
        return {"bash in terminal": figures(times)}
    finally:
        terminal.close()


def processor_idle(bench, seconds=60):
    """Percent of a core, nothing running."""
    with Console(bench, fleet(8)) as console:
        console.terminal.wait("0/8")
        console.terminal.drain(8)  # until the sentences of the start are over
        threads = Threads(console.terminal.process)
        received = console.terminal.received
        console.terminal.drain(seconds)
        return {"percent": sum(threads.shares().values()), "seconds": seconds,
                "bytes": console.terminal.received - received}


def stream(bench, agents=8, tokens=250):
    """Processor and bytes while agents stream, from their first token to the last one's end."""
    options = fleet(agents)
    options[options.index("--max-tokens") + 1] = str(tokens)
    with Console(bench, options) as console:
        console.terminal.wait(f"0/{agents}")
        console.terminal.drain(2)
        console.give(f"@all {STORY}")
        hold_slots(console, agents)
        threads = Threads(console.terminal.process)
        received = console.terminal.received
        while console.count("run.finished") < agents:
            console.terminal.drain(0.5)
        seconds = time.perf_counter() - threads.began
        generated = sum(event["generated_tokens"] for event in console.events("usage"))
        return {"agents": agents, "tokens": generated, "tokens_per_s": generated / seconds, "seconds": seconds,
                "percent": threads.own(), "percent_at_200": threads.own() * 200 * seconds / generated,
                "bytes_per_token": (console.terminal.received - received) / generated, "threads": threads.shares()}


def start(bench, times=20):
    """Milliseconds from the start of the process to the first frame, and to a key's echo that was pressed at that moment."""
    frames, echoes = [], []
    for _ in range(times):
        with Console(bench, fleet(4)) as console:
            frame = console.terminal.wait("type a task")
            frames.append((frame - console.terminal.started) * 1000)
            echoes.append(console.terminal.type_and_wait(LETTERS[0], LETTERS[0]))
    return {"first_frame_ms": percentile(frames, 0.5), "first_frame_max_ms": max(frames),
            "first_key_ms": percentile(echoes, 0.5), "first_key_max_ms": max(echoes), "starts": times}


def memory(bench):
    """Bytes beyond those of the smallest program with the same model and context."""
    with Console(bench, fleet(4)) as console:
        console.terminal.wait("0/4")
        console.terminal.drain(3)
        ours = resident(console.terminal.process)
    # The shape that the console gives its context: see ContextPlan and LlamaContext.
    cells, sequences, batch = 4 * 2048, 8, 2048
    bare = subprocess.Popen([bench.bare, bench.model, str(cells), str(sequences), str(batch), str(bench.threads)],
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        if bare.stdout.readline() != b"ready\n":
            sys.exit("the bare program to compare the memory with has failed")
        least = resident(bare.pid)
    finally:
        bare.communicate(b"\n")
    return {"console_mb": ours / 1e6, "bare_mb": least / 1e6, "own_mb": (ours - least) / 1e6}


def flood(bench, agents=64, rate=1000, seconds=60):
    """Every agent runs a command that prints; nothing of it may be missing in the journal, nor memory grow with it."""
    folder = tempfile.mkdtemp(prefix="console-bench-flood-")
    script = f"{folder}/flood.sh"
    with open(script, "w") as file:
        file.write(f"exec {sys.executable} {bench.folder}/flood.py {folder} {rate} {seconds}\n")
    options = ["--agents", str(agents), "--tools", "bash", "--tool-choice", "bash", "--permission-mode", "auto",
               "--max-iterations", "1", "--max-tokens", "48", "--temperature", "0", "--context", "1024"]
    with Console(bench, options, environment={"BASH_ENV": script}) as console:
        console.terminal.wait(f"0/{agents}", 120)
        console.give("@all Run this command with a timeout of 600 seconds: ls")
        while len([name for name in os.listdir(folder) if name.endswith(".waits")]) < agents:
            console.terminal.drain(0.5)
            if console.count("run.finished") > 0:
                raise Gone("an agent has ended without its command: " + str(list(console.events("run.finished"))[:1]))
        process = console.terminal.process
        before, most = resident(process), 0
        threads = Threads(process)
        open(f"{folder}/go", "w").close()
        times = []
        while time.perf_counter() - threads.began < seconds:
            times += type_letters(console.terminal, 29)
            most = max(most, resident(process))
        shares = threads.shares()
        while console.count("run.finished") < agents:
            console.terminal.drain(1)
        after = resident(process)
        # The model may have given its call a deadline of less than a minute: what such a call printed before its end must
        # be there without a gap, of all others every line.
        ended_well = {(event["agent"], event["call"]): event["ok"] for event in console.events("tool.finished")}
        lost, whole, cut = 0, 0, 0
        for call, text in outputs(console).items():
            number = text.split(" ")[0]
            expected = "".join(f"{number} {n:06d} of a flood\n" for n in range(1, rate * seconds + 1))
            if text == expected:
                whole += 1
            elif not ended_well.get(call) and expected.startswith(text):
                cut += 1
            else:
                lost += 1
        return {"agents": agents, "lines_per_s": rate, "seconds": seconds, "calls_whole": whole, "calls_cut_by_deadline": cut,
                "calls_with_a_gap": lost, "memory_before_mb": before / 1e6, "memory_most_mb": most / 1e6,
                "memory_after_mb": after / 1e6, "keys": figures(times), "threads": shares}


def commands(bench):
    """What it costs to follow what a command changes: the time of a command that does nothing, as the journal has it."""
    return {"none": followed(bench, 0), "many": followed(bench, 10_000)}


def followed(bench, files, times=15):
    script = f"{tempfile.mkdtemp(prefix='console-bench-commands-')}/nothing.sh"
    with open(script, "w") as file:
        file.write("exec true\n")
    options = ["--agents", "1", "--tools", "bash", "--tool-choice", "bash", "--permission-mode", "auto",
               "--max-iterations", "1", "--max-tokens", "48", "--temperature", "0", "--context", "2048"]
    with Console(bench, options, environment={"BASH_ENV": script}) as console:
        os.mkdir(f"{console.home}/work/.git")
        for number in range(files):
            folder = f"{console.home}/work/{number % 20}/{number % 200}"
            os.makedirs(folder, exist_ok=True)
            with open(f"{folder}/{number}.txt", "w") as file:
                file.write(f"line of file {number}\n" * (number % 400))  # 4.5 kB on average
        time.sleep(3)  # The times of files are coarse; what was just written is read twice.
        console.terminal.wait("0/1", 120)
        before = resident(console.terminal.process)
        for number in range(times):
            console.give("List the files here with the command: ls")
            while console.count("run.finished") <= number:
                console.terminal.drain(0.2)
        # The model may have written a second call that was none.
        begun = {event["call"] for event in console.events("tool.started")}
        took = [event["ms"] for event in console.events("tool.finished") if event["call"] in begun]
        return {"files": files, "ms": took, "first_ms": took[0], "p50_ms": percentile(took[1:], 0.5),
                "memory_mb": (resident(console.terminal.process) - before) / 1e6}


def outputs(console):
    """What each call printed, as the journal has it."""
    texts = {}
    for event in console.events("tool.output"):
        texts.setdefault((event["agent"], event["call"]), []).append(event["text"])
    return {call: "".join(parts) for call, parts in texts.items()}
