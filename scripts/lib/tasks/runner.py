"""How much real work gets done: each task of a list in a fresh folder under git, worked on by the program as it is, and
then looked at by the task's check. Nothing here knows a task by its name.

usage: runner.py PROGRAM MODEL FOLDER [--tasks FILE.py] [--only NAME,…] [--seeds N,…] [--limit SECONDS] [-- OPTION OF agent-tui…]

FOLDER keeps what was said (NAME-SEED.jsonl, its messages in .errors) and what was changed (.diff), and results.json.
"""

import argparse
import importlib.util
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import figures

CHECK_SECONDS = 60
# Time for the program to end the commands of its agents, which have sessions of their own.
GRACE_SECONDS = 10


def load(path):
    """The tasks of a list."""
    spec = importlib.util.spec_from_file_location("list_of_tasks", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.TASKS


def git(folder, *words):
    """Runs git there, and returns what it prints, in the same way whoever's machine it is."""
    settings = ["-c", "user.name=tasks", "-c", "user.email=tasks@localhost", "-c", "core.autocrlf=false",
                "-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null"]
    return subprocess.run(["git", "-C", folder, *settings, *words], check=True, stdout=subprocess.PIPE).stdout


def begin(task, folder):
    """Puts the task's files there, as one commit."""
    for name, text in task["files"].items():
        path = pathlib.Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "begin", "--allow-empty")


def solved(task, folder):
    """Whether the check accepts what lies there."""
    child = subprocess.Popen(["bash", "-c", task["check"]], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL, start_new_session=True, env=dict(os.environ, PYTHONDONTWRITEBYTECODE="1"))
    try:
        return child.wait(CHECK_SECONDS) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        end(child, signal.SIGKILL)
        child.wait()


def end(child, number):
    """Sends a signal to the child's session; it may be gone already."""
    try:
        os.killpg(child.pid, number)
    except (ProcessLookupError, PermissionError):
        pass


def work(command, folder, stem, limit):
    """Runs the program to its end, or to the limit. Returns its exit status, or `limit`."""
    with open(f"{stem}.jsonl", "wb") as said, open(f"{stem}.errors", "wb") as errors:
        child = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=errors, start_new_session=True)
        try:
            return str(child.wait(limit))
        except subprocess.TimeoutExpired:
            return "limit"
        finally:
            if child.poll() is None:
                end(child, signal.SIGTERM)
                try:
                    child.wait(GRACE_SECONDS)
                except subprocess.TimeoutExpired:
                    pass
            end(child, signal.SIGKILL)
            child.wait()


def run(task, seed, given):
    """One task with one seed."""
    folder = tempfile.mkdtemp(prefix="task-")
    try:
        begin(task, folder)
        stem = os.path.join(given.folder, f"{task['name']}-{seed}")
        command = [given.program, "run", "--model", given.model, "--agents", "1", "--permission-mode", "auto",
                   "--seed", seed, "--format", "jsonl", *given.options, "--task", task["ask"]]
        begun = time.monotonic()
        status = work(command, folder, stem, given.limit)
        seconds = time.monotonic() - begun
        # An agent may have left anything, and even no repository: what it did is not ours to fail by.
        difference = subprocess.run("git add -AN && git diff", shell=True, cwd=folder, capture_output=True)
        pathlib.Path(f"{stem}.diff").write_bytes(difference.stdout)
        row = dict(task=task["name"], seed=seed, solved=solved(task, folder), status=status, seconds=round(seconds, 1))
        row.update(figures.figures(pathlib.Path(f"{stem}.jsonl").read_text(errors="replace")))
        return row
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def shown(row):
    """The row of a run in the table."""
    word = "-" if row["first_word_ms"] is None else f"{row['first_word_ms'] / 1000:.1f}"
    ending = "limit" if row["status"] == "limit" else row["end"]
    note = "  the answer is a call or markup" if row["answers_with_call"] else ""
    return (f"{'solved' if row['solved'] else '-':<7} {row['task']:<20} {row['seed']:>5} {ending:<15} {row['generations']:>11} "
            f"{row['calls']:>5} {row['prompt_tokens'] - row['reused_tokens']:>7} {row['generated_tokens']:>8} {word:>10} "
            f"{row['seconds']:>7.1f}{note}")


