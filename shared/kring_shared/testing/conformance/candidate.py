"""The candidate as a process: started, killed without warning, started again; nothing of its inside is looked at."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import nats.errors

from kring_shared.kernel.errors import KringError
from kring_shared.testing.conformance.house import OFFICE, House
from kring_shared.testing.waiting import NeverHappened, until

READY_WITHIN_SECONDS: Final = 120.0
SETTLED_WITHIN_SECONDS: Final = 60.0
ENDS_WITHIN_SECONDS: Final = 20.0
LAST_LINES: Final = 12


class CandidateFailed(KringError):
    """The candidate did not come up, or ended by itself."""

    code = "kring.candidate-failed"


class Candidate:
    """One process, or what it started; all of it in a group of its own, which is all that is ever ended."""

    def __init__(self, house: House, command: Sequence[str]) -> None:
        """Describe it; without a command it is ours."""
        self._house = house
        self._ours = not command
        self.command = tuple(command) or (_kring(), "run", house.service.name)
        self._log = house.folder / "candidate.log"
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it, and come back when it says that it is ready.

        Raises:
            CandidateFailed: it ended, or did not become ready in time.
        """
        (self._house.folder / "own").mkdir(exist_ok=True)
        if self._ours and self._process is None:
            await self._migrate()
        self._process = await self._begun()
        try:
            await until(self._ready_or_gone, "it answers that it is ready", within=READY_WITHIN_SECONDS)
        except NeverHappened:
            raise CandidateFailed(
                f"it did not answer kring.{OFFICE}.ask.{self._house.service.name}.ready.v1 with `ready: true` "
                f"in {READY_WITHIN_SECONDS:g} s; its last words:\n{self.last_words()}"
            ) from None

    async def kill(self) -> None:
        """Kill it without warning, as a power cut would."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """Ask it to end, and kill it when it does not."""
        await self._end(signal.SIGTERM)

    async def settled(self) -> None:
        """Wait until it has taken and told everything there was: nothing waits at its consumers or in its outbox.

        Raises:
            CandidateFailed: it ended, or still holds something.
        """
        try:
            await until(self._is_settled, "everything is taken and told", within=SETTLED_WITHIN_SECONDS)
        except NeverHappened:
            raise CandidateFailed(f"after {SETTLED_WITHIN_SECONDS:g} s {await self._waiting()}") from None

    async def is_alive(self) -> bool:
        """Tell whether it runs and answers that it is ready."""
        return bool((await self._ready()).get("ready"))

    def printed(self) -> str:
        """Give everything it printed."""
        return self._log.read_text(encoding="utf-8", errors="replace") if self._log.exists() else ""

    def last_words(self) -> str:
        """Give the end of what it printed."""
        return "\n".join(self.printed().splitlines()[-LAST_LINES:])

    async def _begun(self) -> asyncio.subprocess.Process:
        with self._log.open("ab") as log:
            try:
                return await asyncio.create_subprocess_exec(
                    *self.command,
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    env=self._house.environment(),
                    start_new_session=True,
                )
            except OSError as error:
                raise CandidateFailed(f"{self.command[0]} cannot be started ({error.strerror})") from None

    async def _migrate(self) -> None:
        """Make the tables of ours; whatever else is run here makes its own."""
        made = await asyncio.create_subprocess_exec(
            _kring(),
            "migrate",
            self._house.service.name,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=self._house.environment(KRING_NATS_CREDS=str(self._house.admins)),
        )
        said, _ = await made.communicate()
        if made.returncode:
            raise CandidateFailed(f"kring migrate failed:\n{said.decode(errors='replace')}")

    async def _ready(self) -> dict[str, object]:
        subject = f"kring.{OFFICE}.ask.{self._house.service.name}.ready.v1"
        try:
            answer = await self._house.desk.request(subject, b"{}", timeout=2)
            said = json.loads(answer.data)
        except (nats.errors.Error, TimeoutError, ValueError):
            return {}
        return said if isinstance(said, dict) else {}

    async def _ready_or_gone(self) -> bool:
        if self._process is not None and self._process.returncode is not None:
            raise CandidateFailed(f"it ended with {self._process.returncode}; its last words:\n{self.last_words()}")
        return await self.is_alive()

    async def _is_settled(self) -> bool:
        return not await self._waiting()

    async def _waiting(self) -> str:
        """Say what it has not taken or told yet, or nothing."""
        for stream, durable in self._house.consumers.items():
            info = await self._house.admin.jetstream().consumer_info(stream, durable)
            if waits := (info.num_pending or 0) + (info.num_ack_pending or 0):
                return f"{waits} facts that it did not acknowledge wait at its consumer {durable} of {stream}"
        unsent = (await self._ready()).get("unsent", "nothing")
        return "" if unsent == 0 else f"its answer to ready.v1 says {unsent} as `unsent`, and not 0"

    async def _end(self, how: signal.Signals) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        os.killpg(process.pid, how)
        try:
            await asyncio.wait_for(process.wait(), ENDS_WITHIN_SECONDS)
        except TimeoutError:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


def _kring() -> str:
    return str(Path(sys.executable).with_name("kring"))
