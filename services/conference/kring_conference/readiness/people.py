"""Who was spoken with, who answered, who is heard, and who comes."""

from typing import Final

from kring_conference.domain.participant import CIRCLE, COMING, of_the_circle
from kring_conference.process import PathStage
from kring_conference.readiness.item import Item
from kring_conference.readiness.preparation import Preparation
from kring_shared.contracts.conference import Answered, Check
from kring_shared.contracts.field import ConferenceType, Part


def _main_persons_were_spoken_with(p: Preparation) -> bool:
    return all(person.spoken_with for person in p.of(Part.MAIN_PERSON))


def _invited_answered(p: Preparation) -> bool:
    # That each of them was spoken with needs no item: nobody can be invited before. A main person needs no invitation
    # to what is theirs, and is prepared without one.
    return not any(person.answer is None and person.stage is PathStage.INVITED for person in p.still)


def _main_person_is_heard(p: Preparation) -> bool:
    return any(person.is_heard for person in p.people if person.part is Part.MAIN_PERSON)


def _circle_comes(p: Preparation) -> bool:
    around = CIRCLE - {Part.MAIN_PERSON}
    if p.is_community and p.conference.invited_group:
        return True
    return any(person.answer in COMING for person in p.still if person.part in around)


def _group_or_people_were_invited(p: Preparation) -> bool:
    by_name = any(person.is_invited and person.part is not Part.MAIN_PERSON for person in of_the_circle(p.still))
    return bool(p.conference.invited_group) or by_name


def _somebody_speaks_for_them(p: Preparation) -> bool:
    # Also somebody who is kept away for safety may be heard through another.
    represented = (person for person in p.people if person.is_heard and person.answer is Answered.IS_REPRESENTED)
    return all(person.represented_by != person.id and p.comes(person.represented_by) for person in represented)


def _everyone_has_a_side(p: Preparation) -> bool:
    return all(person.side is not None for person in of_the_circle(p.taking_part))


def _both_sides_are_heard(p: Preparation) -> bool:
    main_persons = [person for person in p.people if person.part is Part.MAIN_PERSON]
    return len({person.side for person in main_persons if person.side and person.is_heard}) > 1


OF_ITS_KIND: Final = (
    Item(
        Check.OPEN_INVITATION,
        _group_or_people_were_invited,
        missing="invite the group openly (invite-group), or people of it in person (invite-participant)",
        because="Who lives there or belongs to it can only come when they know of it.",
        source="recruitment folder: a conference for a group, street or neighbourhood",
        applies=lambda p: p.is_community,
    ),
    Item(
        Check.SIDES,
        _everyone_has_a_side,
        missing="place everyone of the circle on one of the two sides (place-on-side)",
        because="Each side has a circle of its own, and private time of its own.",
        source="practice of hergo: both sides come with those who stand by them",
        applies=lambda p: p.conference.has_two_circles,
    ),
    Item(
        Check.BOTH_SIDES_HEARD,
        _both_sides_are_heard,
        missing="see to it that each side is heard: somebody it is about comes, writes, or lets another speak "
        "(place-on-side, answer-invitation)",
        because="Without either side there is nothing to restore; a statement or a spokesperson is enough.",
        source="practice of hergo: voluntary, and of both sides",
        applies=lambda p: p.conference.has_two_circles,
    ),
    Item(
        Check.SCHOOL_INFORMS,
        lambda p: any(person.part is Part.INFORMATION_GIVER for person in p.expected),
        missing="find somebody of the school who comes and informs (suggest-participant, part information-giver)",
        because="What a pupil has to learn, and what the school can do, the school knows.",
        source="recruitment folder: what is important to learn, in school and outside it",
        applies=lambda p: p.conference.kind is ConferenceType.LEARNING,
    ),
)
PEOPLE: Final = (
    Item(
        Check.MAIN_PERSONS_SPOKEN_WITH,
        _main_persons_were_spoken_with,
        missing="speak with every main person (record-contact)",
        because="It is about them: they hear first what a conference is, and who might come.",
        source="family folder: the coordinator comes to people's homes to inform them",
    ),
    Item(
        Check.INVITED_ANSWERED,
        _invited_answered,
        missing="hear from everyone who was invited whether they come (answer-invitation)",
        because="Nobody is surprised by who is there, or waits for who is not.",
        source="family folder: everyone is invited personally",
        applies=lambda p: not p.is_community,
    ),
    Item(
        Check.MAIN_PERSON_HEARD,
        _main_person_is_heard,
        missing="see to it that a main person comes or is represented (answer-invitation)",
        because="A plan is not made over people's heads.",
        source="family folder: those whom it is about decide together with their own people",
    ),
    Item(
        Check.CIRCLE_COMES,
        _circle_comes,
        missing="find somebody of the circle who comes (suggest-participant, answer-invitation)",
        because="A main person alone is no circle.",
        source="family folder: together with family, friends and others who care",
    ),
    Item(
        Check.REPRESENTED_BY,
        _somebody_speaks_for_them,
        missing="find out who speaks for those who are represented, and see that they come (answer-invitation)",
        because="A voice that nobody brings along is not heard.",
        source="practice in New Zealand: who cannot come may be spoken for",
    ),
)
