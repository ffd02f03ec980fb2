"""Figures of years before Kring are taken over by definition; what has none is refused, and nothing of it is kept."""

import pytest

from kring_registry.domain.past import PastYear
from kring_shared.contracts.registry import PastFigure, TakeOverFigures
from kring_shared.kernel.errors import InvalidFields
from tests.unit.registry.lane import Lane


def a_past(key: str = "requests", year: int = 2024, numerator: float = 66) -> PastFigure:
    return PastFigure(year=year, key=key, numerator=numerator, denominator=66, source="year report 2024")


def the_years(lane: Lane) -> dict[int, dict[str, float]]:
    years: list[PastYear] = lane.all(PastYear)
    return {each.year: {figure.key: figure.numerator for figure in each.figures} for each in years}


def test_figures_are_kept_by_year_and_the_same_again_changes_nothing() -> None:
    lane, taken = Lane(), TakeOverFigures(figures=(a_past(), a_past("meetings", numerator=47), a_past(year=2023)))
    assert lane.handle(taken).changed
    assert the_years(lane) == {2024: {"requests": 66, "meetings": 47}, 2023: {"requests": 66}}
    assert not lane.handle(taken).changed


def test_a_figure_that_was_put_right_replaces_what_was_there() -> None:
    lane = Lane()
    lane.handle(TakeOverFigures(figures=(a_past(), a_past("meetings", numerator=47))))
    lane.handle(TakeOverFigures(figures=(a_past(numerator=65),)))
    assert the_years(lane) == {2024: {"requests": 65, "meetings": 47}}


def test_a_figure_without_definition_is_refused_with_where_to_look_and_nothing_is_kept() -> None:
    lane = Lane()
    with pytest.raises(InvalidFields, match="no figure is called happiness; `kring figures definitions`") as refused:
        lane.handle(TakeOverFigures(figures=(a_past(), a_past("happiness"))))
    assert refused.value.fields == ("/figures/1/key",)
    assert the_years(lane) == {}
