"""Conferences in lists: a page at a time, codes and counts only, and of private time that it is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from kring_conference.app import service
from kring_conference.domain.conference import Conference
from kring_conference.domain.day import Day
from kring_conference.domain.follow_up import FollowUp
from kring_conference.domain.participant import Participant
from kring_conference.domain.plan import Plan
from kring_conference.process import CallStage, PathStage, PlanStage, Stage
from kring_conference.queries.listed import list_conferences, list_own_conferences
from kring_conference.store import SHELVES
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.conference import (
    Answered,
    ConferenceLine,
    ConferenceList,
    ListConferences,
    ListOwnConferences,
)
from kring_shared.contracts.field import Dossier, Mandate, Part
from kring_shared.contracts.matching import AssignmentActivated, AssignmentFrozen
from kring_shared.contracts.policies import CalledBy
from kring_shared.kernel.coordination import NOBODY_YET, Coordination
from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import load, save
from kring_shared.testing.work import NOON, an_actor
from tests.unit.conference.case import COORDINATOR, VAULT, card
from tests.unit.stores import migrated

OFFICE = an_actor(Role.REGIONAL_MANAGER)
FATMA = an_actor(Role.COORDINATOR, COORDINATOR)
HERS = Coordination(COORDINATOR, withheld=False, told_at=NOON)
GUARDIAN, DOCTOR = "a" * 31 + "1", "a" * 31 + "2"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = migrated(service, tmp_path)
    yield found
    found.close()


def put(database: Database, *aggregates: Aggregate) -> None:
    with database.begin() as tx:
        save(tx, SHELVES, {(type(a), a.id): a for a in aggregates})


def numbered(number: int, stage: Stage = Stage.PREPARING, **of: Any) -> Conference:  # noqa: ANN401 - whatever it holds
    one = Conference(f"{number:032x}", "utrecht", Dossier(policy="nl/1"), stage=stage, coordination=HERS)
    return replace(one, **of)


def person(number: int, case: int, stage: PathStage, answer: Answered | None = None, **of: Any) -> Participant:  # noqa: ANN401 - whatever they are
    part = of.pop("part", Part.CIRCLE)
    person_id = of.pop("person_id", f"b{number:031x}")
    somebody = Participant(card(person_id, "Somebody"), f"{case:032x}", "utrecht", part, stage, answer=answer)
    return replace(somebody, **of)


def listed(database: Database, actor: Actor = OFFICE, **asked: Any) -> ConferenceList:  # noqa: ANN401 - the question's
    with database.read() as tx:
        reader = Reader(Session(tx), load(tx, SHELVES, ()), VAULT, NOON, actor, SHELVES)
        if actor.role is Role.REGIONAL_MANAGER:
            return list_conferences(ListConferences(**asked), reader)
        return list_own_conferences(ListOwnConferences(**asked), reader)


def only(found: ConferenceList) -> ConferenceLine:
    (line,) = found.conferences
    return line


def pages(database: Database, actor: Actor = OFFICE, **asked: Any) -> list[list[int]]:  # noqa: ANN401 - the question's
    found = [listed(database, actor, **asked)]
    while found[-1].next:
        found.append(listed(database, actor, before=found[-1].next, **asked))
    return [[int(line.case_id, 16) for line in page.conferences] for page in found]


def test_the_office_lists_its_conferences_the_newest_request_first_a_page_at_a_time(database: Database) -> None:
    put(database, *(numbered(n) for n in range(1, 6)), numbered(9, office="gent"))
    assert pages(database, limit=2) == [[5, 4], [3, 2], [1]]


def test_the_office_lists_some_stages_only(database: Database) -> None:
    put(database, numbered(1), numbered(2, Stage.READY), numbered(3, Stage.CONCLUDED), numbered(4))
    assert pages(database, stages=("preparing", "ready"), limit=2) == [[4, 2], [1]]


def test_the_office_lists_what_is_overdue_a_page_at_a_time_however_far_back_it_lies(database: Database) -> None:
    late = Mandate(kind="court", legal_deadline=NOON.date() - timedelta(days=1))
    put(database, *(numbered(n, mandates=(late,) if n in {1, 3, 4} else ()) for n in range(1, 8)))
    assert pages(database, overdue=True, limit=2) == [[4, 3], [1]]


def test_the_office_lists_the_conferences_of_some_cases_only(database: Database) -> None:
    put(database, *(numbered(n) for n in range(1, 4)), numbered(9, office="gent"))
    assert pages(database, case_ids=(f"{1:032x}", f"{3:032x}", f"{9:032x}")) == [[3, 1]]


def test_the_office_lists_by_where_a_plan_stands_and_nothing_of_it_in_private_time(database: Database) -> None:
    contested = [replace(Plan(f"{n:032x}", "utrecht", ()), stage=PlanStage.CONTESTED) for n in (1, 2)]
    put(database, numbered(1), numbered(2, Stage.PRIVATE_TIME), numbered(3), *contested)
    assert pages(database, plan_stage="contested") == [[1]]


def test_a_line_counts_who_comes_who_does_not_and_who_said_nothing(database: Database) -> None:
    put(
        database,
        numbered(1),
        person(1, 1, PathStage.ANSWERED, Answered.COMES),
        person(2, 1, PathStage.ANSWERED, Answered.COMES_REMOTE),
        person(3, 1, PathStage.ANSWERED, Answered.DOES_NOT_COME),
        person(4, 1, PathStage.ANSWERED, Answered.BY_LETTER),
        person(5, 1, PathStage.INVITED),
        person(6, 1, PathStage.SUGGESTED),
        person(7, 1, PathStage.NOT_INVITED),
        person(8, 1, PathStage.INVITED, has_left=True),
        person(9, 2, PathStage.INVITED),
    )
    line = only(listed(database))
    counts = (line.participants, line.answered_yes, line.answered_no, line.answered_otherwise, line.waiting)
    assert counts == (6, 2, 1, 1, 1)
    assert line.coordinator_id == COORDINATOR


def test_while_a_circle_is_alone_its_line_says_that_and_nothing_else(database: Database) -> None:
    day = Day(starts_at=NOON - timedelta(hours=2))
    put(database, numbered(1, Stage.PRIVATE_TIME, day=day), person(1, 1, PathStage.ATTENDED, Answered.COMES))
    for actor in (OFFICE, FATMA):
        assert only(listed(database, actor)) == ConferenceLine(
            case_id=f"{1:032x}",
            stage="private-time",
            plan_stage="(not shown)",
            starts_at=None,
            coordinator_id=COORDINATOR,
        )


def test_what_should_have_been_done_is_named_and_what_is_in_time_is_not(database: Database) -> None:
    call = FollowUp(f"{7:032x}", f"{3:032x}", "utrecht", 1, NOON - timedelta(days=1), CalledBy.COORDINATOR)
    late = Mandate(kind="court", legal_deadline=NOON.date() - timedelta(days=1))
    soon = Mandate(kind="court", legal_deadline=date(2999, 1, 1))
    put(
        database,
        numbered(1, mandates=(late, soon)),
        numbered(2, mandates=(soon,), day=Day(starts_at=NOON + timedelta(days=3))),
        numbered(3, Stage.CONCLUDED),
        call,
        numbered(4, Stage.READY, day=Day(starts_at=NOON - timedelta(days=2))),
        numbered(5, Stage.CANCELLED, mandates=(late,)),
    )
    found = {int(line.case_id, 16): line.overdue for line in listed(database).conferences}
    assert found == {1: ("legal-deadline",), 2: (), 3: ("follow-up",), 4: ("day",), 5: ()}
    put(database, replace(call, stage=CallStage.DONE, version=1))
    assert listed(database).conferences[2].overdue == ()


def test_a_coordinator_lists_the_cases_they_coordinate_now_and_no_others(database: Database) -> None:
    other = Coordination("f" * 32, withheld=False, told_at=NOON)
    kept_out = Coordination(COORDINATOR, withheld=True, told_at=NOON)
    put(
        database,
        numbered(1),
        numbered(2, coordination=other),
        numbered(3, coordination=kept_out),
        numbered(4, coordination=NOBODY_YET),
        numbered(5),
        numbered(6, office="gent"),
    )
    assert pages(database, FATMA, limit=1) == [[5], [1]]
    assert pages(database, an_actor(Role.COORDINATOR, "e" * 32)) == [[]]


def test_a_professional_lists_the_case_they_take_part_in_without_counts_and_the_day_once_they_are_asked(
    database: Database,
) -> None:
    day = Day(starts_at=NOON + timedelta(days=3))
    put(
        database,
        numbered(1, day=day),
        numbered(2),
        person(1, 1, PathStage.SUGGESTED, part=Part.ACCEPTOR, person_id=GUARDIAN),
        person(2, 1, PathStage.INVITED, part=Part.INFORMATION_GIVER, person_id=DOCTOR),
    )
    checks = only(listed(database, an_actor(Role.MANDATED_PROFESSIONAL, GUARDIAN)))
    informs = only(listed(database, an_actor(Role.INFORMATION_GIVER, DOCTOR)))
    assert (checks.starts_at, informs.starts_at) == (None, day.starts_at)
    for line in (checks, informs):
        assert (line.participants, line.coordinator_id, line.overdue) == (None, None, ())


def test_who_was_merely_thought_of_or_asks_in_another_role_lists_nothing(database: Database) -> None:
    thought_of = person(1, 1, PathStage.SUGGESTED, part=Part.INFORMATION_GIVER, person_id=DOCTOR)
    checks = person(2, 1, PathStage.SUGGESTED, part=Part.ACCEPTOR, person_id=GUARDIAN)
    put(database, numbered(1), thought_of, checks)
    assert pages(database, an_actor(Role.INFORMATION_GIVER, DOCTOR)) == [[]]
    assert pages(database, an_actor(Role.INFORMATION_GIVER, GUARDIAN)) == [[]]


def test_a_coordinator_who_is_frozen_out_finds_the_case_no_more(database: Database) -> None:
    began = AssignmentActivated(case_id=f"{1:032x}", coordinator=card(COORDINATOR, "Fatma"), occurred_at=NOON)
    frozen = AssignmentFrozen(case_id=f"{1:032x}", coordinator_id=COORDINATOR, occurred_at=NOON)
    put(database, numbered(1, coordination=NOBODY_YET.after(began).after(frozen)))
    assert pages(database, FATMA) == [[]]
