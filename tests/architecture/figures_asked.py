"""Which figures a question to Prometheus is about, to hold against those that services tell."""

import re
from typing import Final

from kring_shared.runtime.telemetry.metrics import HISTOGRAM, METRICS

OF_A_HISTOGRAM: Final = ("_bucket", "_sum", "_count")
FIGURES: Final = {metric.name for metric in METRICS if metric.kind != HISTOGRAM} | {
    metric.name + part for metric in METRICS if metric.kind == HISTOGRAM for part in OF_A_HISTOGRAM
}
"""Every series of ours by name."""
RECORDED: Final = {"kring:consumer_lag:sum", "kring:settled:rate5m"}
"""What deploy/prometheus/recording.yaml makes of them."""
PROCESS: Final = {"process_resident_memory_bytes", "process_cpu_seconds_total"}
"""What the client library tells of each process."""
NAME: Final = re.compile(r"\b(?:kring[_:]|process_|python_)[a-z0-9_:]+")
QUOTED: Final = re.compile(r'"[^"]*"')


def asked_for(question: str) -> set[str]:
    """Give the names of the series that a question is about."""
    return set(NAME.findall(QUOTED.sub('""', question)))
