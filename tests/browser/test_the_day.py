"""The day itself: a coordinator with a phone in one hand, until the circle has its plan."""

import pytest

from tests.browser.office import Office
from tests.browser.stories import CONFERENCES, HELP, a_plan, alone, case_of, first_case
from tests.browser.watched import PHONE, Watched


@pytest.fixture(name="held", scope="module")
def a_conference_that_was_held(own_office: Office) -> str:
    """Hold the conference of today, on a phone, to the plan that the circle agrees on; give its id."""
    coordinator = own_office.signed_in("coordinator", viewport=PHONE, has_touch=True, is_mobile=True)
    coordinator.sees("/coordinator/today")
    coordinator.page.locator(f"main a.card[href*='{CONFERENCES}/']").first.click()  # not a message to tell
    case_id = case_of(coordinator.page.url)
    _the_circle_is_informed(coordinator, case_id)
    _the_circle_is_alone(coordinator, case_id)
    _the_plan_is_written(coordinator, case_id)
    _it_is_closed(coordinator, case_id)
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


def _it_is_closed(coordinator: Watched, case_id: str) -> None:
    coordinator.sends("/do/confirm-plan", {"everyone_agrees": "true"})
    assert coordinator.page.locator(".notice.no").count() == 0, coordinator.text
    coordinator.sees(f"{CONFERENCES}/{case_id}/day")
    coordinator.sends("/do/conclude-conference", {"present_count": "6"})


def test_a_coordinator_holds_the_day_on_a_phone_and_closes_it(own_office: Office, held: str) -> None:
    manager = own_office.signed_in("manager")
    assert "Noor Veldhuis" not in manager.sees(f"/manager/conferences/{held}")
    coordinator = own_office.signed_in("coordinator", viewport=PHONE)
    assert "kookt op woensdag" in coordinator.sees(f"{CONFERENCES}/{held}/plan")
    coordinator.must_be_good_for_all()


def test_whoever_informs_promises_the_help_that_the_circle_asked_for(own_office: Office, held: str) -> None:
    coordinator = own_office.signed_in("coordinator", viewport=PHONE)
    coordinator.sees(f"{CONFERENCES}/{held}/plan")
    coordinator.sends("/do/write-out-plan")
    coordinator.sees(f"{CONFERENCES}/{held}/plan")
    coordinator.sends("/do/distribute-plan")
    informer = own_office.signed_in("information-giver", viewport=PHONE, java_script_enabled=False)
    assert first_case(informer, "/information-giver") == held
    assert HELP in informer.text
    assert "kookt op woensdag" not in informer.text, "the plan is the circle's; theirs is what was asked of them"
    informer.sends("/answer-help", {"granted": "true"})
    informer.must_be_good_for_all()
    asked = f"#help + ul > li:has-text('{HELP}') > .tag"
    coordinator.sees(f"{CONFERENCES}/{held}/plan")
    assert coordinator.page.locator(asked).inner_text() == "ja"
    coordinator.must_be_good_for_all()
