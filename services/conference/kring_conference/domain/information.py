"""What the circle wants to know before it makes a plan, and who answers it."""

from dataclasses import dataclass

from kring_shared.contracts.sealed import Sealed


@dataclass(frozen=True)
class InformationNeed:
    """One thing the circle wants to know."""

    need_id: str
    words: Sealed[str]
    giver_id: str | None = None
