"""`kring doctor` on what waits for too long, what is nearly full and what nobody watches; and what to do."""

import json
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table

from kring_shared.kernel.clock import DrivenClock
from kring_shared.runtime.bus.client import connect
from kring_shared.runtime.bus.streams import FACTS, provision_consumer
from kring_shared.runtime.cli.configured import shared_settings
from kring_shared.runtime.cli.doctor import backups, keeping, room
from kring_shared.runtime.cli.doctor.finding import Finding, State
from kring_shared.runtime.embedded.backup.beside import RESTORE, beside
from kring_shared.runtime.embedded.backup.making import NOTES
from kring_shared.runtime.embedded.folder import KringFolder
from kring_shared.runtime.server.config import Login
from kring_shared.runtime.server.ports import free_port
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.tables import DEADLINE, ERASURE, ERRAND, OUTBOX, PARKED, to_ms
from kring_shared.testing.servers import nats_server
from tests.integration.looked_at import a_patient, findings, provisioned, settings_of

ID = "019aa0000000700080000000000000a1"
KIND = "registry.registration-opened.v1"
NOW = datetime.now(UTC)
A_MOMENT, A_WHILE, LONG = timedelta(seconds=20), timedelta(minutes=15), timedelta(hours=3)


@pytest.fixture(name="settings", autouse=True)
async def a_kring_that_is_set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[dict[str, str]]:
    """Set up a bus and databases; nobody works on them."""
    with nats_server(tmp_path, login=Login("kring", "hunter2hunter2")) as server:
        settings = settings_of(tmp_path, server.url)
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        await provisioned()
        yield settings


def an_outbox_row(since: datetime) -> dict[str, Any]:
    return {
        "seq": 1,
        "id": ID,
        "subject": f"kring.utrecht.office.{KIND}.{ID}",
        "type": f"nl.eigenkracht.{KIND}",
        "key": ID,
        "body": "{}",
        "told_ms": to_ms(since),
    }


def a_deadline(since: datetime) -> dict[str, Any]:
    return {"id": ID, "key": ID, "kind": KIND, "office": "utrecht", "body": "{}", "due_ms": to_ms(since)}


def an_errand(since: datetime, state: str = "waiting") -> dict[str, Any]:
    due = {"name": "deliver", "key": ID, "office": "utrecht", "body": "{}", "due_ms": to_ms(since)}
    return {"id": ID, "state": state, **due}


def an_erasure(since: datetime) -> dict[str, Any]:
    scope = {"scope": f"person/{ID}", "office": "utrecht", "because": "term-over"}
    return {**scope, "decided_ms": to_ms(since)}


def a_parked_row(tries: int) -> dict[str, Any]:
    row = {"id": ID, "key": ID, "kind": KIND, "origin": "fact", "office": "utrecht", "body": "{}", "sealed": False}
    moments = {"due_ms": to_ms(NOW + LONG), "parked_ms": to_ms(NOW)}
    return {**row, **moments, "tries": tries, "reason": "kring.not-yet: it came too early"}


def lay(settings: dict[str, str], table: Table, row: dict[str, Any]) -> None:
    """Put a row into the registry's database."""
    database = Database(settings["KRING_REGISTRY_DATABASE_URL"], "registry")
    with database.begin() as tx:
        tx.execute(table.insert().values(row))
    database.close()


async def of_registry(about: str, part: str = "waiting") -> Finding | None:
    """Give what is found of this, if anything."""
    found = (await findings(DrivenClock(NOW), "registry")).get((part, about))
    return found[0] if found else None


@pytest.mark.parametrize(
    ("table", "row", "about", "means"),
    [
        (OUTBOX, an_outbox_row, "registry outbox", "for KRING: the others do not know yet"),
        (DEADLINE, a_deadline, "registry deadlines", "1 deadline is overdue"),
        (ERRAND, an_errand, "registry errands", "messages to people do not go out"),
        (ERASURE, an_erasure, "registry erasures", "what people were promised to be gone is still there"),
    ],
)
async def test_what_waits_for_a_while_is_minded_and_for_long_is_wrong(
    settings: dict[str, str],
    table: Table,
    row: Callable[[datetime], dict[str, Any]],
    about: str,
    means: str,
) -> None:
    lay(settings, table, row(NOW - A_MOMENT))
    assert await of_registry(about) is None
    for waits, state in ((A_WHILE, State.MIND), (LONG, State.WRONG)):
        database = Database(settings["KRING_REGISTRY_DATABASE_URL"], "registry")
        with database.begin() as tx:
            tx.execute(table.delete())
        database.close()
        lay(settings, table, row(NOW - waits))
        found = await of_registry(about)
        assert found is not None
        assert (found.state, means in found.words, bool(found.do)) == (state, True, True)
        assert f"{(NOW - waits).astimezone():%d-%m-%Y %H:%M}" in found.words
        assert ID not in found.words


async def test_what_was_tried_often_is_minded_with_its_code_and_without_its_words(settings: dict[str, str]) -> None:
    lay(settings, PARKED, a_parked_row(3))
    assert await of_registry("registry parked") is None
    lay(settings, PARKED, a_parked_row(4) | {"id": ID[::-1]})
    found = await of_registry("registry parked")
    assert found is not None
    assert found.words == "1 message was tried 4 times or more (kring.not-yet): their cases do not go on"
    assert "kring dead-letters list --service registry" in found.do


async def test_an_errand_that_was_begun_and_never_ended_is_unclear(settings: dict[str, str]) -> None:
    lay(settings, ERRAND, an_errand(NOW - A_WHILE, "begun"))
    found = await of_registry("registry unclear")
    assert found is not None
    assert (found.state, "kring to-tell" in found.do) == (State.MIND, True)


