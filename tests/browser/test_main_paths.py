"""What people come for in their role: they do it in a browser, with scripts and without, and see that it counted."""

import re
import secrets
from datetime import datetime, timedelta

import pytest

from kring_portal.web.words import ZONE
from kring_shared.testing.demo.who import OFFICER
from tests.browser.office import Office
from tests.browser.stories import CONFERENCES, a_name, accepted_by_phone, asks_for_a_conference, first_case
from tests.browser.watched import PHONE

pytestmark = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


def test_a_regional_manager_takes_a_request_by_phone_and_asks_a_coordinator(
    own_office: Office, *, scripts: bool
) -> None:
    manager = own_office.signed_in("manager", java_script_enabled=scripts)
    case_id = accepted_by_phone(manager, a_name())
    manager.comes_to(f"/manager/matching/{case_id}", "ul.reasons li")
    assert manager.page.locator("h3 a[href*='/manager/coordinators/']").count() >= 1, "who fits stands there by name"
    manager.must_be_good_for_all()
    best = manager.page.locator("article.card h3 a").first.inner_text()
    assert best in manager.sends("/approve-shortlist")
    assert manager.page.locator("form[action$='/approve-shortlist']").count() == 0, "somebody is asked now"
    manager.must_be_good_for_all()


def test_a_call_that_was_not_taken_down_well_loses_nothing(own_office: Office, *, scripts: bool) -> None:
    manager, name = own_office.signed_in("manager", java_script_enabled=scripts), a_name()
    manager.sees("/manager/requests/new")
    manager.sends("/manager/requests/new", {"p0-name": name, "p0-birth_year": "1584"})
    assert manager.page.locator("main .error").count() >= 1, "what is wrong stands at its field"
    assert manager.page.input_value("[name='p0-name']") == name
    manager.must_be_good_for_all()


def test_a_referrer_sends_a_referral_and_sees_where_it_stands(own_office: Office, *, scripts: bool) -> None:
    referrer, reference = own_office.signed_in("referrer", java_script_enabled=scripts), f"R-{secrets.token_hex(4)}"
    referrer.sees("/referrer")
    referrer.follows("/referrer/new")
    told = {"reference": reference, "name": "Mies Kuiper", "organisation": "Wijkteam Oost", "person": a_name()}
    referrer.sends("/referrer/new", told | {"email": "nobody"})
    assert referrer.page.locator("main .error").count() >= 1
    referrer.must_be_good_for_all()
    referrer.sends("/referrer/new", {"email": "mies@wijkteam.example", "municipality": "Utrecht"})
    row = referrer.page.locator("tr").filter(has_text=reference)
    assert row.locator("td").first.inner_text().strip()
    assert told["person"] not in referrer.text, "nothing of the people"
    referrer.must_be_good_for_all()


def test_a_professional_writes_a_condition_and_the_coordinator_has_it(own_office: Office, *, scripts: bool) -> None:
    professional = own_office.signed_in("professional", java_script_enabled=scripts)
    condition = f"Iemand uit de kring is elke dag bij {a_name()}"
    case_id = first_case(professional, "/professional")
    assert condition in professional.sends("/add-condition", {"condition": condition})
    professional.must_be_good_for_all()
    coordinator = own_office.signed_in("coordinator", java_script_enabled=scripts)
    assert condition in coordinator.sees(f"{CONFERENCES}/{case_id}/preparation")
    coordinator.must_be_good_for_all()


def test_a_candidate_comes_to_what_a_trainer_planned(own_office: Office, *, scripts: bool) -> None:
    trainer, title = own_office.signed_in("trainer", java_script_enabled=scripts), f"Studiedag {a_name()}"
    day = (datetime.now(ZONE) + timedelta(days=20)).strftime("%Y-%m-%dT10:00")
    trainer.sees("/trainer")
    trainer.follows("/trainer/new")
    assert title in trainer.sends("/trainer/new", {"kind_of": "study-day", "title": title, "days": day})
    trainer.must_be_good_for_all()
    candidate = own_office.signed_in("candidate", java_script_enabled=scripts)
    candidate.sees("/candidate")
    planned = candidate.page.locator("article").filter(has_text=title)
    with candidate.page.expect_navigation():
        planned.locator("form[action$='/sign-up'] button").click()
    assert planned.locator("form[action$='/sign-off']").count() == 1
    candidate.must_be_good_for_all()
    trainer.page.locator("a.card").filter(has_text=title).click()
    assert "Jolien Aerts" in trainer.page.locator("main form").inner_text()
    trainer.must_be_good_for_all()


def test_a_supervisor_notes_that_somebody_was_supported(own_office: Office, *, scripts: bool) -> None:
    supervisor = own_office.signed_in("supervisor", java_script_enabled=scripts)
    supervisor.sees("/supervisor")
    supervisor.page.locator("main a.card").first.click()
    said = {"how": "visit", "topic": "circle", "minutes": "47" if scripts else "53"}
    supervisor.sends("/record-coaching", said)
    assert supervisor.page.locator("main .notice").count() >= 1
    supervisor.must_be_good_for_all()


