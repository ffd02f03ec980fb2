"""What the circle wants to know before it makes a plan, and who answers it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.errors import NotFound


@dataclass(frozen=True)
class InformationNeed:
    """One thing the circle wants to know."""

    need_id: str
    words: Sealed[str]
    giver_id: str | None = None


def assigned(needs: Iterable[InformationNeed], need_id: str, giver_id: str) -> tuple[InformationNeed, ...]:
    """Let somebody answer one of the needs; whoever was to answer it before does so no more.

    Raises:
        NotFound: the circle asked nothing under that id.
    """
    before = tuple(needs)
    if need_id not in {need.need_id for need in before}:
        raise NotFound("the circle asked nothing under that id in this case; show-conference names what it asked")
    return tuple(replace(need, giver_id=giver_id) if need.need_id == need_id else need for need in before)
