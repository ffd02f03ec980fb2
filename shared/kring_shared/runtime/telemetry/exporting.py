"""Sends spans to a collector over OTLP/HTTP, where the standard variables of OpenTelemetry name one.

Sending is a thread of its own with a queue that drops what does not fit: a collector that is slow or away costs spans,
and nothing else. What libraries say of that comes out in the log without their words, as everything they say.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from threading import Thread
from types import ModuleType
from typing import Final

from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.telemetry import tracing

SDK: Final = "kring_shared.runtime.telemetry.tracing_sdk"
"""Looked for only where a collector is named: it needs the extra `telemetry`."""
ENDPOINTS: Final = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
PROTOCOLS: Final = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
PROTOCOL: Final = "http/protobuf"
FLUSH_SECONDS: Final = 5.0
"""How long the end waits for a collector to take what is left."""


@contextmanager
def traces_sent() -> Iterator[None]:
    """Send spans while services work here, and at the end what is left; nothing where no collector is named.

    Raises:
        WrongSetup: a collector is named, and what speaks to it is not installed, or is to speak otherwise.
    """
    if not is_wanted(os.environ):
        yield
        return
    sdk = _sdk()
    processor = sdk.to_the_collector()
    try:
        with tracing.traced_by(sdk.providers(processor)):
            yield
    finally:
        _send_the_rest(processor.shutdown)


def is_wanted(variables: Mapping[str, str]) -> bool:
    """Tell whether a collector is named, and traces are not switched off."""
    off = variables.get("OTEL_SDK_DISABLED", "").strip().lower() == "true"
    off = off or variables.get("OTEL_TRACES_EXPORTER", "").strip().lower() == "none"
    return not off and any(variables.get(name, "").strip() for name in ENDPOINTS)


def _sdk() -> ModuleType:
    said = next((said for name in PROTOCOLS if (said := os.environ.get(name))), PROTOCOL)
    if said != PROTOCOL:
        raise WrongSetup(
            f"traces are sent as {PROTOCOL} only: take {PROTOCOLS[1]} away, and name the collector's port for HTTP, "
            "which is 4318 nearly everywhere"
        )
    try:
        return import_module(SDK)
    except ImportError as error:
        raise WrongSetup(
            f"{ENDPOINTS[1]} names a collector, and what sends traces is not installed: "
            "pip install 'kring-shared[telemetry]', or take the variable away"
        ) from error


def _send_the_rest(send: Callable[[], None]) -> None:
    """Send what is left, but hold up nobody's end for a collector that does not answer."""
    thread = Thread(target=send, name="traces-end", daemon=True)
    thread.start()
    thread.join(FLUSH_SECONDS)
