"""The second step, matching (inschakeling van een Eigen Kracht-coördinator)."""

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime, Field

from kring_shared.contracts.envelope import Answer, Command, Deadline, Fact, Key, Query
from kring_shared.contracts.field import ConferenceType, Gender, PersonCard
from kring_shared.contracts.sealed import Contact


class DeclineReason(StrEnum):
    """Why a coordinator says no to a proposal."""

    NO_TIME = "no-time"
    TIE = "tie"
    NOT_FITTING = "not-fitting"


class CoordinatorRegistered(Fact):
    """A coordinator entered the register; `case_id` is the coordinator's own id."""

    coordinator: PersonCard
    scopes: tuple[ConferenceType, ...]
    municipality: str = ""
    travel_limit_km: int = Field(ge=0, description="How far they travel, kilometres.")
    maximum_load: int = Field(ge=0, description="Cases at the same time.")


class SearchStarted(Fact):
    """A fitting coordinator is sought."""


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
    """The coordinator starts; preparation can begin."""

    coordinator: PersonCard


class AssignmentCompleted(Fact):
    """The coordinator's task is done and their part of the route ends."""

    coordinator_id: Key


class SearchStopped(Fact):
    """The search or the assignment stopped because the request did."""

    coordinator_id: Key | None = None


class RegisterCoordinator(Command):
    """Enter a coordinator in the register, or replace what it says of them."""

    coordinator_id: Key
    contact: Contact
    languages: tuple[str, ...] = Field(min_length=1, description="BCP 47 tags.", examples=[["nl", "tr"]])
    scopes: tuple[ConferenceType, ...] = Field(min_length=1)
    gender: Gender | None = None
    birth_year: int | None = Field(None, ge=1900, le=2100)
    municipality: str = Field("", examples=["Utrecht"])
    travel_limit_km: int = Field(40, ge=0, le=400, description="Kilometres.")
    maximum_load: int = Field(2, ge=0, le=20, description="Cases at the same time.")
    screening_valid_until: date = Field(description="Last day the screening proof (VOG, 596.2) is good.")
    employer_is_helping_body: bool = Field(
        description="Employed by or tied to a deciding or helping body: then never proposed."
    )

    def key(self) -> str:
        """Give the coordinator's own id."""
        return self.coordinator_id


class ProposeCoordinator(Command):
    """Propose the case to a coordinator, with the reason of the choice."""

    case_id: Key
    coordinator_id: Key
    reason: str = Field("best-score", pattern=r"^[a-z-]{3,40}$", description="Why this one, as a code.")
    respond_within_hours: int | None = Field(None, ge=1, le=720, description="Else the policy's time for the urgency.")

    def keys(self) -> tuple[str, ...]:
        """Give the case, then the coordinator."""
        return (self.case_id, self.coordinator_id)


class AcceptProposal(Command):
    """Say yes to a proposal, declaring no tie to anyone in the case."""

    case_id: Key
    coordinator_id: Key
    no_ties: bool = Field(description="True: no tie to the main persons, circle, requester or mandating party.")

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


class OfferExpires(Deadline):
    """The moment a proposal lapses."""

    coordinator_id: Key


class RankCoordinators(Query):
    """Ask who fits a case, best first, with the reasons, and who cannot and why not."""

    case_id: Key


class CriterionScore(Answer):
    """How one criterion sees one coordinator."""

    criterion: str = Field(examples=["language"])
    score: float | None = Field(description="0.0 to 1.0; absent when the criterion has nothing to say.")
    because: str = Field(description="One sentence.")


class Candidate(Answer):
    """One coordinator for one case."""

    coordinator_id: Key
    name: str
    score: float = Field(description="Weighted mean of the criteria, 0.0 to 1.0.")
    scores: tuple[CriterionScore, ...]
    stops: tuple[str, ...] = Field((), description="Why this one cannot be proposed; empty when they can.")


class Ranking(Answer):
    """Who fits, best first; those who cannot come last."""

    case_id: Key
    candidates: tuple[Candidate, ...]
    previous_coordinator_id: Key | None = Field(
        None, description="Who coordinated for these people before, also when they are not in this register."
    )


class ListCoordinators(Query):
    """Ask for an office's coordinators."""

    limit: int = Field(500, ge=1, le=5000)


class CoordinatorLine(Answer):
    """One coordinator in the register."""

    coordinator_id: Key
    name: str
    languages: tuple[str, ...]
    scopes: tuple[ConferenceType, ...]
    municipality: str
    active_cases: int
    maximum_load: int


class CoordinatorList(Answer):
    """The register of an office."""

    coordinators: tuple[CoordinatorLine, ...]


class ShowSearch(Query):
    """Ask how far the search for one case is."""

    case_id: Key


class SearchShown(Answer):
    """One search."""

    case_id: Key
    stage: str
    coordinator_id: Key | None
    respond_by: AwareDatetime | None
    declined: int = Field(description="Proposals that did not lead to an assignment.")
    possible: tuple[str, ...]
    paused: bool = Field(default=False, description="Nothing is proposed, accepted or confirmed until it goes on.")
    previous_coordinator_id: Key | None = Field(
        None, description="Who coordinated for these people before; only the regional manager sees it."
    )
