"""The clocks: who asks is signed for five minutes, so this machine, the bus and the databases must agree."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import text

from kring_shared.kernel.errors import BusAway
from kring_shared.runtime.bus.streams import BACKBONE, FACTS, stream_at
from kring_shared.runtime.cli.doctor.asking import MayNotAsk, ask
from kring_shared.runtime.cli.doctor.databases import looked_into
from kring_shared.runtime.cli.doctor.finding import Finding, mind, not_looked_at, right, wrong
from kring_shared.runtime.cli.doctor.hearing import heard_by
from kring_shared.runtime.cli.doctor.patient import Patient
from kring_shared.runtime.storage.database import Database

WRONG_OVER: Final = timedelta(seconds=60)
MIND_OVER: Final = timedelta(seconds=10)
MOST: Final = "five minutes"
SET_IT: Final = "let both keep time by the network (NTP), and look: timedatectl status"
"""Of five minutes, one may go to clocks that differ."""


async def clocks_agree(patient: Patient) -> list[Finding]:
    """Compare this machine's clock with the bus's, the hub's and each database's; of those that agree, one stands."""
    found = [] if patient.connection else [not_looked_at("bus", "it cannot be asked")]
    if patient.connection:
        found.append(await _of_bus(patient, FACTS, "bus"))
    if patient.connection and patient.shared.backbone_domain:
        found.append(await _of_bus(patient, BACKBONE, "hub"))
    for _, database in patient.databases():
        if not database.is_sqlite:
            found += await looked_into(database, lambda of: _of_database(of, patient.clock.now), said_already=True)
    return list(dict.fromkeys(found))


async def _of_bus(patient: Patient, stream: str, about: str) -> Finding:
    """Compare with a server of the bus, which tells its time with everything it says of a stream or a consumer."""
    at = stream_at(stream, patient.shared.backbone_domain)
    questions = [f"CONSUMER.INFO.{one.at.name}.{one.durable}" for one in heard_by(patient) if one.at == at]
    for question in (*questions, *([] if at.is_far else [f"STREAM.INFO.{stream}"])):
        asked = patient.clock.now()
        try:
            said = await ask(patient.bus, at, question)
        except (MayNotAsk, BusAway):
            continue
        if "ts" in said:
            return judged(about, _between(asked, patient.clock.now()), datetime.fromisoformat(said["ts"]))
    return not_looked_at(about, "it does not tell this credential its time")


def judged(about: str, here: datetime, there: datetime) -> Finding:
    """Judge how far two clocks are apart."""
    apart = abs(here - there)
    words = f"{apart.total_seconds():.0f} seconds apart from this machine"
    means = f"{words}: past {MOST}, what people ask is refused as too old"
    if apart > WRONG_OVER:
        return wrong(about, means, SET_IT)
    return mind(about, means, SET_IT) if apart > MIND_OVER else right(about, "agrees with this machine")


def _of_database(database: Database, clock: Callable[[], datetime]) -> list[Finding]:
    with database.read() as tx:
        asked = clock()
        there: datetime = tx.execute(text("SELECT clock_timestamp()")).scalar_one()
        return [judged("database", _between(asked, clock()), there.astimezone(UTC))]


def _between(begun: datetime, ended: datetime) -> datetime:
    return begun + (ended - begun) / 2
