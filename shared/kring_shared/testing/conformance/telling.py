"""What is held against everything that a candidate ever told, after all else was played."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from jsonschema import Draft202012Validator

from kring_shared.contracts.catalogue import FACTS
from kring_shared.contracts.envelope import Fact
from kring_shared.runtime.bus.streams import BACKBONE
from kring_shared.testing.conformance.ear import Told
from kring_shared.testing.conformance.house import OFFICE
from kring_shared.testing.conformance.invented import PERSONAL
from kring_shared.testing.conformance.playing import NotConform
from kring_shared.testing.conformance.stage import Stage

HEADERS: Final = ("Nats-Msg-Id", "ce-id", "ce-type", "ce-source", "ce-time", "ce-subject", "ce-specversion")


async def only_its_own(stage: Stage) -> None:
    """Everything told is a fact of its own contract, under the subject that the contract gives it."""
    own = {fact.kind(): fact for fact in stage.house.service.own(Fact)}
    for told in await stage.ear.listen():
        fact = own.get(told.kind)
        if fact is None or told.subject != fact.address(OFFICE, told.about):
            raise NotConform(f"it told {_named(told)}, which is no fact of {stage.house.service.name} at its place")


async def headers(stage: Stage) -> None:
    """Everything told bears the headers of a CloudEvent in binary mode, which agree with its subject."""
    for told in await stage.ear.listen():
        absent = [name for name in HEADERS if not told.headers.get(name)]
        if absent:
            raise NotConform(f"{_named(told)} has no header {', '.join(absent)}")
        wanted = {
            "ce-specversion": "1.0",
            "ce-source": f"urn:kring:service:{stage.house.service.name}",
            "ce-subject": told.about,
            "ce-datacontenttype": "application/json",
        }
        for name, value in wanted.items():
            if told.headers.get(name) != value:
                raise NotConform(f"{_named(told)} has {name}: {told.headers.get(name)}; expected {value}")
        if told.stream != BACKBONE and told.message_id != told.id:
            raise NotConform(f"{_named(told)} has another Nats-Msg-Id than ce-id: the bus could not know it again")


async def by_its_schema(stage: Stage) -> None:
    """Everything told is valid by its published schema, and says the case and the office of its subject."""
    heard = await stage.ear.listen()
    told_kinds = {told.kind for told in heard} & set(FACTS)
    judges = {kind: Draft202012Validator(FACTS[kind].model_json_schema()) for kind in told_kinds}
    for told in heard:
        wrong = next(judges[told.kind].iter_errors(told.data), None) if told.kind in judges else None
        if wrong is not None:
            place = "/".join(map(str, wrong.absolute_path)) or "the whole"
            where = f"docs/contracts/facts/{told.kind}.json"
            raise NotConform(f"{_named(told)} is not valid at {place}: {wrong.message[:300]}; see {where}")
        if _says(told.data, "office") != OFFICE or _says(told.data, "caseId") != told.about:
            raise NotConform(f"{_named(told)} names another office or case in its body than in its subject")


async def nothing_twice(stage: Stage) -> None:
    """No fact stands in the streams twice, under one id or another."""
    heard = await stage.ear.listen()
    for fact_id, times in Counter(told.id for told in heard).items():
        if times > 1:
            told = next(one for one in heard if one.id == fact_id)
            raise NotConform(f"{_named(told)} with ce-id {fact_id} stands in the stream {times} times")


async def nothing_personal(stage: Stage) -> None:
    """No invented name or address was told in the clear, nor printed."""
    for told in await stage.ear.listen():
        if PERSONAL.lower() in (told.body.decode(errors="replace") + str(told.headers)).lower():
            raise NotConform(f"{_named(told)} holds a name or address in the clear; it has to be sealed")
    if PERSONAL.lower() in stage.candidate.printed().lower():
        raise NotConform("it printed a name or address: a log is no place for what is personal")


async def nothing_denied(stage: Stage) -> None:
    """The server denied it nothing: it says and hears what its contract lets it."""
    if denied := stage.house.denied():
        raise NotConform(f"the server denied it: {'; '.join(denied[:5])}")


async def alive(stage: Stage) -> None:
    """After all this it works."""
    await stage.must_live("everything that was played")


CHECKS: Final[Mapping[str, Callable[[Stage], Awaitable[None]]]] = {
    "everything it told is a fact of its own contract, under that fact's subject": only_its_own,
    "everything it told has the headers of a CloudEvent": headers,
    "everything it told is valid by its published schema": by_its_schema,
    "no fact stands in a stream twice": nothing_twice,
    "nothing personal was told in the clear, or printed": nothing_personal,
    "the server denied it nothing": nothing_denied,
    "after all this it is ready": alive,
}


def _named(told: Told) -> str:
    return f"{told.kind or 'something without a ce-type'} (place {told.place} of {told.stream}, {told.subject})"


def _says(data: Any, name: str) -> object:  # noqa: ANN401 - JSON
    return data.get(name) if isinstance(data, dict) else None
