"""Traces without a bus: what is read from headers, who takes spans, and what goes between offices without a trace."""

import sys
from unittest.mock import patch

import pytest
from nats.aio.client import Client as Nats
from nats.aio.msg import Msg
from opentelemetry.trace import SpanKind

from kring_shared.contracts.intake import RequestReceived
from kring_shared.contracts.matching import LoanRequested
from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.bus.wire import Row, headers_of
from kring_shared.runtime.declared.routes import Delivery, Origin
from kring_shared.runtime.lane import fetch
from kring_shared.runtime.lane.traced import kept, kept_in
from kring_shared.runtime.telemetry import exporting, tracing
from tests.integration.recorded import recorded, trace_id

TOLD = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
OTHER = "00-" + "1" * 32 + "-" + "2" * 16 + "-00"
COLLECTOR = "OTEL_EXPORTER_OTLP_ENDPOINT"


@pytest.mark.parametrize(
    "said",
    [
        "",
        "Rachel de Boer",
        TOLD[:-1],
        f"{TOLD} ",
        f"{TOLD}-more",
        TOLD.upper(),
        TOLD.replace("00-", "ff-", 1),
        "00-" + "0" * 32 + "-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-" + "0" * 16 + "-01",
        f"{TOLD}\n",
    ],
)
def test_what_is_no_traceparent_is_as_good_as_none(said: str) -> None:
    assert tracing.carried_in({tracing.HEADER: said}) == ""


def test_a_traceparent_is_taken_as_it_is() -> None:
    assert tracing.carried_in({tracing.HEADER: TOLD}) == TOLD
    assert tracing.carried_in({}) == tracing.carried_in(None) == ""


def test_a_fact_carries_its_trace_and_one_between_offices_none() -> None:
    here = RequestReceived.address("utrecht", "0" * 32)
    between = LoanRequested.address("utrecht", "0" * 32)
    receipt = "kring.utrecht.receipts.wijkteam-noord"
    carried = [headers_of(Row(1, "1" * 32, place, "a.b.c.d.v1", "0" * 32, "{}", 0, TOLD)) for place in (here, between)]
    assert [headers.get("traceparent") for headers in carried] == [TOLD, None]
    assert TOLD not in str(headers_of(Row(1, "1" * 32, receipt, "a.b", "0" * 32, "{}", 0, TOLD)))


@pytest.mark.parametrize(
    ("subject", "trace"),
    [(RequestReceived.address("gent", "1" * 32), TOLD), (LoanRequested.address("gent", "1" * 32), "")],
)
def test_a_trace_is_believed_within_the_house_only(subject: str, trace: str) -> None:
    bus = Nats()
    heard = Msg(bus, subject, "", b"{}", {"ce-id": "1" * 32, "traceparent": TOLD})
    assert fetch.fact(bus, heard).trace == trace


async def test_what_an_outsider_says_is_linked_to_and_no_parent() -> None:
    bus = Nats()
    reply = "$JS.ACK.REFERRALS.intake.1.1.1.1795176000000000000.0"
    sent = Msg(bus, "kring.gent.referrals.wijkteam-noord", reply, b"{}", {"traceparent": TOLD})
    read = fetch.ingress(RequestReceived)(bus, sent)
    assert (read.trace, read.linked) == ("", TOLD)


def test_nobody_takes_spans_unless_somebody_says_so() -> None:
    assert tracing.tracer_of("intake") is None
    assert tracing.here() == ""
    with recorded():
        assert tracing.tracer_of("intake") is tracing.tracer_of("intake")
        assert tracing.tracer_of("intake") is not tracing.tracer_of("matching")
    assert tracing.tracer_of("intake") is None


def test_a_span_that_was_not_sampled_is_carried_on_as_such() -> None:
    with recorded() as spans:
        tracer = tracing.tracer_of("intake")
        assert tracer is not None
        unsampled = tracing.begin(tracer, "a", SpanKind.INTERNAL, {}, parent=OTHER)
        sampled = tracing.begin(tracer, "b", SpanKind.INTERNAL, {}, parent=TOLD, links=("", OTHER, "no link"))
        for span in (unsampled, sampled):
            span.end()
        assert tracing.traceparent_of(unsampled).startswith(OTHER[:36])
        assert tracing.traceparent_of(unsampled).endswith("-00")
        [only] = spans.all()
        assert f"{trace_id(only):032x}" in TOLD
        assert [f"{link.context.trace_id:032x}" for link in only.links] == ["1" * 32]


@pytest.mark.parametrize(
    ("trace", "linked", "stands", "row"),
    [
        (TOLD, "", OTHER, TOLD),
        ("", "", OTHER, OTHER),
        ("", TOLD, OTHER, OTHER),
        (TOLD, OTHER, "", f"{OTHER} {TOLD}"),
        ("", "", "", None),
    ],
)
def test_a_parked_row_keeps_the_trace_of_its_next_attempt(
    trace: str, linked: str, stands: str, row: str | None
) -> None:
    delivery = Delivery("1" * 32, "street.guest-came.v1", b"", Origin.FACT, trace=trace, linked=linked)
    assert kept(delivery, stands) == row
    parent, link = kept_in(row)
    assert f"{link} {parent}".strip() == (row or "")


@pytest.mark.parametrize(
    ("variables", "wanted"),
    [
        ({}, False),
        ({COLLECTOR: ""}, False),
        ({COLLECTOR: "http://127.0.0.1:4318"}, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:4318/v1/traces"}, True),
        ({COLLECTOR: "http://127.0.0.1:4318", "OTEL_SDK_DISABLED": "true"}, False),
        ({COLLECTOR: "http://127.0.0.1:4318", "OTEL_TRACES_EXPORTER": "none"}, False),
    ],
)
def test_traces_are_sent_where_a_collector_is_named(variables: dict[str, str], *, wanted: bool) -> None:
    assert exporting.is_wanted(variables) is wanted


def test_without_the_extra_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(COLLECTOR, "http://127.0.0.1:4318")
    monkeypatch.delitem(sys.modules, exporting.SDK, raising=False)
    missing = patch.dict(sys.modules, {"opentelemetry.exporter.otlp.proto.http.trace_exporter": None})
    with missing, pytest.raises(WrongSetup, match=r"pip install 'kring-shared\[telemetry\]'"), exporting.traces_sent():
        pass


def test_a_protocol_that_is_not_spoken_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(COLLECTOR, "http://127.0.0.1:4317")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
    with pytest.raises(WrongSetup, match="4318"), exporting.traces_sent():
        pass
