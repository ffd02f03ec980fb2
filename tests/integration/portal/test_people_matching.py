"""The regional manager finds a coordinator: explained, chosen, against the explanation with a reason, confirmed."""

import re
from pathlib import Path

from kring_shared.contracts import matching as m
from kring_shared.contracts.actor import Role
from tests.integration.portal.house import Person
from tests.integration.portal.peopled import a_case_that_waits, a_peopled_portal
from tests.route.coordinated import Coordinated


def ranked_on(page: str) -> list[str]:
    """Give the ranking that the form carries, best first."""
    return re.findall(r'name="ranking" value="([^"]+)"', page)


async def approves(manager: Person, case: Coordinated, order: list[str], reason: str = "best-score") -> str:
    """Approve a shortlist by numbers, as the page was shown."""
    path = f"/manager/matching/{case.case_id}"
    ranking = ranked_on(await manager.sees(path))
    places = {f"place-{one}": str(place) for place, one in enumerate(order or ranking[:2], 1)}
    answer = await manager.sends(f"{path}/approve-shortlist", came_from=path, ranking=ranking, reason=reason, **places)
    return answer.text


async def test_a_case_goes_from_explained_to_confirmed(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path) as (portal, office):
        case = await a_case_that_waits(office)
        manager = await portal.manager()
        path = f"/manager/matching/{case.case_id}"
        assert case.case_id in await manager.sees("/manager/matching")

        page = await manager.sees(path)
        best = (await case.ranked())[0]
        assert ranked_on(page)[0] == best.coordinator_id
        assert best.scores[0].because.split("'")[0] in page
        assert 'class="chart score"' in page

        assert "The first is being asked" in await approves(manager, case, [])
        await office.kring.settle()
        search = await case.search()
        assert (search.stage, search.coordinator_id, search.against_ranking) == ("proposed", best.coordinator_id, False)

        yes = m.AcceptProposal(case_id=case.case_id, coordinator_id=best.coordinator_id, no_ties=True)
        await office.must(yes, Role.COORDINATOR, best.coordinator_id)
        assert best.name in await manager.sees(path)
        said = await manager.sends(f"{path}/confirm-coordinator", came_from=path, coordinator_id=best.coordinator_id)
        assert "can begin" in said.text
        assert (await case.search()).stage == "active"


async def test_a_list_against_the_explanation_needs_a_reason(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path) as (portal, office):
        case = await a_case_that_waits(office)
        manager = await portal.manager()
        second = (await case.ranked())[1].coordinator_id

        assert "Choose a reason" in await approves(manager, case, [second])
        assert (await case.search()).stage == "searching"

        await approves(manager, case, [second], reason="lives-near")
        search = await case.search()
        assert (search.stage, search.reason, search.against_ranking) == ("proposed", "lives-near", True)
        assert "not the order explained" in await manager.sees(f"/manager/matching/{case.case_id}")


async def test_a_list_of_nobody_changes_nothing(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path) as (portal, office):
        case = await a_case_that_waits(office)
        manager = await portal.manager()
        path = f"/manager/matching/{case.case_id}"
        said = await manager.sends(f"{path}/approve-shortlist", came_from=path, ranking=["a"], reason="other")
        assert "at least one coordinator" in said.text
        assert (await case.search()).stage == "searching"


async def test_a_paused_coordinator_is_not_among_who_fits_and_it_says_why(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path) as (portal, office):
        case = await a_case_that_waits(office)
        manager = await portal.manager()
        best = (await case.ranked())[0]
        path = f"/manager/coordinators/{best.coordinator_id}"
        said = await manager.sends(f"{path}/pause-coordinator", came_from=path, reason="illness")
        assert "Why: illness" in said.text

        page = await manager.sees(f"/manager/matching/{case.case_id}")
        assert best.coordinator_id not in ranked_on(page)
        assert best.name in page.partition("Who cannot, and why")[2]

        await manager.sends(f"{path}/reinstate-coordinator", came_from=path)
        assert ranked_on(await manager.sees(f"/manager/matching/{case.case_id}"))[0] == best.coordinator_id


async def test_what_waits_is_paired_together_and_approved_at_once(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path, load=1) as (portal, office):
        cases = [await a_case_that_waits(office, reference) for reference in ("a", "b", "c")]
        manager = await portal.manager()
        page = await manager.sees("/manager/matching/together")
        pairs = re.findall(r'name="pair" value="([^"]+)"', page)
        assert {pair.split("/")[0] for pair in pairs} == {case.case_id for case in cases}
        assert len({pair.split("/")[1] for pair in pairs}) == 3

        await manager.sends("/manager/matching/together", pair=pairs)
        for case, coordinator_id in ((case, dict(p.split("/") for p in pairs)[case.case_id]) for case in cases):
            search = await case.search()
            assert (search.stage, search.coordinator_id) == ("proposed", coordinator_id)


async def test_a_neighbour_office_is_asked_and_offers_somebody(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path) as (portal, office):
        case = await a_case_that_waits(office)
        manager, neighbour = await portal.manager(), await portal.manager("amersfoort")
        path = f"/manager/matching/{case.case_id}"
        asked = await manager.sends(f"{path}/ask-for-loan", came_from=path, offices=["amersfoort"])
        assert "The neighbours were asked" in asked.text
        await office.kring.settle()

        page = await neighbour.sees("/manager/matching/loans")
        assert case.case_id not in page
        loan = re.findall(r'href="(/manager/matching/loans/[0-9a-z]+)"', page)[0]
        offer = re.findall(r'name="coordinator_id" value="([^"]+)"', await neighbour.sees(loan))[0]
        assert "was offered" in (await neighbour.sends(f"{loan}/offer-loan", came_from=loan, coordinator_id=offer)).text
        await office.kring.settle()
        assert "lent by amersfoort" in await manager.sees(path)


async def test_another_office_sees_nothing_of_it(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path) as (portal, office):
        case = await a_case_that_waits(office)
        best = (await case.ranked())[0]
        other = await portal.manager("gent")
        assert case.case_id not in await other.sees("/manager/matching")
        assert best.name not in await other.sees("/manager/coordinators")
        for path in (
            f"/manager/matching/{case.case_id}",
            f"/manager/coordinators/{best.coordinator_id}",
            f"/manager/messages/{case.case_id}",
        ):
            assert (await other.get(path)).status_code == 404
        answer = await other.sends(
            f"/manager/coordinators/{best.coordinator_id}/pause-coordinator",
            came_from="/manager/coordinators",
            reason="illness",
        )
        assert "Nothing is known" in answer.text
        assert (await case.ranked())[0].coordinator_id == best.coordinator_id


async def test_a_coordinator_may_not_enter_the_manager_s_rooms(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path) as (portal, _):
        coordinator = await portal.signed_in(Role.COORDINATOR, "somebody")
        for path in ("/manager/matching", "/manager/coordinators", "/manager/figures", "/researcher", "/supervisor"):
            assert (await coordinator.get(path)).status_code == 403
