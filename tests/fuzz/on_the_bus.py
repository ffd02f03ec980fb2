"""What comes over the bus: messages of every kind, their headers, who asks, what is sealed, and what is answered."""

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy import Column, Date, Integer, MetaData, String, Table, create_engine, select

from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.catalogue import COMMANDS, FACTS, QUERIES
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.intake import CaseList, ListCases, SubmitReferral
from kring_shared.contracts.notifications import CheckCode, GiveCode, link_id, offices_of, token_of
from kring_shared.kernel.errors import InvalidFields, NoActor, NoAnswer
from kring_shared.runtime.bus.client import Client, RefusedAnswer
from kring_shared.runtime.bus.signing import HEADER, Signer, Verifier
from kring_shared.runtime.cli.doctor.handshake import _heard
from kring_shared.runtime.declared.routes import Delivery
from kring_shared.runtime.lane import receipts
from kring_shared.runtime.lane.fetch import fact, ingress
from kring_shared.runtime.lane.requests import COMMAND_ID, _address
from kring_shared.runtime.published.schemas import example_of
from kring_shared.runtime.storage.paging import Order, day, number
from kring_shared.runtime.telemetry.tracing import _place, carried_in
from tests.fuzz.from_outside import BINARY, EVENT, text, with_headers, written
from tests.fuzz.fuzzer import NotTaken, Parser
from tests.fuzz.room import NOW

SIGNER: Final = Signer(bytes(range(32)))
VERIFIER: Final = Verifier(SIGNER._key.public_key().public_bytes_raw())
ACTOR: Final = Actor(
    id="manager-utrecht", role=Role.REGIONAL_MANAGER, office="utrecht", purpose="run-the-route", issued_at=NOW
)
CASE: Final = f"{7:032x}"
TRACE: Final = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
INTO_A_STREAM: Final = re.compile(r"kring\.[^.]+\.(office|backbone)\.[^.]+\.[^.]+\.[^.]+\.[^.]+")
LOOP: Final = asyncio.new_event_loop()


def _bodies(models: Mapping[str, type[Named]]) -> tuple[bytes, ...]:
    return tuple(f"{kind} {json.dumps(example_of(model))}".encode() for kind, model in models.items())


def _message(models: Mapping[str, type[Named]]) -> Any:  # noqa: ANN401 - a function
    def reads(content: bytes) -> object:
        kind, _, body = content.partition(b" ")
        model = models.get(text(kind))
        if model is None:
            return NotTaken("")  # its name, which the bus let in, is repeated
        try:
            message = model.model_validate_json(body)
        except ValidationError as error:
            return NotTaken(receipts.invalid(model, error))
        return model.model_validate_json(message.to_json()).keys()

    return reads


def _found(content: bytes) -> Any:  # noqa: ANN401 - stands for the library's message
    subject, _, rest = content.partition(b"\n")
    headers, body = with_headers(rest)
    at = SimpleNamespace(timestamp=NOW, sequence=SimpleNamespace(stream=7, consumer=7), num_delivered=1)
    return SimpleNamespace(subject=subject.decode(errors="replace"), headers=headers, data=body, metadata=at)


def _fact(content: bytes) -> object:
    message = _found(content)
    if not INTO_A_STREAM.match(message.subject):  # the bus lets nothing else in
        return NotTaken("")
    return fact(SimpleNamespace(), message)  # type: ignore[arg-type] # it is not spoken to


def _referral(content: bytes) -> object:
    message = _found(b"kring.utrecht.referrals.wijkteam-noord\n" + content)
    delivery: Delivery = ingress(SubmitReferral)(SimpleNamespace(), message)  # type: ignore[arg-type] # as above
    try:
        return SubmitReferral.model_validate_json(delivery.body)
    except ValidationError as error:
        return NotTaken(receipts.invalid(SubmitReferral, error))


def _request(content: bytes) -> object:
    message = _found(content)
    if message.subject.count(".") < 3:
        return NotTaken("")
    trace = carried_in(message.headers)
    return (
        _address(message.subject),
        COMMAND_ID.fullmatch(message.headers.get("Nats-Msg-Id", "")),
        trace and _place(trace),
    )


def _actor(content: bytes) -> object:
    return VERIFIER.actor(content.decode(errors="surrogateescape"), NOW + timedelta(minutes=1))


def _link(content: bytes) -> object:
    token = text(content)
    return link_id(token), offices_of(token, ("utrecht", "gent")), token_of("utrecht", "0" * 32)


def _code(content: bytes) -> object:
    try:
        return CheckCode(link_id=CASE, code=text(content), session=CASE)
    except ValidationError as error:
        return NotTaken(str(error))


TABLE: Final = Table("t", MetaData(), Column("n", Integer), Column("d", Date), Column("s", String))
ENGINE: Final = create_engine("sqlite://")
TABLE.create(ENGINE)


def _cursor(content: bytes) -> object:
    found = text(content)[:120]  # a longer one is no cursor for the contracts
    orders = (
        Order((TABLE.c.n, number), (TABLE.c.s, str), newest_first=True),
        Order((TABLE.c.d, day), (TABLE.c.s, str)),
    )
    refused: list[InvalidFields] = []
    for order in orders:
        try:
            statement = order.page(select(TABLE), found, 10)
        except InvalidFields as refusal:
            refused.append(refusal)
            continue
        with ENGINE.connect() as tx:
            tx.execute(statement).all()
    if len(refused) == len(orders):
        raise refused[0]
    return found


