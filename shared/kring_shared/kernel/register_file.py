"""An office's own list of coordinators or candidates becomes commands for matching, line by line.

Each line gets its command, or every reason why it has none; a reason names the column and says what to write, and never
repeats a cell. The id of a person follows from the office and its own number for them: importing again replaces.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from pydantic import ValidationError

from kring_shared.contracts.matching import ApplyAsCandidate, RegisterCoordinator, Statute
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.ids import BEGINNING, id_at
from kring_shared.kernel.municipalities import known
from kring_shared.kernel.national_numbers import mask_text
from kring_shared.kernel.register_cells import Unclear, levels_of, text_of
from kring_shared.kernel.register_columns import CANDIDATE_COLUMNS, COORDINATOR_COLUMNS, Column, Heading, heading_of
from kring_shared.kernel.spreadsheet import SheetRow, read_csv

C = TypeVar("C")
Values = Mapping[str, Any]

NATIONAL_NUMBER: Final = "a national number (BSN, rijksregisternummer) stands in it: take it out, Kring never keeps one"
TOO_MANY: Final = "it has more cells than there are columns: put text with a comma or semicolon between quotation marks"
NO_WAY: Final = "email, phone: give at least one way to reach them"
SAME_REFERENCE: Final = "reference: another line before it has the same number"
FAR_UNKNOWN: Final = "municipality: not in Kring's list, so distances to it are not known"
_OFFICE: Final = re.compile(r"[a-z][a-z0-9-]{1,30}")
_STATUTE: Final = ("statute_since", "statute_until", "secrecy_pledged_on", "note_agreed_on", "insured_until")


@dataclass(frozen=True, slots=True)
class Line(Generic[C]):
    """One line of a list: its command, or what else is made of it, or the problems that stand in its way.

    `number` is the row in the spreadsheet; `reference` is empty when it cannot be read. Remarks stand in nobody's way.
    """

    number: int
    office: str
    reference: str = ""
    command: C | None = None
    problems: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterFile(Generic[C]):
    """A list as it was read: its lines in order, columns nobody knows, and how many lines are other offices'."""

    lines: tuple[Line[C], ...]
    unknown_columns: tuple[str, ...] = ()
    of_other_offices: int = 0


def read_coordinators(
    source: bytes | tuple[SheetRow, ...], office: str | None = None
) -> RegisterFile[RegisterCoordinator]:
    """Read a list of coordinators, CSV or rows; without an office each line has to name its own.

    Raises:
        UnreadableSheet: it is no list that can be read, or a needed column is missing.
    """
    return read_list(source, office or "", COORDINATOR_COLUMNS, _coordinator)


def read_candidates(source: bytes | tuple[SheetRow, ...], office: str | None = None) -> RegisterFile[ApplyAsCandidate]:
    """Read a list of candidates, CSV or rows; without an office each line has to name its own.

    Raises:
        UnreadableSheet: it is no list that can be read, or a needed column is missing.
    """
    return read_list(source, office or "", CANDIDATE_COLUMNS, _candidate)


def coordinator_id(office: str, reference: str) -> str:
    """Give the id of the coordinator whom an office knows by this number."""
    return id_at(BEGINNING, f"{office}/coordinator/{reference}")


def candidate_id(office: str, reference: str) -> str:
    """Give the id of the candidate whom an office knows by this number."""
    return id_at(BEGINNING, f"{office}/candidate/{reference}")


def read_list(
    source: bytes | tuple[SheetRow, ...], office: str, columns: tuple[Column, ...], make: Callable[[str, Values], C]
) -> RegisterFile[C]:
    """Read a list, CSV or rows, by its columns; `make` gives what a line becomes, from its office and its cells.

    Raises:
        UnreadableSheet: it is no list that can be read, or a needed column is missing.
    """
    rows = read_csv(source) if isinstance(source, bytes) else source
    heading = heading_of(rows, columns)
    lines: list[Line[C]] = []
    seen: set[tuple[str, str]] = set()
    others = 0
    for row in rows:
        if row.number <= heading.number:
            continue
        whose = _office_of(row, heading) or office
        if office and whose != office:
            others += 1
            continue
        line = _line(row, heading, whose, make)
        if line.reference and (line.office, line.reference) in seen:
            line = Line(row.number, whose, line.reference, problems=(SAME_REFERENCE, *line.problems))
        seen.add((line.office, line.reference))
        lines.append(line)
    return RegisterFile(tuple(lines), tuple(map(mask_text, heading.unknown)), others)


def _office_of(row: SheetRow, heading: Heading) -> str:
    """Give the office a line names, as offices are called on the bus: `De Meern` is `de-meern`."""
    for column, cell in zip(heading.columns, row.cells, strict=False):
        if column is not None and column.name == "office":
            return "-".join(text_of(cell).casefold().split())
    return ""


