"""What a comparison gives: how alike, and why, in codes that a desk can explain without opening a name."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LOOKS_ALIKE: Final = 0.5
"""From this score on, two people look like the same; chosen where the benchmark's tuning set errs least."""


class Reason(StrEnum):
    """Why two people, or two families, look alike, or why they do not although much is the same."""

    SAME_NAME = "same-name"
    SIMILAR_NAME = "similar-name"
    OTHER_FAMILY_NAME = "other-family-name"
    SAME_BIRTH_YEAR = "same-birth-year"
    NEAR_BIRTH_YEAR = "near-birth-year"
    SAME_POSTAL_CODE = "same-postal-code"
    SAME_AREA = "same-area"
    SAME_MUNICIPALITY = "same-municipality"
    SAME_EMAIL = "same-email"
    SAME_PHONE = "same-phone"
    SAME_FAMILY = "same-family"
    TWIN_OR_SIBLING = "twin-or-sibling"
    SAME_HOUSEHOLD = "same-household"


@dataclass(frozen=True)
class Likeness:
    """How alike two people or two families are, 0 to 1, and why; the weightiest reason first."""

    score: float
    reasons: tuple[Reason, ...] = ()

    @property
    def looks_alike(self) -> bool:
        """Tell whether a person should look at the two."""
        return self.score >= LOOKS_ALIKE


NOTHING_ALIKE: Final = Likeness(0.0)
