"""The parts of the page about figures that are made from code."""

from collections.abc import Sequence
from typing import Final

from kring_registry.domain.figures.definitions import DEFINITIONS, Definition, Kind
from kring_registry.domain.figures.suppression import WITHIN

HEADS: Final = ("figure", "key", "what is counted", "read as", "others may see it", "after")
READ_AS: Final = {
    Kind.COUNT: "a number",
    Kind.SHARE: "a share",
    Kind.MEAN: "a mean",
    Kind.MEDIAN: "a median",
    Kind.SHORTEST: "the fewest",
}
SAME: Final = {
    "ended-": (
        "How it ended",
        "`ended-…`",
        "Requests that ended in this way, of those that ended; one for each of the five ways.",
    ),
    "stopped-because-": (
        "Why it stopped",
        "`stopped-because-…`",
        "Requests that stopped for this code, of those that stopped; one for each code.",
    ),
    "score-": (
        "Scores",
        "`score-…`",
        "Marks from 1 to 10 for the meeting, the plan or the coordinator, of the answers of one group of people.",
    ),
}
"""Figures that are alike stand in one line."""


def figure_tables() -> dict[str, tuple[Sequence[str], Sequence[tuple[str, ...]]]]:
    """Give the tables by name, as heads and rows."""
    return {
        "figure-definitions": (HEADS, definition_rows()),
        "figure-combinations": (("measure", "is a part of", "the rest must be"), combination_rows()),
    }


def definition_rows() -> list[tuple[str, ...]]:
    """Give each figure: title, key, what is counted, how it is read, whether it may leave, and whose word it is."""
    rows: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for definition in DEFINITIONS.values():
        alike = next((start for start in SAME if definition.key.startswith(start)), "")
        if alike in seen:
            continue
        if alike:
            seen.add(alike)
        named = SAME.get(alike, (definition.title, f"`{definition.key}`", definition.counted))
        rows.append((*named, _read_as(definition), "yes" if definition.outward else "no", definition.source))
    return rows


def combination_rows() -> list[tuple[str, str, str]]:
    """Give what is a part of what, so that a reader can reckon the rest, and whether that may be nobody at all."""
    return [
        (
            f"`{measure}`",
            f"`{parent.rstrip('*')}`",
            "at least ten, or nobody" if parent.endswith("*") else "at least ten",
        )
        for measure, parents in WITHIN.items()
        for parent in parents
    ]


def _read_as(definition: Definition) -> str:
    unit = definition.unit if definition.kind in {Kind.MEAN, Kind.MEDIAN, Kind.SHORTEST} else ""
    return f"{READ_AS[definition.kind]}{f', {unit}' if unit else ''}"
