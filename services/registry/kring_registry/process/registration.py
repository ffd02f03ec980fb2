"""The registration as a table: where it can go from where, and why."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.intake import (
    ConsentRefused,
    MergeUndone,
    RequestLapsed,
    RequestMerged,
    RequestRejected,
    RequestTransferred,
    RequestWithdrawn,
)
from kring_shared.contracts.registry import (
    CompleteRegistration,
    DeIdentificationDue,
    LockRegistration,
    RegistrationReported,
    ReturnRegistration,
    ValidateRegistration,
)
from kring_shared.kernel.process import Process, Step, from_each
from kring_shared.kernel.sources import A_PERSON_DECIDES, BOTH_CONFIRM, CONSENT_ENDS, COORDINATOR_REGISTERS

FOUR_EYES: Final = "our own choice: four eyes before figures stand"
ITS_TERM: Final = "the organisation's own schedule: a figure needs no case for ever"
YEARLY_FIGURES: Final = "yearly figures: stopped requests are counted too"


class Stage(StrEnum):
    """Where the registration of one case stands."""

    OPEN = "open"
    COMPLETED = "completed"
    VALIDATED = "validated"
    LOCKED = "locked"
    REPORTED = "reported"
    DE_IDENTIFIED = "de-identified"
    SET_ASIDE = "set-aside"
    MOVED = "moved"


UNLOCKED: Final = (Stage.OPEN, Stage.COMPLETED, Stage.VALIDATED)
"""The stages in which facts of the route still fill the registration."""
SEALED: Final = (Stage.LOCKED, Stage.REPORTED)
"""The stages in which nothing of what is registered changes any more."""
NOT_COUNTED: Final = (Stage.SET_ASIDE, Stage.MOVED)
"""The stages in which no figure of this office counts it: another registration stands for the same request."""

REGISTRATION: Final = Process(
    name="registration",
    start=Stage.OPEN,
    steps=(
        Step(
            Stage.OPEN,
            CompleteRegistration,
            Stage.COMPLETED,
            because="Only the coordinator knows the hours, the kilometres and the topics.",
            source=COORDINATOR_REGISTERS,
        ),
        Step(
            Stage.COMPLETED,
            ValidateRegistration,
            Stage.VALIDATED,
            because="The regional manager looks whether it is right.",
            source=FOUR_EYES,
        ),
        *from_each(
            (Stage.COMPLETED, Stage.VALIDATED),
            ReturnRegistration,
            Stage.OPEN,
            because="What is not right goes back to the one who knows.",
            source=FOUR_EYES,
        ),
        Step(
            Stage.VALIDATED,
            LockRegistration,
            Stage.LOCKED,
            because="Figures may only be drawn from what cannot change any more.",
            source=FOUR_EYES,
        ),
        *from_each(
            UNLOCKED,
            RequestWithdrawn,
            Stage.LOCKED,
            because="Who stops is not asked why: what is known by then is all that is kept.",
            source=CONSENT_ENDS,
        ),
        *from_each(
            UNLOCKED,
            RequestRejected,
            Stage.LOCKED,
            because="A request that is not taken on still counts as a request.",
            source=YEARLY_FIGURES,
        ),
        *from_each(
            UNLOCKED,
            ConsentRefused,
            Stage.LOCKED,
            because="A no of the main person ends the request, and it still counts as one.",
            source=YEARLY_FIGURES,
        ),
        *from_each(
            UNLOCKED,
            RequestLapsed,
            Stage.LOCKED,
            because="Nobody said yes in time: that there was a request is counted, and no more of it is kept.",
            source=YEARLY_FIGURES,
        ),
        *from_each(
            UNLOCKED,
            RequestTransferred,
            Stage.MOVED,
            because="Another office goes on with it and counts it; two offices would count one family twice.",
            source=BOTH_CONFIRM,
        ),
        Step(
            Stage.OPEN,
            RequestMerged,
            Stage.SET_ASIDE,
            because="It is the same request as another one, which is counted.",
            source=A_PERSON_DECIDES,
        ),
        Step(
            Stage.SET_ASIDE,
            MergeUndone,
            Stage.OPEN,
            because="They were two requests after all, and both count.",
            source=A_PERSON_DECIDES,
        ),
        Step(
            Stage.LOCKED,
            RegistrationReported,
            Stage.REPORTED,
            because="The figures of its year were published, and it stands among them.",
            source=YEARLY_FIGURES,
        ),
        *from_each(
            (*SEALED, *NOT_COUNTED),
            DeIdentificationDue,
            Stage.DE_IDENTIFIED,
            because="Its term is over: what was counted stays counted, and nothing leads back to the case.",
            source=ITS_TERM,
        ),
    ),
)
