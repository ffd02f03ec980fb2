"""Asks services by command and query: the command line's, the demo's, the tests' and the portal's way in."""

import json
from datetime import datetime
from typing import Any, Final, TypeVar

import nats.errors
from nats.aio.client import Client as Nats
from pydantic import BaseModel, ValidationError

from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.envelope import Command, Named, Query, Receipt
from kring_shared.kernel.clock import Clock, SystemClock
from kring_shared.kernel.errors import KringError, NoAnswer
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.bus.connecting import connect
from kring_shared.runtime.bus.signing import HEADER, Signer
from kring_shared.runtime.bus.wire import MESSAGE_ID
from kring_shared.runtime.telemetry import tracing

__all__ = ["Client", "RefusedAnswer", "connect"]

A = TypeVar("A", bound=BaseModel)
NO_ANSWER: Final = "what the service said is no answer that this Kring can read: see which version of it runs"


class RefusedAnswer(KringError):
    """A query was refused; the receipt says why."""

    exit_code = 3

    def __init__(self, receipt: Receipt) -> None:
        """Keep the receipt."""
        self.receipt = receipt
        super().__init__(f"{receipt.code}: {receipt.message}")


class Client:
    """One edge: signs actors and sends what they ask."""

    def __init__(self, connection: Nats, signer: Signer, clock: Clock | None = None) -> None:
        """Use a connection; the clock stamps signatures and ids."""
        self.connection, self._signer, self._clock = connection, signer, clock or SystemClock()

    def now(self) -> datetime:
        """Give the time as this edge knows it."""
        return self._clock.now()

    def actor(self, role: Role, actor_id: str, office: str, purpose: str = "run-the-route") -> Actor:
        """Make an actor, signed when it asks."""
        return Actor(id=actor_id, role=role, office=office, purpose=purpose, issued_at=self._clock.now())

    def key_for(self, purpose: str) -> bytes:
        """Give a key of this edge's own for one purpose; it follows from the one that it signs with."""
        return self._signer.key_for(purpose)

    async def do(
        self, command: Command, actor: Actor, *, service: str = "", command_id: str = "", timeout: float = 10.0
    ) -> Receipt:
        """Send a command and give its receipt, also when it was refused; sending the same id again is safe.

        Raises:
            NoAnswer: the service did not answer, or said what is no receipt; sending it again with the same id is safe.
        """
        headers = {MESSAGE_ID: command_id or new_id(self._clock.now())}
        return _read(Receipt, await self._send(command, actor, "do", service, headers, timeout))

    async def ask(self, query: Query, actor: Actor, form: type[A], *, service: str = "", timeout: float = 10.0) -> A:
        """Send a query and give its answer.

        Raises:
            RefusedAnswer: it was refused.
            NoAnswer: the service did not answer, or said what is no such answer.
        """
        said = await self._send(query, actor, "ask", service, {}, timeout)
        if said.get("status") == "refused" and "code" in said:
            raise RefusedAnswer(_read(Receipt, said))
        return _read(form, said)

    async def _send(
        self, message: Named, actor: Actor, verb: str, service: str, headers: dict[str, str], timeout: float
    ) -> dict[str, Any]:
        target = service or message.service
        subject = f"kring.{actor.office}.{verb}.{target}.{message.name}.v{message.version}"
        fresh = actor.model_copy(update={"issued_at": self._clock.now()})
        sent = headers | {HEADER: self._signer.sign(fresh)}
        if trace := tracing.here():
            sent[tracing.HEADER] = trace
        try:
            answer = await self.connection.request(subject, message.to_json(), headers=sent, timeout=timeout)
        except nats.errors.NoRespondersError as error:
            message_ = f"no {target} service serves office {actor.office} now"
            raise NoAnswer(message_) from error
        except (TimeoutError, nats.errors.Error) as error:
            message_ = f"the {target} service did not answer in {timeout:g} s; sending it again is safe"
            raise NoAnswer(message_) from error
        try:
            said = json.loads(answer.data)
        except (ValueError, RecursionError):
            raise NoAnswer(NO_ANSWER) from None
        if not isinstance(said, dict):
            raise NoAnswer(NO_ANSWER)
        return said


def _read(form: type[A], said: dict[str, Any]) -> A:
    """Read an answer; what a service said that is none is as good as nothing, and none of its words is repeated."""
    try:
        return form.model_validate(said)
    except ValidationError:
        raise NoAnswer(NO_ANSWER) from None
