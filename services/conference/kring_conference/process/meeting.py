"""The arrows of the meeting: its three parts, who comes and goes, and how it is broken off."""

from typing import Final

from kring_conference.process.sources import BEFOREHAND, BOTH_SIDES, OWN_CHOICE, SECOND_MEETING
from kring_conference.process.stages import HELD, PREPARATION, Stage
from kring_shared.contracts import conference as c
from kring_shared.contracts.matching import AssignmentFrozen, AssignmentHandedOver
from kring_shared.kernel.process import Step, from_each, stays
from kring_shared.kernel.sources import INDEPENDENT

LEADS_PART_ONE: Final = "recruitment folder: the coordinator leads the first part"
IN_THE_ROOM: Final = (Stage.INFORMATION_PHASE, Stage.PRESENTATION_PHASE)

THREE_PARTS: Final = (
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
)