async def test_a_service_that_does_not_keep_up_with_what_it_hears_is_minded() -> None:
    bus = await connect(shared_settings().nats_url)
    subject = f"kring.utrecht.office.intake.request-received.v1.{ID}"
    await bus.jetstream().publish(subject, b"{}", headers={"Nats-Msg-Id": ID})
    await bus.close()
    now = datetime.now(UTC)  # the bus stamps by the real clock, and this file may have been read long before
    early, late = [await findings(DrivenClock(now + at), "registry") for at in (A_MOMENT, A_WHILE)]
    assert [one.state for one in early["consumers", "registry"]] == [State.RIGHT]
    (found,) = late["consumers", "registry"]
    assert (found.state, found.words.startswith("1 message behind on KRING, ")) == (State.MIND, True)
    assert found.do.startswith("start it: kring run registry")


async def test_a_consumer_that_nobody_declares_or_uses_any_more_is_named_with_how_to_take_it_away() -> None:
    bus = await connect(shared_settings().nats_url)
    await provision_consumer(bus, FACTS, "registry_zwolle", ["kring.zwolle.office.>"])
    await provision_consumer(bus, FACTS, "a-reader-of-others", ["kring.utrecht.office.>"])
    early, late = [await findings(DrivenClock(NOW + at), "registry") for at in (A_WHILE, timedelta(days=2))]
    await bus.close()
    assert ("consumers", "left behind") not in early
    (found,) = late["consumers", "left behind"]
    assert (found.state, found.do.endswith("nats consumer rm KRING registry_zwolle")) == (State.MIND, True)


async def test_a_system_whose_referrals_the_bus_refuses_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "WAITING_REFERRALS", 10)
    bus = await connect(shared_settings().nats_url)
    for system, number in (("wijkteam-noord", 10), ("wijkteam-zuid", 7), ("wijkteam-west", 6)):
        for one in range(number):
            await bus.jetstream().publish(f"kring.utrecht.referrals.{system}", f"{one}".encode())
    await bus.close()
    found = await findings(None, "intake")
    full, nearly = (found["streams", f"referrals of wijkteam-{side}"][0] for side in ("noord", "zuid"))
    assert (full.state, full.words.startswith("10 of 10 wait: ")) == (State.WRONG, True)
    assert (nearly.state, nearly.words.startswith("7 of 10 wait; ")) == (State.MIND, True)
    assert ("streams", "referrals of wijkteam-west") not in found


@pytest.mark.parametrize(
    ("free", "total", "state"),
    [
        (50, 100, State.RIGHT),
        (5, 100, State.MIND),
        (0.2, 100, State.WRONG),
        (30, 1000, State.RIGHT),
        (1, 1000, State.WRONG),
    ],
)
def test_a_disk_that_is_nearly_full_is_minded_and_a_full_one_wrong(
    free: float, total: float, state: State, tmp_path: Path
) -> None:
    found = room.judged(tmp_path, int(free * room.GIB), int(total * room.GIB))
    assert (found.state, "nothing that people do can be kept" in found.words) == (state, state is not State.RIGHT)


async def test_the_disks_under_all_folders_are_looked_at(tmp_path: Path) -> None:
    found = await findings(None, "registry")
    (disk,) = found["databases", "disk"]
    assert str(tmp_path) in disk.words


async def test_backups_that_are_old_are_minded_and_new_ones_are_right(settings: dict[str, str], tmp_path: Path) -> None:
    folder = KringFolder(tmp_path)
    for days, states in ((1, ["right", "right"]), (3, ["mind", "right"]), (31, ["mind", "mind"])):
        made = (NOW - timedelta(days=days, minutes=1)).isoformat()
        (tmp_path / NOTES).write_text(json.dumps({"data": made, "keys": made}))
        found = await backups.backups_are_made(replace(a_patient(DrivenClock(NOW)), folder=folder))
        assert [one.state for one in found] == states
        assert all(f"the last is {days} day" in one.words for one in found)


async def test_what_a_killed_restore_left_beside_is_named_and_one_at_work_is_not(
    settings: dict[str, str], tmp_path: Path
) -> None:
    patient = replace(a_patient(DrivenClock(NOW)), folder=KringFolder(tmp_path / "kring"))
    (tmp_path / ".other.kring-restore").mkdir()
    (tmp_path / ".other.somebody-else").mkdir()
    (*_, left) = await backups.backups_are_made(patient)
    assert (left.state, left.do) == (State.WRONG, f"remove it: rm -r {tmp_path / '.other.kring-restore'}")
    with beside(tmp_path / "to", RESTORE):
        assert [one.about for one in await backups.backups_are_made(patient)] == [backups.DATA, backups.KEYS]


@contextmanager
def answering(status: int) -> Iterator[str]:
    """Answer every question with a status, as the listener of a process would."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b'{"ready": false}')

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"0.0.0.0:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


async def watched(at: str, monkeypatch: pytest.MonkeyPatch) -> Finding:
    monkeypatch.setenv("KRING_WATCH", at)
    (found,) = (await findings(None, "registry"))["services", "watch"]
    return found


async def test_nobody_watches_unless_it_is_set_and_somebody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    unset = await watched("", monkeypatch)
    assert (unset.state, unset.words.startswith("KRING_WATCH is not set")) == (State.MIND, True)
    assert (await watched(":9464", monkeypatch)).state is State.WRONG
    nobody = await watched(f"127.0.0.1:{free_port()}", monkeypatch)
    assert (nobody.state, "nobody answers there" in nobody.words) == (State.MIND, True)
    with answering(200) as at:
        assert (await watched(at, monkeypatch)).state is State.RIGHT
    with answering(503) as at:
        assert (await watched(at, monkeypatch)).words.endswith("that it is not ready")
