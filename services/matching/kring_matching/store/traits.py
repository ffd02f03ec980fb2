"""The register of an office as columns of codes: what a ranking reads of everybody, without any card or name."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final
from typing import cast as typed

from sqlalchemy import JSON, CursorResult, Text, cast, or_, select
from sqlmodel import Session

from kring_matching.process import Standing
from kring_matching.store.coordinator import LEVELS, PERIODS, CoordinatorRow
from kring_shared.contracts.field import ConferenceType, Gender
from kring_shared.contracts.matching import Statute, TieKind
from kring_shared.runtime.storage.shelves import table_of

AT_ONCE: Final = 250
"""Rows read at once: few enough to stay near the processor until they are numbered and let go."""


def _as_it_is(raw: Any) -> Any:  # noqa: ANN401 - a column's value
    return raw


def _texts(raw: str) -> tuple[str, ...]:
    return tuple(json.loads(raw))


def _scopes(raw: str) -> tuple[ConferenceType, ...]:
    return tuple(ConferenceType(one) for one in json.loads(raw))


def _ties(raw: str) -> tuple[TieKind, ...]:
    return tuple(TieKind(one) for one in json.loads(raw))


def _gender(raw: str | None) -> Gender | None:
    return Gender(raw) if raw else None


def _day(raw: str | date | None) -> date | None:
    """Read a day: SQLite gives a text, PostgreSQL a date."""
    return date.fromisoformat(raw) if isinstance(raw, str) else raw


def _statute(raw: str | None) -> Statute | None:
    return Statute.model_validate_json(raw) if raw else None


TRAITS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "languages": _texts,
    "levels": LEVELS.validate_json,
    "scopes": _scopes,
    "gender": _gender,
    "birth_year": _as_it_is,
    "municipality": _as_it_is,
    "municipalities": _texts,
    "travel_limit_km": _as_it_is,
    "maximum_load": _as_it_is,
    "screening_valid_until": _day,
    "screening_checked_on": _day,
    "away": PERIODS.validate_json,
    "statute": _statute,
    "ties": _ties,
    "standing": Standing,
    "certified_on": _day,
    "supervised": bool,
    "last_case_on": _day,
    "lent_by": _as_it_is,
    "for_case": _as_it_is,
}
"""What may be looked at of a coordinator, by name, and how it is read from its column."""


def pieces_of(
    session: Session, office: str, traits: Sequence[str], case_ids: Iterable[str]
) -> Iterator[Sequence[Sequence[Any]]]:
    """Read everybody who belongs to an office, and guests for these cases, some at a time and in no order.

    Gives columns, each value as the table has it: the ids, and one for each of `traits`.
    """
    table = table_of(CoordinatorRow)
    # JSON stays text: what is written alike is alike, and is read once.
    found = [cast(table.c[one], Text) if isinstance(table.c[one].type, JSON) else table.c[one] for one in traits]
    here = or_(table.c.for_case.is_(None), table.c.for_case.in_(list(case_ids)))
    result = session.execute(select(table.c.coordinator_id, *found).where(table.c.office == office, here))
    # The driver's own rows: what SQLAlchemy would make of them costs as much again, and each value is read later, once.
    cursor = typed("CursorResult[Any]", result).cursor
    while rows := cursor.fetchmany(AT_ONCE):
        yield list(zip(*rows, strict=True))


def cards_of(session: Session, ids: Sequence[str]) -> dict[str, Any]:
    """Read the rows of a few by id: of those whose name or own words are opened."""
    table = table_of(CoordinatorRow)
    wanted = select(table.c.coordinator_id, table.c.card, table.c.declared).where(table.c.coordinator_id.in_(ids))
    return {row.coordinator_id: row for row in session.execute(wanted)} if ids else {}
