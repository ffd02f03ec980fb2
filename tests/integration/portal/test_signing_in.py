"""Signing in: the first account, the second factor, and what nobody gets past."""

import re
from pathlib import Path

import pyotp

from kring_portal.signing.welcome import first_link
from kring_portal.web.addresses import own_path
from kring_portal.web.guarding import cookie_name
from kring_shared.contracts.actor import Role
from tests.integration.portal.house import ADDRESS, a_portal
from tests.integration.portal.signing_in import PASSWORD, anybody, csrf_in, known, secret_in, signs_in

WRONG = "not this one at all"
BETTER = "one long sentence"
MANAGER = Role.REGIONAL_MANAGER


async def test_the_first_link_makes_the_first_administrator_and_works_once(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        link = first_link(portal.house).removeprefix(portal.house.settings.address)
        first = await anybody(portal)
        assert "You are the first" in await first.sees(link)
        fields = {"name": "An", "login": "an", "password": PASSWORD, "again": PASSWORD}
        page = await first.sends(link, **fields)
        secret = secret_in(page.text)
        assert "style=" not in page.text
        page = await first.sends("/sign-in/app", code=pyotp.TOTP(secret).at(portal.house.now()))
        assert len(re.findall(r"<li><bdi", page.text)) == 8
        choose = (await first.get("/choose-role")).text
        hats = re.findall(r'name="hat" value="([0-9a-f]+)"', choose)
        assert len(hats) == len(portal.house.offices)
        first.csrf = csrf_in(choose)
        await first.sends("/choose-role", hat=hats[0])
        assert "An" in await first.sees("/administrator/accounts")
        assert first_link(portal.house) == ""
        assert (await (await anybody(portal)).sends(link, **fields)).status_code == 410


async def test_a_password_and_a_code_bring_somebody_in_and_a_code_is_good_once(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        one = await known(portal, "mies", MANAGER)
        _, page = await signs_in(portal, one, wanted="/account")
        assert "Where you are signed in" in page.text
        again, page = await signs_in(portal, one)
        assert page.status_code == 422
        assert "used already" in page.text
        assert (await again.client.get("/account", follow_redirects=False)).status_code == 303
        _, page = await signs_in(portal, one, code=one.code(portal, later=1), wanted="/account")
        assert page.status_code == 200


async def test_a_recovery_code_stands_in_once(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        one = await known(portal, "mies", MANAGER)
        (code, *_) = portal.house.accounts.new_recovery(one.account.id)
        _, page = await signs_in(portal, one, code=code.upper(), wanted="/account")
        assert "7 recovery codes" in page.text
        _, page = await signs_in(portal, one, code=code)
        assert page.status_code == 422


async def test_whoever_sees_names_makes_a_second_factor_before_anything_else(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        for login, role in (("mies", MANAGER), ("piet", Role.MANDATED_PROFESSIONAL)):
            person, page = await signs_in(portal, await known(portal, login, role, app=False), wanted="/account")
            assert "A second key" in page.text
            assert (await person.client.get("/account", follow_redirects=False)).status_code == 303
        _, page = await signs_in(portal, await known(portal, "ref", Role.REQUESTER, app=False), wanted="/account")
        assert "Where you are signed in" in page.text


async def test_no_setting_lets_a_mandated_professional_in_without_a_second_factor(tmp_path: Path) -> None:
    async with a_portal(tmp_path, second_factor=False) as portal:
        _, page = await signs_in(portal, await known(portal, "mies", MANAGER, app=False), wanted="/account")
        assert "Where you are signed in" in page.text
        piet = await known(portal, "piet", Role.MANDATED_PROFESSIONAL, app=False)
        _, page = await signs_in(portal, piet, wanted="/account")
        assert "A second key" in page.text


async def test_a_login_that_is_not_there_hears_what_a_wrong_password_hears_and_waits_as_long(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        await known(portal, "mies", MANAGER)
        pages: dict[str, list[tuple[int, str]]] = {}
        for login in ("mies", "nobody"):
            person = await anybody(portal)
            said = [await person.sends("/sign-in", login=login, password=WRONG) for _ in range(6)]
            pages[login] = [(one.status_code, re.sub(r"until [0-9: AP\u202fM]+,", "", one.text)) for one in said]
        assert pages["mies"] == pages["nobody"]
        assert [status for status, _ in pages["mies"]] == [422] * 5 + [429]


async def test_a_right_password_does_not_open_a_login_that_has_to_wait(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        one = await known(portal, "mies", MANAGER)
        person = await anybody(portal)
        for _ in range(5):
            await person.sends("/sign-in", login="mies", password=WRONG)
        assert (await person.sends("/sign-in", login="mies", password=PASSWORD)).status_code == 429
        outcomes = [entry.outcome for entry in portal.house.journal.page()[0]]
        assert outcomes == ["locked", *["wrong"] * 5]
        assert one.account.id in {entry.account_id for entry in portal.house.journal.page()[0]}


async def test_a_right_password_does_not_give_more_tries_at_the_code(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        one = await known(portal, "mies", MANAGER)
        said = []
        for _ in range(6):
            _, page = await signs_in(portal, one, code="000000")
            said.append(page.status_code)
        assert said[:5] == [422] * 5
        person = await anybody(portal)
        assert (await person.sends("/sign-in", login="mies", password=PASSWORD)).status_code == 429


async def test_signing_in_gives_another_cookie_than_the_one_that_was_there(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        one = await known(portal, "mies", MANAGER)
        person = await anybody(portal)
        planted = "planted-by-somebody-else"
        person.client.cookies.set(cookie_name(portal.house), planted, domain="portal.test")
        await signs_in(portal, one, person=person)
        values = [cookie.value for cookie in person.client.cookies.jar if cookie.name == cookie_name(portal.house)]
        assert planted not in values
        assert portal.house.sessions.find(planted, portal.house.now()) is None


async def test_cookies_are_for_https_alone_and_no_script_reads_them(tmp_path: Path) -> None:
    async with a_portal(tmp_path, url="https://kring.example") as portal:
        one = await known(portal, "ref", Role.REQUESTER, app=False)
        person = await anybody(portal)
        answer = await person.client.post(
            "/sign-in", data={"login": "ref", "password": PASSWORD}, follow_redirects=False
        )
        (cookie,) = [value for value in answer.headers.get_list("set-cookie") if value.startswith("__Host-kring=")]
        assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
        assert "Max-Age" not in cookie
        assert one.account.id not in cookie


async def test_nobody_is_sent_to_another_site_after_signing_in(tmp_path: Path) -> None:
    elsewhere = ("https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)")
    assert [own_path(one) for one in (*elsewhere, "/a\r\nb", "evil", "http:/a")] == [""] * 8
    assert own_path("/manager/requests?stage=received") == "/manager/requests?stage=received"
    async with a_portal(tmp_path) as portal:
        one = await known(portal, "ref", Role.REQUESTER, app=False)
        for wanted in elsewhere:
            person = await anybody(portal)
            form = {"login": "ref", "password": PASSWORD, "next": wanted}
            answer = await person.client.post("/sign-in", data=form, follow_redirects=False)
            assert answer.headers["location"] == "/referrer"
        assert one.secret == ""


async def test_a_form_from_another_site_is_refused_also_where_nobody_is_signed_in(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        await known(portal, "ref", Role.REQUESTER, app=False)
        form = {"login": "ref", "password": PASSWORD}
        for headers, status in (
            ({"sec-fetch-site": "cross-site"}, 403),
            ({"sec-fetch-site": "same-site"}, 403),
            ({"origin": "https://evil.example"}, 403),
            ({"origin": "null"}, 403),
            ({"origin": ADDRESS}, 303),
            ({"sec-fetch-site": "same-origin"}, 303),
        ):
            person = await anybody(portal)
            answer = await person.client.post("/sign-in", data=form, headers=headers, follow_redirects=False)
            assert answer.status_code == status, headers


async def test_signing_out_ends_the_session_and_not_only_the_cookie(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        person, _ = await signs_in(portal, await known(portal, "mies", MANAGER))
        secret = person.client.cookies[cookie_name(portal.house)]
        page = await person.sends("/sign-out")
        assert "You are signed out" in page.text
        assert portal.house.sessions.find(secret, portal.house.now()) is None


async def test_a_password_is_long_and_does_not_hold_the_login(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        person, page = await signs_in(portal, await known(portal, "mies", MANAGER), wanted="/account")
        for new, again, said in (
            ("short", "short", "too short"),
            ("here is Mies again", "here is Mies again", "Your user name"),
            ("aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaa", "too easy"),
            ("one long sentence", "another long one", "differ"),
        ):
            answer = await person.sends("/account/password", now=PASSWORD, password=new, again=again)
            assert said in answer.text, new
        other, _ = await signs_in(portal, await known(portal, "piet", MANAGER))
        assert other.csrf != csrf_in(page.text)
        answer = await person.sends("/account/password", now=PASSWORD, password=BETTER, again=BETTER)
        assert "was changed" in answer.text
