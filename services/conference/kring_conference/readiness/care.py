"""That people can come safely and at ease, are supported and understood, and hear what they want to know."""

from typing import Final

from kring_conference.domain.participant import Participant, of_the_circle
from kring_conference.readiness.item import Item
from kring_conference.readiness.preparation import Preparation
from kring_shared.contracts.conference import Check, SupportWish


def _everyone_can_come_safely(p: Preparation) -> bool:
    asked = all(person.care.feels_safe is not None for person in of_the_circle(p.taking_part))
    return asked and not any(person.care.feels_safe is False and p.is_in_the_room(person) for person in p.still)


def _nobody_meets_who_is_kept_apart(p: Preparation) -> bool:
    here = {person.id for person in p.expected}  # whoever comes from afar hears and sees the room
    return not any(pair <= here for pair in p.conference.apart)


def _support_is_chosen(p: Preparation) -> bool:
    return all(_is_supported(p, person) for person in of_the_circle(p.expected))


def _is_supported(p: Preparation, person: Participant) -> bool:
    """Tell whether somebody has who they want beside them; a child is always asked, and may also say no."""
    care = person.care
    if care.support is SupportWish.WANTED or (person.is_minor and care.support is not SupportWish.NOT_WANTED):
        return care.support_person_id != person.id and p.comes(care.support_person_id)
    return True


def _everyone_is_understood(p: Preparation) -> bool:
    interpreters = {person.id for person in p.expected if not person.is_minor}
    needing = (person for person in p.expected if person.care.interpreter is not None)
    return all(person.care.interpreter_id in interpreters - {person.id} for person in needing)


def _professionals_are_briefed(p: Preparation) -> bool:
    return all(person.told.briefed for person in p.expected if person.part.is_professional)


def _everything_asked_is_answered(p: Preparation) -> bool:
    givers = {person.id for person in p.expected if person.part.is_professional}
    return all(need.giver_id in givers for need in p.conference.information)


CARE: Final = (
    Item(
        Check.SAFETY_ASKED,
        _everyone_can_come_safely,
        missing="ask everyone of the circle, each apart, whether they can come safely (record-safety); where somebody "
        "cannot, agree on measures, find another way to take part (answer-invitation), or leave somebody out "
        "(leave-out)",
        because="Everyone can only speak freely when everyone is safe.",
        source="recruitment folder: everyone present can take part safely",
    ),
    Item(
        Check.APART,
        _nobody_meets_who_is_kept_apart,
        missing="see to it that nobody is in one room, or in one call, with somebody they may not meet "
        "(answer-invitation, leave-out)",
        because="Some people may not meet; planning respects it.",
        source="recruitment folder: everyone present can take part safely",
    ),
    Item(
        Check.SUPPORT_CHOSEN,
        _support_is_chosen,
        missing="let every child, and everyone who wants it, choose who stands beside them and comes "
        "(record-needs, choose-support-person)",
        because="With somebody of one's own beside them people dare to speak.",
        source="family folder: they choose themselves who supports them",
    ),
    Item(
        Check.INTERPRETERS,
        _everyone_is_understood,
        missing="find an interpreter who comes, and is no child, for everyone who needs one (book-interpreter, "
        "answer-invitation)",
        because="Everybody speaks in their own language, and nobody depends on a child for it.",
        source="our own choice, after practice elsewhere",
    ),
    Item(
        Check.PROFESSIONALS_BRIEFED,
        _professionals_are_briefed,
        missing="tell every professional who comes their role: inform, answer, leave (brief-professional)",
        because="Who does not know it may stay, or steer.",
        source="recruitment folder: prepares professionals for their part",
    ),
    Item(
        Check.INFORMATION_ANSWERED,
        _everything_asked_is_answered,
        missing="find who answers what the circle wants to know, and comes (assign-information-need)",
        because="A circle plans well when it knows what it has to know.",
        source="family folder, part one: professionals give information",
    ),
    Item(
        Check.COMFORT,
        lambda p: all(person.care.comfort_asked for person in of_the_circle(p.expected)),
        missing="ask everyone of the circle who comes what they need to feel at ease (record-needs)",
        because="Who feels at ease takes part.",
        source="family folder: everyone is asked what they need to feel at ease",
    ),
)
