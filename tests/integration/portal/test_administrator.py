"""An administrator manages one office and not themself, and whoever gains or loses a role is told."""

from pathlib import Path

from kring_portal.store.journal import CHANGED
from kring_shared.contracts.actor import Role
from tests.integration.portal.house import a_portal
from tests.integration.portal.signing_in import csrf_in, known, signs_in

ADMINISTRATOR, COORDINATOR, MANAGER = Role.ADMINISTRATOR, Role.COORDINATOR, Role.REGIONAL_MANAGER
LIST = "/administrator/accounts"


async def test_nobody_gives_themself_a_role_and_another_administrator_does(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        house = portal.house
        one, other = await known(portal, "an", ADMINISTRATOR), await known(portal, "bo", ADMINISTRATOR)
        an, _ = await signs_in(portal, one)
        mine, theirs = f"{LIST}/{one.account.id}", f"{LIST}/{other.account.id}"
        assert "Nobody gives themself a role" in await an.sees(mine)
        refused = await an.sends(f"{mine}/roles", role="regional-manager", came_from=mine)
        assert refused.status_code == 422
        assert [hat.role for hat in house.hats.of(one.account.id, house.now())] == [ADMINISTRATOR]
        assert (await an.sends(f"{mine}/reset", came_from=mine)).status_code == 422
        await an.sends(f"{theirs}/roles", role="regional-manager", came_from=theirs)
        assert {hat.role for hat in house.hats.of(other.account.id, house.now())} == {ADMINISTRATOR, MANAGER}


async def test_an_administrator_sees_and_changes_nothing_of_another_office(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        house = portal.house
        one = await known(portal, "an", ADMINISTRATOR)
        of_ghent = await known(portal, "griet", MANAGER, office="gent")
        of_both = await known(portal, "els", COORDINATOR)
        house.hats.give(of_both.account.id, "gent", MANAGER, house.now(), actor_id="els-in-gent")
        an, _ = await signs_in(portal, one)
        listed = await an.sees(LIST)
        assert "Els" in listed
        assert "Griet" not in listed
        for end in ("", "/close", "/reset", "/roles", "/sessions"):
            path = f"{LIST}/{of_ghent.account.id}{end}"
            answer = await (an.sends(path, role="coordinator") if end else an.get(path))
            assert answer.status_code == 404, path
        page = f"{LIST}/{of_both.account.id}"
        assert "els-in-gent" not in await an.sees(page)
        for deed in ("close", "reset"):
            answer = await an.sends(f"{page}/{deed}", came_from=page)
            assert answer.status_code == 422
            assert "a role at another office too" in answer.text
        found = house.accounts.find(of_both.account.id)
        assert found is not None
        assert found.password
        await an.sends(f"{page}/roles", role="trainer", office="gent", came_from=page)
        trains = [hat.office for hat in house.hats.of(of_both.account.id, house.now()) if hat.role is Role.TRAINER]
        assert trains == ["utrecht"]


async def test_nobody_is_given_the_number_that_somebody_else_goes_by(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        one, fatma = await known(portal, "an", ADMINISTRATOR), await known(portal, "fatma", COORDINATOR)
        other = await known(portal, "mies", MANAGER)
        an, _ = await signs_in(portal, one)
        page = f"{LIST}/{other.account.id}"
        taken = await an.sends(f"{page}/roles", role="coordinator", actor_id="fatma-coordinator", came_from=page)
        assert taken.status_code == 422
        assert "Somebody else signs in with this number already" in taken.text
        assert 'value="fatma-coordinator"' in taken.text
        assert '<option value="coordinator" selected' in taken.text
        form = {"name": "Piet", "login": "piet", "role": "coordinator", "language": "en"}
        invited = await an.sends("/administrator/invite", actor_id="fatma-coordinator", **form)
        assert invited.status_code == 422
        assert 'value="Piet"' in invited.text
        hats = portal.house.hats.worn_by("fatma-coordinator", "utrecht", COORDINATOR, portal.house.now())
        assert hats == {fatma.account.id}


async def test_whoever_gains_a_role_is_told_at_once_or_when_they_sign_in_and_reads_by_whom(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        one = await known(portal, "an", ADMINISTRATOR)
        here, away = await known(portal, "mies", COORDINATOR), await known(portal, "piet", COORDINATOR)
        an, _ = await signs_in(portal, one)
        mies, page = await signs_in(portal, here, wanted="/account")
        assert "Your roles were changed" not in page.text
        for told in (here, away):
            await an.sends(f"{LIST}/{told.account.id}/roles", role="regional-manager")
        assert "Your roles were changed" in await mies.sees("/account")
        piet, page = await signs_in(portal, away)
        assert "Your roles were changed" in page.text
        piet.csrf = csrf_in(page.text)
        account = await piet.sees("/account")
        assert "regional manager" in account
        assert "An" in account.partition("What changed about your roles")[2]
        _, again = await signs_in(portal, away, code=away.code(portal, later=1))
        assert "Your roles were changed" not in again.text


async def test_the_first_screen_of_an_administrator_says_who_may_do_what_since_when(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        house = portal.house
        one, mies = await known(portal, "an", ADMINISTRATOR), await known(portal, "mies", COORDINATOR)
        griet = await known(portal, "griet", MANAGER, office="gent")
        an, page = await signs_in(portal, one)
        assert page.url.path == "/administrator/today"
        assert "You are the only administrator" in page.text
        await an.sends(f"{LIST}/{mies.account.id}/roles", role="trainer")
        house.journal.note("role-given", house.now(), account_id=griet.account.id, office="gent", outcome="operator")
        first = await an.sees("/administrator/today")
        assert "<strong>trainer</strong>" in first
        assert "Mies" in first
        assert "operator" not in first
        assert "operator" not in await an.sees("/administrator/journal")
        entries, _ = house.journal.page(what=CHANGED, office="gent")
        assert [entry.outcome for entry in entries] == ["operator"]
        await known(portal, "bo", ADMINISTRATOR)
        assert "You are the only administrator" not in await an.sees("/administrator/today")
