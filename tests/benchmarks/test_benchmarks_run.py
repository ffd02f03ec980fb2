"""The benchmarks work; their figures are judged by people, on a quiet machine, never by a test."""

from collections import Counter
from pathlib import Path

import pytest

from kring_shared.testing.people.register import PEOPLE
from kring_shared.testing.servers import postgres_missing
from tests.benchmarks import (
    duplicates,
    figures,
    growth,
    hop,
    latency,
    matching,
    messages,
    route,
    route_made,
    start,
    traces,
)


async def test_hop_measures_ours_the_limit_and_the_usual_way_on_each_database_that_is_here() -> None:
    report = await hop.run(80, 1)
    on_postgres = set() if postgres_missing() else {"pg_of_limit"}
    assert {"of_limit", "over_per_message"} | on_postgres == set(report.ratios) == set(report.bars)
    assert all(row.value > 0 for row in report.rows)


async def test_route_measures_whole_routes_in_one_process_and_in_one_a_service() -> None:
    report = await route.run(1, 1)
    assert 0 < report.ratios["with_people_of_hop"] < report.ratios["of_hop"] < report.ratios["settled_of_hop"]
    assert 0 < report.ratios["processes_of_hop"] < report.ratios["processes_settled_of_hop"]
    assert all(row.value > 0 for row in report.rows)


def test_route_asks_of_no_office_more_than_its_coordinators_can_take_and_of_each_family_once() -> None:
    made = route_made.referrals(route_made.MOST)
    for office, routes in Counter(office for office, _ in made).items():
        assert routes <= route_made.CASES_A_COORDINATOR * len(PEOPLE[office])
    people = [person for _, event in made for person in event["data"]["mainPersons"]]
    assert len({person["name"] for person in people}) == len({person["email"] for person in people}) == len(made)
    with pytest.raises(ValueError, match="ask for no more"):
        route_made.referrals(route_made.MOST + 1)


async def test_route_gives_no_figure_when_families_look_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (office, first), (_, other) = route_made.referrals(2)
    again = other | {"data": first["data"] | {"reference": other["data"]["reference"]}}
    monkeypatch.setattr(route, "referrals", lambda _: [(office, first), (office, again)])
    with pytest.raises(route_made.IncompleteError, match="1 pairs of families look alike"):
        await route.routes(tmp_path, 2)


async def test_duplicates_finds_those_who_come_again_takes_few_for_others_and_measures_the_growth() -> None:
    report = await duplicates.run(100, 1)
    assert {*report.bars} <= {*report.ratios}
    assert report.ratios["recall"] > 0.6
    assert report.ratios["precision"] > 0.6
    assert report.ratios["growth"] > 0


async def test_matching_ranks_among_few_and_many_and_assigns_at_once_as_well_as_an_exact_solver() -> None:
    report = await matching.run(600, 1)
    assert {*report.bars} <= {*report.ratios}
    assert report.ratios["joint_over_optimum"] == 1.0
    assert report.ratios["rank_growth"] > 0


async def test_messages_sends_letters_in_the_clear_and_encrypted_and_each_comes_once() -> None:
    report = await messages.run(20, 1)
    assert {*report.bars} == {*report.ratios}
    assert all(row.value > 0 for row in report.rows)


async def test_figures_gives_the_numbers_duckdb_gives_and_measures_both() -> None:
    report = await figures.run(1_500, 1)
    assert {*report.bars} == {*report.ratios}
    assert all(row.value > 0 for row in report.rows)


async def test_traces_measures_the_lane_without_spans_with_nobody_who_takes_them_and_with_somebody() -> None:
    report = await traces.run(250, 1)
    assert {"off_over_without", "on_over_without"} == {*report.ratios}
    assert all(row.value > 0 for row in report.rows)


async def test_latency_gives_each_who_refers_a_receipt_and_hears_each_fact_two_services_on() -> None:
    report = await latency.run(5, 1)
    assert {*report.bars} <= {*report.ratios}
    assert all(row.value > 0 for row in report.rows)


async def test_start_measures_a_new_folder_the_same_again_and_the_import() -> None:
    report = await start.run(1, 1)
    assert {"over_import", "again_over_import"} == {*report.ratios}
    assert all(row.value > 0 for row in report.rows)


async def test_growth_asks_for_pages_and_a_name_among_few_cases_and_many() -> None:
    report = await growth.run(2_000, 1)
    assert {*report.bars} == {*report.ratios}
    assert all(row.value > 0 for row in report.rows)
