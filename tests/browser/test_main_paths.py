"""What people do first in their role: come in, find what waits, open it; by mouse, keyboard, phone, without scripts."""

import re

import pytest

from tests.browser.office import PHONE, Office
from tests.browser.test_every_page import LOGINS

OPAQUE = re.compile(r"/[0-9a-f]{32}")


def test_a_regional_manager_opens_a_request_from_the_list(office: Office) -> None:
    manager = office.signed_in("manager")
    manager.sees("/manager/requests")
    manager.page.locator("main a[href*='/manager/requests/']").filter(has_not_text="+").first.click()
    manager.page.wait_for_url(re.compile("/manager/requests/"))
    assert manager.page.locator("main h1").is_visible()
    manager.must_be_fine()


def test_a_coordinator_opens_the_day_of_a_conference_on_a_phone(office: Office) -> None:
    coordinator = office.signed_in("coordinator", viewport=PHONE, has_touch=True, is_mobile=True)
    coordinator.sees("/coordinator/conferences")
    links = coordinator.page.locator("main a[href*='/coordinator/conferences/']")
    case = OPAQUE.search(links.first.get_attribute("href") or "")
    assert case is not None
    coordinator.sees(f"/coordinator/conferences{case[0]}/day")
    page = coordinator.page
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "nothing sticks out of a phone"
    coordinator.must_be_fine()


@pytest.mark.parametrize("role", ["main-person", "circle-member"])
def test_somebody_of_a_circle_opens_their_link_and_can_leave_at_once(office: Office, role: str) -> None:
    somebody = office.visitor(viewport=PHONE)
    somebody.sees(office.link(role))
    page = somebody.page
    assert page.locator("h1").first.is_visible()
    assert not re.search("kring|conferen|plan", page.title(), re.IGNORECASE), "its title says nothing"
    assert page.locator("[data-quick-exit]").is_visible()
    somebody.must_be_fine()


def test_a_link_that_nobody_gave_opens_nothing(office: Office) -> None:
    somebody = office.visitor()
    answer = somebody.open("/k/abcdqrstuvwxyzabcdefghijklmnop")
    assert answer.status in {200, 404, 410}
    assert somebody.page.locator("form").count() == 0 or answer.status != 200


@pytest.mark.parametrize("login", LOGINS)
def test_without_scripts_everybody_comes_in_and_out(office: Office, login: str) -> None:
    somebody = office.signed_in(login, java_script_enabled=False)
    assert somebody.page.locator("nav.menu a").count() >= 1
    somebody.page.click("header form.out button")
    somebody.page.wait_for_load_state()
    assert somebody.page.locator("nav.menu").count() == 0
    somebody.must_be_fine()


def test_by_keyboard_alone_somebody_signs_in_and_reaches_what_waits(office: Office) -> None:
    visitor = office.visitor()
    visitor.sees("/sign-in")
    page = visitor.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip", "the first stop leads to the page itself"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("manager")
    page.keyboard.press("Tab")
    page.keyboard.type("invented people")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/sign-in" not in page.url
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('nav.menu') !== null"):
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("main h1").is_visible()
    visitor.must_be_fine()


def test_the_way_in_says_that_it_is_a_demo(office: Office) -> None:
    visitor = office.visitor()
    visitor.sees("/sign-in")
    assert "invented" in visitor.page.inner_text("main")
