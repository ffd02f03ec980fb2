"""kill -9 of a whole Kring in the middle of a batch: started again, it lost nothing and doubled nothing."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from kring_shared.contracts.actor import Role
from kring_shared.contracts.matching import CoordinatorList, ListCoordinators
from kring_shared.runtime.embedded.embedded import Embedded
from kring_shared.runtime.lane.instants import Instant
from kring_shared.testing.audit import audit
from tests.integration.lane import embedded_to_kill
from tests.integration.lane.embedded_to_kill import PEOPLE, SERVICES, enter_all


@pytest.mark.parametrize("instant", [Instant.AFTER_COMMIT, Instant.AFTER_PUBLISH])
async def test_a_kring_killed_in_the_middle_of_a_batch_goes_on_where_it_was(instant: Instant, tmp_path: Path) -> None:
    folder = tmp_path / "kring"
    there = os.environ | {"KRING_DIE_AT": instant.value, "PYTHONPATH": str(Path.cwd())}
    program = await asyncio.create_subprocess_exec(sys.executable, embedded_to_kill.__file__, folder, env=there)
    assert await program.wait() == -signal.SIGKILL
    async with Embedded(folder, services=SERVICES) as kring:
        receipts = await enter_all(kring)
        assert {receipt.code for receipt in receipts} == {"kring.done"}
        await kring.settle()
        client = await kring.client()
        manager = client.actor(Role.REGIONAL_MANAGER, "manager-1", "utrecht")
        register = await client.ask(ListCoordinators(), manager, CoordinatorList)
        assert sorted(line.name for line in register.coordinators) == sorted(PEOPLE)
        [one] = kring.running
        found = await audit(client.connection, [(one.service, one.database)])
        assert found.problems == []
        assert found.told == len(PEOPLE)
