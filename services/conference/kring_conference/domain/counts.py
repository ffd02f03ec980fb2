"""What can be told of a plan without a word of it: own strength, professional help, and what it leaves open."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from kring_shared.contracts.conference import BorneBy, PlanHolds, PlanText

IS_THERE: Final[Mapping[PlanHolds, Callable[[PlanText], bool]]] = MappingProxyType(
    {
        PlanHolds.STRENGTHS: lambda plan: bool(plan.strengths),
        PlanHolds.HELP: lambda plan: bool(plan.help_asked),
        PlanHolds.REVIEW: lambda plan: plan.review_on is not None and bool(plan.review_by.strip()),
        PlanHolds.STAY_IN_TOUCH: lambda plan: bool(plan.stay_in_touch.strip()),
        PlanHolds.FALLBACK: lambda plan: bool(plan.fallback_convener.strip()),
        PlanHolds.WHOM_TO_WARN: lambda plan: bool(plan.whom_to_warn.strip()),
    }
)
TO_ASK: Final[Mapping[PlanHolds, str]] = MappingProxyType(
    {
        PlanHolds.STRENGTHS: "what the circle can do by itself",
        PlanHolds.HELP: "what it asks of professionals",
        PlanHolds.REVIEW: "on which day the circle looks how it goes, and who comes together for that",
        PlanHolds.STAY_IN_TOUCH: "how people stay in touch",
        PlanHolds.FALLBACK: "who calls everyone together when it goes wrong",
        PlanHolds.WHOM_TO_WARN: "who is told when the circle itself does not find a way",
    }
)
"""What the coordinator still asks, in words."""


def own_strengths(plan: PlanText) -> int:
    """Count the agreements that the circle carries itself (eigen krachten)."""
    return sum(agreement.borne_by is BorneBy.CIRCLE for agreement in plan.agreements)


def professional_help(plan: PlanText) -> int:
    """Count the agreements that bind a professional, and the lines that ask one for help."""
    return sum(agreement.borne_by is BorneBy.PROFESSIONAL for agreement in plan.agreements) + len(plan.help_asked)


def still_open(plan: PlanText) -> tuple[PlanHolds, ...]:
    """Name what the plan does not say yet, in the order the coordinator asks it; the circle may leave it so."""
    return tuple(part for part, is_there in IS_THERE.items() if not is_there(plan))
