"""The conference as a table: preparation, then three parts that no policy and no plugin can change."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.conference import (
    AgreePlan,
    AgreeQuestion,
    AnswerInvitation,
    ConcludeConference,
    DeclareReady,
    EndPrivateTime,
    InviteParticipant,
    RecordContact,
    ScheduleConference,
    ShareConditions,
    StartInformationPhase,
    StartPrivateTime,
    SuggestParticipant,
)
from kring_shared.contracts.envelope import Command, Named
from kring_shared.contracts.intake import RequestTransferred, RequestWithdrawn
from kring_shared.contracts.matching import AssignmentActivated, AssignmentFrozen, AssignmentHandedOver
from kring_shared.kernel.process import Process, Step, from_each

FAMILY = "family folder"
TASKS = "recruitment folder: the coordinator's tasks"
PEOPLE_SET_THE_PACE = "family folder: the participants set the pace, and choose day and hour"
STOPS = "practice elsewhere: consent can be withdrawn at any moment"
INDEPENDENT = "recruitment folder: not employed by or otherwise tied to those who decide or help"
LEADS_PART_ONE = "recruitment folder: the coordinator leads the first part"
BOTH_CONFIRM = "our own choice: a request changes office only when both offices say so"


class Stage(StrEnum):
    """Where one conference stands."""

    AWAITING_COORDINATOR = "awaiting-coordinator"
    PREPARING = "preparing"
    READY = "ready"
    INFORMATION_PHASE = "information-phase"
    PRIVATE_TIME = "private-time"
    PRESENTATION_PHASE = "presentation-phase"
    CONCLUDED = "concluded"
    CANCELLED = "cancelled"


PREPARATION: Final = (Stage.PREPARING, Stage.READY)
HELD: Final = (Stage.INFORMATION_PHASE, Stage.PRIVATE_TIME, Stage.PRESENTATION_PHASE)


def stays(stages: tuple[Stage, ...], on: type[Named], *, because: str, source: str) -> tuple[Step[Stage], ...]:
    """Write what may be done in several stages without leaving them."""
    return tuple(Step(stage, on, stage, because, source) for stage in stages)


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
        # The circle may grow, and people may change their minds, until the meeting opens; what that breaks is seen
        # again when it opens. So these four are also possible once everything was declared ready.
        *stays(
            PREPARATION,
            SuggestParticipant,
            because="The more people think along, the richer the plan; somebody may turn up until the day itself.",
            source=TASKS,
        ),
        *stays(
            PREPARATION,
            RecordContact,
            because="Everyone hears in person what a conference is, also who joins late.",
            source=TASKS,
        ),
        *stays(
            PREPARATION,
            InviteParticipant,
            because="Everyone is invited personally, also who joins late.",
            source=FAMILY,
        ),
        *stays(
            PREPARATION,
            AnswerInvitation,
            because="People come freely, and may change their minds.",
            source=FAMILY,
        ),
        *stays(
            PREPARATION,
            ShareConditions,
            because="Who joins late must know the conditions beforehand as well.",
            source="family folder: conditions are shared with everyone present beforehand",
        ),
        # These two change what everyone said yes to, so afterwards the coordinator declares readiness anew.
        Step(
            Stage.PREPARING,
            AgreeQuestion,
            Stage.PREPARING,
            because="The question comes from the people themselves and leaves room for a plan.",
            source=TASKS,
        ),
        Step(
            Stage.READY,
            AgreeQuestion,
            Stage.PREPARING,
            because="Another question has to be clear to everyone again.",
            source=TASKS,
        ),
        Step(
            Stage.PREPARING,
            ScheduleConference,
            Stage.PREPARING,
            because="Those who come choose the day and a neutral place.",
            source=PEOPLE_SET_THE_PACE,
        ),
        Step(
            Stage.READY,
            ScheduleConference,
            Stage.PREPARING,
            because="On another day, or in another place, not everyone may be able to come.",
            source=PEOPLE_SET_THE_PACE,
        ),
        Step(
            Stage.PREPARING,
            DeclareReady,
            Stage.READY,
            because="A meeting that misses something essential does the circle no good.",
            source=TASKS,
        ),
        Step(
            Stage.READY,
            StartInformationPhase,
            Stage.INFORMATION_PHASE,
            because="The coordinator leads the first part: professionals inform and answer.",
            source=LEADS_PART_ONE,
        ),
        # Nobody leads the first part but the coordinator. Private time needs none: the circle goes on, gives its sign,
        # and the last part waits. In every other stage whoever comes next goes on where it stands.
        Step(
            Stage.INFORMATION_PHASE,
            AssignmentFrozen,
            Stage.PREPARING,
            because="A tie was found: the meeting is adjourned, and who was invited hears another day.",
            source=INDEPENDENT,
        ),
        Step(
            Stage.INFORMATION_PHASE,
            AssignmentHandedOver,
            Stage.PREPARING,
            because="Somebody else will lead the meeting, on another day.",
            source=LEADS_PART_ONE,
        ),
        Step(
            Stage.INFORMATION_PHASE,
            StartPrivateTime,
            Stage.PRIVATE_TIME,
            because="After the information every professional and the coordinator leave the room.",
            source="family folder, part two; history page: private time is guaranteed",
        ),
        Step(
            Stage.PRIVATE_TIME,
            EndPrivateTime,
            Stage.PRESENTATION_PHASE,
            because="The last part begins when the plan is done; only the circle knows when that is.",
            source="family folder, part three: no end is set beforehand",
        ),
        Step(
            Stage.PRESENTATION_PHASE,
            AgreePlan,
            Stage.PRESENTATION_PHASE,
            because="The coordinator asks whether every agreement is clear to everyone, and changes none.",
            source="family folder, part three",
        ),
        # Sent back, a plan waits here: private time begins again only when everyone else has left again, and whoever
        # sent it back is still in the room. The circle may also want to talk again by itself.
        Step(
            Stage.PRESENTATION_PHASE,
            StartPrivateTime,
            Stage.PRIVATE_TIME,
            because="A plan that is unclear, or was sent back, goes back to the circle, alone again.",
            source="practice in Sweden: discuss once more and correct",
        ),
        Step(
            Stage.PRESENTATION_PHASE,
            ConcludeConference,
            Stage.CONCLUDED,
            because="The agreements are clear to all, and accepted where that is asked; or no plan came of it.",
            source="family folder, part three",
        ),
        *from_each(
            (Stage.AWAITING_COORDINATOR, *PREPARATION, *HELD),
            RequestWithdrawn,
            Stage.CANCELLED,
            because="The main person may stop at any moment; nobody is invited or called after that.",
            source=STOPS,
        ),
        # Not while people are together: two offices may settle whose request it is, and no more than that.
        *from_each(
            (Stage.AWAITING_COORDINATOR, *PREPARATION),
            RequestTransferred,
            Stage.CANCELLED,
            because="Another office goes on with it, and prepares anew; here nobody is invited or called any more.",
            source=BOTH_CONFIRM,
        ),
    ),
)
WAITS_IN_A_PAUSE: Final[frozenset[type[Command]]] = frozenset(
    {InviteParticipant, ShareConditions, ScheduleConference, DeclareReady, StartInformationPhase}
)
"""What is refused while the case is paused: each step that draws people further in.

What only notes what people said or did stays possible, and so does everything once the meeting has opened: a circle
that is together is never stopped by a system.
"""
