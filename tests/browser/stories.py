"""What several stories do on the way: a request taken by phone, a plan written down, a form for anybody."""

import re
import secrets
import string
from datetime import datetime, timedelta
from typing import Final

from kring_portal.web.words import ZONE
from tests.browser.watched import Watched

CONFERENCES: Final = "/coordinator/conferences"
HELP: Final = "Elke week een gesprek op school"
CASE: Final = re.compile(r"/([0-9a-f]{32})(?:/|$)")


def a_name() -> str:
    """Give the name of somebody nobody knows yet, so that no two stories are about the same people."""
    return "Vera " + "".join(secrets.choice(string.ascii_lowercase) for _ in range(9)).title()


def first_case(somebody: Watched, place: str) -> str:
    """Open the first conference of somebody's list, and give its id."""
    somebody.sees(place)
    link = somebody.page.locator(f"main a[href*='{place}/']").first
    with somebody.page.expect_navigation():
        link.click()
    return case_of(somebody.path)


def case_of(path: str) -> str:
    """Give the id of a case in an address."""
    found = CASE.search(path)
    assert found, path
    return found[1]


def accepted_by_phone(manager: Watched, name: str) -> str:
    """Take a request by phone, look at it, hear a yes, and accept it; give its id."""
    manager.sees("/manager/requests")
    manager.follows("/manager/requests/new")
    told = {
        "requester_name": "Mies Kuiper",
        "requester_organisation": "Wijkteam Oost",
        "requester_email": "mies@wijkteam.example",
        "p0-name": name,
        "p0-birth_year": "1984",
        "p0-languages": "nl",
        "p0-municipality": "Utrecht",
        "question": "Wat is er nodig zodat het thuis weer rustig is?",
        "minors_involved": "no",
    }
    assert name in manager.sends("/manager/requests/new", told)
    case_id = case_of(manager.path)
    manager.must_be_good_for_all()
    manager.sends("/triage-request", {"conference_type": "family", "minors_involved": "no"})
    manager.sends("/ask-consent")
    manager.sends("/give-consent", {"method": "by-phone"})
    manager.must_be_good_for_all()
    manager.sends("/accept-request")
    return case_id


def asks_for_a_conference(visitor: Watched, language: str, name: str) -> str:
    """Fill in the form for anybody, first without what it needs; give the reference it answers with.

    It asks whoever is faster than a hand to send it once more; what was typed stays, so sending again is waiting.
    """
    visitor.sees(f"/ask/{language}")
    visitor.sends(f"/ask/{language}", {"name": name})
    assert visitor.page.locator("main .error").count() >= 1
    visitor.must_be_good_for_all()
    said = {"what": "conference", "who": "myself", "phone": "030 2345678", "municipality": "Utrecht"}
    visitor.sends(f"/ask/{language}", said)
    while visitor.page.locator("main form").count():
        assert visitor.page.locator("main .error").count() == 0, visitor.text
        visitor.sends(f"/ask/{language}")
    return visitor.page.inner_text("main .reference strong")


def alone(coordinator: Watched) -> None:
    """Leave the circle to itself."""
    coordinator.sends("/do/start-private-time", {"professionals_left": "true", "coordinator_left": "true"})


def a_plan(coordinator: Watched, home: str) -> None:
    """Write the circle's words down, and ask the mentor of somebody's school for something."""
    coordinator.sees(f"{home}/plan/write")
    mentor = coordinator.page.locator("[name='help_person'] option").filter(has_text="Mentor").first
    said = {
        "who": "Tante Loes",
        "what": "kookt op woensdag",
        "when": "elke week",
        "help_what": HELP,
        "help_of_whom": "Mentor van school",
        "help_person": mentor.get_attribute("value") or "",
        "strengths": "We wonen dichtbij elkaar.",
        "fallback_convener": "Tante Loes",
        "whom_to_warn": "de huisarts",
        "review_on": f"{datetime.now(ZONE) + timedelta(days=90):%Y-%m-%d}",
        "review_by": "wij samen",
    }
    assert said["what"] in coordinator.sends("/plan/write", said)
