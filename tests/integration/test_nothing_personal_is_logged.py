"""Unmistakable names, addresses and words go down every path there is, at log level debug; none of it is written down.

The paths are those of the catalogue of contracts, so that a new command, query or fact is covered by itself.
"""

import asyncio
import io
import json
import signal
import sqlite3
import subprocess
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
import structlog

from kring_notifications.plugins.smtp import Smtp
from kring_shared.contracts.catalogue import COMMANDS, FACTS, QUERIES
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.sealed import Contact
from kring_shared.runtime import logs, probe
from kring_shared.runtime.bus.client import Client, connect
from kring_shared.runtime.bus.signing import Signer
from kring_shared.runtime.cli.names import service_names
from kring_shared.runtime.server.config import Login
from kring_shared.runtime.server.ports import HOST, free_port
from kring_shared.testing.servers import nats_server
from kring_shared.testing.waiting import until
from tests.integration.http_gateway import Says, http_gateway
from tests.integration.kring_command import KRING, environment, kring
from tests.integration.looked_at import EDGE, provisioned, settings_of
from tests.integration.mail_server import Mailbox, mail_server
from tests.integration.marked import ALL_OF_IT, MARKED, leaks
from tests.integration.recorded import recorded, words_of
from tests.integration.said_to_all import ask, bodies, everything, tell
from tests.route.office import Office, PluginSettings, an_office

BSN: Final = "111222333"
CONTACT: Final = {"name": MARKED["name"], "email": MARKED["email"], "phone": MARKED["phone"]}
REQUESTER: Final = CONTACT | {"kind": "professional", "organisation": MARKED["name"]}
HOLDERS: Final = (Contact(name=MARKED["name"], phone=MARKED["phone"], postal_address=MARKED["address"]),)


@contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    """Keep every line of every level."""
    stream = io.StringIO()
    with logs.written_to(stream, "debug"):
        yield stream


@asynccontextmanager
async def an_office_that_writes(folder: Path) -> AsyncIterator[Office]:
    """Open an office whose post and texts are refused by servers that repeat to whom and what it was."""
    sms = {"token": "not-a-secret", "sender": "Kring", "neutral_sender": "+31612345678", "timeout_s": 5}
    with mail_server(Mailbox(refused={MARKED["email"]})) as box:
        async with http_gateway(Says(status=400, body=json.dumps(MARKED).encode())) as gateway:
            settings: PluginSettings = {
                "notifications:smtp": {"host": HOST, "port": box.port, "security": "none", "timeout_s": 5},
                "notifications:sms": sms | {"url": gateway.url},
            }
            async with an_office(folder, plugin_settings=settings) as office:
                yield office


async def a_route(office: Office) -> None:
    """Let somebody of these names be referred, and their request be accepted; their post comes back."""
    people = [CONTACT | {"birthDate": MARKED["birth"]}]
    case = await office.refers("ref-1", mainPersons=people, requester=REQUESTER, question=MARKED["question"])
    await office.triages(case.case_id)
    await office.settles(case.case_id, *HOLDERS)
    await office.all_say_yes(case.case_id)
    await office.waits(timedelta(days=1))


async def bad_referrals(office: Office) -> None:
    """Refer what cannot be taken: broken, with a national number, without what is needed, and far too long."""
    event = office._event("ref-2", "wijkteam-test", {"requester": REQUESTER, "question": MARKED["question"]})
    for body in (
        json.dumps(event)[:-2] + MARKED["name"],
        json.dumps(event | {"data": event["data"] | {"question": f"{MARKED['question']} BSN {BSN}"}}),
        json.dumps(event | {"data": {"reference": MARKED["name"], "mainPersons": ALL_OF_IT}}),
        json.dumps(event | {"data": event["data"] | {"question": MARKED["question"] * 1000}}),
        json.dumps(event | {"id": MARKED["name"], "type": MARKED["name"]}),
    ):
        await office.publishes(body.encode())


# ---------------------------------------------------------------------------------------------------- what goes wrong
def a_fault(*_: object) -> None:
    """Stand for any function of ours that has a fault in it."""
    raise ValueError(ALL_OF_IT)


def with_faults(office: Office) -> None:
    """Put a fault into every function that handles or answers anything."""
    for one in office.kring.running:
        routes = one.setup.routes
        for kind, route in routes.messages.items():
            routes.messages[kind] = replace(route, handler=a_fault, before=(), given=())
        for kind, question in routes.queries.items():
            routes.queries[kind] = replace(question, function=a_fault, before=(), given=())  # type: ignore[arg-type]


@contextmanager
def a_database_that_quotes(office: Office, service: str) -> Iterator[None]:
    """Have a database refuse every row with words that repeat it."""
    with sqlite3.connect(office.kring.folder.db / f"{service}.db") as database:
        words = ALL_OF_IT.replace("'", "")
        database.execute(f"CREATE TRIGGER no BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'row: {words}'); END")
    try:
        yield
    finally:
        with sqlite3.connect(office.kring.folder.db / f"{service}.db") as database:
            database.execute("DROP TRIGGER no")
        database.close()


