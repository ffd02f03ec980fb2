"""While the regional manager speaks with a family everything waits, and no clock runs."""

from collections.abc import Sequence

from kring_matching.domain import Search
from kring_matching.domain.eligibility import Rule
from kring_matching.handlers.asking import ask_next, watch
from kring_matching.process import SEARCH, Stage
from kring_shared.contracts.intake import RequestPaused, RequestResumed
from kring_shared.contracts.matching import OfferExpires, ProposalExtended, SearchTooLong
from kring_shared.kernel.work import Work


def pause(message: RequestPaused, work: Work) -> None:
    """Everything waits; the clocks stand still, for nobody can answer or be asked now."""
    search = work.get(Search, message.case_id)
    if search is None or not SEARCH.is_open(search.stage):
        return  # nothing was sought yet, or it is over
    work.save(search.paused(work.now))
    work.forget((OfferExpires, SearchTooLong), message.case_id)


class Resuming:
    """Lets it go on; whoever said no during the pause is followed by the next, held against these rules."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Hold who comes next against these rules as well."""
        self._rules = rules

    def resume(self, message: RequestResumed, work: Work) -> None:
        """It goes on, with these main persons; every clock runs again, with the time that was left."""
        search = work.get(Search, message.case_id)
        if search is None or not SEARCH.is_open(search.stage):
            return  # nothing was sought yet, or it is over
        resumed = search.resumed(message.main_persons, work.now)
        work.save(resumed)
        if search.paused_at is None:
            return
        watch(resumed, work)
        if resumed.stage is Stage.SEARCHING and resumed.shortlist:
            ask_next(resumed, work, self._rules)
        elif resumed.coordinator_id is not None and resumed.respond_by is not None:
            coordinator_id, respond_by = resumed.coordinator_id, resumed.respond_by
            work.remind(OfferExpires(case_id=search.case_id, coordinator_id=coordinator_id), respond_by)
            work.tell(ProposalExtended(case_id=search.case_id, coordinator_id=coordinator_id, respond_by=respond_by))
