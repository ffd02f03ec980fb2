"""The weeks in which people can say yes are over: without a yes nothing of anybody is kept."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from kring_intake.domain import KnownReferral, Request
from kring_intake.domain.consent import has_consent
from kring_intake.handlers.erasing import erase_request, is_erased
from kring_intake.handlers.transfers import recall_if_offered
from kring_intake.process import BEFORE_CONSENT, TALKS, Held, Stage
from kring_shared.contracts.intake import ConsentOverdue, InformationTalkLapsed, RequestLapsed
from kring_shared.contracts.registry import ErasureOrdered
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.work import Found, Work

STOPPED: Final = frozenset({Stage.REFUSED, Stage.REJECTED, Stage.WITHDRAWN})
BECAUSE: Final = "no-consent"


def merged_into(message: ConsentOverdue | ErasureOrdered, _office: str, found: Found) -> tuple[str, ...]:
    """Name the request it goes on as, where a person said that it is the same as another."""
    request = found.get(Request, message.case_id)
    return (request.merged_into,) if request is not None and request.merged_into else ()


def lapse(message: ConsentOverdue, work: Work) -> None:
    """Erase a request that nobody said yes to, also while it waits for somebody; past the gate leave it alone.

    One that ended before all had said yes is erased without a word: that it ended was told then.
    """
    request = work.need(Request, message.case_id)
    if request.stage is Stage.MERGED:
        work.save(erase_merged(request, work))
    elif request.stage in {*TALKS, *BEFORE_CONSENT}:
        lapsed = replace(recall_if_offered(request, work), held=Held.FREE).moved(ConsentOverdue)
        fact = InformationTalkLapsed if request.stage in TALKS else RequestLapsed
        work.save(erase_whole(lapsed, work))
        work.tell(fact(case_id=request.case_id))
    elif request.stage in STOPPED and not has_consent(request):
        work.save(erase_whole(request, work))


def erase_whole(request: Request, work: Work, *, because: str = BECAUSE, still_used: Iterable[str] = ()) -> Request:
    """Erase a request with what merged ones brought along to it: nobody makes a plan that it could bind."""
    work.erase(*_brought_along(request), because=because)
    return erase_request(request, work, because=because, still_used=still_used)


def erase_merged(request: Request, work: Work, *, because: str = BECAUSE, still_used: Iterable[str] = ()) -> Request:
    """Erase what a merged request brought of its own, but for what the other goes on with.

    As long as the other is there, its sender's reference leads to it: a referral sent again is no new one.
    """
    other = work.get(Request, request.merged_into or "")
    if other is None or is_erased(other):
        return erase_whole(request, work, because=because, still_used=still_used)
    for known in work.all(KnownReferral, request.case_id):
        work.save(replace(known, case_id=other.case_id))
    return erase_request(request, work, because=because, still_used=(*still_used, *_brought_along(other)))


def _brought_along(request: Request) -> Iterator[str]:
    """Name who accepts the plan for mandates that came with a merge; the conditions are under this case's own key."""
    for merged in request.merged_in:
        for mandate in merged.mandates:
            if mandate.acceptor is not None:
                yield scope_of(Scope.PERSON, mandate.acceptor.person_id)
