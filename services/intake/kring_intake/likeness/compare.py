"""Whether two people, or two families, look like the same."""

from collections.abc import Sequence
from typing import Final

from kring_intake.likeness.evidence import (
    AREA_BITS,
    Evidence,
    of_contacts,
    of_families,
    of_names,
    of_places,
    of_years,
)
from kring_intake.likeness.likenesses import NOTHING_ALIKE, Likeness, Reason
from kring_intake.likeness.matching_names import Grade, NameMatch, match_names
from kring_intake.likeness.readings import Reading, readings_of, readings_with_companions
from kring_intake.likeness.traits import Traits

NEEDED_BITS: Final = 15.0
"""So much evidence makes two people as likely the same as not, among some ten thousands."""
MOST_BITS: Final = 60.0
"""More says no more, and keeps the score between 0 and 1."""
HOME: Final = frozenset(
    {Reason.SAME_EMAIL, Reason.SAME_PHONE, Reason.SAME_POSTAL_CODE, Reason.SAME_AREA, Reason.SAME_FAMILY}
)


def compare(one: Traits, other: Traits) -> Likeness:
    """Compare two people, with the companions that their traits name; the same whichever comes first."""
    return _Pairs(readings_with_companions(one), readings_with_companions(other)).likeness(0, 0)


def compare_families(ones: Sequence[Traits], others: Sequence[Traits]) -> Likeness:
    """Compare the main persons of two referrals: the same people when one of these looks like one of those.

    Brothers and sisters referred apart are of one household and not the same people: the score stays below, and
    `same-household` tells it. The companions of each person are the others given here, whatever their traits name.
    """
    return compare_readings(readings_of(ones), readings_of(others))


def compare_readings(these: Sequence[Reading], those: Sequence[Reading]) -> Likeness:
    """Compare two families that were read before: `compare_families` for who compares one with many."""
    pairs = _Pairs(these, those)
    found = [pairs.likeness(one, other) for one in range(len(these)) for other in range(len(those))]
    best = max(found, key=lambda likeness: (likeness.score, likeness.reasons), default=NOTHING_ALIKE)
    if not best.looks_alike and any(
        Reason.TWIN_OR_SIBLING in each.reasons and HOME & {*each.reasons} for each in found
    ):
        return Likeness(best.score, (*best.reasons, Reason.SAME_HOUSEHOLD))
    return best


class _Pairs:
    """The people of two families, each name matched with each once."""

    def __init__(self, these: Sequence[Reading], those: Sequence[Reading]) -> None:
        self._these, self._those = these, those
        self._matches = [[match_names(one.name, other.name) for other in those] for one in these]

    def likeness(self, place: int, beside: int) -> Likeness:
        """Compare one of these with one of those."""
        one, other = self._these[place], self._those[beside]
        reason, bits = of_names(self._matches[place][beside])
        if reason is None:
            return NOTHING_ALIKE
        around = [*of_places(one, other), *of_contacts(one, other), *self._companions(place, beside)]
        if reason is Reason.TWIN_OR_SIBLING and not any(found >= AREA_BITS for _, found in around):
            return NOTHING_ALIKE  # one family name, and nothing else: strangers
        return _likeness([(reason, bits), *of_years(one.birth_year, other.birth_year), *around])

    def _companions(self, place: int, beside: int) -> Evidence:
        these = [here for here in range(len(self._these)) if here != place]
        those = [there for there in range(len(self._those)) if there != beside]
        known = {(here, there) for here in these for there in those if self._is_known(here, there)}
        # Who is on both sides only once counts once: with near names, two of these may match one of those.
        count = min(len({here for here, _ in known}), len({there for _, there in known}))
        return of_families(count, both=bool(these and those))

    def _is_known(self, here: int, there: int) -> bool:
        years = self._these[here].birth_year, self._those[there].birth_year
        if years[0] and years[1] and abs(years[0] - years[1]) > 1:
            return False
        return _is_one_name(self._matches[here][there])


def _is_one_name(match: NameMatch) -> bool:
    return match.whole_alike or (match.complete and (match.matched > 1 or match.given > Grade.NOT))


def _likeness(evidence: Evidence) -> Likeness:
    bits = max(-MOST_BITS, min(MOST_BITS, sum(bits for _, bits in evidence) - NEEDED_BITS))
    weighty = sorted(evidence, key=lambda found: -abs(found[1]))
    return Likeness(1 / (1 + 2**-bits), tuple(reason for reason, _ in weighty if reason))
