"""Who takes part in a conference, and how far each of them is with it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from kring_conference.domain.path import NO_ANSWER, NOTHING_ASKED, NOTHING_TOLD, Care, Dates, Told
from kring_conference.process import PARTICIPANT, PathStage
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.conference import (
    BEFORE_AN_INVITATION,
    Answered,
    AnswerInvitation,
    ConferenceAdjourned,
    InviteParticipant,
    LeaveOut,
    ParticipantAttended,
    ParticipantContacted,
    ParticipantInformed,
    ParticipantPrepared,
    Side,
    StartInformationPhase,
)
from kring_shared.contracts.field import Part, PersonCard
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.errors import InvalidFields, NotFound, NotPermitted, NotReady, Refused
from kring_shared.kernel.process import Staged
from kring_shared.kernel.work import Aggregate

CIRCLE: Final = frozenset({Part.MAIN_PERSON, Part.CIRCLE, Part.SUPPORT_PERSON})
COMING: Final = frozenset({Answered.COMES, Answered.COMES_REMOTE})
HEARD_ELSEWHERE: Final = frozenset({Answered.BY_LETTER, Answered.IS_REPRESENTED})
"""How somebody is heard who is not there themselves."""
LEFT: Final = "left"
"""What is shown of somebody without whom it goes on, when nobody has to know more."""
ROLES: Final = {
    Part.MAIN_PERSON: Role.MAIN_PERSON,
    Part.CIRCLE: Role.CIRCLE_MEMBER,
    Part.SUPPORT_PERSON: Role.CIRCLE_MEMBER,
    Part.ACCEPTOR: Role.MANDATED_PROFESSIONAL,
    Part.INFORMATION_GIVER: Role.INFORMATION_GIVER,
}
"""The role each part gives; an interpreter lends a voice and decides nothing."""


@dataclass(frozen=True)
class Participant(Staged[PathStage], Aggregate):
    """Somebody who is asked to take part: of the circle (kring), or a professional who informs or accepts."""

    process = PARTICIPANT

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
    """Whether the office goes on without them: their part of the request ended, or somebody else checks the plan."""
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
    def has_stopped(self) -> bool:
        """Tell whether they take no further part at all: it goes on without them, or they stepped out."""
        return self.has_left or self.stage is PathStage.STEPPED_OUT

    @property
    def is_out(self) -> bool:
        """Tell whether they are no participant now: they stopped, or are kept away for safety (and may be heard)."""
        return self.has_stopped or self.stage is PathStage.NOT_INVITED

    @property
    def is_invited(self) -> bool:
        """Tell whether they were invited, and it goes on with them; a main person can be prepared without that."""
        before = {PathStage.SUGGESTED, PathStage.CONTACTED, PathStage.INFORMED}
        by_right = self.stage is PathStage.PREPARED and self.answer is None
        return not (self.is_out or self.stage in before or by_right)

    @property
    def takes_part(self) -> bool:
        """Tell whether this is about them, they accept the plan, or they were invited and did not decline."""
        if self.is_out:
            return False
        by_right = self.part in {Part.MAIN_PERSON, Part.ACCEPTOR}
        return by_right or (self.is_invited and self.answer is not Answered.DOES_NOT_COME)

    @property
    def is_away(self) -> bool:
        """Tell whether they said that they will not be there themselves, in whatever way they are heard."""
        return self.answer is not None and self.answer not in COMING

    @property
    def is_expected(self) -> bool:
        """Tell whether this person will be there: a main person unless they said no, others when they said yes."""
        if self.is_out:
            return False
        if self.part is Part.MAIN_PERSON and self.answer is None:
            return True
        return self.answer in COMING

    @property
    def is_heard(self) -> bool:
        """Tell whether their voice counts: they did not stop or say no; kept away, by letter or through somebody."""
        if self.has_stopped:
            return False
        if self.stage is PathStage.NOT_INVITED:
            return self.answer in HEARD_ELSEWHERE
        return self.answer is not Answered.DOES_NOT_COME

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
            return LEFT
        if self.stage is PathStage.ANSWERED and self.answer is not None:
            return self.answer.value
        return self.stage.value

    def goes_along(self) -> "Participant":
        """Give this person, of whom something is noted.

        Raises:
            Refused: it goes on without them.
        """
        if self.has_stopped:
            raise Refused(
                "this person takes no further part; whoever wants to come after all is suggested anew"
            ).because("takes-no-further-part")
        return self

    def contacted(self, told: Told) -> "Participant":
        """Take over what they heard in a call or a visit; once it is enough, they may be invited."""
        person = self.goes_along()
        enough = told.enough_to_be_invited and person.knows(ParticipantInformed)
        return replace(person.moved(ParticipantInformed if enough else ParticipantContacted), told=told)

    def invited(self) -> "Participant":
        """Invite this person.

        Raises:
            NotReady: nobody spoke with them about everything yet; an invitation never comes out of the blue. Or they
                were left out, and did not say that they can come safely.
            Refused: they were invited before, or take no further part.
        """
        self.goes_along()
        if not self.spoken_with:
            lacking = ", ".join(sorted(BEFORE_AN_INVITATION - self.told.covered))
            raise NotReady(
                f"speak with this person first (record-contact) about {lacking}; nobody is invited before that"
            )
        if self.stage is PathStage.NOT_INVITED:
            if self.care.feels_safe is not True:
                raise NotReady(
                    "this person is not invited for safety; ask once more whether they can come (record-safety)"
                )
            return replace(self.moved(InviteParticipant), answer=None, represented_by=None)
        if self.is_invited:
            raise Refused("this person was invited before; record what they say with answer-invitation").because(
                "invited-before"
            )
        return self.moved(InviteParticipant)

    def answered(self, answer: Answered, actor: Actor | None, by: str | None = None) -> "Participant":
        """Take over what this person said, and who speaks for them if somebody does; they may change their mind.

        Raises:
            NotReady: they were not invited (yet); who is kept away is heard by letter or through somebody.
            NotPermitted: somebody answers for another; only the coordinator passes on what somebody said.
        """
        may_answer = self.goes_along().knows(AnswerInvitation)
        if not may_answer or (self.stage is PathStage.NOT_INVITED and answer not in HEARD_ELSEWHERE):
            raise NotReady("invite this person first (invite-participant)")
        self.must_speak_for_self(actor)
        return replace(self.moved(AnswerInvitation), answer=answer, represented_by=by)

    def prepared(self) -> "Participant":
        """Say that they have what they need for the day, also twice; who was not spoken with stays as they are."""
        knows = self.knows(ParticipantPrepared) and not self.is_out
        return self.moved(ParticipantPrepared) if knows else self

    def attended(self) -> "Participant":
        """Note that they are there, from the beginning or later; it may be said twice.

        Raises:
            Refused: it goes on without them, or they are not invited for safety.
        """
        if self.goes_along().stage is PathStage.NOT_INVITED:
            raise Refused(
                "this person is not invited for safety; when not everyone is safe, adjourn (adjourn-conference)"
            ).because("kept-away")
        return self if self.stage is PathStage.ATTENDED else self.moved(ParticipantAttended)

    def absent(self) -> "Participant":
        """Note that they did not come; whoever was not expected stays as they are."""
        knows = self.knows(StartInformationPhase) and self.is_expected
        return self.moved(StartInformationPhase) if knows else self

    def expected_again(self) -> "Participant":
        """Expect them on another day as well; who did not come is asked once more."""
        if self.is_out or not self.knows(ConferenceAdjourned):
            return self
        came = self.stage is PathStage.ATTENDED
        answer = (self.answer if self.answer in COMING else Answered.COMES) if came else None
        return replace(self.moved(ConferenceAdjourned), answer=answer, represented_by=None)

    def left_out(self, hear_by: Answered | None) -> "Participant":
        """Keep this person away, for safety or a court's ban; how they are heard instead is their answer.

        Raises:
            InvalidFields: whoever is kept away cannot come in any other way.
        """
        if hear_by is not None and hear_by not in HEARD_ELSEWHERE:
            raise InvalidFields(
                ("/hearBy",), "who is kept away is heard by-letter or is-represented, or not at all"
            ).because("heard-another-way")
        return replace(self.goes_along().moved(LeaveOut), answer=hear_by, represented_by=None)

    def must_speak_for_self(self, actor: Actor | None) -> None:
        """Hold who acts against who it is about: only the coordinator passes on what somebody else said.

        Raises:
            NotPermitted: somebody speaks for another.
        """
        if actor is not None and actor.role is not Role.COORDINATOR and actor.id != self.id:
            raise NotPermitted(
                "nobody answers for somebody else; let them answer, or the coordinator note what they said"
            ).because("say-it-for-yourself")

    def goes_on(self, *, with_them: bool) -> "Participant":
        """Go on with this person or, from now on, without them."""
        return replace(self, has_left=not with_them)


def of_the_circle(people: Iterable[Participant]) -> list[Participant]:
    """Give who of these is of the circle."""
    return [person for person in people if person.part in CIRCLE]


def one_of(people: Iterable[Participant], person_id: str) -> Participant:
    """Find one of a case's participants.

    Raises:
        NotFound: nobody in this case has that id.
    """
    for person in people:
        if person.id == person_id:
            return person
    raise NotFound("nobody is known under that id in this case; show-conference names everyone")
