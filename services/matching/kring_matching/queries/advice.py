"""Whom an office should seek: counts of what was missing, never a person or a case."""

from datetime import UTC, date, datetime, time
from typing import Final

from sqlalchemy import func, select

from kring_matching.domain.advice import PRIVATE, for_everybody, for_the_office, in_tens, lines_of, year_of
from kring_matching.store.loan import MissingRow
from kring_matching.store.search import SearchRow
from kring_shared.contracts.matching import Advice, RecruitmentAdvice
from kring_shared.kernel.ids import id_at
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.shelves import table_of

TIME_DIGITS: Final = 12


def recruitment_advice(query: RecruitmentAdvice, reader: Reader) -> Advice:
    """Count what was missing in a year, the most missed first; outside only what at least ten requests missed."""
    first, after = year_of(reader.now.date(), outward=query.outward)
    counts = _counts(reader, first, after)
    if not query.outward:  # told by the day, one more would show what the family said whose search ran out that day
        settled = _counts(reader, *year_of(reader.now.date(), outward=True))
        counts = {line: n for line, n in counts.items() if line[0] not in PRIVATE}
        counts |= {line: n for line, n in settled.items() if line[0] in PRIVATE}
    lines = lines_of(counts)
    told = for_everybody(lines) if query.outward else for_the_office(lines)
    requests = _requests(reader, first, after)
    return Advice(
        requests=in_tens(requests) if query.outward else requests, lines=told, suppressed=len(lines) - len(told)
    )


def _counts(reader: Reader, first: date, after: date) -> dict[tuple[str, str, str], int]:
    table = table_of(MissingRow)
    by = (table.c.what, table.c.value, table.c.because)
    statement = (
        select(*by, func.count())
        .where(table.c.office == reader.office, table.c.month >= first, table.c.month < after)
        .group_by(*by)
    )
    return {(what, value, because): count for what, value, because, count in reader.session.execute(statement)}


def _requests(reader: Reader, first: date, after: date) -> int:
    """Count the searches whose request came in then: a case's id begins with the moment it was made."""
    table = table_of(SearchRow)
    statement = select(func.count()).where(
        table.c.office == reader.office, table.c.case_id >= _from(first), table.c.case_id < _from(after)
    )
    return int(reader.session.execute(statement).scalar_one())


def _from(day: date) -> str:
    """Give how the ids begin that are made from the first moment of a day."""
    return id_at(datetime.combine(day, time(tzinfo=UTC)), "")[:TIME_DIGITS]
