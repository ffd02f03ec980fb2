"""What becomes of one running case of an office's list: its request, its coordinator, its conference, in that order."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kring_shared.contracts.actor import Actor
from kring_shared.contracts.conference import ConferenceShown, ShowConference
from kring_shared.contracts.envelope import Command, Receipt
from kring_shared.contracts.intake import CaseLine, CaseList, ListCases
from kring_shared.contracts.matching import (
    CoordinatorLine,
    CoordinatorList,
    ListCoordinators,
    TakeOverAssignment,
)
from kring_shared.kernel.errors import NotAllowedNow, NotFound
from kring_shared.kernel.register_cells import Unclear, plain, reference
from kring_shared.kernel.register_file import coordinator_id
from kring_shared.kernel.running_cases import RunningCase, column_of
from kring_shared.runtime.bus.client import Client, RefusedAnswer
from kring_shared.runtime.cli.importing.comparing import REFUSED, Outlook

TAKEN_OVER: Final = "taken over"
GOES_ON: Final = "goes on"
KNOWN: Final = "known"
LOOKS_LIKE: Final = "looks like another request: see `kring ask list-duplicates`"
NO_COORDINATOR: Final = (
    "coordinator: nobody is called so in the register, by number, name or id; import your coordinators first"
)
SEVERAL: Final = "coordinator: several are called so; write the number you gave them"
LEFT: Final = "coordinator: they left or may not work now; write who has the case, or seeking as the stage"
STOPPED_THERE: Final = "what comes before is in Kring; mend this, and import again"
_BEFORE_A_COORDINATOR: Final = frozenset({"accepted", "in-matching"})
_UNTOUCHED: Final = frozenset({"awaiting-coordinator", "preparing"})
_MOST_COORDINATORS: Final = 2000
_MOST_CASES: Final = 1000
_PATIENCE_S: Final = 10.0
_PAUSE_S: Final = 0.1
_NOT_HERE_YET: Final = NotFound.code
_NOT_THERE_YET: Final = NotAllowedNow.code


@dataclass(frozen=True)
class Settled:
    """What became of a case: in one word, why, and the code of the last receipt."""

    outcome: str
    why: str = ""
    code: str = ""


class RunningCasesNow:
    """The cases and coordinators of an office as Kring knows them now."""

    def __init__(self, client: Client, actor: Actor) -> None:
        """Ask and send in somebody's name."""
        self._client, self._actor = client, actor
        self._cases: Mapping[str, CaseLine] = {}
        self._coordinators: tuple[CoordinatorLine, ...] = ()

    async def read(self) -> None:
        """Read which cases are known, and who is in the register.

        Raises:
            NoAnswer: intake or matching did not answer.
            RefusedAnswer: who asks may not see it.
        """
        office = self._actor.office
        cases = await self._client.ask(ListCases(office=office, limit=_MOST_CASES), self._actor, CaseList)
        self._cases = {line.case_id: line for line in cases.cases}
        register = await self._client.ask(ListCoordinators(limit=_MOST_COORDINATORS), self._actor, CoordinatorList)
        self._coordinators = register.coordinators

    async def outlook(self, case: RunningCase) -> Outlook:
        """Tell what would become of a case, as far as that can be seen without sending anything."""
        known = self._cases.get(case.case_id)
        goes_on = known is not None and case.conference is not None and await self._goes_on(case, known)
        if case.conference is not None and (known is None or goes_on):
            found = coordinator_named(case.coordinator, self._actor.office, self._coordinators)
            if isinstance(found, str):
                return Outlook(REFUSED, found, is_sent=False)
        if known is None:
            return Outlook(TAKEN_OVER)
        return Outlook(GOES_ON) if goes_on else Outlook(KNOWN)

    async def _goes_on(self, case: RunningCase, known: CaseLine) -> bool:
        """Tell whether a later step is still to be done for a case that is known."""
        if known.stage in _BEFORE_A_COORDINATOR:
            return True
        try:
            shown = await self._client.ask(ShowConference(case_id=case.case_id), self._actor, ConferenceShown)
        except RefusedAnswer:
            return False
        untouched = all(person.stage == "suggested" for person in shown.participants) and shown.starts_at is None
        return shown.stage in _UNTOUCHED and untouched and not known.held

    async def take_over(self, case: RunningCase) -> Settled:
        """Take a case over, or go on where it stopped before; what is known already stays as it is.

        Raises:
            NoAnswer: a service did not answer; importing again is safe.
        """
        if case.conference is None:
            return _told([await self._client.do(case.request, self._actor)])
        found = coordinator_named(case.coordinator, self._actor.office, self._coordinators)
        known = self._cases.get(case.case_id)
        if isinstance(found, str) and (known is None or known.stage in _BEFORE_A_COORDINATOR):
            return Settled(REFUSED, found)
        receipts = [await self._client.do(case.request, self._actor)]
        if receipts[-1].status == "done" and not isinstance(found, str):
            who = found.coordinator_id
            assigned = TakeOverAssignment(case_id=case.case_id, coordinator_id=who, started_on=case.coordinator_since)
            receipts.append(await self._patiently(assigned))
        if len(receipts) > 1 and receipts[-1].status == "done":
            receipts.append(await self._patiently(case.conference))
        return _told(receipts)

    async def _patiently(self, command: Command) -> Receipt:
        """Send a command, and again while what the step before told is still on its way."""
        waited, pause = 0.0, _PAUSE_S
        while True:
            receipt = await self._client.do(command, self._actor)
            awaits = receipt.code == _NOT_HERE_YET or (
                receipt.code == _NOT_THERE_YET and receipt.stage == "awaiting-coordinator"
            )
            if not awaits or waited >= _PATIENCE_S:
                return receipt
            await asyncio.sleep(pause)
            waited, pause = waited + pause, min(pause * 1.5, 1.0)


def coordinator_named(written: str, office: str, register: tuple[CoordinatorLine, ...]) -> CoordinatorLine | str:
    """Find the coordinator an office means, by its own number for them, by id or by name; or say why that fails."""
    try:
        by_number = coordinator_id(office, reference(written))
    except Unclear:
        by_number = ""
    found = [line for line in register if line.coordinator_id in {by_number, written.casefold()}]
    found = found or [line for line in register if plain(line.name) == plain(written)]
    if not found:
        return NO_COORDINATOR
    if len(found) > 1:
        return SEVERAL
    return found[0] if found[0].standing not in {"left", "suspended"} else LEFT


def _told(receipts: list[Receipt]) -> Settled:
    """Say in one word what these receipts come to."""
    last = receipts[-1]
    if last.status != "done":
        columns = ", ".join(dict.fromkeys(column_of(field) for field in last.fields))
        why = f"{columns}: {last.message}" if columns else last.message
        return Settled(REFUSED, f"{why}; {STOPPED_THERE}" if len(receipts) > 1 else why, last.code)
    answers = [receipt.answer or {} for receipt in receipts]
    news = [not answer.get("known") for answer in answers]
    why = LOOKS_LIKE if answers[0].get("looksLike") else ""
    if news[0]:
        return Settled(TAKEN_OVER, why, last.code)
    return Settled(GOES_ON if any(news) else KNOWN, why, last.code)