HEADING = (f"{'':<7} {'task':<20} {'seed':>5} {'end':<15} {'generations':>11} {'calls':>5} {'read':>7} {'written':>8} "
           f"{'first word':>10} {'seconds':>7}")


def summed(rows):
    """The sums of some runs, and their means."""
    words = [row["first_word_ms"] for row in rows if row["first_word_ms"] is not None]
    return dict(
        runs=len(rows), solved=sum(row["solved"] for row in rows),
        answers_with_call=sum(row["answers_with_call"] for row in rows),
        cut_by_max_tokens=sum(row["end"] == "max_tokens" for row in rows),
        failed=sum(row["end"] in ("failed", "none") and row["status"] != "limit" for row in rows),
        over_the_limit=sum(row["status"] == "limit" for row in rows),
        generations=sum(row["generations"] for row in rows),
        generated_tokens=sum(row["generated_tokens"] for row in rows),
        seconds=round(sum(row["seconds"] for row in rows), 1),
        first_word_mean_ms=round(sum(words) / len(words)) if words else None)


def summary(name, rows):
    """A sum as a line."""
    sums = summed(rows)
    word = "-" if sums["first_word_mean_ms"] is None else f"{sums['first_word_mean_ms'] / 1000:.1f} s"
    return (f"{name}: {sums['solved']} of {sums['runs']} solved; {sums['answers_with_call']} with a call or markup as the answer, "
            f"{sums['cut_by_max_tokens']} cut by the token limit, {sums['failed']} failed, {sums['over_the_limit']} over the time limit; "
            f"{sums['generations']} generations, {sums['generated_tokens']} tokens written, {sums['seconds'] / max(1, sums['runs']):.1f} s a task, "
            f"first word after {word}")


def arguments():
    parser = argparse.ArgumentParser(usage=__doc__, allow_abbrev=False)
    parser.add_argument("program")
    parser.add_argument("model")
    parser.add_argument("folder")
    parser.add_argument("--tasks", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "tasks.py"))
    parser.add_argument("--only", default="")
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--limit", type=float, default=300)
    words = sys.argv[1:]
    cut = words.index("--") if "--" in words else len(words)
    given = parser.parse_args(words[:cut])
    given.options = words[cut + 1:]
    given.only = [name for name in given.only.split(",") if name]
    given.seeds = [seed for seed in given.seeds.split(",") if seed]
    return given


def chosen(tasks, only):
    """The tasks of these names, all where none is named."""
    names = [task["name"] for task in tasks]
    for name in only:
        if name not in names:
            sys.exit(f"error: there is no task '{name}'; there are {', '.join(names)}")
    return [task for task in tasks if not only or task["name"] in only]


def main():
    given = arguments()
    tasks = chosen(load(given.tasks), given.only)
    os.makedirs(given.folder, exist_ok=True)
    rows = []
    print(HEADING, flush=True)
    try:
        for seed in given.seeds:
            for task in tasks:
                rows.append(run(task, seed, given))
                print(shown(rows[-1]), flush=True)
    except KeyboardInterrupt:
        print("interrupted; of what was run:")
    by_seed = {seed: [row for row in rows if row["seed"] == seed] for seed in given.seeds}
    sums = {seed: summed(of) for seed, of in by_seed.items() if of}
    result = dict(model=given.model, tasks=given.tasks, limit_s=given.limit, options=given.options, seeds=sums, runs=rows)
    pathlib.Path(given.folder, "results.json").write_text(json.dumps(result, indent=1))
    print()
    for seed in sums:
        print(summary(f"seed {seed}", by_seed[seed]))
    if len(sums) > 1:
        print(summary("all seeds", rows))
        print(f"solved, mean of {len(sums)} seeds: {sum(s['solved'] for s in sums.values()) / len(sums):.1f}")
    print(f"what each agent said and changed is in {given.folder}")
    sys.exit(130 if len(rows) < len(tasks) * len(given.seeds) else 0)


if __name__ == "__main__":
    main()
