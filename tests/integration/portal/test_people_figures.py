"""Figures at the desk: the same numbers as the services give, and nothing small for whoever is outside."""

import csv
import io
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from pydantic import SecretStr

from kring_portal.serving import house_of
from kring_portal.settings import Settings
from kring_portal.web.figuring import kind_of
from kring_portal.web.words import words_of
from kring_registry.domain.figures.definitions import DEFINITIONS, Kind
from kring_registry.report.words import Words
from kring_shared.contracts import registry as r
from kring_shared.contracts.actor import Role
from kring_shared.runtime.embedded.embedded import sqlite_url
from kring_shared.testing.people.case import Temper
from kring_shared.testing.people.desk import Desk
from tests.integration.portal.house import Portal
from tests.integration.portal.peopled import a_case_that_waits, a_peopled_portal
from tests.route.office import Office
from tests.route.played import Played, a_referral, played


async def test_the_page_shows_the_numbers_the_registry_gives_each_with_its_definition(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path) as (portal, office):
        for reference in ("a", "b"):
            await a_case_that_waits(office, reference)
        asked = r.Figures(since=date(2026, 1, 1), until=date(2026, 12, 31))
        found = await office.asks(asked, r.FiguresShown)
        manager = await portal.manager()
        page = await manager.sees("/manager/figures?year=2026")
        assert found.requests == 2
        for key in ("requests", "started", "meetings", "stopped"):
            row = page.partition(f'id="figure-{key}"')[2].partition("</tr>")[0]
            number = re.findall(r'class="number"[^>]*>([^<]*)<', row)[0]
            assert number == str(getattr(found, key)), key
            assert DEFINITIONS[key].counted in row
        assert page.count('class="chart') >= 2
        assert "kring.example" not in page


async def test_rows_come_as_a_file_of_nobody(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path) as (portal, office):
        case = await a_case_that_waits(office)
        manager = await portal.manager()
        answer = await manager.get("/manager/figures/export/registrations.csv?since=2026-01-01&until=2027-01-01")
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert len(rows) == 1
        assert case.case_id not in answer.text
        assert "attachment" in answer.headers["content-disposition"]


async def test_a_year_that_is_not_published_says_how(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path) as (portal, office):
        await a_case_that_waits(office)
        manager = await portal.manager()
        assert "2026 was not published yet" in await manager.sees("/manager/figures/year/2026")
        refused = await manager.sends("/manager/figures/publish", came_from="/manager/figures/year/2026", year="2026")
        assert "Published on" not in refused.text


async def test_the_chain_is_looked_through(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path) as (portal, _):
        assert "Everything holds" in await (await portal.manager()).sees("/manager/figures/chain")


async def test_a_researcher_sees_no_year_that_runs(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path) as (portal, office):
        await a_case_that_waits(office)
        researcher = await portal.signed_in(Role.RESEARCHER, "researcher-1")
        running = await researcher.sees("/researcher?year=2026")
        assert "not open yet" in running
        assert "figure-requests" not in running
        assert (await researcher.get("/researcher/figures.csv?year=2026")).status_code == 409


async def test_a_researcher_sees_no_small_numbers_of_a_published_year(tmp_path: Path) -> None:
    stops = Temper(withdraws_after="intake.request-accepted.v1")
    async with (
        played(tmp_path, [("utrecht", a_referral("F-1"))], lambda _: stops) as story,
        over(story, tmp_path) as portal,
    ):
        office = Office(story.kring, story.client, story.clock)
        manager = await portal.manager()
        assert "was not published yet" in await manager.sees("/manager/figures/year/2026")
        published = await manager.sends("/manager/figures/publish", came_from="/manager/figures/year/2026", year="2026")
        assert "Published on" in published.text
        report = await office.asks(r.ShowYearReport(year=2026), r.YearReportShown)
        assert report.head in published.text

        researcher = await portal.signed_in(Role.RESEARCHER, "researcher-1")
        page = await researcher.sees("/researcher?year=2026")
        row = page.partition('id="figure-requests"')[2].partition("</tr>")[0]
        assert "too few" in row
        written = re.findall(r'class="number"[^>]*>([^<]*)<', page)
        assert len(written) > len(DEFINITIONS) / 2
        assert not [number for number in written if re.search(r"[1-9]", number)]
        rows = list(csv.DictReader(io.StringIO((await researcher.get("/researcher/figures.csv?year=2026")).text)))
        counted = next(one for one in rows if one["figure"] == "requests")
        assert (counted["numerator"], counted["value"], counted["suppressed"]) == ("", "", "True")


@asynccontextmanager
async def over(story: Played, folder: Path) -> AsyncGenerator[Portal]:
    """Open a portal over a Kring that people played through."""
    url = SecretStr(sqlite_url(folder / "portal.db"))
    house = house_of(Settings(database_url=url), story.client, story.kring.shared.offices())
    portal = Portal(story.kring, house, Desk(story.client))
    try:
        yield portal
    finally:
        for one in portal.clients:
            await one.aclose()
        house.database.close()


def test_the_kinds_and_words_of_figures_are_those_of_the_definitions() -> None:
    said = {Kind.COUNT: "count", Kind.SHARE: "share", Kind.MEAN: "mean", Kind.MEDIAN: "days", Kind.SHORTEST: "days"}
    for language in ("nl", "en"):
        ours, theirs = words_of(language), Words(language)
        for key, definition in DEFINITIONS.items():
            assert kind_of(key) == said[definition.kind], key
            assert ours(f"figures-{key}") == theirs.title(key)
            assert ours(f"figures-{key}-meaning") == theirs.meaning(key)
