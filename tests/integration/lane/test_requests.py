"""What people ask over the bus: every question is answered, noted with who asked, and never held up by a writer."""

import json
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Receipt
from kring_shared.contracts.every_service import (
    CaseFacts,
    DeadLetters,
    FactLines,
    ListDeadLetters,
    Ready,
    ReadyShown,
)
from kring_shared.kernel.errors import NoAnswer
from kring_shared.kernel.ids import new_id
from kring_shared.runtime.bus.client import RefusedAnswer
from kring_shared.runtime.bus.signing import HEADER
from kring_shared.runtime.bus.wire import MESSAGE_ID
from kring_shared.runtime.lane.requests import Requests
from kring_shared.runtime.running import running
from kring_shared.runtime.storage.tables import ACCESS
from tests.integration.lane.desk import BOTH, CASE, COORDINATOR, MANAGER, OFFICE, OTHER, START, a_fact
from tests.integration.lane.guestbook import PRIVATE
from tests.integration.lane.messages import BookShown, DoorOpened, GuestCame, ShowBook, SignBook, Wish
from tests.integration.lane.stage import Stage, on_stage

pytestmark = BOTH
OPENED = DoorOpened(case_id=CASE, coordinator_id=COORDINATOR)
SHOW = f"kring.{OFFICE}.ask.guestbook.show-book.v1"
SIGN = f"kring.{OFFICE}.do.guestbook.sign-book.v1"


async def ask(stage: Stage, role: Role = Role.REGIONAL_MANAGER, person: str = MANAGER) -> BookShown:
    actor = stage.client.actor(role, person, OFFICE)
    return await stage.client.ask(ShowBook(case_id=CASE), actor, BookShown)


async def raw(stage: Stage, subject: str, body: bytes, **headers: str) -> Receipt:
    answer = await stage.bus.request(subject, body, headers=headers, timeout=5)
    return Receipt.model_validate_json(answer.data)


def noted(stage: Stage) -> list[tuple[str, ...]]:
    return [tuple(row) for row in stage.rows(ACCESS, "actor", "role", "purpose", "asked", "key", "outcome")]


