"""What matching tells when a coordinator is kept away, goes on, or hands over; each a minute after what came before."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import FollowUpCallDue, StartInformationPhase
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.matching import (
    AssignmentActivated,
    AssignmentCompleted,
    AssignmentFrozen,
    AssignmentHandedOver,
    AssignmentRestored,
    HandOverReason,
)
from kring_shared.testing.work import an_actor
from tests.unit.conference.case import CASE_ID, COORDINATOR, Case, card, in_days, ready

SUCCESSOR: Final = "0" * 31 + "6"
JOHAN: Final = an_actor(Role.COORDINATOR, SUCCESSOR)
CALL: Final = FollowUpCallDue(case_id=CASE_ID, step=1)


def frozen(case: Case) -> AssignmentFrozen:
    return AssignmentFrozen(case_id=CASE_ID, office="utrecht", coordinator_id=COORDINATOR, occurred_at=later(case))


def restored(case: Case) -> AssignmentRestored:
    fatma = card(COORDINATOR, "Fatma")
    return AssignmentRestored(case_id=CASE_ID, office="utrecht", coordinator=fatma, occurred_at=later(case))


def handed_over(case: Case, reason: HandOverReason = HandOverReason.ILLNESS) -> AssignmentHandedOver:
    return AssignmentHandedOver(
        case_id=CASE_ID, office="utrecht", coordinator_id=COORDINATOR, reason=reason, occurred_at=later(case)
    )


def completed(case: Case, who: str = COORDINATOR) -> AssignmentCompleted:
    return AssignmentCompleted(case_id=CASE_ID, office="utrecht", coordinator_id=who, occurred_at=later(case))


def succeeded(case: Case) -> AssignmentActivated:
    johan = card(SUCCESSOR, "Johan")
    return AssignmentActivated(case_id=CASE_ID, office="utrecht", coordinator=johan, occurred_at=later(case))


def later(case: Case) -> datetime:
    """Let a minute pass before something is told."""
    case.now += timedelta(minutes=1)
    return case.now


def informing() -> Case:
    """Make a case whose coordinator just opened the meeting."""
    case = ready()
    case.now = in_days(case.now, 30)
    case.do(StartInformationPhase(case_id=CASE_ID))
    return case


OUT: Final[tuple[Callable[[Case], Fact], ...]] = (frozen, handed_over)
