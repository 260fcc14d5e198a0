"""Finds out which room of a module uses which other, and fails where they form a cycle.

A room is the first folder below a module. The compiler knows modules only, so this reads the sources: a room uses another
one when it names a type or a function that only the other declares, or a member that only the other adds to somebody's
type (by a name that nothing else has, or after a variable that is called as the type is: `state.NAME` of a ConsoleState).
A name that is declared in two rooms tells nothing and is passed over: what is reported is so, what is not reported may
still be.

usage: rooms.py [--list] [--apart=ROOM,ROOM]… MODULE_FOLDER…
--apart: two rooms that must not use each other, though that were no circle.
"""

import collections
import pathlib
import re
import sys

MODIFIERS = r"(?:(?:@\w+(?:\([^)]*\))?|public|package|internal|final|indirect|nonisolated|static|mutating|lazy)\s+)*"
TYPE = re.compile(rf"^([ \t]*){MODIFIERS}(?:struct|class|enum|protocol|actor|typealias)\s+(\w+)", re.M)
FUNCTION = re.compile(rf"^{MODIFIERS}func\s+(\w+)", re.M)
EXTENSION = re.compile(rf"^{MODIFIERS}extension\s+([\w.]+)[^{{]*\{{(.*?)^\}}", re.M | re.S)
BODY = re.compile(rf"^{MODIFIERS}(?:struct|class|enum|actor)\s+(\w+)[^{{]*\{{(.*?)^\}}", re.M | re.S)
MEMBER = re.compile(rf"^  {MODIFIERS}(?:func|var|let)\s+(\w+)", re.M)
# Every place where a name may come from somewhere else than from the member meant: locals, parameters, labels, cases.
DECLARED = re.compile(r"(?:\b(?:func|var|let|case|for|in)\s+(\w+)|\b(\w+)\s*:|\b(\w+)\s*,\s*\w+\s+in\b)")


def code(text):
    """The text without comments and without what string literals say; what is interpolated into them stays."""

    def interpolated(match):
        return " ".join(re.findall(r"\\\(([^\n]*?)\)", match.group(0))) + "\n" * match.group(0).count("\n")

    text = re.sub(r"/\*.*?\*/", lambda match: "\n" * match.group(0).count("\n"), text, flags=re.S)
    text = re.sub(r"(?<!:)//[^\n]*", "", text)
    return re.sub(r'"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"', interpolated, text)


def read(module):
    """The rooms of a module: name → path → code. Files beside the folders are a room of their own."""
    rooms = collections.defaultdict(dict)
    for path in sorted(module.rglob("*.swift")):
        parts = path.relative_to(module).parts
        rooms[parts[0] if len(parts) > 1 else "(beside the folders)"][path] = code(path.read_text(encoding="utf-8"))
    return rooms


def owned(rooms):
    """Names that one room alone declares → that room."""
    owners = collections.defaultdict(set)
    types = collections.defaultdict(set)
    for room, files in rooms.items():
        for text in files.values():
            for indent, name in TYPE.findall(text):
                if not indent:
                    owners[name].add(room)
                    types[name].add(room)
            for name in FUNCTION.findall(text):
                owners[name].add(room)
    # Members that a room adds to a type of another one, by names that nothing else in the module has.
    added, declared = collections.defaultdict(set), collections.Counter()
    for room, files in rooms.items():
        for text in files.values():
            declared.update(name for groups in DECLARED.findall(text) for name in groups if name)
            for extended, body in EXTENSION.findall(text):
                if types.get(extended.split(".")[-1], {room}) != {room}:
                    for name in MEMBER.findall(body):
                        added[name].add(room)
    for name, places in added.items():
        if declared[name] == 1:
            owners[name] |= places
    return {name: next(iter(places)) for name, places in owners.items() if len(places) == 1}


def members(rooms):
    """(variable, member) → the one room that adds this member to the type of another room that such a variable has."""
    homes, places = {}, collections.defaultdict(set)
    for room, files in rooms.items():
        for text in files.values():
            bodies = BODY.findall(text)
            homes.update((name, room) for name, _ in bodies)
            for name, body in EXTENSION.findall(text) + bodies:
                for member in MEMBER.findall(body):
                    places[name, member].add(room)
    return {
        (re.findall(r"[A-Z][a-z]*", name)[-1].lower(), member): next(iter(found))
        for (name, member), found in places.items()
        if name in homes and len(found) == 1 and homes[name] not in found
    }


def uses(rooms):
    """room → other room → where: (name, path, line), the first use of each name in each file."""
    owners, added = owned(rooms), members(rooms)
    found = collections.defaultdict(lambda: collections.defaultdict(list))
    for room, files in rooms.items():
        nested = {name for text in files.values() for indent, name in TYPE.findall(text) if indent}
        for path, text in files.items():
            seen = set()
            for match in re.finditer(r"\w+", text):
                name = match.group(0)
                owner = owners.get(name)
                if owner in (None, room) or name in nested or name in seen:
                    continue
                # `Outer.Name` is another type than `Name`; a member is named after a dot.
                if name[0].isupper() and text[match.start() - 1 : match.start()] == ".":
                    continue
                seen.add(name)
                found[room][owner].append((name, path, text.count("\n", 0, match.start()) + 1))
            for match in re.finditer(r"(?<![\w.])([a-z]+)\.(\w+)", text):
                owner, name = added.get(match.groups()), match.group(2)
                if owner not in (None, room) and name not in seen:
                    seen.add(name)
                    found[room][owner].append((name, path, text.count("\n", 0, match.start()) + 1))
    return found


def cycle(graph):
    """The rooms of a cycle, in order; empty where there is none."""
    state, trail = {}, []

    def visit(room):
        state[room] = "open"
        trail.append(room)
        for other in sorted(graph.get(room, {})):
            if state.get(other) == "open":
                return trail[trail.index(other) :]
            if other not in state and (round_trip := visit(other)):
                return round_trip
        state[room] = "done"
        trail.pop()
        return []

    for room in sorted(graph):
        if room not in state and (found := visit(room)):
            return found
    return []


def together(graph, apart):
    """Of rooms that are to stay apart those that use each other: pairs of who uses and who is used."""
    pairs = [tuple(option.split(",")) for option in apart]
    return [(a, b) for pair in pairs for a, b in (pair, pair[::-1]) if graph[a].get(b)]


def main(arguments):
    options = [argument for argument in arguments if argument.startswith("--")]
    apart = [option.removeprefix("--apart=") for option in options if option.startswith("--apart=")]
    bad = False
    for folder in (pathlib.Path(argument) for argument in arguments if argument not in options):
        graph = uses(read(folder))
        if "--list" in options:
            for room in sorted(graph):
                print(f"{folder.name}: {room} uses {', '.join(sorted(graph[room]))}")
        around = cycle(graph)
        if around:
            print(f"{folder}: the rooms {', '.join(around)} use each other in a circle", file=sys.stderr)
        wrong = list(zip(around, around[1:] + around[:1])) + together(graph, apart)
        for room, other in wrong:
            for name, path, line in graph[room][other][:5]:
                print(f"{path}:{line}: {room} uses {name} of {other}", file=sys.stderr)
        bad = bad or bool(wrong)
    return int(bad)


sys.exit(main(sys.argv[1:]))
