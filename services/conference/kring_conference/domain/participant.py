"""Who takes part in a conference, and how far each of them is with it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.conference import Answered, ContactKind
from kring_shared.contracts.field import Part, PersonCard
from kring_shared.contracts.policies import Distribution
from kring_shared.kernel.errors import NotFound, NotPermitted, NotReady, Refused
from kring_shared.kernel.work import Aggregate

CIRCLE = frozenset({Part.MAIN_PERSON, Part.CIRCLE, Part.SUPPORT_PERSON})
COMING = frozenset({Answered.COMES, Answered.COMES_REMOTE})
ROLES = {
    Part.MAIN_PERSON: Role.MAIN_PERSON,
    Part.CIRCLE: Role.CIRCLE_MEMBER,
    Part.SUPPORT_PERSON: Role.CIRCLE_MEMBER,
    Part.ACCEPTOR: Role.MANDATED_PROFESSIONAL,
    Part.INFORMATION_GIVER: Role.INFORMATION_GIVER,
}
"""The role each part gives; an interpreter lends a voice and decides nothing."""


@dataclass(frozen=True)
class Participant(Aggregate):
    """Somebody who is asked to take part: of the circle (kring), or a professional who informs or accepts."""

    card: PersonCard
    case_id: str
    office: str
    part: Part
    spoken_with: ContactKind | None = None
    knows_conditions: bool = False
    is_invited: bool = False
    answer: Answered | None = None
    has_left: bool = False
    version: int = 0

    @property
    def id(self) -> str:
        """Give the person's id."""
        return self.card.person_id

    def keys(self) -> tuple[str, ...]:
        """Give the person, and the case whose circle this is."""
        return (self.id, self.case_id)

    def parties(self) -> frozenset[tuple[str, str]]:
        """Give the role of who takes part; someone who was merely thought of has none in this case yet."""
        role = ROLES.get(self.part)
        return frozenset({(role.value, self.id)} if role and self.takes_part else ())

    @property
    def takes_part(self) -> bool:
        """Tell whether this is about them, they accept the plan, or they were invited and did not decline."""
        if self.has_left:
            return False
        by_right = self.part in {Part.MAIN_PERSON, Part.ACCEPTOR}
        return by_right or (self.is_invited and self.answer is not Answered.DOES_NOT_COME)

    @property
    def is_expected(self) -> bool:
        """Tell whether this person will be there: a main person unless they said no, others when they said yes."""
        if self.has_left:
            return False
        if self.part is Part.MAIN_PERSON and self.answer is None:
            return True
        return self.answer in COMING

    @property
    def stage(self) -> str:
        """Say in one word how far they are: `suggested`, `informed`, `invited`, what they answered, or `left`."""
        if self.has_left:
            return "left"
        if self.answer:
            return self.answer.value
        if self.is_invited:
            return "invited"
        return "informed" if self.spoken_with else "suggested"

    def informed(self, how: ContactKind) -> "Participant":
        """Note that the coordinator spoke with this person."""
        return replace(self, spoken_with=how)

    def invited(self) -> "Participant":
        """Invite this person.

        Raises:
            NotReady: nobody spoke with them yet; an invitation never comes out of the blue.
            Refused: they were invited before, or take no further part.
        """
        if self.has_left:
            message = "this person takes no further part; the regional manager knows with whom it goes on"
            raise Refused(message)
        if self.spoken_with is None:
            message = "speak with this person first (record-contact); nobody is invited without having been spoken with"
            raise NotReady(message)
        if self.is_invited:
            message = "this person was invited before; record what they say with answer-invitation"
            raise Refused(message)
        return replace(self, is_invited=True)

    def answered(self, answer: Answered, actor: Actor | None) -> "Participant":
        """Take over what this person said; they may change their mind.

        Raises:
            NotReady: they were not invited yet.
            NotPermitted: somebody answers for another; only the coordinator passes on what somebody said.
        """
        if not self.is_invited:
            message = "invite this person first (invite-participant)"
            raise NotReady(message)
        if actor is not None and actor.role is not Role.COORDINATOR and actor.id != self.id:
            message = "nobody answers for somebody else; let them answer, or the coordinator note what they said"
            raise NotPermitted(message)
        return replace(self, answer=answer)

    def goes_on(self, *, with_them: bool) -> "Participant":
        """Go on with this person or, from now on, without them."""
        return replace(self, has_left=not with_them)

    def told_conditions(self) -> "Participant":
        """Note that this person knows the conditions."""
        return replace(self, knows_conditions=True)


def one_of(people: Iterable[Participant], person_id: str) -> Participant:
    """Find one of a case's participants.

    Raises:
        NotFound: nobody in this case has that id.
    """
    for person in people:
        if person.id == person_id:
            return person
    message = "nobody is known under that id in this case; show-conference names everyone"
    raise NotFound(message)


def may_be_suggested(part: Part, actor: Actor | None) -> None:
    """Hold a suggestion against who makes it.

    Raises:
        NotPermitted: a main person follows from the request, with consent; who accepts the plan, from the coordinator.
    """
    if part is Part.MAIN_PERSON:
        message = "main persons follow from the request, with their consent; nobody is made one here"
        raise NotPermitted(message)
    if part is Part.ACCEPTOR and actor is not None and actor.role is not Role.COORDINATOR:
        message = "the coordinator enters the professional who accepts the plan; ask them"
        raise NotPermitted(message)


def recipients(people: Iterable[Participant], distribution: Distribution) -> tuple[str, ...]:
    """Name who gets the whole plan: of those who take part, the ones the policy names; an interpreter never does."""
    parts = {
        Distribution.CIRCLE: CIRCLE,
        Distribution.CIRCLE_AND_ACCEPTOR: CIRCLE | {Part.ACCEPTOR},
        Distribution.ALL_PARTICIPANTS: CIRCLE | {Part.ACCEPTOR, Part.INFORMATION_GIVER},
    }[distribution]
    return tuple(person.id for person in people if person.takes_part and person.part in parts)
