"""Who fits, best first, and why: an explanation everyone can check."""

from dataclasses import dataclass
from datetime import timedelta

from kring_matching.domain import Coordinator
from kring_matching.hooks import Verdict, View
from kring_matching.ranking import rank
from tests.unit.matching.searches import JOOST, RACHEL, TODAY, a_coordinator, a_search

ANNA = "0" * 31 + "5"


@dataclass
class Points:
    """A criterion that gives fixed points."""

    weight: float
    points: dict[str, float | None]

    def look(self, view: View) -> Verdict:
        return Verdict(self.points.get(view.coordinator.id), "because it says so")


def everyone(*coordinators: Coordinator) -> list[tuple[Coordinator, str]]:
    return [(coordinator, "somebody") for coordinator in coordinators]


def test_the_best_comes_first_and_a_weight_counts() -> None:
    heavy, light = Points(3, {RACHEL: 0.0, JOOST: 1.0}), Points(1, {RACHEL: 1.0, JOOST: 0.0})
    ranked = rank(a_search(), everyone(a_coordinator(), a_coordinator(JOOST)), {}, {"a": heavy, "b": light}, TODAY)
    assert [(c.coordinator_id, c.score) for c in ranked] == [(JOOST, 0.75), (RACHEL, 0.25)]


def test_a_criterion_that_has_nothing_to_say_counts_for_nothing() -> None:
    silent, speaking = Points(9, {RACHEL: None}), Points(1, {RACHEL: 0.5})
    (found,) = rank(a_search(), everyone(a_coordinator()), {}, {"silent": silent, "speaking": speaking}, TODAY)
    assert found.score == 0.5
    assert [(s.criterion, s.score, s.because) for s in found.scores] == [
        ("silent", None, "because it says so"),
        ("speaking", 0.5, "because it says so"),
    ]


def test_without_any_verdict_nobody_is_preferred() -> None:
    ranked = rank(a_search(), everyone(a_coordinator(JOOST), a_coordinator()), {}, {"none": Points(1, {})}, TODAY)
    assert [(c.coordinator_id, c.score) for c in ranked] == [(RACHEL, 0.0), (JOOST, 0.0)]


def test_who_cannot_be_proposed_comes_last_with_the_reason_however_well_they_fit() -> None:
    expired = a_coordinator(screening_valid_until=TODAY - timedelta(days=1))
    full = a_coordinator(ANNA)
    points = Points(1, {RACHEL: 1.0, ANNA: 0.9, JOOST: 0.1})
    ranked = rank(a_search(), everyone(expired, full, a_coordinator(JOOST)), {ANNA: 2}, {"a": points}, TODAY)
    assert [c.coordinator_id for c in ranked] == [JOOST, RACHEL, ANNA]
    assert ranked[0].stops == ()
    assert "expired" in ranked[1].stops[0]
    assert "2 active cases" in ranked[2].stops[0]


def test_equals_stand_in_the_same_order_for_everyone() -> None:
    forth = everyone(a_coordinator(), a_coordinator(JOOST), a_coordinator(ANNA))
    assert rank(a_search(), forth, {}, {}, TODAY) == rank(a_search(), reversed(forth), {}, {}, TODAY)
