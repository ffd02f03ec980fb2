"""What a process counts while it works, in a registry of its own: several Krings in one process do not mix.

Adding costs a few microseconds a batch, whoever looks at it or not.
"""

import time
from collections import deque
from collections.abc import Mapping
from typing import Final, TypeVar

from prometheus_client import CollectorRegistry, Counter, Histogram

from kring_shared.runtime.telemetry.metrics import COUNTER, HISTOGRAM, METRICS, SERVICE

C = TypeVar("C", Counter, Histogram)
DONE: Final = "done"
REFUSED: Final = "refused"
PARKED: Final = "parked"
FAULT: Final = "fault"
UNREADABLE: Final = "unreadable"
AGAIN: Final = "again"
QUERY: Final = "query"
SAID: Final = {"ingress": "referral"}
"""Where a delivery comes from, in the word it is counted under where that is another."""
DAY_SECONDS: Final = 24 * 3600.0


class Counts:
    """The counters and histograms of one process; each service has its own tally in them."""

    def __init__(self) -> None:
        """Begin at nought."""
        self.registry = CollectorRegistry()
        self._tallies: dict[str, Tally] = {}
        self.counters = {
            metric.name: Counter(metric.name, metric.meaning, (SERVICE, *metric.labels), registry=self.registry)
            for metric in METRICS
            if metric.kind == COUNTER
        }
        self.histograms = {
            metric.name: Histogram(
                metric.name, metric.meaning, (SERVICE, *metric.labels), registry=self.registry, buckets=metric.buckets
            )
            for metric in METRICS
            if metric.kind == HISTOGRAM
        }

    def of(self, service: str) -> "Tally":
        """Give the tally of a service; the same one for all its offices."""
        if service not in self._tallies:
            self._tallies[service] = Tally(self, service)
        return self._tallies[service]


class Tally:
    """What one service counts."""

    def __init__(self, counts: Counts, service: str) -> None:
        """Find its own places once, so that counting need not look for them."""
        self._service, self._settled = service, counts.counters["kring_settled_total"]
        self._retries, self._waits, self._faults, self._forgot = (
            counts.counters[name].labels(service)
            for name in (
                "kring_retries_total",
                "kring_lane_waits_total",
                "kring_faults_total",
                "kring_bus_forgot_total",
            )
        )
        self._sizes, self._seconds = (
            counts.histograms[name].labels(service) for name in ("kring_lane_batch_size", "kring_lane_batch_seconds")
        )
        self._unclear: deque[float] = deque()

    def batch(self, size: int, seconds: float, outcomes: Mapping[tuple[str, str], int], *, tried_again: int) -> None:
        """Count a batch that was settled: how many, how long, what came of them by (origin, outcome)."""
        self._sizes.observe(size)
        self._seconds.observe(seconds)
        self._retries.inc(tried_again)
        for (origin, outcome), many in outcomes.items():
            self._settled.labels(self._service, SAID.get(origin, origin), outcome).inc(many)
            if outcome == FAULT:
                self._faults.inc(many)

    def asked(self, outcome: str) -> None:
        """Count a question that was answered, or refused."""
        self._settled.labels(self._service, QUERY, outcome).inc()
        if outcome == FAULT:
            self._faults.inc()

    def waits(self) -> None:
        """Count that the database or the vault was away."""
        self._waits.inc()

    def fault(self) -> None:
        """Count a fault of ours beside the lane."""
        self._faults.inc()

    def forgot(self) -> None:
        """Count that the bus lost facts."""
        self._forgot.inc()

    def unclear(self, many: int) -> None:
        """Note errands of which nobody knows whether they went out."""
        self._unclear.extend([time.monotonic()] * many)

    def unclear_of_late(self) -> int:
        """Give how many such errands were found in the last day."""
        while self._unclear and self._unclear[0] < time.monotonic() - DAY_SECONDS:
            self._unclear.popleft()
        return len(self._unclear)
