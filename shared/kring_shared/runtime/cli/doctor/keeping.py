"""The streams: as this Kring wants them, kept by every server that should keep them, and with room left."""

import json
from typing import Any, Final

from kring_shared.kernel.errors import BusAway
from kring_shared.runtime.bus.streams import REFERRALS, STREAMS, WAITING_REFERRALS, Stream, StreamAt, stream_at, wanted
from kring_shared.runtime.cli.doctor.asking import MayNotAsk, ask, asked
from kring_shared.runtime.cli.doctor.finding import Finding, count, mind, not_looked_at, right, wrong
from kring_shared.runtime.cli.doctor.patient import Patient

MIGRATE: Final = "run `kring migrate`"
SILENT: Final = "see whether every server runs, and JetStream is on"
MIND_FULL: Final = 0.7
WRONG_FULL: Final = 0.9
NOT_FOUND: Final = 10059
WHEN_FULL: Final = "once it is full, nothing is told any more, and no referral comes in"
MORE_ROOM: Final = "give the bus more room (a larger disk, `kring authority config --store-limit`)"
UNITS: Final = ("bytes", "KiB", "MiB", "GiB", "TiB")


async def streams_are_kept(patient: Patient) -> list[Finding]:
    """Look at each stream where it lies."""
    bus = patient.bus
    found: list[Finding] = []
    for stream in STREAMS:
        at = stream_at(stream.name, patient.shared.backbone_domain)
        if at.is_far:
            found.append(not_looked_at(stream.name, f"it lies with the hub ({at.domain}); look there"))
            continue
        try:
            said = await ask(bus, at, f"STREAM.INFO.{stream.name}")
        except MayNotAsk as error:
            found.append(not_looked_at(stream.name, str(error)))
        except BusAway:
            found.append(wrong(stream.name, "JetStream does not answer", SILENT))
        else:
            found += judged(stream, said, patient.shared.replicas)
    return found


async def referrals_are_taken(patient: Patient) -> list[Finding]:
    """Look at each system whose referrals wait: beyond their number the bus refuses that system."""
    question = json.dumps({"subjects_filter": "kring.*.referrals.*"}).encode()
    try:
        said = json.loads(await asked(patient.bus, f"{StreamAt('').api}.STREAM.INFO.{REFERRALS}", question))
    except MayNotAsk:
        return []  # said of the stream
    waiting: dict[str, int] = said.get("state", {}).get("subjects") or {}
    return [
        _waits(subject.rpartition(".")[2], number)
        for subject, number in sorted(waiting.items())
        if number >= MIND_FULL * WAITING_REFERRALS
    ]


async def there_is_room(patient: Patient) -> list[Finding]:
    """Look how much of what the bus may store is taken."""
    try:
        said = await ask(patient.bus, StreamAt(""), "INFO")
    except MayNotAsk as error:
        return [not_looked_at("room", str(error))]
    if "error" in said:
        return [wrong("room", f"JetStream says: {said['error']['description']}")]
    return [_room("room", said["storage"], said["limits"]["max_storage"])]


def judged(stream: Stream, said: dict[str, Any], replicas: int) -> list[Finding]:
    """Compare a stream with what is wanted of it, kept by so many servers."""
    if said.get("error", {}).get("err_code") == NOT_FOUND:
        return [wrong(stream.name, "is not there: what belongs in it cannot be told", MIGRATE)]
    if "error" in said:
        return [wrong(stream.name, f"the bus says: {said['error']['description']}")]
    config, state = said["config"], said["state"]
    drifted = _drifted(wanted(stream, replicas), config)
    found = [wrong(stream.name, f"is not as this Kring wants it: {', '.join(drifted)}", MIGRATE)] if drifted else []
    found += _copies(stream.name, config["num_replicas"], said.get("cluster") or {})
    if config.get("max_bytes", 0) > 0:
        found.append(_room(f"{stream.name} room", state["bytes"], config["max_bytes"]))
    kept = f"{count(state['messages'], 'message')}, {size(state['bytes'])}"
    return found or [right(stream.name, f"{kept}{_on(config['num_replicas'])}")]


def size(octets: int) -> str:
    """Say how much it is in the largest unit that it fills."""
    number, unit = float(octets), 0
    while number >= 1024 and unit < len(UNITS) - 1:  # noqa: PLR2004 - the next unit
        number, unit = number / 1024, unit + 1
    return f"{number:.0f} {UNITS[unit]}" if unit == 0 else f"{number:.1f} {UNITS[unit]}"


def _drifted(config: dict[str, Any], has: dict[str, Any]) -> list[str]:
    """Name the settings that differ; what a server leaves out is no, none or nothing."""
    differ = [name for name, value in config.items() if (has.get(name) or None) != (value or None)]
    return [f"{name} is {_shown(has.get(name))} and not {_shown(config[name])}" for name in differ]


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value if value is not None else "not set")


def _copies(name: str, copies: int, cluster: dict[str, Any]) -> list[Finding]:
    if copies == 1:
        return []
    if not cluster.get("leader"):
        return [wrong(name, "no server leads it, so nothing can be told", "see which servers of the cluster are away")]
    others = cluster.get("replicas") or []
    away = [one["name"] for one in others if one.get("offline")]
    behind = [f"{one['name']} ({one.get('lag', 0)} behind)" for one in others if not one.get("current")]
    if away:
        return [wrong(name, f"its copy on {', '.join(away)} is away", "start that server")]
    if behind:
        return [mind(name, f"its copy catches up on {', '.join(behind)}", "wait, and look again")]
    return []


def _waits(system: str, number: int) -> Finding:
    words, do = f"{number} of {WAITING_REFERRALS} wait", "see why intake takes none: kring doctor --service intake"
    if number >= WAITING_REFERRALS:
        return wrong(f"referrals of {system}", f"{words}: what it refers now is refused, and it must send it again", do)
    return mind(f"referrals of {system}", f"{words}; when all places are taken, what it refers is refused", do)


def _on(copies: int) -> str:
    return f"; {copies} copies, all current" if copies > 1 else ""


def _room(about: str, taken: int, most: int) -> Finding:
    if most <= 0:
        return right(about, f"{size(taken)} stored; no limit is set")
    words = f"{size(taken)} stored of {size(most)}"
    if taken >= WRONG_FULL * most:
        return wrong(about, f"{words}: {WHEN_FULL}", MORE_ROOM)
    return mind(about, f"{words}: {WHEN_FULL}", MORE_ROOM) if taken >= MIND_FULL * most else right(about, words)
