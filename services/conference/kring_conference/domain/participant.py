"""Who takes part in a conference, and how far each of them is with it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kring_conference.domain.path import NO_ANSWER, NOTHING_ASKED, NOTHING_TOLD, Care, Dates, Told
from kring_conference.process import PARTICIPANT, PathStage
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.conference import (
    BEFORE_AN_INVITATION,
    Answered,
    AnswerInvitation,
    InviteParticipant,
    Side,
)
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import Part, PersonCard
from kring_shared.contracts.policies import Distribution
from kring_shared.contracts.sealed import Sealed
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
    stage: PathStage = PathStage.SUGGESTED
    side: Side | None = None
    relation: Sealed[str] | None = None
    suggested_by: str | None = None
    told: Told = NOTHING_TOLD
    care: Care = NOTHING_ASKED
    dates: Dates = NO_ANSWER
    answer: Answered | None = None
    represented_by: str | None = None
    may_be_shown: bool = False
    plan_received: int = 0
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
    def is_out(self) -> bool:
        """Tell whether it goes on without them: they left, stepped out, or are not invited for safety."""
        return self.has_left or self.stage in {PathStage.STEPPED_OUT, PathStage.NOT_INVITED}

    @property
    def is_invited(self) -> bool:
        """Tell whether they were invited, and it goes on with them."""
        return not self.is_out and self.stage not in {PathStage.SUGGESTED, PathStage.CONTACTED, PathStage.INFORMED}

    @property
    def takes_part(self) -> bool:
        """Tell whether this is about them, they accept the plan, or they were invited and did not decline."""
        if self.is_out:
            return False
        by_right = self.part in {Part.MAIN_PERSON, Part.ACCEPTOR}
        return by_right or (self.is_invited and self.answer is not Answered.DOES_NOT_COME)

    @property
    def is_expected(self) -> bool:
        """Tell whether this person will be there: a main person unless they said no, others when they said yes."""
        if self.is_out:
            return False
        if self.part is Part.MAIN_PERSON and self.answer is None:
            return True
        return self.answer in COMING

    @property
    def is_minor(self) -> bool:
        """Tell whether this is known to be a child."""
        return self.card.minor is True

    @property
    def spoken_with(self) -> bool:
        """Tell whether the coordinator spoke with them about everything that comes before an invitation."""
        return self.told.enough_to_be_invited

    @property
    def shown_stage(self) -> str:
        """Say in one word how far they are: `suggested`, …, what they answered, `attended`, …, or `left`."""
        if self.has_left:
            return "left"
        if self.stage is PathStage.ANSWERED and self.answer is not None:
            return self.answer.value
        return self.stage.value

    def moved(self, on: type[Named]) -> "Participant":
        """Go where the table says; raises `NotAllowedNow` when it says nothing."""
        return replace(self, stage=PARTICIPANT.next(self.stage, on))

    def invited(self) -> "Participant":
        """Invite this person.

        Raises:
            NotReady: nobody spoke with them about everything yet; an invitation never comes out of the blue.
            Refused: they were invited before, or take no further part.
        """
        if self.has_left or self.stage is PathStage.STEPPED_OUT:
            message = "this person takes no further part; the regional manager knows with whom it goes on"
            raise Refused(message)
        if not self.spoken_with:
            lacking = ", ".join(sorted(BEFORE_AN_INVITATION - self.told.covered))
            message = f"speak with this person first (record-contact) about {lacking}; nobody is invited before that"
            raise NotReady(message)
        if self.is_invited:
            message = "this person was invited before; record what they say with answer-invitation"
            raise Refused(message)
        return self.moved(InviteParticipant)

    def answered(self, answer: Answered, actor: Actor | None) -> "Participant":
        """Take over what this person said; they may change their mind.

        Raises:
            NotReady: they were not invited yet.
            NotPermitted: somebody answers for another; only the coordinator passes on what somebody said.
        """
        if not self.is_invited:
            message = "invite this person first (invite-participant)"
            raise NotReady(message)
        self.speaks_for_self(actor)
        return replace(self.moved(AnswerInvitation), answer=answer)

    def speaks_for_self(self, actor: Actor | None) -> None:
        """Hold who acts against who it is about: only the coordinator passes on what somebody else said.

        Raises:
            NotPermitted: somebody speaks for another.
        """
        if actor is not None and actor.role is not Role.COORDINATOR and actor.id != self.id:
            message = "nobody answers for somebody else; let them answer, or the coordinator note what they said"
            raise NotPermitted(message)

    def goes_on(self, *, with_them: bool) -> "Participant":
        """Go on with this person or, from now on, without them."""
        return replace(self, has_left=not with_them)


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
