"""A loan as each of the two offices sees it: the borrowing of the one, the lending of the other."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.matching import (
    ConfirmCoordinator,
    LoanEnded,
    LoanLapses,
    LoanOffered,
    LoanRefused,
    LoanTaken,
    LoanWithdrawn,
    OfferLoan,
    RefuseLoan,
    WithdrawLoan,
)
from kring_shared.kernel.process import Process, Step, from_each

NEIGHBOURS: Final = (
    "our own choice: offices of one organisation help each other out; folder: a varied pool of coordinators"
)


class Borrowed(StrEnum):
    """Where a loan stands, for the office that asked."""

    ASKED = "asked"
    OFFERED = "offered"
    TAKEN = "taken"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class Lent(StrEnum):
    """Where a loan stands, for the office that was asked."""

    ASKED = "asked"
    OFFERED = "offered"
    LENT = "lent"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


BORROWING: Final = Process(
    name="borrowing",
    start=Borrowed.ASKED,
    steps=(
        Step(
            Borrowed.ASKED,
            LoanOffered,
            Borrowed.OFFERED,
            because="The neighbour has somebody: the regional manager here can put them on a shortlist.",
            source=NEIGHBOURS,
        ),
        Step(
            Borrowed.ASKED,
            LoanRefused,
            Borrowed.REFUSED,
            because="The neighbour has nobody either.",
            source=NEIGHBOURS,
        ),
        Step(
            Borrowed.ASKED,
            LoanLapses,
            Borrowed.ENDED,
            because="An answer that does not come is not waited for.",
            source=NEIGHBOURS,
        ),
        Step(
            Borrowed.OFFERED,
            ConfirmCoordinator,
            Borrowed.TAKEN,
            because="The main person agrees with the lent coordinator, who begins.",
            source=NEIGHBOURS,
        ),
        *from_each(
            (Borrowed.OFFERED, Borrowed.TAKEN),
            LoanWithdrawn,
            Borrowed.WITHDRAWN,
            because="The neighbour takes its coordinator back.",
            source=NEIGHBOURS,
        ),
        *from_each(
            (Borrowed.ASKED, Borrowed.OFFERED, Borrowed.TAKEN),
            LoanEnded,
            Borrowed.ENDED,
            because="Nobody has to be lent any more: another was found, or the case is done.",
            source=NEIGHBOURS,
        ),
    ),
)

LENDING: Final = Process(
    name="lending",
    start=Lent.ASKED,
    steps=(
        Step(
            Lent.ASKED,
            OfferLoan,
            Lent.OFFERED,
            because="This office has somebody who is willing.",
            source=NEIGHBOURS,
        ),
        Step(
            Lent.ASKED,
            RefuseLoan,
            Lent.REFUSED,
            because="This office has nobody.",
            source=NEIGHBOURS,
        ),
        Step(
            Lent.OFFERED,
            LoanTaken,
            Lent.LENT,
            because="The lent coordinator began; it counts among their cases.",
            source=NEIGHBOURS,
        ),
        *from_each(
            (Lent.OFFERED, Lent.LENT),
            WithdrawLoan,
            Lent.WITHDRAWN,
            because="This office needs its coordinator back, or they may not work any more.",
            source=NEIGHBOURS,
        ),
        *from_each(
            (Lent.ASKED, Lent.OFFERED, Lent.LENT),
            LoanEnded,
            Lent.ENDED,
            because="The other office needs nobody any more.",
            source=NEIGHBOURS,
        ),
    ),
)
