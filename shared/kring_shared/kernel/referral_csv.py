"""Reading referrals from CSV: a header with dotted names, comma or semicolon, and one referral a row.

`mainPerson.name` is the first main person's name and `mandate.kind` the first mandate's; `mainPersons.1.name` is the
second's, and so on. A list is written with `;` in its cell, which has to be quoted where `;` also divides cells.
Empty cells are absent. What a column's name does not explain is passed on and ignored later, as in JSON.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, get_args, get_origin

from kring_shared.contracts.referral import (
    ContactRules,
    Referral,
    ReferralAcceptor,
    ReferralConsent,
    ReferralMandate,
    ReferralPerson,
    ReferralRequester,
    ReferralWishes,
    Words,
)

MOST_LETTERS: Final = 64 * 1024
"""A row may run over several lines, when a cell is quoted; but not further than a referral may be large."""
MOST_LINES: Final = 200
FEWEST_COLUMNS: Final = 4
"""With fewer columns a line of ordinary text may well look like a row."""

_YES_NO: Final = dict.fromkeys(("true", "yes", "ja", "waar", "1"), True) | dict.fromkeys(
    ("false", "no", "nee", "onwaar", "0"), False
)
_FIRST: Final = {"mainPerson": ("mainPersons", "0"), "mandate": ("mandates", "0")}
_MANY: Final = ("mainPersons", "mandates")
_MODELS: Final = (
    Referral,
    ReferralRequester,
    ReferralPerson,
    ReferralWishes,
    ReferralConsent,
    ReferralMandate,
    ReferralAcceptor,
    ContactRules,
)
_NAMES: Final = {
    str(info.alias).lower(): str(info.alias) for model in _MODELS for info in model.model_fields.values()
} | {name.lower(): name for name in _FIRST}
"""Every name of a field, however a spreadsheet wrote its capitals."""
_MOST_PARTS: Final = 4
"""`mandates.0.acceptor.email` is the longest path there is."""


def _kinds(annotation: object) -> Iterator[object]:
    """Give what a field is made of: of `tuple[int, ...] | None` these are `tuple`, `int` and `NoneType`."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is None:
        yield annotation
        return
    yield origin
    for part in parts[:1] if origin is Annotated else parts:
        yield from _kinds(part)


def _fields_of(*kinds: type) -> frozenset[str]:
    """Name the fields that hold one of these, as a cell can write them: not a list of parts with names of their own."""
    return frozenset(
        str(info.alias)
        for model in _MODELS
        for info in model.model_fields.values()
        if not {*_kinds(info.annotation)}.isdisjoint(kinds) and {*_kinds(info.annotation)}.isdisjoint(_MODELS)
    )


FLAGS: Final = _fields_of(bool)
"""Fields that say yes or no, by the last part of their path."""
_LISTS: Final = _fields_of(tuple)
_NUMBERS: Final = _fields_of(int)
_PLACE: Final = re.compile(r"[0-9]{1,2}")
_WHOLE: Final = re.compile(r"[0-9]{1,9}")

