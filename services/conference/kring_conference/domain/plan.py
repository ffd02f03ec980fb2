"""The plan the circle makes: its words sealed, version by version, and where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from kring_conference.process import PLAN, PlanStage
from kring_shared.contracts.conference import PlanOutcome, PlanText, ReviewOutcome
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.errors import NotFound
from kring_shared.kernel.work import Aggregate


@dataclass(frozen=True)
class Draft:
    """One version of the words; it counts once the circle confirmed it."""

    number: int
    text: Sealed[PlanText]
    drafted_at: datetime
    confirmed_at: datetime | None = None
    confirmed_by: str | None = None


@dataclass(frozen=True)
class Translation:
    """What a named human made of one version; the original leads."""

    number: int
    language: str
    translator: Sealed[str]
    text: Sealed[PlanText]


@dataclass(frozen=True)
class HelpAnswer:
    """What a professional said to one line of the help that was asked."""

    item: int
    granted: bool
    starts_on: date | None = None


@dataclass(frozen=True)
class Plan(Aggregate):
    """What the circle agreed on (Eigen Kracht-plan; by law a familiegroepsplan or plan van aanpak)."""

    case_id: str
    office: str
    drafts: tuple[Draft, ...]
    stage: PlanStage = PlanStage.DRAFTED
    accepted_by: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()
    help_answers: tuple[HelpAnswer, ...] = ()
    translations: tuple[Translation, ...] = ()
    written_out_on: date | None = None
    distributed_on: date | None = None
    handed_to: tuple[str, ...] = ()
    last_review: ReviewOutcome | None = None
    reminders_until: date | None = None
    let_go: bool = False
    """Whether the request was stopped after the plan went out: it is the circle's, and nothing is sent about it."""
    version: int = 0

    @property
    def id(self) -> str:
        """Give the case's id; a case has one plan, in versions."""
        return self.case_id

    @property
    def outcome(self) -> PlanOutcome:
        """Say what the meeting led to, once it is over."""
        return PlanOutcome.NO_PLAN if self.stage is PlanStage.LAPSED else PlanOutcome.PLAN

    @property
    def latest(self) -> Draft:
        """Give the newest version, confirmed or not."""
        return self.drafts[-1]

    @property
    def counting(self) -> Draft | None:
        """Give the version the circle confirmed last, which is the plan; none before it confirmed any."""
        confirmed = [draft for draft in self.drafts if draft.confirmed_at is not None]
        return max(confirmed, key=_confirmed_at) if confirmed else None

    @property
    def plan_version(self) -> int:
        """Give the number of the version that counts, or of the newest where none counts yet."""
        return (self.counting or self.latest).number

    @property
    def text(self) -> Sealed[PlanText]:
        """Give the words that count, or the newest where none count yet."""
        return (self.counting or self.latest).text

    def draft(self, number: int) -> Draft:
        """Find a version.

        Raises:
            NotFound: there is no such version.
        """
        return _of_number(self.drafts, number)

    def left_to_the_circle(self) -> "Plan":
        """Have nothing kept or sent any more about a plan that went out, because the request was stopped."""
        return replace(self, let_go=True, reminders_until=None)

    def moved(self, on: type[Named]) -> "Plan":
        """Go where the table says; raises `NotAllowedNow` when it says nothing."""
        return replace(self, stage=PLAN.next(self.stage, on))


def _confirmed_at(draft: Draft) -> tuple[datetime, int]:
    assert draft.confirmed_at is not None
    return draft.confirmed_at, draft.number


def _of_number(drafts: Sequence[Draft], number: int) -> Draft:
    for draft in drafts:
        if draft.number == number:
            return draft
    message = f"this plan has no version {number}; show-plan names the newest"
    raise NotFound(message)
