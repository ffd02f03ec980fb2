"""The picture of a circle: nobody lies over anybody, all of it is in view, and the same circle looks the same."""

import random
from collections.abc import Sequence
from itertools import combinations

import pytest

from kring_portal.coordinator.picture.boxes import Box, fitting, width_of
from kring_portal.coordinator.picture.drawing import NAME_SIZE, SMALL_SIZE, mark_of, picture_of
from kring_portal.coordinator.picture.layout import WIDER, Picture, Somebody, laid_out
from kring_portal.web.words import words_of
from kring_shared.contracts.conference import ConferenceShown, ParticipantLine, Side
from kring_shared.contracts.field import Part

RELATIONS = ("oma", "buurvrouw", "broer van vader", "de oude juf van groep acht", "")


def a_circle(size: int, *, sides: bool = False, seed: int = 7) -> list[Somebody]:
    """Make a circle of invented people: some were thought of by others, some are professionals."""
    chance = random.Random(seed)  # noqa: S311 - invented people, the same each time
    people: list[Somebody] = []
    for at in range(size):
        main = at < (2 if size > 5 else 1)
        outside = at >= size - max(1, size // 8)
        by = people[chance.randrange(len(people))].id if people and chance.random() < 0.5 else ""
        side = ("harmed", "responsible")[at % 2] if sides and not outside else ""
        people.append(Somebody(f"{at:032x}", main, outside and not main, side, by, RELATIONS[at % len(RELATIONS)]))
    return people


def boxes_of(picture: Picture) -> list[Box]:
    """Give everything that is written in a picture."""
    return [*picture.places.values(), *(line.label.box for line in picture.lines if line.label)]


def overlapping(boxes: Sequence[Box]) -> list[tuple[Box, Box]]:
    """Give what lies over each other."""
    return [(one, other) for one, other in combinations(boxes, 2) if one.overlaps(other)]


@pytest.mark.parametrize("sides", [False, True])
@pytest.mark.parametrize("size", [1, 2, 5, 12, 25, 40])
def test_nobody_and_no_word_lies_over_another(size: int, sides: bool) -> None:  # noqa: FBT001 - a parameter of a test
    people = a_circle(size, sides=sides)
    apart = [(people[0].id, people[-1].id)] if size > 1 else []
    supports = [(people[1].id, people[2].id)] if size > 2 else []
    picture = laid_out(people, supports=supports, apart=apart)
    assert set(picture.places) == {one.id for one in people}
    assert overlapping(boxes_of(picture)) == []


@pytest.mark.parametrize("size", [1, 5, 12, 40])
def test_everything_is_in_view(size: int) -> None:
    picture = laid_out(a_circle(size))
    for box in boxes_of(picture):
        assert box.left >= 0
        assert box.top >= 0
        assert box.right <= picture.width
        assert box.bottom <= picture.height


@pytest.mark.parametrize("size", [5, 12, 40])
def test_the_same_circle_gives_the_same_picture_in_whatever_order_people_come(size: int) -> None:
    people = a_circle(size)
    shuffled = list(people)
    random.Random(3).shuffle(shuffled)  # noqa: S311 - the same each time
    assert laid_out(shuffled) == laid_out(people)


def test_forty_people_stay_legible_on_one_sheet() -> None:
    picture = laid_out(a_circle(40))
    # Landscape A4 within its margins is 277 mm: a name of 15 units is then 2 mm high or more.
    assert picture.width <= 2000
    assert NAME_SIZE * 277 / picture.width >= 2


def test_main_persons_stand_in_the_middle_and_professionals_on_the_outer_edge() -> None:
    people = a_circle(12)
    picture = laid_out(people)
    x, y = picture.middle

    def far(one: Somebody) -> float:
        place = picture.places[one.id]
        return ((place.x - x) / WIDER) ** 2 + (place.y - y) ** 2

    main = max(far(one) for one in people if one.is_main)
    inside = [far(one) for one in people if not (one.is_main or one.is_outside)]
    outside = min(far(one) for one in people if one.is_outside)
    assert main < min(inside)
    assert max(inside) < outside


def test_whoever_was_thought_of_by_somebody_of_the_circle_stands_further_out_than_they_do() -> None:
    people = [Somebody("a", is_main=True), Somebody("b"), Somebody("c", suggested_by="b"), Somebody("d")]
    picture = laid_out(people)
    x, y = picture.middle
    near, further = picture.places["b"], picture.places["c"]
    assert (near.x - x) ** 2 + (near.y - y) ** 2 < (further.x - x) ** 2 + (further.y - y) ** 2
    assert {line.kind for line in picture.lines} == {"near"}


def test_two_people_who_thought_of_each_other_are_drawn_all_the_same() -> None:
    picture = laid_out([Somebody("a", suggested_by="b"), Somebody("b", suggested_by="a")])
    assert len(picture.places) == 2


def test_of_two_sides_each_has_its_half() -> None:
    people = a_circle(25, sides=True)
    picture = laid_out(people)
    middle = picture.middle[0]
    here = [one for one in people if one.side]
    assert all((picture.places[one.id].x < middle) == (one.side == "harmed") for one in here)


def test_a_nobody_of_an_empty_circle_is_drawn_without_fault() -> None:
    assert laid_out([]).places == {}


def shown(*people: ParticipantLine, apart: tuple[tuple[str, str], ...] = ()) -> ConferenceShown:
    """Make a conference as its coordinator sees it."""
    return ConferenceShown(
        case_id="0" * 32,
        stage="preparing",
        plan_stage="none",
        question="",
        starts_at=None,
        participants=people,
        missing=(),
        follow_ups=(),
        possible=(),
        kept_apart=apart,
    )


def test_every_answer_has_a_shape_and_a_word_that_fit_where_they_stand() -> None:
    stages = ("suggested", "invited", "comes", "does-not-come", "is-represented", "not-invited-for-safety")
    people = [
        ParticipantLine(
            person_id=f"{at:032x}",
            name="Wilhelmina Aleida van der Wolkenzang-Meerkoet",
            part=Part.MAIN_PERSON if at == 0 else Part.CIRCLE,
            stage=stage,
            relation="de oude juf van groep acht",
            side=Side.HARMED if at % 2 else None,
        )
        for at, stage in enumerate(stages)
    ]
    drawn = picture_of(shown(*people), words_of("nl"))
    assert {node.mark for node in drawn.nodes} == {"not-yet", "waiting", "yes", "no", "otherwise", "out"}
    for node in drawn.nodes:
        assert width_of(node.name, NAME_SIZE) <= node.box.width
        assert width_of(node.said, SMALL_SIZE) <= node.box.width - 40
        assert node.said


def test_no_shape_stands_for_two_answers() -> None:
    assert mark_of("comes") == mark_of("comes-remote") == "yes"
    assert len({mark_of(stage) for stage in ("comes", "does-not-come", "invited", "by-letter", "suggested")}) == 5


def test_words_are_cut_only_where_they_do_not_fit() -> None:
    assert fitting("Oma", 15, 100) == "Oma"
    cut = fitting("Wilhelmina Aleida van der Wolkenzang", 15, 100)
    assert cut.endswith("…")
    assert width_of(cut, 15) <= 100
