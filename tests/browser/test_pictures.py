"""Pictures of the main pages for the documentation: written when asked (`make screenshots`), and small in any case."""

import os
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.tree import ROOT
from tests.browser.office import Office
from tests.browser.stories import CONFERENCES, a_plan, accepted_by_phone, alone
from tests.browser.watched import PHONE, Watched

PLACE: Final = ROOT / "docs/pictures/portal"
MOST_BYTES: Final = 150_000
DESK: Final = {"width": 1100, "height": 760}
TALL: Final = {"width": 1100, "height": 1100}
NAME: Final = "Vera Hofland"
SHOWN: Final = (
    ("manager", "manager", "/manager/today", DESK),
    ("figures", "manager", "/manager/figures", TALL),
    ("coordinator", "coordinator", "/coordinator/today", PHONE),
    ("trainer", "trainer", "/trainer", DESK),
    ("administrator", "administrator", "/administrator/accounts", DESK),
    ("operator", "operator", "/operator", DESK),
)
asked = pytest.mark.skipif(
    os.environ.get("KRING_SCREENSHOTS") != "1", reason="pictures are made when asked: make screenshots"
)


def keep(somebody: Watched, name: str, size: dict[str, int] = DESK) -> None:
    """Keep a picture of the page as it is; a sheet of that size, from its top."""
    somebody.page.set_viewport_size({"width": size["width"], "height": size["height"]})
    PLACE.mkdir(parents=True, exist_ok=True)
    somebody.page.evaluate("window.scrollTo(0, 0)")
    somebody.page.screenshot(path=PLACE / f"{name}.png", scale="css", animations="disabled")


def case_of_today(office: Office) -> str:
    """Give the id of the conference that meets today."""
    return next(one.case_id for one in office.people if one.case_id)


@asked
@pytest.mark.parametrize(("name", "login", "path", "size"), SHOWN)
def test_a_picture_is_made_of_a_first_page(
    own_office: Office, name: str, login: str, path: str, size: dict[str, int]
) -> None:
    somebody = own_office.signed_in(login, viewport=size)
    somebody.sees(path)
    keep(somebody, name, size)


@asked
def test_pictures_are_made_of_a_request_and_of_who_fits_it(own_office: Office) -> None:
    manager = own_office.signed_in("manager", viewport=TALL)
    manager.sees(f"/manager/requests/{case_of_today(own_office)}")
    keep(manager, "request", TALL)
    case_id = accepted_by_phone(manager, NAME)
    manager.comes_to(f"/manager/matching/{case_id}", "ul.reasons li")
    keep(manager, "matching", TALL)
    manager.page.emulate_media(color_scheme="dark")
    manager.sees("/manager/requests")
    keep(manager, "dark")


@asked
def test_pictures_are_made_of_a_circle_its_day_and_its_plan(own_office: Office) -> None:
    _somebody_answers(own_office)
    coordinator, case_id = own_office.signed_in("coordinator", viewport=DESK), case_of_today(own_office)
    home = f"{CONFERENCES}/{case_id}"
    coordinator.sees(f"{home}/circle")
    keep(coordinator, "circle", TALL)
    coordinator.sees(f"{home}/day")
    coordinator.sends("/do/start-information-phase")
    keep(coordinator, "day", PHONE)
    alone(coordinator)
    keep(coordinator, "private-time", PHONE)
    coordinator.sends("/do/end-private-time")
    a_plan(coordinator, home)
    keep(coordinator, "plan", DESK)


def _somebody_answers(own_office: Office) -> None:
    """Open an invitation, which no link opens any more once the day has begun."""
    aunt = own_office.visitor(viewport=PHONE)
    aunt.sees(own_office.link("circle-member"))
    aunt.page.select_option("[name='language']", "ar")
    with aunt.page.expect_navigation():
        aunt.page.click("header form button")
    aunt.sends(own_office.link("circle-member"))
    keep(aunt, "link", PHONE)


@asked
def test_pictures_are_made_of_who_has_no_desk(own_office: Office) -> None:
    professional = own_office.signed_in("professional", viewport=DESK)
    professional.sees("/professional")
    professional.page.locator("main a.card").first.click()
    keep(professional, "professional", TALL)
    visitor = own_office.visitor(viewport=DESK)
    visitor.sees("/ask/en")
    keep(visitor, "ask", DESK)


def test_no_picture_is_large() -> None:
    sizes = {picture.name: picture.stat().st_size for picture in Path(PLACE).glob("*.png")}
    assert sizes
    assert {name: size for name, size in sizes.items() if size > MOST_BYTES} == {}
