"""How findings are laid out: under their heads, in three columns; only the words are broken where a line is full."""

import shutil
import sys
from collections.abc import Sequence
from itertools import groupby
from textwrap import wrap
from typing import Final

import typer

from kring_shared.runtime.cli.doctor.finding import Finding, State, count
from kring_shared.runtime.cli.printing import json_line

SHOWN: Final = {State.RIGHT: "right", State.MIND: "mind", State.WRONG: "wrong", State.NOT_LOOKED_AT: "-"}
WRONG: Final = f"  {State.WRONG}  "
LONGEST_NAME: Final = 22
WIDEST: Final = 120
"""Longer lines are hard to read, however wide the window is."""


def show(found: Sequence[tuple[str, Finding]], *, as_json: bool) -> None:
    """Print what was found: for a program one object a line, else a sheet; unbroken lines where nobody watches."""
    if as_json:
        for part, one in found:
            json_line(one.as_object(part))
        return
    width = min(shutil.get_terminal_size().columns, WIDEST) if sys.stdout.isatty() else 0
    for line in sheet(found, width):
        typer.echo(line.replace(WRONG, typer.style(WRONG, bold=True), 1) if width and line.startswith(WRONG) else line)


def sheet(found: Sequence[tuple[str, Finding]], width: int) -> list[str]:
    """Lay it out for lines of a width; 0 breaks none."""
    names = min(max((len(one.about) for _, one in found), default=0), LONGEST_NAME)
    lines: list[str] = []
    for part, of_part in groupby(found, key=lambda each: each[0]):
        lines += [part]
        for _, one in of_part:
            lines += _laid(one, names, width)
    return [*lines, "", summary([one for _, one in found])]


def summary(found: Sequence[Finding]) -> str:
    """Say in one line what it comes to."""
    bad, minded, unseen = (
        sum(one.state is state for one in found) for state in (State.WRONG, State.MIND, State.NOT_LOOKED_AT)
    )
    said = ["Nothing is wrong" if not bad else count(bad, "thing is wrong", "things are wrong")]
    said += [f"{minded} to mind"] if minded else []
    said += [f"{unseen} not looked at"] if unseen else []
    return f"{'; '.join(said)}."


def _laid(one: Finding, names: int, width: int) -> list[str]:
    before = f"  {SHOWN[one.state]:<5}  {one.about:<{names}}  "
    words = f"{one.words}{'; ' if ': ' in one.words else ': '}{one.do}" if one.do else one.words
    if not width:
        return [before + words]
    indent = 11 + names
    first = [] if len(one.about) <= names else [before.rstrip()]
    broken = wrap(words, width - indent, break_long_words=False, break_on_hyphens=False) or [""]
    start = " " * indent if first else before
    return [*first, start + broken[0], *(" " * indent + line for line in broken[1:])]