async def test_a_query_is_answered_and_noted(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage:
        await stage.tell(OPENED, GuestCame(case_id=CASE, mark=4))
        await stage.rest()
        assert (await ask(stage)).marks == (4,)
        assert (await ask(stage, Role.COORDINATOR, COORDINATOR)).marks == (4,)
        shown = ("run-the-route", "guestbook.show-book.v1", CASE, "done")
        assert noted(stage) == [(MANAGER, "regional-manager", *shown), (COORDINATOR, "coordinator", *shown)]


async def test_who_may_not_ask_is_refused_and_noted_too(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage:
        await stage.tell(OPENED)
        await stage.rest()
        for role, person in ((Role.FUNDER, "funder-1"), (Role.COORDINATOR, OTHER)):
            with pytest.raises(RefusedAnswer) as refused:
                await ask(stage, role, person)
            assert refused.value.receipt.code == "kring.not-permitted"
        unsigned = await raw(stage, SHOW, ShowBook(case_id=CASE).to_json())
        false = await raw(stage, SHOW, ShowBook(case_id=CASE).to_json(), **{HEADER: "bm9ib2R5.bm9ib2R5"})
        assert unsigned.code == false.code == "kring.no-actor"
        gent = stage.signed(office="gent")
        assert (
            await raw(stage, SHOW, ShowBook(case_id=CASE).to_json(), **{HEADER: gent})
        ).code == "kring.not-permitted"
        assert [note[-1] for note in noted(stage)] == [
            *["kring.not-permitted"] * 2,
            *["kring.no-actor"] * 2,
            "kring.not-permitted",
        ]


async def test_wrong_fields_and_unknown_questions_are_answered_too(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage:
        signed = {HEADER: stage.signed()}
        wrong = await raw(stage, SHOW, json.dumps({"caseId": PRIVATE}).encode(), **signed)
        assert (wrong.code, wrong.fields) == ("kring.invalid-fields", ("/caseId",))
        assert PRIVATE not in wrong.model_dump_json()
        for tail in ("burn-book.v1", "show-book.v2", "show-book", "show-book.v1.and.more", "show.book.v1"):
            answer = await raw(stage, f"kring.{OFFICE}.ask.guestbook.{tail}", b"{}", **signed)
            assert answer.code == "kring.unknown-message", tail


async def test_a_command_needs_an_id_that_is_one(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage:
        for command_id in ("", "1", "x" * 32, "0" * 31, "0" * 33, "ABCDEF" + "0" * 26, "0" * 31 + "é"):
            answer = await raw(stage, SIGN, b"{}", **{MESSAGE_ID: command_id, HEADER: stage.signed()})
            assert answer.code == "kring.no-id", command_id
        assert noted(stage) == []


async def test_a_command_sent_again_gets_the_same_bytes(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage:
        await stage.tell(OPENED)
        await stage.rest()
        body = SignBook(case_id=CASE, mark=3, full_name=PRIVATE).to_json()
        headers = {MESSAGE_ID: new_id(START), HEADER: stage.signed()}
        first = await stage.bus.request(SIGN, body, headers=headers, timeout=5)
        await stage.kill()
        await stage.start()
        second = await stage.bus.request(SIGN, body, headers=headers, timeout=5)
        assert first.data == second.data
        assert stage.marks() == (3,)
        assert PRIVATE not in first.data.decode()


async def test_nobody_can_take_a_facts_place_in_the_inbox_with_a_command(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage:
        await stage.tell(OPENED)
        await stage.rest()
        headers = {MESSAGE_ID: (fact_id := new_id(START)), HEADER: stage.signed()}
        assert (await raw(stage, SIGN, SignBook(case_id=CASE, mark=1).to_json(), **headers)).code == "kring.done"
        stage.settle(a_fact(GuestCame(case_id=CASE, mark=2), fact_id=fact_id))
        assert stage.marks() == (1, 2)


async def test_a_question_whose_answer_is_broken_is_our_fault_and_not_the_callers(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage:
        await stage.tell(OPENED)
        await stage.rest()
        with stage.database.begin() as tx:
            tx.exec_driver_sql("UPDATE book SET marks = '[\"Rachel\"]'")
        with pytest.raises(RefusedAnswer) as refused:
            await ask(stage)
        assert refused.value.receipt.code == "kring.fault"
        assert "Rachel" not in str(refused.value)
        assert [note[-1] for note in noted(stage)] == ["kring.fault"]


async def test_what_cannot_be_noted_is_not_shown(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise OperationalError("", {}, RuntimeError())

    async with on_stage(kind, tmp_path) as stage:
        await stage.tell(OPENED)
        await stage.rest()
        monkeypatch.setattr(Requests, "_note", away)
        with pytest.raises(RefusedAnswer) as refused:
            await ask(stage)
        assert refused.value.receipt.code == "kring.fault"


async def test_a_reader_does_not_wait_for_a_writer(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage:
        await stage.tell(OPENED)
        await stage.rest()
        with stage.database.begin() as tx:  # the lane's thread, in the middle of a batch
            tx.exec_driver_sql("UPDATE book SET closed = 't'")
            actor = stage.signed()
            text, pages = stage.running.requests._read(ShowBook.kind(), ShowBook(case_id=CASE).to_json(), OFFICE, actor)
            assert not BookShown.model_validate_json(text).closed
            assert len(pages.access) == 1


async def test_ready_needs_no_actor_and_leaves_no_note(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage:
        await stage.tell(GuestCame(case_id=CASE, mark=1), GuestCame(case_id=OTHER, mark=1, office=OFFICE))
        await stage.rest()
        answer = await stage.bus.request(f"kring.{OFFICE}.ask.guestbook.ready.v1", Ready().to_json(), timeout=5)
        shown = ReadyShown.model_validate_json(answer.data)
        assert (shown.service, shown.ready, shown.unsent, shown.parked, shown.dead) == ("guestbook", True, 0, 2, 0)
        assert noted(stage) == []


async def test_a_service_without_its_database_says_so(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_: object) -> None:
        raise OperationalError("", {}, RuntimeError())

    async with on_stage(kind, tmp_path) as stage:
        monkeypatch.setattr(running, "left_in", away)
        answer = await stage.bus.request(f"kring.{OFFICE}.ask.guestbook.ready.v1", b"{}", timeout=5)
        shown = ReadyShown.model_validate_json(answer.data)
        assert not shown.ready
        assert "its database" in shown.waits_for


async def test_dead_letters_are_listed_without_what_was_in_them(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage:
        await stage.tell(OPENED, GuestCame(case_id=CASE, mark=1, wish=Wish.REFUSAL))
        await stage.rest()
        actor = stage.client.actor(Role.OPERATOR, "operator-1", OFFICE)
        letters = await stage.client.ask(ListDeadLetters(), actor, DeadLetters, service="guestbook")
        [letter] = letters.letters
        assert (letter.kind, letter.case_id, letter.tries) == (GuestCame.kind(), CASE, 1)
        assert letter.reason == "kring.refused: no guest of that kind"
        gent = stage.client.actor(Role.OPERATOR, "operator-1", "gent")
        assert await stage.client.ask(ListDeadLetters(), gent, DeadLetters, service="guestbook") == DeadLetters(
            letters=()
        )


async def test_the_facts_of_a_case_are_shown_to_whom_the_case_is_shown(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage:
        await stage.tell(OPENED, GuestCame(case_id=CASE, mark=1))
        await stage.rest()
        manager = stage.client.actor(Role.REGIONAL_MANAGER, MANAGER, OFFICE)
        lines = await stage.client.ask(CaseFacts(case_id=CASE), manager, FactLines, service="guestbook")
        [line] = lines.facts
        assert (line.name, line.by, line.data["mark"]) == ("guest-noted", "system", 1)
        assert line.place is not None
        stranger = stage.client.actor(Role.COORDINATOR, OTHER, OFFICE)
        with pytest.raises(RefusedAnswer, match="not-permitted"):
            await stage.client.ask(CaseFacts(case_id=CASE), stranger, FactLines, service="guestbook")


async def test_a_service_that_stopped_is_said_not_to_serve(kind: str, tmp_path: Path) -> None:
    async with on_stage(kind, tmp_path) as stage:
        await stage.stop()
        with pytest.raises(NoAnswer, match="no guestbook service serves office utrecht now"):
            await ask(stage)
        await stage.start()
