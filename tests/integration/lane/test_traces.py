"""The spans of a batch: one for each message that was settled, in the trace of what it follows from."""

from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from opentelemetry.trace import StatusCode
from sqlalchemy.exc import OperationalError

from kring_shared.contracts.every_service import RetryDeadLetter
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.bus.wire import Row, headers_of
from kring_shared.runtime.declared.routes import Delivery, Origin
from kring_shared.runtime.lane.pages import Pages
from kring_shared.runtime.lane.parked import LADDER_SECONDS
from kring_shared.runtime.storage.tables import DEADLINE, ERRAND, OUTBOX, PARKED
from kring_shared.runtime.telemetry import tracing
from tests.integration.lane.desk import BOTH, CASE, OFFICE, START, a_command, a_desk, a_fact, door, guests
from tests.integration.lane.guestbook import PRIVATE, Weather
from tests.integration.lane.messages import (
    BookClosed,
    DoorOpened,
    GuestCame,
    GuestNoted,
    HourStruck,
    LendBook,
    RingBell,
    SignBook,
    Wish,
)
from tests.integration.recorded import follows, links, place, recorded, said, traceparent, words_of

pytestmark = BOTH
TOLD = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
"""Where somebody else's span stands."""


def told_by_others(delivery: Delivery, trace: str = TOLD) -> Delivery:
    delivery.trace = trace
    return delivery


def test_a_fact_is_a_child_of_whoever_told_it_and_what_it_tells_carries_its_own_place(
    kind: str, tmp_path: Path
) -> None:
    with a_desk(kind, tmp_path) as desk, recorded() as spans:
        settled = desk.settle(door(), *(told_by_others(guest) for guest in guests([1])))
        span = spans.one(GuestCame.kind())
        assert span.parent is not None
        assert f"{span.parent.trace_id:032x}-{span.parent.span_id:016x}" in TOLD
        assert [row.trace for row in settled.rows] == desk.rows(OUTBOX, "trace") == [traceparent(span)]
        assert headers_of(settled.rows[0])["traceparent"] == traceparent(span)
        assert span.name == "process kring.{office}.office.street.guest-came.v1.{case}"
        assert {name: said(span, name) for name in span.attributes or {}} == {
            "kring.case": CASE,
            "kring.kind": "street.guest-came.v1",
            "kring.office": OFFICE,
            "kring.origin": "fact",
            "kring.outcome": "done",
            "messaging.destination.template": "kring.{office}.office.street.guest-came.v1.{case}",
            "messaging.message.id": said(span, "messaging.message.id"),
            "messaging.operation.name": "process",
            "messaging.operation.type": "process",
            "messaging.system": "nats",
        }
        assert said(span, "messaging.message.id") in desk.inbox()


