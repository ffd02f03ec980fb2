"""Traces across a real bus: what carries them, what is sent out, and what a killed service leaves."""

import asyncio
from datetime import timedelta
from pathlib import Path

from opentelemetry import trace
from opentelemetry.trace import SpanKind

from kring_shared.runtime.bus.streams import FACTS
from kring_shared.runtime.telemetry import tracing
from kring_shared.runtime.telemetry.tracing import HEADER
from kring_shared.testing.waiting import until
from tests.integration.lane.desk import BOTH, CASE, COORDINATOR
from tests.integration.lane.guestbook import PRIVATE, Weather
from tests.integration.lane.messages import Bell, DoorOpened, GuestCame, GuestNoted, RingBell, SignBook
from tests.integration.lane.stage import Stage, on_stage
from tests.integration.recorded import follows, links, place, recorded, said, traceparent, without_a_parent, words_of

pytestmark = BOTH
OPENED = DoorOpened(case_id=CASE, coordinator_id=COORDINATOR)


async def headers_told(stage: Stage) -> list[str]:
    """Read which traces stand in the stream beside what the service told."""
    js, found = stage.bus.jetstream(), []
    last = (await js.stream_info(FACTS)).state.last_seq
    for at in range(1, last + 1):
        message = await js.get_msg(FACTS, at)
        if message.subject and GuestNoted.name in message.subject:
            found.append((message.headers or {}).get(HEADER, ""))
    return found


async def test_a_fact_on_the_bus_names_the_span_that_told_it_alone_and_in_a_batch(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage:
        with recorded() as spans:
            await stage.tell(OPENED, GuestCame(case_id=CASE, mark=0))
            await stage.rest()
            await stage.tell(*(GuestCame(case_id=CASE, mark=mark) for mark in range(1, 40)))
            await stage.rest()
            assert await headers_told(stage) == [traceparent(span) for span in spans.of(GuestCame.kind())]


async def test_a_caller_s_span_is_the_parent_of_the_command_it_gives(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage:
        with recorded() as spans:
            await stage.tell(OPENED)
            await stage.rest()
            portal = tracing.tracer_of("portal")
            assert portal is not None
            with trace.use_span(tracing.begin(portal, "a page", SpanKind.SERVER, {}), end_on_exit=True):
                await stage.do(SignBook(case_id=CASE, mark=1))
            await stage.do(SignBook(case_id=CASE, mark=2))
            inside, outside = spans.of(SignBook.kind())
            [page] = [span for span in spans.all() if span.name == "a page"]
            assert follows(inside, page)
            assert outside.parent is None


async def test_an_errand_is_a_trace_that_links_to_who_sent_it_out_and_holds_what_came_of_it(
    kind: str, tmp_path: Path
) -> None:
    async def fall_off(_bell: Bell) -> str:
        raise RuntimeError(PRIVATE)

    weather = Weather()
    async with on_stage(kind, tmp_path, weather=weather) as stage:
        with recorded() as spans:
            await stage.tell(OPENED)
            await stage.rest()
            await stage.do(RingBell(case_id=CASE))
            await stage.rest()
            weather.ring = fall_off
            await stage.do(RingBell(case_id=CASE))
            await stage.rest()
            sent_out = spans.of(RingBell.kind())
            rung = [span for span in spans.all() if span.name == "errand bell"]
            results = spans.of("errand/bell")
            assert [links(span) for span in rung] == [[place(span)] for span in sent_out]
            assert [span.parent for span in rung] == [None, None]
            assert [follows(result, span) for result, span in zip(results, rung, strict=True)] == [True, True]
            assert [said(span, "kring.code") for span in rung] == ["", "kring.errand-failed"]
            assert [span.status.is_ok for span in rung] == [True, False]
            assert PRIVATE not in words_of(spans.all())
            assert not [span for span in spans.all() if span.events]


async def test_what_a_killed_service_began_is_unclear_in_a_trace_that_links_to_who_sent_it_out(
    kind: str, tmp_path: Path
) -> None:
    begun: list[str] = []

    async def never(bell: Bell) -> str:
        begun.append(bell.case_id)
        await asyncio.Event().wait()
        return ""

    weather = Weather(ring=never)
    async with on_stage(kind, tmp_path, weather=weather) as stage:
        with recorded() as spans:
            await stage.tell(OPENED)
            await stage.rest()
            await stage.do(RingBell(case_id=CASE))
            await until(lambda: begun, "the bell is rung")
            await stage.kill()
            await stage.start()
            await stage.rest()
            unclear = spans.one("errand/bell")
            assert unclear.parent is None
            assert not [span for span in spans.all() if span.name == "errand bell"]
            assert links(unclear) == [place(spans.one(RingBell.kind()))]


async def test_a_service_that_is_killed_leaves_one_span_a_message_and_each_has_its_parent(
    kind: str, tmp_path: Path
) -> None:
    async with on_stage(kind, tmp_path) as stage:
        with recorded() as spans:
            await stage.tell(OPENED)
            for n in range(3):
                await stage.tell(
                    *(GuestCame(case_id=CASE, mark=mark) for mark in range(10 * n, 10 * n + 10)), again=True
                )
                await until(stage.marks, "it is at work")
                await stage.kill()
                await stage.start()
            await stage.rest()
            stage.clock.move_by(timedelta(hours=1))
            await stage.rest()
            came = spans.of(GuestCame.kind())
            assert len({said(span, "messaging.message.id") for span in came}) == len(came) == 30
            assert await headers_told(stage) == [traceparent(span) for span in came]
            assert without_a_parent(spans.all()) == []
