"""The parts about observing that are made from code: every metric, and what it means."""

from collections.abc import Iterator
from typing import Final

from kring_shared.runtime.telemetry.metrics import METRICS

METRIC_HEADS: Final = ("metric", "labels beside `service`", "kind", "what it says")


def metric_rows() -> Iterator[tuple[str, ...]]:
    """Give a row for each metric."""
    for metric in METRICS:
        labels = ", ".join(f"`{label}`" for label in metric.labels)
        yield f"`{metric.name}`", labels, metric.kind, metric.meaning