def test_a_message_with_no_trace_begins_one(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk, recorded() as spans:
        desk.settle(door(), *guests([1, 2]))
        assert [span.parent for span in spans.all()] == [None] * 3
        assert len({place(span)[0] for span in spans.all()}) == 3


def test_what_is_undone_leaves_no_span_and_what_is_done_again_one(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk, recorded() as spans:
        batch = [door(), *guests([1, 2, -1, 3])]
        desk.settle(*batch)
        assert len(spans.all()) == len(batch)  # the batch was halved and settled anew until the culprit was alone
        noted = [traceparent(span) for span in spans.of(GuestCame.kind()) if said(span, "kring.outcome") == "done"]
        assert desk.rows(OUTBOX, "trace") == noted
        apart = [traceparent(span) for span in spans.all() if said(span, "kring.outcome") in {"fault", "parked"}]
        assert desk.rows(PARKED, "trace") == apart
        assert (len(noted), len(apart)) == (2, 2)  # the last one waits behind the culprit


def test_a_batch_that_the_database_did_not_keep_leaves_nothing_to_follow_from(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk, recorded() as spans:
        batch = [door(), *guests([1])]
        away = OperationalError("", {}, Exception())
        with patch.object(Pages, "write", side_effect=away), pytest.raises(OperationalError):
            desk.settle(*batch)
        assert spans.all() == []
        desk.settle(*batch)
        assert desk.rows(OUTBOX, "trace") == [traceparent(spans.one(GuestCame.kind()))]


def test_a_message_that_comes_again_leaves_no_second_span(kind: str, tmp_path: Path) -> None:
    batch = [door(), *guests([1])]
    with a_desk(kind, tmp_path) as desk, recorded() as spans:
        desk.settle(*batch, *batch)
        desk.settle(*batch)
        assert len(spans.all()) == 2


def test_a_command_links_to_what_was_told_last_about_its_case(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk, recorded() as spans:
        desk.settle(door(), *guests([1, 2]))
        *_, last = spans.of(GuestCame.kind())
        desk.settle(
            told_by_others(a_command(SignBook(case_id=CASE, mark=3), desk.signed())),
            a_command(RingBell(case_id=CASE), desk.signed()),
        )
        signed, rung = spans.one(SignBook.kind()), spans.one(RingBell.kind())
        assert links(signed) == links(rung) == [place(last)]
        assert signed.parent is not None  # whoever asked may say in which trace
        assert rung.parent is None


def test_a_deadline_is_a_trace_of_its_own_that_links_to_what_set_it(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk, recorded() as spans:
        desk.settle(door(), a_command(LendBook(case_id=CASE, hours=500), desk.signed()))
        set_it = spans.one(LendBook.kind())
        assert desk.rows(DEADLINE, "trace") == [traceparent(set_it)]
        settled = desk.after(timedelta(weeks=3))
        struck = spans.one(HourStruck.kind())
        assert struck.parent is None
        assert place(struck)[0] != place(set_it)[0]
        assert links(struck) == [place(set_it)]
        assert struck.name == "deadline guestbook.hour-struck.v1"
        assert [row.trace for row in settled.rows] == [traceparent(struck)]


def test_a_message_tried_again_stays_in_its_trace(kind: str, tmp_path: Path) -> None:
    weather = Weather(storms={CASE})
    with a_desk(kind, tmp_path, weather=weather) as desk, recorded() as spans:
        desk.settle(door(), *(told_by_others(guest) for guest in guests([1])))
        assert desk.rows(PARKED, "trace") == [TOLD]
        desk.after(timedelta(seconds=2))
        weather.storms.clear()
        desk.after(timedelta(seconds=10))
        attempts = spans.of(GuestCame.kind())
        assert [said(span, "kring.outcome") for span in attempts] == ["fault", "fault", "done"]
        assert {f"{span.parent.span_id:016x}" for span in attempts if span.parent} == {TOLD.split("-")[2]}


def test_a_message_without_a_trace_is_tried_again_in_that_of_its_first_attempt(kind: str, tmp_path: Path) -> None:
    weather = Weather(storms={CASE})
    with a_desk(kind, tmp_path, weather=weather) as desk, recorded() as spans:
        desk.settle(door(), *guests([1]))
        weather.storms.clear()
        desk.after(timedelta(seconds=2))
        first, again = spans.of(GuestCame.kind())
        assert first.parent is None
        assert follows(again, first)


def test_a_dead_letter_that_a_person_lets_come_again_follows_from_their_command(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk, recorded() as spans:
        fact = told_by_others(a_fact(GuestCame(case_id=CASE, mark=1, wish=Wish.REFUSAL)))
        desk.settle(door(), fact)
        for _ in range(2):  # and again, when it is refused again
            desk.settle(a_command(RetryDeadLetter(id=fact.id), desk.signed()))
            desk.after(timedelta(0))
        first, *later = spans.of(GuestCame.kind())
        commands = spans.of(RetryDeadLetter.kind())
        assert [follows(again, command) for again, command in zip(later, commands, strict=True)] == [True, True]
        assert [[f"{trace:032x}-{span:016x}" in TOLD for trace, span in links(again)] for again in later] == [
            [True]
        ] * 2
        assert (said(first, "kring.outcome"), said(first, "kring.code")) == ("dead", "kring.refused")


def test_the_last_try_of_a_message_says_that_a_person_must_look(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk, recorded() as spans:
        desk.settle(*guests([1]))  # it waits for a door that nobody opens
        for step in LADDER_SECONDS:
            desk.after(timedelta(seconds=step))
        *tries, last = spans.of(GuestCame.kind())
        assert [said(span, "kring.outcome") for span in tries] == ["parked"] * len(LADDER_SECONDS)
        assert (said(last, "kring.outcome"), said(last, "kring.code")) == ("dead", "kring.not-yet")
        assert last.status.status_code is StatusCode.ERROR
        assert desk.rows(PARKED, "due_ms") == [None]


def test_an_errand_keeps_what_sent_it_out_and_what_comes_of_it_links_there(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk, recorded() as spans:
        desk.settle(door(), a_command(RingBell(case_id=CASE), desk.signed()))
        assert desk.rows(ERRAND, "trace") == [traceparent(spans.one(RingBell.kind()))]


def test_errors_say_their_code_and_never_their_words(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk, recorded() as spans:
        fault = a_fact(GuestCame(case_id=CASE, mark=1, wish=Wish.FAULT))
        refused = a_command(SignBook(case_id=new_id(START), mark=1, full_name=PRIVATE), desk.signed())
        broken = Delivery(new_id(START), GuestCame.kind(), PRIVATE.encode(), Origin.FACT, OFFICE)
        strange = Delivery(new_id(START), f"street.{PRIVATE}.v1", b"{}", Origin.COMMAND, PRIVATE.split()[0])
        desk.settle(door(), fault, refused, broken, strange)
        found = [
            (
                said(span, "kring.kind"),
                said(span, "kring.outcome"),
                said(span, "kring.code"),
                span.status.status_code is StatusCode.ERROR,
            )
            for span in spans.all()
        ]
        assert sorted(found) == [
            (SignBook.kind(), "refused", "kring.not-found", False),
            (DoorOpened.kind(), "done", "", False),
            (GuestCame.kind(), "dead", "kring.invalid-fields", True),
            (GuestCame.kind(), "fault", "kring.fault", True),
            ("unknown", "refused", "kring.unknown-message", False),
        ]
        assert all(span.status.description in {None, said(span, "kring.code")} for span in spans.all())
        assert all(not span.events for span in spans.all())
        for word in (PRIVATE, *PRIVATE.split()):
            assert word not in words_of(spans.all())


def test_of_a_message_of_which_only_the_day_is_told_there_is_no_span(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk, recorded() as spans:
        desk.settle(door())
        with patch.object(SignBook, "day_only", new=True):
            settled = desk.settle(told_by_others(a_command(SignBook(case_id=CASE, mark=1), desk.signed())))
        assert [row.type for row in settled.rows] == [GuestNoted.type()]
        assert desk.rows(OUTBOX, "trace") == [None]
        assert spans.of(SignBook.kind()) == []
        with patch.object(GuestCame, "day_only", new=True):
            desk.settle(*(told_by_others(guest) for guest in guests([1])))
        assert spans.of(GuestCame.kind()) == []


def test_where_nobody_takes_spans_a_trace_is_handed_on_as_it_came(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path) as desk:
        assert tracing.tracer_of("guestbook") is None
        desk.settle(door(), *guests([1]))
        desk.settle(*(told_by_others(guest) for guest in guests([2])))
        assert desk.rows(OUTBOX, "trace") == [None, TOLD]


def test_rows_without_a_trace_come_due_and_are_told_as_they_were(kind: str, tmp_path: Path) -> None:
    with a_desk(kind, tmp_path, weather=Weather(storms={CASE})) as desk:
        desk.settle(door(), a_command(LendBook(case_id=CASE, hours=1), desk.signed()), *guests([1]))
        assert desk.rows(DEADLINE, "trace") == desk.rows(PARKED, "trace") == [None]
        desk.weather.storms.clear()
        with recorded() as spans:
            settled = desk.after(timedelta(hours=2))
            assert {span.parent for span in spans.all()} == {None}
            assert {span.name.split()[0] for span in spans.all()} == {"deadline", "process"}
            assert all(row.trace for row in settled.rows)
    untraced = Row(1, "1" * 32, BookClosed.address(OFFICE, CASE), BookClosed.type(), CASE, "{}", 0)
    assert "traceparent" not in headers_of(untraced)
