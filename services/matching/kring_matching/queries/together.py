"""The best assignment of all waiting requests together: advice for the regional manager, which delays nothing."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from sqlalchemy import select

from kring_matching.domain import Search
from kring_matching.domain.eligibility import Words
from kring_matching.process import SEEKING
from kring_matching.queries.explaining import names_of, said
from kring_matching.queries.judging import WHOLE
from kring_matching.queries.pool import Pool
from kring_matching.queries.ranking import Rankings
from kring_matching.store.search import SearchRow, value_of
from kring_matching.together.objective import Room, Waiting
from kring_matching.together.pairing import best_together
from kring_matching.together.reasons import Reason
from kring_shared.contracts.field import Urgency
from kring_shared.contracts.matching import MatchTogether, Pair, Together
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.opening import ERASED
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.shelves import table_of

NOT_WAITING: Final = "not all of these cases wait for a coordinator in this office: leave out the others, or name none"
BECAUSE: Final = {
    Reason.OWN_BEST: Words("", ""),
    Reason.FAIRNESS: Words(
        "the work is spread better so, which counts for more than the difference here",
        "zo is het werk beter verdeeld, en dat telt zwaarder dan het verschil hier",
    ),
    Reason.NEEDED_ELSEWHERE: Words(
        "the first choice is needed for another request, which would have nobody",
        "de eerste keus is nodig voor een andere aanvraag, die anders niemand heeft",
    ),
    Reason.WORTH_MORE_ELSEWHERE: Words(
        "the first choice fits another request better, for all together",
        "de eerste keus past beter bij een andere aanvraag, voor allen samen",
    ),
}
"""Why a request does not get its own first choice."""


class Matching:
    """Answers which coordinator each waiting request would get, by the same criteria and rules as the ranking."""

    def __init__(self, rankings: Rankings) -> None:
        """Score as the ranking does."""
        self._rankings = rankings

    def match_together(self, query: MatchTogether, reader: Reader) -> Together:
        """Pair all waiting requests as is best for all of them together."""
        searches = _waiting(query.case_ids, reader)
        pool = self._rankings.pool(searches, reader)
        waiting = [self._fits(search, pool, reader) for search in searches]
        wanted = {one for request in waiting for one in request.scores}
        rooms = {one: _room(pool.places[one], pool) for one in wanted}
        found = best_together(waiting, rooms)
        scores = {request.case_id: request.scores for request in waiting}
        names = names_of([pair.coordinator_id for pair in found.pairs], reader)
        return Together(
            pairs=tuple(
                Pair(
                    case_id=pair.case_id,
                    coordinator_id=pair.coordinator_id,
                    name=names.get(pair.coordinator_id, ERASED),
                    score=scores[pair.case_id][pair.coordinator_id],
                    best_id=pair.own_best_id,
                    because=said(BECAUSE[pair.reason], query.language),
                )
                for pair in found.pairs
            ),
            unfilled=tuple(left.case_id for left in found.left),
        )

    def _fits(self, search: Search, pool: Pool, reader: Reader) -> Waiting:
        judged, _ = self._rankings.settled(search, pool, reader)
        fitting = np.flatnonzero(judged.fits)
        scores = (judged.points[fitting] / WHOLE).tolist()
        ids = (pool.ids[at] for at in fitting.tolist())
        urgent = search.dossier.urgency is Urgency.URGENT
        return Waiting(search.case_id, dict(zip(ids, scores, strict=True)), urgency=int(urgent))


def _waiting(case_ids: Sequence[str], reader: Reader) -> list[Search]:
    table = table_of(SearchRow)
    wait = select(table).where(table.c.office == reader.office, table.c.stage.in_([stage.value for stage in SEEKING]))
    wait = wait.where(table.c.paused_at_ms.is_(None))
    if case_ids:
        wait = wait.where(table.c.case_id.in_(case_ids))
    found = [value_of(row) for row in reader.session.execute(wait.order_by(table.c.case_id))]
    if case_ids and {one.case_id for one in found} != set(case_ids):
        raise NotFound(NOT_WAITING)
    return found


def _room(at: int, pool: Pool) -> Room:
    """Say how much room somebody has, in cases, and how many days ago their last case ended."""
    last, load = pool.value("last_case_on", at), pool.loads[at]
    idle_days = None if last is None else max((pool.today - last).days, 0)
    return Room(free=max(pool.value("maximum_load", at) - load, 0), active=load, idle_days=idle_days)
