"""What an office's own systems take: cases as codes, figures, rows; their own office's and nothing personal."""

import json
from pathlib import Path

from tests.integration.portal.house import Portal, a_portal
from tests.integration.portal.systems import a_client, an_event, let_in

OFFICES = ("cases:read", "exports:read")


async def some_cases(portal: Portal, number: int) -> None:
    """Have a referrer hand in so many, at Utrecht."""
    client = await a_client(portal, *await let_in(portal, office="utrecht"))
    events = [an_event(f"WN-{n}", mainPersons=[{"name": f"Filip{n}"}]) for n in range(number)]
    assert (await client.post("/referrals", json=events)).status_code == 202
    await portal.kring.settle()


async def test_cases_come_page_by_page_as_codes_of_the_own_office(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        await some_cases(portal, 3)
        mine = await a_client(portal, *await let_in(portal, name="desk-utrecht", office="utrecht", scopes=OFFICES))
        page = await mine.get("/cases?limit=2")
        rest = await mine.get(page.links["next"]["url"].partition("/v1")[2])
        shown = [*page.json()["cases"], *rest.json()["cases"]]
        assert len({one["caseId"] for one in shown}) == 3
        assert "next" not in rest.links
        assert "Filip" not in page.text
        assert {one["stage"] for one in shown} == {"received"}
        assert (await mine.get("/cases?stage=accepted")).json()["cases"] == []
        theirs = await a_client(portal, *await let_in(portal, name="desk-gent", office="gent", scopes=OFFICES))
        assert (await theirs.get("/cases")).json()["cases"] == []
        wrong = await mine.get("/cases?before=nonsense")
        assert (wrong.status_code, wrong.json()["code"]) == (400, "kring.invalid-fields")


async def test_figures_and_rows_are_taken_in_the_form_that_is_asked_for(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        await some_cases(portal, 2)
        mine = await a_client(portal, *await let_in(portal, name="desk-utrecht", office="utrecht", scopes=OFFICES))
        year = portal.house.now().year
        period = {"since": f"{year}-01-01", "until": f"{year + 1}-01-01"}
        figures = await mine.get("/exports/figures", params=period)
        assert figures.json()["requests"] == 2
        rows = await mine.get("/exports/registrations", params=period)
        assert rows.headers["content-type"].startswith("text/csv")
        lines = await mine.get("/exports/registrations", params=period, headers={"accept": "application/jsonl"})
        objects = [json.loads(line) for line in lines.text.splitlines()]
        assert len({tuple(one) for one in objects}) <= 1, "every row has the same columns"
        assert len(lines.text.splitlines()) == max(len(rows.text.splitlines()) - 1, 0)
        assert (await mine.get("/exports/everything", params=period)).status_code == 400
        other = await mine.get("/exports/registrations", params=period, headers={"accept": "application/xml"})
        assert other.status_code == 406
