"""Unmistakable names, addresses and words go down every path there is, at log level debug; none of it is written down.

The paths are those of the catalogue of contracts, so that a new command, query or fact is covered by itself.
"""

import asyncio
import io
import json
import sqlite3
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
from kring_shared.contracts.actor import Role
from kring_shared.contracts.catalogue import COMMANDS, FACTS, QUERIES
from kring_shared.contracts.envelope import EPOCH, Fact, Named
from kring_shared.contracts.rights import RIGHTS
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.ids import new_id
from kring_shared.runtime import logs
from kring_shared.runtime.bus.signing import HEADER
from kring_shared.runtime.bus.wire import MESSAGE_ID, Row, headers_of
from kring_shared.runtime.cli.names import service_names
from kring_shared.runtime.server.ports import HOST
from tests.integration.http_gateway import Says, http_gateway
from tests.integration.kring_command import kring
from tests.integration.mail_server import Mailbox, mail_server
from tests.integration.marked import ALL_OF_IT, MARKED, leaks, marked, misplaced
from tests.integration.recorded import recorded, words_of
from tests.route.office import Office, PluginSettings, an_office

AT_ONCE: Final = 64
BSN: Final = "111222333"
CONTACT: Final = {"name": MARKED["name"], "email": MARKED["email"], "phone": MARKED["phone"]}
REQUESTER: Final = CONTACT | {"kind": "professional", "organisation": MARKED["name"]}
HOLDERS: Final = (Contact(name=MARKED["name"], phone=MARKED["phone"], postal_address=MARKED["address"]),)
Said = tuple[str, bytes, dict[str, str]]
"""A subject, a body and headers."""


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


# --------------------------------------------------------------------------------------------------------- what is said
def bodies(model: type[Named]) -> list[bytes]:
    """Give a message as it should be, one that is full where nothing belongs, a broken one and a huge one."""
    right = marked(model)
    broken = json.dumps(right).encode()[:-1] + f', "{MARKED["name"]}"'.encode()
    huge = json.dumps(right | dict.fromkeys(right, ALL_OF_IT * 500)).encode()
    wrong = json.dumps({name: {MARKED["name"]: [ALL_OF_IT]} for name in right}).encode()
    return [json.dumps(right).encode(), json.dumps(misplaced(model)).encode(), broken, wrong, huge[:300_000]]


def requests(office: Office, verb: str) -> list[Said]:
    """Ask everything that can be asked: by who may, by who may not, by nobody, and as nonsense."""
    said: list[Said] = []
    for model in (COMMANDS if verb == "do" else QUERIES).values():
        allowed = list(RIGHTS.get(model, {})) or [Role.REGIONAL_MANAGER]
        wrong = next((role for role in Role if role not in allowed), Role.REGIONAL_MANAGER)
        for service in service_names() if model.service == "every" else [model.service]:
            subject = f"kring.{office.name}.{verb}.{service}.{model.name}.v{model.version}"
            right, *others = bodies(model)
            said += [(subject, right, signed(office, role)) for role in (*allowed, wrong)]
            said += [(subject, body, signed(office, allowed[0])) for body in others]
            said += [(subject, right, {MESSAGE_ID: new_id(office.clock.now())}), (subject, right, {})]
    stranger = f"kring.{office.name}.{verb}.intake.zwaantje-vossenbrink.v1"
    return [*said, (stranger, ALL_OF_IT.encode(), signed(office, Role.REGIONAL_MANAGER))]


def signed(office: Office, role: Role) -> dict[str, str]:
    """Give the headers of who asks; their own id is a name."""
    actor = office.client.actor(role, "zwaantje.vossenbrink", office.name)
    sign = office.client._signer.sign(actor)
    return {MESSAGE_ID: new_id(office.clock.now()), HEADER: sign}


async def ask(office: Office, said: list[Said]) -> Counter[str]:
    """Ask all of it, and count how it was answered."""
    answered: Counter[str] = Counter()

    async def one(subject: str, body: bytes, headers: dict[str, str]) -> None:
        answer = await office.client.connection.request(subject, body, headers=headers, timeout=60)
        answered[json.loads(answer.data).get("code", "an answer")] += 1

    for at in range(0, len(said), AT_ONCE):
        await asyncio.gather(*(one(*each) for each in said[at : at + AT_ONCE]))
    return answered


async def tell(office: Office) -> None:
    """Tell every fact: as it should be, about a name in the place of a case, broken, and of a newer Kring."""
    js = office.client.connection.jetstream()
    for fact in FACTS.values():
        right, full, broken, *_ = bodies(fact)
        for body, key, version in (
            (right, new_id(office.clock.now()), ""),
            (full, "zwaantje-vossenbrink", ""),
            (broken, new_id(office.clock.now()), ""),
            (right, new_id(office.clock.now()), "v99"),
        ):
            subject, headers = as_told(fact, office, body, key, version)
            await js.publish_async(subject, body, headers=headers, wait_stall=30)
    await js.publish_async_completed()
    await office.kring.settle()


def as_told(fact: type[Fact], office: Office, body: bytes, key: str, version: str) -> tuple[str, dict[str, str]]:
    kind = fact.type() if not version else fact.type().rpartition(".")[0] + f".{version}"
    subject = fact.address(office.name, key, version=version)
    moment = int((office.clock.now() - EPOCH) / timedelta(milliseconds=1))
    return subject, headers_of(Row(1, new_id(office.clock.now()), subject, kind, key, body.decode(), moment))


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
            answered = await ask(office, [*requests(office, "do"), *requests(office, "ask")])
            await tell(office)
            with_faults(office)
            answered += await ask(office, [*requests(office, "do"), *requests(office, "ask")])
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
