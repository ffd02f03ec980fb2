"""A claim as a table: where it can go from where, and why."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.registry import ApproveClaim, ChangeClaim, NotePayment, ReturnClaim, SubmitClaim
from kring_shared.kernel.process import Process, Step, from_each, stays

FEE_AND_COSTS: Final = "recruitment folder: a fee for the hours worked, and costs are given back"
FOUR_EYES: Final = "our own choice: four eyes before money is paid"
ITS_OWN_TIME: Final = "our own choice: nobody has to claim what they may claim"


class ClaimStage(StrEnum):
    """Where a claim stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    PAID = "paid"


WITH_COORDINATOR: Final = (ClaimStage.DRAFT, ClaimStage.RETURNED)
"""The stages in which it can still be changed; nothing is set aside for it in the limits of a year."""

CLAIM: Final = Process(
    name="claim",
    start=ClaimStage.DRAFT,
    rests=(ClaimStage.DRAFT, ClaimStage.RETURNED),
    steps=(
        *stays(
            WITH_COORDINATOR,
            ChangeClaim,
            because="The coordinator knows the hours, the days and what was spent.",
            source=FEE_AND_COSTS,
        ),
        *from_each(
            WITH_COORDINATOR,
            SubmitClaim,
            ClaimStage.SUBMITTED,
            because="The coordinator sends it in when it is whole.",
            source=ITS_OWN_TIME,
        ),
        Step(
            ClaimStage.SUBMITTED,
            ApproveClaim,
            ClaimStage.APPROVED,
            because="The regional manager looks at it; nobody approves their own.",
            source=FOUR_EYES,
        ),
        *from_each(
            (ClaimStage.SUBMITTED, ClaimStage.APPROVED),
            ReturnClaim,
            ClaimStage.RETURNED,
            because="What is not right goes back to the one who knows, also when it was approved too soon.",
            source=FOUR_EYES,
        ),
        Step(
            ClaimStage.APPROVED,
            NotePayment,
            ClaimStage.PAID,
            because="Money is paid outside Kring, from a list; that it was paid is noted here.",
            source="our own choice: no bank number is kept where cases are",
        ),
    ),
)
