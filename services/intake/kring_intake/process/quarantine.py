"""A referral that was set apart: a person takes it on or does not, and after fourteen days at most it is erased."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.intake import QuarantineOver, RejectQuarantined, ReleaseQuarantined
from kring_shared.kernel.process import Process, Step

LOOKED_AT: Final = "our own choice: a national number may not be kept, and a family may not be lost over one either"


class QuarantineStage(StrEnum):
    """Where a referral that was set apart stands."""

    WAITING = "waiting"
    RELEASED = "released"
    REJECTED = "rejected"
    LAPSED = "lapsed"


QUARANTINE: Final = Process(
    name="quarantine",
    start=QuarantineStage.WAITING,
    steps=(
        Step(
            QuarantineStage.WAITING,
            ReleaseQuarantined,
            QuarantineStage.RELEASED,
            because="A person looked: without the number it is a referral like any other.",
            source=LOOKED_AT,
        ),
        Step(
            QuarantineStage.WAITING,
            RejectQuarantined,
            QuarantineStage.REJECTED,
            because="A person looked: this cannot be taken on; the sender hears why.",
            source=LOOKED_AT,
        ),
        Step(
            QuarantineStage.WAITING,
            QuarantineOver,
            QuarantineStage.LAPSED,
            because="What nobody looked at is not kept; the sender hears that too.",
            source=LOOKED_AT,
        ),
    ),
)
