"""That something changed: told to whoever has a page of it open, without a word of what.

Nothing is told of a case while its circle is alone: who looks at a page must not see from it that they talk, write or
stop. That private time ended is told to those with that case open, and not to a whole office: its hour is nobody's.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from nats.aio.client import Client as Nats
from nats.aio.msg import Msg

from kring_shared.contracts.catalogue import FACTS
from kring_shared.contracts.conference import ConferenceAdjourned, PrivateTimeEnded, PrivateTimeStarted

BEGINS: Final = PrivateTimeStarted.kind()
ENDS: Final = frozenset({PrivateTimeEnded.kind(), ConferenceAdjourned.kind()})


@dataclass(frozen=True)
class Scope:
    """What somebody is told of: of one office, certain cases, or all of them."""

    office: str
    cases: frozenset[str] | None
    """None: whatever changes at the office."""

    def holds(self, office: str, case_id: str, *, is_day_only: bool) -> bool:
        """Tell whether it holds a change; one of which only the day is told is for those with the case open."""
        if office != self.office:
            return False
        return not is_day_only if self.cases is None else case_id in self.cases


class Changes:
    """Hears that facts arrive, by their subjects alone, and wakes the pages that are open."""

    def __init__(self) -> None:
        """Begin with nobody who listens."""
        self._ears: dict[asyncio.Event, Scope] = {}
        self._alone: set[str] = set()
        self.open: Counter[str] = Counter()
        """How many pages of each session listen."""
        self.over = False

    @asynccontextmanager
    async def heard(self, connection: Nats, offices: tuple[str, ...] = ("*",)) -> AsyncIterator[None]:
        """Listen on the bus until the end of the block, to the offices that this portal is let in for."""
        ears = [await connection.subscribe(f"kring.{office}.office.>", cb=self._hear) for office in offices]
        try:
            yield
        finally:
            for ear in ears:
                await ear.unsubscribe()

    async def _hear(self, message: Msg) -> None:
        _, office, _, service, name, version, case_id, *_ = message.subject.split(".")
        kind = f"{service}.{name}.{version}"
        if kind in ENDS:
            self._alone.discard(case_id)
        fact = FACTS.get(kind)
        self.tell(office, case_id, is_day_only=fact is not None and fact.day_only)
        if kind == BEGINS:  # that it begins is still told, so that a page shows it
            self.leave_alone(case_id)

    def leave_alone(self, case_id: str) -> None:
        """Tell nothing of a case until its private time is over."""
        self._alone.add(case_id)

    def tell(self, office: str, case_id: str, *, is_day_only: bool = False) -> None:
        """Wake whoever has a page of an office, or of one case, open."""
        if case_id in self._alone:
            return
        for ear, scope in self._ears.items():
            if scope.holds(office, case_id, is_day_only=is_day_only):
                ear.set()

    def close(self) -> None:
        """Let every page that listens go; the portal stops."""
        self.over = True
        for ear in self._ears:
            ear.set()

    @asynccontextmanager
    async def listening(self, scope: Scope) -> AsyncIterator[asyncio.Event]:
        """Give an event that is set when something somebody is told of changes."""
        ear = asyncio.Event()
        self._ears[ear] = scope
        try:
            yield ear
        finally:
            del self._ears[ear]
