"""Prefers a coordinator as the main person wishes: woman or man, and about which age."""

from typing import Final

from pydantic import BaseModel, Field

from kring_matching.hooks import Verdict, View, Words
from kring_shared.contracts.field import Gender
from kring_shared.kernel.plugins import Manifest

BANDS: Final = {"18-40": (18, 40), "40-60": (40, 60), "60+": (60, 200)}
"""First and last age, years. The ends count twice: only the year of birth is known, so an age may be one off."""
NOTHING: Final = Words("nothing was wished about gender or age", "over geslacht of leeftijd is niets gewenst")
WISHED: Final = {Gender.FEMALE: "een vrouw", Gender.MALE: "een man", Gender.OTHER: "iemand anders"}
UNKNOWN: Final = 0.5
"""What a coordinator scores on a wish they said nothing about: neither for nor against."""


class WishSettings(BaseModel):
    """How much the wishes count."""

    weight: float = Field(3.0, ge=0, le=10, description="Beside the other criteria; no unit.")


class Wish:
    """Looks at gender and age; languages have a criterion of their own."""

    looks_at = ("gender", "birth_year")

    def __init__(self, settings: WishSettings) -> None:
        """Take the weight."""
        self.weight = settings.weight

    def look(self, view: View) -> Verdict:
        """Score the wishes evenly: 1.0 when all are met, 0.0 when none is, half a point for what is not known."""
        wishes, coordinator = view.dossier.wishes, view.coordinator
        found = []
        if wishes.gender is not None:
            found.append(_gender(wishes.gender, coordinator.gender))
        if wishes.age_band is not None:
            age = view.today.year - coordinator.birth_year if coordinator.birth_year else None
            found.append(_age(wishes.age_band, age))
        if not found:
            return Verdict(None, NOTHING)
        score = sum(points for points, _ in found) / len(found)
        because = Words("; ".join(words.en for _, words in found), "; ".join(words.nl for _, words in found))
        return Verdict(round(score, 4), because)


def _gender(wished: Gender, gender: Gender | None) -> tuple[float, Words]:
    nl = WISHED[wished]
    if gender is None:
        return UNKNOWN, Words(f"{wished} was wished, not known", f"{nl} gewenst, niet bekend")
    if gender is wished:
        return 1.0, Words(f"{wished}, as wished", f"{nl}, zoals gewenst")
    return 0.0, Words(f"{wished} was wished", f"{nl} was gewenst")


def _age(wished: str, age: int | None) -> tuple[float, Words]:
    if age is None:
        return UNKNOWN, Words(f"age {wished} was wished, not known", f"leeftijd {wished} gewenst, niet bekend")
    first, last = BANDS[wished]
    if first <= age <= last:
        return 1.0, Words(f"age {wished}, as wished", f"leeftijd {wished}, zoals gewenst")
    return 0.0, Words(f"age {wished} was wished", f"leeftijd {wished} was gewenst")


plugin = Manifest(
    name="wish",
    service="matching",
    api=1,
    title="Prefers a coordinator of the gender and age the main person wishes.",
    settings=WishSettings,
    build=Wish,
)
