"""The benchmarks work; their figures are judged by people, on a quiet machine, never by a test."""

from tests.benchmarks import hop, route


async def test_hop_measures_ours_the_limit_and_the_usual_way() -> None:
    report = await hop.run(80, 1)
    assert {"of_limit", "over_per_message"} == set(report.ratios)
    assert all(row.value > 0 for row in report.rows)


async def test_route_measures_whole_routes_and_refuses_a_figure_when_one_is_not_complete() -> None:
    report = await route.run(1, 1)
    assert report.ratios["of_hop"] > 0
