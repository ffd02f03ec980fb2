"""Every page a role's menu leads to, and those these link to: there, accessible in light and dark, without errors."""

import re
from urllib.parse import urlsplit

import pytest

from tests.browser.office import Office
from tests.browser.watched import Watched

LOGINS = (
    "manager",
    "coordinator",
    "candidate",
    "trainer",
    "supervisor",
    "professional",
    "information-giver",
    "safety-officer",
    "administrator",
    "operator",
    "researcher",
    "referrer",
)
OPAQUE = re.compile(r"[0-9a-f]{16,}|[A-Za-z0-9_-]{24,}|(?<=/)[0-9]+(?=/|$)")
NO_PAGES = re.compile(r"/sign-out|/k/leave|/static/|\.(pdf|csv|ics|json|svg|xlsx|odt)$|download|/calendar$|/changes")
PAGES_AT_MOST = 40


def kind_of(path: str) -> str:
    """Name the kind of a page: without ids, so that one case stands for all."""
    return OPAQUE.sub("*", urlsplit(path).path)


def links_on(somebody: Watched) -> list[str]:
    """Give the pages of the portal that the page links to."""
    found = somebody.page.eval_on_selector_all(
        "a[href]", "links => links.map(link => new URL(link.getAttribute('href'), document.baseURI).href)"
    )
    ours = [link.removeprefix(somebody.address) for link in found if link.startswith(somebody.address + "/")]
    return [link.partition("#")[0] for link in ours if not NO_PAGES.search(urlsplit(link).path)]


def walk(somebody: Watched, begins: str) -> list[str]:
    """Visit one page of each kind that can be reached; give what was found wrong."""
    waiting, seen, wrong = [begins], {kind_of(begins)}, []
    while waiting and len(seen) <= PAGES_AT_MOST:
        path = waiting.pop(0)
        answer = somebody.open(path)
        if answer.status != 200:
            wrong.append(f"{path}: {answer.status}")
            continue
        for colours in ("light", "dark"):
            try:
                somebody.must_be_accessible(colours)
            except AssertionError as error:
                wrong.append(str(error).partition("\n")[0])
        for link in links_on(somebody):
            if kind_of(link) not in seen:
                seen.add(kind_of(link))
                waiting.append(link)
    return wrong + somebody.wrong


def must_be_right(wrong: list[str]) -> None:
    """Tell all that is wrong at once."""
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


@pytest.mark.parametrize("login", LOGINS)
def test_every_page_of_a_role_is_there_and_accessible(office: Office, login: str) -> None:
    somebody = office.signed_in(login)
    must_be_right(walk(somebody, urlsplit(somebody.page.url).path))


@pytest.mark.parametrize("role", ["main-person", "circle-member"])
def test_every_page_behind_a_personal_link_is_there_and_accessible(office: Office, role: str) -> None:
    must_be_right(walk(office.visitor(), office.link(role)))


def test_every_page_for_anybody_is_there_and_accessible(office: Office) -> None:
    visitor = office.visitor()
    must_be_right(walk(visitor, "/") + walk(visitor, "/ask"))


def test_every_login_of_the_demo_is_walked_through(office: Office) -> None:
    assert set(office.logins) == set(LOGINS)
