"""Whatever is asked and told in whatever order: the tables hold, and so does what nothing may switch off."""

import base64
import json
import re
from collections.abc import Callable, Iterable
from copy import copy
from enum import StrEnum
from functools import cache
from typing import Any, Final

import hypothesis.strategies as st
from hypothesis import given, settings

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant
from kring_conference.domain.signal import Signal
from kring_conference.process import (
    ALLOWED_IN_PRIVATE_TIME,
    CONFERENCE,
    FOLLOW_UP,
    PARTICIPANT,
    PLAN,
    WAITS_IN_A_PAUSE,
    CallStage,
    PathStage,
    PlanStage,
    Stage,
)
from kring_conference.readiness import Preparation, missing
from kring_shared.contracts import conference as c
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command, Fact, Named
from kring_shared.contracts.intake import (
    PauseReason,
    RequestPaused,
    RequestResumed,
    RequestTransferred,
    RequestWithdrawn,
)
from kring_shared.contracts.matching import (
    AssignmentActivated,
    AssignmentFrozen,
    AssignmentHandedOver,
    AssignmentRestored,
    HandOverReason,
)
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.errors import NotYet, Refused
from kring_shared.kernel.process import Process
from kring_shared.kernel.work import Aggregate
from tests.unit.conference.case import (
    CASE_ID,
    COORDINATOR,
    FILIP,
    Case,
    agreed,
    alone,
    card,
    concluded,
    in_days,
    main_person,
    mandate,
    prepared,
    presenting,
    ready,
    submitted,
)
from tests.unit.conference.case import (
    PLAN as WORDS,
)
from tests.unit.conference.every_command import ONE_OF_EACH, by

CONDITION: Final = "School goes on."
WHISPER: Final = "whispered among us"
TABLES: Final[dict[type[StrEnum], Process[Any]]] = {
    Stage: CONFERENCE,
    PathStage: PARTICIPANT,
    PlanStage: PLAN,
    CallStage: FOLLOW_UP,
}
FACTS: Final[tuple[Named, ...]] = (
    AssignmentActivated(case_id=CASE_ID, office="utrecht", coordinator=card(COORDINATOR, "Fatma")),
    AssignmentFrozen(case_id=CASE_ID, office="utrecht", coordinator_id=COORDINATOR),
    AssignmentRestored(case_id=CASE_ID, office="utrecht", coordinator=card(COORDINATOR, "Fatma")),
    AssignmentHandedOver(case_id=CASE_ID, office="utrecht", coordinator_id=COORDINATOR, reason=HandOverReason.ILLNESS),
    RequestPaused(case_id=CASE_ID, office="utrecht", because=PauseReason.PERSON_DIED),
    *(RequestResumed(case_id=CASE_ID, office="utrecht", main_persons=(FILIP,)) for _ in range(3)),
    *(AssignmentActivated(case_id=CASE_ID, office="utrecht", coordinator=card(COORDINATOR, "Fatma")) for _ in range(9)),
    RequestWithdrawn(case_id=CASE_ID, office="utrecht"),
    RequestTransferred(case_id=CASE_ID, office="utrecht", to_office="gent"),
)
"""What puts things right again comes more often, so that a case seldom ends or waits for good."""
ALSO: Final[tuple[Command, ...]] = (
    c.StartPrivateTime(case_id=CASE_ID, professionals_left=True, coordinator_left=False),
    c.EndPrivateTime(case_id=CASE_ID),
    c.ConcludeConference(case_id=CASE_ID, present_count=7, without_plan=True),
    c.DraftPlan(case_id=CASE_ID, plan=WORDS.model_copy(update={"stay_in_touch": "by telephone"})),
)
EVERYTHING: Final = (*ONE_OF_EACH, *ALSO)
ENDS: Final = frozenset({c.CancelConference, c.PostponeConference, c.MakePlanWithoutMeeting})
MAKES_A_PLAN: Final = frozenset({c.ExplainConditions, c.DraftPlan, c.ConfirmPlan, c.SubmitPlan, c.ArrangeFood})
MOSTLY_WHAT_IS_POSSIBLE: Final = st.sampled_from(
    [*["moves"] * 12, *["possible"] * 6, *["anything"] * 4, "told", "days pass"]
)
STEPS: Final = st.lists(st.tuples(MOSTLY_WHAT_IS_POSSIBLE, st.integers(0, 999)), min_size=12, max_size=40)
STARTS: Final[dict[str, Callable[[], Case]]] = {
    "prepared": prepared,
    "ready under conditions": lambda: ready(mandate(CONDITION)),
    "alone": alone,
    "presenting under conditions": lambda: presenting(mandate(CONDITION)),
    "agreed under conditions": lambda: agreed(mandate(CONDITION)),
    "submitted where plans are always checked": lambda: submitted(policy="be/1"),
    "concluded": concluded,
}


@cache
def begun(start: str) -> Case:
    return STARTS[start]()


def a_case(start: str) -> Case:
    case = copy(begun(start))
    case.stored, case.told = dict(case.stored), []
    return case


