"""A safety signal as a table: from whoever worries to the regional manager, and to the safety officer."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts import conference as c
from kring_shared.kernel.process import Process, from_each

ROUTE: Final = "our own choice: coordinator, regional manager, safety officer; with a store of its own"


class SignalStage(StrEnum):
    """Where one safety signal stands."""

    RAISED = "raised"
    ASSESSED = "assessed"
    PASSED_ON = "passed-on"
    CLOSED = "closed"


SIGNAL: Final = Process(
    name="signal",
    start=SignalStage.RAISED,
    steps=(
        *from_each(
            (SignalStage.RAISED, SignalStage.ASSESSED),
            c.AssessSafetySignal,
            SignalStage.ASSESSED,
            because="The regional manager looks at every signal, and says how pressing it is.",
            source=ROUTE,
        ),
        *from_each(
            (SignalStage.RAISED, SignalStage.ASSESSED, SignalStage.PASSED_ON),
            c.PassSafetySignalOn,
            SignalStage.PASSED_ON,
            because="The safety officer, or another one, knows which steps the law asks of whom.",
            source=ROUTE,
        ),
        *from_each(
            (SignalStage.ASSESSED, SignalStage.PASSED_ON),
            c.CloseSafetySignal,
            SignalStage.CLOSED,
            because="A signal ends with a code that says what became of it, never with silence.",
            source=ROUTE,
        ),
    ),
)
