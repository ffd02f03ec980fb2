"""What is refused about a loan and why, and what is passed over: each office by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kring_matching.domain import Coordinator
from kring_matching.domain.lending import age_band_of
from kring_matching.domain.loan import (
    CannotLend,
    NobodyToAsk,
    borrowing_key_of,
    guest_id_of,
    neighbours,
)
from kring_matching.process import BORROWING, LENDING, Borrowed, Lent, Stage, Standing
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.field import ConferenceType, Urgency
from kring_shared.contracts.matching import (
    AskForLoan,
    LoanEnded,
    OfferLoan,
    RefuseLoan,
    TieKind,
    WithdrawLoan,
)
from kring_shared.contracts.offices import NL, OfficeCard
from kring_shared.contracts.rights import RIGHTS, Right
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotFound, NotReady
from kring_shared.testing.work import NOON
from tests.unit.matching.searches import CASE, DOSSIER, RACHEL, TODAY, a_coordinator, a_search
from tests.unit.matching.two_offices import (
    APART,
    ASK,
    HERE,
    OFFICES,
    SAM,
    SAM_THERE,
    THERE,
    Backbone,
    asked,
    offer,
    offered,
    proposed,
    refuse,
    withdraw,
)

LOAN = "0" * 31 + "c"
GENT = "gent"


def an_office(office: str, organisation: str) -> OfficeCard:
    return OfficeCard(id=office, title=office, policy="nl/1", sender="a@x.example", organisation=organisation)


def with_search(**changes: object) -> Backbone:
    return Backbone(*APART, stored=(a_search(**changes), a_coordinator(), SAM_THERE))


def with_sam(**changes: object) -> Backbone:
    sam = replace(SAM_THERE, **changes)  # type: ignore[arg-type]  # fields of a coordinator
    both = Backbone(*APART, stored=(a_search(), a_coordinator(), sam))
    both.do(ASK)
    return both


@pytest.mark.parametrize("stage", sorted(set(Stage) - {Stage.SEARCHING, Stage.UNFILLED}), ids=str)
def test_neighbours_are_asked_only_while_nobody_is_asked_here(stage: Stage) -> None:
    with pytest.raises(NotAllowedNow, match="ask-for-loan"):
        with_search(stage=stage, coordinator_id=RACHEL).do(ASK)


def test_a_case_that_was_escalated_may_ask_again() -> None:
    both = with_search(stage=Stage.UNFILLED)
    both.do(ASK)
    assert [loan.from_office for loan in both.borrowed] == [THERE]


def test_a_neighbour_has_to_know_the_type_so_that_comes_first() -> None:
    with pytest.raises(NotReady, match="triage"):
        with_search(dossier=DOSSIER.model_copy(update={"conference_type": None})).do(ASK)


@pytest.mark.parametrize("office", [GENT, HERE, "nowhere"])
def test_only_an_office_of_the_same_organisation_is_a_neighbour(office: str) -> None:
    with pytest.raises(InvalidFields, match=THERE) as refused:
        Backbone(*APART).do(AskForLoan(case_id=CASE, offices=(office,)))
    assert refused.value.fields == ("/offices",)


def test_an_office_that_stands_by_itself_has_nobody_to_ask() -> None:
    alone = {
        office: OfficeCard(id=office, title=office, policy="nl/1", sender="a@x.example") for office in ("a1", "b2")
    }
    assert neighbours(alone, "a1") == ()
    assert neighbours(OFFICES, GENT) == ()
    assert neighbours(OFFICES, "nowhere") == ()
    more = OFFICES | {
        "zeist": OfficeCard(id="zeist", title="Zeist", policy="nl/1", sender="z@x.example", organisation=NL)
    }
    assert neighbours(more, HERE) == (THERE, "zeist")


def test_who_was_asked_already_is_not_asked_twice() -> None:
    with pytest.raises(NobodyToAsk, match="wait"):
        asked().do(ASK)


def test_what_is_urgent_is_answered_sooner() -> None:
    urgent = with_search(dossier=DOSSIER.model_copy(update={"urgency": Urgency.URGENT}))
    urgent.do(ASK)
    normal = asked()
    assert [loan.answer_by - NOON for loan in (*urgent.borrowed, *normal.borrowed)] == [
        timedelta(hours=24),
        timedelta(hours=144),
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ties": (TieKind.EMPLOYED,)}, "not-independent"),
        ({"standing": Standing.SUSPENDED}, "not-working"),
        ({"screening_valid_until": TODAY - timedelta(days=1)}, "papers"),
        ({"scopes": (ConferenceType.LEARNING,)}, "scope"),
        ({"supervised": True}, "needs-support"),
        ({"lent_by": HERE, "for_case": CASE}, "lent-for-another"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_whom_a_rule_keeps_from_a_case_is_not_lent_either_and_the_code_is_told(
    changes: dict[str, object], code: str
) -> None:
    both = with_sam(**changes)
    with pytest.raises(CannotLend, match=rf"\({code}\)"):
        both.do(offer(both), office=THERE)
    assert (both.lent[0].stage, both.names(THERE)) == (Lent.ASKED, [])


def test_whose_contact_was_erased_cannot_be_asked_so_is_not_lent() -> None:
    both = asked()
    both.vault.destroy(scope_of(Scope.PERSON, SAM))
    with pytest.raises(CannotLend, match="erased"):
        both.do(offer(both), office=THERE)


def test_nobody_offers_whom_they_do_not_have_or_for_what_was_not_asked() -> None:
    both = asked()
    with pytest.raises(NotFound):
        both.do(offer(both, RACHEL), office=THERE)
    with pytest.raises(NotFound):
        both.do(OfferLoan(loan_id=LOAN, coordinator_id=SAM), office=THERE)


def test_a_loan_is_answered_once() -> None:
    both = offered()
    for again in (offer(both), refuse(both)):
        with pytest.raises(NotAllowedNow, match="withdraw-loan"):
            both.do(again, office=THERE)
    refused = asked()
    refused.do(refuse(refused), office=THERE)
    for late in (offer(refused), refuse(refused), withdraw(refused)):
        with pytest.raises(NotAllowedNow, match="nothing"):
            refused.do(late, office=THERE)


def test_a_guest_who_is_not_asked_leaves_the_case_as_it_is() -> None:
    both = offered()
    both.do(withdraw(both), office=THERE)
    assert both.search.stage is Stage.SEARCHING
    assert "assignment-handed-over" not in both.names(HERE)


def test_a_guest_who_left_cannot_be_asked_any_more() -> None:
    both = proposed()
    both.do(withdraw(both), office=THERE)
    assert (both.guest.standing, both.guest.standing_because) == (Standing.LEFT, "loan-ended")
    assert (both.search.stage, both.search.refused) == (Stage.SEARCHING, (both.guest.id,))


@pytest.mark.parametrize(
    ("born", "band"), [(None, None), (TODAY.year - 39, "18-40"), (TODAY.year - 40, "40-60"), (TODAY.year - 60, "60+")]
)
def test_a_family_may_wish_for_an_age_so_the_band_is_told_and_never_the_year(born: int | None, band: str) -> None:
    assert age_band_of(a_coordinator(birth_year=born), TODAY) == band


@pytest.mark.parametrize("command", [AskForLoan, OfferLoan, RefuseLoan, WithdrawLoan])
def test_only_a_regional_manager_speaks_with_neighbours(command: type[Command]) -> None:
    assert RIGHTS[command] == {Role.REGIONAL_MANAGER: Right.OFFICE}


def test_both_tables_come_to_an_end_from_everywhere() -> None:
    assert {stage for stage in Borrowed if not BORROWING.is_open(stage)} == {
        *(Borrowed.REFUSED, Borrowed.WITHDRAWN, Borrowed.ENDED)
    }
    assert {stage for stage in Lent if not LENDING.is_open(stage)} == {*(Lent.REFUSED, Lent.WITHDRAWN, Lent.ENDED)}
    assert all(BORROWING.knows(stage, LoanEnded) for stage in Borrowed if BORROWING.is_open(stage))
    assert all(LENDING.knows(stage, LoanEnded) for stage in Lent if LENDING.is_open(stage))


def test_both_sides_of_a_loan_may_stand_in_one_database() -> None:
    assert borrowing_key_of(LOAN) != LOAN
    assert len({LOAN, borrowing_key_of(LOAN), guest_id_of(LOAN)}) == 3


def test_a_guest_is_entered_for_one_case_and_their_papers_are_the_lenders_affair() -> None:
    guest = offered().guest
    assert isinstance(guest, Coordinator)
    assert (guest.statute, guest.standing, guest.screening_valid_until.year) == (None, Standing.ACTIVE, 9999)
