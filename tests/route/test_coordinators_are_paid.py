"""Over the whole route: who worked claims, somebody else approves, and each office pays as it says."""

from pathlib import Path

import pytest
from pydantic import TypeAdapter

from kring_shared.contracts.actor import Role
from kring_shared.contracts.allowances import PayRates, YearAllowance
from kring_shared.contracts.intake import RequestReceived
from kring_shared.contracts.offices import EXAMPLE_OFFICES, OfficeCard
from kring_shared.contracts.registry import (
    AllowanceCapReached,
    ApproveClaim,
    Cap,
    ClaimApproved,
    ClaimList,
    ClaimShown,
    ListClaims,
    ListOwnClaims,
)
from kring_shared.runtime.bus.client import RefusedAnswer
from kring_shared.testing.people.case import Temper
from tests.route.played import Played, a_referral, played

SMALL_YEARS = tuple(
    YearAllowance(
        country="BE", year=year, day_cents=4148, year_cents=20_000, km=50, km_rate=4269, source="made for this test"
    )
    for year in (2026, 2027)
)
PAY = {"utrecht": PayRates(hour_cents=2500, km_rate=2300), "gent": PayRates(years=SMALL_YEARS)}


@pytest.fixture
def offices_that_pay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cards = [card.model_copy(update={"pay": PAY.get(card.id)}) for card in EXAMPLE_OFFICES]
    file = tmp_path / "offices.json"
    file.write_bytes(TypeAdapter(list[OfficeCard]).dump_json(cards, by_alias=True))
    monkeypatch.setenv("KRING_OFFICES_FILE", str(file))


def who_claim(_request: RequestReceived) -> Temper:
    """Give people who send their claims in."""
    return Temper(claims=True)


async def claim_of(story: Played, office: str) -> ClaimShown:
    manager = story.client.actor(Role.REGIONAL_MANAGER, "manager", office)
    (claim,) = (await story.client.ask(ListClaims(), manager, ClaimList)).claims
    return claim


@pytest.mark.usefixtures("offices_that_pay")
async def test_who_worked_claims_and_each_office_pays_as_it_says(tmp_path: Path) -> None:
    offices = ("utrecht", "gent", "amersfoort")
    async with played(tmp_path, [(office, a_referral(office)) for office in offices], who_claim) as story:
        paid, volunteer, waits = [await claim_of(story, office) for office in offices]
        assert [line.said for line in paid.lines] == ["26 h at 25.00 an hour", "84 km at 0.2300"]
        assert (paid.stage, paid.cents) == ("approved", 65_000 + 1932)
        assert [(line.cents, line.cut_by) for line in volunteer.lines] == [(20_000, Cap.YEAR), (2135, Cap.KILOMETRES)]
        assert (waits.stage, waits.lines, waits.minutes_worked) == ("submitted", (), 1560)
        assert "pay.hourCents and pay.kmRate in the office's card" in waits.to_set

        told = [fact for fact in story.facts if isinstance(fact, AllowanceCapReached | ClaimApproved)]
        assert {fact.office for fact in told if isinstance(fact, ClaimApproved)} == {"utrecht", "gent"}
        assert {fact.cap for fact in told if isinstance(fact, AllowanceCapReached)} == {Cap.YEAR, Cap.KILOMETRES}

        refused = await story.client.do(
            ApproveClaim(claim_id=waits.claim_id), story.client.actor(Role.REGIONAL_MANAGER, "manager", "amersfoort")
        )
        assert refused.code == "kring.not-ready"
        whose, own = paid.coordinator_id, ListOwnClaims(coordinator_id=paid.coordinator_id)
        theirs = await story.client.ask(own, story.client.actor(Role.COORDINATOR, whose, "utrecht"), ClaimList)
        assert [claim.claim_id for claim in theirs.claims] == [paid.claim_id]
        with pytest.raises(RefusedAnswer, match=r"not-permitted"):
            await story.client.ask(own, story.client.actor(Role.COORDINATOR, "f" * 32, "utrecht"), ClaimList)
