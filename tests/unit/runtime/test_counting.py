"""Counts of several Krings in one process do not mix, and those of several offices become one."""

import re

from prometheus_client import generate_latest

from kring_shared.runtime.telemetry.counts import Counts
from kring_shared.runtime.telemetry.metrics import METRICS
from kring_shared.runtime.watched.samples import Samples


def told(samples: Samples) -> dict[str, float]:
    return {sample.name: sample.value for family in samples.families() for sample in family.samples}


def test_two_krings_in_one_process_count_each_for_itself() -> None:
    one, other = Counts(), Counts()
    one.of("intake").fault()
    assert 'kring_faults_total{service="intake"} 1.0' in generate_latest(one.registry).decode()
    other.of("intake")
    assert 'kring_faults_total{service="intake"} 0.0' in generate_latest(other.registry).decode()


def test_a_service_has_one_tally_however_many_offices_it_works_for() -> None:
    counts = Counts()
    assert counts.of("intake") is counts.of("intake")
    assert counts.of("intake") is not counts.of("matching")


def test_a_batch_counts_its_size_its_faults_and_what_is_tried_again() -> None:
    counts = Counts()
    outcomes = {("fact", "done"): 5, ("ingress", "fault"): 2}
    counts.of("intake").batch(7, 0.01, outcomes, tried_again=3)
    page = generate_latest(counts.registry).decode()
    for line in (
        'kring_lane_batch_size_sum{service="intake"} 7.0',
        'kring_settled_total{origin="fact",outcome="done",service="intake"} 5.0',
        'kring_settled_total{origin="referral",outcome="fault",service="intake"} 2.0',
        'kring_faults_total{service="intake"} 2.0',
        'kring_retries_total{service="intake"} 3.0',
    ):
        assert line in page


def test_offices_add_up_but_the_oldest_is_the_oldest_and_all_must_be_connected() -> None:
    samples = Samples()
    for unsent, age, connected in ((2, 10, 1), (3, 70, 0), (0, 0, 1)):
        samples.add("kring_outbox_unsent", "intake", unsent)
        samples.add("kring_outbox_oldest_unsent_seconds", "intake", age)
        samples.add("kring_bus_connected", "intake", connected)
    assert told(samples) == {
        "kring_outbox_unsent": 5,
        "kring_outbox_oldest_unsent_seconds": 70,
        "kring_bus_connected": 0,
    }


def test_metrics_are_named_as_prometheus_has_it() -> None:
    names = [metric.name for metric in METRICS]
    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch(r"kring_[a-z_]+", name)] == []
    assert {metric.name.endswith("_total") for metric in METRICS if metric.kind == "counter"} == {True}
    assert {metric.name.endswith("_total") for metric in METRICS if metric.kind != "counter"} == {False}
