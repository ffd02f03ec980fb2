"""One person on the way to becoming a coordinator, and on to more types of conference."""

from dataclasses import dataclass, replace
from datetime import date

from kring_matching.process import CAREER, CareerStage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import ConferenceType, PersonCard
from kring_shared.contracts.matching import EvaluationResult, GatheringKind, ReportLine, WorkMark
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.work import Aggregate


@dataclass(frozen=True)
class Evaluation:
    """How the work in one supervised conference went; there is no place here for what came of it."""

    conference_id: str
    on: date
    work: tuple[WorkMark, ...]
    result: EvaluationResult


@dataclass(frozen=True)
class Career(Aggregate):
    """The way of one person (loopbaan); its id is the person's, also in the register."""

    person_id: str
    office: str
    policy: str
    card: PersonCard
    municipality: str
    stage: CareerStage
    since: date
    motivation: Sealed[str] | None = None
    cv: Sealed[str] | None = None
    days: tuple[tuple[GatheringKind, int], ...] = ()
    """Which days of which part of the training they attended."""
    reports: tuple[Sealed[tuple[ReportLine, ...]], ...] = ()
    workshops: tuple[ConferenceType, ...] = ()
    conferences: tuple[str, ...] = ()
    """Cases in which they carried a conference out; stopped preparations are not among them."""
    evaluations: tuple[Evaluation, ...] = ()
    scopes: tuple[ConferenceType, ...] = ()
    certified_on: date | None = None
    version: int = 0

    @property
    def id(self) -> str:
        """Give the person's id."""
        return self.person_id

    def parties(self) -> frozenset[tuple[str, str]]:
        """Give the person, as a candidate and as a coordinator."""
        return frozenset({(Role.CANDIDATE.value, self.person_id), (Role.COORDINATOR.value, self.person_id)})

    @property
    def possible(self) -> tuple[str, ...]:
        """Name the commands that can be given now."""
        return CAREER.possible(self.stage)

    def moved(self, on: type[Named], today: date) -> "Career":
        """Go where the table says; raises `NotAllowedNow` when it says nothing."""
        stage = CAREER.next(self.stage, on)
        return replace(self, stage=stage, since=self.since if stage is self.stage else today)
