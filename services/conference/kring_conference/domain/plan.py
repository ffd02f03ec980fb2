"""The plan the circle makes: its words sealed, version by version, and where it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from kring_conference.process import PLAN, STANDS, PlanStage
from kring_shared.contracts.conference import (
    AcceptPlan,
    ConfirmPlan,
    DraftPlan,
    PlanOutcome,
    PlanText,
    ReviewOutcome,
    SendPlanBack,
)
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.errors import NotFound, Refused
from kring_shared.kernel.process import Staged
from kring_shared.kernel.work import Aggregate

AN_INSTANT: Final = timedelta(microseconds=1)


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
    """What a professional said to one line of the help that one version asks; another version asks anew."""

    item: int
    granted: bool
    starts_on: date | None = None
    plan_version: int = 0


@dataclass(frozen=True)
class Plan(Staged[PlanStage], Aggregate):
    """What the circle agreed on (Eigen Kracht-plan; by law a familiegroepsplan or plan van aanpak)."""

    process = PLAN

    case_id: str
    office: str
    drafts: tuple[Draft, ...]
    stage: PlanStage = PlanStage.DRAFTED
    accepted_by: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    sent_back_by: str | None = None
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
        confirmed = [(d.confirmed_at, d.number, d) for d in self.drafts if d.confirmed_at is not None]
        return max(confirmed)[2] if confirmed else None

    @property
    def plan_version(self) -> int:
        """Give the number of the version that counts, or of the newest where none counts yet."""
        return (self.counting or self.latest).number

    @property
    def text(self) -> Sealed[PlanText]:
        """Give the words that count, or the newest where none count yet."""
        return (self.counting or self.latest).text

    @property
    def stands(self) -> bool:
        """Tell whether a version counts now: the circle confirmed it, and it did not go back, lapse or stop."""
        return self.stage in STANDS

    def unanswered(self, text: PlanText) -> frozenset[int]:
        """Number the lines of help that nobody answered yet, of the text of the version that counts."""
        answered = {answer.item for answer in self.help_answers if answer.plan_version == self.plan_version}
        return frozenset(range(1, len(text.help_asked) + 1)) - answered

    def draft(self, number: int) -> Draft:
        """Find a version.

        Raises:
            NotFound: there is no such version.
        """
        return _of_number(self.drafts, number)

    def left_to_the_circle(self) -> "Plan":
        """Have nothing kept or sent any more about a plan that went out, because the request was stopped."""
        return replace(self, let_go=True, reminders_until=None)

    @property
    def is_the_circles_alone(self) -> bool:
        """Tell whether nobody but the circle says its words any more: everyone agreed with a version of them."""
        return self.counting is not None

    def worded(self, text: Sealed[PlanText], at: datetime) -> "Plan":
        """Add a version; what everyone agreed with before keeps counting until they agree with this one."""
        return replace(self.moved(DraftPlan), drafts=(*self.drafts, Draft(self.latest.number + 1, text, at)))

    def confirmed(self, number: int, by: str, at: datetime) -> "Plan":
        """Let a version count, an earlier one too, because the circle says that everyone agrees with it.

        Raises:
            NotFound: there is no such version.
            Refused: it counts already.
        """
        moved, chosen = self.moved(ConfirmPlan), self.draft(number)
        if self.stage is PlanStage.AGREED and chosen == self.counting:
            raise Refused(f"everyone agreed with version {number} before; it counts already").because(
                "everyone-agreed-before"
            )
        if self.counting is not None and self.counting.confirmed_at is not None:
            # What was said last counts, also where a clock stands still or was set back between two messages.
            at = max(at, self.counting.confirmed_at + AN_INSTANT)
        said = replace(chosen, confirmed_at=at, confirmed_by=by)
        drafts = tuple(said if draft.number == number else draft for draft in self.drafts)
        return replace(moved, drafts=drafts, accepted_by=(), unmet=(), asked=(), sent_back_by=None)

    def laid_before(self, acceptors: Sequence[str], on: type[Named]) -> "Plan":
        """Lay the plan before whoever checks it, all of them afresh."""
        return replace(self.moved(on), asked=tuple(acceptors), accepted_by=(), unmet=(), sent_back_by=None)

    def also_before(self, acceptor_id: str) -> "Plan":
        """Lay the plan before one more professional, beside the others."""
        return replace(self, asked=(*self.asked, acceptor_id))

    def accepted(self, by: str, needed: Sequence[str]) -> "Plan":
        """Take over a yes; it waits for the yes of everybody who is needed.

        Raises:
            Refused: they said yes before.
        """
        moved = self.moved(AcceptPlan)
        if by in self.accepted_by:
            raise Refused("you accepted this plan before; it waits for the others").because("accepted-before")
        yes = replace(self, accepted_by=tuple(sorted({*self.accepted_by, by})))
        return yes if yes.waiting_for(needed) else replace(yes, stage=moved.stage)

    def sent_back(self, unmet: tuple[str, ...], by: str) -> "Plan":
        """Give the plan back to the circle, with what is not met; it is never changed on the way."""
        return replace(self.moved(SendPlanBack), unmet=unmet, sent_back_by=by, accepted_by=())

    def waiting_for(self, needed: Iterable[str]) -> tuple[str, ...]:
        """Name who of these did not say yes."""
        return tuple(who for who in needed if who not in self.accepted_by)


def _of_number(drafts: Sequence[Draft], number: int) -> Draft:
    for draft in drafts:
        if draft.number == number:
            return draft
    raise NotFound(f"this plan has no version {number}; show-plan names the newest").because("no-such-version")
