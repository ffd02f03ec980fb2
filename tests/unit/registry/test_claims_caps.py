"""A volunteer's limits of a year hold over all claims, and what is given back is given back exactly."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kring_registry.domain.allowance import CoordinatorYear, Taken, euros, times, year_id
from kring_registry.domain.claim import Claim
from kring_registry.process.claim import CLAIM, ClaimStage
from kring_shared.contracts.allowances import ALLOWANCES, CompensationMode, PayRates, allowance_of
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.policies import BE, NL, POLICIES
from kring_shared.contracts.registry import (
    AllowanceCapReached,
    ApproveClaim,
    Cap,
    ChangeClaim,
    ClaimSubmitted,
    NotePayment,
    ReturnClaim,
    SubmitClaim,
)
from kring_shared.kernel.errors import NotReady
from tests.unit.registry.cases import RACHEL
from tests.unit.registry.claiming import MARCH, NL_PAY, PARKING, SMALL, YEAR, Desk, a_claim, an_office, completed

NOBODY_SAID = PayRates()


def days(*numbers: int, year: int = YEAR) -> tuple[date, ...]:
    return tuple(date(year, 1, 1) + timedelta(days=number) for number in numbers)


def a_desk(*claims: Claim, pay: PayRates | None = NOBODY_SAID) -> Desk:
    return Desk(*claims, office=an_office("be/1", pay), now=datetime(2026, 1, 5, 12, tzinfo=UTC))


def claim_of(desk: Desk, number: int) -> Claim:
    found = desk.stored[Claim, f"{number:032x}"]
    assert isinstance(found, Claim)
    return found


def send_in(desk: Desk, number: int, *on: date, km: int = 0) -> Claim:
    claim_id = f"{number:032x}"
    desk.give(ChangeClaim(claim_id=claim_id, minutes_worked=60, distance_km=km, days=on, expenses=(PARKING,)))
    desk.give(SubmitClaim(claim_id=claim_id))
    return claim_of(desk, number)


def year_of(desk: Desk, year: int = YEAR) -> CoordinatorYear:
    found = desk.stored[CoordinatorYear, year_id(RACHEL, year)]
    assert isinstance(found, CoordinatorYear)
    return found


def test_half_a_cent_goes_up_and_less_goes_down() -> None:
    assert [times(amount, 1, 2) for amount in (1, 2, 3)] == [1, 1, 2]
    assert times(100, 4269, 100) == 4269
    assert times(1, 4269, 100) == 43
    assert euros(165_929) == "1,659.29"


def test_the_limits_of_2024_are_those_of_their_source_and_no_other_year_is_known() -> None:
    found = allowance_of("BE", 2024)
    assert found is not None
    assert (found.day_cents, found.year_cents, found.km, found.km_rate) == (4148, 165_929, 2000, 4269)
    assert "not seen" in found.source
    assert [(one.country, one.year) for one in ALLOWANCES] == [("BE", 2024)]


def test_the_page_about_claims_shows_every_year_that_is_known_and_no_other() -> None:
    page = (Path(__file__).parents[3] / "docs" / "claims.md").read_text(encoding="utf-8")
    rows = [
        f"| {one.country} | {one.year} | {euros(one.day_cents)} | {euros(one.year_cents)} | "
        f"{one.km:,} at {one.km_rate / 10_000:.4f} |"
        for one in ALLOWANCES
    ]
    assert [line for line in page.splitlines() if line.startswith(("| BE |", "| NL |"))] == rows


def test_the_policies_pay_as_their_sources_say() -> None:
    assert (NL.compensation, BE.compensation) == (CompensationMode.HOURLY, CompensationMode.VOLUNTEER_FLAT)


def test_a_volunteer_gets_a_flat_amount_a_day_and_kilometres_and_no_costs_beside_it() -> None:
    claim = send_in(a_desk(a_claim(1)), 1, *days(1, 2, 3), km=100)
    assert [(line.kind.value, line.cents, line.cut_by, line.said) for line in claim.lines or ()] == [
        ("allowance", 12_444, None, "3 days at 41.48"),
        ("travel", 4269, None, "100 km at 0.4269"),
        ("expenses", 0, None, "4.50 of costs is in the flat amount already"),
    ]


def test_a_day_counts_once_over_all_claims() -> None:
    desk = a_desk(a_claim(1), a_claim(2))
    send_in(desk, 1, *days(1, 2))
    second = send_in(desk, 2, *days(2, 3))
    (line, _) = second.lines or ()
    assert (line.cents, line.cut_by, line.said) == (4148, Cap.DAY, "1 day at 41.48; 1 counted in another claim")


def test_no_more_than_the_year_allows_is_given_and_it_is_told_once() -> None:
    desk = a_desk(a_claim(1), a_claim(2), a_claim(3))
    send_in(desk, 1, *days(*range(39)))
    second = send_in(desk, 2, *days(*range(40, 50)))
    third = send_in(desk, 3, *days(60))
    assert claim_of(desk, 1).cents == 39 * 4148
    assert second.cents == 165_929 - 39 * 4148
    assert (second.lines or ())[0].said == "10 days at 41.48; 41.57 was left of 1,659.29 in 2024"
    assert (third.cents, (third.lines or ())[0].cut_by) == (0, Cap.YEAR)
    reached = [fact for fact in desk.told if isinstance(fact, AllowanceCapReached)]
    assert [(fact.case_id, fact.year, fact.cap) for fact in reached] == [(RACHEL, YEAR, Cap.YEAR)]


def test_no_more_kilometres_than_the_year_allows_are_paid() -> None:
    desk = a_desk(a_claim(1), a_claim(2))
    send_in(desk, 1, *days(1), km=1990)
    line = (send_in(desk, 2, *days(2), km=30).lines or ())[1]
    assert (line.cents, line.cut_by) == (427, Cap.KILOMETRES)
    assert line.said == "10 km at 0.4269; 30 km claimed, no more is left in 2024"
    assert [fact.cap for fact in desk.told if isinstance(fact, AllowanceCapReached)] == [Cap.KILOMETRES]


def test_each_day_counts_in_its_own_year() -> None:
    desk = a_desk(a_claim(1, year=2025), pay=PayRates(years=(SMALL,)))
    claim = send_in(desk, 1, date(2024, 12, 30), date(2024, 12, 31), date(2025, 1, 2), km=10)
    assert [line.cents for line in claim.lines or ()] == [8296, 1000, 500, 0]
    assert (year_of(desk, 2024).cents, year_of(desk, 2025).cents, year_of(desk, 2025).km) == (8296, 1000, 10)


def test_a_claim_that_moves_to_another_year_takes_nothing_of_the_first_any_more() -> None:
    desk = a_desk(a_claim(1, year=2025), pay=PayRates(years=(SMALL,)))
    send_in(desk, 1, date(2024, 12, 31), km=10)
    desk.give(ReturnClaim(claim_id=f"{1:032x}", code="wrong-year"))
    send_in(desk, 1, date(2025, 1, 2), km=10)
    assert (year_of(desk, 2024).taken, year_of(desk, 2025).cents) == ({}, 1000)


@pytest.mark.parametrize("is_approved", [False, True], ids=["sent in", "approved"])
def test_what_goes_back_is_free_for_another_claim(*, is_approved: bool) -> None:
    desk = a_desk(a_claim(1), a_claim(2))
    send_in(desk, 1, *days(*range(40)))
    if is_approved:
        desk.give(ApproveClaim(claim_id=f"{1:032x}"))
    desk.give(ReturnClaim(claim_id=f"{1:032x}", code="days-unclear"))
    assert year_of(desk).taken == {}
    assert send_in(desk, 2, *days(*range(40))).cents == 40 * 4148
    assert send_in(desk, 1, *days(50)).cents == 165_929 - 40 * 4148


def test_work_without_its_days_is_not_sent_in_where_a_day_has_a_limit() -> None:
    desk = completed("be/1", pay=None)
    with pytest.raises(NotReady, match="name the days"):
        desk.give(SubmitClaim(claim_id=desk.claim.id), RACHEL)


def test_a_year_without_limits_is_not_guessed_and_the_refusal_names_what_to_fill_in() -> None:
    desk = a_desk(a_claim(1, year=2023))
    assert send_in(desk, 1, date(2023, 5, 1)).lines is None
    with pytest.raises(NotReady, match=r"limits of BE 2023 \(pay\.years in the office's card, or contracts/allow"):
        desk.give(ApproveClaim(claim_id=f"{1:032x}"))
    assert claim_of(desk, 1).stage is ClaimStage.SUBMITTED


def test_an_office_may_pay_less_than_a_day_may_have_and_never_more() -> None:
    less = a_desk(a_claim(1), pay=PayRates(day_cents=2000))
    more = a_desk(a_claim(1), pay=PayRates(day_cents=9000, km_rate=9000))
    assert send_in(less, 1, *days(1, 2)).cents == 4000
    assert send_in(more, 1, *days(1, 2), km=100).cents == 2 * 4148 + 4269


def paying(mode: CompensationMode, monkeypatch: pytest.MonkeyPatch) -> OfficeCard:
    monkeypatch.setitem(POLICIES, "nl/1", NL.model_copy(update={"compensation": mode}))
    return an_office("nl/1", NL_PAY)


@pytest.mark.parametrize(("conferences", "cents"), [(1, 30_000), (0, 0)])
def test_a_fee_for_a_conference_is_paid_where_there_was_one(
    conferences: int, cents: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = paying(CompensationMode.PER_CONFERENCE, monkeypatch)
    desk = Desk(replace(a_claim(1, "nl/1"), conferences=conferences, minutes_worked=600), office=office)
    desk.give(SubmitClaim(claim_id=f"{1:032x}"))
    assert claim_of(desk, 1).cents == cents


def test_where_only_real_costs_are_paid_hours_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    office = paying(CompensationMode.REAL_COSTS, monkeypatch)
    desk = Desk(replace(a_claim(1, "nl/1"), minutes_worked=600, distance_km=10, expenses=(PARKING,)), office=office)
    desk.give(SubmitClaim(claim_id=f"{1:032x}"))
    assert [line.cents for line in claim_of(desk, 1).lines or ()] == [230, 450]


SOME_DAYS = st.lists(
    st.sampled_from([*days(0, 1, 2, 3), *days(360, 361), *days(0, 1, 2, year=2025)]), max_size=5, unique=True
)
LIMITS = {
    2024: SMALL.model_copy(update={"year": 2024, "year_cents": 3500, "km": 60}),
    2025: SMALL,
}


class Claiming(RuleBasedStateMachine):
    """Three claims of one volunteer over two years, given in any order, whatever is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = a_desk(*(a_claim(n) for n in (1, 2, 3)), pay=PayRates(years=tuple(LIMITS.values())))
        self.moments = count(1)

    def can(self, number: int, kind: type) -> bool:
        return CLAIM.knows(claim_of(self.desk, number).stage, kind)

    @rule(number=st.integers(1, 3), on=SOME_DAYS, km=st.integers(0, 80))
    def claim_something(self, number: int, on: list[date], km: int) -> None:
        if self.can(number, SubmitClaim):
            send_in(self.desk, number, *(on or days(0)), km=km)

    @rule(number=st.integers(1, 3))
    def approve(self, number: int) -> None:
        if self.can(number, ApproveClaim):
            self.desk.give(ApproveClaim(claim_id=f"{number:032x}"))

    @rule(number=st.integers(1, 3))
    def give_back(self, number: int) -> None:
        if self.can(number, ReturnClaim):
            self.desk.give(ReturnClaim(claim_id=f"{number:032x}", code="hours-unclear"))

    @precondition(lambda self: any(self.can(n, NotePayment) for n in (1, 2)))
    @rule(number=st.integers(1, 2))
    def pay(self, number: int) -> None:
        if self.can(number, NotePayment):
            self.desk.give(NotePayment(claim_id=f"{number:032x}", paid_on=self.desk.now.date()))

    @invariant()
    def no_limit_is_passed(self) -> None:
        for year in self.desk.all(CoordinatorYear):
            limits = LIMITS[year.year]
            assert year.cents <= limits.year_cents
            assert year.km <= limits.km
            assert sum(len(taken.days) for taken in year.taken.values()) == len(year.days)

    @invariant()
    def what_is_set_aside_is_what_the_claims_that_were_sent_in_come_to(self) -> None:
        sent_in = {claim.id: claim for claim in self.desk.all(Claim) if not claim.is_with_coordinator}
        years = self.desk.all(CoordinatorYear)
        assert {claim_id for year in years for claim_id in year.taken} <= set(sent_in)
        for claim in sent_in.values():
            flat = sum(line.cents for line in claim.lines if line.kind == "allowance")
            assert flat == sum(year.taken.get(claim.id, Taken()).cents for year in years)

    @invariant()
    def a_limit_is_told_once(self) -> None:
        told = [(fact.year, fact.cap) for fact in self.desk.told if isinstance(fact, AllowanceCapReached)]
        assert len(told) == len(set(told))


Claiming.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestClaiming = Claiming.TestCase


def test_a_claim_that_was_sent_in_tells_what_it_comes_to() -> None:
    desk = a_desk(a_claim(1))
    send_in(desk, 1, *days(1), km=10)
    (told,) = [fact for fact in desk.told if isinstance(fact, ClaimSubmitted)]
    assert told.cents == 4148 + 427
    assert MARCH.year == YEAR
