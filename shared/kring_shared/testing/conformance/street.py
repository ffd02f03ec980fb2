"""What comes to the candidate from outside: facts of other services, and what people ask by way of an edge."""

import json
from collections.abc import Mapping
from typing import Any, Final

import nats.errors
from pydantic import ValidationError

from kring_shared.contracts.actor import Actor
from kring_shared.contracts.envelope import Fact, Named, Receipt
from kring_shared.kernel.clock import SystemClock
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.bus.signing import HEADER
from kring_shared.runtime.bus.streams import stream_of
from kring_shared.runtime.bus.wire import MESSAGE_ID, Row, headers_of
from kring_shared.testing.conformance.ear import Ear
from kring_shared.testing.conformance.house import OFFICE, House
from kring_shared.testing.conformance.who import As

ANSWER_SECONDS: Final = 20.0
NEVER_ANSWERED: Final = "no answer"


class Street:
    """Sends; each thing may be sent again as it was."""

    def __init__(self, house: House, ear: Ear) -> None:
        """Send on a bus; the ear is told which facts are ours."""
        self.house, self.ear, self._clock = house, ear, SystemClock()

    def told(self, fact: Fact, office: str = "", *, by: str = "system") -> "Sent":
        """Write a fact as its own service would tell it."""
        office = office or OFFICE
        now = self._clock.now()
        stamped = fact.model_copy().stamped(office, now, by)
        subject = fact.address(office, fact.case_id)
        told_ms = int(now.timestamp() * 1000)
        row = Row(0, new_id(now), subject, fact.type(), fact.case_id, stamped.to_json().decode(), told_ms)
        return Sent(subject, headers_of(row), stamped.to_json())

    async def publish(self, sent: "Sent", *, again: bool = False) -> None:
        """Put a fact into its stream; `again`: a second time, as a stream that was built anew would hold it."""
        self.ear.ours.add(sent.headers["ce-id"])
        headers = dict(sent.headers)
        if again:
            headers[MESSAGE_ID] = new_id(self._clock.now())
        js = self.house.admin.jetstream()
        await js.publish(
            sent.subject, sent.body, headers=headers, stream=stream_of(sent.subject), timeout=ANSWER_SECONDS
        )

    def actor(self, by: As, office: str = OFFICE) -> str:
        """Sign somebody."""
        now = self._clock.now()
        actor = Actor(id=by.id, role=by.role, office=office, purpose="run-the-route", issued_at=now)
        return self.house.signer.sign(actor)

    def new_id(self) -> str:
        """Make an id for a command."""
        return new_id(self._clock.now())

    async def asked(
        self, verb: str, model: type[Named], body: bytes, *, actor: str = "", command_id: str = ""
    ) -> "Answered":
        """Send a command (`do`) or a query (`ask`) as it stands, and give what was answered."""
        subject = f"kring.{OFFICE}.{verb}.{self.house.service.name}.{model.name}.v{model.version}"
        headers = {HEADER: actor} if actor else {}
        if verb == "do":
            headers[MESSAGE_ID] = command_id or self.new_id()
        return await self.request(subject, body, headers)

    async def request(self, subject: str, body: bytes, headers: Mapping[str, str]) -> "Answered":
        """Send anything, and give what was answered."""
        try:
            answer = await self.house.desk.request(subject, body, timeout=ANSWER_SECONDS, headers=dict(headers))
        except (nats.errors.Error, TimeoutError) as error:
            return Answered(b"", f"{NEVER_ANSWERED} ({type(error).__name__}) in {ANSWER_SECONDS:g} s")
        return Answered(answer.data)


class Sent:
    """A fact as it travels."""

    def __init__(self, subject: str, headers: Mapping[str, str], body: bytes) -> None:
        """Keep it."""
        self.subject, self.headers, self.body = subject, headers, body


class Answered:
    """What came back: a receipt, another document, or nothing."""

    def __init__(self, body: bytes, nothing: str = "") -> None:
        """Keep it, or why there is nothing."""
        self.body, self.nothing = body, nothing

    @property
    def document(self) -> Any:  # noqa: ANN401 - JSON
        """Give it as JSON; nothing when it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    @property
    def receipt(self) -> Receipt | None:
        """Give it as a receipt; nothing when it is none."""
        try:
            return Receipt.model_validate(self.document)
        except ValidationError:
            return None

    @property
    def code(self) -> str:
        """Give the code of a refusal, `kring.done`, or nothing where it is no receipt."""
        return self.receipt.code if self.receipt is not None and self.receipt.status == "refused" else self._done()

    def _done(self) -> str:
        return "kring.done" if self.receipt is not None and self.receipt.status == "done" else ""

    def __str__(self) -> str:
        """Say what came, in at most a line."""
        if self.nothing:
            return self.nothing
        said = self.receipt
        if said is not None and said.status == "refused":
            return f"refused with {said.code} ({said.message})"
        text = self.body.decode(errors="replace")
        return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


MOST_SHOWN: Final = 400
