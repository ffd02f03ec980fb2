"""A running Kring: requests are locked into the chain, a year is published, cases leave, and verify holds all of it."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from kring_shared.contracts.intake import RejectionReason, RejectRequest
from kring_shared.contracts.registry import (
    ChainVerified,
    PlaceHold,
    RegistrationDeIdentified,
    RegistrationShown,
    ReportYear,
    ShowRegistration,
    VerifyChain,
)
from kring_shared.kernel.errors import KringError
from tests.route.office import Office, an_office

pytestmark = pytest.mark.asyncio


async def verified(office: Office) -> ChainVerified:
    return await office.asks(VerifyChain(), ChainVerified)


async def test_what_is_locked_reported_and_gone_can_be_verified_at_every_step(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        cases = [(await office.refers(f"request-{number}")).case_id for number in range(3)]
        for case_id in cases:
            await office.must(RejectRequest(case_id=case_id, reason=RejectionReason.OUTSIDE_AREA))
        found = await verified(office)
        assert (found.entries, found.opened, found.records, found.faults) == (3, 3, 0, ())
        shown = await office.asks(ShowRegistration(case_id=cases[1]), RegistrationShown)
        assert (shown.stage, shown.number, len(shown.digest)) == ("locked", 2, 64)

        year = office.clock.now().year
        await office.must(PlaceHold(case_id=cases[2], code="court-asks"))
        await office.waits(timedelta(days=366))
        await office.must(ReportYear(year=year))
        await office.waits(timedelta(days=62))
        found = await verified(office)
        assert (found.opened, found.records, found.faults) == (1, 2, ())
        told = [fact for fact in await office.facts() if isinstance(fact, RegistrationDeIdentified)]
        assert sorted(fact.case_id for fact in told) == sorted(cases[:2])
        with pytest.raises(KringError, match="counts in the figures"):
            await office.asks(ShowRegistration(case_id=cases[0]), RegistrationShown)
        registrations = office.rows("registry", "SELECT case_id, stage FROM registration")
        assert [tuple(row) for row in registrations] == [(cases[2], "reported")]

        file = next(one.database for one in office.kring.running if one.service.name == "registry").engine.url.database
        with sqlite3.connect(str(file)) as by_hand:
            by_hand.execute("UPDATE registration SET outcome = 'meeting-with-plan'")
        found = await verified(office)
        assert [(fault.number, fault.code) for fault in found.faults] == [(3, "registration-changed")]
