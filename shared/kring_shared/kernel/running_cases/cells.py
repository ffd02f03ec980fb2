"""What the cells of a list of running cases mean: a stage, several people in one cell, an hour, the plan's lines."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from typing import Final, TypeVar

from kring_shared.contracts.conference import Agreement
from kring_shared.contracts.field import AgeBand
from kring_shared.contracts.referral import ConsentBy
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel import register_cells as cells
from kring_shared.kernel.register_cells import Unclear
from kring_shared.kernel.running_cases.words import AGES, GIVERS, MARKS, NO_PLAN, Marks
from kring_shared.kernel.spreadsheet import Cell

M = TypeVar("M")

MOST_PEOPLE: Final = 60
MOST_AGREEMENTS: Final = 60
_PARTS: Final = re.compile(r"[;|\n]")
_PERSON: Final = re.compile(r"([^<>()]+?)\s*(?:<([^<>]*)>)?\s*(?:\(([^()]*)\))?")
_HOUR: Final = re.compile(r"([01]?\d|2[0-3])(?:[:.u]([0-5]\d)(?::\d\d)?)?\s*(?:uur|u|h)?", re.IGNORECASE)
HOW_TO_WRITE: Final = "write each person as: Name <e-mail or phone> (words), with ; between people"


@dataclass(frozen=True)
class Named:
    """One of several people in a cell: how to reach them, and the words that stood between brackets."""

    contact: Contact
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kin:
    """Another main person: how to reach them, and how old they are."""

    contact: Contact
    birth_year: int | None = None
    age_band: AgeBand | None = None


def reference(cell: Cell) -> str:
    """Read the office's own number for a case."""
    try:
        return cells.reference(cell)
    except Unclear:
        raise Unclear("write your own number for this case, such as 12 or 2026-012") from None


def one_of(meanings: Mapping[str, M], choice: str) -> Callable[[Cell], M]:
    """Make what reads one word out of several; `choice` says what to write."""
    return partial(_meaning, meanings, f"write {choice}")


def _meaning(meanings: Mapping[str, M], what: str, cell: Cell) -> M:
    meaning = meanings.get(cells.plain(cells.words(cell)))
    if meaning is None:
        raise Unclear(what)
    return meaning


def line(most: int) -> Callable[[Cell], str]:
    """Make what reads text on one line, of so many letters at most."""
    return partial(_short, most, cells.words)


def text(most: int) -> Callable[[Cell], str]:
    """Make what reads text that may run over several lines, of so many letters at most."""
    return partial(_short, most, cells.paragraphs)


def _short(most: int, read: Callable[[Cell], str], cell: Cell) -> str:
    found = read(cell)
    if len(found) > most:
        raise Unclear(f"write at most {most} letters")
    return found


def consent_by(cell: Cell) -> tuple[ConsentBy, ...]:
    """Read who said yes; both may have."""
    parts = re.split(r"[,+&/;|\n]|\ben\b|\band\b", cells.words(cell))
    found = [GIVERS.get(cells.plain(part)) for part in parts if cells.plain(part)]
    some = tuple(dict.fromkeys(by for givers in found if givers for by in givers))
    if None in found or not some:
        raise Unclear("write main person, guardian or both (hoofdpersoon, gezag, beiden)")
    return some


def people(cell: Cell) -> tuple[Named, ...]:
    """Read several people."""
    parts = [part.strip() for part in _PARTS.split(cells.paragraphs(cell)) if part.strip()]
    if len(parts) > MOST_PEOPLE:
        raise Unclear(f"these are more than {MOST_PEOPLE} people")
    return tuple(_named(part) for part in parts)


def _named(part: str) -> Named:
    match = _PERSON.fullmatch(part)
    if match is None:
        raise Unclear(HOW_TO_WRITE)
    way = (match[2] or "").strip()
    contact = {"name": cells.person_name(match[1])}
    if way:
        contact |= {"email": cells.email(way)} if "@" in way else {"phone": cells.phone(way)}
    words = tuple(word.strip() for word in (match[3] or "").split(",") if word.strip())
    return Named(Contact(**contact), words)


def circle(cell: Cell) -> tuple[tuple[Contact, Marks], ...]:
    """Read who takes part, and how far each of them is."""
    return tuple((named.contact, _together(named.words)) for named in people(cell))


def _together(words: tuple[str, ...]) -> Marks:
    said: dict[str, object] = {}
    for word in words:
        mark = MARKS.get(cells.plain(word))
        if mark is None:
            raise Unclear("behind a name may stand: genoemd, gesproken, komt, komt niet, kind, steunpersoon, tolk, …")
        new = {name: value for name, value in vars(mark).items() if value is not None}
        if any(said.get(name, value) != value for name, value in new.items()):
            raise Unclear("two words behind one name say different things")
        said |= new
    return Marks(**said)  # type: ignore[arg-type]  # taken from marks, field by field


def kin(cell: Cell) -> tuple[Kin, ...]:
    """Read the other main persons, each with a year of birth or an age between brackets."""
    found = people(cell)
    return tuple(_kin(named) for named in found)


def _kin(named: Named) -> Kin:
    year, age = None, None
    for word in named.words:
        if re.fullmatch(r"[0-9]{4}", word):
            year = cells.year(word)
        elif (age := AGES.get(cells.plain(word))) is None:
            raise Unclear("between brackets stands a year of birth, or: onder 12, 12-15, 16-17, volwassen")
    return Kin(named.contact, year, age)


def holders(cell: Cell) -> tuple[Contact, ...]:
    """Read who holds authority over the children."""
    found = people(cell)
    if len(found) > 10:  # noqa: PLR2004  # more than any child has
        raise Unclear("these are more than 10 people")
    return tuple(named.contact for named in found)


def lines(cell: Cell) -> tuple[str, ...]:
    """Read several lines of text, with | or line ends between."""
    found = tuple(" ".join(part.split()) for part in re.split(r"[|\n]", cells.paragraphs(cell)) if part.strip())
    if len(found) > 50 or any(len(one) > 500 for one in found):  # noqa: PLR2004  # what a mandate may have
        raise Unclear("write at most 50, each of at most 500 letters, with | between")
    return found


def agreements(cell: Cell) -> tuple[Agreement, ...]:
    """Read the circle's agreements, each as `who: what`, with | or line ends between."""
    found = []
    for one in (part for part in re.split(r"[|\n]", cells.paragraphs(cell)) if part.strip()):
        who, colon, what = (part.strip() for part in one.partition(":"))
        if not (who and colon and what) or len(who) > 200 or len(what) > 1000:  # noqa: PLR2004  # as the plan has it
            raise Unclear("write each agreement as: who: what, with | between; or leave it out, it stays on paper then")
        found.append(Agreement(who=who, what=what))
    if not found or len(found) > MOST_AGREEMENTS:
        raise Unclear(f"write 1 to {MOST_AGREEMENTS} agreements")
    return tuple(found)


def day_and_hour(cell: Cell) -> tuple[date, time | None]:
    """Read a day, and the hour when one stands behind it."""
    if isinstance(cell, datetime):
        return cells.day(cell), cell.time() if cell.time() != time() else None
    day, _, hour = cells.words(cell).replace("T", " ").partition(" ")
    if hour and (match := _HOUR.fullmatch(hour.removeprefix("om ").strip())):
        return cells.day(day), time(int(match[1]), int(match[2] or 0))
    return cells.day(cell), None


def day_or_no_plan(cell: Cell) -> date | None:
    """Read the day everyone agreed on a plan; none where there was no plan."""
    return None if cells.plain(cells.text_of(cell)) in NO_PLAN else cells.day(cell)
