"""The arrows of the conference while its plan is made, checked and written out, in the room and after it."""

from typing import Final

from kring_conference.process.sources import BEFOREHAND, EVERYONE_AGREES, OWN_CHOICE, SECOND_MEETING, SWEDEN, TASKS
from kring_conference.process.stages import PREPARATION, Stage
from kring_shared.contracts import conference as c
from kring_shared.kernel.process import Step, from_each, stays

PART_THREE: Final = "family folder, part three"
PLAN_BEING_MADE: Final = (Stage.PRESENTATION_PHASE, Stage.WITHOUT_MEETING)

OF_THE_PLAN: Final = (
    *stays(
        PLAN_BEING_MADE,
        c.DraftPlan,
        because="The coordinator writes down the circle's words, asks who, what and when, and changes nothing.",
        source=PART_THREE,
    ),
    *stays(
        PLAN_BEING_MADE,
        c.ConfirmPlan,
        because="A plan holds what everyone present agrees with, and the circle says so itself.",
        source=EVERYONE_AGREES,
    ),
    *stays(
        (*PLAN_BEING_MADE, Stage.CONCLUDED),
        c.SubmitPlan,
        because="Who checks the plan may be there, or look at it on another day.",
        source=PART_THREE,
    ),
    *stays(
        (Stage.INFORMATION_PHASE, *PLAN_BEING_MADE, Stage.CONCLUDED),
        c.AppointAcceptor,
        because="Who was to check the plan may fall out, or the circle may be heard by somebody else.",
        source=OWN_CHOICE,
    ),
    *stays(
        (Stage.WITHOUT_MEETING,),
        c.ShareConditions,
        because="Only what everybody knows can bind the plan, also where nobody meets.",
        source=BEFOREHAND,
    ),
    Step(
        Stage.WITHOUT_MEETING,
        c.PostponeConference,
        Stage.POSTPONED,
        because="A circle that does not find its plan by itself may want to meet after all.",
        source=OWN_CHOICE,
    ),
    # Sent back, a plan waits here: private time begins again only when everyone else has left again, and whoever
    # sent it back is still in the room. The circle may also want to talk again by itself.
    Step(
        Stage.PRESENTATION_PHASE,
        c.StartPrivateTime,
        Stage.PRIVATE_TIME,
        because="A plan that is unclear, or was sent back, goes back to the circle, alone again.",
        source=SWEDEN,
    ),
    *stays((*PLAN_BEING_MADE, *PREPARATION), c.SendPlanBack, because="The circle looks at it again.", source=SWEDEN),
    Step(
        Stage.CONCLUDED,
        c.SendPlanBack,
        Stage.ADJOURNED,
        because="Sent back after the day, the plan needs a second meeting: only the circle changes it.",
        source=SECOND_MEETING,
    ),
    *stays(
        (*PLAN_BEING_MADE, Stage.CONCLUDED),
        c.AcceptPlan,
        because="Who checks the plan may answer on the day, or later.",
        source=PART_THREE,
    ),
    *from_each(
        PREPARATION,
        c.AcceptPlan,
        Stage.CONCLUDED,
        because="Accepted after all, the plan needs no second meeting.",
        source=OWN_CHOICE,
    ),
    Step(
        Stage.PRESENTATION_PHASE,
        c.ConcludeConference,
        Stage.CONCLUDED,
        because="The agreements are clear to all; or no plan came of it, and that is said honestly.",
        source=PART_THREE,
    ),
    *from_each(
        (Stage.WITHOUT_MEETING, Stage.CONCLUDED),
        c.WriteOutPlan,
        Stage.CONCLUDED,
        because="The coordinator puts the circle's own text on paper.",
        source=TASKS,
    ),
)
