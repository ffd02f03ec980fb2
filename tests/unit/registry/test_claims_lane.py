"""Over the registry's real routes: what a message names is enough to draft, reckon, give back, forget and erase."""

from datetime import UTC, datetime, timedelta

from kring_registry.domain.allowance import CoordinatorYear
from kring_registry.domain.asked import Asked
from kring_registry.domain.claim import Claim, ClaimNumbers
from kring_registry.domain.registration import Registration
from kring_registry.domain.satisfaction import Wish
from kring_shared.contracts.intake import RequestWithdrawn
from kring_shared.contracts.matching import AssignmentHandedOver, HandOverReason
from kring_shared.contracts.registry import (
    AnsweredWith,
    AnswerPerson,
    AnswerToPersonOverdue,
    AskAboutData,
    AsksFor,
    BreachOverdue,
    ChangeClaim,
    ErasureOrdered,
    NoteBreach,
    ReturnClaim,
    SubmitClaim,
    TakeUpAsked,
)
from tests.unit.registry.asked import WORDS, a_wish
from tests.unit.registry.cases import CASE, FILIP, RACHEL, RECEIVED_AT, completion, in_days, received, started
from tests.unit.registry.claiming import a_claim
from tests.unit.registry.lane import Lane, about, locked

LONG_AFTER = datetime(2028, 6, 1, tzinfo=UTC)


def begun(lane: Lane, *numbers: int) -> Lane:
    for number in numbers:
        lane.handle(about(received(), number))
        lane.handle(about(started(), number))
    return lane


def test_each_case_gets_its_claim_and_each_claim_its_number() -> None:
    lane = begun(Lane(), 1, 2)
    for number in (1, 2):
        lane.handle(about(completion(), number))
    assert sorted(claim.reference for claim in lane.all(Claim)) == ["2026-0001", "2026-0002"]
    assert [numbers.last for numbers in lane.all(ClaimNumbers)] == [2]


def test_whoever_hands_over_and_whoever_goes_on_have_a_claim_each() -> None:
    lane = begun(Lane(), 1)
    over = AssignmentHandedOver(
        case_id=CASE, coordinator_id=RACHEL, reason=HandOverReason.ILLNESS, occurred_at=in_days(6)
    )
    lane.handle(over)
    other = started().coordinator.model_copy(update={"person_id": "d" * 32})
    lane.handle(started().model_copy(update={"coordinator": other, "occurred_at": in_days(7)}))
    lane.handle(completion())
    claims = {claim.coordinator_id: claim.minutes_worked for claim in lane.all(Claim)}
    assert claims == {RACHEL: 0, "d" * 32: 1500}


def test_a_route_that_stops_leaves_a_claim_once() -> None:
    lane = begun(Lane(), 1)
    lane.handle(completion())
    lane.handle(RequestWithdrawn(case_id=CASE))
    assert len(lane.all(Claim)) == 1


def test_what_is_set_aside_and_given_back_is_found_by_what_the_messages_name() -> None:
    lane = Lane(now=datetime(2024, 6, 1, tzinfo=UTC))
    lane.put(a_claim(1), a_claim(2))
    for number in (1, 2):
        claim_id, days = f"{number:032x}", (datetime(2024, 5, number, tzinfo=UTC).date(),)
        lane.handle(ChangeClaim(claim_id=claim_id, minutes_worked=60, distance_km=5, days=days))
        lane.handle(SubmitClaim(claim_id=claim_id))
    assert [year.cents for year in lane.all(CoordinatorYear)] == [2 * 4148]
    lane.handle(ReturnClaim(claim_id=f"{1:032x}", code="days-unclear"))
    assert [(year.cents, year.km) for year in lane.all(CoordinatorYear)] == [(4148, 5)]


def test_once_a_case_left_the_figures_its_claim_names_it_no_more() -> None:
    lane = locked(7)
    (claim,) = lane.all(Claim)
    lane.handle(SubmitClaim(claim_id=claim.id))  # a draft would go by itself
    lane.pass_until(LONG_AFTER)
    (left,) = lane.all(Claim)
    assert lane.all(Registration) == []
    assert (left.case_id, left.reference) == (claim.id, claim.reference)
    assert f"{7:032x}" not in repr(left)


def asked_in(lane: Lane, asks_for: AsksFor) -> Asked:
    lane.handle(AskAboutData(case_id=CASE, person_id=FILIP, asks_for=asks_for, words=WORDS))
    (asked,) = lane.all(Asked)
    lane.handle(TakeUpAsked(asked_id=asked.id))
    lane.handle(AnswerPerson(asked_id=asked.id, with_=AnsweredWith.DONE))
    (answered,) = lane.all(Asked)
    assert isinstance(answered, Asked)
    return answered


def test_an_erasure_is_ordered_over_the_routes_there_are() -> None:
    lane = locked(1)
    asked = asked_in(lane, AsksFor.ERASURE)
    ordered = [fact for fact in lane.told if isinstance(fact, ErasureOrdered) and fact.person_id == FILIP]
    assert [fact.erasure_id for fact in ordered] == [asked.erasure_id]


def test_an_objection_ends_being_asked_over_the_routes_there_are() -> None:
    lane = begun(Lane(), 1)
    lane.put(a_wish(FILIP, "a" * 32))
    asked_in(lane, AsksFor.OBJECTION)
    assert lane.all(Wish) == []


def test_the_clocks_come_back_and_say_what_is_late() -> None:
    lane = begun(Lane(), 1)
    lane.handle(NoteBreach(words="Een brief lag bij de buren."))
    lane.handle(AskAboutData(case_id=CASE, person_id=FILIP, asks_for=AsksFor.ACCESS, words=WORDS))
    lane.pass_until(RECEIVED_AT + timedelta(hours=47))
    assert not any(isinstance(fact, BreachOverdue) for fact in lane.told)
    lane.pass_until(RECEIVED_AT + timedelta(days=25))
    late = [type(fact) for fact in lane.told if isinstance(fact, BreachOverdue | AnswerToPersonOverdue)]
    assert late == [BreachOverdue, AnswerToPersonOverdue]
