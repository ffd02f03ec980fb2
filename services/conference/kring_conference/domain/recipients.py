"""Who gets the plan whole, and who only the agreements that bind them.

The plan is the circle's. Of their own accord people hand it to a professional or do not, whatever a policy says about
participants, and who looked whether it is safe and lawful does not keep it; under compulsion the policy says who does.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import CIRCLE, Participant
from kring_shared.contracts.conference import Agreement, PlanText
from kring_shared.contracts.field import Part
from kring_shared.contracts.policies import Distribution
from kring_shared.kernel.errors import InvalidFields

BY_POLICY: Final = {
    Distribution.CIRCLE: CIRCLE,
    Distribution.CIRCLE_AND_ACCEPTOR: CIRCLE | {Part.ACCEPTOR},
    Distribution.ALL_PARTICIPANTS: CIRCLE | {Part.ACCEPTOR, Part.INFORMATION_GIVER},
}
"""Which parts get the whole plan; an interpreter lends a voice and never keeps the words."""


def recipients(people: Iterable[Participant], conference: Conference, handed_to: Sequence[str] = ()) -> tuple[str, ...]:
    """Name who gets the whole plan; of an open invitation only those who are known by name, which may be nobody."""
    parts = BY_POLICY[conference.policy.distribution]
    if not conference.is_mandatory:
        parts &= CIRCLE
    return tuple(
        person.id for person in people if (person.takes_part and person.part in parts) or person.id in handed_to
    )


def handed_over(people: Iterable[Participant], chosen: Sequence[str]) -> tuple[str, ...]:
    """Give to whom the circle hands its plan besides, each once.

    Raises:
        InvalidFields: somebody who is no professional of this case, or with whom it does not go on.
    """
    may = {person.id for person in people if person.part.is_professional and not person.is_out}
    if wrong := tuple(f"/handedTo/{place}" for place, person_id in enumerate(chosen) if person_id not in may):
        raise InvalidFields(
            wrong, "a circle hands its plan to professionals of this case; show-conference names them"
        ).because("not-of-this-case")
    return tuple(dict.fromkeys(chosen))


def agreements_of(text: PlanText, person_id: str) -> tuple[Agreement, ...]:
    """Give the agreements that bind somebody."""
    return tuple(agreement for agreement in text.agreements if person_id in agreement.people)


def items_asked_of(text: PlanText, person_id: str) -> tuple[int, ...]:
    """Number the lines of the help asked that are asked of somebody; the first line is 1."""
    return tuple(number for number, line in enumerate(text.help_asked, start=1) if line.person_id == person_id)


def has_a_part(text: PlanText, person_id: str) -> bool:
    """Tell whether something in the plan binds somebody or is asked of them, so that they get that part."""
    return bool(agreements_of(text, person_id) or items_asked_of(text, person_id))
