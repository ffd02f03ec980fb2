"""`kring figures`, `kring export` and `kring import past-figures` on a running Kring that published a year."""

import asyncio
import csv
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from kring_registry.domain.figures.definitions import DEFINITIONS
from kring_registry.exports.dictionary import ANSWERS, REGISTRATIONS
from kring_shared.contracts import registry as r
from kring_shared.testing.people.case import Temper
from tests.integration.kring_command import kring, kring_up
from tests.route.office import Office
from tests.route.played import a_referral, played

AT = ("--office", "utrecht")
OF_2026 = ("--since", "2026-01-01", "--until", "2027-01-01", *AT)
TEMPERS = {"F-1": Temper(gives_marks=10), "F-2": Temper(withdraws_after="intake.request-accepted.v1")}
PAST = "jaar;cijfer;teller;noemer;bron\n2024;plan-rate-of-requests;57;66;jaarverslag 2024\n"


async def a_published_year(folder: Path) -> list[str]:
    """Play one route to its end and stop another; publish their year, and keep only the second with its case."""
    referrals = [("utrecht", a_referral(reference)) for reference in TEMPERS]
    async with played(folder, referrals, lambda received: TEMPERS[received.reference]) as story:
        office = Office(story.kring, story.client, story.clock)
        stopped = next(case.id for case in story.players.cases.values() if case.received.reference == "F-2")
        await office.must(r.PlaceHold(case_id=stopped, code="court-asks"))
        await office.must(r.ReportYear(year=2026))
        await office.waits(timedelta(days=3 * 366))
        assert len(story.rows("registry", "SELECT * FROM record")) == 1
        return list(story.players.cases)


@pytest.fixture(scope="module", name="kept")
def a_running_kring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[str]]]:
    """Run that Kring for all tests here; gives its folder and the ids of its cases."""
    folder = tmp_path_factory.mktemp("figures")
    cases = asyncio.run(a_published_year(folder))
    with kring_up(folder / "kring"):
        yield folder / "kring", cases


def said(folder: Path, *words: str, status: int = 0) -> str:
    """Run a command to the end; give what it printed, and what it said beside it."""
    ended = kring(*words, folder=folder)
    assert ended.returncode == status, ended.stderr
    return ended.stdout + ended.stderr


def rows_of(file: Path) -> list[dict[str, Any]]:
    """Read an export as JSON."""
    rows: list[dict[str, Any]] = json.loads(file.read_bytes())
    return rows


def test_a_year_is_shown_in_full_to_its_own_office_and_by_month(kept: tuple[Path, list[str]]) -> None:
    shown = json.loads(said(kept[0], "figures", "show", "2026", *AT, "--by", "month", "--json"))
    figures = {figure["key"]: figure for figure in shown["whole"]["figures"]}
    assert set(figures) == set(DEFINITIONS)
    assert (figures["requests"]["value"], figures["plan-rate-of-requests"]["value"]) == (2, 0.5)
    assert sum(part["figures"][0]["value"] for part in shown["parts"]) == 2
    assert "Aanvragen" in said(kept[0], "figures", "show", "2026", *AT)


def test_two_requests_are_too_few_for_others(kept: tuple[Path, list[str]]) -> None:
    shown = json.loads(said(kept[0], "figures", "outward", "2026", *AT, "--json"))
    figures = shown["whole"]["figures"]
    assert {figure["key"] for figure in figures} <= set(DEFINITIONS)
    assert [figure for figure in figures if figure["value"] or figure["numerator"] or figure["denominator"]] == []
    assert {"requests", "plan-rate-of-requests"} <= {figure["key"] for figure in figures if figure["suppressed"]}


def test_counted_anew_nothing_is_different_and_published_twice_is_refused(kept: tuple[Path, list[str]]) -> None:
    assert "2026 was counted anew; nothing was different" in said(kept[0], "figures", "recount", "2026", *AT)
    assert "published: it stands" in said(kept[0], "figures", "publish", "2026", *AT, status=3)


def test_the_registrations_with_and_without_case_are_rows_that_name_no_case(
    kept: tuple[Path, list[str]], tmp_path: Path
) -> None:
    folder, cases = kept
    for ending in ("json", "csv", "parquet"):
        said(folder, "export", "registrations", *OF_2026, "--out", str(tmp_path / f"rows.{ending}"))
    rows = rows_of(tmp_path / "rows.json")
    assert sorted(row["outcome"] for row in rows) == ["meeting-with-plan", "stopped-before-start"]
    assert {tuple(row) for row in rows} == {tuple(column.name for column in REGISTRATIONS)}
    assert {row["year"] for row in rows} == {2026}
    with (tmp_path / "rows.csv").open(encoding="utf-8-sig") as file:
        assert sorted(row["month"] for row in csv.DictReader(file)) == sorted(row["month"] for row in rows)
    with duckdb.connect(":memory:") as reader:
        found = reader.execute("SELECT count(*) FROM read_parquet(?)", [str(tmp_path / "rows.parquet")]).fetchone()
    assert found == (2,)
    written = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert [case for case in cases if case.encode() in written] == []
    assert [each["column"] for each in rows_of(tmp_path / "rows.dictionary.json")] == [c.name for c in REGISTRATIONS]


def test_answers_are_rows_and_research_gets_years_and_only_who_said_yes_to_it(
    kept: tuple[Path, list[str]], tmp_path: Path
) -> None:
    period = ("--since", "2026-01-01", "--until", "2028-01-01", *AT)
    said(kept[0], "export", "answers", *period, "--out", str(tmp_path / "all.json"))
    said(kept[0], "export", "answers", *period, "--research", "--out", str(tmp_path / "research.json"))
    everybody, research = rows_of(tmp_path / "all.json"), rows_of(tmp_path / "research.json")
    assert everybody
    assert {tuple(row) for row in everybody} == {tuple(column.name for column in ANSWERS)}
    assert all(row["quarter"].startswith(f"{row['year']}-Q") and 1 <= row["meeting"] <= 10 for row in everybody)
    assert len(research) < len(everybody)
    assert {row["quarter"] for row in research} <= {""}


def test_figures_of_before_kring_are_taken_over_and_one_without_definition_is_refused(
    kept: tuple[Path, list[str]], tmp_path: Path
) -> None:
    folder, file = kept[0], tmp_path / "past.csv"
    file.write_text(PAST)
    said(folder, "import", "past-figures", str(file), *AT)
    assert "1" in said(folder, "import", "past-figures", str(file), *AT, "--dry-run")
    file.write_text(PAST + "2024;happiness;1;2;jaarverslag 2024\n")
    refused = said(folder, "import", "past-figures", str(file), *AT, status=3)
    assert "no figure is called happiness; `kring figures definitions` lists those there are" in refused


def test_the_report_is_a_page_and_a_paper_with_the_years_before_in_it(
    kept: tuple[Path, list[str]], tmp_path: Path
) -> None:
    (tmp_path / "past.csv").write_text(PAST)
    said(kept[0], "import", "past-figures", str(tmp_path / "past.csv"), *AT)
    said(kept[0], "figures", "report", "2026", *AT, "--out", str(tmp_path / "out"))
    page, paper = (tmp_path / "out" / f"year-2026-utrecht.{ending}" for ending in ("html", "pdf"))
    assert paper.read_bytes().startswith(b"%PDF-")
    assert "<svg" in page.read_text()
    assert "jaarverslag 2024" in page.read_text()
    refused = said(kept[0], "figures", "report", "2025", *AT, "--out", str(tmp_path), status=3)
    assert "2025 was not published" in refused
