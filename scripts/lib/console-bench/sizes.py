"""Sizes at random while agents stream: nothing stale stays on the screen, and a task can be given at every size."""

import random
import re
import time

from console import Console
from measures import STORY, Tmux, fleet


def screen(tmux):
    """What tmux shows: its rows, each character with its look. Of a blank only what can be seen of it counts."""
    rows, look = [], {}
    for line in tmux.run("capture-pane", "-p", "-e").decode(errors="replace").split("\n"):
        row = []
        for sequence, character in re.findall("\x1b\\[([0-9;]*)m|(.)", line):
            if character:
                seen = look if character != " " else {key: look[key] for key in ("4", "7", "ground") if key in look}
                row.append((character, tuple(sorted(seen.items()))))
            else:
                take_look(look, sequence.split(";"))
        while row and row[-1] == (" ", ()):
            row.pop()
        rows.append(row)
    return rows


def take_look(look, words):
    """Applies an SGR sequence to a look: attributes by their number, colours as `ink` and `ground`."""
    while words:
        word = words.pop(0) or "0"
        if word == "0":
            look.clear()
        elif word in ("38", "48"):
            count = 4 if words[0] == "2" else 2
            look["ink" if word == "38" else "ground"], words = words[:count], words[count:]
        elif word in ("39", "49"):
            look.pop("ink" if word == "39" else "ground", None)
        elif len(word) == 1:
            look[word] = True
        elif word[0] == "2" and len(word) == 2:
            for number in ("1", "2") if word == "22" else (word[1],):
                look.pop(number, None)
        else:
            look["ink" if word[-2] in "39" and len(word) == 2 else "ground"] = word


def settled(tmux, seconds=30):
    """The screen once it has stood still: nothing runs, and the sentence in the hint line is over."""
    end = time.monotonic() + seconds
    before, since = None, time.monotonic()
    while time.monotonic() < end:
        now = screen(tmux)
        if now != before:
            before, since = now, time.monotonic()
        elif time.monotonic() - since > 1.2:
            return now
        time.sleep(0.1)
    return before


def text(rows):
    return ["".join(character for character, _ in row) for row in rows]


def random_size():
    """From 10x3 to 500x200, the small ones more often."""
    share = random.random() ** 3
    return 10 + int(490 * share), 3 + int(197 * random.random() ** 3)


def sizes(bench, rounds=20, each=50):
    random.seed(4)
    stale, lost, compared = [], 0, []
    with Tmux() as tmux:
        # Nobody is attached: the window has the size that it is given.
        wrap = lambda argv: ["/usr/bin/env", *tmux.command(
            "new-session", "-x", "120", "-y", "36", *argv, ";", "set", "-g", "window-size", "manual")]
        with Console(bench, fleet(4), wrap=wrap) as console:
            console.terminal.wait("0/4")
            resize = lambda size: tmux.run("resize-window", "-x", str(size[0]), "-y", str(size[1]))
            given = 0
            for number in range(rounds):
                console.give(f"@all {STORY}")
                given += 4
                while console.count("task.queued") < given:
                    console.terminal.drain(0.1)
                for _ in range(each):
                    resize(random_size())
                    console.terminal.drain(random.uniform(0, 0.03))
                size = [(20, 5), (10, 3), (500, 200), (50, 15), (80, 24), (19, 4)][number % 7 % 6] \
                    if number % 2 else random_size()
                resize(size)
                if size[0] >= 20 and size[1] >= 5:
                    # Typed and given at this size, while all of them stream.
                    console.give(f"@bob at {size[0]} by {size[1]}")
                    end = time.monotonic() + 10
                    given += 1
                    while console.count("task.queued") < given and time.monotonic() < end:
                        console.terminal.drain(0.1)
                    if console.count("task.queued") < given:
                        lost += 1
                        given -= 1
                # Stop all: out of the composer, S, back.
                console.terminal.type("\x1b")
                console.terminal.drain(0.2)
                console.terminal.type("Si")
                while console.count("run.finished") < console.count("run.started"):
                    console.terminal.drain(0.2)
                shown = settled(tmux)
                console.terminal.type("\x0c")
                console.terminal.drain(0.5)
                redrawn = settled(tmux)
                compared.append(f"{size[0]}x{size[1]}")
                if shown != redrawn:
                    stale.append({"size": size, "shown": text(shown), "redrawn": text(redrawn)})
            return {"resizes": rounds * (each + 1), "compared": compared, "stale": len(stale), "tasks_lost": lost,
                    "screens": stale}
