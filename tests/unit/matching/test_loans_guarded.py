"""Facts about a loan that come from the wrong office, twice, too early or for somebody else."""

from datetime import timedelta

import pytest

from kring_matching.domain.loan import (
    NotYourLoan,
    guest_id_of,
)
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.field import ConferenceType, PersonCard, Urgency
from kring_shared.contracts.matching import (
    LoanEnded,
    LoanOffered,
    LoanRefused,
    LoanRequested,
    LoanTaken,
    LoanWithdrawn,
)
from kring_shared.kernel.errors import NotYet
from kring_shared.kernel.work import NotOurs
from kring_shared.testing.work import NOON, a_work
from tests.unit.matching.searches import FILIP, RACHEL, a_coordinator
from tests.unit.matching.two_offices import (
    APART,
    HERE,
    THERE,
    Backbone,
    asked,
    offered,
    routes,
    taken,
    withdraw,
)

LOAN = "0" * 31 + "c"
GENT = "gent"


def strangers(both: Backbone) -> list[Fact]:
    """Give every fact of the loan as an office would tell it that has no part in it."""
    loan_id, family = both.loan_id, (ConferenceType.FAMILY,)
    facts: list[Fact] = [
        LoanTaken(case_id=loan_id, to_office=THERE),
        LoanEnded(case_id=loan_id, to_office=THERE),
        LoanRefused(case_id=loan_id, to_office=HERE),
        LoanWithdrawn(case_id=loan_id, to_office=HERE),
        LoanOffered(case_id=loan_id, to_office=HERE, guest=both.guest.card, scopes=family),
    ]
    return [fact.stamped(GENT, NOON, "system") for fact in facts]


def test_an_office_that_has_no_part_in_a_loan_changes_nothing_of_it() -> None:
    both = offered()
    before = [dict(house.kept) for house in both.houses]
    for fact in strangers(both):
        for house in both.houses:
            if fact.model_dump()["to_office"] in house.serves:
                with pytest.raises(NotYourLoan):
                    both.handle(fact, house, GENT)
    assert [house.kept for house in both.houses] == before


def test_an_office_of_another_organisation_asks_for_nobody() -> None:
    both = Backbone(*APART)
    request = LoanRequested(
        case_id=LOAN,
        to_office=THERE,
        conference_type=ConferenceType.FAMILY,
        urgency=Urgency.NORMAL,
        answer_by=NOON + timedelta(days=1),
    ).stamped(GENT, NOON, "system")
    with pytest.raises(NotYourLoan, match="organisation"):
        both.handle(request, both.of(THERE), GENT)
    assert both.lent == []


def test_what_is_meant_for_an_office_that_is_served_elsewhere_is_settled_there() -> None:
    request = LoanRequested(
        case_id=LOAN,
        to_office="zeist",
        conference_type=ConferenceType.FAMILY,
        urgency=Urgency.NORMAL,
        answer_by=NOON + timedelta(days=1),
    ).stamped(HERE, NOON, "system")
    with pytest.raises(NotOurs):
        routes()[request.kind()].handle(request, a_work("matching"))


@pytest.mark.parametrize("person_id", [RACHEL, FILIP])
def test_nobody_else_can_be_passed_off_as_the_guest(person_id: str) -> None:
    both = asked()
    told = LoanOffered(
        case_id=both.loan_id,
        to_office=HERE,
        guest=a_coordinator(person_id).card.model_copy(update={"person_id": person_id}),
        scopes=(ConferenceType.FAMILY,),
    ).stamped(THERE, NOON, "system")
    with pytest.raises(NotYourLoan):
        both.handle(told, both.of(HERE), THERE)
    key = PersonCard(person_id=guest_id_of(both.loan_id), contact=a_coordinator(person_id).card.contact)
    with pytest.raises(NotYourLoan):  # under the key of somebody else, which would go with the loan
        both.handle(told.model_copy(update={"guest": key}), both.of(HERE), THERE)
    assert [work.erased for work in both.works if work.erased] == []


def test_what_is_taken_back_before_the_offer_was_heard_waits_for_it() -> None:
    both = asked()
    early = LoanWithdrawn(case_id=both.loan_id, to_office=HERE).stamped(THERE, NOON, "system")
    with pytest.raises(NotYet):
        both.handle(early, both.of(HERE), THERE)


def test_an_answer_to_what_is_not_known_yet_waits() -> None:
    both = Backbone(*APART)
    with pytest.raises(NotYet):
        both.handle(LoanRefused(case_id=LOAN, to_office=HERE).stamped(THERE, NOON, "system"), both.of(HERE), THERE)
    with pytest.raises(NotYet):
        both.handle(LoanEnded(case_id=LOAN, to_office=THERE).stamped(HERE, NOON, "system"), both.of(THERE), HERE)


def test_every_fact_of_a_loan_can_come_twice() -> None:
    both = taken()
    both.do(withdraw(both), office=THERE)
    before, told = [dict(house.kept) for house in both.houses], len(both.told)
    for fact in both.backbone_facts():
        for house in both.houses:
            house.waiting.append(fact)
    both.deliver()
    assert ([house.kept for house in both.houses], len(both.told)) == (before, told)
