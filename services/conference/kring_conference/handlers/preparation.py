"""Day and place, food, readiness; and putting off or stopping."""

from dataclasses import replace

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant
from kring_conference.readiness import Preparation, demand_ready
from kring_shared.contracts.conference import (
    ArrangeFood,
    CancelConference,
    ConferenceReady,
    ConferenceScheduled,
    DeclareReady,
    FoodArranged,
    PostponeConference,
    ScheduleConference,
)
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.work import Work


def schedule_conference(message: ScheduleConference, work: Work) -> None:
    """The participants chose a day and a neutral place."""
    sealed = work.seal(scope_of(Scope.CASE, message.case_id), message.venue)
    work.save(work.need(Conference, message.case_id).scheduled(message, sealed, work.now))
    work.tell(
        ConferenceScheduled(case_id=message.case_id, starts_at=message.starts_at, venue=sealed, mode=message.mode),
    )


def arrange_food(message: ArrangeFood, work: Work) -> None:
    """There is something to eat and to drink."""
    conference = work.need(Conference, message.case_id).moved(ArrangeFood)
    work.save(replace(conference, day=replace(conference.day, food=True)))
    work.tell(FoodArranged(case_id=message.case_id))


def declare_ready(message: DeclareReady, work: Work) -> None:
    """Everything is there; refused with what is still to be done when it is not."""
    conference = work.need(Conference, message.case_id)
    people = work.all(Participant, message.case_id)
    ready = conference.moved(DeclareReady)
    demand_ready(Preparation(conference, people, work.now))
    work.save(ready)
    work.tell(ConferenceReady(case_id=message.case_id, expected=sum(person.is_expected for person in people)))


def postpone_conference(message: PostponeConference, work: Work) -> None:
    raise NotImplementedError


def cancel_conference(message: CancelConference, work: Work) -> None:
    raise NotImplementedError
