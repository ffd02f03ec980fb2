"""The arrows of the preparation: weeks in which the circle grows and everything the meeting needs is arranged."""

from typing import Final

from kring_conference.process.sources import BEFOREHAND, OWN_CHOICE, SAFE, TASKS, WHY_STOPPED
from kring_conference.process.stages import PREPARATION, Stage
from kring_shared.contracts import conference as c
from kring_shared.contracts.envelope import Named
from kring_shared.kernel.process import Step, from_each, stays

FAMILY: Final = "family folder"
PEOPLE_SET_THE_PACE: Final = "family folder: the participants set the pace, and choose day and hour"
EASE: Final = "family folder: everyone is asked what they need to feel at ease, and may choose who supports them"


def _back(on: type[Named], *, because: str, source: str) -> tuple[Step[Stage], ...]:
    """Write what may be done while preparing, and takes readiness back: it changes what everybody said yes to."""
    return (
        *stays((Stage.PREPARING, Stage.POSTPONED, Stage.ADJOURNED), on, because=because, source=source),
        Step(Stage.READY, on, Stage.PREPARING, because, source),
    )


# The circle may grow, and people may change their minds, until the meeting opens; what that breaks is seen again when
# it opens. So these are also possible once everything was declared ready.
WHILE_PREPARING: Final = (
    (
        c.SuggestParticipant,
        "The more people think along, the richer the plan; somebody may turn up until the day.",
        TASKS,
    ),
    (c.PlaceOnSide, "A restorative conference has two circles, and everybody knows to which they belong.", OWN_CHOICE),
    (c.RecordContact, "Everyone hears in person what a conference is, also who joins late.", TASKS),
    (c.RecordSafety, "Each is asked, apart from the others, whether they can come safely.", SAFE),
    (c.KeepApart, "Some people may not be in one room, and need not say why.", SAFE),
    (c.NoLongerApart, "People may change their minds about whom they can meet.", SAFE),
    (c.LeaveOut, "Safety, or a court, may keep somebody away; they may still be heard.", SAFE),
    (c.RecordNeeds, "Who feels at ease takes part.", EASE),
    (c.ChooseSupportPerson, "Somebody of one's own choice makes it possible to speak, for children too.", EASE),
    (c.EndSupport, "Who turns out to be a party themselves supports nobody; the person chooses again.", EASE),
    (c.BookInterpreter, "Everybody speaks in their own language.", OWN_CHOICE),
    (c.CancelInterpreter, "An interpreter may fall out; another is found, from afar if need be.", OWN_CHOICE),
    (c.InviteParticipant, "Everyone is invited personally, also who joins late.", FAMILY),
    (c.InviteGroup, "A street or a neighbourhood is invited openly.", "recruitment folder: a group or neighbourhood"),
    (c.AnswerInvitation, "People come freely, and may change their minds.", FAMILY),
    (c.ShareConditions, "Who joins late must know the conditions beforehand as well.", BEFOREHAND),
    (c.RecordInformationNeed, "The circle decides what it has to know before it makes a plan.", TASKS),
    (c.AssignInformationNeed, "Somebody who knows answers what the circle asks.", TASKS),
    (c.BriefProfessional, "A professional knows beforehand: inform, answer, and leave.", TASKS),
    (
        c.AppointAcceptor,
        "Where a plan is checked, somebody does so; the office finds whoever nobody names.",
        OWN_CHOICE,
    ),
    (c.ProposeDates, "Those who come choose the day.", PEOPLE_SET_THE_PACE),
    (c.AnswerDates, "Those who come choose the day.", PEOPLE_SET_THE_PACE),
    (c.ArrangeFood, "People who eat together talk, and it may take long.", TASKS),
)
STAYS: Final = tuple(
    step for on, because, source in WHILE_PREPARING for step in stays(PREPARATION, on, because=because, source=source)
)
MOVES: Final = (
    *_back(c.AgreeQuestion, because="A question, or another one, has to be clear to everyone.", source=TASKS),
    *_back(c.AddCondition, because="Only what everybody knows beforehand can bind the plan.", source=BEFOREHAND),
    *from_each(
        PREPARATION,
        c.ScheduleConference,
        Stage.PREPARING,
        because="Those who come choose the day and a neutral place; on another day not everyone may be able to come.",
        source=PEOPLE_SET_THE_PACE,
    ),
    Step(
        Stage.PREPARING,
        c.DeclareReady,
        Stage.READY,
        because="A meeting that misses something essential does the circle no good.",
        source=TASKS,
    ),
    *from_each(
        (Stage.PREPARING, Stage.READY),
        c.PostponeConference,
        Stage.POSTPONED,
        because="The participants set the pace; a day that does not suit is another day.",
        source=PEOPLE_SET_THE_PACE,
    ),
    *from_each(
        PREPARATION,
        c.CancelConference,
        Stage.CANCELLED,
        because="A preparation may stop: the network is too small, or the situation changed.",
        source=WHY_STOPPED,
    ),
    *from_each(
        (Stage.PREPARING, Stage.READY, Stage.POSTPONED),
        c.MakePlanWithoutMeeting,
        Stage.WITHOUT_MEETING,
        because="A circle that found its plan while preparing needs no meeting for it.",
        source="figures of the field: one plan in six was made without a meeting",
    ),
)