@settings(max_examples=200, deadline=None)
@given(start=st.sampled_from(sorted(STARTS)), steps=STEPS)
def test_in_no_order_of_messages_anything_happens_that_may_not(start: str, steps: list[tuple[str, int]]) -> None:
    case = a_case(start)
    for kind, number in steps:
        if kind == "days pass":
            case.now = in_days(case.now, 3)
            continue
        was, before = case.conference, dict(case.stored)
        message = chosen(case, kind, number)
        said = whispered(message) if was.stage is Stage.PRIVATE_TIME else message
        try:
            told = give(case, said)
        except (Refused, NotYet):
            assert case.stored == before
            continue
        assert_the_tables_know(before, case.stored, [type(said), *map(type, told)])
        assert_it_may(was, said, before, case)
    assert_nothing_was_overheard(case)


def chosen(case: Case, kind: str, number: int) -> Named:
    """Pick a message: one that moves the conference, one the tables let through, any, or what another step tells."""
    if kind == "told":
        return FACTS[number % len(FACTS)]
    possible = set(case.show(main_person()).possible)
    some = [command for command in EVERYTHING if kind == "anything" or command.name in possible]
    if kind == "moves":
        stage = case.conference.stage
        some = [each for each in some if type(each) not in ENDS and moves(stage, type(each))] or some
    some = some or list(EVERYTHING)
    return some[number % len(some)]


def moves(stage: Stage, on: type[Named]) -> bool:
    """Tell whether a command leads to another part of the conference, or makes its plan."""
    return (CONFERENCE.knows(stage, on) and CONFERENCE.next(stage, on) is not stage) or on in MAKES_A_PLAN


def give(case: Case, message: Named) -> list[Fact]:
    if not isinstance(message, Command):
        return case.hear(message)
    of_the_circle = isinstance(message, c.EndPrivateTime) and not message.circle_called
    return case.do(message, main_person() if of_the_circle else by(message))


def whispered(message: Named) -> Named:
    """Say the same with words that were heard in private time."""
    text = ("question", "condition", "need", "venue", "comfort", "words", "translator", "measures", "relation")
    fields = {name: WHISPER for name in text if name in type(message).model_fields}
    if "contact" in type(message).model_fields:
        return message.model_copy(update={**fields, "contact": Contact(name=WHISPER)})
    if "plan" in type(message).model_fields:
        agreement = WORDS.agreements[0].model_copy(update={"what": WHISPER})
        return message.model_copy(update={**fields, "plan": WORDS.model_copy(update={"agreements": (agreement,)})})
    return message.model_copy(update=fields)


def assert_the_tables_know(
    before: dict[tuple[type, str], Aggregate], after: dict[tuple[type, str], Aggregate], on: list[type[Named]]
) -> None:
    for key, value in after.items():
        stage, was = getattr(value, "stage", None), getattr(before.get(key), "stage", None)
        table = next((TABLES[kind] for kind in TABLES if isinstance(stage, kind)), None)
        if table is None or stage is None or stage is was:
            continue
        assert stage in within_reach(table, table.start if was is None else was, on), (key, was, stage, on)


def within_reach(table: Process[Any], stage: StrEnum, on: Iterable[type[Named]]) -> set[StrEnum]:
    """Give every stage these messages lead to from a stage, each at most once, in any order."""
    reached = {stage}
    for message in on:
        others = [other for other in on if other is not message]
        if table.knows(stage, message):
            reached |= within_reach(table, table.next(stage, message), others)
    return reached


def assert_it_may(was: Conference, message: Named, before: dict[tuple[type, str], Aggregate], case: Case) -> None:
    now = case.conference
    if isinstance(message, Command):
        if was.stage is Stage.PRIVATE_TIME:
            assert type(message) in ALLOWED_IN_PRIVATE_TIME
        if by(message).role is Role.COORDINATOR and not isinstance(message, c.EndPrivateTime):
            assert was.coordinator_id == COORDINATOR
        assert not (was.paused_at is not None and type(message) in WAITS_IN_A_PAUSE)
    if was.stage is Stage.PRIVATE_TIME is not now.stage:
        assert isinstance(message, c.EndPrivateTime | c.AdjournConference | c.StepOut | RequestWithdrawn)
    if was.stage is not Stage.INFORMATION_PHASE is now.stage:
        people = [person for person in before.values() if isinstance(person, Participant)]
        assert was.stage is Stage.READY
        assert missing(Preparation(was, people, case.now, on_the_day=True)) == ()
    if was.stage is not Stage.PRIVATE_TIME is now.stage:
        assert isinstance(message, c.StartPrivateTime)
        assert message.professionals_left
        assert message.coordinator_left
        assert case.last is not None
        assert case.last.reminders == []  # no clock runs for it
    if now.stage is Stage.CANCELLED:
        assert (now.room.private_from, now.room.private_until) == (None, None)


def assert_nothing_was_overheard(case: Case) -> None:
    for fact in case.told:
        assert WHISPER not in opened(json.loads(fact.model_dump_json()))
    for kept in case.stored.values():
        if not isinstance(kept, Signal):  # a worry about safety is heard, under a key and an id of its own
            boxes = re.findall(r"box='([^']*)'", repr(kept))
            assert WHISPER not in repr(kept) + "".join(base64.b64decode(box).decode() for box in boxes)


def opened(value: Any) -> str:  # noqa: ANN401 - JSON
    """Write JSON out with everything sealed laid open, as only the test's own vault allows."""
    if isinstance(value, dict):
        box = base64.b64decode(value["box"]).decode() if set(value) == {"scope", "box"} else ""
        return box + "".join(map(opened, value.values()))
    return "".join(map(opened, value)) if isinstance(value, list) else str(value)
