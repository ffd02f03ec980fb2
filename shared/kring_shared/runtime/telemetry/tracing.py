"""Traces: which message led to which, through every service, as spans of OpenTelemetry.

Nothing is made, and nothing is paid for it, unless somebody says who takes the spans: `exporting`, or a test.
A trace travels as W3C's `traceparent`, a text that says nothing but random ids.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import (
    Link,
    NonRecordingSpan,
    ProxyTracerProvider,
    Span,
    SpanContext,
    SpanKind,
    TraceFlags,
    Tracer,
    TracerProvider,
)

HEADER: Final = "traceparent"
NAME: Final = "kring"
TRACEPARENT: Final = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})")
TRACEPARENT_LENGTH: Final = 55
Provides = Callable[[str], TracerProvider]
"""Gives who takes the spans of a service, by its name."""
_PROVIDERS: Final[list[Provides]] = []
_TRACERS: Final[dict[str, Tracer]] = {}


@contextmanager
def traced_by(provides: Provides) -> Iterator[None]:
    """Make spans for a while, of every service in this process."""
    _PROVIDERS.append(provides)
    _TRACERS.clear()
    try:
        yield
    finally:
        _PROVIDERS.remove(provides)
        _TRACERS.clear()


def tracer_of(service: str) -> Tracer | None:
    """Give what makes the spans of a service; none when nobody takes them."""
    known = _TRACERS.get(service)
    if known is not None:
        return known
    provider = _PROVIDERS[-1](service) if _PROVIDERS else trace.get_tracer_provider()
    if isinstance(provider, ProxyTracerProvider):  # OpenTelemetry's own word for: nobody
        return None
    _TRACERS[service] = provider.get_tracer(NAME)
    return _TRACERS[service]


def carried_in(headers: Mapping[str, str] | None) -> str:
    """Give the `traceparent` among the headers of a message; empty when there is none, or what is there is not one."""
    said = headers.get(HEADER, "") if headers else ""
    return said if said and TRACEPARENT.fullmatch(said) else ""


def here() -> str:
    """Give the `traceparent` of what the caller does now; empty when nobody records it."""
    return traceparent_of(trace.get_current_span())


def traceparent_of(span: Span) -> str:
    """Write down where a span stands, for what follows from it."""
    at = span.get_span_context()
    return f"00-{at.trace_id:032x}-{at.span_id:016x}-{at.trace_flags & 0xFF:02x}" if at.is_valid else ""


def begin(
    tracer: Tracer,
    name: str,
    kind: SpanKind,
    attributes: Mapping[str, str],
    *,
    parent: str = "",
    links: Sequence[str] = (),
) -> Span:
    """Begin a span: under its parent, or as the beginning of a trace of its own, with links to others."""
    above = _place(parent)
    # An empty context and not none at all, which would be whatever this thread does.
    context = trace.set_span_in_context(NonRecordingSpan(above), Context()) if above else Context()
    linked = [Link(place) for place in map(_place, dict.fromkeys(links)) if place]
    return tracer.start_span(name, context, kind, attributes, linked)


def _place(traceparent: str) -> SpanContext | None:
    found = TRACEPARENT.fullmatch(traceparent)
    if found is None:
        return None
    trace_id, span_id, flags = (int(part, 16) for part in found.groups())
    return SpanContext(trace_id, span_id, is_remote=True, trace_flags=TraceFlags(flags))
