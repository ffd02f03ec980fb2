"""The way of a plan from where everyone agreed with it to those who get it: a new stage on it is walked here alone."""

from collections.abc import Callable
from typing import Final

from kring_shared.contracts import conference as c
from kring_shared.contracts.actor import Actor
from kring_shared.contracts.envelope import Command, Fact
from tests.unit.conference.case import CASE_ID, Case

PAPERWORK: Final[tuple[Callable[..., Command], ...]] = (c.WriteOutPlan,)
"""What the coordinator does once the meeting is over, in this order, until it can be handed round."""
STANDS_FOR_A_VERSION: Final = (c.PlanAgreed, c.PlanSubmitted, c.PlanAccepted, c.PlanWrittenOut, c.PlanDistributed)
"""What is told of a version that counts."""


def put_on_paper(case: Case, who: Actor | None = None) -> None:
    """Have the coordinator do everything that comes before a plan is handed round."""
    for command in PAPERWORK:
        case.do(command(case_id=CASE_ID), who)


def hand_round(case: Case, who: Actor | None = None) -> list[Fact]:
    """Have the coordinator put it on paper and give it to those who get it; give what is told of the last step."""
    put_on_paper(case, who)
    return case.do(c.DistributePlan(case_id=CASE_ID), who)
