"""Whom an office can lend for a case of which only the type, the haste and the languages are known."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from kring_matching.domain.coordinator import Coordinator
from kring_matching.domain.eligibility import Rule, Stops, View, Words, stops_for
from kring_matching.domain.loan import Lending
from kring_shared.contracts.field import Dossier, Wishes

SUPERVISED: Final = Stops(
    "needs-support",
    Words("does a first conference at home, with support", "doet een eerste conferentie thuis, met begeleiding"),
)
BANDS: Final = ((40, "18-40"), (60, "40-60"))
"""Below this age, years, somebody is in the band; above the last they are 60 or more."""


def view_for_loan(lending: Lending, coordinator: Coordinator, load: int, policy: str, today: date) -> View:
    """Give what rules and criteria see of a coordinator, of `load` cases, for a neighbour's case.

    No municipality and no main person is known here, so nothing can be said of distance or of a tie to them: the guest
    is asked about ties when the case is proposed.
    """
    dossier = Dossier(
        conference_type=lending.conference_type,
        urgency=lending.urgency,
        policy=policy,
        languages=lending.languages,
        wishes=Wishes(languages=lending.languages),
    )
    return View(dossier=dossier, coordinator=coordinator, active_cases=load, today=today)


def lending_stops(view: View, rules: Iterable[Rule]) -> tuple[Stops, ...]:
    """Say everything that keeps a coordinator from being lent; who still needs support stays with those who give it."""
    stops = stops_for(view, rules)
    return (*stops, SUPERVISED) if view.coordinator.supervised else stops


def age_band_of(coordinator: Coordinator, today: date) -> str | None:
    """Give the band of ages a family may wish for; the year of birth stays at home."""
    if coordinator.birth_year is None:
        return None
    age = today.year - coordinator.birth_year
    return next((band for below, band in BANDS if age < below), "60+")
