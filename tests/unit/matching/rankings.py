"""An office's tables with whoever is put there, the questions about who fits, and the same worked out one by one."""

from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel
from sqlmodel import Session

from kring_matching.app import service
from kring_matching.domain import Coordinator, Search
from kring_matching.domain.eligibility import stops_for
from kring_matching.plugged import criteria, rules
from kring_matching.queries.ranking import Rankings
from kring_matching.queries.together import Matching
from kring_matching.store import SHELVES
from kring_shared.contracts.matching import MatchTogether, RankCoordinators, Ranking, Together
from kring_shared.contracts.sealed import Erased, Sealed
from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.running import plugins
from kring_shared.runtime.settings import SharedSettings
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON, PlainVault, an_actor
from tests.unit.matching.searches import CASE, TODAY
from tests.unit.stores import migrated

T = TypeVar("T", bound="str | BaseModel")
BUILT_IN: Final = plugins.load(service, SharedSettings())


class WatchedVault(PlainVault):
    """Remembers whose values were opened, and as what."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[tuple[str, type]] = []

    def open(self, sealed: Sealed[T], form: type[T]) -> T | Erased:
        self.opened.append((sealed.scope, form))
        return super().open(sealed, form)


class AnOffice:
    """The tables of matching, and what is asked of them."""

    def __init__(self, place: Path | Database, *aggregates: Aggregate, built: Mapping[str, Any] = BUILT_IN) -> None:
        self.database = migrated(service, place) if isinstance(place, Path) else place
        self.vault = WatchedVault()
        self.rankings = Rankings(built)
        self.put(*aggregates)

    def put(self, *aggregates: Aggregate) -> None:
        with self.database.begin() as tx:
            save(tx, SHELVES, {(type(a), a.id): a for a in aggregates})

    def rank(self, **changes: Any) -> Ranking:  # noqa: ANN401 - fields
        query = RankCoordinators(**({"case_id": CASE} | changes))
        with self.reading(*query.keys()) as reader:
            return self.rankings.rank_coordinators(query, reader)

    def together(self, *case_ids: str, **changes: Any) -> Together:  # noqa: ANN401 - fields
        with self.reading() as reader:
            return Matching(self.rankings).match_together(MatchTogether(case_ids=case_ids, **changes), reader)

    @contextmanager
    def reading(self, *keys: str) -> Any:  # noqa: ANN401 - a reader
        with self.database.read() as tx:
            yield Reader(Session(tx), load(tx, SHELVES, keys), self.vault, NOON, an_actor(), SHELVES)


def one_by_one(
    search: Search, everybody: Iterable[Coordinator], loads: Mapping[str, int], built: Mapping[str, Any]
) -> list[tuple[str, float, tuple[str, ...]]]:
    """Score everybody by themselves, as slowly as it can be said; give id, score and codes, in order."""
    found = []
    for one in everybody:
        view = search.view_of(one, loads.get(one.id, 0), TODAY)
        weighed = [(c.weight, c.look(view).score) for c in criteria(built).values()]
        total = weight = 0.0
        for counts, score in weighed:
            if score is not None:
                total, weight = total + counts * score, weight + counts
        codes = tuple(stop.code for stop in stops_for(view, rules(built)))
        found.append((one.id, round(total / weight * 10_000) / 10_000 if weight else 0.0, codes))
    return sorted(found, key=lambda one: (bool(one[2]), -one[1], one[0]))
