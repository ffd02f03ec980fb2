"""Every metric of Kring by name, with what it means; the page about them is made from this table.

None of them can hold anything of a person or a case: a label is a service, or a word out of a list that the code has.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

GAUGE: Final = "gauge"
COUNTER: Final = "counter"
HISTOGRAM: Final = "histogram"
SERVICE: Final = "service"
SIZES: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
SECONDS: Final = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 15.0, 60.0)


@dataclass(frozen=True)
class Metric:
    """One metric; every one has the label `service` before its own."""

    name: str
    meaning: str
    kind: str = GAUGE
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()
    of_offices: Callable[[float, float], float] | None = None
    """How the values of several offices become one, where replicas divide them; they are added up unless it is said."""


METRICS: Final = (
    Metric("kring_ready", "1 when the service hears, stores and tells, or stands by for its lease; else 0"),
    Metric("kring_at_work", "1 for the replica that works, 0 for one that stands by or starts"),
    Metric(
        "kring_office_at_work",
        "where replicas divide the offices: 1 for each office that this replica works on, 0 for the others",
        labels=("office",),
    ),
    Metric("kring_bus_connected", "1 while there is a connection to the bus", of_offices=min),
    Metric("kring_line_up", "1 while the hub can be reached; only where a hub is needed", of_offices=min),
    Metric(
        "kring_consumer_lag",
        "messages on the bus that the service has not settled: those that wait, and those handed out",
        labels=("stream",),
    ),
    Metric("kring_outbox_unsent", "facts that were committed and are not known to be on the bus"),
    Metric(
        "kring_outbox_oldest_unsent_seconds",
        "age of the oldest of these, 0 when there is none; a fact of which only the day is told has no age",
        of_offices=max,
    ),
    Metric("kring_parked", "messages that are set apart, and are tried again by themselves"),
    Metric("kring_parked_oldest_seconds", "for how long the oldest of these stands apart", of_offices=max),
    Metric("kring_retries_total", "messages that were set apart and were tried again", COUNTER),
    Metric("kring_dead_letters", "messages that are not tried again until a person looks"),
    Metric(
        "kring_dead_letters_oldest_seconds",
        "for how long the oldest of these stands apart, its tries included",
        of_offices=max,
    ),
    Metric("kring_lane_batch_size", "messages that were settled together", HISTOGRAM, buckets=SIZES),
    Metric(
        "kring_lane_batch_seconds",
        "how long settling them took, commit and any wait for the database included",
        HISTOGRAM,
        buckets=SECONDS,
    ),
    Metric("kring_lane_waits_total", "attempts to settle that found the database or the vault away", COUNTER),
    Metric(
        "kring_settled_total",
        "what became of messages. `origin`: fact, command, query, referral, deadline or errand. `outcome`: done, "
        "refused, parked (set apart), fault (of ours), unreadable, again (it was settled before)",
        COUNTER,
        labels=("origin", "outcome"),
    ),
    Metric(
        "kring_faults_total", "faults of ours: in the lane, at a question, while an errand was carried out", COUNTER
    ),
    Metric("kring_deadlines_overdue", "deadlines that are due for more than a minute and were not handled"),
    Metric(
        "kring_deadlines_due",
        "deadlines that come due, by kind, within an hour (`1h`) or a day (`24h`, the hour included); the kind of an "
        "offer that is about to expire is `matching.offer-expires.v1`",
        labels=("kind", "within"),
    ),
    Metric("kring_errands_waiting", "errands that are due and were not begun, by name", labels=("name",)),
    Metric(
        "kring_errands_unclear",
        "errands that a killed run had begun, found in the last 24 hours; each may have gone out, and a person decides",
    ),
    Metric(
        "kring_erasures_open_oldest_seconds",
        "age of the oldest erasure that is decided and not carried out, 0 when there is none",
        of_offices=max,
    ),
    Metric("kring_bus_forgot_total", "times the bus was found to have lost facts; they were told again", COUNTER),
    Metric(
        "kring_credential_expires_timestamp_seconds",
        "when the credential for the bus runs out, seconds since 1970; only where it has a term",
        of_offices=min,
    ),
    Metric("kring_build_info", "always 1; `version` is the Kring that runs", labels=("version",), of_offices=max),
    Metric(
        "kring_portal_requests_total",
        "what the portal was asked over HTTP and how it answered. `room`: the first word of an address that it knows, "
        "else `other`; `v1` is the door for systems. `status`: 2xx, 3xx, 4xx or 5xx",
        COUNTER,
        labels=("room", "status"),
    ),
    Metric(
        "kring_portal_request_seconds",
        "how long it took until an answer began; a page's stream of changes goes on after that",
        HISTOGRAM,
        labels=("room",),
        buckets=SECONDS,
    ),
    Metric(
        "kring_portal_sign_ins_total",
        "who came to the portal's door. `outcome`: done; wrong, wrong-code, wrong-provider, unknown (in vain); locked "
        "(they had to wait); wrong-system (a system's secret was not good)",
        COUNTER,
        labels=("outcome",),
    ),
    Metric("kring_portal_sessions", "sessions that are open, those behind personal links included", of_offices=max),
    Metric("kring_portal_streams", "pages that this replica tells of changes"),
    Metric(
        "kring_portal_limited_total",
        "requests turned away because their limit was used up. `limit`: form, provider, system, token, nobody (no "
        "token), ask (one address), ask-in-all",
        COUNTER,
        labels=("limit",),
    ),
    Metric(
        "kring_portal_deliveries_total",
        "tries to hand an event to a webhook. `outcome`: taken, later (it is tried again), set-apart",
        COUNTER,
        labels=("outcome",),
    ),
    Metric("kring_portal_deliveries_waiting", "events that the bus keeps for the portal to hand over"),
    Metric("kring_portal_webhooks_failing", "webhooks that took nothing the last time; they are tried again"),
    Metric("kring_portal_webhooks_failing_oldest_seconds", "for how long the worst of these has taken nothing"),
    Metric("kring_portal_webhooks_off", "webhooks that are sent nothing until somebody says so"),
    Metric("kring_portal_set_apart", "events that were not taken after the last try, and wait for somebody to look"),
    Metric("kring_portal_set_apart_oldest_seconds", "for how long the oldest of these waits"),
)
BY_NAME: Final = {metric.name: metric for metric in METRICS}
