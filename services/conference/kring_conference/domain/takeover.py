"""Whether what an office says of a case that ran before Kring can be so; the hard rules held then as well. Pure."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Final, NoReturn, TypeVar

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import CIRCLE, Participant
from kring_conference.domain.sides import must_have_two_circles
from kring_conference.process import PathStage, Stage
from kring_shared.contracts.conference import StoodAt, TakenPerson, TakeOverConference
from kring_shared.contracts.field import Part
from kring_shared.kernel.errors import InvalidFields

T = TypeVar("T")

NOON: Final = time(12, tzinfo=UTC)
WAS_HELD: Final = frozenset({StoodAt.HELD, StoodAt.DISTRIBUTED})
UNTOUCHED: Final = frozenset({Stage.AWAITING_COORDINATOR, Stage.PREPARING})
HERE_FROM_THE_START: Final = frozenset({Part.MAIN_PERSON, Part.ACCEPTOR})


def is_under_way(conference: Conference, people: Iterable[Participant]) -> bool:
    """Tell whether anything was done with it here: it was taken over, or the coordinator works in Kring already."""
    begun = conference.stage not in UNTOUCHED or conference.question_version > 0 or conference.day.starts_at is not None
    return begun or any(p.stage is not PathStage.SUGGESTED or p.part not in HERE_FROM_THE_START for p in people)


def must_fit(message: TakeOverConference, conference: Conference, today: date) -> None:
    """Hold what is said against the field and the calendar.

    Raises:
        InvalidFields: at the first field that is missing, or does not fit; it says what to do.
    """
    for place, person in enumerate(message.people):
        _person_fits(f"/people/{place}", person, conference)
    if message.conditions_shared_on is not None:  # what people were told after they met bound nobody
        held_on = message.held_on or today
        _in_order("/conditionsSharedOn", message.conditions_shared_on, held_on)
    if message.stood_at in WAS_HELD:
        _meeting_fits(message, today)
        _plan_fits(message, conference, today)
    elif message.held_on or message.agreed_on or message.plan or message.distributed_on or message.accepted_on:
        _refuse("/stoodAt", "what was held, or has a plan, stands further: say held or distributed")
    elif message.stood_at is StoodAt.PLANNED:
        _needed("/startsAt", message.starts_at, "give the day and the hour of the meeting")
        _needed("/venue", message.venue, "say where it is")
    elif message.starts_at is not None:
        _refuse("/stoodAt", "there is a day for the meeting: say planned")


def moment_of(day: date, now: datetime) -> datetime:
    """Give the moment that stands for a day (UTC); what happened today happened before now."""
    return min(datetime.combine(day, NOON), now)


def _person_fits(at: str, person: TakenPerson, conference: Conference) -> None:
    if person.part is Part.MAIN_PERSON:
        _refuse(f"{at}/part", "main persons come with the request, and their yes with them")
    if person.answer is not None and not person.informed:
        _refuse(f"{at}/informed", "nobody is invited before the coordinator spoke with them about everything")
    if person.part is Part.INTERPRETER and person.minor is not False:
        _refuse(f"{at}/minor", "a child never interprets: say that the interpreter is a grown-up (minor: false)")
    if person.side is not None:
        must_have_two_circles(conference.kind, f"{at}/side")
    if conference.has_two_circles and person.answer is not None and person.side is None and person.part in CIRCLE:
        _refuse(f"{at}/side", "say to which of the two circles this person belongs")


def _meeting_fits(message: TakeOverConference, today: date) -> None:
    held_on = _needed("/heldOn", message.held_on, "give the day of the meeting")
    _needed("/presentCount", message.present_count, "say how many were there")
    _in_order("/heldOn", held_on, today)
    if message.without_plan == (message.agreed_on is not None):
        _refuse("/agreedOn", "give the day everyone agreed on the plan, or say that no plan was made")
    if message.without_plan and (message.plan or message.accepted_on or message.stood_at is StoodAt.DISTRIBUTED):
        _refuse("/withoutPlan", "without a plan nothing was accepted or given out")


def _plan_fits(message: TakeOverConference, conference: Conference, today: date) -> None:
    """Hold the plan's days against each other: agreed in or after the meeting, then accepted, then given out."""
    if message.agreed_on is None or message.held_on is None:
        return
    _in_order("/agreedOn", message.held_on, message.agreed_on, today)
    if message.stood_at is StoodAt.DISTRIBUTED:
        out = _needed("/distributedOn", message.distributed_on, "give the day the plan was given out")
        _in_order("/distributedOn", message.accepted_on or message.agreed_on, out, today)
        if conference.needs_acceptance:
            _needed("/acceptedOn", message.accepted_on, "this plan had to be accepted before it was given out")
    elif message.distributed_on is not None:
        _refuse("/stoodAt", "the plan was given out: say distributed")
    if message.accepted_on is None:
        return
    _in_order("/acceptedOn", message.agreed_on, message.accepted_on, today)
    if not conference.needs_acceptance:
        _refuse("/acceptedOn", "nobody has to accept this plan: leave the day out")
    if conference.conditions:
        words = "a plan is accepted only when everybody knew all conditions beforehand: give that day"
        _needed("/conditionsSharedOn", message.conditions_shared_on, words)


def _needed(field: str, value: T | None, words: str) -> T:
    if not value:
        raise InvalidFields((field,), words).because("taken-over-days")
    return value


def _in_order(field: str, *days: date) -> None:
    if list(days) != sorted(days):
        _refuse(field, "the days do not follow each other, or one is still to come: look at them once more")


def _refuse(field: str, words: str) -> NoReturn:
    raise InvalidFields((field,), words).because("taken-over-days")
