"""How many cases everybody of an office has: their own, and those they are lent for."""

from collections import Counter

from sqlalchemy import select, union_all
from sqlmodel import Session

from kring_matching.domain.load import IS_LENT, TAKES_TIME
from kring_matching.store.loan import LendingRow
from kring_matching.store.search import SearchRow
from kring_shared.runtime.storage.shelves import table_of


def loads_of(session: Session, office: str, *, besides: str = "") -> Counter[str]:
    """Count by coordinator id, as `domain.load.load_of` does; the case `besides` does not count."""
    search = table_of(SearchRow)
    lending = table_of(LendingRow)
    cases = select(search.c.coordinator_id).where(
        search.c.office == office,
        search.c.stage.in_([one.value for one in TAKES_TIME]),
        search.c.coordinator_id.is_not(None),
        search.c.case_id != besides,
    )
    lent = select(lending.c.coordinator_id).where(
        lending.c.office == office,
        lending.c.stage.in_([one.value for one in IS_LENT]),
        lending.c.coordinator_id.is_not(None),
    )
    return Counter(session.execute(union_all(cases, lent)).scalars().all())