def test_a_worry_reaches_the_safety_officer_who_closes_it(own_office: Office, *, scripts: bool) -> None:
    coordinator = own_office.signed_in("coordinator", java_script_enabled=scripts)
    words, case_id = f"Ik maak me zorgen over {a_name()}.", first_case(coordinator, CONFERENCES)
    coordinator.sees(f"{CONFERENCES}/{case_id}/safety")
    coordinator.sends("/do/raise-safety-signal", {"level": "concern", "words": words})
    manager = own_office.signed_in("manager", java_script_enabled=scripts)
    manager.sees("/manager/signals")
    found = manager.page.locator("main a.card").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    place = next(path for path in found if words in manager.sees(path))
    manager.sends("/pass-on", {"officer_id": OFFICER})
    manager.must_be_good_for_all()
    officer = own_office.signed_in("safety-officer", java_script_enabled=scripts)
    officer.sees("/safety-officer")
    officer.sends("/safety-officer", {"which": "no number"})
    assert officer.page.locator("main .error").is_visible()
    officer.must_be_good_for_all()
    assert words in officer.sends("/safety-officer", {"which": place.rpartition("/")[2]})
    officer.must_be_good_for_all()
    officer.sends("/close-safety-signal", {"outcome": "circle-acts"})
    officer.must_be_fine()
    manager.sees("/manager/signals")
    assert manager.page.locator(f"a[href='{place}']").count() == 0, "it waits for nobody any more"


def test_an_administrator_invites_somebody_who_comes_in_by_that_link(own_office: Office, *, scripts: bool) -> None:
    administrator, login = own_office.signed_in("administrator", java_script_enabled=scripts), secrets.token_hex(4)
    administrator.sees("/administrator/accounts")
    administrator.follows("/administrator/invite")
    administrator.sends("/administrator/invite", {"name": a_name(), "login": "manager", "role": "regional-manager"})
    assert administrator.page.locator("main .error").is_visible(), "that name was taken"
    administrator.must_be_good_for_all()
    administrator.sends("/administrator/invite", {"login": login})
    administrator.must_be_good_for_all()
    link = administrator.page.inner_text("main code")
    assert login in administrator.sees("/administrator/accounts")
    invited = own_office.visitor(java_script_enabled=scripts)
    assert invited.page.goto(link)
    assert invited.page.locator("main form input[type='password']").count() >= 1
    invited.must_be_good_for_all()


def test_an_operator_sees_how_services_are_and_nothing_of_people(own_office: Office, *, scripts: bool) -> None:
    operator = own_office.signed_in("operator", java_script_enabled=scripts)
    operator.sees("/operator")
    assert operator.page.locator("section.card .tag.done").count() == 5
    for service in operator.page.locator("section.card a").evaluate_all(
        "all => all.map(one => one.pathname + one.search)"
    ):
        assert not re.search("Veldhuis|Lahlou|Bakels|@", operator.sees(service))
        operator.must_be_good_for_all()


def test_a_researcher_chooses_a_year_and_learns_what_may_leave(own_office: Office, *, scripts: bool) -> None:
    researcher = own_office.signed_in("researcher", java_script_enabled=scripts)
    researcher.sees("/researcher")
    researcher.page.select_option("[name='by']", "type")
    with researcher.page.expect_navigation():
        researcher.page.click("main form button")
    assert "by=type" in researcher.page.url
    assert researcher.page.locator("main .notice").count() >= 1
    researcher.must_be_good_for_all()


@pytest.mark.parametrize(
    ("role", "language", "direction"), [("main-person", "tr", "ltr"), ("circle-member", "ar", "rtl")]
)
def test_somebody_of_a_circle_answers_in_their_language(
    own_office: Office, role: str, language: str, direction: str, *, scripts: bool
) -> None:
    somebody = own_office.visitor(viewport=PHONE, java_script_enabled=scripts)
    somebody.sees(own_office.link(role))
    page = somebody.page
    page.select_option("[name='language']", language)
    with page.expect_navigation():
        page.click("header form button")
    assert page.locator(f"html[lang='{language}'][dir='{direction}']").count() == 1
    somebody.sends(own_office.link(role))
    assert somebody.path == "/k/page"
    somebody.must_be_good_for_all()
    somebody.sends("/k/answer", {"answer": "comes-remote"})
    assert page.locator("main .notice.done[role='status']").is_visible()
    assert not re.search("kring|conferen|plan", page.title(), re.IGNORECASE), "its title says nothing"
    assert page.locator("[data-quick-exit]").is_visible()
    somebody.must_be_good_for_all()


def test_anybody_asks_for_a_conference_and_gets_a_number(own_office: Office, *, scripts: bool) -> None:
    visitor = own_office.visitor(java_script_enabled=scripts)
    name = a_name()
    reference = asks_for_a_conference(visitor, "pl", name)
    assert re.fullmatch(r"[2-9A-Z]{3}(-[2-9A-Z]{3}){2}", reference)
    assert name not in visitor.page.url + visitor.text
    visitor.must_be_good_for_all()
