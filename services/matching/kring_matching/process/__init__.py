"""Everything about where a search, a coordinator, a career, a gathering, a question or a loan can go from here."""

from kring_matching.process.career import BEFORE_THE_YES, CAREER, CERTIFIED, CareerStage
from kring_matching.process.gathering import GATHERING, GatheringStage
from kring_matching.process.helpdesk import HELPDESK, HelpdeskStage
from kring_matching.process.loan import BORROWING, LENDING, Borrowed, Lent
from kring_matching.process.search import BEGUN, NOT_BEGUN, SEARCH, SEEKING, WAITS_IN_A_PAUSE, Stage
from kring_matching.process.standing import STANDING, Standing

__all__ = [
    "BEFORE_THE_YES",
    "BEGUN",
    "BORROWING",
    "CAREER",
    "CERTIFIED",
    "GATHERING",
    "HELPDESK",
    "LENDING",
    "NOT_BEGUN",
    "SEARCH",
    "SEEKING",
    "STANDING",
    "WAITS_IN_A_PAUSE",
    "Borrowed",
    "CareerStage",
    "GatheringStage",
    "HelpdeskStage",
    "Lent",
    "Stage",
    "Standing",
]
