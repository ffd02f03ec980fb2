"""Pictures of numbers: what is drawn is what was counted, and whatever is written in them is escaped."""

import re
from xml.etree import ElementTree as ET

from kring_portal.web import charts


def widths(picture: str) -> list[float]:
    return [float(one) for one in re.findall(r'<rect x="[^"]*" y="[^"]*" width="([^"]*)"', picture)]


def test_a_bar_is_as_long_as_its_share_of_the_longest() -> None:
    picture = charts.bars("Requests", "By month", [charts.Bar("May", 10, "10"), charts.Bar("June", 5, "5")])

    first, second = widths(picture)
    assert first == 2 * second


def test_a_value_that_may_not_be_shown_has_no_bar_and_its_words() -> None:
    picture = charts.bars("Requests", "", [charts.Bar("Gent", None, "fewer than 5")])

    assert widths(picture) == []
    assert "fewer than 5" in picture


def test_a_picture_says_what_it_is_to_who_does_not_see_it() -> None:
    picture = charts.bars("Requests", "By month", [charts.Bar("May", 1, "1")])

    root = ET.fromstring(picture)  # noqa: S314 - our own text
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == "Requests. By month"


def test_what_is_written_in_a_picture_is_escaped() -> None:
    picture = charts.bars("<b>", '"', [charts.Bar("<script>", 1, "&")])

    assert "<script>" not in picture
    assert "&lt;script&gt;" in picture
    ET.fromstring(picture)  # noqa: S314 - our own text


def test_a_line_is_broken_where_a_value_is_missing() -> None:
    months = ("1", "2", "3", "4")
    whole = charts.lines("", "", months, [charts.Series("plans", (1, 2, 3, 4))])
    broken = charts.lines("", "", months, [charts.Series("plans", (1, None, 3, 4))])

    assert whole.count('class="line bar"') - broken.count('class="line bar"') == 2


def test_whole_numbers_are_marked_by_whole_numbers() -> None:
    picture = charts.lines("", "", ("1", "2"), [charts.Series("requests", (5, 2))])
    assert re.findall(r">([0-9.]+)</text>", picture)[:3] == ["0", "3", "6"]


def test_the_parts_of_a_stacked_bar_stand_after_each_other() -> None:
    picture = charts.stacked("", "", ["2026"], [charts.Series("yes", (3,)), charts.Series("no", (1,))])

    _, _, first, second = widths(picture)
    assert first == 3 * second
    assert f'<rect x="{first:.1f}"' in picture


def test_a_larger_load_has_a_larger_circle_and_the_south_is_below() -> None:
    rows = [charts.Spot("Gent", 51.05, 3.72, 4, "Gent: 4"), charts.Spot("Utrecht", 52.09, 5.12, 1, "Utrecht: 1")]

    picture = charts.spots("Load", "", rows)

    circles = re.findall(r'cy="([^"]*)" r="([^"]*)"', picture)
    gent, utrecht = [(float(down), float(size)) for down, size in circles]
    assert gent[1] == 2 * utrecht[1]
    assert gent[0] > utrecht[0]


def test_nothing_to_draw_is_still_a_picture() -> None:
    for picture in (charts.bars("", "", []), charts.lines("", "", [], []), charts.spots("", "", [])):
        ET.fromstring(picture)  # noqa: S314 - our own text


def test_no_picture_carries_a_style_of_its_own() -> None:
    picture = charts.score("3 of 4", 3, 4) + charts.lines("", "", ["1"], [charts.Series("a", (1,))])

    assert "style=" not in picture
