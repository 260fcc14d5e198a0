"""Collects commands that people have written: from the Makefiles, scripts and READMEs of this machine's packages.

What counts is a line that bash accepts by itself; lines that go on behind a backslash are one. Of Makefiles the recipes
are taken, with make's own variables as the words that they stand for. Prints a sample as JSON strings, a line each;
the same seed gives the same sample of the same files.
"""

import json
import os
import random
import re
import subprocess
import sys

FOLDERS = ["/usr/share", "/usr/lib", "/etc", "/opt", os.path.expanduser("~/.pyenv"), "/usr/local", "/usr/src"]
FENCE = re.compile(r"^\s*```\s*(sh|bash|shell|console|zsh)?\s*$")


def files():
    """Every Makefile, script and README, by kind."""
    for folder in FOLDERS:
        for path, _, names in os.walk(folder):
            for name in sorted(names):
                whole = os.path.join(path, name)
                if os.path.islink(whole) or not os.path.isfile(whole):
                    continue
                if name in ("Makefile", "GNUmakefile") or name.endswith(".mk"):
                    yield "make", whole
                elif name.endswith((".sh", ".bash")) or os.access(whole, os.X_OK) and "." not in name:
                    yield "script", whole
                elif name.upper().startswith("README"):
                    yield "readme", whole


def joined(text):
    """The lines of a text, those that go on joined."""
    return re.sub(r"\\\n\s*", " \\\n", text).replace(" \\\n", " ").split("\n")


def of_makefile(text):
    for line in joined(text):
        if not line.startswith("\t"):
            continue
        line = line.strip().lstrip("@-+ ")
        line = re.sub(r"\$[({](\w+)[)}]", lambda m: m[1].lower(), line)
        line = re.sub(r"\$([@<^?*%+])", "file", line).replace("$$", "$")
        # Functions of make are not the shell's.
        if "$(" not in line or "$(shell" not in line and not re.search(r"\$\(\w+[ :]", line):
            yield line


def of_script(text):
    if not re.match(r"#!.*\b(ba|da)?sh\b", text):
        return
    for line in joined(text):
        yield line.strip()


def of_readme(text):
    isFenced = False
    for line in joined(text):
        fence = FENCE.match(line)
        if line.strip().startswith("```"):
            isFenced = bool(fence and fence[1]) and not isFenced
            continue
        prompt = re.match(r"^\s*[$%] (\S.*)$", line)
        if prompt:
            yield prompt[1].strip()
        elif isFenced:
            yield line.strip()


READERS = {"make": of_makefile, "script": of_script, "readme": of_readme}


def collect():
    found = {"make": set(), "script": set(), "readme": set()}
    for kind, path in files():
        try:
            with open(path, errors="strict") as file:
                text = file.read(1 << 18)
        except (OSError, UnicodeDecodeError):
            continue
        if "\0" in text:
            continue
        for line in READERS[kind](text):
            if 3 < len(line) < 2000 and not line.startswith("#") and "\x1b" not in line:
                found[kind].add(line)
    return found


def is_whole(line):
    return subprocess.run(["bash", "-n", "-c", line], capture_output=True).returncode == 0


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    choice = random.Random(seed)
    found = collect()
    sample = []
    for kind, lines in sorted(found.items()):
        lines = sorted(lines)
        choice.shuffle(lines)
        taken = []
        for line in lines:
            if len(taken) == count // len(found):
                break
            if is_whole(line):
                taken.append((kind, line))
        sample += taken
    for kind, line in sample:
        print(json.dumps(line))
    counts = ", ".join(f"{len(lines)} of kind {kind}" for kind, lines in sorted(found.items()))
    print(f"{len(sample)} taken from {counts}", file=sys.stderr)


main()
