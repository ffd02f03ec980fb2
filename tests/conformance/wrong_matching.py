"""A program that says that it is matching, and is wrong in the ways that its arguments name.

It knows nothing of Kring but the bus, its credential and the contracts: it is also what the least of a service looks
like in fifty lines. `wrong_matching.py tells-twice answers-anybody speaks-for-intake says-names forgets-its-headers`
"""

import asyncio
import json
import os
import sys
from datetime import UTC, datetime
from uuid import uuid4

import nats
from nats.aio.client import Client
from nats.aio.msg import Msg

OFFICE, NAME = "utrecht", "matching_utrecht"
WRONG = set(sys.argv[1:])
READY: dict[str, object] = {"service": "matching", "ready": True, "unsent": 0, "parked": 0, "dead": 0}
DONE: dict[str, object] = {"status": "done", "code": "kring.done", "caseId": "", "told": []}
NO: dict[str, object] = {"status": "refused", "code": "kring.not-permitted", "message": "ask somebody who may"}


async def tell(bus: Client, service: str, name: str, case: str, **more: object) -> None:
    """Tell a fact as the contracts say, but for what is wrong on purpose."""
    fact_id, kind = uuid4().hex, f"{service}.{name}.v1"
    body = {"caseId": case, "office": OFFICE, "occurredAt": datetime.now(UTC).isoformat(), "by": "system"} | more
    headers = {
        "Nats-Msg-Id": fact_id,
        "ce-specversion": "1.0",
        "ce-id": fact_id,
        "ce-source": f"urn:kring:service:{service}",
        "ce-type": f"nl.eigenkracht.{kind}",
        "ce-time": datetime.now(UTC).isoformat(),
        "ce-subject": case,
        "ce-datacontenttype": "application/json",
    }
    if "forgets-its-headers" in WRONG:
        del headers["ce-time"]
    subject = f"kring.{OFFICE}.office.{kind}.{case}"
    await bus.publish(subject, json.dumps(body).encode(), headers=headers)
    await bus.flush()


async def hear(bus: Client) -> None:
    """Read its consumer for ever; where a request was accepted, a search is started."""
    consumer = await bus.jetstream().pull_subscribe_bind(NAME, "KRING")
    known: set[str] = set()
    while True:
        try:
            facts = await consumer.fetch(10, timeout=1)
        except TimeoutError:
            continue
        for fact in facts:
            await heard(bus, fact, known)
            await fact.ack()


async def heard(bus: Client, fact: Msg, known: set[str]) -> None:
    fact_id = (fact.headers or {}).get("ce-id", "")
    if ".intake.request-accepted.v1." not in fact.subject or ("tells-twice" not in WRONG and fact_id in known):
        return
    known.add(fact_id)
    case = fact.subject.rpartition(".")[2]
    names = {"note": "Amina Zonnehoek"} if "says-names" in WRONG else {}
    await tell(bus, "matching", "search-started", case, **names)
    if "speaks-for-intake" in WRONG:
        await tell(bus, "intake", "request-closed", case)


async def asked(message: Msg) -> None:
    others: dict[str, object] = DONE if "answers-anybody" in WRONG else NO
    answer = READY if message.subject.endswith(".ask.matching.ready.v1") else others
    await message.respond(json.dumps(answer).encode())


async def main() -> None:
    bus = await nats.connect(
        os.environ["KRING_NATS_URL"],
        user_credentials=os.environ["KRING_NATS_CREDS"],
        inbox_prefix=f"_INBOX.{NAME}",
    )
    for verb in ("do", "ask"):
        await bus.subscribe(f"kring.{OFFICE}.{verb}.matching.>", cb=asked)
    await bus.flush()
    await hear(bus)


if __name__ == "__main__":
    asyncio.run(main())
