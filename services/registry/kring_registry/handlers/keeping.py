"""The clocks of what is kept: they begin when a route ends, wait while something holds, and end in one order to erase.

They follow every change of a registration, since what fills one is what begins and stops a term.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from kring_registry.domain.chain import chain_key
from kring_registry.domain.erasure import erasure_by_term
from kring_registry.domain.keeping import ORDERED, Keeping
from kring_registry.domain.registration import Registration
from kring_registry.handlers.erasing import keeping_of, order_by_term, order_keys, order_what_waited
from kring_registry.process.registration import Stage
from kring_shared.contracts.conference import ConditionAdded, FollowUpEnded
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import Context, Mandate
from kring_shared.contracts.intake import (
    ConsentRefused,
    MergeUndone,
    RequestAccepted,
    RequestLapsed,
    RequestMerged,
    RequestReceived,
    RequestRejected,
    RequestTransferred,
    RequestTriaged,
    RequestWithdrawn,
)
from kring_shared.contracts.registry import HoldPlaced, HoldReleased, PlaceHold, ReleaseHold, RetentionDue
from kring_shared.contracts.retention import StartsAt
from kring_shared.kernel.work import Found, Work

ENDS: Final = (
    FollowUpEnded,
    RequestWithdrawn,
    RequestRejected,
    ConsentRefused,
    RequestLapsed,
    RequestTransferred,
)
"""What ends a route. A cancelled conference, or one without a plan, is told with the end of its follow-up."""


def follow(message: Named, _before: Registration | None, work: Work) -> None:
    """Keep the clocks right; where its term is over, nothing of it is kept that could have one."""
    if isinstance(message, RequestReceived) or any(work.get(k, message.key()) for k in (Keeping, Registration)):
        keep_clock(message, work)


def keep_clock(message: Named, work: Work) -> None:
    """Note what a message says about how long its case is kept."""
    match message:
        case RequestReceived():
            work.save(_begun(message))
        case RequestTriaged():
            keeping = keeping_of(message.case_id, work)
            work.save(replace(keeping, compelled=message.context is Context.MANDATORY))
        case RequestAccepted():
            _note_acceptance(message, work)
        case ConditionAdded():
            work.save(replace(keeping_of(message.case_id, work), bound=True))
        case RequestMerged():
            work.save(replace(keeping_of(message.case_id, work), merged_into=message.into_id))
        case MergeUndone():
            work.save(keeping_of(message.case_id, work).went_on())
            work.forget((RetentionDue,), message.case_id)
        case _ if isinstance(message, ENDS):
            _end(message.case_id, message.occurred_at, message.name, work)
    _note_lock(message.key(), work)


def what_goes_with_it(message: Named, office: str, found: Found) -> tuple[str, ...]:
    """Name the cases that go on as this one, and with it end; for those that go on as one of them too."""
    del office
    return tuple(keeping.case_id for keeping in found.all(Keeping, message.key()) if keeping.case_id != message.key())


def is_held(work: Work, case_id: str) -> bool:
    """Tell whether nothing of this case may be erased for now; the message's keys must name the case."""
    keeping = work.get(Keeping, case_id)
    return keeping is not None and bool(keeping.held_for)


def departed(work: Work, case_id: str) -> None:
    """Let go of the clocks of a case whose registration lost it, once nothing else of it is kept."""
    keeping = work.get(Keeping, case_id)
    if keeping is not None and keeping.is_empty:
        work.remove(keeping)


def place_hold(message: PlaceHold, work: Work) -> None:
    """Hold everything of a case: its terms go on, and nothing is ordered."""
    work.save(keeping_of(message.case_id, work).held(message.code))
    work.tell(HoldPlaced(case_id=message.case_id, code=message.code))


def release_hold(message: ReleaseHold, work: Work) -> None:
    """Let the terms go on, and order at once what waited."""
    work.save(keeping_of(message.case_id, work).released())
    work.tell(HoldReleased(case_id=message.case_id))
    _order_what_waited(message.case_id, work)


def term_is_over(message: RetentionDue, work: Work) -> None:
    """The term of a kind of record is over: order it, or let it wait while the case is held."""
    keeping = work.get(Keeping, message.case_id)
    if keeping is None or keeping.erased_on(message.kind_of_record):
        return  # it went by an order somebody asked for
    order_by_term(work, keeping, message.kind_of_record, message.attempt)


def term_keys(message: RetentionDue, office: str) -> tuple[str, ...]:
    """Name the case, the order its term leads to, and the chain."""
    return message.case_id, erasure_by_term(message.case_id, message.kind_of_record, message.attempt), chain_key(office)


def release_keys(message: ReleaseHold, office: str) -> tuple[str, ...]:
    """Name the case, and the chain, for the receipt of what still is kept."""
    return order_keys(office, message.case_id)


def _begun(message: RequestReceived) -> Keeping:
    return Keeping(
        case_id=message.case_id,
        office=message.office,
        policy=message.dossier.policy,
        people=tuple(person.person_id for person in message.main_persons),
        compelled=message.dossier.context is Context.MANDATORY,
        bound=_binds(message.mandates),
    )


def _note_acceptance(message: RequestAccepted, work: Work) -> None:
    keeping = keeping_of(message.case_id, work)
    work.save(
        replace(
            keeping,
            policy=message.dossier.policy,
            people=tuple(person.person_id for person in message.main_persons),
            compelled=message.dossier.context is Context.MANDATORY,
            bound=keeping.bound or _binds(message.mandates),
        )
    )


def _binds(mandates: tuple[Mandate, ...]) -> bool:
    return any(mandate.conditions for mandate in mandates)


def _end(case_id: str, at: datetime, how: str, work: Work) -> None:
    """Begin the terms of a case, and of those that went on as it; then what waited for the end goes."""
    own = keeping_of(case_id, work)
    if own.merged_into is not None:
        return  # it shares people with the request it goes on as, and ends with that
    for keeping in (own, *_gone_on_as(case_id, work)):
        if keeping.ended_on is None:
            work.save(keeping.ended(at.date(), how))
            _count(keeping, StartsAt.ROUTE_ENDED, at, work)
            _order_what_waited(keeping.case_id, work)


def _gone_on_as(case_id: str, work: Work) -> tuple[Keeping, ...]:
    merged = tuple(found for found in work.all(Keeping, case_id) if found.case_id != case_id)
    return merged + tuple(deeper for each in merged for deeper in _gone_on_as(each.case_id, work))


def _note_lock(case_id: str, work: Work) -> None:
    """Note the day a registration was locked; a term may be counted from it."""
    registration, keeping = work.get(Registration, case_id), work.get(Keeping, case_id)
    if keeping is None or keeping.locked_on or registration is None or registration.stage is not Stage.LOCKED:
        return
    work.save(replace(keeping, locked_on=work.now.date()))
    _count(keeping, StartsAt.LOCKED, work.now, work)


def _count(keeping: Keeping, since: StartsAt, at: datetime, work: Work) -> None:
    for rule in keeping.rules:
        if rule.starts_at is since and rule.kind in ORDERED:
            due = RetentionDue(case_id=keeping.case_id, kind_of_record=rule.kind)
            work.remind(due, at + timedelta(days=rule.days))


def _order_what_waited(case_id: str, work: Work) -> None:
    """Order what nothing holds any more: what came due meanwhile, and what people asked for."""
    go, keeping = keeping_of(case_id, work).free()
    work.save(keeping)
    for waits in go:
        order_what_waited(work, case_id, waits)
