"""What is held against a service for every fact it hears: read off what is published of it alone."""

import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, Final

from kring_shared.contracts.catalogue import FACTS
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.registry import ErasureOrdered
from kring_shared.contracts.retention import ErasureAnswer, RecordKind
from kring_shared.runtime.published.schemas import example_of
from kring_shared.testing.conformance.house import OFFICE
from kring_shared.testing.conformance.stage import Stage
from kring_shared.testing.conformance.steps import Expect, ExpectNothing, Tell
from kring_shared.testing.conformance.street import Sent

UNKNOWN: Final = {"aFieldOfTomorrow": {"of": ["another", "form"]}, "andAnother": None}
LARGE: Final = "a" * 400_000
BODIES: Final = {"no JSON": b"{", "a list": b"[]", "nothing": b"", "no text": b"\xff\x00"}


def answers_to_erasure(service: str) -> list[type[Fact]]:
    """Give what a service answers an order to erase with; nothing where no order goes to it."""
    return [fact for fact in FACTS.values() if fact.service == service and issubclass(fact, ErasureAnswer)]


def heard(stage: Stage) -> Iterator[type[Fact]]:
    """Give every kind of fact that the service hears."""
    return iter(sorted(stage.house.declared.routes.heard(), key=lambda fact: fact.kind()))


async def of_nobody(stage: Stage) -> None:
    """Each fact, about a case that the service knows nothing of, twice: it is taken, and the service lives."""
    for fact in heard(stage):
        sent = _sent(stage, fact)
        await stage.street.publish(sent)
        await stage.street.publish(sent, again=True)
    await _lives(stage, "facts about cases it does not know")


async def of_tomorrow(stage: Stage) -> None:
    """Each fact with fields that nobody knows yet, and in a version that nobody knows yet."""
    for fact in heard(stage):
        await stage.street.publish(_sent(stage, fact, **UNKNOWN))
        await stage.street.publish(_as_version(_sent(stage, fact, **UNKNOWN), fact, 99))
    await _lives(stage, "facts with fields and in versions of tomorrow")


async def of_no_sense(stage: Stage) -> None:
    """Each fact with a body that is none."""
    for fact in heard(stage):
        for body in BODIES.values():
            sent = _sent(stage, fact)
            await stage.street.publish(Sent(sent.subject, sent.headers, body))
    await _lives(stage, "facts without a body that makes sense")


async def large(stage: Stage) -> None:
    """One fact with very much in a field that nobody knows."""
    await stage.street.publish(_sent(stage, next(heard(stage)), aFieldOfTomorrow=LARGE))
    await _lives(stage, "a very large fact")


async def an_order_to_erase(stage: Stage) -> None:
    """An order is answered once with a fact of the service's own, also when it holds nothing."""
    answers = answers_to_erasure(stage.house.service.name)
    play = stage.play(twice=True)
    case, order = play.some.id("case"), play.some.id("order")
    ordered = ErasureOrdered(case_id=case, erasure_id=order, kinds=tuple(RecordKind), because="term-over")
    shown = {"erasureId": order}
    await play.run((Tell(ordered), Expect(answers[0], case, shown), ExpectNothing((answers[0],), case)))


CHECKS: Final[Mapping[str, Callable[[Stage], Awaitable[None]]]] = {
    "every fact about a case it does not know is taken, and stops nothing": of_nobody,
    "every fact with fields or in a version of tomorrow is taken, and stops nothing": of_tomorrow,
    "every fact without a body that makes sense is taken, and stops nothing": of_no_sense,
    "a very large fact is taken, and stops nothing": large,
}

ERASING: Final = "an order to erase is answered, once, also about a case it does not know"


async def _lives(stage: Stage, after: str) -> None:
    await stage.candidate.settled()
    await stage.must_live(after)


def _sent(stage: Stage, fact: type[Fact], **more: Any) -> Sent:  # noqa: ANN401 - JSON
    """Write a fact of a kind about a case that nobody knows."""
    case_id = stage.invented().id("nobody's case")
    body = example_of(fact) | {"caseId": case_id, "office": OFFICE}
    written = stage.street.told(fact.model_validate(body))
    return Sent(written.subject, written.headers, json.dumps(json.loads(written.body) | more).encode())


def _as_version(sent: Sent, fact: type[Fact], version: int) -> Sent:
    """Write it as a version that nobody knows."""
    now, then = f"{fact.name}.v{fact.version}", f"{fact.name}.v{version}"
    headers = {name: value.replace(now, then) for name, value in sent.headers.items()}
    return Sent(sent.subject.replace(now, then), headers, sent.body)
