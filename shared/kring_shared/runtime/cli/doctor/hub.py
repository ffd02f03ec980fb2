"""The line to the hub: is it up, how far behind is this office with what others told, and what waits to be told?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select

from kring_shared.kernel.errors import BusAway
from kring_shared.runtime.bus.streams import BACKBONE, stream_at
from kring_shared.runtime.cli.doctor.asking import MayNotAsk, ask
from kring_shared.runtime.cli.doctor.at_work import lines_of
from kring_shared.runtime.cli.doctor.databases import looked_into
from kring_shared.runtime.cli.doctor.finding import Finding, count, not_looked_at, right, wrong
from kring_shared.runtime.cli.doctor.hearing import heard_by, looked_at
from kring_shared.runtime.cli.doctor.patient import Patient
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.tables import OUTBOX, from_ms

LINE: Final = "line"
UP: Final = "up"
TELLS: Final = OUTBOX.c.subject.like("kring.%.backbone.%")


async def line_is_up(patient: Patient) -> list[Finding]:
    """Look whether the hub answers across the line, and at this office's consumers there."""
    shared = patient.shared
    if not shared.backbone_domain:
        return []
    bus = patient.bus
    wanted = [one for one in heard_by(patient) if one.at.is_far]
    at = stream_at(BACKBONE, shared.backbone_domain)
    question = f"CONSUMER.INFO.{BACKBONE}.{wanted[0].durable}" if wanted else f"STREAM.INFO.{BACKBONE}"
    try:
        await ask(bus, at, question)
    except MayNotAsk:
        pass  # it answers, or refuses by itself; each consumer says so
    except BusAway:
        # The hub lets answers to services through a line, and to nobody else of the office.
        if await lines_of(patient) == {UP}:
            hub = f"the hub ({shared.backbone_domain}) answers the services"
            return [right(LINE, hub), not_looked_at("consumers", "the hub shows them to the services only")]
        return [await _away(patient)]
    return [right(LINE, f"the hub ({shared.backbone_domain}) answers"), *await looked_at(patient, wanted)]


async def _away(patient: Patient) -> Finding:
    waiting: list[tuple[int, datetime]] = []
    for _, database in patient.databases():
        await looked_into(database, _Untold(waiting), said_already=True)
    hub = f"the hub ({patient.shared.backbone_domain}) does not answer"
    do = "nothing is lost; see the log of this office's nats-server"
    if not waiting:
        return wrong(LINE, hub, do)
    number, oldest = sum(one for one, _ in waiting), min(moment for _, moment in waiting)
    since = f"{oldest.astimezone():%d-%m-%Y %H:%M}"
    return wrong(LINE, f"{hub}; {count(number, 'message')} for other offices not told yet, the first of {since}", do)


@dataclass(frozen=True)
class _Untold:
    """Counts what one outbox has for other offices; a database that does not answer is said elsewhere."""

    waiting: list[tuple[int, datetime]]

    def __call__(self, database: Database) -> list[Finding]:
        untold = select(func.count(), func.min(OUTBOX.c.told_ms)).where(OUTBOX.c.place.is_(None), TELLS)
        with database.read() as tx:
            number, oldest = tx.execute(untold).one()
        if number:
            self.waiting.append((number, from_ms(oldest)))
        return []
