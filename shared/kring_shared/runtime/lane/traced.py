"""The spans of one batch: each begins at its message's turn and ends after the commit; what is undone leaves none.

They say what kind of message it was, which office's and which case's, and what came of it, by its code; never a word of
what was in it. Of a message of which only the day is told there is no span at all: a span says the moment.
"""

import re
from collections.abc import Sequence
from time import time_ns
from typing import Any, Final

from opentelemetry.trace import Span, SpanKind, StatusCode, Tracer
from sqlalchemy import ColumnElement, Connection, String, column, func, select, values

from kring_shared.contracts.envelope import Fact, Named, Reach
from kring_shared.runtime.declared.routes import Delivery, Origin, Read
from kring_shared.runtime.logs.about import OFFICE
from kring_shared.runtime.storage.tables import OUTBOX, PARKED
from kring_shared.runtime.telemetry import tracing

OPAQUE_ID: Final = re.compile(r"[0-9a-f]{32}")
CODE: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}")
CALLED: Final = {
    Origin.FACT: "process kring.{{office}}.{reach}.{kind}.{{case}}",
    Origin.COMMAND: "process kring.{{office}}.do.{kind}",
    Origin.INGRESS: "process kring.{{office}}.referrals.{{system}}",
    Origin.DEADLINE: "deadline {kind}",
    Origin.ERRAND: "settle {kind}",
}
"""How spans are called; the bus's subjects as templates, since a raw one names a case."""
UNKNOWN: Final = "unknown"
"""Stands for the kind of a message that is not known here: whatever its sender wrote there is no word of ours."""
DONE, REFUSED, DEAD, FAULT = "done", "refused", "dead", "fault"
ALSO: Final = {"waits": "parked"}
"""A span does not tell apart what waits behind another message."""


class Spans:
    """The spans of one batch, and where each of its messages stands, for what follows from it."""

    def __init__(self, tracer: Tracer | None = None) -> None:
        """Hold nothing yet; without a tracer what arrived with a trace only hands it on."""
        self._tracer = tracer
        self._open: dict[str, Span] = {}
        self._stands: dict[str, str] = {}
        self._told_last: dict[str, str] = {}

    @classmethod
    def of(cls, service: str) -> "Spans":
        """Give the spans of a service's next batch."""
        return cls(tracing.tracer_of(service))

    def stands(self, delivery: Delivery) -> str:
        """Give the `traceparent` of what follows from a message; empty when nobody traces it."""
        return self._stands.get(delivery.id, "")

    def look_back(self, tx: Connection, read: Sequence[Read]) -> None:
        """Look up what was told last about each case that somebody asks something about, all in one go."""
        if self._tracer is None:
            return
        asked = {r.message.key() for r in read if r.delivery.origin is Origin.COMMAND} - {""}
        if asked:
            self._told_last = _told_last(tx, asked)

    def begin(self, r: Read) -> None:
        """Begin the span of a message whose turn has come."""
        model = type(r.message)
        told_last = self._told_last.get(r.message.key(), "") if r.delivery.origin is Origin.COMMAND else ""
        # The one-time ids of what goes between offices must not lie beside a case.
        hides = self._tracer is None or model.goes_between_offices()
        about = {} if hides else _about(r.delivery, r.message.key())
        self._begin(r.delivery, model, about, (r.delivery.linked, told_last))

    def unread(self, delivery: Delivery, model: type[Named] | None, code: str) -> None:
        """Note a message that could not be understood."""
        self._begin(delivery, model, {}, (delivery.linked,))
        self.failed(delivery, REFUSED if delivery.origin is Origin.COMMAND else DEAD, code)

    def failed(self, delivery: Delivery, outcome: str, code: str) -> None:
        """Note what came of a message that was not done; never the error's words."""
        span = self._open.get(delivery.id)
        if span is not None:
            _ended_badly(span, ALSO.get(outcome, outcome), code, is_error=outcome in {DEAD, FAULT})

    def end(self) -> None:
        """End every span of a batch that was committed."""
        if self._open:
            now = time_ns()
            for span in self._open.values():
                span.end(now)

    def _begin(
        self, delivery: Delivery, model: type[Named] | None, about: dict[str, str], links: Sequence[str]
    ) -> None:
        if model is not None and model.day_only:
            return
        if self._tracer is None:
            if delivery.trace:
                self._stands[delivery.id] = delivery.trace
            return
        name, kind, said = _called(delivery, model)
        span = tracing.begin(self._tracer, name, kind, said | about, parent=delivery.trace, links=links)
        self._open[delivery.id] = span
        self._stands[delivery.id] = tracing.traceparent_of(span)


