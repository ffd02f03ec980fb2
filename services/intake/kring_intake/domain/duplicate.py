"""Who looks like whom: what people are found by, and what was decided about two requests that look alike."""

from dataclasses import dataclass

from kring_intake.likeness.traits import Traits
from kring_intake.process import SuspicionStage
from kring_shared.contracts.sealed import Sealed
from kring_shared.kernel.ids import derived_id
from kring_shared.kernel.work import Aggregate


@dataclass(frozen=True)
class Block(Aggregate):
    """One keyed hash a person can be found by; who holds the key of its realm, and nobody else, can make it again.

    `held_by` says which office's request it belongs to. It is no `office`: a block of an organisation's realm is looked
    at by all of its offices, after consent.
    """

    block_id: str
    block: str
    person_id: str
    case_id: str
    held_by: str
    version: int = 0

    @property
    def id(self) -> str:
        """Give its own id."""
        return self.block_id

    def keys(self) -> tuple[str, ...]:
        """Give its id, the hash, and the request."""
        return (self.block_id, self.block, self.case_id)


@dataclass(frozen=True)
class Trace(Aggregate):
    """What one person is compared by, sealed under their own key; it goes when the request is erased."""

    person_id: str
    case_id: str
    held_by: str
    traits: Sealed[Traits]
    version: int = 0

    @property
    def id(self) -> str:
        """Give the person's id."""
        return self.person_id

    def keys(self) -> tuple[str, ...]:
        """Give the person and the request."""
        return (self.person_id, self.case_id)


@dataclass(frozen=True)
class Suspicion(Aggregate):
    """Two requests that look like the same people (dubbele aanmelding), and what a person decided.

    `other_id` is empty for one of another office of the organisation: `elsewhere` names that office.
    """

    pair_id: str
    office: str
    case_id: str
    other_id: str
    strength: int
    reasons: tuple[str, ...] = ()
    elsewhere: str = ""
    decision: SuspicionStage = SuspicionStage.SUSPECTED
    version: int = 0

    @property
    def id(self) -> str:
        """Give the pair's id."""
        return self.pair_id

    def keys(self) -> tuple[str, ...]:
        """Give the pair and both requests."""
        return tuple(key for key in (self.pair_id, self.case_id, self.other_id) if key)


def pair_of(one: str, other: str) -> str:
    """Give the id of two requests together, whichever is named first."""
    first, second = sorted((one, other))
    return derived_id(first, second)
