"""The spans of a test, kept in memory, each under the service that made it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import NonRecordingSpan, SpanContext

from kring_shared.runtime.telemetry import tracing, tracing_sdk


@dataclass
class Recorded:
    """What was recorded so far."""

    memory: InMemorySpanExporter = field(default_factory=InMemorySpanExporter)

    def all(self) -> list[ReadableSpan]:
        """Give every span that ended, in that order."""
        return list(self.memory.get_finished_spans())

    def of(self, kind: str) -> list[ReadableSpan]:
        """Give the spans of messages of one kind."""
        return [span for span in self.all() if said(span, "kring.kind") == kind]

    def one(self, kind: str) -> ReadableSpan:
        """Give the only span of a kind."""
        [span] = self.of(kind)
        return span

    def trace(self, of: ReadableSpan) -> list[ReadableSpan]:
        """Give all spans of one trace."""
        return [span for span in self.all() if trace_id(span) == trace_id(of)]


@contextmanager
def recorded() -> Iterator[Recorded]:
    """Keep every span of this process until the end of the block."""
    kept = Recorded()
    with tracing.traced_by(tracing_sdk.providers(SimpleSpanProcessor(kept.memory))):
        yield kept


def said(span: ReadableSpan, name: str) -> str:
    """Give an attribute, empty when it is not there."""
    return str((span.attributes or {}).get(name, ""))


def service_of(span: ReadableSpan) -> str:
    """Name the service that made a span."""
    return str(span.resource.attributes["service.name"])


def trace_id(span: ReadableSpan) -> int:
    """Give the trace a span belongs to."""
    return place(span)[0]


def span_id(span: ReadableSpan) -> int:
    """Give a span's own id."""
    return place(span)[1]


def traceparent(span: ReadableSpan) -> str:
    """Write a span down as what follows from it carries it."""
    assert span.context is not None
    return tracing.traceparent_of(NonRecordingSpan(span.context))


def follows(span: ReadableSpan, other: ReadableSpan) -> bool:
    """Tell whether a span is the child of another."""
    parent = span.parent
    return parent is not None and (parent.trace_id, parent.span_id) == (trace_id(other), span_id(other))


def links(span: ReadableSpan) -> list[tuple[int, int]]:
    """Give what a span links to, as (trace, span)."""
    return [(link.context.trace_id, link.context.span_id) for link in span.links]


def place(span: ReadableSpan) -> tuple[int, int]:
    """Give a span as others link to it."""
    at: SpanContext | None = span.context
    assert at is not None
    return at.trace_id, at.span_id


def without_a_parent(spans: list[ReadableSpan]) -> list[str]:
    """Name the spans whose parent is nowhere among them."""
    there = {place(span) for span in spans}
    return [span.name for span in spans if span.parent and (span.parent.trace_id, span.parent.span_id) not in there]


def words_of(spans: list[ReadableSpan]) -> str:
    """Give everything that spans say, as one text."""
    return "\n".join(span.to_json() for span in spans)
