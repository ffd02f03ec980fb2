"""A case an office was running already, taken over as it stood. Every fact of it is marked as imported."""

from dataclasses import replace

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import COMING, Participant
from kring_conference.domain.path import Told
from kring_conference.domain.takeover import WAS_HELD, is_under_way, moment_of, must_fit
from kring_conference.handlers.taken_plan import take_over_plan
from kring_conference.process import CONFERENCE, Stage
from kring_shared.contracts.conference import (
    BEFORE_AN_INVITATION,
    ConditionsShared,
    ConferenceConcluded,
    ConferenceScheduled,
    Covered,
    FollowUpEnded,
    ParticipantAnswered,
    ParticipantAttended,
    ParticipantInvited,
    ParticipantSuggested,
    PlanOutcome,
    QuestionAgreed,
    ScheduleConference,
    TakenPerson,
    TakeOverConference,
)
from kring_shared.contracts.envelope import IMPORTED
from kring_shared.contracts.field import Part, PersonCard
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, Paused, Refused
from kring_shared.kernel.work import Work


def take_over_conference(message: TakeOverConference, work: Work) -> None:
    """Bring it to where it stood; what is under way here already stays as it is.

    What nobody can know afterwards is not made up: no calls or visits, no hours, nothing of private time.

    Raises:
        Refused: the case began in Kring, where everything that happens is noted when it does.
        NotAllowedNow: no coordinator has begun yet.
        InvalidFields: what is said does not fit together.
        NotReady: the plan was accepted, and somebody who takes part does not know every condition.
    """
    conference = work.need(Conference, message.case_id)
    under_way = is_under_way(conference, work.all(Participant, message.case_id))
    work.answer = {"caseId": message.case_id, "known": under_way}
    if under_way:
        return
    if not conference.imported:
        raise Refused(
            "this case began in Kring: let its coordinator note what happens, and the circle confirm its own plan"
        ).because("began-in-kring")
    if conference.stage is not Stage.PREPARING:
        possible = CONFERENCE.possible(conference.stage)
        raise NotAllowedNow(asked=message.name, stage=conference.stage.value, possible=possible)
    if conference.paused_at is not None:
        raise Paused(message.name)
    must_fit(message, conference, work.now.date())
    work.by = IMPORTED
    conference = _planned(message, _asking(message, conference, work), work)
    work.save(conference)
    _join(message, conference, work)
    if message.stood_at in WAS_HELD:
        _held(message, conference, work)


def _asking(message: TakeOverConference, conference: Conference, work: Work) -> Conference:
    """Take over the question, as its first version."""
    if not message.question:
        return conference
    sealed = work.seal(scope_of(Scope.CASE, message.case_id), message.question)
    asking = conference.asking(sealed)
    version = asking.question_version
    work.tell(QuestionAgreed(case_id=message.case_id, question=sealed, question_version=version))
    return asking


def _planned(message: TakeOverConference, conference: Conference, work: Work) -> Conference:
    """Take over the day and the place; a day that has passed is refused: it was held, or there is another."""
    if message.starts_at is None or message.stood_at in WAS_HELD:
        return conference
    sealed = work.seal(scope_of(Scope.CASE, message.case_id), message.venue)
    day = ScheduleConference(case_id=message.case_id, starts_at=message.starts_at, venue=message.venue)
    scheduled = conference.scheduled(day, sealed, work.now)
    work.tell(
        ConferenceScheduled(
            case_id=message.case_id,
            starts_at=message.starts_at,
            venue=sealed,
            mode=day.mode,
            sequence=scheduled.day.sequence,
        ),
    )
    return scheduled


def _join(message: TakeOverConference, conference: Conference, work: Work) -> None:
    """Take over who takes part, and how far each of them is."""
    told = _told(message, conference)
    if message.main_persons_informed:
        people = work.all(Participant, message.case_id)
        work.save(*(person.contacted(told) for person in people if person.part is Part.MAIN_PERSON))
    for place, taken in enumerate(message.people):
        person = _new(place, taken, message.case_id, work)
        work.tell(ParticipantSuggested(case_id=message.case_id, participant=person.card, part=person.part))
        if taken.informed:
            person = person.contacted(told)
        if taken.answer is not None:
            person = person.invited().answered(taken.answer, None)
            work.tell(
                ParticipantInvited(case_id=message.case_id, person_id=person.id, part=person.part),
                ParticipantAnswered(case_id=message.case_id, person_id=person.id, answer=taken.answer),
            )
        work.save(person)
    knowing = sum(person.told.conditions > 0 for person in work.all(Participant, message.case_id))
    if knowing:
        work.tell(ConditionsShared(case_id=message.case_id, recipients=knowing))


def _new(place: int, taken: TakenPerson, case_id: str, work: Work) -> Participant:
    person_id = work.new_id(f"taken-over/{place}")
    sealed = work.seal(scope_of(Scope.PERSON, person_id), taken.contact)
    card = PersonCard(person_id=person_id, contact=sealed, minor=taken.minor)
    return Participant(card, case_id, work.office, taken.part, side=taken.side)


def _told(message: TakeOverConference, conference: Conference) -> Told:
    """Give what everybody who was spoken with knows; by which call or visit is not made up."""
    question = conference.question_version
    covered = BEFORE_AN_INVITATION | ({Covered.QUESTION} if question else frozenset())
    known = len(conference.conditions) if message.conditions_shared_on is not None else 0
    return Told(covered=covered, question=question, conditions=known)


def _held(message: TakeOverConference, conference: Conference, work: Work) -> None:
    """Note that it was held, who was there, and what came of it; of the day nothing but the day is known."""
    if message.held_on is None or message.present_count is None:
        raise InvalidFields(("/heldOn",), "give the day of the meeting, and how many were there").because(
            "meeting-needs-day-and-count"
        )
    case_id = message.case_id
    room = replace(conference.room, meeting=1, opened_at=moment_of(message.held_on, work.now))
    room = replace(room, conditions=len(conference.conditions))
    concluded = replace(conference.moved(ConferenceConcluded), room=room)
    here = [person.attended() for person in work.all(Participant, case_id) if _was_there(person)]
    work.save(concluded, *here)
    work.tell(*(ParticipantAttended(case_id=case_id, person_id=person.id) for person in here))
    fact = ConferenceConcluded(
        case_id=case_id,
        outcome=PlanOutcome.PLAN if message.agreed_on else PlanOutcome.NO_PLAN,
        present_count=message.present_count,
        held_on=message.held_on,
    )
    if message.agreed_on is None:
        work.tell(fact, FollowUpEnded(case_id=case_id, steps=0))
    else:
        take_over_plan(message, concluded, fact, work)


def _was_there(person: Participant) -> bool:
    return person.answer in COMING or (person.part is Part.MAIN_PERSON and person.spoken_with)
