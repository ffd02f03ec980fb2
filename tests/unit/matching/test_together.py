"""Joint matching: the best for all waiting requests together, held against all there are and another solver."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations, product
from random import Random
from typing import NamedTuple, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kring_matching.together.objective import Fairness, Room, Waiting, Worth, worth
from kring_matching.together.pairing import best_together
from kring_matching.together.reasons import Left, Pair, Reason
from tests.benchmarks.matching_joint import joint_over_optimum, made, one_by_one, optimum_of

SCORES_COUNT_ALONE = Fairness(spread=0, idle=0)
JUST_ENDED = 0
Thing = TypeVar("Thing")


class Office(NamedTuple):
    """Who waits, who has room, and what fairness counts there."""

    waiting: list[Waiting]
    rooms: dict[str, Room]
    fairness: Fairness


rooms = st.builds(
    Room,
    free=st.integers(0, 3),
    active=st.integers(0, 3),
    idle_days=st.none() | st.sampled_from((0, 1, 30, 364, 365, 4000)),
)
fairnesses = st.builds(Fairness, spread=st.sampled_from((0, 1, 1000, 9000)), idle=st.sampled_from((0, 1, 500, 20_000)))
# Few different scores, so that many pairings are equal and something has to tell them apart.
scores = st.sampled_from((0.0, 0.3, 0.5, 0.51, 1.0)) | st.floats(0, 1)


@st.composite
def offices(draw: st.DrawFn, requests: int, coordinators: int) -> Office:
    """Draw an office with at most so many requests and coordinators."""
    people = [f"coordinator-{number}" for number in range(draw(st.integers(0, coordinators)))]
    fits = st.dictionaries(st.sampled_from(people), scores) if people else st.just({})
    waiting = [
        Waiting(f"case-{number}", draw(fits), draw(st.integers(0, 2)))
        for number in range(draw(st.integers(0, requests)))
    ]
    return Office(waiting, {who: draw(rooms) for who in people}, draw(fairnesses))


small = offices(requests=4, coordinators=3)
larger = offices(requests=9, coordinators=8)


def every_pairing(office: Office) -> Iterator[dict[str, str]]:
    """Give every pairing in which nobody gets more cases than they take."""
    for chosen in product(*((None, *one.scores) for one in office.waiting)):
        pairing = {one.case_id: who for one, who in zip(office.waiting, chosen, strict=True) if who is not None}
        if all(cases <= office.rooms[who].free for who, cases in Counter(pairing.values()).items()):
            yield pairing


def pairing_of(pairs: Sequence[Pair]) -> dict[str, str]:
    return {pair.case_id: pair.coordinator_id for pair in pairs}


def together(
    fits: Mapping[str, Mapping[str, float]], rooms: Mapping[str, Room], fairness: Fairness = SCORES_COUNT_ALONE
) -> dict[str, tuple[str, Reason]]:
    """Match cases that are all as urgent, and give who gets whom and why."""
    found = best_together([Waiting(case, scores) for case, scores in fits.items()], rooms, fairness)
    return {pair.case_id: (pair.coordinator_id, pair.reason) for pair in found.pairs}


# ------------------------------------------------------------------------------------------------------- what is best


def test_a_case_gives_up_its_own_best_for_one_that_has_nobody_else() -> None:
    fits = {"filip": {"rachel": 0.9, "joost": 0.4}, "samira": {"rachel": 0.5}}
    found = together(fits, {"rachel": Room(1), "joost": Room(1)})
    assert found == {
        "filip": ("joost", Reason.NEEDED_ELSEWHERE),
        "samira": ("rachel", Reason.OWN_BEST),
    }


def test_as_many_as_possible_get_somebody_however_little_the_scores_and_however_much_the_work_weighs() -> None:
    fits = {"filip": {"rachel": 1.0, "joost": 0.0}, "samira": {"rachel": 0.0}}
    busy = {"rachel": Room(1, active=40), "joost": Room(1, active=40)}
    assert {case: who for case, (who, _) in together(fits, busy, Fairness()).items()} == {
        "filip": "joost",
        "samira": "rachel",
    }


def test_when_not_all_can_have_somebody_the_most_urgent_has() -> None:
    waiting = [Waiting("calm", {"rachel": 1.0}), Waiting("urgent", {"rachel": 0.1}, urgency=1)]
    found = best_together(waiting, {"rachel": Room(1)})
    assert found.pairs == (Pair("urgent", "rachel", Reason.OWN_BEST, "rachel"),)
    assert found.left == (Left("calm", Reason.NEEDED_ELSEWHERE),)


def test_the_sum_of_the_scores_decides_and_who_could_go_elsewhere_is_told_so() -> None:
    fits = {"filip": {"rachel": 0.9, "joost": 0.8}, "samira": {"rachel": 0.8, "joost": 0.1}}
    assert together(fits, {"rachel": Room(1), "joost": Room(1)}) == {
        "filip": ("joost", Reason.WORTH_MORE_ELSEWHERE),
        "samira": ("rachel", Reason.OWN_BEST),
    }


def test_making_way_may_take_more_than_one_step_and_is_told_apart_from_what_cannot_be() -> None:
    fits = {
        "filip": {"rachel": 0.5, "joost": 0.4},
        "samira": {"rachel": 0.9, "ahmed": 0.1},
        "ines": {"ahmed": 0.9, "lena": 0.1},
    }
    rooms = {"rachel": Room(1), "joost": Room(1), "ahmed": Room(1), "lena": Room(1)}
    assert together(fits, rooms)["filip"] == ("joost", Reason.WORTH_MORE_ELSEWHERE)
    rooms["lena"] = Room(0)
    assert together(fits, rooms)["filip"] == ("joost", Reason.NEEDED_ELSEWHERE)


def test_each_further_case_on_the_same_person_costs_more_than_the_one_before() -> None:
    room = Room(free=4, active=0, idle_days=JUST_ENDED)
    assert [Fairness().points(room, further) for further in range(4)] == [0, -1000, -2000, -3000]
    assert Fairness().points(Room(free=4, active=2), 1) == -3000


def test_work_is_spread_while_another_fits_nearly_as_well_and_no_further() -> None:
    both = {"rachel": 0.9, "joost": 0.81}
    free = {"rachel": Room(2, idle_days=JUST_ENDED), "joost": Room(2, idle_days=JUST_ENDED)}
    found = together({"filip": both, "samira": both}, free, Fairness())
    assert {who for who, _ in found.values()} == {"rachel", "joost"}
    assert {reason for _, reason in found.values()} == {Reason.OWN_BEST, Reason.FAIRNESS}
    far = {"rachel": 0.9, "joost": 0.79}
    assert {who for who, _ in together({"filip": far, "samira": far}, free, Fairness()).values()} == {"rachel"}


def test_of_two_who_fit_as_well_the_one_whose_last_case_ended_longest_ago_is_asked() -> None:
    rooms = {"joost": Room(1, idle_days=40), "rachel": Room(1, idle_days=90)}
    assert together({"filip": {"joost": 0.5, "rachel": 0.5}}, rooms, Fairness())["filip"][0] == "rachel"
    rooms["joost"] = Room(1, idle_days=None)  # never had one
    assert together({"filip": {"joost": 0.5, "rachel": 0.5}}, rooms, Fairness())["filip"][0] == "joost"
    rooms["joost"] = Room(1, active=1, idle_days=4000)  # has one now, so does not wait
    assert together({"filip": {"joost": 0.5, "rachel": 0.5}}, rooms, Fairness())["filip"][0] == "rachel"


def test_who_is_left_is_told_whether_nobody_fits_nobody_has_room_or_others_need_them() -> None:
    waiting = [
        Waiting("a", {}),
        Waiting("b", {"full": 0.9}),
        Waiting("c", {"rachel": 0.9}),
        Waiting("d", {"rachel": 0.8}),
    ]
    assert best_together(waiting, {"full": Room(0), "rachel": Room(1)}).left == (
        Left("a", Reason.NOBODY_FITS),
        Left("b", Reason.NO_ROOM),
        Left("d", Reason.NEEDED_ELSEWHERE),
    )


def test_nobody_waiting_is_answered_too() -> None:
    found = best_together([], {"rachel": Room(1)})
    assert (found.pairs, found.left, found.worth) == ((), (), Worth(0, (), 0))


# ------------------------------------------------------------------------------------------------ that it is the best


@settings(max_examples=100, deadline=None)
@given(small)
def test_no_pairing_at_all_is_worth_more(office: Office) -> None:
    found = best_together(*office)
    assert found.worth == max(worth(pairing, *office) for pairing in every_pairing(office))
    assert found.worth == worth(pairing_of(found.pairs), *office)


@settings(max_examples=50, deadline=None)
@given(larger)
def test_an_integer_programme_of_the_same_objective_finds_nothing_better(office: Office) -> None:
    assert best_together(*office).worth == optimum_of(*office)


@pytest.mark.parametrize(("requests", "coordinators", "seed"), [(40, 60, 1), (40, 25, 2), (60, 400, 3)])
def test_a_whole_region_at_once_is_the_optimum_and_fills_no_fewer_than_one_by_one(
    requests: int, coordinators: int, seed: int
) -> None:
    waiting, rooms = made(requests, coordinators, seed)
    ours = best_together(waiting, rooms).worth
    assert joint_over_optimum(ours, optimum_of(waiting, rooms)) == 1.0
    assert ours > one_by_one(waiting, rooms)


def test_a_ratio_of_the_optimum_is_not_to_be_had_by_filling_fewer() -> None:
    assert joint_over_optimum(Worth(2, (2,), 9000), Worth(3, (3,), 8000)) == 0.0
    assert joint_over_optimum(Worth(3, (3,), 6000), Worth(3, (3,), 8000)) == 0.75


@settings(max_examples=100, deadline=None)
@given(larger, st.randoms())
def test_the_order_in_which_requests_and_coordinators_come_changes_nothing(office: Office, chance: Random) -> None:
    def shuffled(things: Sequence[Thing]) -> list[Thing]:
        return chance.sample(things, len(things))

    waiting = [
        Waiting(one.case_id, dict(shuffled([*one.scores.items()])), one.urgency) for one in shuffled(office.waiting)
    ]
    again = best_together(waiting, dict(shuffled([*office.rooms.items()])), office.fairness)
    assert again == best_together(*office)


def test_where_all_fit_all_as_well_the_order_of_ids_decides_and_no_other_order() -> None:
    everybody = ("ahmed", "joost", "lena", "rachel")
    cases = ("filip", "ines", "samira")
    found = set()
    for people, waiting in product(permutations(everybody), permutations(cases)):
        alike = dict.fromkeys(people, 0.5)
        found.add(best_together([Waiting(case, alike) for case in waiting], dict.fromkeys(people, Room(1))).pairs)
    assert len(found) == 1


@settings(max_examples=100, deadline=None)
@given(larger)
def test_every_request_is_paired_or_left_once_and_urgency_costs_nobody_their_place(office: Office) -> None:
    found = best_together(*office)
    assert sorted([*pairing_of(found.pairs), *(case for case, _ in found.left)]) == [o.case_id for o in office.waiting]
    as_urgent = [Waiting(one.case_id, one.scores) for one in office.waiting]
    assert found.worth.filled == best_together(as_urgent, office.rooms, office.fairness).worth.filled


# ------------------------------------------------------------------------------------------------- that it is explained


@settings(max_examples=100, deadline=None)
@given(small)
def test_every_reason_is_true(office: Office) -> None:
    found = best_together(*office)
    pairing = pairing_of(found.pairs)
    taken = Counter(pairing.values())
    points = {one.case_id: {who: round(s * 10_000) for who, s in one.scores.items()} for one in office.waiting}
    filled = set(pairing)
    for case, given_to, reason, own_best in found.pairs:
        best = max(count for who, count in points[case].items() if office.rooms[who].free)
        assert points[case][own_best] == best
        assert (reason is Reason.OWN_BEST) == (given_to == own_best) == (points[case][given_to] == best)
        if reason is Reason.OWN_BEST:
            continue
        assert (reason is Reason.FAIRNESS) == (taken[own_best] < office.rooms[own_best].free)
        all_served = any(other.get(case) == own_best and filled <= set(other) for other in every_pairing(office))
        assert (reason is Reason.NEEDED_ELSEWHERE) == (not all_served)


@settings(max_examples=100, deadline=None)
@given(small)
def test_who_is_left_could_only_be_served_in_the_place_of_another(office: Office) -> None:
    found = best_together(*office)
    taken = Counter(pair.coordinator_id for pair in found.pairs)
    scores = {one.case_id: one.scores for one in office.waiting}
    for case, reason in found.left:
        assert all(taken[who] == office.rooms[who].free for who in scores[case])
        assert (reason is Reason.NOBODY_FITS) == (not scores[case])
        assert (reason is Reason.NEEDED_ELSEWHERE) == any(taken[who] for who in scores[case])


# ---------------------------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("waiting", "rooms", "why"),
    [
        ([Waiting("a", {}), Waiting("a", {})], {}, "a case waits once"),
        ([Waiting("a", {"rachel": 0.5})], {}, "room of everybody who fits"),
        ([Waiting("a", {"rachel": 1.01})], {"rachel": Room(1)}, "a score is"),
        ([Waiting("a", {"rachel": float("nan")})], {"rachel": Room(1)}, "a score is"),
        ([Waiting("a", {"rachel": 0.5})], {"rachel": Room(-1)}, "fewer than 0"),
        ([Waiting("a", {"rachel": 0.5})], {"rachel": Room(1, active=2**48)}, "too large"),
        ([Waiting("a", {"rachel": 0.5})], {"rachel": Room(1, active=2**70)}, "too large"),
    ],
)
def test_what_cannot_be_answered_exactly_is_refused(waiting: list[Waiting], rooms: dict[str, Room], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        best_together(waiting, rooms)


@pytest.mark.parametrize("wrong", [{"spread": -1}, {"idle": -1}, {"idle_days": 0}])
def test_fairness_that_would_make_a_further_case_better_than_the_one_before_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="fairness counts"):
        Fairness(**wrong)


@pytest.mark.parametrize("pairing", [{"b": "rachel"}, {"a": "joost"}, {"a": "rachel", "c": "rachel"}])
def test_a_pairing_that_cannot_be_has_no_worth(pairing: dict[str, str]) -> None:
    waiting = [Waiting("a", {"rachel": 0.5}), Waiting("c", {"rachel": 0.5})]
    with pytest.raises(ValueError, match=r"a pairing holds|nobody gets more"):
        worth(pairing, waiting, {"rachel": Room(1), "joost": Room(1)})
