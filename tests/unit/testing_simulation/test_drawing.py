"""What a history is drawn from: by a seed, near the published figures, and every number says where it comes from."""

from collections import Counter
from datetime import timedelta

from kring_shared.contracts.field import RequesterKind
from kring_shared.testing.simulation.drawing import CAN_BE_OVER, DAYS_A_YEAR, Drawn, draw_history, office_of
from kring_shared.testing.simulation.figures import FIGURES, figure
from kring_shared.testing.simulation.offices import PLACES
from kring_shared.testing.simulation.run import START

YEARS = 3
NEAR = 0.05


def drawn(seed: int = 7) -> tuple[Drawn, ...]:
    return draw_history(seed, PLACES, YEARS * DAYS_A_YEAR, 1.0, START)


def described(history: tuple[Drawn, ...]) -> list[str]:
    return [f"{one.reference} {one.at} {one.people} {one.temper.course} {one.temper.family.kin}" for one in history]


def test_the_same_seed_draws_the_same_and_another_seed_another_history() -> None:
    assert described(drawn()) == described(drawn())
    assert described(drawn()) != described(drawn(8))


def test_as_many_requests_come_in_as_a_year_has_on_weekdays_within_the_years() -> None:
    history = drawn()
    by_country = Counter(one.place.country for one in history)
    assert abs(by_country["nl"] - YEARS * figure("requests-nl")) <= len(PLACES)
    assert abs(by_country["be"] - YEARS * figure("requests-be")) <= len(PLACES)
    assert all(START < one.at < START + timedelta(days=YEARS * DAYS_A_YEAR) for one in history)
    assert {one.at.isoweekday() for one in history} == {1, 2, 3, 4, 5}
    assert all(office_of(one.reference) == one.place.id for one in history)


def test_shares_come_near_their_figures() -> None:
    history = drawn()

    def share(count: int) -> float:
        return count / len(history)

    ends = Counter(
        "stopped"
        if one.temper.withdraws_after
        else "plan-before"
        if one.temper.course.has_plan_before
        else "no-plan"
        if one.temper.course.has_no_plan
        else "with-plan"
        for one in history
    )
    for end in ("with-plan", "plan-before", "no-plan", "stopped"):
        assert abs(share(ends[end]) - figure(end) / 100) < NEAR, end
    assert abs(share(sum(one.is_mandated for one in history)) - figure("mandate")) < NEAR
    assert abs(share(sum(bool(one.temper.course.interpreter) for one in history)) - figure("interpreter")) < NEAR
    professional = sum(one.by is RequesterKind.PROFESSIONAL for one in history)
    assert abs(share(professional) - figure("by-professional")) < NEAR
    people = sum(len(one.people) + len(one.temper.family.kin) for one in history) / len(history)
    assert abs(people - figure("people-mean")) < 1


def test_a_family_that_comes_again_is_the_same_family_long_after_the_first_time() -> None:
    history = {one.reference: one for one in drawn()}
    again = [one for one in history.values() if one.previous]
    assert again
    for one in again:
        first = history[one.previous]
        assert one.people == first.people
        assert one.place is first.place
        assert one.at - first.at > CAN_BE_OVER


def test_every_number_says_what_it_is_and_where_it_comes_from() -> None:
    assert all(one.says and one.source for one in FIGURES.values())
    unsourced = [name for name, one in FIGURES.items() if "no publication" in one.source and not one.guess]
    assert unsourced == ["requests-nl"]  # near a published year, which it names


def test_parts_of_offices_make_up_their_country() -> None:
    for country in ("nl", "be"):
        assert sum(place.part for place in PLACES if place.country == country) == 100
    assert Counter(place.country for place in PLACES) == {"nl": 8, "be": 5}