def _line(row: SheetRow, heading: Heading, office: str, make: Callable[[str, Values], C]) -> Line[C]:
    if any(_has_national_number(text_of(cell), place, heading) for place, cell in enumerate(row.cells)):
        # Not even the reference is repeated: the number may be in it.
        return Line(row.number, office, problems=(NATIONAL_NUMBER,))
    values, problems = _values(row, heading)
    reference = values.get("reference", "")
    if any(text_of(cell) for cell in row.cells[len(heading.columns) :]):
        problems = [TOO_MANY, *problems]
    if not _OFFICE.fullmatch(office):
        problems.append("office: say whose line it is, there or with --office: small letters, digits and dashes")
    if (
        "email" not in values
        and "phone" not in values
        and not any(p.startswith(("email:", "phone:")) for p in problems)
    ):
        problems.append(NO_WAY)
    if problems:
        return Line(row.number, office, reference, problems=tuple(problems))
    try:
        command = make(office, values)
    except ValidationError as error:
        return Line(row.number, office, reference, problems=_wrong_fields(error))
    except Unclear as unclear:
        return Line(row.number, office, reference, problems=(str(unclear),))
    where = values.get("municipality", "")
    return Line(row.number, office, reference, command, remarks=(FAR_UNKNOWN,) if where and not known(where) else ())


def _has_national_number(text: str, place: int, heading: Heading) -> bool:
    column = heading.columns[place] if place < len(heading.columns) else None
    if column is not None and column.name.endswith("phone") and text.startswith("0"):
        text = f"tel {text}"  # one in eleven numbers of nine digits passes the test
    return mask_text(text) != text


def _values(row: SheetRow, heading: Heading) -> tuple[dict[str, Any], list[str]]:
    """Read each cell that is not empty; give what was read by column, and what is wrong or missing."""
    values: dict[str, Any] = {}
    problems: list[str] = []
    cells = (*row.cells, *[None] * (len(heading.columns) - len(row.cells)))
    for column, cell in zip(heading.columns, cells, strict=False):
        if column is None:
            continue
        if not text_of(cell):
            if column.filled:
                problems.append(f"{column.name}: this is needed")
            continue
        try:
            values[column.name] = column.read(cell)
        except Unclear as unclear:
            problems.append(f"{column.name}: {unclear}")
    return values, problems


def _coordinator(office: str, values: Values) -> RegisterCoordinator:
    checked, until = values.get("screening_checked_on"), values["screening_valid_until"]
    if checked and until < checked:
        raise Unclear("screening_valid_until: it is before the day the proof was seen")
    named = ("scopes", "gender", "birth_year", "municipality", "municipalities", "travel_limit_km", "maximum_load")
    return RegisterCoordinator(
        coordinator_id=coordinator_id(office, values["reference"]),
        contact=contact_of(values),
        languages=tuple(tag for tag, _ in values["languages"]),
        levels=levels_of(values["languages"]),
        screening_valid_until=until,
        screening_checked_on=checked,
        certified_on=values.get("certified_on"),
        statute=_statute(values),
        employer_is_helping_body=values["tied_to_helping_body"],
        **{name: values[name] for name in named if name in values},
    )


def _statute(values: Values) -> Statute | None:
    """Give the statute, when its kind and first day stand there; half of one is refused, since nobody would see it."""
    if "statute" not in values:
        alone = [name for name in _STATUTE if name in values]
        if alone:
            raise Unclear(f"statute: write contract or volunteer, because {alone[0]} is filled in")
        return None
    if "statute_since" not in values:
        raise Unclear("statute_since: this is needed beside a statute")
    if "statute_until" in values and values["statute_until"] < values["statute_since"]:
        raise Unclear("statute_until: it is before the first day")
    return Statute(
        kind=values["statute"],
        since=values["statute_since"],
        until=values.get("statute_until"),
        note_agreed_on=values.get("note_agreed_on"),
        insured_until=values.get("insured_until"),
        secrecy_pledged_on=values.get("secrecy_pledged_on"),
    )


def _candidate(office: str, values: Values) -> ApplyAsCandidate:
    return ApplyAsCandidate(
        person_id=candidate_id(office, values["reference"]),
        contact=contact_of(values),
        motivation=values["motivation"],
        cv=values.get("cv", ""),
        municipality=values.get("municipality", ""),
        languages=tuple(tag for tag, _ in values["languages"]),
        channel="import",
    )


def contact_of(values: Values) -> Contact:
    """Give how to reach whom a line is about."""
    given = {name: values[name] for name in ("name", "email", "phone", "postal_address") if name in values}
    return Contact(**given)


def _wrong_fields(error: ValidationError) -> tuple[str, ...]:
    """Say by column which limits were passed; never what was written."""
    return tuple(f"{_column_of(str(one['loc'][0]))}: {_limit(one.get('ctx', {}))}" for one in error.errors())


def _column_of(field: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", field).lower()


def _limit(limits: Mapping[str, Any]) -> str:
    for limit, said in (("le", "at most {}"), ("ge", "at least {}"), ("max_length", "at most {} letters")):
        if limit in limits:
            return f"write {said.format(limits[limit])}"
    return "this cannot be right"
