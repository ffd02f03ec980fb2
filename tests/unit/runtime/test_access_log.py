"""The access log: every question and command of a case, with its ground; kept for years; who may read which lines."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from unittest.mock import AsyncMock, patch

import pytest
from sqlmodel import Session

from kring_shared.contracts.actor import Role
from kring_shared.contracts.catalogue import COMMANDS, QUERIES
from kring_shared.contracts.conference import KeepApart, RecordNeeds, RecordSafety, ShowConference
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.every_service import PersonData, WhoLooked
from kring_shared.contracts.policies import POLICIES
from kring_shared.contracts.rights import Basis
from kring_shared.runtime.declared.every_service import who_looked
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.lane.lane import Lane
from kring_shared.runtime.lane.requests import Requests
from kring_shared.runtime.storage import access
from kring_shared.runtime.storage.shelves import load
from kring_shared.runtime.storage.tables import ACCESS
from kring_shared.testing.work import an_actor
from tests.integration.lane.desk import CASE, COORDINATOR, MANAGER, OTHER, START, Desk, a_desk, door
from tests.integration.lane.messages import LendBook, ShowBook, SignBook
from tests.unit.runtime.asked import asks, commands

SHOW, SIGN, LOOK = ShowBook(case_id=CASE), SignBook(case_id=CASE, mark=1), WhoLooked(case_id=CASE)
STRANGER = "019aa0000000700080000000000000c9"


@pytest.fixture(name="desk")
def a_guestbook(tmp_path: Path) -> Iterator[Desk]:
    with a_desk("sqlite", tmp_path) as desk, patch.dict(QUERIES, {ShowBook.kind(): ShowBook}):
        desk.settle(door())
        yield desk


def lines(answer: dict[str, object]) -> list[dict[str, object]]:
    found = answer["lines"]
    assert isinstance(found, list)
    return found


def test_what_was_asked_and_done_and_what_was_refused_stands_there_with_its_ground(desk: Desk) -> None:
    asks(desk, SHOW, Role.REGIONAL_MANAGER, MANAGER)
    asks(desk, SHOW, Role.COORDINATOR, COORDINATOR)
    commands(desk, SIGN, Role.COORDINATOR, COORDINATOR)
    commands(desk, SIGN, Role.COORDINATOR, STRANGER)
    commands(desk, LendBook(case_id=CASE, hours=1), Role.COORDINATOR, COORDINATOR)
    asks(desk, SHOW, Role.FUNDER, "funder-1")
    assert [tuple(row) for row in desk.rows(ACCESS, "actor", "basis", "outcome")] == [
        (MANAGER, "office", "done"),
        (COORDINATOR, "own", "done"),
        (COORDINATOR, "own", "done"),
        (STRANGER, "own", "kring.not-permitted"),
        (COORDINATOR, "none", "kring.not-permitted"),
        ("funder-1", "none", "kring.not-permitted"),
    ]


def test_a_line_says_whom_the_message_named(desk: Desk) -> None:
    asks(desk, WhoLooked(case_id=CASE, person_id=OTHER), Role.REGIONAL_MANAGER, MANAGER)
    asks(desk, SHOW, Role.REGIONAL_MANAGER, MANAGER)
    assert desk.rows(ACCESS, "about") == [OTHER, ""]


def test_the_manager_reads_who_looked_in_plain_words_and_that_was_a_look_too(desk: Desk) -> None:
    asks(desk, SHOW, Role.COORDINATOR, COORDINATOR)
    asks(desk, LOOK, Role.REGIONAL_MANAGER, MANAGER)
    first, second = lines(asks(desk, LOOK, Role.REGIONAL_MANAGER, MANAGER))
    assert (first["actor"], first["role"], first["basis"]) == (COORDINATOR, "coordinator", "own")
    assert (first["at"], first["emergency"], first["outcome"]) == ("2026-11-20T12:00:00Z", False, "done")
    assert second["what"] == "Ask who looked into a case, and on what ground."
    assert second["actor"] == MANAGER


def test_who_takes_part_reads_the_log_of_their_own_case_and_of_no_other(desk: Desk) -> None:
    asks(desk, SHOW, Role.REGIONAL_MANAGER, MANAGER)
    commands(desk, SIGN, Role.COORDINATOR, COORDINATOR)
    seen = lines(asks(desk, LOOK, Role.COORDINATOR, COORDINATOR))
    assert [line["actor"] for line in seen] == [MANAGER, COORDINATOR]
    assert asks(desk, LOOK, Role.COORDINATOR, STRANGER)["code"] == "kring.not-permitted"
    assert asks(desk, LOOK, Role.FUNDER, "funder-1")["code"] == "kring.not-permitted"


def test_nobody_but_the_manager_reads_that_another_persons_line_was_looked_at(desk: Desk) -> None:
    asks(desk, WhoLooked(case_id=CASE, person_id=OTHER), Role.REGIONAL_MANAGER, MANAGER)
    asks(desk, WhoLooked(case_id=CASE, person_id=COORDINATOR), Role.REGIONAL_MANAGER, MANAGER)
    commands(desk, SIGN, Role.REGIONAL_MANAGER, MANAGER)
    seen = lines(asks(desk, LOOK, Role.COORDINATOR, COORDINATOR))
    assert [(line["about"], line["asked"]) for line in seen] == [(COORDINATOR, "every.who-looked.v1")]
    refused = asks(desk, WhoLooked(case_id=CASE, person_id=OTHER), Role.COORDINATOR, COORDINATOR)
    assert refused["code"] == "kring.not-permitted"


ME, SISTER = "019aa0000000700080000000000000d1", "019aa0000000700080000000000000d2"
BY_OTHERS: tuple[tuple[Named, bool], ...] = (
    (ShowConference(case_id=CASE), True),
    (PersonData(case_id=CASE, person_id=ME), True),
    (PersonData(case_id=CASE, person_id=SISTER), False),
    (RecordNeeds(case_id=CASE, person_id=ME), True),
    (RecordNeeds(case_id=CASE, person_id=SISTER), False),
    (RecordSafety(case_id=CASE, person_id=ME, feels_safe=False), False),
    (KeepApart(case_id=CASE, person_id=ME, other_id=SISTER), False),
)


@pytest.mark.parametrize(("message", "shown"), BY_OTHERS, ids=lambda what: getattr(what, "name", what))
def test_a_circle_member_sees_looks_at_the_circle_and_at_themselves_and_no_secret_of_the_coordinator(
    desk: Desk, message: Named, *, shown: bool
) -> None:
    who = (COORDINATOR, "coordinator", "utrecht", "run-the-route")
    with desk.database.begin() as tx:
        access.write(tx, [access.line(0, who, message, access.DONE, Basis.OWN)])
    with desk.database.read() as tx:
        seen = access.looks(tx, [access.seen_by(ME, Role.CIRCLE_MEMBER, ())], "", 10).lines
        theirs = access.looks(tx, [access.seen_by(COORDINATOR, Role.COORDINATOR, ())], "", 10).lines
    assert [line.asked for line in seen] == ([message.kind()] if shown else [])
    assert len(theirs) == 1


@pytest.mark.parametrize(
    ("viewer", "looker", "shown"),
    [
        (Role.CIRCLE_MEMBER, Role.MAIN_PERSON, "another-person"),
        (Role.MAIN_PERSON, Role.CIRCLE_MEMBER, "another-person"),
        (Role.CIRCLE_MEMBER, Role.COORDINATOR, SISTER),
        (Role.COORDINATOR, Role.CIRCLE_MEMBER, SISTER),
    ],
)
def test_people_of_a_circle_do_not_read_which_other_of_them_looked(
    desk: Desk, viewer: Role, looker: Role, shown: str
) -> None:
    with desk.database.begin() as tx:
        who = (SISTER, looker.value, "utrecht", "run-the-route")
        access.write(tx, [access.line(0, who, SHOW, access.DONE, Basis.OWN)])
    with desk.database.read() as tx, Session(tx) as session:
        view = load(tx, desk.setup.shelves, [CASE])
        reader = Reader(session, view, desk.parts.vault, START, an_actor(viewer, ME))
        (line,) = who_looked(LOOK, reader).lines
    assert line.actor == shown


async def test_lines_go_at_most_once_a_day(desk: Desk) -> None:
    lane = Lane(desk.setup, None)
    requests = Requests(desk.setup, lane, AsyncMock(), ("utrecht",), AsyncMock())
    left = []
    for _ in range(3):
        with desk.database.begin() as tx:
            access.write(tx, [access.line(0, ("", "", "", ""), SHOW, access.DONE, Basis.NONE)])
        await requests._prune()
        left.append(len(desk.rows(ACCESS)))
        desk.clock.move_by(timedelta(hours=8))
    lane.close()
    assert left == [0, 1, 0]


def test_another_offices_case_has_no_log_here(desk: Desk) -> None:
    asks(desk, SHOW, Role.REGIONAL_MANAGER, MANAGER)
    assert asks(desk, LOOK, Role.REGIONAL_MANAGER, MANAGER, office="gent")["code"] == "kring.not-permitted"
    with desk.database.begin() as tx:
        tx.exec_driver_sql("DELETE FROM book")  # nothing says whose case it is any more
        tx.execute(ACCESS.update().values(office="gent"))
    assert lines(asks(desk, LOOK, Role.REGIONAL_MANAGER, MANAGER)) == []


def test_it_is_read_in_pages_and_each_line_once(desk: Desk) -> None:
    for number in range(7):
        desk.clock.move_by(timedelta(seconds=number // 3))  # some at one and the same moment
        asks(desk, SHOW, Role.REGIONAL_MANAGER, f"manager-{number}")
    read, after = [], ""
    while True:
        page = asks(desk, WhoLooked(case_id=CASE, after=after, limit=2), Role.COORDINATOR, COORDINATOR)
        read += [line["actor"] for line in lines(page) if line["role"] == "regional-manager"]
        if not (after := str(page["next"])):
            break
        assert len(lines(page)) == 2
    assert read == [f"manager-{number}" for number in range(7)]


def test_since_leaves_out_what_was_before(desk: Desk) -> None:
    asks(desk, SHOW, Role.REGIONAL_MANAGER, "early")
    desk.clock.move_by(timedelta(days=1))
    asks(desk, SHOW, Role.REGIONAL_MANAGER, "late")
    since = WhoLooked(case_id=CASE, since=desk.clock.now())
    assert [line["actor"] for line in lines(asks(desk, since, Role.COORDINATOR, COORDINATOR))] == ["late"]


def test_a_line_is_kept_as_long_as_the_longest_schedule_says_and_never_less_than_five_years(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert access.kept_for() >= timedelta(days=5 * 365 + 2)
    for hasty in POLICIES:
        monkeypatch.setitem(POLICIES, hasty, POLICIES[hasty].model_copy(update={"retention": ()}))
    assert access.kept_for() == access.LEAST
    asks(desk, SHOW, Role.REGIONAL_MANAGER, MANAGER)
    asked = desk.clock.now()
    assert access.prune(desk.database, asked.replace(year=asked.year + 5)) == 0
    assert access.prune(desk.database, asked + access.LEAST + timedelta(days=1)) == 0
    assert access.prune(desk.database, asked + access.LEAST + timedelta(days=1, seconds=1)) == 1
    assert desk.rows(ACCESS) == []


def test_pruning_takes_the_oldest_however_many_and_leaves_the_rest(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "MOST", 2)
    for day in range(5):
        asks(desk, SHOW, Role.REGIONAL_MANAGER, f"day-{day}")
        desk.clock.move_by(timedelta(days=1))
    over = desk.clock.now() + access.kept_for() - timedelta(days=1)
    assert access.prune(desk.database, over) == 3
    assert desk.rows(ACCESS, "actor") == ["day-3", "day-4"]


def test_every_question_and_command_can_be_said_in_plain_words() -> None:
    kinds = [*QUERIES, *COMMANDS]
    silent = [kind for kind in kinds if not access.in_plain_words(kind).endswith(".")]
    assert silent == []
    assert access.in_plain_words("gone.since-long.v1") == "gone.since-long.v1"
