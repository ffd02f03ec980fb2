"""Commands and queries as they arrive: commands go through the lane, queries read beside it; both are answered."""

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Final

import nats.errors
import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from kring_shared.contracts.envelope import Named, Receipt
from kring_shared.contracts.every_service import Ready
from kring_shared.contracts.rights import Right
from kring_shared.kernel.errors import Refused
from kring_shared.kernel.ids import derived_id
from kring_shared.kernel.work import Found
from kring_shared.runtime.bus.address import INBOX
from kring_shared.runtime.bus.signing import HEADER
from kring_shared.runtime.bus.wire import MESSAGE_ID
from kring_shared.runtime.declared import every_service
from kring_shared.runtime.declared.routes import Delivery, Origin, Question, Reader
from kring_shared.runtime.lane import permits, receipts
from kring_shared.runtime.lane.lane import Lane
from kring_shared.runtime.lane.pages import Pages, code_of
from kring_shared.runtime.lane.settle import Setup
from kring_shared.runtime.logs import About, about, fault_of
from kring_shared.runtime.storage import access
from kring_shared.runtime.storage.shelves import load
from kring_shared.runtime.telemetry.counts import DONE, FAULT, REFUSED, UNREADABLE
from kring_shared.runtime.telemetry.tracing import carried_in

log = structlog.get_logger()
READERS: Final = 2
DRAIN_SECONDS: Final = 10.0


COMMAND_ID: Final = re.compile(r"[0-9a-f]{32}")
NO_ID: Final = "a command needs an id of 32 hexadecimal digits in Nats-Msg-Id, so that sending it again is safe"


