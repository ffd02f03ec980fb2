"""How somebody becomes a coordinator, as a table; what a policy asks is held beside it, in the domain."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.matching import (
    AgreeOnCandidate,
    ApplyAsCandidate,
    ConferenceCounted,
    EndCandidacy,
    EvaluateConference,
    ExtendScope,
    IssueCertificate,
    KeepFamilyOnly,
    OptIn,
    PlanCandidateTalk,
    RecordAttendance,
    RepeatSupervision,
    SignUp,
    StartSupervision,
    SubmitReport,
    TrainingPartCompleted,
)
from kring_shared.kernel.process import Process, Step, from_each, stays

FOLDER: Final = "recruitment folder: the way to becoming a coordinator"
BOTH_SAY_YES: Final = "recruitment folder: a positive decision of both sides"
DAY_MISSED: Final = "our own choice: the folder asks for every day, and does not say how a missed one is made up"
SUPPORTED: Final = "recruitment folder: the regional manager supports the first conference, in practice and in content"


class CareerStage(StrEnum):
    """Where somebody stands on the way."""

    APPLIED = "applied"
    INFORMED = "informed"
    OPTED_IN = "opted-in"
    FIRST_PART = "first-part"
    FIRST_PART_DONE = "first-part-done"
    REPORTED = "reported"
    TALK_PLANNED = "talk-planned"
    MUTUAL_YES = "mutual-yes"
    SUPERVISED = "supervised"
    EVALUATED = "evaluated"
    CERTIFIED = "certified"
    SECOND_PART_OPEN = "second-part-open"
    SECOND_PART = "second-part"
    SECOND_PART_DONE = "second-part-done"
    SCOPE_REPORTED = "scope-reported"
    SCOPE_EXTENDED = "scope-extended"
    FAMILY_ONLY = "family-only"
    ENDED = "ended"


BEFORE_THE_YES: Final = (
    CareerStage.APPLIED,
    CareerStage.INFORMED,
    CareerStage.OPTED_IN,
    CareerStage.FIRST_PART,
    CareerStage.FIRST_PART_DONE,
    CareerStage.REPORTED,
    CareerStage.TALK_PLANNED,
)
"""Where both sides did not say yes yet."""
CANDIDATE: Final = (*BEFORE_THE_YES, CareerStage.MUTUAL_YES, CareerStage.SUPERVISED, CareerStage.EVALUATED)
CERTIFIED: Final[tuple[CareerStage, ...]] = tuple(
    stage for stage in CareerStage if stage not in {*CANDIDATE, CareerStage.ENDED}
)


def _more_types(stage: CareerStage) -> tuple[Step[CareerStage], ...]:
    """Write the arrow from a stage to itself: one more type moves nobody."""
    return stays(
        (stage,),
        ExtendScope,
        because="Another type is earned by a workshop, or by the second part that was done.",
        source="our own choice: the folder does not say how every type is earned",
    )


CAREER: Final = Process(
    name="career",
    start=CareerStage.APPLIED,
    rests=(
        CareerStage.CERTIFIED,
        CareerStage.SECOND_PART_OPEN,
        CareerStage.SCOPE_EXTENDED,
        CareerStage.FAMILY_ONLY,
    ),
    steps=(
        Step(
            CareerStage.APPLIED,
            ApplyAsCandidate,
            CareerStage.APPLIED,
            because="A letter may be written anew until the information meeting.",
            source=FOLDER,
        ),
        Step(
            CareerStage.APPLIED,
            RecordAttendance,
            CareerStage.INFORMED,
            because="At an information meeting candidates hear what the work is.",
            source=FOLDER,
        ),
        Step(
            CareerStage.INFORMED,
            OptIn,
            CareerStage.OPTED_IN,
            because="After the meeting candidates decide for themselves whether to take part.",
            source=FOLDER,
        ),
        Step(
            CareerStage.OPTED_IN,
            SignUp,
            CareerStage.FIRST_PART,
            because="The first part of the training begins, in which both sides find out whether it fits.",
            source=FOLDER,
        ),
        Step(
            CareerStage.FIRST_PART,
            SignUp,
            CareerStage.FIRST_PART,
            because="A missed day is done in another training.",
            source=DAY_MISSED,
        ),
        Step(
            CareerStage.FIRST_PART,
            RecordAttendance,
            CareerStage.FIRST_PART,
            because="Every day counts; a missed one is done later.",
            source=FOLDER,
        ),
        Step(
            CareerStage.FIRST_PART,
            TrainingPartCompleted,
            CareerStage.FIRST_PART_DONE,
            because="They were there on every day of the first part.",
            source=FOLDER,
        ),
        Step(
            CareerStage.FIRST_PART_DONE,
            SubmitReport,
            CareerStage.REPORTED,
            because="Candidates write a short report along the lines of the profile.",
            source=FOLDER,
        ),
        Step(
            CareerStage.REPORTED,
            AgreeOnCandidate,
            CareerStage.MUTUAL_YES,
            because="Trainers and candidate both decide, and both say yes.",
            source=BOTH_SAY_YES,
        ),
        Step(
            CareerStage.REPORTED,
            PlanCandidateTalk,
            CareerStage.TALK_PLANNED,
            because="Whoever sees it otherwise says so in a talk, not in a letter.",
            source=BOTH_SAY_YES,
        ),
        Step(
            CareerStage.TALK_PLANNED,
            PlanCandidateTalk,
            CareerStage.TALK_PLANNED,
            because="A talk may be put on another day.",
            source=BOTH_SAY_YES,
        ),
        Step(
            CareerStage.TALK_PLANNED,
            AgreeOnCandidate,
            CareerStage.MUTUAL_YES,
            because="After the talk both say yes.",
            source=BOTH_SAY_YES,
        ),
        Step(
            CareerStage.MUTUAL_YES,
            StartSupervision,
            CareerStage.SUPERVISED,
            because="Screened and with a statute, a candidate does a first conference, with support.",
            source=SUPPORTED,
        ),
        Step(
            CareerStage.SUPERVISED,
            EvaluateConference,
            CareerStage.EVALUATED,
            because="The work is evaluated, not what came of it: the plan is the circle's.",
            source=SUPPORTED,
        ),
        Step(
            CareerStage.EVALUATED,
            RepeatSupervision,
            CareerStage.SUPERVISED,
            because="One more conference with support is a fair chance.",
            source="our own choice: the folder says what follows a positive evaluation only",
        ),
        Step(
            CareerStage.EVALUATED,
            IssueCertificate,
            CareerStage.CERTIFIED,
            because="After a positive evaluation there is a certificate, and the holder is registered.",
            source=SUPPORTED,
        ),
        *from_each(
            CANDIDATE,
            EndCandidacy,
            CareerStage.ENDED,
            because="Both sides may stop at any time before the certificate.",
            source=BOTH_SAY_YES,
        ),
        Step(
            CareerStage.CERTIFIED,
            ConferenceCounted,
            CareerStage.SECOND_PART_OPEN,
            because="After two conferences carried out, the second part of the training follows.",
            source=FOLDER,
        ),
        Step(
            CareerStage.SECOND_PART_OPEN,
            SignUp,
            CareerStage.SECOND_PART,
            because="The second part begins.",
            source=FOLDER,
        ),
        Step(
            CareerStage.SECOND_PART,
            SignUp,
            CareerStage.SECOND_PART,
            because="A missed day is done in another training.",
            source=DAY_MISSED,
        ),
        Step(
            CareerStage.SECOND_PART,
            RecordAttendance,
            CareerStage.SECOND_PART,
            because="Every day counts; a missed one is done later.",
            source=FOLDER,
        ),
        Step(
            CareerStage.SECOND_PART,
            TrainingPartCompleted,
            CareerStage.SECOND_PART_DONE,
            because="They were there on every day of the second part.",
            source=FOLDER,
        ),
        *from_each(
            (CareerStage.SECOND_PART_DONE, CareerStage.FAMILY_ONLY),
            SubmitReport,
            CareerStage.SCOPE_REPORTED,
            because="The coordinator writes which conferences fit them; that may change later.",
            source=FOLDER,
        ),
        Step(
            CareerStage.SCOPE_REPORTED,
            ExtendScope,
            CareerStage.SCOPE_EXTENDED,
            because="Repair and neighbourhoods fit this coordinator as well.",
            source=FOLDER,
        ),
        Step(
            CareerStage.SCOPE_REPORTED,
            KeepFamilyOnly,
            CareerStage.FAMILY_ONLY,
            because="Families and individuals fit this coordinator best.",
            source=FOLDER,
        ),
        *(step for stage in CERTIFIED if stage is not CareerStage.SCOPE_REPORTED for step in _more_types(stage)),
    ),
)
