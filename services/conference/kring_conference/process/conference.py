"""The conference as a table: preparation, then three parts that no policy and no plugin can change."""

from typing import Final

from kring_conference.process.preparing import MOVES, STAYS, stays
from kring_conference.process.sources import (
    BEFOREHAND,
    BOTH_OFFICES,
    BOTH_SIDES,
    CONSENT_ENDS,
    EVERYONE_AGREES,
    INDEPENDENT,
    OWN_ACCORD,
    OWN_CHOICE,
    SECOND_MEETING,
    SWEDEN,
    TASKS,
)
from kring_conference.process.stages import HELD, PREPARATION, Stage
from kring_shared.contracts import conference as c
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.intake import RequestTransferred, RequestWithdrawn
from kring_shared.contracts.matching import AssignmentActivated, AssignmentFrozen, AssignmentHandedOver
from kring_shared.kernel.process import Process, Step, from_each

LEADS_PART_ONE = "recruitment folder: the coordinator leads the first part"
PART_THREE = "family folder, part three"
IN_THE_ROOM = (Stage.INFORMATION_PHASE, Stage.PRESENTATION_PHASE)
PLAN_BEING_MADE = (Stage.PRESENTATION_PHASE, Stage.WITHOUT_MEETING)

CONFERENCE: Final = Process(
    name="conference",
    start=Stage.AWAITING_COORDINATOR,
    steps=(
        Step(
            Stage.AWAITING_COORDINATOR,
            AssignmentActivated,
            Stage.PREPARING,
            because="Nobody but the coordinator whom the main person wants prepares the conference.",
            source="recruitment folder: after a request the regional manager calls in a coordinator",
        ),
        *STAYS,
        *MOVES,
        *stays(
            (*PREPARATION, *HELD, Stage.WITHOUT_MEETING),
            c.StepOut,
            because="Nobody has to stay, and nobody has to say why.",
            source=OWN_ACCORD,
        ),
        *from_each(
            (*PREPARATION, *HELD, Stage.WITHOUT_MEETING),
            c.ParticipantSteppedOut,
            Stage.CANCELLED,
            because="A restorative conference needs both sides; either may stop without a reason.",
            source=BOTH_SIDES,
        ),
        Step(
            Stage.READY,
            c.StartInformationPhase,
            Stage.INFORMATION_PHASE,
            because="The coordinator leads the first part: professionals inform and answer.",
            source=LEADS_PART_ONE,
        ),
        *stays(IN_THE_ROOM, c.NoteArrival, because="Who comes late is welcome.", source=OWN_CHOICE),
        *stays(
            (Stage.INFORMATION_PHASE,),
            c.RecordInformationGiven,
            because="Who spoke is known afterwards; what they said stays in the room.",
            source=LEADS_PART_ONE,
        ),
        *stays(
            (Stage.INFORMATION_PHASE,),
            c.ExplainConditions,
            because="The circle goes into private time knowing what its plan must meet.",
            source=BEFOREHAND,
        ),
        *stays(
            (*PREPARATION, *IN_THE_ROOM),
            c.AskToMeet,
            because="The two circles of a restorative conference meet only when both ask it.",
            source=BOTH_SIDES,
        ),
        *stays(
            (*IN_THE_ROOM, Stage.ADJOURNED, Stage.CONCLUDED),
            c.RecordViolation,
            because="A rule of the three parts that was broken is known, so that it is not broken again.",
            source="history page: private time is guaranteed",
        ),
        # Nobody leads the first part but the coordinator. Private time needs none: the circle goes on, gives its sign,
        # and the last part waits. In every other stage whoever comes next goes on where it stands.
        Step(
            Stage.INFORMATION_PHASE,
            AssignmentFrozen,
            Stage.ADJOURNED,
            because="A tie was found: the meeting is adjourned, and who was invited hears another day.",
            source=INDEPENDENT,
        ),
        Step(
            Stage.INFORMATION_PHASE,
            AssignmentHandedOver,
            Stage.ADJOURNED,
            because="Somebody else will lead the meeting, on another day.",
            source=LEADS_PART_ONE,
        ),
        Step(
            Stage.INFORMATION_PHASE,
            c.StartPrivateTime,
            Stage.PRIVATE_TIME,
            because="After the information every professional and the coordinator leave the room.",
            source="family folder, part two; history page: private time is guaranteed",
        ),
        Step(
            Stage.PRIVATE_TIME,
            c.EndPrivateTime,
            Stage.PRESENTATION_PHASE,
            because="The last part begins when the plan is done; only the circle knows when that is.",
            source="family folder, part three: no end is set beforehand",
        ),
        *from_each(
            HELD,
            c.AdjournConference,
            Stage.ADJOURNED,
            because="A circle may need more than one day, and safety comes first.",
            source=SECOND_MEETING,
        ),
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
            (*IN_THE_ROOM, Stage.WITHOUT_MEETING, Stage.CONCLUDED),
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
        *stays(
            (*PLAN_BEING_MADE, *PREPARATION), c.SendPlanBack, because="The circle looks at it again.", source=SWEDEN
        ),
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
        Step(
            Stage.PREPARING,
            c.ConferenceConcluded,
            Stage.CONCLUDED,
            because="It was held before the office worked with Kring.",
            source=OWN_CHOICE,
        ),
        *from_each(
            (Stage.AWAITING_COORDINATOR, *PREPARATION, *HELD, Stage.WITHOUT_MEETING),
            RequestWithdrawn,
            Stage.CANCELLED,
            because="The main person may stop at any moment; nobody is invited or called after that.",
            source=CONSENT_ENDS,
        ),
        # Not while people are together: two offices may settle whose request it is, and no more than that.
        *from_each(
            (Stage.AWAITING_COORDINATOR, *PREPARATION, Stage.WITHOUT_MEETING),
            RequestTransferred,
            Stage.CANCELLED,
            because="Another office goes on with it, and prepares anew; here nobody is invited or called any more.",
            source=BOTH_OFFICES,
        ),
    ),
    rests=(Stage.CONCLUDED,),
)
WAITS_IN_A_PAUSE: Final[frozenset[type[Command]]] = frozenset(
    {
        c.InviteParticipant,
        c.InviteGroup,
        c.ShareConditions,
        c.ProposeDates,
        c.ScheduleConference,
        c.DeclareReady,
        c.StartInformationPhase,
    }
)
"""What is refused while the case is paused: each step that draws people further in.

What only notes what people said or did stays possible, and so does everything once the meeting has opened: a circle
that is together is never stopped by a system.
"""
ALLOWED_IN_PRIVATE_TIME: Final[frozenset[type[Command]]] = frozenset(
    {c.EndPrivateTime, c.AdjournConference, c.StepOut, c.RaiseSafetySignal}
)
"""All that anybody can ask while the circle is alone: its own sign, stopping, and help when somebody is not safe.

That a request is withdrawn comes from elsewhere, and is always heard.
"""