NOT_UTF8: Final = Words(
    nl="De regel is geen UTF-8: bewaar het bestand als CSV UTF-8",
    en="The line is not UTF-8: save the file as CSV UTF-8",
)
TORN: Final = Words(
    nl="De aanhalingstekens in de regel kloppen niet", en="The quotation marks in the line do not match"
)
TOO_MANY: Final = Words(
    nl="De regel heeft meer cellen dan de kop: zet een lijst tussen aanhalingstekens",
    en="The line has more cells than the header: put a list between quotation marks",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on, from 1, and the `data` of its event, or the fault that made it unreadable."""

    line: int
    data: dict[str, Any] = field(default_factory=dict)
    fault: Words | None = None


def rows(content: bytes) -> Iterator[Row]:
    """Read a CSV, row by row after the header; never raises. Nothing but blank lines gives nothing."""
    lines = [line.removesuffix(b"\r").decode(errors="surrogateescape") for line in content.split(b"\n")]
    first = next((number for number, line in enumerate(lines) if line.strip()), len(lines) - 1)
    header = lines[first].encode(errors="surrogateescape").decode(errors="replace")
    divider = ";" if header.count(";") > header.count(",") else ","
    columns = [path_of(name) for name in _names(header, divider)]
    number = first + 1
    while number < len(lines):
        if lines[number].strip(f"{divider} \t"):
            row, used = _row(lines, number, columns, divider)
            yield row
            number += used
        else:
            number += 1


def _names(header: str, divider: str) -> list[str]:
    try:
        return next(csv.reader([header], delimiter=divider), [])
    except csv.Error:
        return header.split(divider)


def _row(lines: list[str], number: int, columns: list[tuple[str, ...]], divider: str) -> tuple[Row, int]:
    """Read one row, and tell over how many lines it ran.

    Where quotation marks do not match, only the first line is given up, so that the rows after it are still read.
    """
    cells, used = _cells(lines, number, divider)
    if cells is None or _swallows(lines[number + 1 : number + used], len(columns), divider):
        return Row(number + 1, fault=TORN), 1
    if any(cell.strip() for cell in cells[len(columns) :]):
        return Row(number + 1, fault=TOO_MANY), used
    try:
        "".join(cells).encode()
    except UnicodeEncodeError:
        return Row(number + 1, fault=NOT_UTF8), used
    return Row(number + 1, data_of(zip(columns, cells, strict=False))), used


def _cells(lines: list[str], number: int, divider: str) -> tuple[list[str] | None, int]:
    """Divide one row into cells, taking lines in until its quotation marks match."""
    taken: list[str] = []
    marks = letters = 0
    for line in lines[number : number + MOST_LINES]:
        taken.append(f"{line}\n")
        marks += line.count('"')
        letters += len(line)
        try:
            (cells,) = csv.reader(taken, delimiter=divider, strict=True)
        except (csv.Error, ValueError):
            if marks % 2 == 0 or letters > MOST_LETTERS:
                break
        else:
            return cells, len(taken)
    return None, 1


def _swallows(further: list[str], columns: int, divider: str) -> bool:
    """Tell whether a line inside a cell is a row in itself: then two stray quotation marks met across it."""
    return columns >= FEWEST_COLUMNS and any(len(_names(line, divider)) == columns for line in further)


def path_of(name: str) -> tuple[str, ...]:
    """Turn a dotted name into the path of its field; one that is no path stays in one piece."""
    parts = [_NAMES.get(part.strip().lower(), part.strip()) for part in name.split(".")]
    path = (*_FIRST.get(parts[0], parts[:1]), *parts[1:])
    return path if len(path) <= _MOST_PARTS else (name,)


def data_of(cells: Iterable[tuple[tuple[str, ...], str]]) -> dict[str, Any]:
    """Make the `data` of an event of paths and the text at each; each text is read as what its field wants."""
    data: dict[str, Any] = {}
    for path, cell in cells:
        text = cell.strip()
        if not text:
            continue
        place = data
        for part in path[:-1]:
            inner = place.setdefault(part, {})
            if not isinstance(inner, dict):  # the header names both `requester` and `requester.name`
                place, path = data, (".".join(path),)  # noqa: PLW2901  # kept, under a name that means nothing
                break
            place = inner
        place[path[-1]] = _value(path[-1], text)
    for name in _MANY:
        items = data.get(name)
        if isinstance(items, dict) and all(_PLACE.fullmatch(place) for place in items):
            data[name] = [items[place] for place in sorted(items, key=int)]
    return data


def _value(name: str, text: str) -> Any:  # noqa: ANN401  # whatever JSON would have there
    """Read a cell as what its field wants; what cannot be read so stays text, and is refused later, by name."""
    if name in _LISTS:
        items = [item.strip() for item in text.split(";") if item.strip()]
        return [_number(item) for item in items] if name in _NUMBERS else items
    if name in FLAGS:
        return _YES_NO.get(text.lower(), text)
    return _number(text) if name in _NUMBERS else text


def _number(text: str) -> int | str:
    return int(text) if _WHOLE.fullmatch(text) else text
