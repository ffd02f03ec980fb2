"""Facts that this Kring does not know: a newer one beside it tells them, or lets this service's consumer bring them.

They wait in the line of their case, and everything of that case behind them, until this service is a newer one too.
"""

from typing import Final

from sqlalchemy import update

from kring_shared.contracts.envelope import Named
from kring_shared.kernel.clock import Clock
from kring_shared.kernel.errors import KringError, UnknownMessage
from kring_shared.kernel.work import Work
from kring_shared.runtime.declared.routes import Origin, Route, Routes
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.tables import PARKED, to_ms


class NotKnownYet(KringError):
    """No handler here knows it; one of a newer Kring may."""

    code = UnknownMessage.code


class Newer(Named, service="newer"):
    """What can be told of such a fact: its case."""

    case_id: str = ""


def _wait(_message: Newer, _work: Work) -> None:
    raise NotKnownYet("this Kring does not know it; a newer one will")


NEWER: Final = Route(Newer, _wait, Origin.FACT, lambda message, _office: message.keys())


def known_now(database: Database, routes: Routes, clock: Clock) -> int:
    """Let what an older Kring did not know come at once, dead letters too; give how many there are."""
    unknown = PARKED.c.reason.startswith(NotKnownYet.code) & (PARKED.c.origin == Origin.FACT.value)
    ours = unknown & PARKED.c.kind.in_(list(routes.of(Origin.FACT)))
    with database.begin() as tx:
        return tx.execute(update(PARKED).where(ours).values(due_ms=to_ms(clock.now()))).rowcount
