"""Who pays: asked, granted, refused and asked elsewhere, or by standing agreement; where the policy wants to know."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kring_intake.domain import Funding, MainPerson, Partner, Request
from kring_intake.domain.partner import register_of
from kring_intake.handlers import funding
from kring_intake.process import Stage
from kring_shared.contracts.field import AgeBand, ConferenceType, Dossier, PersonCard, RequesterKind
from kring_shared.contracts.intake import (
    AskFunding,
    FundingGranted,
    FundingRefusal,
    FundingRefused,
    FundingRequested,
    FundingRule,
    GrantFunding,
    RefuseFunding,
)
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotFound, NotReady
from kring_shared.kernel.work import Work
from kring_shared.testing.work import NOON, PlainVault, a_work, an_actor, facts_of

CASE, PERSON, CITY = "01" * 16, "02" * 16, "03" * 16
TODAY = NOON.date()
PAYS = Partner(CITY, "utrecht", register_of("utrecht"), "Gemeente", pays_for=(FundingRule(since=TODAY),))


def a_request(stage: Stage = Stage.CONSENTED, *, policy: str = "nl/2", paid: Funding | None = None) -> Request:
    contact = PlainVault().seal("utrecht", f"person/{PERSON}", Contact(name="Rachel"))
    card = PersonCard(person_id=PERSON, contact=contact)
    return Request(
        CASE,
        "utrecht",
        NOON,
        "bus",
        RequesterKind.MAIN_PERSON,
        card,
        Dossier(policy=policy, conference_type=ConferenceType.FAMILY),
        (MainPerson(card, age_band=AgeBand.ADULT),),
        stage=stage,
        funding=paid,
    )


def a_room(request: Request, *partners: Partner) -> Work:
    return a_work("intake", request, *partners, actor=an_actor())


def kept(work: Work) -> Request:
    found = work.get(Request, CASE)
    assert found is not None
    return found


def test_a_funder_that_is_asked_makes_the_request_wait_and_a_yes_lets_it_go_on() -> None:
    asked = a_room(a_request(), PAYS)
    funding.ask_funding(AskFunding(case_id=CASE, funder_id=CITY), asked)
    assert (kept(asked).stage, kept(asked).funding) == (Stage.AWAITING_FUNDING, Funding(TODAY, CITY))
    granted = a_room(kept(asked), PAYS)
    funding.grant_funding(GrantFunding(case_id=CASE), granted)
    assert kept(granted).stage is Stage.CONSENTED
    assert kept(granted).funding == Funding(TODAY, CITY, granted=True)
    assert [type(fact) for fact in (*facts_of(asked), *facts_of(granted))] == [FundingRequested, FundingGranted]


def test_a_municipality_that_refuses_leaves_the_request_waiting_with_the_last_day_to_object() -> None:
    last_day = TODAY + timedelta(weeks=6)
    work = a_room(a_request(Stage.AWAITING_FUNDING, paid=Funding(TODAY, CITY)), PAYS)
    no = RefuseFunding(case_id=CASE, reason=FundingRefusal.OUTSIDE_RULES, objection_until=last_day)
    funding.refuse_funding(no, work)
    assert kept(work).stage is Stage.AWAITING_FUNDING
    (told,) = facts_of(work)
    assert isinstance(told, FundingRefused)
    assert (told.funder_id, told.objection_until) == (CITY, last_day)


def test_after_a_no_another_funder_can_be_asked() -> None:
    refused = Funding(TODAY, CITY, granted=False, refused_because=FundingRefusal.BUDGET_USED)
    work = a_room(a_request(Stage.AWAITING_FUNDING, paid=refused), PAYS)
    funding.ask_funding(AskFunding(case_id=CASE), work)
    assert kept(work).funding == Funding(TODAY)


def test_a_last_day_to_object_that_has_passed_is_a_mistake() -> None:
    work = a_room(a_request(Stage.AWAITING_FUNDING))
    no = RefuseFunding(case_id=CASE, reason=FundingRefusal.BUDGET_USED, objection_until=TODAY - timedelta(days=1))
    with pytest.raises(InvalidFields):
        funding.refuse_funding(no, work)


def test_a_funder_nobody_registered_is_not_found() -> None:
    with pytest.raises(NotFound):
        funding.ask_funding(AskFunding(case_id=CASE, funder_id="9" * 32), a_room(a_request(), PAYS))


def test_nobody_is_asked_to_pay_before_the_people_said_yes() -> None:
    with pytest.raises(NotAllowedNow):
        funding.ask_funding(AskFunding(case_id=CASE), a_room(a_request(Stage.AWAITING_CONSENT)))


def test_where_the_policy_wants_to_know_nothing_goes_on_without_somebody_who_pays() -> None:
    with pytest.raises(NotReady, match="ask-funding"):
        funding.funded(a_request(), a_room(a_request()))


def test_by_standing_agreement_nobody_has_to_be_asked() -> None:
    work = a_room(a_request(), PAYS)
    assert funding.funded(a_request(), work).funding == Funding(funder_id=CITY, granted=True)
    (told,) = facts_of(work)
    assert isinstance(told, FundingGranted)
    assert told.standing


@pytest.mark.parametrize("request_", [a_request(policy="be/1"), a_request(paid=Funding(TODAY, granted=True))])
def test_where_it_does_not_matter_or_is_known_nothing_is_told(request_: Request) -> None:
    work = a_room(request_)
    assert funding.funded(request_, work) == request_
    assert facts_of(work) == []


def test_a_no_of_one_funder_is_no_yes() -> None:
    refused = replace(a_request(), funding=Funding(TODAY, granted=False))
    with pytest.raises(NotReady):
        funding.funded(refused, a_room(refused))
