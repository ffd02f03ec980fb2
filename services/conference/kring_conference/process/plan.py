"""The plan as a table. It is the circle's: every way back leads to the circle, none to the coordinator."""

from enum import StrEnum
from typing import Final

from kring_conference.process.sources import BOTH_SIDES, EVERYONE_AGREES, SWEDEN, WHY_STOPPED
from kring_shared.contracts import conference as c
from kring_shared.contracts.intake import RequestTransferred, RequestWithdrawn
from kring_shared.kernel.process import Process, Step, from_each, stays
from kring_shared.kernel.sources import BOTH_CONFIRM, CONSENT_ENDS

RECEIVES: Final = "family folder, part three: a professional receives the plan and, under compulsion, accepts it"
NO_PLAN: Final = "figures of the field: in three of a hundred meetings no plan is made"
CIRCLES_OWN: Final = "family folder: nobody but the circle decides what is in its plan"


class PlanStage(StrEnum):
    """Where one plan stands; there is none before the circle's words were written down."""

    DRAFTED = "drafted"
    AGREED = "agreed"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    SENT_BACK = "sent-back"
    CONTESTED = "contested"
    WITH_CIRCLE = "with-circle"
    WRITTEN_OUT = "written-out"
    DISTRIBUTED = "distributed"
    RECONVENING = "reconvening"
    LAPSED = "lapsed"
    STOPPED = "stopped"


IN_THE_MAKING: Final = (PlanStage.DRAFTED, PlanStage.SENT_BACK, PlanStage.CONTESTED, PlanStage.WITH_CIRCLE)
"""No version counts now: none was confirmed yet, or the one that was does not stand."""
OVER: Final = (PlanStage.LAPSED, PlanStage.STOPPED)
STANDS: Final[tuple[PlanStage, ...]] = tuple(stage for stage in PlanStage if stage not in {*IN_THE_MAKING, *OVER})
"""A version counts now: the circle confirmed it, and it did not go back, lapse or stop."""
WITH_ITS_PEOPLE: Final = (PlanStage.DISTRIBUTED, PlanStage.RECONVENING)
"""It went out, and is theirs."""
UNFINISHED: Final[tuple[PlanStage, ...]] = (
    *IN_THE_MAKING,
    *(stage for stage in STANDS if stage not in WITH_ITS_PEOPLE),
)

PLAN: Final = Process(
    name="plan",
    start=PlanStage.DRAFTED,
    rests=WITH_ITS_PEOPLE,
    steps=(
        *from_each(
            (PlanStage.DRAFTED, PlanStage.WITH_CIRCLE, PlanStage.AGREED, PlanStage.SENT_BACK),
            c.DraftPlan,
            PlanStage.DRAFTED,
            because="The circle's words, as it says them now; once agreed, only the circle itself says them anew.",
            source=CIRCLES_OWN,
        ),
        *from_each(
            (PlanStage.DRAFTED, PlanStage.WITH_CIRCLE, PlanStage.AGREED),
            c.ConfirmPlan,
            PlanStage.AGREED,
            because="A version counts when everyone present agrees with it, and the circle says so.",
            source=EVERYONE_AGREES,
        ),
        *from_each(
            (*IN_THE_MAKING, PlanStage.AGREED),
            c.StartPrivateTime,
            PlanStage.WITH_CIRCLE,
            because="Only the circle changes its plan, and does so alone; nobody edits it in between.",
            source=SWEDEN,
        ),
        Step(
            PlanStage.AGREED,
            c.SubmitPlan,
            PlanStage.SUBMITTED,
            because="Where the plan must be safe, lawful or meet conditions, a professional looks at it.",
            source=RECEIVES,
        ),
        Step(
            PlanStage.SUBMITTED,
            c.AcceptPlan,
            PlanStage.ACCEPTED,
            because="Everyone whose conditions bind the plan says that it meets them.",
            source=RECEIVES,
        ),
        Step(
            PlanStage.SUBMITTED,
            c.SendPlanBack,
            PlanStage.SENT_BACK,
            because="A plan is not taken for what is said aloud, and goes back to the circle.",
            source="family folder: conditions are shared beforehand, so only those bind",
        ),
        Step(
            PlanStage.SENT_BACK,
            c.ContestRefusal,
            PlanStage.CONTESTED,
            because="Conditions were shared beforehand; a circle that met them is heard.",
            source="our own choice: the regional manager looks into it",
        ),
        Step(
            PlanStage.CONTESTED,
            c.PlanSubmitted,
            PlanStage.SUBMITTED,
            because="The plan lies once more before who checks it, or before somebody else.",
            source="our own choice: the regional manager looks into it",
        ),
        Step(
            PlanStage.CONTESTED,
            c.PlanRefusalReviewed,
            PlanStage.SENT_BACK,
            because="The regional manager saw that something is not met, and the circle looks at it again.",
            source="our own choice: the regional manager looks into it",
        ),
        # Agreed or accepted, a plan stays as it is when the meeting closes: who checks it may answer later.
        *stays(
            (PlanStage.AGREED, PlanStage.SUBMITTED, PlanStage.ACCEPTED),
            c.ConcludeConference,
            because="The meeting may close while the plan is on its way.",
            source=RECEIVES,
        ),
        *from_each(
            IN_THE_MAKING,
            c.ConcludeConference,
            PlanStage.LAPSED,
            because="Talking again may also lead to no plan.",
            source=NO_PLAN,
        ),
        *from_each(
            (PlanStage.AGREED, PlanStage.ACCEPTED),
            c.WriteOutPlan,
            PlanStage.WRITTEN_OUT,
            because="The coordinator puts the circle's own text on paper.",
            source="recruitment folder: the coordinator writes the circle's plan down",
        ),
        Step(
            PlanStage.WRITTEN_OUT,
            c.DistributePlan,
            PlanStage.DISTRIBUTED,
            because="A plan works for those who have it.",
            source="family folder: everyone of the circle gets it; trainer's text: every participant does",
        ),
        Step(
            PlanStage.DISTRIBUTED,
            c.ConvenerAsked,
            PlanStage.RECONVENING,
            because="A plan that stalls is first a matter of whom the circle itself named.",
            source="trainer's text: the grandfather calls the family together again",
        ),
        Step(
            PlanStage.RECONVENING,
            c.MeetingAgainOffered,
            PlanStage.DISTRIBUTED,
            because="Whom the circle named had time; the office offers once, and the rest is the circle's own.",
            source="figures of the field: a next conference is mostly arranged by the people themselves",
        ),
        *from_each(
            WITH_ITS_PEOPLE,
            c.RecordReview,
            PlanStage.DISTRIBUTED,
            because="The circle looks how it goes, and decides what to do.",
            source="family folder: who comes together to look whether the plan works",
        ),
        *from_each(
            UNFINISHED,
            RequestWithdrawn,
            PlanStage.STOPPED,
            because="The main person may stop at any moment; a plan that went out is theirs and stays.",
            source=CONSENT_ENDS,
        ),
        *from_each(
            UNFINISHED,
            RequestTransferred,
            PlanStage.STOPPED,
            because="The circle takes along what it has in mind; a plan that went out is theirs and stays.",
            source=BOTH_CONFIRM,
        ),
        *from_each(
            UNFINISHED,
            c.CancelConference,
            PlanStage.STOPPED,
            because="The second meeting it waited for is not held.",
            source=WHY_STOPPED,
        ),
        *from_each(
            UNFINISHED,
            c.ParticipantSteppedOut,
            PlanStage.STOPPED,
            because="A restorative conference needs both sides; without one there is no plan.",
            source=BOTH_SIDES,
        ),
    ),
)
