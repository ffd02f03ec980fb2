"""The day itself: a coordinator with a phone in one hand, and what comes of it for who informed, and for the circle."""

import pytest

from tests.browser.office import Office
from tests.browser.stories import CONFERENCES, HELP, a_plan, alone, case_of
from tests.browser.watched import PHONE, Watched


@pytest.fixture(name="held", scope="module")
def a_conference_that_was_held(own_office: Office) -> str:
    """Hold the conference of today, on a phone, to the plan that everybody has; give its id."""
    coordinator = own_office.signed_in("coordinator", viewport=PHONE, has_touch=True, is_mobile=True)
    coordinator.sees("/coordinator/today")
    coordinator.page.locator(f"main a[href*='{CONFERENCES}/']").first.click()
    case_id = case_of(coordinator.page.url)
    _the_circle_is_informed(coordinator, case_id)
    _the_circle_is_alone(coordinator, case_id)
    _the_plan_is_written(coordinator, case_id)
    _the_plan_goes_out(coordinator, case_id)
    return case_id


def _the_circle_is_informed(coordinator: Watched, case_id: str) -> None:
    coordinator.sees(f"{CONFERENCES}/{case_id}/day")
    coordinator.must_be_good_for_all()
    coordinator.sends("/do/start-information-phase")
    assert coordinator.page.locator("ol.parts [aria-current='step']").inner_text().startswith("1")
    coordinator.sends("/do/record-information-given")
    coordinator.must_be_good_for_all()


def _the_circle_is_alone(coordinator: Watched, case_id: str) -> None:
    """See one sentence and one button, wherever one goes; and come back when the circle calls."""
    alone(coordinator)
    page, names = coordinator.page, ("Veldhuis", "Loes", "Nadia", "Linde")
    for place in ("/day", "/circle", "/plan", "/preparation", ""):
        coordinator.sees(f"{CONFERENCES}/{case_id}{place}")
        assert coordinator.path == f"{CONFERENCES}/{case_id}/day", place
        body = page.inner_text("body")
        assert not [name for name in names if name in body or name in page.title()]
        assert page.locator("nav, header, footer, [hx-trigger]").count() == 0, "no menu, and nothing that changes"
        assert page.locator("button").count() == 1
    coordinator.must_be_good_for_all()
    coordinator.sends("/do/end-private-time")


def _the_plan_is_written(coordinator: Watched, case_id: str) -> None:
    coordinator.sees(f"{CONFERENCES}/{case_id}/plan")
    coordinator.follows("/plan/write")
    coordinator.sends("/plan/write", {"who": "Tante Loes"})
    assert coordinator.page.locator("[role='alert']").is_visible(), "who, and not what: that is no agreement yet"
    assert coordinator.page.input_value("[name='who'] >> nth=0") == "Tante Loes"
    coordinator.must_be_good_for_all()
    a_plan(coordinator, f"{CONFERENCES}/{case_id}")
    coordinator.must_be_good_for_all()


def _the_plan_goes_out(coordinator: Watched, case_id: str) -> None:
    coordinator.sends("/do/confirm-plan", {"everyone_agrees": "true"})
    assert coordinator.page.locator(".notice.no").count() == 0, coordinator.text
    coordinator.sees(f"{CONFERENCES}/{case_id}/day")
    coordinator.sends("/do/conclude-conference", {"present_count": "6"})
    coordinator.sees(f"{CONFERENCES}/{case_id}/plan")
    coordinator.sends("/do/write-out-plan")
    coordinator.sends("/do/distribute-plan")
    assert coordinator.page.locator("#receipts").is_visible()
    coordinator.must_be_good_for_all()


def test_a_coordinator_holds_the_day_on_a_phone_and_closes_it(own_office: Office, held: str) -> None:
    manager = own_office.signed_in("manager")
    assert "Noor Veldhuis" not in manager.sees(f"/manager/conferences/{held}")
    coordinator = own_office.signed_in("coordinator", viewport=PHONE)
    assert "kookt op woensdag" in coordinator.sees(f"{CONFERENCES}/{held}/plan")
    coordinator.must_be_good_for_all()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_who_informed_answers_what_the_circle_asks_of_them(own_office: Office, held: str, *, scripts: bool) -> None:
    giver = own_office.signed_in("information-giver", java_script_enabled=scripts)
    assert HELP in giver.sees(f"/information-giver/{held}")
    giver.must_be_good_for_all()
    giver.sends("/answer-help", {"granted": "true" if scripts else "false"})
    giver.must_be_good_for_all()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_without_scripts_or_with_the_coordinator_goes_on_after_the_day(
    own_office: Office, held: str, *, scripts: bool
) -> None:
    coordinator = own_office.signed_in("coordinator", viewport=PHONE, java_script_enabled=scripts)
    coordinator.sees(f"{CONFERENCES}/{held}/plan")
    waiting = coordinator.page.locator("form[action$='/do/confirm-receipt']").count()
    coordinator.sends("/do/confirm-receipt", {"received_by": "by-hand"})
    assert coordinator.page.locator("form[action$='/do/confirm-receipt']").count() == waiting - 1
    coordinator.must_be_good_for_all()
