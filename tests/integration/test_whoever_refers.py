"""Whoever refers over the real bus: as themselves, with the rights, receipts and access log of everybody."""

from pathlib import Path

import pytest

from kring_intake.app import service as intake
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.intake import (
    FoundCases,
    ListOwnReferrals,
    OwnReferrals,
    ReferralStanding,
    SearchCases,
    ShowReferralStatus,
    SubmitReferral,
)
from kring_shared.contracts.referral import ReferralReceipt, ReferralState
from kring_shared.runtime.bus.client import RefusedAnswer
from kring_shared.runtime.storage.tables import ACCESS
from tests.integration.lane.desk import MANAGER, OFFICE
from tests.integration.lane.stage import Stage, on_stage
from tests.unit.intake.sent import an_event


def system(stage: Stage, name: str) -> Actor:
    return stage.client.actor(Role.REQUESTER, name, OFFICE)


async def handed_in(stage: Stage, name: str) -> ReferralReceipt:
    command = SubmitReferral(event=an_event(), system=name, channel="http")
    receipt = await stage.client.do(command, system(stage, name))
    assert (receipt.status, receipt.told) == ("done", ())
    return ReferralReceipt.model_validate(receipt.answer)


async def test_a_system_hands_in_lists_its_own_and_reads_nobody_else_s(tmp_path: Path) -> None:
    async with on_stage("sqlite", tmp_path, service=intake) as stage:
        north, south = await handed_in(stage, "wijkteam-noord"), await handed_in(stage, "wijkteam-zuid")
        assert north.request_id != south.request_id
        actor = system(stage, "wijkteam-noord")
        mine = await stage.client.ask(ListOwnReferrals(), actor, OwnReferrals)
        assert [line.request_id for line in mine.referrals] == [north.request_id]
        status = await stage.client.ask(ShowReferralStatus(request_id=north.request_id), actor, ReferralStanding)
        assert status.status is ReferralState.RECEIVED
        with pytest.raises(RefusedAnswer):
            await stage.client.ask(ShowReferralStatus(request_id=south.request_id), actor, ReferralStanding)
        as_another = SubmitReferral(event=an_event("event-2"), system="wijkteam-zuid", channel="http")
        assert (await stage.client.do(as_another, actor)).code == "kring.not-permitted"


async def test_the_office_finds_it_by_name_and_the_log_says_who_looked_and_not_for_whom(tmp_path: Path) -> None:
    async with on_stage("sqlite", tmp_path, service=intake) as stage:
        event = an_event(mainPersons=[{"name": "Youssef Bouzidi"}])
        assert (await stage.do(SubmitReferral(event=event, system="wijkteam", channel="file"))).status == "done"
        manager = stage.client.actor(Role.REGIONAL_MANAGER, MANAGER, OFFICE)
        found = await stage.client.ask(SearchCases(words="Joesoef Bouzidi"), manager, FoundCases)
        assert [line.main_persons[0].name for line in found.cases] == ["Youssef Bouzidi"]
        with pytest.raises(RefusedAnswer):
            await stage.client.ask(SearchCases(words="Bouzidi"), system(stage, "wijkteam"), FoundCases)
        lines = [tuple(row) for row in stage.rows(ACCESS, *ACCESS.columns.keys())]
        looked = [line for line in lines if SearchCases.kind() in line]
        assert [(MANAGER in line, "done" in line) for line in looked] == [(True, True), (False, False)]
        assert "Bouzidi" not in str(lines)
