"""A referral that was handled can be read nowhere, also while its neighbour in the same block of the file waits."""

from pathlib import Path

import pytest

from kring_shared.runtime.server import nats_server
from kring_shared.runtime.server.config import BrokerSettings
from kring_shared.testing.chaos.fleet import Fleet
from tests.resilience.books import readable
from tests.resilience.town import WORDS, Town, a_referral

HANDLED = 6
WAITING = "Wachtenaar"


class InPlainText(BrokerSettings):
    """A broker that does not encrypt what it stores: only so can be seen what it still holds."""

    def text(self) -> str:
        lines = super().text().splitlines()
        return "\n".join(line for line in lines if not line.strip().startswith(("cipher:", "key:"))) + "\n"


async def test_a_handled_referral_is_in_no_file_of_an_encrypted_kring(tmp_path: Path) -> None:
    async with Fleet(tmp_path / "kring") as fleet:
        await _handle_some_and_leave_one(fleet)
        assert readable(fleet.folder.path, (*WORDS, WAITING)) == []


async def test_a_handled_referral_is_erased_from_a_plain_broker_while_its_neighbour_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nats_server, "BrokerSettings", InPlainText)
    async with Fleet(tmp_path / "kring") as fleet:
        await _handle_some_and_leave_one(fleet)
        places = {where for _, where in readable(fleet.folder.path, [WAITING])}
        assert len(places) == 1  # so the search finds what is there, and the neighbour is nowhere else
        assert "/REFERRALS/msgs/" in places.pop()
        assert readable(fleet.folder.path, WORDS) == []


async def _handle_some_and_leave_one(fleet: Fleet) -> None:
    """Refer, stop intake, refer once more, and close everything that might still have something in memory only."""
    town = Town(fleet)
    await town.refer(HANDLED)
    await fleet.settle()
    await fleet.hold("intake")
    last = a_referral("ref-last", 0)
    last["data"] |= {
        "question": "Wie denkt er mee?",
        "requester": {"kind": "mainPerson", "name": WAITING, "phone": "1"},
    }
    last["data"]["mainPersons"] = [{"name": WAITING}]
    await town.send("utrecht", last)
    assert await town.waiting() == 1
    fleet.server.kill9()  # what is on the disk now is what somebody finds who takes it
