"""What tests of the plan say and ask: words, yeses, reasons to send it back, and somebody who is appointed."""

from dataclasses import replace

from kring_conference.domain.participant import Participant
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import (
    AcceptPlan,
    AppointAcceptor,
    ConcludeConference,
    ConfirmPlan,
    DraftPlan,
    PlanAnswerDue,
    PlanAnswerHalfway,
    PlanText,
    SendPlanBack,
    StartPrivateTime,
    SubmitPlan,
)
from kring_shared.contracts.field import Part
from kring_shared.contracts.sealed import Contact
from kring_shared.testing.work import an_actor
from tests.unit.conference.case import CASE_ID, FILIP, Case
from tests.unit.conference.case import PLAN as WORDS

OTHER = WORDS.model_copy(update={"stay_in_touch": "We call each other"})
UNKNOWN = "f" * 32
CONDITION = "School goes on."
ALONE = StartPrivateTime(case_id=CASE_ID, professionals_left=True, coordinator_left=True)
ACCEPT = AcceptPlan(case_id=CASE_ID)
SUBMIT = SubmitPlan(case_id=CASE_ID)
CONCLUDE = ConcludeConference(case_id=CASE_ID, present_count=9)
APPOINT = AppointAcceptor(case_id=CASE_ID, contact=Contact(name="Ms Vos", email="vos@voorbeeld.example"))
CLOCK = {(kind.kind(), CASE_ID) for kind in (PlanAnswerHalfway, PlanAnswerDue)}
MANAGER = an_actor(Role.REGIONAL_MANAGER)


def draft(plan: PlanText = WORDS) -> DraftPlan:
    """Word the plan."""
    return DraftPlan(case_id=CASE_ID, plan=plan)


def confirm(version: int = 1, said_by: str | None = None, *, everyone: bool = True) -> ConfirmPlan:
    """Say that everyone agrees, or that not everyone does."""
    return ConfirmPlan(case_id=CASE_ID, plan_version=version, everyone_agrees=everyone, said_by=said_by)


def back(*unmet: str) -> SendPlanBack:
    """Send it back; for the first condition unless said otherwise."""
    return SendPlanBack(case_id=CASE_ID, unmet=unmet or ("condition-1",))


def of(part: Part, case: Case) -> str:
    """Give the first participant of a part."""
    return next(line.person_id for line in case.show().participants if line.part is part)


def answer(case: Case) -> dict[str, object]:
    """Give what the last command answered."""
    assert case.last is not None
    assert case.last.answer is not None
    return case.last.answer


def appointed(case: Case) -> str:
    """Have the manager appoint a professional; give their id."""
    case.do(APPOINT, MANAGER)
    return str(answer(case)["personId"])


def untold(case: Case) -> None:
    """Have somebody who takes part not know the conditions after all."""
    filip = case.person(FILIP)
    case.stored[Participant, FILIP] = replace(filip, told=replace(filip.told, conditions=0))
