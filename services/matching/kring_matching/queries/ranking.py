"""Who fits a case, best first, and who cannot, each with the reasons: an explanation for who chooses, the manager."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from kring_matching.domain import Search
from kring_matching.plugged import criteria, rules
from kring_matching.queries.explaining import Explaining, names_of, why_not
from kring_matching.queries.judging import Judged, Judges, Mask
from kring_matching.queries.loads import loads_of
from kring_matching.queries.order import best, place_of, threshold
from kring_matching.queries.pool import Case, Pool
from kring_matching.queries.private_wish import who_declared, who_meets, wishes_of
from kring_matching.store.traits import pieces_of
from kring_shared.contracts.matching import PrivateWishes, RankCoordinators, RankedCoordinator, Ranking
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.opening import ERASED
from kring_shared.runtime.declared.routes import Reader

UNKNOWN_CASE: Final = "no search is known under that id in this office"
UNKNOWN_COORDINATOR: Final = "nobody is known under that id in this office's register"


class Rankings:
    """Answers who fits, with the criteria and rules that were plugged in."""

    def __init__(self, plugins: Mapping[str, Any]) -> None:
        """Use these plugins; raises `WrongSetup` when one of them is neither a criterion nor a rule."""
        self.judges = Judges(criteria(plugins), rules(plugins))

    def rank_coordinators(self, query: RankCoordinators, reader: Reader) -> Ranking:
        """Explain who fits a case."""
        search: Search | None = reader.get(Search, query.case_id)
        if search is None:
            raise NotFound(UNKNOWN_CASE)
        return self.ranked(search, query, reader)

    def ranked(self, search: Search, query: RankCoordinators, reader: Reader) -> Ranking:
        """Explain who fits a search, which may be a neighbour's, known by its loan."""
        pool = self.pool((search,), reader, besides=search.case_id)
        if query.about is not None and query.about not in pool.places:
            raise NotFound(UNKNOWN_COORDINATOR)
        about = None if query.about is None else pool.places[query.about]
        judged, meets = self.settled(search, pool, reader, limit=query.limit, about=about)
        fitting = best(judged.points, judged.fits, pool.ids, query.limit)
        cannot = best(judged.points, ~judged.fits, pool.ids, query.limit)
        shown = [*fitting, *cannot]
        if about is not None and about not in shown:
            shown.insert(len(fitting) if judged.fits[about] else len(shown), about)
        return Ranking(
            case_id=query.case_id,
            coordinators=self._explained(judged, meets, shown, query, reader),
            fitting=int(np.count_nonzero(judged.fits)),
            why_not=why_not(judged, query.language),
            previous_coordinator_id=search.previous_coordinator_id,
        )

    def pool(self, searches: Sequence[Search], reader: Reader, *, besides: str = "") -> Pool:
        """Read everybody who may be looked at for these searches, with their load."""
        cases = [search.case_id for search in searches]
        traits = sorted(self.judges.traits)
        pieces = pieces_of(reader.session, reader.office, traits, cases)
        return Pool(traits, pieces, loads_of(reader.session, reader.office, besides=besides), reader.now.date())

    def settled(
        self, search: Search, pool: Pool, reader: Reader, *, limit: int | None = None, about: int | None = None
    ) -> tuple[Judged, Mask | None]:
        """Judge everybody, and open as much of what is private as the order of the best `limit` needs.

        Gives the judged, whose points are final for these and for `about`, and who meets what the family keeps to
        itself; none when it keeps nothing.
        """
        wishes = wishes_of(search, reader)
        judged = self.judges.judge(Case(search, pool), privately=wishes is not None)
        if wishes is None:
            return judged, None
        meets = self._meets(judged, wishes, reader, limit, about)
        return replace(judged, points=np.where(meets, judged.meeting, judged.points)), meets

    def _meets(
        self, judged: Judged, wishes: PrivateWishes, reader: Reader, limit: int | None, about: int | None
    ) -> Mask:
        pool, people = judged.case.pool, len(judged.case.pool.ids)
        declared: Mask = np.zeros(people, dtype=np.bool_)
        declared[[pool.places[one] for one in who_declared(reader) if one in pool.places]] = True
        undecided: Mask = np.zeros(people, dtype=np.bool_)
        for some in (judged.fits, ~judged.fits):
            least = threshold(judged.points, some, limit or people)
            undecided |= some & declared & (judged.meeting >= least)
        meets: Mask = np.zeros(people, dtype=np.bool_)
        self._open(judged, wishes, undecided, meets, reader)
        if about is not None:
            own: Mask = np.zeros(people, dtype=np.bool_)
            own[about] = declared[about] and not undecided[about]
            self._open(judged, wishes, own, meets, reader)
            points = (judged.meeting if meets[about] else judged.points)[about]
            around = (judged.fits == judged.fits[about]) & (judged.points <= points) & (judged.meeting >= points)
            self._open(judged, wishes, around & declared & ~undecided & ~own, meets, reader)
        return meets

    def _open(self, judged: Judged, wishes: PrivateWishes, those: Mask, meets: Mask, reader: Reader) -> None:
        pool = judged.case.pool
        ids = [pool.ids[at] for at in np.flatnonzero(those).tolist()]
        for one in who_meets(wishes, ids, reader):
            meets[pool.places[one]] = True

    def _explained(
        self, judged: Judged, meets: Mask | None, shown: Sequence[int], query: RankCoordinators, reader: Reader
    ) -> tuple[RankedCoordinator, ...]:
        pool = judged.case.pool
        explaining = Explaining(judged, meets, query.language)
        names = names_of([pool.ids[at] for at in shown], reader)
        found = []
        for number, at in enumerate(shown, start=1):
            place = None
            if judged.fits[at]:
                # All before the limit are the best in order; only who was asked about may stand anywhere behind them.
                place = number if number <= query.limit else place_of(at, judged.points, judged.fits, pool.ids)
            found.append(explaining.of(at, names.get(pool.ids[at], ERASED), place))
        return tuple(found)
