"""The search for a coordinator and the assignment (inschakeling): shortlist, offers with a clock, handing over."""

from datetime import date

from pydantic import AwareDatetime, Field

from kring_shared.contracts.envelope import Command, Deadline, Fact, Key
from kring_shared.contracts.field import PersonCard, Wishes
from kring_shared.contracts.matching.words import ConflictKind, DeclineReason, HandOverReason, ShortlistReason


class SearchStarted(Fact):
    """A fitting coordinator is sought."""


class WishesRecorded(Fact):
    """The family said what it wishes of the coordinator; private wishes stay sealed under the case."""

    private: bool = Field(description="There is a wish that only the search itself reads.")


class ShortlistApproved(Fact):
    """The regional manager approved who may be asked, in this order."""

    coordinator_ids: tuple[Key, ...] = Field(min_length=1, description="Who may be asked, the first to be asked first.")
    places: tuple[int, ...] = Field(
        (), description="Their places in the ranking that was shown, 1 is the best, 0 was not in it; none without one."
    )
    against_ranking: bool = Field(description="The order is not the one Kring explained.")
    reason: ShortlistReason = Field(description="Why; `best-score` when it follows the ranking.")


class ShortlistExhausted(Fact):
    """Everybody on the shortlist was asked, or cannot any more; it waits for the regional manager."""


class SearchUnfilled(Fact):
    """Nobody was found in the time the policy gives; it is escalated."""

    asked: int = Field(ge=0, description="How many coordinators said no or did not answer.")
    offices_asked: int = Field(0, ge=0, description="Neighbour offices that were asked for a loan.")


class CoordinatorProposed(Fact):
    """The regional manager proposed the case to a coordinator, who answers before a moment."""

    coordinator: PersonCard
    respond_by: AwareDatetime


class ProposalAccepted(Fact):
    """The coordinator said yes."""

    coordinator_id: Key


class ProposalDeclined(Fact):
    """The coordinator said no."""

    coordinator_id: Key
    reason: DeclineReason


class ProposalExpired(Fact):
    """The coordinator did not answer in time."""

    coordinator_id: Key


class ProposalExtended(Fact):
    """The case waited while the coordinator thought about it, so they have as much longer to answer."""

    coordinator_id: Key
    respond_by: AwareDatetime


class CoordinatorConfirmed(Fact):
    """The main person agrees with this coordinator."""

    coordinator_id: Key


class CoordinatorRefused(Fact):
    """The main person wants another coordinator; no reason is needed."""

    coordinator_id: Key


class AssignmentActivated(Fact):
    """The coordinator starts; preparation can begin, or goes on where the one before left it."""

    coordinator: PersonCard
    supervised_by: str = Field("", description="Who supports this coordinator in this case; empty when nobody has to.")
    started_on: date | None = Field(None, description="The day, when that was before Kring; else it is the fact's own.")


class AssignmentCompleted(Fact):
    """The coordinator's task is done and their part of the route ends."""

    coordinator_id: Key


class ConflictDeclared(Fact):
    """Somebody declared a tie between the coordinator and the case."""

    coordinator_id: Key
    tie: ConflictKind


class AssignmentFrozen(Fact):
    """The coordinator has no access to the case from this moment, until the regional manager has looked."""

    coordinator_id: Key


class AssignmentRestored(Fact):
    """There was no tie after all: the coordinator goes on."""

    coordinator: PersonCard


class AssignmentHandedOver(Fact):
    """The coordinator is out of the case from this moment; consent and invitations stay, and another is sought."""

    coordinator_id: Key
    reason: HandOverReason


class SearchStopped(Fact):
    """The search or the assignment stopped because the request did."""

    coordinator_id: Key | None = None


class RecordWishes(Command):
    """Record what the family wishes of the coordinator, after its consent; private wishes are sealed at once."""

    case_id: Key
    wishes: Wishes = Wishes()
    religion: str = Field("", max_length=40, pattern=r"^[a-z-]*$", description="A code; sealed.", examples=["muslim"])
    background: str = Field("", max_length=40, pattern=r"^[a-z-]*$", description="A code; sealed.")


class ApproveShortlist(Command):
    """Approve who may be asked, in this order; the first is asked now, and the clock moves only within this list."""

    case_id: Key
    coordinator_ids: tuple[Key, ...] = Field(
        min_length=1, max_length=10, description="Who may be asked, the first to be asked first; nobody twice."
    )
    ranking: tuple[Key, ...] = Field((), max_length=50, description="The ranking that was shown, the best first.")
    reason: ShortlistReason = Field(
        ShortlistReason.BEST_SCORE, description="Why, as a code; asked for when it differs from the ranking."
    )
    respond_within_hours: int | None = Field(None, ge=1, le=720, description="Else the policy's time for the urgency.")
    supervised_by: str = Field("", pattern=r"^[A-Za-z0-9._-]{0,64}$", description="Who supports a first conference.")

    def keys(self) -> tuple[str, ...]:
        """Give the case, then the coordinators."""
        return (self.case_id, *self.coordinator_ids)


class ProposeCoordinator(Command):
    """Propose the case to a coordinator, with the reason of the choice."""

    case_id: Key
    coordinator_id: Key
    reason: ShortlistReason = Field(ShortlistReason.BEST_SCORE, description="Why this one.")
    supervised_by: str = Field("", pattern=r"^[A-Za-z0-9._-]{0,64}$", description="Who supports a first conference.")
    respond_within_hours: int | None = Field(None, ge=1, le=720, description="Else the policy's time for the urgency.")

    def keys(self) -> tuple[str, ...]:
        """Give the case, then the coordinator."""
        return (self.case_id, self.coordinator_id)


class AcceptProposal(Command):
    """Say yes to a proposal, declaring no tie to anyone in the case."""

    case_id: Key
    coordinator_id: Key
    no_ties: bool = Field(
        description="True: no tie to the main persons, circle, requester or mandating party. "
        "False declines for good: the tie is kept, and the next of the list is asked."
    )

    def keys(self) -> tuple[str, ...]:
        """Give the case, then the coordinator."""
        return (self.case_id, self.coordinator_id)


class DeclineProposal(Command):
    """Say no to a proposal."""

    case_id: Key
    reason: DeclineReason


class ConfirmCoordinator(Command):
    """Record that the main person agrees with the coordinator."""

    case_id: Key
    coordinator_id: Key

    def keys(self) -> tuple[str, ...]:
        """Give the case, then the coordinator."""
        return (self.case_id, self.coordinator_id)


class RefuseCoordinator(Command):
    """Record that the main person wants another coordinator."""

    case_id: Key


class DeclareConflict(Command):
    """Declare a tie between the coordinator and the case; access is frozen at that moment."""

    case_id: Key
    tie: ConflictKind


class DismissConflict(Command):
    """Say that there is no tie after all: the coordinator goes on."""

    case_id: Key


class HandOverAssignment(Command):
    """Take the case from its coordinator and seek another; consent and invitations stay."""

    case_id: Key
    reason: HandOverReason


class SearchTooLong(Deadline):
    """The policy's time to find somebody is over."""


class OfferExpires(Deadline):
    """The moment a proposal lapses."""

    coordinator_id: Key
