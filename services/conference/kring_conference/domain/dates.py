"""The participants choose the day: what each can, and which day suits best."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from kring_conference.domain.apart import Pair
from kring_conference.domain.day import Day
from kring_conference.domain.participant import Participant
from kring_conference.domain.path import Dates
from kring_shared.contracts.conference import AnswerDates, DateLine
from kring_shared.contracts.field import Part
from kring_shared.kernel.errors import InvalidFields, NotReady, Refused


@dataclass(frozen=True)
class Suits:
    """How one day suits: who can, who could with trouble, who cannot, and of whom nothing is known yet."""

    starts_at: datetime
    can: frozenset[str]
    if_need_be: frozenset[str]
    cannot: frozenset[str]
    unknown: frozenset[str]


def is_asked(person: Participant) -> bool:
    """Tell whether the day has to suit this person: they take part, and mean to be there."""
    invited = person.part is Part.MAIN_PERSON or person.is_invited
    return person.takes_part and invited and not person.is_away


def best_dates(day: Day, people: Iterable[Participant], apart: Collection[Pair]) -> tuple[DateLine, ...]:
    """Give the proposed days, the best first.

    First come days on which most main persons can, then those on which most people can, then most could if need be,
    and then the earliest. Of two people who are kept apart only one can be in the room: a day on which the other
    cannot come is no worse for it. The counts shown are plain, so that nobody reads from them who is kept apart.
    """
    asked = [person for person in people if is_asked(person)]
    main = frozenset(person.id for person in asked if person.part is Part.MAIN_PERSON)
    days = sorted((_suits(starts_at, asked) for starts_at in day.options), key=lambda suits: _rank(suits, main, apart))
    return tuple(
        DateLine(
            starts_at=suits.starts_at,
            can=len(suits.can),
            if_need_be=len(suits.if_need_be),
            cannot=len(suits.cannot),
            unknown=len(suits.unknown),
            main_persons_can=main <= suits.can,
        )
        for suits in days
    )


def must_be_proposable(options: Collection[datetime], now: datetime) -> tuple[datetime, ...]:
    """Give the days in order.

    Raises:
        InvalidFields: one of them has passed, or stands there twice.
    """
    if any(option <= now for option in options):
        raise InvalidFields(("/options",), "propose moments that are still to come").because("moment-has-passed")
    if len(set(options)) != len(options):
        raise InvalidFields(("/options",), "propose each moment once").because("day-named-twice")
    return tuple(sorted(options))


def answered(person: Participant, message: AnswerDates, options: Collection[datetime]) -> Participant:
    """Take over which days somebody can; what they said before is replaced.

    Raises:
        NotReady: no days were proposed.
        Refused: they take no further part.
        InvalidFields: a day that was not proposed, or one that both suits and does so only if need be.
    """
    if not options:
        raise NotReady("no days were proposed yet; lay some before the participants first (propose-dates)")
    if person.is_out:
        raise Refused("this person takes no further part, so no day has to suit them").because("takes-no-further-part")
    can, if_need_be = frozenset(message.can), frozenset(message.if_need_be)
    fields = tuple(
        pointer for pointer, said in (("/can", can), ("/ifNeedBe", if_need_be)) if not said <= frozenset(options)
    )
    if fields:
        raise InvalidFields(fields, "answer only the days that were proposed (show-conference names them)").because(
            "day-not-proposed"
        )
    if can & if_need_be:
        raise InvalidFields(("/ifNeedBe",), "a day suits, or does so only if need be: name it once").because(
            "day-named-twice"
        )
    return replace(person, dates=Dates(answered=True, can=can, if_need_be=if_need_be))


def must_suit(day: Day, starts_at: datetime, people: Iterable[Participant], now: datetime) -> None:
    """Hold a day somebody wants to set against the ones that were proposed and are still to come, if any.

    Raises:
        InvalidFields: it was not proposed, or a main person said that they cannot.
    """
    if not any(option > now for option in day.options):
        return  # no list, or its days have passed
    if starts_at not in day.options:
        raise InvalidFields(
            ("/startsAt",), "choose one of the days that were proposed, or propose others first (propose-dates)"
        ).because("day-not-proposed")
    main = [person for person in people if person.part is Part.MAIN_PERSON and is_asked(person)]
    if any(person.id in _suits(starts_at, main).cannot for person in main):
        raise InvalidFields(
            ("/startsAt",),
            (
                "a main person said that they cannot come on that day: choose another of the proposed days, propose "
                "others (propose-dates), or note that they can after all (answer-dates)"
            ),
        ).because("main-person-cannot")


def _suits(starts_at: datetime, asked: Iterable[Participant]) -> Suits:
    can: set[str] = set()
    if_need_be: set[str] = set()
    cannot: set[str] = set()
    unknown: set[str] = set()
    for person in asked:
        dates = person.dates
        if starts_at in dates.can:
            can.add(person.id)
        elif starts_at in dates.if_need_be:
            if_need_be.add(person.id)
        else:
            (cannot if dates.answered else unknown).add(person.id)
    return Suits(starts_at, frozenset(can), frozenset(if_need_be), frozenset(cannot), frozenset(unknown))


def _rank(suits: Suits, main: frozenset[str], apart: Collection[Pair]) -> tuple[int, int, int, int, datetime]:
    """Give what a day is sorted by; the lowest is the best."""
    together = _together(suits.can, frozenset(), main, apart)
    with_trouble = _together(suits.if_need_be, together, main, apart)
    return (
        -len(suits.can & main),
        -len(suits.if_need_be & main),
        -len(together),
        -len(with_trouble),
        suits.starts_at,
    )


def _together(
    people: frozenset[str], there: frozenset[str], main: frozenset[str], apart: Collection[Pair]
) -> frozenset[str]:
    """Give those of the people who can be in a room with who is there; of two kept apart one, a main person first."""
    came: set[str] = set()
    for person_id in sorted(people, key=lambda i: (i not in main, i)):
        if not any(person_id in pair and pair & (came | there) for pair in apart):
            came.add(person_id)
    return frozenset(came)
