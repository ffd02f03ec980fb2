"""The day the participants choose, and the place where nobody is at home and nobody looks at the clock."""

from typing import Final

from kring_conference.readiness.item import Item
from kring_conference.readiness.preparation import Preparation
from kring_shared.contracts.conference import Check
from kring_shared.contracts.field import Part


def _day_is_to_come(p: Preparation) -> bool:
    starts_at = p.conference.day.starts_at
    return p.on_the_day or starts_at is None or starts_at > p.now


def _participants_chose_the_day(p: Preparation) -> bool:
    # Who joins later says yes to a day that is known; those whom it is about choose it.
    day = p.conference.day
    main_persons_answered = all(person.dates.answered for person in p.expected if person.part is Part.MAIN_PERSON)
    return bool(day.options) and main_persons_answered and (day.starts_at is None or day.starts_at in day.options)


def _some_meet_in_a_room(p: Preparation) -> bool:
    return p.conference.day.is_chosen and p.conference.day.has_a_room


DAY: Final = (
    Item(
        Check.DATES_ASKED,
        _participants_chose_the_day,
        missing="lay days before those who take part, and choose the day with every main person (propose-dates, "
        "answer-dates)",
        because="The participants set the pace: the day is theirs to choose.",
        source="family folder: the participants choose the hour",
        # Between two meetings the circle, which was together, says itself when it goes on.
        applies=lambda p: p.conference.room.meeting == 0,
    ),
    Item(
        Check.DAY,
        lambda p: p.conference.day.is_chosen,
        missing="choose the day and a neutral place (schedule-conference)",
        because="People can only come to a place and an hour, and talk freely on nobody's ground.",
        source="family folder: the participants choose the hour; the place is neutral",
    ),
    Item(
        Check.DAY_TO_COME,
        _day_is_to_come,
        missing="choose a new day: the one that was chosen has passed (schedule-conference)",
        because="A day that has passed is a meeting nobody can come to.",
        source="family folder: the participants choose the hour",
        applies=lambda p: p.conference.day.is_chosen,
    ),
    Item(
        Check.NEUTRAL_PLACE,
        lambda p: p.conference.day.neutral,
        missing="choose a place that is nobody's ground, no office of those who help or decide (schedule-conference, "
        "neutral)",
        because="On nobody's ground nobody is the host, and nobody decides.",
        source="family folder: the place is neutral",
        applies=_some_meet_in_a_room,
    ),
    Item(
        Check.NO_END_TIME,
        lambda p: p.conference.day.no_end_time,
        missing="have the place for as long as the circle needs (schedule-conference, noEndTime)",
        because="A circle that has to be out at five makes a plan that is done at five.",
        source="family folder: no end is set beforehand",
        applies=_some_meet_in_a_room,
    ),
    Item(
        Check.FOOD,
        lambda p: p.conference.day.food,
        missing="arrange something to eat and to drink (arrange-food)",
        because="People who eat together talk, and it may take long.",
        source="recruitment folder: sees to a place, food and drink",
        applies=lambda p: p.conference.day.has_a_room,
    ),
)
