"""A coordinator lent by one office and borrowed by another: both sides, served by one Kring or by two."""

import pytest

from kring_matching.domain import Coordinator, Search
from kring_matching.process import Borrowed, Lent, Stage, Standing
from kring_shared.contracts.intake import RequestTransferred, RequestWithdrawn
from kring_shared.contracts.matching import (
    ConflictKind,
    DeclareConflict,
    DeclineProposal,
    DeclineReason,
    HandOverAssignment,
    HandOverReason,
    LoanLapses,
    LoanOffered,
)
from kring_shared.contracts.sealed import Contact, Erased
from kring_shared.testing.work import PlainVault
from tests.unit.matching.searches import CASE, END, FILIP, RACHEL, TRANSFER, WITHDRAW, a_coordinator, a_search, card
from tests.unit.matching.two_offices import (
    APART,
    ASK,
    HERE,
    SAM,
    SAM_THERE,
    THERE,
    TOGETHER,
    Backbone,
    Houses,
    asked,
    load_at_home,
    offer,
    offered,
    proposed,
    refuse,
    stages,
    taken,
    takes_rachel,
)

BOTH_WAYS = pytest.mark.parametrize("houses", [APART, TOGETHER], ids=["apart", "together"])
STOPPED = [
    pytest.param(WITHDRAW, id="withdrawn"),
    pytest.param(TRANSFER, id="transferred"),
]


@BOTH_WAYS
def test_the_neighbour_is_asked_and_knows_type_haste_and_languages_only(houses: Houses) -> None:
    both = asked(*houses)
    [lending] = both.lent
    assert (lending.to_office, lending.languages, lending.stage) == (HERE, ("nl",), Lent.ASKED)
    assert both.names(HERE) == ["loan-requested", "coordinator-loan-requested"]


@BOTH_WAYS
def test_a_guest_is_asked_begins_counts_at_home_and_goes_home_when_the_case_is_done(
    houses: Houses,
) -> None:
    both = offered(*houses)
    assert (stages(both), load_at_home(both)) == ((Borrowed.OFFERED, Lent.OFFERED), 1)
    both = taken(*houses)
    guest_id = both.guest.id
    assert (stages(both), load_at_home(both)) == ((Borrowed.TAKEN, Lent.LENT), 1)
    assert (both.search.stage, both.search.coordinator_id) == (Stage.ACTIVE, guest_id)
    both.hear(END)
    both.deliver()
    assert (stages(both), load_at_home(both)) == ((Borrowed.ENDED, Lent.ENDED), 0)
    assert both.guest.standing is Standing.LEFT
    assert isinstance(both.vault.open(both.guest.card.contact, Contact), Erased)
    assert both.names(THERE) == ["loan-offered"]


def test_the_guest_is_who_they_are_under_another_id_without_where_they_live() -> None:
    home = Contact(name="Sam", email="sam@x.example", postal_address="Lindestraat 1, Amersfoort")
    lived = SAM_THERE.card.model_copy(update={"contact": PlainVault().seal(THERE, f"person/{SAM}", home)})
    both = Backbone(*APART, stored=(a_search(), a_coordinator(SAM, office=THERE, card=lived, birth_year=1980)))
    both.do(ASK)
    both.do(offer(both), office=THERE)
    guest = both.guest
    assert both.vault.open(guest.card.contact, Contact) == home.model_copy(update={"postal_address": ""})
    assert (guest.id == SAM, guest.lent_by, guest.for_case, guest.office) == (False, THERE, CASE, HERE)
    assert (guest.municipality, guest.birth_year, guest.maximum_load) == ("", None, 1)
    assert guest.card.languages == lived.languages
    [told] = [fact for fact in both.told if isinstance(fact, LoanOffered)]
    assert told.age_band == "40-60"


def test_nothing_that_travels_says_anything_of_the_family_or_who_is_lent() -> None:
    both = taken()
    both.hear(END)
    both.deliver()
    sealed_in = [fact.guest.contact.box for fact in both.told if isinstance(fact, LoanOffered)]
    travelled = b"".join(fact.to_json() for fact in both.backbone_facts()).decode()
    for box in sealed_in:  # what is in it only the asking office can read
        travelled = travelled.replace(box, "")
    assert len(both.backbone_facts()) == 4
    words = (CASE, FILIP, SAM, RACHEL, "Filip", "Sam", "Rachel", "Utrecht", "x.example", "someone")
    assert [word for word in words if word in travelled] == []


@BOTH_WAYS
def test_a_neighbour_that_has_nobody_says_so(houses: Houses) -> None:
    both = asked(*houses)
    both.do(refuse(both), office=THERE)
    assert stages(both) == (Borrowed.REFUSED, Lent.REFUSED)
    assert LoanLapses.kind() not in [one.kind() for one in both.due()]


