"""What matching knows, and the decisions about it: frozen values, no I/O, no clock."""

from kring_matching.domain.career import Career, Evaluation
from kring_matching.domain.coordinator import Coordinator, Issued
from kring_matching.domain.gathering import Gathering
from kring_matching.domain.helpdesk import HelpdeskCase
from kring_matching.domain.loan import Borrowing, Lending
from kring_matching.domain.missing import Missing
from kring_matching.domain.search import Search
from kring_matching.domain.shortlist import CannotPropose

__all__ = [
    "Borrowing",
    "CannotPropose",
    "Career",
    "Coordinator",
    "Evaluation",
    "Gathering",
    "HelpdeskCase",
    "Issued",
    "Lending",
    "Missing",
    "Search",
]