def shown_to_operators(folder: Path) -> str:
    """Give what the commands print that an operator looks at."""
    looks = (
        ("doctor",),
        ("doctor", "--json"),
        ("ready",),
        ("dead-letters", "list"),
        ("dead-letters", "list", "--json"),
    )
    said = [kring(*words, folder=folder) for words in looks]
    return "\n".join(each.stdout + each.stderr for each in said)


@pytest.mark.timeout(400)
async def test_nothing_personal_is_in_any_line_span_or_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with everything_logged() as logged, recorded() as spans:
        async with an_office_that_writes(tmp_path) as office:
            await a_route(office)
            await bad_referrals(office)
            with a_database_that_quotes(office, "intake"):
                event = office._event("ref-3", "wijkteam-test", {"requester": REQUESTER})
                await office.publishes(json.dumps(event).encode())
            monkeypatch.setattr(Smtp, "send", a_fault)
            await office.waits(timedelta(days=9))  # what was parked is tried until it is a dead letter
            answered = await ask(office.client, everything(office.client))
            await tell(office.client)
            await office.kring.settle(within=120)
            with_faults(office)
            answered += await ask(office.client, everything(office.client))
            listed = await asyncio.to_thread(shown_to_operators, office.kring.folder.path)
            server = office.kring.folder.path / "logs" / "nats.log"
            of_server = server.read_text()
    lines = [json.loads(line) for line in logged.getvalue().splitlines()]
    events = Counter(line["event"].partition(".")[2] or line["event"] for line in lines)
    assert events.keys() >= {
        *("delivery.done", "delivery.refused", "delivery.parked", "delivery.dead", "delivery.fault"),
        *("query.fault", "channel.failed"),
    }
    assert answered.keys() >= {"kring.invalid-fields", "kring.unknown-message", "kring.not-permitted", "kring.fault"}
    assert all("fault" in line and line["where"] for line in lines if line["event"].endswith(".fault"))
    said = capfd.readouterr()
    assert leaks(logged.getvalue()) == []
    assert leaks(words_of(spans.all())) == []
    assert leaks(listed + of_server + said.out + said.err) == []


@contextmanager
def a_process(folder: Path, env: dict[str, str]) -> Iterator[Path]:
    """Run all services as a container does, at level debug, and give the file that both its outputs go to."""
    file = folder / "said.log"
    words, env = [str(KRING), "run", *service_names()], environment(more=env | {"KRING_LOG_LEVEL": "debug"})
    with file.open("wb") as output, subprocess.Popen(words, env=env, stdout=output, stderr=output) as process:
        try:
            yield file
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0
        finally:
            process.kill()


def scraped(at: str) -> str:
    """Give everything that is answered where a process is watched."""
    answers = []
    for question in ("live", "ready", "metrics"):
        with urllib.request.urlopen(f"http://{at}/{question}", timeout=10) as answer:
            answers.append(answer.read().decode())
    return "".join(answers)


@pytest.mark.timeout(400)
async def test_a_process_says_nothing_personal_on_its_outputs_or_where_it_is_watched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = f"{HOST}:{free_port()}"
    with nats_server(tmp_path, login=Login("kring", "hunter2hunter2")) as server:
        settings = settings_of(tmp_path, server.url) | {"KRING_WATCH": at}
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        await provisioned()
        with a_process(tmp_path, settings) as output:
            await until(lambda: asyncio.to_thread(_is_ready, at), "every service is ready", within=150)
            client = Client(await connect(server.url), Signer(EDGE.private_bytes_raw()))
            await ask(client, everything(client)[::7])
            await tell(client)
            found = await asyncio.to_thread(scraped, at)
            await client.connection.close()
        said = output.read_text()
    assert all(json.loads(line)["event"] for line in said.splitlines())
    assert "intake.delivery.refused" in said
    assert "kring_settled_total" in found
    assert leaks(said + found) == []


def _is_ready(at: str) -> bool:
    return probe.ask("ready", at)[0]


def test_one_name_in_one_line_would_be_found() -> None:
    with everything_logged() as logged:
        structlog.get_logger().info("notifications.slip", to=MARKED["name"])
        structlog.get_logger().info("notifications.slip", to="somebody")
    assert len(leaks(logged.getvalue())) == 1


@pytest.mark.parametrize("of", [COMMANDS, QUERIES, FACTS])
def test_every_contract_carries_marked_words_somewhere(of: dict[str, type[Named]]) -> None:
    assert all(leaks(bodies(model)[1].decode()) for model in of.values() if model.model_fields)
    free = [model for model in of.values() if any(field.annotation is str for field in model.model_fields.values())]
    assert free
