"""A form that was refused: drawn again where it stood, with what was typed and what is wrong, in words."""

import asyncio
import re
from pathlib import Path

import pytest

from tests.integration.portal.house import Person, Portal
from tests.integration.portal.peopled import a_peopled_portal

SAID = {
    "en": ("This is too high. It has to be 20 or less.", "One thing is not right yet"),
    "nl": ("Dit is te hoog. Het moet 20 of minder zijn.", "Eén ding klopt nog niet"),
    "fr": ("C\u2019est trop élevé. Il faut 20 ou moins.", "Une chose n\u2019est pas encore correcte"),
}


async def somebody_s_page(portal: Portal, manager: Person) -> str:
    """Give the page of a coordinator."""
    listed = await manager.sees("/manager/coordinators")
    found = re.search(r'href="(/manager/coordinators/[0-9a-f]{32})"', listed)
    assert found
    return found[1]


@pytest.mark.parametrize("language", sorted(SAID))
async def test_a_small_form_says_at_the_field_what_is_wrong_and_keeps_what_was_typed(
    tmp_path: Path, language: str
) -> None:
    async with a_peopled_portal(tmp_path) as (portal, _):
        manager = await portal.manager(language=language)
        page = await somebody_s_page(portal, manager)
        wrong = await manager.sends(
            f"{page}/set-availability", came_from=page, maximum_load="99", first=["2026-12-01"], last=["2026-12-08"]
        )
        said, summary = SAID[language]
        assert wrong.status_code == 422
        assert f'id="e-f-load">{said}</span>' in wrong.text
        assert summary in wrong.text
        assert 'value="99"' in wrong.text
        assert 'value="2026-12-08"' in wrong.text


async def test_a_page_that_was_drawn_again_takes_people_back_to_where_they_were(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path) as (portal, _):
        manager = await portal.manager()
        page = await somebody_s_page(portal, manager)
        form = f"{page}/set-availability"
        once = await manager.sends(form, came_from=page, maximum_load="99")
        assert f'name="came-from" value="{page}"' in once.text
        again = await manager.sends(form, {"came-from": page, "maximum_load": "98"}, came_from=form)
        assert (again.status_code, 'value="98"' in again.text) == (422, True)
        done = await manager.sends(form, {"came-from": page, "maximum_load": "2"}, came_from=form)
        assert (done.status_code, str(done.url.path)) == (200, page)
        elsewhere = await manager.sends(form, {"came-from": "https://elsewhere.example/", "maximum_load": "97"})
        assert "elsewhere.example" not in elsewhere.text


EXPORT = "/manager/figures/export/registrations.csv?since=2026-01-01&until=2027-01-01"
NO_PAGES = ("/changes", "/static/kring.css", EXPORT)


async def test_where_they_say_they_came_from_is_no_page_they_are_told_why_not_all_the_same(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path) as (portal, _):
        manager = await portal.manager()
        form = f"{await somebody_s_page(portal, manager)}/set-availability"
        for named in NO_PAGES:
            async with asyncio.timeout(20):
                refused = await manager.sends(form, {"came-from": named, "maximum_load": "97"})
            assert (refused.status_code, "97" in refused.text, "<h1" in refused.text) == (422, False, True), named
        assert not portal.house.changes.open, "a stream of changes goes on for nobody"
