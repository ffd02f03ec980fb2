"""What people said to what they were asked: a yes, a no, or a yes taken back; nobody writes down why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kring_shared.contracts.intake import ConsentMethod, Giver


class Answered(StrEnum):
    """What somebody said last."""

    YES = "yes"
    NO = "no"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Said:
    """One answer: to what purpose, whose, in which part, how, when."""

    purpose: str
    giver_id: str
    giver: Giver
    answer: Answered
    method: ConsentMethod
    said_at: datetime
