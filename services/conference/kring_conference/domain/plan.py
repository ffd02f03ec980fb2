"""The plan the circle makes: its words sealed, and where it stands."""

from dataclasses import dataclass, replace

from kring_conference.process import PLAN, PlanStage
from kring_shared.contracts.conference import (
    AcceptPlan,
    AgreePlan,
    ConcludeConference,
    PlanOutcome,
    PlanText,
    SendPlanBack,
)
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.errors import InvalidFields, NotPermitted, NotReady
from kring_shared.kernel.work import Aggregate


@dataclass(frozen=True)
class Plan(Aggregate):
    """What the circle agreed on (Eigen Kracht-plan; by law a familiegroepsplan or plan van aanpak)."""

    case_id: str
    office: str
    text: Sealed[PlanText]
    plan_version: int = 1
    stage: PlanStage = PlanStage.AGREED
    accepted_by: tuple[str, ...] = ()
    version: int = 0

    @property
    def id(self) -> str:
        """Give the case's id; a case has one plan, in versions."""
        return self.case_id

    @property
    def outcome(self) -> PlanOutcome:
        """Say what the meeting led to, once it is over."""
        return PlanOutcome.NO_PLAN if self.stage is PlanStage.LAPSED else PlanOutcome.PLAN

    def moved(self, on: type[Named]) -> "Plan":
        """Go where the table says; raises `NotAllowedNow` when it says nothing."""
        return replace(self, stage=PLAN.next(self.stage, on))

    def agreed_again(self, text: Sealed[PlanText]) -> "Plan":
        """Replace the words with those everyone agrees with now; what was accepted before no longer counts."""
        return replace(self.moved(AgreePlan), text=text, plan_version=self.plan_version + 1, accepted_by=())

    def accepted(self, by: str, acceptors: frozenset[str], *, all_must: bool) -> "Plan":
        """Take over one professional's yes; the plan is accepted once everyone whose yes it needs has given it.

        Args:
            by: Id of the professional who accepts.
            acceptors: Ids of those who may.
            all_must: Every one of them must (their conditions bind the plan), or one is enough.

        Raises:
            NotPermitted: somebody else accepts.
        """
        moved = self.moved(AcceptPlan)
        if by not in acceptors:
            message = "only a professional who accepts the plan in this case can do so"
            raise NotPermitted(message)
        accepted_by = tuple(sorted({*self.accepted_by, by}))
        if all_must and acceptors - set(accepted_by):
            return replace(self, accepted_by=accepted_by)
        return replace(moved, accepted_by=accepted_by)

    def sent_back(self, unmet: str, conditions: int) -> "Plan":
        """Give the plan back to the circle for one reason, where `conditions` were shared beforehand.

        Raises:
            InvalidFields: a condition nobody was told of beforehand; such a one does not bind.
        """
        moved = self.moved(SendPlanBack)
        number = int(unmet.rpartition("-")[2]) if unmet.startswith("condition-") else 0
        if number > conditions:
            message = (
                f"there is no {unmet}: {conditions} conditions were shared beforehand, and only those bind the plan"
            )
            raise InvalidFields(("/unmet",), message)
        return moved

    def concluded(self, *, needs_acceptance: bool) -> "Plan":
        """Settle the plan as the meeting closes, or let it lapse when it was sent back and nothing came after.

        Raises:
            NotReady: somebody has to accept it first.
        """
        moved = self.moved(ConcludeConference)
        if needs_acceptance and self.stage is PlanStage.AGREED:
            message = "this plan has to be accepted first: lay it before the professional who does so (submit-plan)"
            raise NotReady(message)
        return moved
