"""The path of one participant as a table; how somebody takes part who is not there is in their answer."""

from enum import StrEnum
from typing import Final

from kring_conference.process.sources import OWN_ACCORD, SAFE, SECOND_MEETING
from kring_shared.contracts import conference as c
from kring_shared.kernel.process import Process, Step, from_each, stays

PERSONALLY: Final = "family folder: everyone is invited personally"


class PathStage(StrEnum):
    """How far somebody is."""

    SUGGESTED = "suggested"
    CONTACTED = "contacted"
    INFORMED = "informed"
    INVITED = "invited"
    ANSWERED = "answered"
    PREPARED = "prepared"
    ATTENDED = "attended"
    ABSENT = "absent"
    NOT_INVITED = "not-invited-for-safety"
    STEPPED_OUT = "stepped-out"


KNOWN: Final = (PathStage.INFORMED, PathStage.INVITED, PathStage.ANSWERED, PathStage.PREPARED)
BEFORE_THE_DAY: Final = (PathStage.SUGGESTED, PathStage.CONTACTED, *KNOWN)
ON_THE_DAY: Final = (PathStage.ATTENDED, PathStage.ABSENT)

PARTICIPANT: Final = Process(
    name="participant",
    start=PathStage.SUGGESTED,
    steps=(
        Step(
            PathStage.SUGGESTED,
            c.ParticipantContacted,
            PathStage.CONTACTED,
            because="The coordinator speaks with everybody, by telephone or at home.",
            source="trainer's text: informs people by calls and home visits",
        ),
        *from_each(
            (PathStage.SUGGESTED, PathStage.CONTACTED),
            c.ParticipantInformed,
            PathStage.INFORMED,
            because="They heard of aim, way of working, possibilities and everyone's responsibilities.",
            source="recruitment folder: informs each about aim, working method and possibilities",
        ),
        *stays(
            (PathStage.CONTACTED, *KNOWN, PathStage.NOT_INVITED),
            c.ParticipantContacted,
            because="People may be spoken with again.",
            source=PERSONALLY,
        ),
        Step(
            PathStage.INFORMED,
            c.InviteParticipant,
            PathStage.INVITED,
            because="An invitation never comes out of the blue.",
            source=PERSONALLY,
        ),
        *from_each(
            (PathStage.INVITED, PathStage.ANSWERED, PathStage.PREPARED),
            c.AnswerInvitation,
            PathStage.ANSWERED,
            because="People come freely, and may change their minds.",
            source=PERSONALLY,
        ),
        *from_each(
            KNOWN,
            c.ParticipantPrepared,
            PathStage.PREPARED,
            because="They have what they need for the day.",
            source="recruitment folder: prepares everybody",
        ),
        Step(
            PathStage.NOT_INVITED,
            c.AnswerInvitation,
            PathStage.NOT_INVITED,
            because="Who is kept away is heard by letter or through somebody, in their own way.",
            source=SAFE,
        ),
        *from_each(
            (*BEFORE_THE_DAY, PathStage.ABSENT),
            c.ParticipantAttended,
            PathStage.ATTENDED,
            because="They were there, or came later; who was only thought of and comes along is welcome too.",
            source="our own choice: who was there can be counted",
        ),
        *from_each(
            KNOWN,
            c.StartInformationPhase,
            PathStage.ABSENT,
            because="They were expected, and did not come.",
            source="our own choice: who was there can be counted",
        ),
        Step(
            PathStage.ATTENDED,
            c.ConferenceAdjourned,
            PathStage.ANSWERED,
            because="Another day is chosen, and they are expected again.",
            source=SECOND_MEETING,
        ),
        Step(
            PathStage.ABSENT,
            c.ConferenceAdjourned,
            PathStage.INVITED,
            because="Another day is chosen, and they are asked once more whether they come.",
            source=SECOND_MEETING,
        ),
        *from_each(
            BEFORE_THE_DAY,
            c.LeaveOut,
            PathStage.NOT_INVITED,
            because="Safety, or a court, keeps them away; they may be heard in another way.",
            source=SAFE,
        ),
        Step(
            PathStage.NOT_INVITED,
            c.InviteParticipant,
            PathStage.INVITED,
            because="It turned out that they can come safely.",
            source=SAFE,
        ),
        *from_each(
            (*BEFORE_THE_DAY, *ON_THE_DAY, PathStage.NOT_INVITED),
            c.StepOut,
            PathStage.STEPPED_OUT,
            because="Nobody has to stay, and nobody has to say why.",
            source=OWN_ACCORD,
        ),
    ),
    rests=(*BEFORE_THE_DAY, *ON_THE_DAY, PathStage.NOT_INVITED),
)
