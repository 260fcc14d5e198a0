#!/usr/bin/env python3
"""Writes Sources/TerminalUI/Text/WidthTable.swift: which Unicode scalars take no column or two in a terminal.

East Asian Wide and Fullwidth take two; combining marks, format characters and the vowels and finals of
conjoining Hangul take none; everything else takes one ("ambiguous" too). The data come from the Python package
wcwidth (pip install wcwidth), which derives them from the Unicode Character Database.
"""

import pathlib
import sys

try:
    import wcwidth
except ImportError:
    sys.exit("generate-width-table.py: the Python package wcwidth is missing: pip install wcwidth")

LAST = 0x10FFFF


def ranges(width):
    """The runs of scalars of this width, as (first, last)."""
    found, first = [], None
    for code in range(0x300, LAST + 2):
        inside = code <= LAST and wcwidth.wcwidth(chr(code)) == width
        if inside and first is None:
            first = code
        elif not inside and first is not None:
            found.append((first, code - 1))
            first = None
    return found


def swift(name, comment, table):
    items = [f"0x{a:X}, 0x{b:X}" for a, b in table]
    lines, line = [], "   "
    for item in items:
        if len(line) + len(item) + 2 > 116:
            lines.append(line)
            line = "   "
        line += f" {item},"
    lines.append(line)
    return f"  /// {comment}\n  static let {name}: [UInt32] = [\n" + "\n".join(lines) + "\n  ]\n"


version = wcwidth.list_versions()[-1]
root = pathlib.Path(__file__).resolve().parent.parent
target = root / "Sources" / "TerminalUI" / "Text" / "WidthTable.swift"
target.write_text(
    f"// Written by scripts/generate-width-table.py from Unicode {version}. Not to be edited by hand.\n\n"
    "/// The scalars that do not take exactly one column, as sorted pairs of first and last.\n"
    "enum WidthTable {\n"
    f"  /// The version of the Unicode Character Database behind the tables.\n"
    f'  static let unicodeVersion = "{version}"\n\n'
    + swift("zero", "No column: combining marks, format characters, vowels and finals of conjoining Hangul.", ranges(0))
    + "\n"
    + swift("wide", "Two columns: East Asian Wide and Fullwidth, emoji presentation.", ranges(2))
    + "}\n"
)
print(f"wrote {target.relative_to(root)} (Unicode {version})")
