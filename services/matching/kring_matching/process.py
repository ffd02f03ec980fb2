"""The search for a coordinator as a table: where it can go from where, and why."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.conference import FollowUpEnded
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.intake import RequestTransferred, RequestWithdrawn
from kring_shared.contracts.matching import (
    AcceptProposal,
    ConfirmCoordinator,
    DeclineProposal,
    OfferExpires,
    ProposeCoordinator,
    RefuseCoordinator,
)
from kring_shared.kernel.process import Process, Step, from_each

MANAGER_SEEKS = "recruitment folder: the regional manager looks for a fitting coordinator"
FEW_TIMES_A_YEAR = "family folder: coordinators do this a few times a year beside their daily work"
WISHES = "process description: the main person states wishes about the coordinator"
STOPS = "practice elsewhere: consent can be withdrawn at any moment"
BOTH_CONFIRM = "our own choice: a request changes office only when both offices say so"


class Stage(StrEnum):
    """Where the search for one case stands."""

    SEARCHING = "searching"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    ACTIVE = "active"
    COMPLETED = "completed"
    STOPPED = "stopped"


SEARCH: Final = Process(
    name="search",
    start=Stage.SEARCHING,
    steps=(
        Step(
            Stage.SEARCHING,
            ProposeCoordinator,
            Stage.PROPOSED,
            because="The regional manager chooses; Kring only explains who fits.",
            source=MANAGER_SEEKS,
        ),
        Step(
            Stage.PROPOSED,
            AcceptProposal,
            Stage.ACCEPTED,
            because="A coordinator takes a case on freely, and declares that there is no tie.",
            source=FEW_TIMES_A_YEAR,
        ),
        Step(
            Stage.PROPOSED,
            DeclineProposal,
            Stage.SEARCHING,
            because="A no is fine; somebody else is sought.",
            source=FEW_TIMES_A_YEAR,
        ),
        Step(
            Stage.PROPOSED,
            OfferExpires,
            Stage.SEARCHING,
            because="A family must not wait for an answer that does not come.",
            source=FEW_TIMES_A_YEAR,
        ),
        Step(
            Stage.ACCEPTED,
            ConfirmCoordinator,
            Stage.ACTIVE,
            because="The main person agrees with who will come.",
            source=WISHES,
        ),
        Step(
            Stage.ACCEPTED,
            RefuseCoordinator,
            Stage.SEARCHING,
            because="The main person may say no without a reason.",
            source=WISHES,
        ),
        Step(
            Stage.ACTIVE,
            FollowUpEnded,
            Stage.COMPLETED,
            because="After the last step of the policy the coordinator is out of the picture.",
            source="family folder: afterwards the task is done",
        ),
        *from_each(
            (Stage.SEARCHING, Stage.PROPOSED, Stage.ACCEPTED, Stage.ACTIVE),
            RequestWithdrawn,
            Stage.STOPPED,
            because="The main person may stop at any moment.",
            source=STOPS,
        ),
        *from_each(
            (Stage.SEARCHING, Stage.PROPOSED, Stage.ACCEPTED, Stage.ACTIVE),
            RequestTransferred,
            Stage.STOPPED,
            because="The request goes on at another office, which seeks anew; nobody here did anything wrong.",
            source=BOTH_CONFIRM,
        ),
    ),
)
WAITS_IN_A_PAUSE: Final[frozenset[type[Command]]] = frozenset({ProposeCoordinator, AcceptProposal, ConfirmCoordinator})
"""What is refused while the case is paused. A no never waits: a coordinator may decline, a main person may refuse."""