def kept(delivery: Delivery, stands: str) -> str | None:
    """Give what a parked row keeps: the trace its next attempt belongs to, behind one it only links to."""
    if delivery.trace and delivery.linked:
        return f"{delivery.linked} {delivery.trace}"
    return delivery.trace or stands or None


def tried_again(trace: str) -> ColumnElement[str]:
    """Give what a dead letter keeps that a person lets come again: now it follows from their command."""
    return func.coalesce(func.substr(PARKED.c.trace, 1, tracing.TRACEPARENT_LENGTH) + " ", "") + trace


def kept_in(row: str | None) -> tuple[str, str]:
    """Give what a parked row kept, as (the trace its next attempt belongs to, one it only links to)."""
    *linked, parent = (row or "").split(" ")
    return parent, "".join(linked)


class Carried:
    """An errand that is carried out: a beginning of its own, that links to who sent it out."""

    def __init__(self, service: str, row: Any) -> None:  # noqa: ANN401 - a row of the table
        """Begin."""
        tracer = tracing.tracer_of(service)
        self._span = None if tracer is None else _errand(tracer, row)

    @property
    def stands(self) -> str:
        """Give the `traceparent` of what follows from it."""
        return tracing.traceparent_of(self._span) if self._span is not None else ""

    def came_to(self, code: str, *, done: str) -> None:
        """End with a code; what a channel calls a code and is none is left out. Who is killed before leaves no span."""
        if self._span is None:
            return
        if code != done:
            _ended_badly(self._span, "failed", code if CODE.fullmatch(code) else UNKNOWN, is_error=True)
        self._span.end()


def _errand(tracer: Tracer, row: Any) -> Span:  # noqa: ANN401 - a row of the table
    said = {"kring.errand": row.name, "kring.office": _office(row.office), "kring.outcome": DONE}
    if row.via:
        said["kring.way"] = row.via
    if OPAQUE_ID.fullmatch(row.key):
        said["kring.case"] = row.key
    return tracing.begin(tracer, f"errand {row.name}", SpanKind.CLIENT, said, links=(row.trace or "",))


def _called(delivery: Delivery, model: type[Named] | None) -> tuple[str, SpanKind, dict[str, str]]:
    """Name a span, and say what kind of message it is about."""
    origin = delivery.origin
    known = delivery.kind if model is not None and model.service != "newer" else UNKNOWN
    reach = model.reach.value if model is not None and issubclass(model, Fact) else Reach.OFFICE.value
    name = CALLED[origin].format(kind=known, reach=reach)
    said = {
        "kring.kind": known,
        "kring.office": _office(delivery.office),
        "kring.origin": origin.value,
        "kring.outcome": DONE,
    }
    if origin in {Origin.DEADLINE, Origin.ERRAND}:
        return name, SpanKind.INTERNAL, said
    said["messaging.system"] = "nats"
    said["messaging.operation.name"] = said["messaging.operation.type"] = "process"
    said["messaging.destination.template"] = name.removeprefix("process ")
    return name, SpanKind.CONSUMER, said


def _office(said: str) -> str:
    """Give an office; what stands in its place in a subject and is none was written there by somebody."""
    return said if OFFICE.fullmatch(said) else UNKNOWN


def _about(delivery: Delivery, key: str) -> dict[str, str]:
    said = {"messaging.message.id" if _is_message(delivery) else "kring.row": delivery.id}
    if OPAQUE_ID.fullmatch(key):
        said["kring.case"] = key
    return said


def _is_message(delivery: Delivery) -> bool:
    return delivery.origin not in {Origin.DEADLINE, Origin.ERRAND}


def _ended_badly(span: Span, outcome: str, code: str, *, is_error: bool) -> None:
    span.set_attribute("kring.outcome", outcome)
    span.set_attribute("kring.code", code)
    if is_error:
        span.set_attribute("error.type", code)
        span.set_status(StatusCode.ERROR, code)


def _told_last(tx: Connection, keys: set[str]) -> dict[str, str]:
    asked = values(column("key", String), name="asked").data([(key,) for key in sorted(keys)]).cte("asked")
    told = select(OUTBOX.c.trace).where(OUTBOX.c.key == asked.c.key, OUTBOX.c.trace.is_not(None))
    last = told.order_by(OUTBOX.c.seq.desc()).limit(1).scalar_subquery()
    return {key: trace for key, trace in tx.execute(select(asked.c.key, last)) if trace}
