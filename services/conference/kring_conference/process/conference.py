"""The conference as a table: preparation, then three parts that no policy and no plugin can change.

The arrows of each stretch stand in `preparing`, `meeting` and `planning`; here is what holds for all of it.
"""

from typing import Final

from kring_conference.process.meeting import THREE_PARTS
from kring_conference.process.planning import OF_THE_PLAN
from kring_conference.process.preparing import MOVES, STAYS
from kring_conference.process.sources import BOTH_SIDES, OWN_ACCORD, OWN_CHOICE
from kring_conference.process.stages import HELD, PREPARATION, Stage
from kring_shared.contracts import conference as c
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.intake import RequestTransferred, RequestWithdrawn
from kring_shared.contracts.matching import AssignmentActivated
from kring_shared.kernel.process import Process, Step, from_each, stays
from kring_shared.kernel.sources import BOTH_CONFIRM, CALLED_IN, CONSENT_ENDS

CONFERENCE: Final = Process(
    name="conference",
    start=Stage.AWAITING_COORDINATOR,
    rests=(Stage.CONCLUDED,),
    steps=(
        Step(
            Stage.AWAITING_COORDINATOR,
            AssignmentActivated,
            Stage.PREPARING,
            because="Nobody but the coordinator whom the main person wants prepares the conference.",
            source=CALLED_IN,
        ),
        *STAYS,
        *MOVES,
        *stays(
            (*PREPARATION, *HELD, Stage.WITHOUT_MEETING, Stage.CONCLUDED),
            c.StepOut,
            because="Nobody has to stay, and nobody has to say why.",
            source=OWN_ACCORD,
        ),
        *from_each(
            (*PREPARATION, *HELD, Stage.WITHOUT_MEETING, Stage.CONCLUDED),
            c.ParticipantSteppedOut,
            Stage.CANCELLED,
            because="A restorative conference needs both sides; either may stop without a reason.",
            source=BOTH_SIDES,
        ),
        *THREE_PARTS,
        *OF_THE_PLAN,
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
            source=BOTH_CONFIRM,
        ),
    ),
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
