"""The readiness checklist: what a meeting cannot do without, in the order it is usually arranged, and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import CIRCLE, COMING, Participant
from kring_shared.contracts.conference import Answered
from kring_shared.contracts.field import Part
from kring_shared.kernel.errors import NotReady


@dataclass(frozen=True)
class Preparation:
    """What the list is held against. `on_the_day`: the meeting is about to open, so its hour may have come."""

    conference: Conference
    people: Sequence[Participant]
    now: datetime
    on_the_day: bool = False

    @property
    def still(self) -> list[Participant]:
        """Give the people it goes on with."""
        return [person for person in self.people if not person.is_out]

    def of(self, part: Part) -> list[Participant]:
        """Give the participants of a part it goes on with."""
        return [person for person in self.still if person.part is part]


@dataclass(frozen=True)
class Item:
    """One thing a meeting needs: how to see that it is there, what to do when it is not, and why it matters."""

    is_there: Callable[[Preparation], bool]
    missing: str
    because: str
    source: str


def _question_is_agreed(p: Preparation) -> bool:
    return p.conference.question_version > 0


def _main_persons_were_spoken_with(p: Preparation) -> bool:
    return all(person.spoken_with for person in p.of(Part.MAIN_PERSON))


def _invited_answered(p: Preparation) -> bool:
    # That each of them was spoken with needs no item: nobody can be invited before.
    return all(person.answer for person in p.still if person.is_invited)


def _circle_comes(p: Preparation) -> bool:
    around = CIRCLE - {Part.MAIN_PERSON}
    return any(person.answer in COMING for person in p.still if person.part in around)


def _main_person_is_heard(p: Preparation) -> bool:
    return any(person.answer is not Answered.DOES_NOT_COME for person in p.of(Part.MAIN_PERSON))


def _day_and_place_are_chosen(p: Preparation) -> bool:
    return p.conference.day.starts_at is not None and p.conference.day.venue is not None


def _day_is_to_come(p: Preparation) -> bool:
    starts_at = p.conference.day.starts_at
    return p.on_the_day or starts_at is None or starts_at > p.now


def _everyone_knows_the_conditions(p: Preparation) -> bool:
    # Whoever accepts the plan speaks for those who set the conditions, and need not be told them.
    told = (person for person in p.people if person.takes_part and person.part is not Part.ACCEPTOR)
    return not p.conference.conditions or all(person.told.conditions >= len(p.conference.conditions) for person in told)


def _acceptor_is_known(p: Preparation) -> bool:
    return not p.conference.needs_acceptance or bool(p.of(Part.ACCEPTOR))


CHECKLIST: tuple[Item, ...] = (
    Item(
        _question_is_agreed,
        missing="agree on the question (agree-question)",
        because="A concrete, open question is what everyone comes for; without one there is nothing to plan.",
        source="family folder: people come together around a concrete and open question",
    ),
    Item(
        _main_persons_were_spoken_with,
        missing="speak with every main person (record-contact)",
        because="It is about them: they hear first what a conference is, and who might come.",
        source="family folder: the coordinator comes to people's homes to inform them",
    ),
    Item(
        _invited_answered,
        missing="hear from everyone who was invited whether they come (answer-invitation)",
        because="Nobody is surprised by who is there, or waits for who is not.",
        source="family folder: everyone is invited personally",
    ),
    Item(
        _main_person_is_heard,
        missing="see to it that a main person comes or is represented (answer-invitation)",
        because="A plan is not made over people's heads.",
        source="family folder: those whom it is about decide together with their own people",
    ),
    Item(
        _circle_comes,
        missing="find somebody of the circle who comes (suggest-participant, answer-invitation)",
        because="A main person alone is no circle.",
        source="family folder: together with family, friends and others who care",
    ),
    Item(
        _day_and_place_are_chosen,
        missing="choose the day and a neutral place (schedule-conference)",
        because="People can only come to a place and an hour, and talk freely on nobody's ground.",
        source="family folder: the participants choose the hour; the place is neutral",
    ),
    Item(
        _day_is_to_come,
        missing="choose a new day: the one that was chosen has passed (schedule-conference)",
        because="A day that has passed is a meeting nobody can come to.",
        source="family folder: the participants choose the hour",
    ),
    Item(
        _everyone_knows_the_conditions,
        missing="tell the conditions to everyone who takes part (share-conditions)",
        because="Only what everyone knows beforehand can bind the plan.",
        source="family folder: conditions are shared with everyone present beforehand",
    ),
    Item(
        _acceptor_is_known,
        missing="find out who accepts the plan and enter them (suggest-participant, part acceptor)",
        because="A plan that somebody must accept would wait for nobody.",
        source="recruitment folder: prepares the professional who has to accept the plan",
    ),
)


def missing(preparation: Preparation) -> tuple[str, ...]:
    """Say in words what is still to be done; empty when everything is there. Never names a person."""
    return tuple(item.missing for item in CHECKLIST if not item.is_there(preparation))


def demand_ready(preparation: Preparation) -> None:
    """Hold a preparation against the list.

    Raises:
        NotReady: names, in words, everything that is still to be done.
    """
    if gaps := missing(preparation):
        message = f"not ready yet: {'; '.join(gaps)}"
        raise NotReady(message)
