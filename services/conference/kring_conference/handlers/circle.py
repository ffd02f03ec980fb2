"""Who is suggested, on which side, and who steps out."""

from dataclasses import replace
from typing import Final

from kring_conference.domain.conference import Conference
from kring_conference.domain.ending import where_it_stood
from kring_conference.domain.participant import Participant, one_of
from kring_conference.domain.plan import Plan
from kring_conference.domain.sides import is_still_heard, must_fit_the_side
from kring_conference.domain.suggesting import must_be_free_to_suggest, side_of, whose_idea
from kring_conference.handlers.leaving import let_go, part_ways
from kring_conference.handlers.opening import WAITED_FOR
from kring_conference.process import Stage
from kring_shared.contracts.conference import (
    CancelledBecause,
    ConferenceCancelled,
    FollowUpEnded,
    ParticipantSteppedOut,
    ParticipantSuggested,
    PlaceOnSide,
    StepOut,
    SuggestParticipant,
)
from kring_shared.contracts.field import PersonCard
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.work import Work

NOBODY_IT_IS_ABOUT: Final = (
    "nobody it is about takes part any more, and nothing is decided over their heads: adjourn if you are together, and "
    "ask at the office that the request is withdrawn (withdraw-request)"
)


def suggest_participant(message: SuggestParticipant, work: Work) -> None:
    """Somebody may be asked; answers the new person's id."""
    conference = work.need(Conference, message.case_id).moved(SuggestParticipant)
    people = work.all(Participant, message.case_id)
    must_be_free_to_suggest(message, work.actor)
    idea = whose_idea(message, people, work.actor)
    side = side_of(message, people, conference.kind, idea)
    person_id = work.new_id("participant")
    scope = scope_of(Scope.PERSON, person_id)
    sealed = work.seal(scope, message.contact)
    relation = work.seal(scope, message.relation) if message.relation else None
    card = PersonCard(person_id=person_id, contact=sealed, languages=message.languages, minor=message.minor)
    person = Participant(card, message.case_id, work.office, message.part)
    work.save(conference, replace(person, side=side, relation=relation, suggested_by=idea))
    work.tell(
        ParticipantSuggested(case_id=message.case_id, participant=card, part=message.part, suggested_by=idea),
    )
    work.answer = {"personId": person_id}


def place_on_side(message: PlaceOnSide, work: Work) -> None:
    """Somebody belongs to one of the two circles; on the other side nobody stands beside them any more."""
    conference = work.need(Conference, message.case_id).moved(PlaceOnSide)
    people = work.all(Participant, message.case_id)
    person = one_of(people, message.person_id).goes_along()
    must_fit_the_side(conference.kind, person.part)
    work.save(conference, replace(person, side=message.side))
    for other in people:
        if other.side not in {None, message.side}:
            part_ways(message.case_id, person.id, other.id, work)


def step_out(message: StepOut, work: Work) -> None:
    """Somebody takes no further part. Nobody asks why, it is never refused for what it leads to, and may be said twice.

    A restorative conference stops when nobody it is about is left on their side. Any other waits when nobody it is
    about is left at all: it cannot open any more, and the answer says that the office is asked to stop the request.

    Raises:
        NotPermitted: somebody says it of another.
    """
    conference = work.need(Conference, message.case_id).moved(StepOut)
    people = work.all(Participant, message.case_id)
    before = one_of(people, message.person_id)
    before.must_speak_for_self(work.actor)
    if before.has_stopped:
        return  # it goes on without them already
    person = before.moved(StepOut)
    work.save(conference, person)
    work.tell(ParticipantSteppedOut(case_id=message.case_id, person_id=person.id))
    let_go(message.case_id, person.id, work)
    if is_still_heard(people, person, conference.kind):
        return
    if conference.has_two_circles:
        _stop(conference, work)
    elif conference.stage is not Stage.CONCLUDED:
        work.answer = {"whatNow": NOBODY_IT_IS_ABOUT}


def _stop(conference: Conference, work: Work) -> None:
    """Stop because one side did, without saying which; no plan went out, so nobody is called afterwards.

    A conference that ended without a plan, or whose plan went out, is over: there is nothing left to stop.
    """
    plan = work.get(Plan, conference.case_id)
    to_stop = plan is not None and plan.knows(ParticipantSteppedOut)
    if conference.stage is Stage.CONCLUDED and not to_stop:
        return
    work.save(conference.moved(ParticipantSteppedOut))
    work.forget(WAITED_FOR, conference.case_id)
    if plan is not None and plan.knows(ParticipantSteppedOut):
        work.save(plan.moved(ParticipantSteppedOut))
    stage = where_it_stood(conference.stage)
    because = CancelledBecause.A_SIDE_STOPPED
    work.tell(
        ConferenceCancelled(case_id=conference.case_id, stage=stage, because=because),
        FollowUpEnded(case_id=conference.case_id, steps=0),
    )