class Requests:
    """What people ask one service, on the offices it serves."""

    def __init__(
        self,
        setup: Setup,
        lane: Lane,
        client: Client,
        offices: tuple[str, ...],
        ready: Callable[[], Awaitable[BaseModel]],
    ) -> None:
        """Prepare; `start` begins to listen. `ready` answers the one question that needs no actor."""
        self._setup, self._lane, self._client, self._offices, self._ready = setup, lane, client, offices, ready
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix=f"read-{setup.service}")
        self._subscriptions: list[Subscription] = []
        self._answering: set[asyncio.Task[None]] = set()
        self._pruned_on: date | None = None

    async def start(self) -> None:
        """Listen for commands and queries."""
        for office in self._offices:
            for verb, callback in (("do", self._command), ("ask", self._query)):
                subject = f"kring.{office}.{verb}.{self._setup.service}.>"
                self._subscriptions.append(await self._client.subscribe(subject, cb=callback))
        await self._client.flush()  # the bus knows where to bring them before anybody is told that we are there
        await self._prune()

    async def drain(self) -> None:
        """Listen no more, and hand on what the bus brought already; the lane answers it."""
        if self._client.is_connected:  # a bus that is away brings nothing
            with contextlib.suppress(TimeoutError, nats.errors.Error):
                async with asyncio.timeout(DRAIN_SECONDS):
                    drained = [subscription.drain() for subscription in self._subscriptions]  # type: ignore[no-untyped-call] # the library's
                    await asyncio.gather(*drained)
        await self.stop()

    async def stop(self) -> None:
        """Listen no more; what the bus brought and nobody took stays without an answer."""
        for subscription in self._subscriptions:
            with contextlib.suppress(nats.errors.Error):
                await subscription.unsubscribe()
        if self._answering:
            await asyncio.wait(self._answering, timeout=5)
        self._readers.shutdown(wait=True)

    async def _command(self, message: Msg) -> None:
        office, kind = _address(message.subject)
        headers = message.headers or {}

        async def answer(text: bytes | None) -> None:
            await _respond(message, text or b"{}")

        if not COMMAND_ID.fullmatch(command_id := headers.get(MESSAGE_ID, "")):
            await answer(Receipt(status="refused", code="kring.no-id", asked=kind, message=NO_ID).to_json())
            return
        # A command's place in the inbox is its own: no fact's id, which others can see, can stand in its way.
        delivery_id = derived_id(command_id, f"command/{office}")
        trace, actor = carried_in(headers), headers.get(HEADER)
        await self._lane.put(
            Delivery(delivery_id, kind, message.data, Origin.COMMAND, office, actor, done=answer, trace=trace)
        )

    async def _query(self, message: Msg) -> None:
        task = asyncio.create_task(self._answer(message))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answer(self, message: Msg) -> None:
        office, kind = _address(message.subject)
        if kind == Ready.kind():
            await _respond(message, (await self._ready()).model_dump_json(by_alias=True).encode())
            return
        actor = (message.headers or {}).get(HEADER)
        loop = asyncio.get_running_loop()
        text, pages = await loop.run_in_executor(self._readers, self._read, kind, message.data, office, actor)
        if pages.access:
            try:
                await self._lane.write(lambda: self._note(pages))
            except OperationalError as error:  # nobody sees what it cannot be written down that they saw
                text = receipts.not_answered(kind, error).encode()
        with contextlib.suppress(nats.errors.Error):
            await _respond(message, text)
        await self._prune()

    async def _prune(self) -> None:
        """Once a day, when somebody asks something, take lines of the access log away whose term is over."""
        now = self._setup.clock.now()
        if now.date() == self._pruned_on:
            return
        self._pruned_on = now.date()
        try:
            await self._lane.write(lambda: access.prune(self._setup.database, now))
        except OperationalError as error:  # tomorrow is early enough
            log.warning(f"{self._setup.service}.access.not_pruned", **fault_of(error))

    def _note(self, pages: Pages) -> None:
        with self._setup.database.begin() as tx:
            access.write(tx, pages.access)

    def _read(self, kind: str, body: bytes, office: str, actor: str | None) -> tuple[bytes, Pages]:
        """Answer one query in a reading transaction; give the answer and who asked."""
        pages = Pages(self._setup.clock.now())
        found = self._setup.routes.queries.get(kind)
        tally = self._setup.tally
        if found is None:
            tally.asked(UNREADABLE)
            return receipts.unknown(kind).encode(), pages
        model = found.model
        try:
            query = model.model_validate_json(body)
        except ValidationError as error:
            tally.asked(UNREADABLE)
            return receipts.invalid(model, error).encode(), pages
        about(About(self._setup.service, kind, office, case=query.key()))
        try:
            answer = self._ask(query, found, office, actor, pages)
        except Exception as error:  # noqa: BLE001 - every question is answered, also when the fault is ours
            is_fault = not isinstance(error, Refused | OperationalError)
            tally.asked(FAULT if is_fault else REFUSED)
            if is_fault:
                log.error(f"{self._setup.service}.query.fault", **fault_of(error))
            if not pages.access:
                pages.nobody(office, query)
            pages.access = [row | {"outcome": code_of(error)} for row in pages.access]
            return receipts.not_answered(model.name, error).encode(), pages
        tally.asked(DONE)
        return answer.model_dump_json(by_alias=True).encode(), pages

    def _ask(self, query: Named, asked: Question, office: str, header: str | None, pages: Pages) -> BaseModel:
        setup = self._setup
        actor = setup.verifier.actor(header, setup.clock.now())
        pages.asked(actor, query)
        right = permits.reach(actor, query, permits.check_role(actor, type(query), office))
        with setup.database.read() as tx, Session(tx) as session:
            keys = asked.keys(query, office)
            view = load(tx, setup.shelves, [key for key in keys if key])
            permits.check_part(actor, Right.OFFICE, view.about(keys))
            permits.check_about(actor, right, query, view.about((query.key(),)))
            reader = Reader(session, view, setup.vault, setup.clock.now(), actor, setup.shelves)
            if asked.then is not None:
                reader.load(*asked.then(query, office, Found(view.loaded, view.groups)))
            return asked.answer(query, reader)


def _address(subject: str) -> tuple[str, str]:
    """Give the office a subject asks and the kind of what it asks: `kring.<office>.do.<service>.<name>.<version>`."""
    _, office, _, asked = subject.split(".", 3)
    return office, every_service.generic(asked)


async def _respond(message: Msg, text: bytes) -> None:
    """Answer into an inbox and nowhere else: we may answer where who asks may say nothing, as to the bus."""
    if message.reply.startswith(f"{INBOX}."):
        await message.respond(text)
