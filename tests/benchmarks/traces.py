"""`traces`: what the spans of a batch cost the lane, where nobody takes them and where somebody does."""

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from pydantic import SecretStr

from kring_matching.app import service
from kring_shared.contracts.intake import RequestAccepted
from kring_shared.kernel.clock import SystemClock
from kring_shared.kernel.ids import derived_id, new_id
from kring_shared.runtime.bus.signing import Verifier
from kring_shared.runtime.declared.routes import Delivery, Origin
from kring_shared.runtime.lane import settle as settling
from kring_shared.runtime.lane.settle import Setup, settle
from kring_shared.runtime.running.running import Parts, Running
from kring_shared.runtime.settings import SharedSettings
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.telemetry import tracing, tracing_sdk
from kring_shared.runtime.vault.keystore import SqlKeyStore
from kring_shared.runtime.vault.vault import Vault
from tests.benchmarks.facts import NOW, OFFICE, accepted
from tests.benchmarks.report import Report, ratios

BATCH = 250
NEXT = count()


class Untraced:
    """A lane that knows nothing of spans, to compare with."""

    @classmethod
    def of(cls, _service: str) -> "Untraced":
        """Hold nothing."""
        return cls()

    def look_back(self, *_: object) -> None:
        """Do nothing."""

    begin = unread = failed = look_back

    def stands(self, _delivery: Delivery) -> str:
        """Know nothing."""
        return ""

    def end(self) -> None:
        """Do nothing."""


class ThrownAway(SpanExporter):
    """Takes spans and keeps none."""

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Take them."""
        return SpanExportResult.SUCCESS if spans else SpanExportResult.FAILURE


async def run(size: int, rounds: int) -> Report:
    """Settle facts in batches of 250: without anything of spans, with nobody who takes them, and with an exporter."""
    report = Report(
        "traces", {"database": "SQLite synchronous=FULL", "batch": str(BATCH)}, bars={"off_over_without": 1.05}
    )
    taken: dict[str, list[float]] = {name: [] for name in ("without", "off", "on")}
    processor = BatchSpanProcessor(ThrownAway())
    ways: dict[str, Callable[[], AbstractContextManager[object]]] = {
        "without": lambda: patch.object(settling, "Spans", Untraced),
        "off": nullcontext,
        "on": lambda: tracing.traced_by(tracing_sdk.providers(processor)),
    }
    with TemporaryDirectory() as folder, _setup(Path(folder)) as setup:
        _settle(setup, BATCH)
        for _ in range(rounds):
            for values in _in_turn(setup, ways, max(size // BATCH, 1)):
                for name, value in values.items():
                    taken[name].append(value)
    processor.shutdown()  # type: ignore[no-untyped-call] # the library's
    report.add("without anything of spans", taken["without"], "µs of processor time a message")
    report.add("spans that nobody takes", taken["off"], "µs of processor time a message")
    report.add("spans for an exporter", taken["on"], "µs of processor time a message")
    report.ratios = {
        "off_over_without": ratios(taken["off"], taken["without"]),
        "on_over_without": ratios(taken["on"], taken["without"]),
    }
    return report


def _in_turn(
    setup: Setup, ways: dict[str, Callable[[], AbstractContextManager[object]]], batches: int
) -> Iterator[dict[str, float]]:
    for turn in range(batches):
        order = list(ways)[turn % 3 :] + list(ways)[: turn % 3]
        values = {}
        for name in order:
            with ways[name]():
                values[name] = _settle(setup, BATCH)
        yield values


def _settle(setup: Setup, size: int) -> float:
    """Give the microseconds of processor time that a message of one batch takes."""
    batch = [_delivery() for _ in range(size)]
    before = time.process_time()
    settle(setup, batch)
    return (time.process_time() - before) / size * 1e6


def _delivery() -> Delivery:
    case_id = new_id(NOW + timedelta(milliseconds=next(NEXT)))
    fact = accepted(case_id)
    return Delivery(derived_id(case_id, "accepted"), RequestAccepted.kind(), fact.to_json(), Origin.FACT, OFFICE)


@contextmanager
def _setup(folder: Path) -> Iterator[Setup]:
    url, shared = f"sqlite:///{folder}/matching.db", SharedSettings()
    vault_database = Database(f"sqlite:///{folder}/vault.db", "vault")
    migrations.migrate(vault_database, migrations.VAULT)
    parts = Parts(
        shared,
        Vault(SqlKeyStore(vault_database), {"*": secrets.token_bytes(32)}),
        Verifier(Ed25519PrivateKey.generate().public_key().public_bytes_raw()),
        SystemClock(),
        shared.offices(),
    )
    running = Running(service, service.settings(database_url=SecretStr(url)), parts)
    migrations.migrate(running.database, migrations.RUNTIME, service.migrations)
    yield running.setup
    running.database.close()
    running.lease.release()
    vault_database.close()
