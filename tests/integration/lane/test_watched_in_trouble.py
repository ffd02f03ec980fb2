"""Watched while things go wrong: no look is in the way of the work, and none of it is an error of the listener."""

import asyncio
import base64
import contextlib
import json
import threading
from pathlib import Path
from unittest.mock import patch

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from sqlalchemy.exc import OperationalError

from kring_shared.contracts import rights
from kring_shared.runtime.running import assembly, divided
from kring_shared.runtime.running.running import Running
from kring_shared.runtime.server.ports import free_port
from kring_shared.runtime.telemetry.counts import Counts
from kring_shared.runtime.watched import listener, onlooker, watch
from kring_shared.runtime.watched.listener import listening
from kring_shared.runtime.watched.watch import Watch
from kring_shared.testing.waiting import until
from tests.integration.lane import messages
from tests.integration.lane.desk import CASE, COORDINATOR
from tests.integration.lane.inn import inn
from tests.integration.lane.messages import DoorOpened, GuestCame
from tests.integration.lane.stage import on_stage
from tests.integration.watched import Watched, watched
from tests.resilience.replicas import a_house

OPENED = DoorOpened(case_id=CASE, coordinator_id=COORDINATOR)
OFFICES = ("gent", "utrecht")


async def test_a_database_that_is_away_gives_no_samples_and_not_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_: object) -> None:
        raise OperationalError("", {}, RuntimeError())

    async with on_stage("sqlite", tmp_path) as stage, watched(stage.running, counts=stage.parts.counts) as where:
        assert (await where.figures()).of("kring_parked") == 0
        with monkeypatch.context() as patched:
            patched.setattr(onlooker, "look_at", away)
            figures = await where.figures()
            assert (figures.of("kring_ready"), figures.of("kring_at_work"), figures.of("kring_parked")) == (0, 1, None)
            assert figures.of("kring_bus_connected") == 1
            assert await where.states() == {"guestbook": ["its database"]}
            assert (await where.get("/live"))[0] == 200
        assert (await where.figures()).of("kring_ready") == 1


async def test_a_database_that_hangs_is_looked_at_once_and_keeps_nobody_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    over, looks = threading.Event(), []

    def hang(_: object) -> list[object]:
        looks.append(1)
        over.wait()
        return []

    monkeypatch.setattr(onlooker, "WITHIN_SECONDS", 0.1)
    async with on_stage("sqlite", tmp_path) as stage, watched(stage.running, counts=stage.parts.counts) as where:
        with monkeypatch.context() as patched:
            patched.setattr(onlooker, "look_at", hang)
            for _ in range(3):
                assert (await where.figures()).of("kring_parked") is None
            assert len(looks) == 1
            await stage.tell(OPENED, GuestCame(case_id=CASE, mark=7))  # the lane has threads of its own
            await until(lambda: stage.marks() == (7,), "the guest is noted")
            over.set()
        await until(lambda: _told(where), "the database is looked at again")


async def _told(where: Watched) -> bool:
    return (await where.figures()).of("kring_parked") == 0


async def test_whoever_asks_within_seconds_is_told_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[bytes] = []

    def written(registry: CollectorRegistry) -> bytes:
        pages.append(generate_latest(registry))
        return pages[-1]

    monkeypatch.setattr(watch, "generate_latest", written)
    async with (
        on_stage("sqlite", tmp_path) as stage,
        watched(stage.running, counts=stage.parts.counts, fresh_seconds=60) as where,
    ):
        asked = await asyncio.gather(*(where.get("/metrics") for _ in range(30)))
        await stage.tell(OPENED)
        await stage.rest()
        assert {*asked, await where.get("/metrics")} == {asked[0]}
        assert len(pages) == 1


async def test_it_is_alive_no_more_when_what_is_for_ever_has_ended(tmp_path: Path) -> None:
    async with on_stage("sqlite", tmp_path) as stage, watched(stage.running, counts=stage.parts.counts) as where:
        assert (await where.get("/live"))[0] == 200
        stage.running.lease._hold.held = lambda: False  # type: ignore[method-assign]

        async def ended() -> bool:
            return await where.get("/live") == (503, '{"live": false, "ended": ["guestbook"]}\n')

        await until(ended, "the process is alive no more")
        assert "a loop that ended" in (await where.states())["guestbook"]
        assert (await where.figures()).of("kring_ready") == 0


async def test_a_replica_that_stands_by_is_ready_and_not_at_work_until_the_other_stops(tmp_path: Path) -> None:
    async with on_stage("sqlite", tmp_path) as stage:
        second = Running(stage.service, stage.settings, stage.parts)
        async with watched(second, counts=Counts()) as where:
            assert await where.states() == {"guestbook": ["its start"]}
            starts = asyncio.create_task(assembly.start_one(second))

            async def stands_by() -> bool:
                return await where.states() == {"guestbook": "stands by"}

            await until(stands_by, "it stands by")
            figures = await where.figures()
            assert (figures.of("kring_ready"), figures.of("kring_at_work")) == (1, 0)
            assert figures.of("kring_outbox_unsent") is None  # told by who works, so that sums are right
            await stage.stop()
            await starts
            figures = await where.figures()
            assert (figures.of("kring_ready"), figures.of("kring_at_work")) == (1, 1)
            assert figures.of("kring_outbox_unsent") == 0
            await second.stop()
            assert (await where.get("/live"))[0] == 200


