"""The plan as a table. It is the circle's: every way back leads to the circle, none to the coordinator."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.conference import (
    AcceptPlan,
    AgreePlan,
    ConcludeConference,
    DistributePlan,
    SendPlanBack,
    StartPrivateTime,
    SubmitPlan,
    WriteOutPlan,
)
from kring_shared.contracts.intake import RequestTransferred, RequestWithdrawn
from kring_shared.kernel.process import Process, Step, from_each

EVERYONE_AGREES = "family folder: agreements everyone present agrees with"
RECEIVES = "family folder, part three: a professional receives the plan and, under compulsion, accepts it"
NO_PLAN = "figures of the field: in three of a hundred meetings no plan is made"


class PlanStage(StrEnum):
    """Where one plan stands; there is none before the circle agreed on one."""

    AGREED = "agreed"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    SENT_BACK = "sent-back"
    WITH_CIRCLE = "with-circle"
    SETTLED = "settled"
    WRITTEN_OUT = "written-out"
    DISTRIBUTED = "distributed"
    LAPSED = "lapsed"
    STOPPED = "stopped"


UNFINISHED: Final = (
    PlanStage.AGREED,
    PlanStage.SUBMITTED,
    PlanStage.ACCEPTED,
    PlanStage.SENT_BACK,
    PlanStage.WITH_CIRCLE,
    PlanStage.SETTLED,
    PlanStage.WRITTEN_OUT,
)

PLAN: Final = Process(
    name="plan",
    start=PlanStage.AGREED,
    steps=(
        Step(
            PlanStage.AGREED,
            AgreePlan,
            PlanStage.AGREED,
            because="As long as nobody else has it, the circle may still say it more clearly.",
            source=EVERYONE_AGREES,
        ),
        Step(
            PlanStage.AGREED,
            StartPrivateTime,
            PlanStage.WITH_CIRCLE,
            because="The circle may want to talk again before anybody else sees the plan.",
            source="practice in Sweden: discuss once more and correct",
        ),
        Step(
            PlanStage.AGREED,
            SubmitPlan,
            PlanStage.SUBMITTED,
            because="Where the plan must be safe, lawful or meet conditions, a professional looks at it.",
            source=RECEIVES,
        ),
        Step(
            PlanStage.AGREED,
            ConcludeConference,
            PlanStage.SETTLED,
            because="Where nobody is compelled the plan needs no more than that everyone agrees.",
            source=EVERYONE_AGREES,
        ),
        Step(
            PlanStage.SUBMITTED,
            AcceptPlan,
            PlanStage.ACCEPTED,
            because="Everyone whose conditions bind the plan says that it meets them.",
            source=RECEIVES,
        ),
        Step(
            PlanStage.SUBMITTED,
            SendPlanBack,
            PlanStage.SENT_BACK,
            because="A plan is not taken for one thing said aloud, and goes back to the circle.",
            source="family folder: conditions are shared beforehand, so only those bind",
        ),
        Step(
            PlanStage.SENT_BACK,
            StartPrivateTime,
            PlanStage.WITH_CIRCLE,
            because="Only the circle changes its plan, and does so alone; nobody edits it in between.",
            source="practice in Sweden: discuss once more and correct",
        ),
        Step(
            PlanStage.SENT_BACK,
            ConcludeConference,
            PlanStage.LAPSED,
            because="The circle may leave it at that: then there is no plan, and that is said honestly.",
            source=NO_PLAN,
        ),
        Step(
            PlanStage.WITH_CIRCLE,
            StartPrivateTime,
            PlanStage.WITH_CIRCLE,
            because="The circle talks as often as it wants to.",
            source="family folder: there is talk for as long as needed",
        ),
        Step(
            PlanStage.WITH_CIRCLE,
            AgreePlan,
            PlanStage.AGREED,
            because="The circle comes back with what everyone agrees with now.",
            source=EVERYONE_AGREES,
        ),
        Step(
            PlanStage.WITH_CIRCLE,
            ConcludeConference,
            PlanStage.LAPSED,
            because="Talking again may also lead to no plan.",
            source=NO_PLAN,
        ),
        Step(
            PlanStage.ACCEPTED,
            ConcludeConference,
            PlanStage.SETTLED,
            because="Accepted, the plan leads what helpers do from now on.",
            source="family folder, part three: the plan now leads the help",
        ),
        Step(
            PlanStage.SETTLED,
            WriteOutPlan,
            PlanStage.WRITTEN_OUT,
            because="The coordinator puts the circle's own text on paper.",
            source="recruitment folder: the coordinator writes the circle's plan down",
        ),
        Step(
            PlanStage.WRITTEN_OUT,
            DistributePlan,
            PlanStage.DISTRIBUTED,
            because="A plan works for those who have it.",
            source="family folder: everyone of the circle gets it; trainer's text: every participant does",
        ),
        *from_each(
            UNFINISHED,
            RequestWithdrawn,
            PlanStage.STOPPED,
            because="The main person may stop at any moment; a plan that went out is theirs and stays.",
            source="practice elsewhere: consent can be withdrawn at any moment",
        ),
        *from_each(
            UNFINISHED,
            RequestTransferred,
            PlanStage.STOPPED,
            because="The circle takes along what it has in mind; a plan that went out is theirs and stays.",
            source="our own choice: a request changes office only when both offices say so",
        ),
    ),
)