def test_whoever_said_no_may_be_asked_again_and_whoever_has_not_answered_is_not() -> None:
    both = asked()
    both.do(refuse(both), office=THERE)
    both.do(ASK)
    assert [loan.stage for loan in both.borrowed] == [Borrowed.REFUSED, Borrowed.ASKED]
    assert len({loan.loan_id for loan in both.borrowed}) == 2


@BOTH_WAYS
def test_an_answer_that_does_not_come_is_forgotten_by_both(houses: Houses) -> None:
    both = asked(*houses)
    [lapses] = [one for one in both.due() if isinstance(one, LoanLapses)]
    both.hear(lapses)
    both.deliver()
    assert stages(both) == (Borrowed.ENDED, Lent.ENDED)


def test_an_offer_that_crosses_the_moment_it_lapses_leaves_nobody_behind() -> None:
    both = asked()
    both.handle(offer(both), both.of(THERE), THERE)
    both.hear(LoanLapses(case_id=both.loan_id))
    both.deliver()
    assert stages(both) == (Borrowed.ENDED, Lent.ENDED)
    [told] = [fact for fact in both.told if isinstance(fact, LoanOffered)]
    assert isinstance(both.vault.open(told.guest.contact, Contact), Erased)
    assert [a.id for a in both.of(HERE).kept.values() if isinstance(a, Coordinator)] == [RACHEL]


def test_an_offer_for_a_case_that_somebody_began_comes_to_nothing() -> None:
    both = asked()
    search = both.search
    both.of(HERE).kept[Search, CASE] = a_search(stage=Stage.ACTIVE, coordinator_id=RACHEL, version=search.version)
    both.do(offer(both), office=THERE)
    assert stages(both) == (Borrowed.ENDED, Lent.ENDED)
    assert "coordinator-loan-granted" not in both.names(HERE)


def test_when_another_begins_every_guest_goes_home() -> None:
    both = offered()
    takes_rachel(both)
    assert (stages(both), load_at_home(both)) == ((Borrowed.ENDED, Lent.ENDED), 0)
    assert both.guest.standing is Standing.LEFT
    assert both.search.coordinator_id == RACHEL


@pytest.mark.parametrize("message", STOPPED)
def test_when_the_case_is_over_before_somebody_began_open_loans_end(
    message: RequestWithdrawn | RequestTransferred,
) -> None:
    both = offered()
    both.hear(message)
    both.deliver()
    assert stages(both) == (Borrowed.ENDED, Lent.ENDED)
    assert isinstance(both.vault.open(both.guest.card.contact, Contact), Erased)


@pytest.mark.parametrize("message", STOPPED)
def test_a_loan_nobody_answered_ends_with_the_case_too(
    message: RequestWithdrawn | RequestTransferred,
) -> None:
    both = asked()
    both.hear(message)
    both.deliver()
    assert stages(both) == (Borrowed.ENDED, Lent.ENDED)
    assert both.due() == []


@pytest.mark.parametrize(
    "no",
    [
        DeclineProposal(case_id=CASE, reason=DeclineReason.NO_TIME),
        DeclineProposal(case_id=CASE, reason=DeclineReason.TIE),
        DeclareConflict(case_id=CASE, tie=ConflictKind.OWN_INTEREST),
        HandOverAssignment(case_id=CASE, reason=HandOverReason.OTHER),
    ],
    ids=["no-time", "tie", "conflict", "handed-over"],
)
def test_a_guest_who_is_out_of_the_case_goes_home(no: DeclineProposal) -> None:
    both = proposed()
    both.do(no)
    assert stages(both) == (Borrowed.ENDED, Lent.ENDED)
    assert both.guest.standing is Standing.LEFT
    assert both.search.stage is Stage.SEARCHING


def test_a_guest_who_has_begun_goes_home_when_another_goes_on() -> None:
    both = taken()
    both.do(HandOverAssignment(case_id=CASE, reason=HandOverReason.OTHER))
    assert (stages(both), both.search.stage) == ((Borrowed.ENDED, Lent.ENDED), Stage.SEARCHING)


def test_a_second_case_has_a_guest_of_its_own() -> None:
    both = offered()
    first = both.guest
    other = "0" * 31 + "8"
    both.of(HERE).kept[Search, other] = a_search(case_id=other)
    both.do(ASK.model_copy(update={"case_id": other}))
    sam_can_more = a_coordinator(SAM, office=THERE, card=card(SAM, "Sam", "nl"), maximum_load=5)
    both.of(THERE).kept[Coordinator, SAM] = sam_can_more
    both.do(offer(both), office=THERE)
    assert (both.guest.id == first.id, both.guest.for_case) == (False, other)
