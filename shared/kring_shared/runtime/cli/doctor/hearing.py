"""What services hear: each has a durable consumer on every stream it hears, which knows what it has not had yet."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from kring_shared.kernel.errors import BusAway
from kring_shared.runtime.bus.streams import REFERRALS, StreamAt, stream_at
from kring_shared.runtime.cli.doctor.asking import MayNotAsk, ask
from kring_shared.runtime.cli.doctor.finding import Finding, count, mind, not_looked_at, right, since, wrong
from kring_shared.runtime.cli.doctor.patient import Patient
from kring_shared.runtime.running import assembly
from kring_shared.runtime.running.assembly import Configured
from kring_shared.runtime.running.divided_databases import apart
from kring_shared.runtime.running.running import Parts, declare, durable_of, filters_of

NOT_FOUND: Final = 10014
MIGRATE: Final = "run `kring migrate`"
MANY: Final = 1000
SILENT_FOR: Final = timedelta(minutes=5)
"""A service that is far behind, or fetches nothing for so long while something waits, is not keeping up."""


@dataclass(frozen=True)
class Heard:
    """One consumer as this Kring wants it."""

    service: str
    at: StreamAt
    durable: str
    filters: tuple[str, ...]


def heard_by(patient: Patient) -> list[Heard]:
    """Name the consumers of every service.

    Raises:
        WrongSetup: a key, a file or a plugin that the settings name is missing or wrong.
    """
    given = assembly.parts(patient.shared, patient.clock)
    return [one for configured in patient.services for one in _of(configured, given)]


async def consumers_stand(patient: Patient) -> list[Finding]:
    """Look at every consumer that lies on this bus; a service whose consumers are all there is one line."""
    return await looked_at(patient, [one for one in heard_by(patient) if not one.at.is_far])


async def looked_at(patient: Patient, wanted: list[Heard]) -> list[Finding]:
    """Look at consumers, and sum up for each service what is right."""
    bus = patient.bus
    found: list[Finding] = []
    unseen: list[str] = []
    waiting: dict[str, list[int]] = {}
    for one in wanted:
        try:
            said = await ask(bus, one.at, f"CONSUMER.INFO.{one.at.name}.{one.durable}")
        except MayNotAsk:
            unseen.append(one.durable)
        except BusAway:
            found.append(
                wrong(
                    one.service,
                    f"nothing answers for its consumer on {one.at.name}",
                    "see what is said of the streams, and whether every server runs",
                )
            )
        else:
            bad = judged(one, said)
            found += bad
            if not bad:
                found += behind(one, said, patient.clock.now())
            waiting.setdefault(one.service, []).append(0 if bad else said["num_pending"])
    found += [_hears(service, numbers) for service, numbers in waiting.items() if not _named(service, found)]
    if unseen:
        found.append(not_looked_at(", ".join(dict.fromkeys(unseen)), str(MayNotAsk())))
    return found


def judged(one: Heard, said: dict[str, Any]) -> list[Finding]:
    """Compare a consumer with what is wanted; gives what is wrong with it."""
    what = f"its consumer {one.durable} on {one.at.name}"
    if said.get("error", {}).get("err_code") == NOT_FOUND:
        return [wrong(one.service, f"{what} is not there: it hears nothing of what is told", MIGRATE)]
    if "error" in said:
        return [wrong(one.service, f"{what}: {said['error']['description']}", "see what is said of the streams")]
    config = said["config"]
    has = config.get("filter_subjects") or [config.get("filter_subject", "")]
    lacks, more = set(one.filters) - set(has), set(has) - set(one.filters)
    if not lacks | more:
        return []
    differs = ["does not hear " + _some(lacks)] if lacks else []
    differs += ["hears " + _some(more) + ", which nobody handles"] if more else []
    return [wrong(one.service, f"{what} {' and '.join(differs)}", MIGRATE)]


def behind(one: Heard, said: dict[str, Any], now: datetime) -> list[Finding]:
    """Judge how far a service is behind with what it hears."""
    waits = said["num_pending"]
    last = datetime.fromisoformat(said.get("delivered", {}).get("last_active") or said["created"])
    if not waits or (waits < MANY and now - last < SILENT_FOR):
        return []
    what = f"{count(waits, 'message')} behind on {one.at.name}, and fetched the last {since(last)}"
    words = f"{what}: what was decided elsewhere is not seen here yet, and nobody is written to about it"
    do = f"start it: kring run {one.service}; where it runs, its log says why it waits (lane.waits)"
    return [mind(one.service, words, do)]


def _of(configured: Configured, given: Parts) -> list[Heard]:
    service, settings = configured
    broker = declare(service, settings, given)
    found: list[Heard] = []
    for offices in (one.serves for one in apart(given.shared)):
        by_stream = filters_of(broker, offices)
        if service.takes_referrals is not None:
            by_stream[REFERRALS] = [f"kring.{office}.referrals.*" for office in offices]
        found += [
            Heard(
                service.name,
                stream_at(stream, given.shared.backbone_domain),
                durable_of(service, offices),
                tuple(subjects),
            )
            for stream, subjects in by_stream.items()
        ]
    return found


def _hears(service: str, numbers: list[int]) -> Finding:
    waits = f"{count(sum(numbers), 'message')} not fetched yet" if any(numbers) else "nothing waits for it"
    return right(service, f"{'its consumer is' if len(numbers) == 1 else 'its consumers are'} there; {waits}")


def _named(service: str, found: list[Finding]) -> bool:
    return any(one.about == service for one in found)


def _some(subjects: set[str]) -> str:
    first, *others = sorted(subjects)
    return f"{first} and {count(len(others), 'other')}" if others else first
