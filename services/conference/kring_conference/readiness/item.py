"""One item of the readiness checklist."""

from collections.abc import Callable
from dataclasses import dataclass

from kring_conference.readiness.preparation import Preparation
from kring_shared.contracts.conference import Check


def always(_: Preparation) -> bool:
    """Apply to every preparation."""
    return True


@dataclass(frozen=True)
class Item:
    """One thing a meeting needs: how to see that it is there, what to do when it is not, and why it matters.

    `applies` says to which preparations it belongs; where it does not, nobody hears of it.
    """

    check: Check
    is_there: Callable[[Preparation], bool]
    missing: str
    because: str
    source: str
    applies: Callable[[Preparation], bool] = always
