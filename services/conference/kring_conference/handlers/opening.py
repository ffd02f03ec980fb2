"""How a conference begins, waits, goes on, and stops before its time: what other steps of the route tell."""

from dataclasses import replace
from typing import Final

from kring_conference.domain.conference import Conference
from kring_conference.domain.ending import where_it_stood
from kring_conference.domain.follow_up import FollowUp
from kring_conference.domain.participant import Participant
from kring_conference.domain.plan import Plan
from kring_conference.handlers.follow_up import ask_for_what_is_due
from kring_conference.handlers.leaving import let_go
from kring_conference.process import CONFERENCE, HELD, Stage
from kring_shared.contracts.conference import (
    CancelledBecause,
    ConferenceCancelled,
    ConvenerHadTime,
    FollowUpCallDue,
    HelpAnswerDue,
    PlanAnswerDue,
    PlanAnswerHalfway,
    PlanStalls,
    RecordReview,
    ReviewNear,
)
from kring_shared.contracts.envelope import IMPORTED
from kring_shared.contracts.field import Part
from kring_shared.contracts.intake import (
    RequestAccepted,
    RequestPaused,
    RequestResumed,
    RequestTransferred,
    RequestWithdrawn,
)
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.work import Work

WAITED_FOR: Final = (
    PlanAnswerHalfway,
    PlanAnswerDue,
    HelpAnswerDue,
    FollowUpCallDue,
    PlanStalls,
    ConvenerHadTime,
    ReviewNear,
)
"""Every deadline of a case; a safety signal has its own, under its own id, and goes on whatever stops."""


def open_conference(message: RequestAccepted, work: Work) -> None:
    """Keep what the preparation needs; it begins when there is a coordinator. Nobody here was spoken with yet."""
    case_id, office = message.case_id, message.office
    previous = message.previous_case_id
    conference = Conference(case_id, office, message.dossier, message.mandates, message.question)
    work.save(replace(conference, previous_case_id=previous, imported=message.by == IMPORTED))
    for card in message.main_persons:
        work.save(Participant(card, case_id, office, Part.MAIN_PERSON))
    for mandate in message.mandates:
        if mandate.acceptor:
            work.save(Participant(mandate.acceptor, case_id, office, Part.ACCEPTOR))


def pause(message: RequestPaused, work: Work) -> None:
    """Nobody is drawn further in until the regional manager has spoken with those concerned.

    Whoever relied on somebody who died is free, and chooses again when it goes on.
    """
    conference = work.get(Conference, message.case_id)
    if conference is None or conference.stage is Stage.CANCELLED:
        return  # it was not accepted yet, or it is off
    work.save(conference.paused(message.occurred_at, message.person_id))
    for person in work.all(Participant, message.case_id):
        if person.id == message.person_id:
            _goes_on_without(person, work)


def resume(message: RequestResumed, work: Work) -> None:
    """It goes on, with these main persons; calls whose day came meanwhile are told now.

    Noted by mistake, only who was said to have died is back: who left for another reason, or died before, is not.
    """
    conference = work.get(Conference, message.case_id)
    if conference is None or conference.stage is Stage.CANCELLED:
        return  # it was not accepted yet, or it is off
    work.save(conference.resumed())
    for person in work.all(Participant, message.case_id):
        if person.part is Part.MAIN_PERSON and person.id not in message.main_persons:
            _goes_on_without(person, work)
        elif person.part is Part.MAIN_PERSON or (message.noted_by_mistake and person.id == conference.paused_for):
            work.save(person.goes_on(with_them=True))
    ask_for_what_is_due(conference, work)


def cancel(message: RequestWithdrawn, work: Work) -> None:
    """The main person stopped."""
    _stop(message, CancelledBecause.WITHDRAWN, work)


def hand_over(message: RequestTransferred, work: Work) -> None:
    """Another office goes on; how to reach the circle was entrusted to this one, and is erased with the rest.

    No registration is locked here any more, so when the circle was alone is forgotten now.
    """
    conference = work.get(Conference, message.case_id)
    if conference is not None:
        work.save(conference.without_stamps())
    if conference is not None and conference.stage in HELD:
        return  # people are together: nothing stops them
    _stop(message, CancelledBecause.TRANSFERRED, work)
    circle = (person for person in work.all(Participant, message.case_id) if person.part is not Part.MAIN_PERSON)
    plans = (scope_of(Scope.PLAN, plan.case_id) for plan in work.all(Plan, message.case_id))
    scopes = (*(person.card.contact.scope for person in circle), *plans)
    work.erase(*scopes, because=CancelledBecause.TRANSFERRED.value)


def _goes_on_without(person: Participant, work: Work) -> None:
    work.save(person.goes_on(with_them=False))
    let_go(person.case_id, person.id, work)


def _stop(message: RequestWithdrawn | RequestTransferred, because: CancelledBecause, work: Work) -> None:
    """Stop the conference, its plan and its calls, as far as they are not over."""
    on, conference = type(message), work.get(Conference, message.case_id)
    if conference is None:
        return  # it stopped before it was accepted: nothing was ever prepared
    work.forget(WAITED_FOR, message.case_id)
    plan = work.get(Plan, message.case_id)
    if plan is not None and plan.knows(RecordReview):
        work.save(plan.left_to_the_circle())
    calls = [c for c in work.all(FollowUp, message.case_id) if c.knows(on)]
    conference_stops = CONFERENCE.knows(conference.stage, on)
    plan_stops = plan is not None and plan.knows(on)
    if not (conference_stops or plan_stops or calls):
        return  # everything is over already
    if conference_stops:
        work.save(conference.moved(on))
    if plan is not None and plan_stops:
        work.save(plan.moved(on))
    work.save(*(call.moved(on) for call in calls))
    work.tell(ConferenceCancelled(case_id=message.case_id, stage=where_it_stood(conference.stage), because=because))
