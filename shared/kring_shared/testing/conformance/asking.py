"""What is held against every command and query of a contract: read off the contract and the rights table alone."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Final

from kring_shared.contracts.actor import Role
from kring_shared.contracts.catalogue import COMMANDS, QUERIES
from kring_shared.contracts.envelope import Command, Named
from kring_shared.contracts.every_service import Ready
from kring_shared.contracts.rights import RIGHTS
from kring_shared.runtime.bus.signing import HEADER
from kring_shared.runtime.bus.wire import MESSAGE_ID
from kring_shared.runtime.published.schemas import example_of
from kring_shared.testing.conformance.house import NEIGHBOUR, OFFICE
from kring_shared.testing.conformance.playing import NotConform
from kring_shared.testing.conformance.stage import Stage
from kring_shared.testing.conformance.steps import NOT_PERMITTED
from kring_shared.testing.conformance.street import Answered
from kring_shared.testing.conformance.who import As

EVERY: Final = "every"
AT_ONCE: Final = 16
LARGE_BYTES: Final = 500_000
NO_ACTOR: Final = "kring.no-actor"
MALFORMED: Final = {
    "no JSON": b'{"caseId": ',
    "a list": b"[]",
    "a number": b"7",
    "nothing at all": b"",
    "another type in every field": b"",
    "bytes that are no text": b"\xff\xfe\x00",
    "nesting without an end": b"[" * 20_000,
    "very much of it": b'{"caseId": "' + b"a" * LARGE_BYTES + b'"',
}


def asked_of(stage: Stage) -> Iterator[tuple[str, type[Named]]]:
    """Give every command and query of a service, and those that every service answers."""
    for verb, known in (("do", COMMANDS), ("ask", QUERIES)):
        for model in known.values():
            if model.service in {stage.house.service.name, EVERY} and model is not Ready:
                yield verb, model


async def malformed(stage: Stage) -> None:
    """Every one of them is refused with a code when it is no message at all, and the candidate lives on."""
    by = As(Role.REGIONAL_MANAGER, "manager")

    async def judge(verb: str, model: type[Named]) -> None:
        for what, text in MALFORMED.items():
            body = text or _of_other_types(model) if what == "another type in every field" else text
            if what == "very much of it" and model is not next(asked_of(stage))[1]:
                continue  # once is enough: it is read before anybody knows what it is
            said = await stage.street.asked(verb, model, body, actor=stage.street.actor(by))
            if what == "another type in every field" and not model.model_fields:
                continue
            _must_refuse(said, f"{model.kind()} with {what} as its body")

    await _each(stage, judge)
    await stage.must_live("messages that are none")


async def no_actor(stage: Stage) -> None:
    """Every one of them is refused without a signed actor, or with one that somebody else signed."""
    forged = stage.street.actor(As(Role.REGIONAL_MANAGER, "manager"))
    payload, _, signature = forged.partition(".")
    other = f"{payload}.{signature[:-8]}AAAAAAAA"

    async def judge(verb: str, model: type[Named]) -> None:
        for what, actor in (("no actor", ""), ("an actor that was signed falsely", other), ("no sense", "x.y")):
            said = await stage.street.asked(verb, model, _example(model), actor=actor)
            _must_refuse(said, f"{model.kind()} with {what}", NO_ACTOR)

    await _each(stage, judge)


async def rights(stage: Stage) -> None:
    """Every role that the rights table gives nothing is refused, with each of them."""

    async def judge(verb: str, model: type[Named]) -> None:
        for role in Role:
            if role not in RIGHTS.get(model, {}):
                actor = stage.street.actor(As(role, "somebody"))
                said = await stage.street.asked(verb, model, _example(model), actor=actor)
                _must_refuse(
                    said, f"{model.kind()} by a {role}, who has no right to it (docs/rights.md)", NOT_PERMITTED
                )

    await _each(stage, judge)


async def other_office(stage: Stage) -> None:
    """Whoever has a right to it at one office is refused at another."""

    async def judge(verb: str, model: type[Named]) -> None:
        for role in RIGHTS.get(model, {}):
            actor = stage.street.actor(As(role, "somebody"), NEIGHBOUR)
            said = await stage.street.asked(verb, model, _example(model), actor=actor)
            _must_refuse(said, f"{model.kind()} by a {role} of {NEIGHBOUR}, sent to {OFFICE}", NOT_PERMITTED)

    await _each(stage, judge)


async def no_id(stage: Stage) -> None:
    """A command without an id of its own is refused: sending it again would not be safe."""
    actor = stage.street.actor(As(Role.REGIONAL_MANAGER, "manager"))

    async def judge(verb: str, model: type[Named]) -> None:
        if issubclass(model, Command):
            for headers in ({HEADER: actor}, {HEADER: actor, MESSAGE_ID: "not an id"}):
                subject = f"kring.{OFFICE}.{verb}.{stage.house.service.name}.{model.name}.v{model.version}"
                said = await stage.street.request(subject, _example(model), headers)
                _must_refuse(said, f"{model.kind()} with {headers.get(MESSAGE_ID, 'no id')}", "kring.no-id")

    await _each(stage, judge)


async def unknown(stage: Stage) -> None:
    """What no contract knows, or not in this version, is refused and not left without an answer."""
    actor, service = stage.street.actor(As(Role.REGIONAL_MANAGER, "manager")), stage.house.service.name
    known = next(asked_of(stage))[1]
    for verb in ("do", "ask"):
        for name in ("make-coffee.v1", f"{known.name}.v99"):
            subject = f"kring.{OFFICE}.{verb}.{service}.{name}"
            headers = {HEADER: actor, MESSAGE_ID: stage.street.new_id()}
            said = await stage.street.request(subject, b"{}", headers)
            _must_refuse(said, f"{subject}, which no contract knows")


CHECKS: Final[Mapping[str, Callable[[Stage], Awaitable[None]]]] = {
    "every command and query that is no message at all is refused with a code": malformed,
    "every command and query without a signed actor is refused": no_actor,
    "every role without a right to a command or query is refused": rights,
    "nobody of another office is answered": other_office,
    "every command without an id of its own is refused": no_id,
    "what no contract knows is refused, and not left without an answer": unknown,
}


async def _each(stage: Stage, judge: Callable[[str, type[Named]], Awaitable[None]]) -> None:
    """Judge every command and query, some at a time; the first that is wrong is told."""
    few = asyncio.Semaphore(AT_ONCE)

    async def one(verb: str, model: type[Named]) -> None:
        async with few:
            await judge(verb, model)

    tasks = [asyncio.create_task(one(*asked)) for asked in asked_of(stage)]
    try:
        for done in asyncio.as_completed(tasks):
            await done
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _must_refuse(said: Answered, sent: str, code: str = "") -> None:
    """Hold an answer to be a refusal.

    Raises:
        NotConform: it is none, or has another code.
    """
    receipt = said.receipt
    is_refusal = receipt is not None and receipt.status == "refused" and receipt.code.startswith("kring.")
    if not is_refusal or (code and receipt is not None and receipt.code != code):
        raise NotConform(f"{sent}: expected a refusal with {code or 'a code'}; came {said}")


def _example(model: type[Named]) -> bytes:
    return json.dumps(example_of(model)).encode()


def _of_other_types(model: type[Named]) -> bytes:
    return json.dumps({name: {"no": ["such"]} for name in example_of(model)}).encode()
