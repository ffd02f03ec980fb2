"""What needs OpenTelemetry's SDK, the extra `telemetry`: spans under a service's name, and the way to a collector."""

import os
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor


def to_the_collector() -> SpanProcessor:
    """Give what sends spans to the collector that the environment names, in batches, in a thread of its own."""
    return BatchSpanProcessor(OTLPSpanExporter())


def providers(processor: SpanProcessor) -> Callable[[str], TracerProvider]:
    """Give each service spans under its own name; all of a process go out together."""
    made: dict[str, TracerProvider] = {}

    def provider_of(service: str) -> TracerProvider:
        if service not in made:
            made[service] = _provider(service, processor)
        return made[service]

    return provider_of


def _provider(service: str, processor: SpanProcessor) -> TracerProvider:
    name = os.environ.get("OTEL_SERVICE_NAME") or f"kring-{service}"
    resource = Resource.create({"service.name": name, "service.version": _version_of(service)})
    made = TracerProvider(resource=resource, shutdown_on_exit=False)  # we end it, and wait no longer than we say
    made.add_span_processor(processor)
    return made


def _version_of(service: str) -> str:
    try:
        return version(f"kring-{service}")
    except PackageNotFoundError:  # a service of somebody else's
        return version("kring-shared")
