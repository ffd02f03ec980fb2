"""What the coordinator asks each person before the day, as it is kept of them."""

from dataclasses import replace

from kring_conference.domain.participant import CIRCLE, Participant
from kring_shared.contracts.conference import SupportWish


def asked(person: Participant, *, question: int) -> Participant:
    """Give somebody who knows the question, is safe, and was asked what they need; a professional was briefed.

    It leaves out nobody's own commands: their tests are about them, and here they would only be in the way.
    """
    told = replace(person.told, question=question, briefed=person.part.is_professional)
    if person.part not in CIRCLE:
        return replace(person, told=told)
    care = replace(person.care, feels_safe=True, comfort_asked=True, support=SupportWish.NOT_WANTED)
    return replace(person, told=told, care=care)
