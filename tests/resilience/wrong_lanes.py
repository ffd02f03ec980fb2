"""Lanes that are wrong on purpose: what looks for lost and doubled facts must find them here, or it finds nothing.

Run in the place of `one_process`; `KRING_TEST_WRONG` says what is wrong.
"""

import asyncio
import os
from typing import Any

from sqlalchemy import Connection, Row, update

from kring_shared.runtime.bus import wire
from kring_shared.runtime.declared.routes import Delivery, Origin
from kring_shared.runtime.lane import lane, pages, timers
from kring_shared.runtime.lane.instants import Instant, come_by
from kring_shared.runtime.lane.settle import Settled
from kring_shared.runtime.storage.tables import ERRAND
from kring_shared.testing.chaos import one_process

WRONG = "KRING_TEST_WRONG"


def acknowledge_before_commit() -> None:
    """Acknowledge a fact first and settle it afterwards: who dies in between has lost it."""
    settle_now = lane.Lane.settle_now

    async def acknowledged_first(self: lane.Lane, batch: list[Delivery]) -> Settled:
        for delivery in batch:
            if delivery.done is not None and delivery.origin is Origin.FACT:
                await delivery.done(None)
        await asyncio.sleep(0.1)  # an acknowledgement needs a moment to arrive
        return await settle_now(self, batch)

    lane.Lane.settle_now = acknowledged_first  # type: ignore[method-assign]


def publish_without_outbox() -> None:
    """Tell what was decided without having written it down: who dies after the commit has told nobody."""

    def only_rows(self: pages.Pages, tx: Connection) -> list[wire.Row]:
        return [wire.Row(n, *values, self.now_ms) for n, values in enumerate(self.outbox, 1)]

    pages.Pages._write_outbox = only_rows  # type: ignore[method-assign]


def carry_out_again() -> None:
    """Begin again what a killed run had begun, which may have gone out."""

    async def begin_again(self: timers.Timers) -> None:
        with self._setup.database.begin() as tx:
            tx.execute(update(ERRAND).values(state="waiting"))

    timers.Timers.give_up_begun = begin_again  # type: ignore[method-assign]


def carry_out_before_it_is_noted() -> None:
    """Send first and note afterwards that it began: who dies in between has sent what still waits to be sent."""

    async def sends_first(self: timers.Timers, row: Row[Any]) -> None:
        form, runner = self._setup.routes.runners[row.name]
        code = await runner(form.model_validate_json(row.body))
        come_by(Instant.AFTER_ERRAND)
        if await self._begins(row.id):
            await self._hand_in(row, code)

    timers.Timers._carry_out = sends_first  # type: ignore[method-assign]


WAYS = (acknowledge_before_commit, publish_without_outbox, carry_out_again, carry_out_before_it_is_noted)


def main() -> None:
    """Spoil what the environment names, and run."""
    {f.__name__: f for f in WAYS}[os.environ[WRONG]]()
    one_process.main()
