"""Roles, deputies and administrators: who wears what, until when, and what ends at once."""

from datetime import timedelta
from pathlib import Path

from kring_portal.web.guarding import cookie_name
from kring_shared.contracts.actor import Role
from tests.integration.portal.house import Person, Portal, a_portal
from tests.integration.portal.signing_in import PASSWORD, anybody, csrf_in, known, secret_in, signs_in

MANAGER, COORDINATOR = Role.REGIONAL_MANAGER, Role.COORDINATOR


def cookie_of(portal: Portal, person: Person) -> str:
    return person.client.cookies[cookie_name(portal.house)]


async def chosen(person: Person, page: str, hat: str) -> str:
    """Choose a role; give the page that follows."""
    person.csrf = csrf_in(page) or person.csrf
    answer = await person.sends("/choose-role", hat=hat, next="/account")
    person.csrf = csrf_in(answer.text)
    return answer.text


async def test_another_role_is_another_cookie_and_the_old_one_opens_nothing(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        one = await known(portal, "mies", MANAGER, COORDINATOR)
        person, page = await signs_in(portal, one)
        assert "Choose a role" in page.text
        hats = {hat.role: hat.id for hat in portal.house.hats.of(one.account.id, portal.house.now())}
        await chosen(person, page.text, hats[MANAGER])
        as_manager = cookie_of(portal, person)
        await chosen(person, "", hats[COORDINATOR])
        now = portal.house.now()
        assert portal.house.sessions.find(as_manager, now) is None
        session = portal.house.sessions.find(cookie_of(portal, person), now)
        assert session is not None
        assert (session.role, session.actor_id) == (COORDINATOR, "mies-coordinator")
        assert session.ends_at is not None
        other = await known(portal, "piet", MANAGER)
        (theirs,) = portal.house.hats.of(other.account.id, now)
        person.csrf = session.csrf
        assert (await person.sends("/choose-role", hat=theirs.id)).status_code == 403


async def test_a_deputy_stands_in_until_the_last_day_or_until_it_is_taken_back(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        house, today = portal.house, portal.house.now().date()
        boss = await known(portal, "boss", MANAGER)
        deputy = await known(portal, "deputy", COORDINATOR)
        stranger = await known(portal, "stranger", COORDINATOR, office="gent")
        manager, _ = await signs_in(portal, boss, wanted="/manager/deputies")
        days = {"first": today.isoformat(), "last": (today + timedelta(days=3)).isoformat()}
        refused = await manager.sends("/manager/deputies", deputy=stranger.account.id, **days)
        assert refused.status_code == 422
        named = await manager.sends("/manager/deputies", deputy=deputy.account.id, **days)
        assert "stands in now" in named.text
        (hat,) = house.hats.deputies_of("utrecht", house.now())
        assert hat.actor_id not in {"boss-regional-manager", "deputy-coordinator"}
        person, page = await signs_in(portal, deputy)
        await chosen(person, page.text, hat.id)
        secret = cookie_of(portal, person)
        session = house.sessions.find(secret, house.now())
        assert session is not None
        assert session.role is MANAGER
        assert session.ends_at is not None
        assert hat.ends is not None
        assert session.ends_at <= hat.ends
        again = await person.sends("/manager/deputies", deputy=stranger.account.id, **days)
        assert again.status_code == 403  # who stands in names nobody
        assert not hat.fits(hat.ends)
        await manager.sends(f"/manager/deputies/{hat.id}/end", came_from="/manager/deputies")
        assert house.sessions.find(secret, house.now()) is None
        assert [one.role for one in house.hats.of(deputy.account.id, house.now())] == [COORDINATOR]


async def test_an_administrator_invites_closes_and_lets_begin_anew(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        house = portal.house
        one = await known(portal, "admin", Role.ADMINISTRATOR)
        admin, _ = await signs_in(portal, one)
        form = {"name": "Piet", "login": "piet", "role": "coordinator", "office": "utrecht", "language": "en"}
        page = await admin.sends("/administrator/invite", actor_id="c-1", **form)
        link = page.text.split('<bdi dir="ltr">')[1].split("<")[0].removeprefix(house.settings.address)
        assert (await admin.sends("/administrator/invite", actor_id="", **form)).status_code == 422
        piet = await anybody(portal)
        assert "Piet" in await piet.sees(link)
        page = await piet.sends(link, password=PASSWORD, again=PASSWORD)
        assert secret_in(page.text)
        account = house.accounts.by_login("piet")
        assert account is not None
        house.accounts.set(account.id, totp="JBSWY3DPEHPK3PXP")
        (hat,) = house.hats.of(account.id, house.now())
        assert (hat.role, hat.actor_id) == (COORDINATOR, "c-1")
        shown = await portal.signed_in(COORDINATOR, "c-1", account_id=account.id)
        secret = cookie_of(portal, shown)
        there = f"/administrator/accounts/{account.id}"
        assert "Piet" in await admin.sees(there)
        assert (await admin.sends(f"{there}/close", came_from=there)).status_code == 200
        assert house.sessions.find(secret, house.now()) is None
        refused = await (await anybody(portal)).sends("/sign-in", login="piet", password=PASSWORD)
        assert refused.status_code == 422
        assert "invited" in await admin.sees("/administrator/journal")
        mine = f"/administrator/accounts/{one.account.id}"
        assert "last administrator" in (await admin.sends(f"{mine}/close", came_from=mine)).text
        assert "begin anew" in (await admin.sees(there))
        assert "/welcome/" in (await admin.sends(f"{there}/reset", came_from=there)).text


async def test_a_session_is_over_after_a_while_without_a_sign_of_life_and_after_a_day_s_work(tmp_path: Path) -> None:
    async with a_portal(tmp_path, session_minutes=30, session_hours=2) as portal:
        person = await portal.signed_in(MANAGER, "m")
        house, now, secret = portal.house, portal.house.now(), cookie_of(portal, person)
        assert house.sessions.find(secret, now + timedelta(minutes=29)) is not None
        assert house.sessions.find(secret, now + timedelta(minutes=29 + 31)) is None
        for minutes in range(0, 120, 20):
            assert house.sessions.find(secret, now + timedelta(minutes=minutes)) is not None, minutes
        assert house.sessions.find(secret, now + timedelta(minutes=120)) is None


async def test_somebody_ends_their_other_sessions(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        one = await known(portal, "mies", MANAGER)
        first, _ = await signs_in(portal, one)
        second, _ = await signs_in(portal, one, code=one.code(portal, later=1), wanted="/account")
        assert cookie_of(portal, first) != cookie_of(portal, second)
        await second.sends("/account/sessions", session="all", came_from="/account")
        assert len(portal.house.sessions.of(one.account.id, portal.house.now())) == 1
        assert (await first.client.get("/account", follow_redirects=False)).status_code == 303
        assert (await second.get("/account")).status_code == 200


async def test_an_operator_sees_ids_and_codes_and_a_manager_who_looked(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        operator = await portal.signed_in(Role.OPERATOR, "op")
        page = await operator.sees("/operator")
        assert page.count('class="tag done"') == 5
        assert "There is nothing now" in await operator.sees("/operator/dead-letters?service=matching")
        assert (await operator.get("/operator/dead-letters?service=elsewhere")).status_code == 403
        manager = await portal.manager()
        assert "Nobody looked" in await manager.sees("/manager/emergencies")
        coordinator = await portal.signed_in(COORDINATOR, "c-9")
        assert "This is written down" in await coordinator.sees("/coordinator/emergency")
        wrong = await coordinator.sends(
            "/coordinator/emergency", which="019aa0000000700080000000000000a1", reason="curious"
        )
        assert wrong.status_code == 422
        await coordinator.sends("/coordinator/emergency", which="019aa0000000700080000000000000a1", reason="danger")
        assert "Somebody is in danger" in await manager.sees("/manager/emergencies")
