"""Every page for every role: who it is declared for opens it, everybody else is turned away; none is forgotten."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple, cast

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.routing import BaseRoute

from kring_portal import desks
from kring_portal.store.sessions import Session
from kring_portal.web.house import House
from kring_portal.web.refusals import NoSession, WrongRole
from kring_portal.web.visit import Visit
from kring_shared.contracts.actor import Role
from tests.integration.portal.house import a_portal

ID: Final = "019aa0000000700080000000000000a1"
FOR_ANYBODY: Final = (
    "/",
    "/ask",
    "/k",
    "/language",
    "/sign-in",
    "/sign-out",
    "/signed-out",
    "/v1",
    "/welcome",
)
"""Where nobody needs to be signed in, or where systems come with a token; what is under these is as well."""
FOR_WHO_IS_SIGNED_IN: Final = ("/account", "/choose-role", "/changes")
"""One's own account, in whatever role, or in none yet."""
NOT_PEOPLE: Final = frozenset({Role.EDGE})


class Page(NamedTuple):
    """A page: where it is, how it is asked for, and what stands before it."""

    path: str
    methods: set[str]
    dependant: Dependant


def routes() -> Iterator[Page]:
    for router in desks.ROUTERS:
        yield from _flat(router.routes)


def _flat(found: list[BaseRoute], before: str = "") -> Iterator[Page]:
    for route in found:
        if isinstance(route, APIRoute):
            yield Page(before + route.path, route.methods or set(), route.dependant)
        elif (inside := getattr(route, "original_router", None)) is not None:
            context = getattr(route, "include_context", None)
            yield from _flat(inside.routes, before + getattr(context, "prefix", ""))


def declared(dependant: Dependant) -> frozenset[Role] | None:
    """Give for whom a page is declared; none when it says nothing."""
    for one in dependant.dependencies:
        roles = getattr(one.call, "roles", None) or declared(one)
        if roles:
            return frozenset(roles)
    return None


def is_under(path: str, places: tuple[str, ...]) -> bool:
    return any(path == place or (place != "/" and path.startswith(f"{place}/")) for place in places)


def test_every_page_says_for_whom_it_is() -> None:
    silent = {
        route.path
        for route in routes()
        if declared(route.dependant) is None and not is_under(route.path, FOR_ANYBODY + FOR_WHO_IS_SIGNED_IN)
    }
    assert silent == set()


def test_there_are_pages_for_every_role_that_has_a_menu() -> None:
    found = {role for route in routes() for role in declared(route.dependant) or ()}
    assert {Role.ADMINISTRATOR, Role.OPERATOR, Role.COORDINATOR, Role.REGIONAL_MANAGER} <= found
    assert len(list(routes())) > 40


def guard(dependant: Dependant) -> Callable[[Visit], Visit] | None:
    """Give what lets somebody through to a page."""
    for one in dependant.dependencies:
        if getattr(one.call, "roles", None):
            return one.call
        if (found := guard(one)) is not None:
            return found
    return None


def lets_in(route: Page, role: Role | None) -> bool:
    session = Session(csrf="", language="en", role=role, office="utrecht", actor_id="a")
    guarding = guard(route.dependant)
    assert guarding is not None
    try:
        guarding(Visit(Request({"type": "http"}), cast("House", None), session))
    except (WrongRole, NoSession):
        return False
    return True


def test_every_page_lets_in_whom_it_is_declared_for_and_no_other_role() -> None:
    guarded = [route for route in routes() if declared(route.dependant) is not None]
    wrong = [
        (route.path, role)
        for route in guarded
        for role in (*Role, None)
        if lets_in(route, role) != (role in (declared(route.dependant) or ()))
    ]
    assert wrong == []


async def test_every_page_turns_away_who_is_not_signed_in_and_who_has_another_role(tmp_path: Path) -> None:
    async with a_portal(tmp_path, open_posts_a_minute=10_000) as portal:
        people = [(role, await portal.signed_in(role, f"a-{role}")) for role in Role if role not in NOT_PEOPLE]
        nobody, wrong = await portal.anybody(), []
        guarded = [route for route in routes() if declared(route.dependant) is not None]
        for n, route in enumerate(guarded):
            path = re.sub(r"\{[^}]+\}", ID, route.path)
            others = [person for role, person in people if role not in (declared(route.dependant) or ())]
            person = others[n % len(others)]
            for method in route.methods:
                said = await nobody.client.request(method, path, follow_redirects=False)
                if said.status_code != 303 or not said.headers["location"].startswith("/sign-in"):
                    wrong.append((method, path, said.status_code))
                data = {"csrf": person.csrf} if method == "POST" else None
                answer = await person.client.request(method, path, data=data, follow_redirects=False)
                if answer.status_code != 403:
                    wrong.append((method, path, answer.status_code))
        assert wrong == []


async def test_no_page_that_is_declared_for_somebody_tells_them_it_is_for_somebody_else(tmp_path: Path) -> None:
    async with a_portal(tmp_path, open_posts_a_minute=10_000) as portal:
        people = {role: await portal.signed_in(role, f"a-{role}") for role in Role if role not in NOT_PEOPLE}
        wrong = []
        for route in routes():
            path = re.sub(r"\{[^}]+\}", ID, route.path)
            for role in declared(route.dependant) or ():
                if "GET" in (route.methods) and role in people:
                    answer = await people[role].client.get(path, follow_redirects=False)
                    if "This page is for somebody else" in answer.text or answer.status_code >= 500:
                        wrong.append((path, role, answer.status_code))
        assert wrong == []
