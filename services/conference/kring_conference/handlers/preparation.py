"""Day and place, food, readiness; and putting off or stopping."""

from collections.abc import Iterable
from dataclasses import replace

from kring_conference.domain.conference import Conference
from kring_conference.domain.dates import must_suit
from kring_conference.domain.ending import must_be_free_to_call_off
from kring_conference.domain.participant import Participant
from kring_conference.domain.plan import Plan
from kring_conference.readiness import Preparation, must_be_ready
from kring_shared.contracts.conference import (
    ArrangeFood,
    CancelConference,
    ConferenceCancelled,
    ConferencePostponed,
    ConferenceReady,
    ConferenceScheduled,
    DeclareReady,
    FollowUpEnded,
    FoodArranged,
    ParticipantPrepared,
    PostponeConference,
    ScheduleConference,
)
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.work import Work


def schedule_conference(message: ScheduleConference, work: Work) -> None:
    """The participants chose a day and a neutral place."""
    sealed = work.seal(scope_of(Scope.CASE, message.case_id), message.venue)
    before = work.need(Conference, message.case_id)
    scheduled = before.scheduled(message, sealed, work.now)
    must_suit(before.day, message.starts_at, work.all(Participant, message.case_id), work.now)
    work.save(scheduled)
    work.tell(
        ConferenceScheduled(
            case_id=message.case_id,
            starts_at=message.starts_at,
            venue=sealed,
            mode=message.mode,
            sequence=scheduled.day.sequence,
        ),
    )


def arrange_food(message: ArrangeFood, work: Work) -> None:
    """There is something to eat and to drink."""
    conference = work.need(Conference, message.case_id).moved(ArrangeFood)
    if conference.day.food:
        return  # it was arranged before
    work.save(replace(conference, day=replace(conference.day, food=True)))
    work.tell(FoodArranged(case_id=message.case_id))


def declare_ready(message: DeclareReady, work: Work) -> None:
    """Everything is there, and everybody who is expected is prepared; refused with what is still to be done."""
    conference = work.need(Conference, message.case_id)
    people = work.all(Participant, message.case_id)
    ready = conference.moved(DeclareReady)
    must_be_ready(Preparation(conference, people, work.now))
    work.save(ready)
    _prepare(people, work)
    work.tell(ConferenceReady(case_id=message.case_id, expected=sum(person.is_expected for person in people)))


def _prepare(people: Iterable[Participant], work: Work) -> None:
    """Move everybody who is expected on, once; who changed their mind since is prepared anew."""
    for person in people:
        prepared = person.prepared()
        if person.is_expected and prepared != person:
            work.save(prepared)
            work.tell(ParticipantPrepared(case_id=person.case_id, person_id=person.id))


def postpone_conference(message: PostponeConference, work: Work) -> None:
    """The day is off; days that were proposed and are still to come can be chosen from, with what people said."""
    conference = work.need(Conference, message.case_id).moved(PostponeConference)
    work.save(conference.without_day())
    work.tell(ConferencePostponed(case_id=message.case_id, because=message.because))


def cancel_conference(message: CancelConference, work: Work) -> None:
    """The conference is not held, or no second meeting is; nobody is called afterwards.

    Raises:
        InvalidFields: a code that only follows from what somebody else does.
    """
    before = work.need(Conference, message.case_id)
    cancelled = before.moved(CancelConference)
    must_be_free_to_call_off(message.because)
    work.save(cancelled)
    plan = work.get(Plan, message.case_id)
    if plan is not None and plan.knows(CancelConference):
        work.save(plan.moved(CancelConference))
    work.tell(ConferenceCancelled(case_id=message.case_id, stage=before.stage.value, because=message.because))
    work.tell(FollowUpEnded(case_id=message.case_id, steps=0))
