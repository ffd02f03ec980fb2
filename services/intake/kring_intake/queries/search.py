"""Looking for a request: by a name, a sender's reference or the case's id; who looked is noted, what for never is."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import select

from kring_intake.domain import Request
from kring_intake.likeness.sought import looked_under, looked_under_else, of_reference
from kring_intake.queries.request import line_of, person_line
from kring_intake.store.duplicate import BlockRow
from kring_intake.store.request import RequestRow
from kring_shared.contracts.intake import FoundCase, FoundCases, SearchCases
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.shelves import table_of

CASE_ID: Final = re.compile(r"[0-9a-f]{32}")
BY_ID, BY_REFERENCE, BY_NAME = "case-id", "reference", "name"


def search_cases(query: SearchCases, reader: Reader) -> FoundCases:
    """Find requests of the office that asks, the newest first, names opened; by name only when nothing else fits."""
    for found_by, case_ids in _ways(query, reader):
        if case_ids:
            return _found(case_ids, found_by, query.limit, reader)
    too_wide = not looked_under(query.words)
    return FoundCases(cases=(), more=False, too_wide=too_wide)


def _ways(query: SearchCases, reader: Reader) -> Iterable[tuple[str, Sequence[str]]]:
    plain = re.sub(r"[\s-]", "", query.words).lower()
    if CASE_ID.fullmatch(plain):
        yield BY_ID, _known((plain,), reader)
    most = query.limit + 1
    yield BY_REFERENCE, _cases_under((of_reference(query.words),), most, reader)
    yield BY_NAME, _cases_under(looked_under(query.words), most, reader)
    yield BY_NAME, _cases_under(looked_under_else(query.words), most, reader)


def _known(case_ids: Sequence[str], reader: Reader) -> list[str]:
    table = table_of(RequestRow)
    mine = select(table.c.case_id).where(table.c.office == reader.office, table.c.case_id.in_(case_ids))
    return list(reader.session.execute(mine).scalars())


def _cases_under(texts: Sequence[str], most: int, reader: Reader) -> list[str]:
    """Give the newest cases under any of these texts: an id begins with the moment the request came in."""
    hashes = [one for text in texts if (one := reader.blind(reader.office, text)) is not None]
    if not hashes:
        return []
    table = table_of(BlockRow)
    under = select(table.c.case_id).distinct().where(table.c.block.in_(hashes), table.c.held_by == reader.office)
    return list(reader.session.execute(under.order_by(table.c.case_id.desc()).limit(most)).scalars())


def _found(case_ids: Sequence[str], found_by: str, limit: int, reader: Reader) -> FoundCases:
    shown = case_ids[:limit]
    reader.load(*shown)
    requests: list[Request] = [one for case_id in shown if (one := reader.get(Request, case_id)) is not None]
    return FoundCases(
        cases=tuple(_line(request, found_by, reader) for request in requests),
        more=len(case_ids) > limit,
        too_wide=False,
    )


def _line(request: Request, found_by: str, reader: Reader) -> FoundCase:
    return FoundCase(
        case=line_of(request),
        requester=person_line(request.requester, reader),
        main_persons=tuple(person_line(person.card, reader) for person in request.main_persons),
        references=tuple(known.reference for known in request.references),
        found_by=found_by,
    )
