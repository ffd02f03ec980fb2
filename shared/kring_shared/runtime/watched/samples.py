"""What a look found, as samples of metrics; several offices of one service become one value."""

import operator
from collections.abc import Iterable, Iterator

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from kring_shared.runtime.telemetry.metrics import BY_NAME, SERVICE


class Samples:
    """Gauges by name and labels."""

    def __init__(self) -> None:
        """Hold nothing."""
        self._values: dict[str, dict[tuple[str, ...], float]] = {}

    def add(self, name: str, service: str, value: float, *labels: str) -> None:
        """Add what was found at one office of a service, or at all of them together."""
        values, place = self._values.setdefault(name, {}), (service, *labels)
        together = BY_NAME[name].of_offices or operator.add
        values[place] = together(values[place], value) if place in values else value

    def families(self) -> Iterator[GaugeMetricFamily]:
        """Give them as they are told."""
        for name, values in self._values.items():
            metric = BY_NAME[name]
            family = GaugeMetricFamily(name, metric.meaning, labels=(SERVICE, *metric.labels))
            for labels, value in values.items():
                family.add_metric(labels, value)
            yield family


class Found(Collector):
    """Hands the registry what the last look found."""

    def __init__(self) -> None:
        """Nothing was looked at."""
        self.samples = Samples()

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Give it."""
        return self.samples.families()
