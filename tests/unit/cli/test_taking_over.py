"""Each running case goes through three services in order; what one refuses is said by column, and the rest waits."""

import asyncio
from collections.abc import Iterable
from typing import cast

import pytest

from kring_shared.contracts.conference import TakeOverConference
from kring_shared.contracts.envelope import Command, Query, Receipt
from kring_shared.contracts.intake import CaseList, TakeOverRequest
from kring_shared.contracts.matching import CoordinatorLine, CoordinatorList, TakeOverAssignment
from kring_shared.kernel.register_file import coordinator_id
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.cli.importing import taking_over
from kring_shared.runtime.cli.importing.taking_over import RunningCasesNow, Settled, coordinator_named
from kring_shared.testing.work import an_actor
from tests.unit.kernel.running_lists import PREPARING, SEEKING, the_case

OTHER_ID = "019aa0000000700080000000000000e1"
NEW = Receipt(status="done", answer={"known": False})
SAME = Receipt(status="done", answer={"known": True})
NOT_HERE_YET = Receipt(status="refused", code="kring.not-found", message="no search is known")
AWAITS = Receipt(status="refused", code="kring.not-allowed-now", stage="awaiting-coordinator", message="not yet")
TIED = Receipt(status="refused", code="kring.cannot-propose", message="a tie", fields=("/coordinatorId",))


def line(name: str, person_id: str = OTHER_ID, standing: str = "active") -> CoordinatorLine:
    """Make a line of the register."""
    return CoordinatorLine(
        coordinator_id=person_id,
        name=name,
        languages=(),
        scopes=(),
        municipality="",
        active_cases=0,
        maximum_load=2,
        standing=standing,
    )


FATMA = line("Fatma Demir", coordinator_id("utrecht", "UT-002"))


class Services:
    """Stands for the services: each command gets its receipts in turn, and what was sent is kept."""

    def __init__(self, *receipts: Receipt) -> None:
        """Answer with these."""
        self._receipts, self.sent = list(receipts), list[type[Command]]()

    async def do(self, command: Command, _actor: object) -> Receipt:
        """Take a command."""
        self.sent.append(type(command))
        return self._receipts.pop(0)

    async def ask(self, _query: Query, _actor: object, form: type) -> object:
        """Answer that nothing is known yet, and who is in the register."""
        return CaseList(cases=()) if form is CaseList else CoordinatorList(coordinators=(FATMA,))


def settled(services: Services, *, seeking: bool = False) -> Settled:
    """Take one case over from these services."""

    async def take_over() -> Settled:
        now = RunningCasesNow(cast("Client", services), an_actor())
        await now.read()
        return await now.take_over(the_case(SEEKING if seeking else PREPARING))

    return asyncio.run(take_over())


@pytest.fixture(autouse=True)
def without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_over, "_PAUSE_S", 0.0)


@pytest.mark.parametrize(
    ("receipts", "outcome"),
    [((NEW, NEW, NEW), "taken over"), ((SAME, SAME, NEW), "goes on"), ((SAME, SAME, SAME), "known")],
)
def test_what_was_new_says_what_became_of_it(receipts: Iterable[Receipt], outcome: str) -> None:
    services = Services(*receipts)
    assert settled(services).outcome == outcome
    assert services.sent == [TakeOverRequest, TakeOverAssignment, TakeOverConference]


def test_it_waits_for_what_the_step_before_told() -> None:
    services = Services(NEW, NOT_HERE_YET, NOT_HERE_YET, NEW, AWAITS, NEW)
    assert settled(services).outcome == "taken over"
    assert services.sent.count(TakeOverAssignment) == 3


def test_what_is_refused_stops_the_rest_and_says_where() -> None:
    services = Services(NEW, TIED)
    found = settled(services)
    assert (found.outcome, found.code) == ("refused", "kring.cannot-propose")
    assert found.why.startswith("coordinator: a tie; what comes before is in Kring")
    assert services.sent == [TakeOverRequest, TakeOverAssignment]


def test_a_case_that_seeks_a_coordinator_is_its_request_alone_and_says_whom_it_looks_like() -> None:
    services = Services(Receipt(status="done", answer={"known": False, "looksLike": 1}))
    found = settled(services, seeking=True)
    assert (found.outcome, "list-duplicates" in found.why) == ("taken over", True)


@pytest.mark.parametrize("written", ["UT-002", "ut-002", "Fatma Demir", "FATMA  DEMIR", FATMA.coordinator_id])
def test_a_coordinator_is_found_by_number_by_name_and_by_id(written: str) -> None:
    assert coordinator_named(written, "utrecht", (line("Abdi"), FATMA)) == FATMA


@pytest.mark.parametrize(
    ("register", "words"),
    [
        ((), "nobody is called so"),
        ((line("Fatma Demir"), line("fatma demir", "0" * 32)), "several are called so"),
        ((line("Fatma Demir", standing="left"),), "they left"),
        ((line("Fatma Demir", standing="suspended"),), "may not work now"),
    ],
)
def test_whom_nobody_can_mean_is_refused_with_the_column(register: tuple[CoordinatorLine, ...], words: str) -> None:
    found = coordinator_named("Fatma Demir", "utrecht", register)
    assert isinstance(found, str)
    assert found.startswith("coordinator: ")
    assert words in found
