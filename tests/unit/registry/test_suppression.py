"""What may leave: nothing small, and nothing small that somebody could reckon from everything they may ask."""

from itertools import product

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kring_registry.domain.figures.definitions import DEFINITIONS
from kring_registry.domain.figures.suppression import (
    COMBINATIONS,
    LEAST,
    OUTWARD,
    WITHIN,
    Combination,
    may_leave,
    shown_in_parts,
    shown_in_whole,
)
from tests.unit.registry.attacker import Attacker, Cell, Town, amounts_of, parts_of

CELLS: list[Cell] = list(product(("amersfoort", "gent", "utrecht"), ("family", "learning"), ("voluntary",)))
ENDINGS = ("with plan", "plan without", "without plan", "stopped after", "stopped before")


def counted(endings: tuple[int, ...], referred: int, unsought: int, uncalled: int, missed: int) -> dict[str, int]:
    """Give the measures of so many requests of each ending; the others are cut to what they are a part of."""
    both, without, no_plan, _, before = endings
    requests, plans = sum(endings), both + without
    heard = plans - min(uncalled, plans)
    return {
        "requests": requests,
        "plans": plans,
        "started": requests - before,
        "meetings": both + no_plan,
        "plans-of-started": plans,
        "referred": min(referred, requests),
        "searched": requests - min(unsought, before),
        "matched": requests - before,
        "called": heard,
        "reached": heard - min(missed, heard),
        "own-known": plans,
    }


NO_SHRINKING = (Phase.explicit, Phase.generate)
"""Shrinking solves the tables again for minutes; what failed is printed anyway."""
FEW_OR_MANY = st.one_of(st.integers(0, 4), st.integers(0, 25))
TOWNS = st.lists(
    st.builds(counted, st.tuples(*[FEW_OR_MANY] * len(ENDINGS)), *[FEW_OR_MANY] * 4),
    min_size=len(CELLS),
    max_size=len(CELLS),
).map(lambda amounts: dict(zip(CELLS, amounts, strict=True)))


def points_at_few(combination: Combination, amounts: dict[str, int]) -> bool:
    return not combination.is_large(amounts)


@settings(
    max_examples=6, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=[HealthCheck.too_slow]
)
@given(TOWNS)
def test_whoever_asks_everything_and_solves_it_cannot_tell_that_anything_is_under_ten(town: Town) -> None:
    attacker = Attacker(town)
    for table, part, _ in attacker.asked():
        amounts = amounts_of(town, table, part)
        for combination in attacker.combinations:
            if points_at_few(combination, amounts):
                _, most = attacker.bounds(combination, table, part)
                assert most > LEAST - 1, (table, part, combination.terms, combination.amount(amounts), most)


@given(TOWNS)
def test_nothing_that_is_shown_or_reckoned_from_what_is_shown_beside_it_is_small(town: Town) -> None:
    for table, part, shown in Attacker(town).asked():
        amounts = amounts_of(town, table, part)
        assert not [one for one in COMBINATIONS if one.is_among(shown) and points_at_few(one, amounts)]


def test_a_part_that_is_small_takes_another_along_since_the_whole_is_shown() -> None:
    parts = {name: {"requests": n} for name, n in {"gent": 6, "utrecht": 40, "amersfoort": 25, "brugge": 90}.items()}
    shown = shown_in_parts({"requests": 161}, parts)
    hidden = {part for part, measures in shown.items() if "requests" not in measures}
    assert hidden == {"gent", "amersfoort"}, "and the smallest that makes enough"


def test_parts_that_are_hidden_together_are_together_at_least_ten() -> None:
    parts = {name: {"requests": n} for name, n in {"a": 4, "b": 7, "c": 30}.items()}
    shown = shown_in_parts({"requests": 41}, parts)
    assert {part for part, measures in shown.items() if "requests" in measures} == {"c"}


def test_a_share_is_hidden_when_few_are_on_its_other_side() -> None:
    assert "plans" in shown_in_whole({"requests": 60, "plans": 50})
    assert "plans" not in shown_in_whole({"requests": 60, "plans": 51}), "nine had no plan"
    assert "plans" not in shown_in_whole({"requests": 60, "plans": 60}), "and that nobody had none tells of everybody"


def test_what_is_small_on_one_side_in_one_part_is_shown_in_none() -> None:
    parts = {"a": {"requests": 30, "plans": 28}, "b": {"requests": 30, "plans": 19}, "c": {"requests": 90, "plans": 40}}
    shown = shown_in_parts({"requests": 150, "plans": 87}, parts)
    assert not any("plans" in measures for measures in shown.values())
    assert all("requests" in measures for measures in shown.values())


def test_numbers_that_come_to_the_same_are_hidden_together() -> None:
    parts = {"a": {"requests": 30, "plans": 27, "own-known": 27}, "b": {"requests": 60, "plans": 40, "own-known": 40}}
    shown = shown_in_parts({"requests": 90, "plans": 67, "own-known": 67}, parts)
    assert all(("plans" in measures) == ("own-known" in measures) for measures in shown.values())


def test_what_is_hidden_between_two_that_are_shown_is_not_narrowed_to_a_few() -> None:
    amounts = {"requests": 60, "searched": 55, "matched": 53, "started": 53}
    assert not {"searched", "matched", "started"} & shown_in_whole(amounts), "seven were not matched"


def test_nobody_at_all_points_at_nobody() -> None:
    assert "requests" in shown_in_whole({})
    assert shown_in_parts({"requests": 40}, {"a": {"requests": 40}, "b": {}})["b"] >= {"requests"}


def test_a_mean_leaves_only_over_ten_and_how_requests_ended_and_the_shortest_time_never() -> None:
    present = DEFINITIONS["present"]
    few, many = ({"requests": 90, "started": 90, "meetings": n, "present-known": n} for n in (9, 40))
    assert not may_leave(present, shown_in_whole(few))
    assert may_leave(present, shown_in_whole(many))
    inside = {
        "stopped",
        "lead-time-shortest",
        *(key for key in DEFINITIONS if key.startswith(("stopped-because-", "ended-"))),
    }
    assert {one.key for one in OUTWARD} == set(DEFINITIONS) - inside


def test_every_figure_that_may_leave_names_measures_whose_parts_are_known() -> None:
    assert {measure for one in OUTWARD for measure in one.measures} <= set(WITHIN)
    assert parts_of({CELLS[0]: {"requests": 1}}, 0) == {"amersfoort": {"requests": 1}}
