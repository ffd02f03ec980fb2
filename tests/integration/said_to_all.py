"""Everything the contracts know, said to running services: right, wrong, broken and huge, by all kinds of people."""

import asyncio
import json
from collections import Counter
from typing import Final

from kring_shared.contracts.actor import Role
from kring_shared.contracts.catalogue import COMMANDS, FACTS, QUERIES
from kring_shared.contracts.envelope import Fact, Named
from kring_shared.contracts.rights import RIGHTS
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.bus.signing import HEADER
from kring_shared.runtime.bus.wire import MESSAGE_ID, Row, headers_of
from kring_shared.runtime.cli.names import service_names
from kring_shared.runtime.storage.tables import to_ms
from tests.integration.marked import ALL_OF_IT, MARKED, marked, misplaced

OFFICE: Final = "utrecht"
AT_ONCE: Final = 64
Said = tuple[str, bytes, dict[str, str]]
"""A subject, a body and headers."""


def bodies(model: type[Named]) -> list[bytes]:
    """Give a message as it should be, one that is full where nothing belongs, a broken one and a huge one."""
    right = marked(model)
    broken = json.dumps(right).encode()[:-1] + f', "{MARKED["name"]}"'.encode()
    huge = json.dumps(right | dict.fromkeys(right, ALL_OF_IT * 500)).encode()
    wrong = json.dumps({name: {MARKED["name"]: [ALL_OF_IT]} for name in right}).encode()
    return [json.dumps(right).encode(), json.dumps(misplaced(model)).encode(), broken, wrong, huge[:300_000]]


def requests(client: Client, verb: str) -> list[Said]:
    """Ask everything that can be asked: by who may, by who may not, by nobody, and as nonsense."""
    said: list[Said] = []
    for model in (COMMANDS if verb == "do" else QUERIES).values():
        allowed = list(RIGHTS.get(model, {})) or [Role.REGIONAL_MANAGER]
        wrong = next((role for role in Role if role not in allowed), Role.REGIONAL_MANAGER)
        for service in service_names() if model.service == "every" else [model.service]:
            subject = f"kring.{OFFICE}.{verb}.{service}.{model.name}.v{model.version}"
            right, *others = bodies(model)
            said += [(subject, right, signed(client, role)) for role in (*allowed, wrong)]
            said += [(subject, body, signed(client, allowed[0])) for body in others]
            said += [(subject, right, {MESSAGE_ID: new_id(client.now())}), (subject, right, {})]
    stranger = f"kring.{OFFICE}.{verb}.intake.zwaantje-vossenbrink.v1"
    return [*said, (stranger, ALL_OF_IT.encode(), signed(client, Role.REGIONAL_MANAGER))]


def everything(client: Client) -> list[Said]:
    """Give all commands and queries, in every way."""
    return [*requests(client, "do"), *requests(client, "ask")]


def signed(client: Client, role: Role) -> dict[str, str]:
    """Give the headers of who asks; their own id is a name."""
    actor = client.actor(role, "zwaantje.vossenbrink", OFFICE)
    return {MESSAGE_ID: new_id(client.now()), HEADER: client._signer.sign(actor)}


async def ask(client: Client, said: list[Said]) -> Counter[str]:
    """Ask all of it, and count how it was answered."""
    answered: Counter[str] = Counter()

    async def one(subject: str, body: bytes, headers: dict[str, str]) -> None:
        answer = await client.connection.request(subject, body, headers=headers, timeout=60)
        answered[json.loads(answer.data).get("code", "an answer")] += 1

    for at in range(0, len(said), AT_ONCE):
        await asyncio.gather(*(one(*each) for each in said[at : at + AT_ONCE]))
    return answered


async def tell(client: Client) -> None:
    """Tell every fact: as it should be, about a name in the place of a case, broken, and of a newer Kring."""
    js = client.connection.jetstream()
    for fact in FACTS.values():
        right, full, broken, *_ = bodies(fact)
        for body, key, version in (
            (right, new_id(client.now()), ""),
            (full, "zwaantje-vossenbrink", ""),
            (broken, new_id(client.now()), ""),
            (right, new_id(client.now()), "v99"),
        ):
            subject, headers = as_told(client, fact, body, key, version)
            await js.publish_async(subject, body, headers=headers, wait_stall=30)
    await js.publish_async_completed()


def as_told(client: Client, fact: type[Fact], body: bytes, key: str, version: str) -> tuple[str, dict[str, str]]:
    """Give subject and headers of a fact as its service would tell it."""
    kind = fact.type() if not version else fact.type().rpartition(".")[0] + f".{version}"
    subject = fact.address(OFFICE, key, version=version)
    row = Row(1, new_id(client.now()), subject, kind, key, body.decode(), to_ms(client.now()))
    return subject, headers_of(row)