async def test_services_that_start_behind_one_that_stands_by_stand_by_as_well(tmp_path: Path) -> None:
    async with on_stage("sqlite", tmp_path) as stage:
        second = Running(stage.service, stage.settings, stage.parts)
        looking, where = Watch(["guestbook", "registry"], Counts(), fresh_seconds=0), Watched(free_port())
        async with listening(where.at, looking):
            assert await where.states() == {"guestbook": ["its turn to start"], "registry": ["its turn to start"]}
            looking.begins(second)
            starts = asyncio.create_task(assembly.start_one(second))

            async def stand_by() -> bool:
                return await where.states() == {"guestbook": "stands by", "registry": "stands by"}

            await until(stand_by, "both stand by")
            starts.cancel()
            await asyncio.gather(starts, return_exceptions=True)


async def test_a_process_that_ends_is_alive_to_its_end_and_one_that_cannot_go_on_is_not() -> None:
    looking, where = Watch(["guestbook"], Counts(), fresh_seconds=0), Watched(free_port())
    async with listening(where.at, looking):
        with looking.at_work():
            pass
        assert (await where.get("/live"))[0] == 200
        assert await where.states() == {"guestbook": ["the end of this process"]}
        with pytest.raises(RuntimeError), looking.at_work():
            raise RuntimeError
        assert await where.get("/live") == (503, '{"live": false, "ended": ["the process"]}\n')


async def test_where_replicas_divide_the_offices_each_tells_what_its_own_come_to(tmp_path: Path) -> None:
    with patch.dict(rights.RIGHTS, messages.RIGHTS):
        async with a_house("sqlite", tmp_path, serves=OFFICES, divided=True) as house:
            given = assembly.parts(house.shared)
            looking, where = Watch(["guestbook"], given.counts, fresh_seconds=0), Watched(free_port())
            async with listening(where.at, looking):
                [share] = await divided.start_all(house.configured, given, looking.begins)

                async def works() -> bool:
                    figures = await where.figures()
                    return [figures.of("kring_office_at_work", office=each) for each in OFFICES] == [1, 1]

                await until(works, "it works on both offices")
                await house.open_doors(OFFICES, 3)

                async def all_heard() -> bool:
                    figures = await where.figures()
                    return figures.of("kring_settled_total", origin="fact", outcome="done") == 6

                await until(all_heard, "every door is open")
                figures = await where.figures()
                assert (figures.of("kring_ready"), figures.of("kring_at_work")) == (1, 1)
                assert figures.of("kring_consumer_lag", stream="KRING") == 0
                assert await where.states() == {"guestbook": "ready"}
                await share.stop()


async def test_only_three_questions_are_answered(tmp_path: Path) -> None:
    async with watched(counts=Counts()) as where:
        for method, path, status in (("GET", "/", 404), ("GET", "/metrics/all", 404), ("POST", "/ready", 405)):
            found, headers, body = await asyncio.to_thread(where.ask, path, method)
            assert found == status
            assert json.loads(body)["answered"]
            assert "server" not in headers
        status, headers, body = await asyncio.to_thread(where.ask, "/metrics", "HEAD")
        assert (status, body, headers["cache-control"]) == (200, "", "no-store")


async def test_whoever_opens_connections_and_says_nothing_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener, "MOST_CONNECTIONS", 3)
    monkeypatch.setattr(listener, "LASTS_SECONDS", 0.3)
    async with watched(counts=Counts()) as where:
        silent = [await asyncio.open_connection("127.0.0.1", where.port) for _ in range(5)]
        with contextlib.suppress(ConnectionError):
            assert [await reading.read() for reading, _ in silent] == [b""] * 5
        assert (await where.get("/live"))[0] == 200
        for _, writing in silent:
            writing.close()


async def test_who_asks_is_answered_while_others_hold_every_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener, "MOST_CONNECTIONS", 3)
    async with watched(counts=Counts()) as where:
        silent = [await asyncio.open_connection("127.0.0.1", where.port) for _ in range(3)]
        assert (await where.get("/live"))[0] == 200
        with contextlib.suppress(ConnectionError):
            assert await silent[0][0].read() == b""
        assert not any(reading.at_eof() for reading, _ in silent[1:])
        for _, writing in silent:
            writing.close()


async def test_a_line_that_is_down_is_told_and_makes_nobody_unready(tmp_path: Path) -> None:
    async with (
        on_stage("sqlite", tmp_path, service=inn(), serves=("utrecht",), backbone_domain="nowhere") as stage,
        watched(stage.running, counts=stage.parts.counts) as where,
    ):
        assert await where.states() == {"inn": "ready"}
        figures = await where.figures()
        assert (figures.of("kring_line_up", "inn"), figures.of("kring_ready", "inn")) == (0, 1)
        assert {each["stream"] for each in figures.labels("kring_consumer_lag")} == {"KRING"}


async def test_the_end_of_a_credential_is_told_and_of_no_other_file(tmp_path: Path) -> None:
    claims = base64.urlsafe_b64encode(json.dumps({"exp": 1800000000, "name": "intake"}).encode()).decode().rstrip("=")
    creds = tmp_path / "intake.creds"
    looking, where = Watch(["guestbook"], Counts(), creds=creds, fresh_seconds=0), Watched(free_port())
    async with listening(where.at, looking):
        assert (await where.figures()).of("kring_credential_expires_timestamp_seconds") is None
        creds.write_text(f"-----BEGIN NATS USER JWT-----\na.{claims}.b\n------END NATS USER JWT------\n")
        assert (await where.figures()).of("kring_credential_expires_timestamp_seconds") == 1800000000
        creds.write_text("-----BEGIN NATS USER JWT-----\na.not-json.b\n------END NATS USER JWT------\n")
        assert (await where.figures()).of("kring_credential_expires_timestamp_seconds") is None
