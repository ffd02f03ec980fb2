"""What people ask matching: who fits, how far a search is."""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import select

from kring_matching.domain import Coordinator, Search
from kring_matching.hooks import Criterion
from kring_matching.process import Stage
from kring_matching.queries.ranking import rank
from kring_matching.store import CoordinatorRow, SearchRow
from kring_matching.store.coordinator import value_of as coordinator_value
from kring_shared.contracts.matching import (
    RankCoordinators,
    Ranking,
)
from kring_shared.contracts.sealed import Contact, Erased
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.routes import Reader


class Questions:
    """The queries, with the criteria that were plugged in."""

    def __init__(self, criteria: Mapping[str, Criterion]) -> None:
        """Use these criteria."""
        self._criteria = criteria

    def rank_coordinators(self, query: RankCoordinators, reader: Reader) -> Ranking:
        """Explain who fits a case."""
        search = _search(query.case_id, reader)
        named = [(c, _name(c, reader)) for c in _register(reader, limit=100_000)]
        candidates = rank(search, named, _loads(reader), self._criteria, reader.now.date())
        return Ranking(
            case_id=query.case_id,
            coordinators=candidates,
            fitting=sum(not one.stops for one in candidates),
            previous_coordinator_id=search.previous_coordinator_id,
        )


def _search(case_id: str, reader: Reader) -> Search:
    search: Search | None = reader.get(Search, case_id)
    if search is None:
        message = "no search is known under that id in this office"
        raise NotFound(message)
    return search


def _register(reader: Reader, *, limit: int) -> list[Coordinator]:
    table = CoordinatorRow.__table__  # type: ignore[attr-defined]  # SQLModel sets it when the class is made
    statement = select(table).where(table.c.office == reader.office).order_by(table.c.coordinator_id).limit(limit)
    return [coordinator_value(row) for row in reader.session.execute(statement)]


def _loads(reader: Reader) -> Counter[str]:
    table = SearchRow.__table__  # type: ignore[attr-defined]  # SQLModel sets it when the class is made
    active = select(table.c.coordinator_id).where(table.c.office == reader.office, table.c.stage == Stage.ACTIVE.value)
    return Counter(reader.session.execute(active).scalars())


def _name(coordinator: Coordinator, reader: Reader) -> str:
    contact = reader.open(coordinator.card.contact, Contact)
    return "(erased)" if isinstance(contact, Erased) else contact.name