class _Answers:
    """A connection on which a service answers something."""

    def __init__(self, said: bytes) -> None:
        self.said = said

    async def request(self, *_: object, **__: object) -> object:
        return SimpleNamespace(data=self.said)


def _answer(content: bytes) -> object:
    client = Client(_Answers(content), SIGNER)  # type: ignore[arg-type] # it answers, and nothing else
    return LOOP.run_until_complete(client.ask(ListCases(office="utrecht"), ACTOR, CaseList))


def _receipt(content: bytes) -> object:
    client = Client(_Answers(content), SIGNER)  # type: ignore[arg-type] # it answers, and nothing else
    return LOOP.run_until_complete(client.do(GiveCode(case_id=CASE, person_id=CASE), ACTOR))


def _greeting(content: bytes) -> object:
    pieces = [content[n : n + 4096] for n in range(0, len(content), 4096)]
    connection = SimpleNamespace(recv=lambda _most: pieces.pop(0) if pieces else b"")
    try:
        found = _heard(connection)  # type: ignore[arg-type] # a connection, as far as it is heard
    except ValidationError as error:
        return NotTaken(str(error))
    return found and found.numbers


def _messages() -> Iterator[Parser]:
    """Give a line for each kind of message."""
    yield Parser(
        "bus: body of a command",
        _message(COMMANDS),
        _bodies(COMMANDS),
        rooms=("kring_shared.runtime.declared.routes",),
        share=1.0,
    )
    yield Parser(
        "bus: body of a query",
        _message(QUERIES),
        _bodies(QUERIES),
        rooms=("kring_shared.runtime.lane.requests",),
        share=1.0,
    )
    yield Parser(
        "bus: body of a fact",
        _message(FACTS),
        _bodies(FACTS),
        rooms=("kring_shared.runtime.declared.routes",),
        share=1.0,
    )


def _headers() -> Iterator[Parser]:
    """Give a line for what stands around a message."""
    told = {
        "ce-id": CASE,
        "ce-type": "nl.eigenkracht.intake.request-received.v1",
        "traceparent": TRACE,
        "Nats-Msg-Id": CASE,
    }
    subject = b"kring.utrecht.office.intake.request-received.v1." + CASE.encode() + b"\n"
    backbone = subject.replace(b".office.", b".backbone.")
    yield Parser(
        "bus: headers and subject of a fact",
        _fact,
        (subject + written(told, b"{}"), backbone + written(told, b"{}")),
        rooms=("kring_shared.runtime.lane.fetch",),
        share=1.0,
    )
    yield Parser(
        "bus: referral as it came",
        _referral,
        (written(*BINARY), written({}, EVENT)),
        rooms=("kring_shared.runtime.lane.fetch",),
        share=1.0,
    )
    asked = b"kring.utrecht.do.intake.triage-request.v1\n"
    yield Parser(
        "bus: headers and subject of a request",
        _request,
        (asked + written({"Nats-Msg-Id": CASE, "traceparent": TRACE, HEADER: "x"}, b"{}"),),
        share=1.0,
    )


def _signs() -> Iterator[Parser]:
    """Give a line for each sign that somebody hands back."""
    yield Parser(
        "bus: signed actor", _actor, (SIGNER.sign(ACTOR).encode(),), (NoActor,), ("kring_shared.runtime.bus.signing",)
    )
    yield Parser(
        "personal link",
        _link,
        (token_of("utrecht", CASE).encode(), token_of("gent", CASE).encode()),
        rooms=("kring_shared.contracts.notifications.links",),
        share=1.0,
    )
    yield Parser(
        "code of a personal link",
        _code,
        (b"4711 0815", b"4711-0815"),
        rooms=("kring_shared.contracts.notifications.links",),
        share=1.0,
    )
    yield Parser(
        "cursor of a list",
        _cursor,
        (f"1795176000000~{CASE}".encode(), f"2026-11-20~{CASE}".encode()),
        (InvalidFields,),
        ("kring_shared.runtime.storage.paging",),
    )


def _answers() -> Iterator[Parser]:
    """Give a line for what a service or a broker says."""
    shown = json.dumps(example_of(CaseList)).encode()
    refused = json.dumps(
        {"status": "refused", "code": "kring.not-found", "asked": "list-cases", "message": "nothing"}
    ).encode()
    yield Parser(
        "bus: answer of a service",
        _answer,
        (shown, refused),
        (NoAnswer, RefusedAnswer),
        ("kring_shared.runtime.bus.client",),
        share=1.0,
    )
    yield Parser(
        "bus: receipt of a service",
        _receipt,
        (refused, refused.replace(b"refused", b"done")),
        (NoAnswer,),
        ("kring_shared.runtime.bus.client",),
        share=1.0,
    )
    hello = {"server_name": "a", "version": "2.11.4", "jetstream": True, "auth_required": True}
    yield Parser(
        "bus: what a broker says first",
        _greeting,
        (b"INFO " + json.dumps(hello).encode() + b" \r\n",),
        rooms=("kring_shared.runtime.cli.doctor.handshake", "kring_shared.runtime.server.answer"),
        share=1.0,
    )


def parsers() -> Iterator[Parser]:
    """Give the lines."""
    for lines in (_messages, _headers, _signs, _answers):
        yield from lines()
