"""The route as data: unbroken from the first request to its closing, each step taken by who tells what closes it."""

from kring_shared.contracts import intake, matching
from kring_shared.contracts.catalogue import FACTS
from kring_shared.contracts.route import ROUTE

ORDER = ("intake", "matching", "conference", "registry", "intake")


def test_it_begins_with_a_request_and_ends_with_its_closing() -> None:
    assert ROUTE[0].opens is intake.RequestReceived
    assert ROUTE[-1].closes == (intake.RequestClosed,)


def test_every_step_is_closed_by_the_service_that_takes_it() -> None:
    for step in ROUTE:
        assert {fact.service for fact in step.closes} == {step.service}, step.title


def test_every_fact_in_it_is_one_that_is_told() -> None:
    assert {fact for step in ROUTE for fact in (step.opens, *step.closes)} <= set(FACTS.values())


def test_services_take_their_turns_in_the_order_of_the_field() -> None:
    turns = [step.service for n, step in enumerate(ROUTE) if n == 0 or ROUTE[n - 1].service != step.service]
    assert tuple(turns) == ORDER


def test_every_step_has_a_name_of_its_own_and_says_what_happens_in_it() -> None:
    assert len({step.title for step in ROUTE}) == len(ROUTE)
    assert all(len(step.about.split()) > 3 for step in ROUTE)


def test_no_fact_opens_a_step_and_closes_the_same() -> None:
    assert all(step.opens not in step.closes for step in ROUTE)


def test_a_coordinator_says_yes_before_the_main_person_agrees() -> None:
    titles = [step.title for step in ROUTE]
    confirmation = ROUTE[titles.index("confirmation")]
    assert confirmation.opens is matching.ProposalAccepted
    assert confirmation.opens in ROUTE[titles.index("search")].closes
