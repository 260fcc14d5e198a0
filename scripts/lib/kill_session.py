"""Kills sessions at random moments, and counts what is lost. Called by scripts/kill-session."""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

TASKS = [
    "Write a long story about a whale.",
    "List the files here with the command: ls",
    "Read the file notes.txt and say what is in it.",
    "Write the file song.txt with a song of three lines.",
    "Tell a story about a tree.",
    "Count from one to forty in words.",
]


def command(program, model, *more):
    return [
        program, "run", "--model", model, "--threads", "1", "--context", "1024", "--format", "jsonl",
        "--permission-mode", "auto", "--temperature", "1", *more,
    ]


def environment(folder):
    return {**os.environ, "HOME": folder, "XDG_STATE_HOME": f"{folder}/state", "XDG_CONFIG_HOME": f"{folder}/config"}


def lines(path):
    """The whole lines of a file, as bytes."""
    with open(path, "rb") as file:
        return file.read().split(b"\n")[:-1]


def kill(program, model, folder, seconds):
    """Runs a session and kills it that many seconds after its first line. What it had written, and how it ended."""
    os.makedirs(f"{folder}/work")
    with open(f"{folder}/work/notes.txt", "w") as file:
        file.write("one\ntwo\n")
    tasks = [word for task in TASKS for word in ("--task", task)]
    with open(f"{folder}/output", "wb") as output, open(f"{folder}/errors", "wb") as errors:
        process = subprocess.Popen(
            command(program, model, "--agents", "4", "--max-tokens", "120", "--max-iterations", "3", *tasks),
            cwd=f"{folder}/work", env=environment(folder), stdin=subprocess.DEVNULL, stdout=output, stderr=errors,
        )
        end = time.monotonic() + 120
        while os.path.getsize(f"{folder}/output") == 0 and process.poll() is None and time.monotonic() < end:
            time.sleep(0.005)
        time.sleep(seconds)
        process.kill()
        process.wait()
    return lines(f"{folder}/output")


def journal(folder):
    sessions = f"{folder}/state/agent-tui/sessions"
    names = [name for name in os.listdir(sessions) if name.endswith(".jsonl")]
    return f"{sessions}/{names[0]}"


def resume(program, model, folder):
    """Goes on with the session. A sentence if that does not work."""
    session = os.path.basename(journal(folder))[: -len(".jsonl")]
    seen = [json.loads(line) for line in lines(journal(folder)) if line.startswith(b'{"seq"')]
    begun = {event["run"] for event in seen if event["event"] == "run.started"}
    ended = {event["run"] for event in seen if event["event"] == "run.finished"}
    done = subprocess.run(
        command(program, model, "--resume", session, "--max-tokens", "4", "--max-iterations", "1", "--task", "Say yes."),
        cwd=f"{folder}/work", env=environment(folder), stdin=subprocess.DEVNULL, capture_output=True, timeout=300,
    )
    if done.returncode != 0:
        return f"status {done.returncode}: {done.stderr.decode(errors='replace').strip()}"
    events = [json.loads(line) for line in done.stdout.splitlines()]
    interrupted = {event["run"] for event in events if (event.get("error") or "").startswith("interrupted")}
    if interrupted != begun - ended:
        return f"runs that were on: {sorted(begun - ended)}; told as interrupted: {sorted(interrupted)}"
    numbers = [json.loads(line)["seq"] for line in lines(journal(folder)) if line.startswith(b'{"seq"') and line.endswith(b"}")]
    if numbers != list(range(1, len(numbers) + 1)):
        return "the journal's numbers have a gap"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("model")
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    numbers = random.Random(options.seed)
    missing = stuck = shown = 0
    for turn in range(1, options.times + 1):
        folder = tempfile.mkdtemp(prefix="kill-session-")
        seconds = numbers.uniform(0, 6)
        output = kill(options.program, options.model, folder, seconds)
        kept = set(lines(journal(folder))) if output else set()
        lost = [line for line in output if line not in kept]
        problem = resume(options.program, options.model, folder) if output else None
        shown += len(output)
        missing += len(lost)
        stuck += problem is not None
        if lost:
            print(f"{turn}: {len(lost)} of {len(output)} events are not in the journal; {folder}", flush=True)
        if problem:
            print(f"{turn}: the session is not gone on with: {problem}; {folder}", flush=True)
        if not (options.keep and (lost or problem)):
            shutil.rmtree(folder)
        if turn % 10 == 0:
            print(f"{turn} kills, {shown} events written, {missing} not in the journal, {stuck} sessions not gone on with", flush=True)
    print(f"kills: {options.times}; events written: {shown}; not in the journal: {missing}; sessions not gone on with: {stuck}")
    return 1 if missing or stuck else 0


if __name__ == "__main__":
    sys.exit(main())
