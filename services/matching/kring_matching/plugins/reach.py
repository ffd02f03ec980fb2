"""How far a coordinator is from a family: as the crow flies, from home or from where else they work gladly."""

from functools import lru_cache

from kring_matching.hooks import View
from kring_shared.kernel.municipalities import distance_km

LOOKS_AT = ("municipality", "municipalities", "travel_limit_km")

apart_km = lru_cache(maxsize=65_536)(distance_km)
"""The distance between two municipalities, kilometres, remembered: there are few pairs, and many coordinators."""


def distances_km(view: View) -> tuple[float | None, ...]:
    """Give the distance from home and from each further municipality, kilometres; none where one is not known."""
    there = view.dossier.municipality
    coordinator = view.coordinator
    return tuple(apart_km(there, here) for here in (coordinator.municipality, *coordinator.municipalities))
