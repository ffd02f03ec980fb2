"""The search for a coordinator as a table: where it can go from where, and why."""

from enum import StrEnum
from typing import Final

from kring_shared.contracts.conference import FollowUpEnded
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.intake import RequestTransferred, RequestWithdrawn
from kring_shared.contracts.matching import (
    AcceptProposal,
    ApproveShortlist,
    AskForLoan,
    AssignmentActivated,
    ConfirmCoordinator,
    DeclareConflict,
    DeclineProposal,
    DismissConflict,
    HandOverAssignment,
    OfferExpires,
    ProposeCoordinator,
    RefuseCoordinator,
    SearchTooLong,
)
from kring_shared.kernel.process import Process, Step, from_each, stays
from kring_shared.kernel.sources import BOTH_CONFIRM, CONSENT_ENDS, INDEPENDENT

MANAGER_SEEKS: Final = "recruitment folder: the regional manager looks for a fitting coordinator"
FEW_TIMES_A_YEAR: Final = "family folder: coordinators do this a few times a year beside their daily work"
WISHES: Final = "process description: the main person states wishes about the coordinator"
NO_WAITING_LIST: Final = "folder on urgency: there is no waiting list"


class Stage(StrEnum):
    """Where the search for one case stands."""

    SEARCHING = "searching"
    UNFILLED = "unfilled"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    ACTIVE = "active"
    FROZEN = "frozen"
    COMPLETED = "completed"
    STOPPED = "stopped"


SEEKING: Final = (Stage.SEARCHING, Stage.UNFILLED)
"""Nobody is asked now."""
NOT_BEGUN: Final = (Stage.PROPOSED, Stage.ACCEPTED)
"""Somebody is asked, or said yes, and has not begun."""
BEGUN: Final = (Stage.ACTIVE, Stage.FROZEN)
"""Somebody has the case, also while they are kept out of it."""
OPEN: Final = (*SEEKING, *NOT_BEGUN, *BEGUN)

SEARCH: Final = Process(
    name="search",
    start=Stage.SEARCHING,
    steps=(
        *from_each(
            SEEKING,
            ApproveShortlist,
            Stage.PROPOSED,
            because="The regional manager approves who may be asked, and in which order; Kring only explains who fits.",
            source=MANAGER_SEEKS,
        ),
        *from_each(
            SEEKING,
            ProposeCoordinator,
            Stage.PROPOSED,
            because="The regional manager chooses one coordinator to ask.",
            source=MANAGER_SEEKS,
        ),
        *stays(
            SEEKING,
            AskForLoan,
            because="A neighbour office may have somebody who fits.",
            source="our own choice: offices of one organisation help each other out",
        ),
        Step(
            Stage.SEARCHING,
            SearchTooLong,
            Stage.UNFILLED,
            because="A family must not wait unseen: what takes too long is escalated.",
            source=NO_WAITING_LIST,
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
            because="A no is fine; the next of the approved list is asked.",
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
        *from_each(
            SEEKING,
            AssignmentActivated,
            Stage.ACTIVE,
            because="They began before the office worked with Kring, and the family agreed to them then.",
            source="our own choice: what an office has running is taken over as it stands",
        ),
        *from_each(
            NOT_BEGUN,
            DeclareConflict,
            Stage.SEARCHING,
            because="Whoever is tied to the case does not begin with it.",
            source=INDEPENDENT,
        ),
        Step(
            Stage.ACTIVE,
            DeclareConflict,
            Stage.FROZEN,
            because="A tie found late takes the coordinator's access away at that moment.",
            source=INDEPENDENT,
        ),
        Step(
            Stage.FROZEN,
            DismissConflict,
            Stage.ACTIVE,
            because="The regional manager found that there is no tie.",
            source=INDEPENDENT,
        ),
        *from_each(
            (*NOT_BEGUN, *BEGUN),
            HandOverAssignment,
            Stage.SEARCHING,
            because="Somebody else goes on; what the family agreed to and who was invited stays.",
            source="our own choice: after a tie, an illness or a lost screening another coordinator goes on",
        ),
        *from_each(
            OPEN,
            FollowUpEnded,
            Stage.COMPLETED,
            because="After the last step of the policy the coordinator is out of the picture.",
            source="family folder: afterwards the task is done",
        ),
        *from_each(
            OPEN,
            RequestWithdrawn,
            Stage.STOPPED,
            because="The main person may stop at any moment.",
            source=CONSENT_ENDS,
        ),
        *from_each(
            OPEN,
            RequestTransferred,
            Stage.STOPPED,
            because="The request goes on at another office, which seeks anew; nobody here did anything wrong.",
            source=BOTH_CONFIRM,
        ),
    ),
)
WAITS_IN_A_PAUSE: Final[frozenset[type[Command]]] = frozenset(
    {ApproveShortlist, AskForLoan, ProposeCoordinator, AcceptProposal, ConfirmCoordinator}
)
"""What is refused while the case is paused. A no never waits: a coordinator may decline, a main person may refuse, and
a tie is declared at any moment."""
