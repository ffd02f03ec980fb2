"""What tables show of a safety signal: it stands in its own, nothing of it in its case, and few people read it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.conference import (
    CloseSafetySignal,
    ListOwnSafetySignals,
    ListSafetySignals,
    PassSafetySignalOn,
    RaiseSafetySignal,
    ShowSafetySignal,
    SignalLevel,
    SignalOutcome,
)
from kring_shared.contracts.every_service import CaseFacts
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NotFound, NotPermitted
from kring_shared.kernel.ids import id_at
from kring_shared.runtime.lane.settle import Setup
from kring_shared.testing.work import NOON, an_actor
from tests.unit.conference.afterwards import MANAGER
from tests.unit.conference.case import (
    CASE_ID,
    COORDINATOR,
    guardian,
    main_person,
    ready,
)
from tests.unit.conference.signalling import a_lane, answered, ask, moves_on, rows_that_name, tables_that_name

WORDS = "He said he would wait outside tonight."
RAISE = RaiseSafetySignal(case_id=CASE_ID, level=SignalLevel.ACUTE, words=WORDS)
FATMA = an_actor(Role.COORDINATOR, COORDINATOR)
OFFICER = an_actor(Role.SAFETY_OFFICER, "7" * 32)
OTHER_OFFICER = an_actor(Role.SAFETY_OFFICER, "8" * 32)


@pytest.fixture
def lane(tmp_path: Path) -> Iterator[Setup]:
    with a_lane(tmp_path, *ready().stored.values()) as opened:
        yield opened


def the_signals(lane: Setup) -> list[str]:
    return [line.signal_id for line in ask(lane, MANAGER, ListSafetySignals()).signals]


def test_whoever_raises_a_signal_gets_back_that_it_was_received_and_no_id(lane: Setup) -> None:
    receipt = answered(lane, FATMA, RAISE)
    assert receipt["code"] == "kring.done"
    assert receipt["answer"] == {"received": True}
    (signal_id,) = the_signals(lane)
    assert signal_id not in str(receipt)


def test_the_facts_of_a_case_do_not_show_that_somebody_worried(lane: Setup) -> None:
    answered(lane, FATMA, RAISE)
    (signal_id,) = the_signals(lane)
    assert ask(lane, MANAGER, CaseFacts(case_id=CASE_ID)).facts == ()
    (of_signal,) = ask(lane, MANAGER, CaseFacts(case_id=signal_id)).facts
    assert (of_signal.name, of_signal.by) == ("safety-signal-raised", "system")
    assert rows_that_name(lane, "outbox", CASE_ID) == []
    assert rows_that_name(lane, "deadline", CASE_ID) == []


def test_no_other_table_points_at_a_signal_and_its_words_stand_in_none(lane: Setup) -> None:
    answered(lane, FATMA, RAISE)
    (signal_id,) = the_signals(lane)
    assert tables_that_name(lane, signal_id) == {"safety_signal", "outbox", "deadline"}
    assert tables_that_name(lane, WORDS) == set()
    (row,) = rows_that_name(lane, "safety_signal", signal_id)
    assert COORDINATOR not in str(row)


def test_the_open_signals_of_an_office_are_listed_the_acute_and_the_oldest_first(lane: Setup) -> None:
    levels = (SignalLevel.CONCERN, SignalLevel.ACUTE, SignalLevel.CONCERN, SignalLevel.ACUTE)
    for level in levels:
        assert answered(lane, FATMA, RAISE.model_copy(update={"level": level}))["status"] == "done"
        moves_on(lane, timedelta(seconds=1))
    listed = ask(lane, MANAGER, ListSafetySignals()).signals
    assert [line.level for line in listed] == [SignalLevel.ACUTE] * 2 + [SignalLevel.CONCERN] * 2
    at = [kept_at(lane, line.signal_id) for line in listed]
    assert at[0] < at[1]
    assert at[2] < at[3]
    answered(lane, MANAGER, PassSafetySignalOn(signal_id=listed[0].signal_id, officer_id=OFFICER.id))
    answered(lane, MANAGER, CloseSafetySignal(signal_id=listed[0].signal_id, outcome=SignalOutcome.SAFE_NOW))
    assert the_signals(lane) == [line.signal_id for line in listed[1:]]


def kept_at(lane: Setup, signal_id: str) -> int:
    (row,) = rows_that_name(lane, "safety_signal", signal_id)
    return int(row["raised_at_ms"])


def test_an_officer_lists_what_was_passed_on_to_them_and_to_nobody_else_a_page_at_a_time(lane: Setup) -> None:
    for level in (SignalLevel.CONCERN, SignalLevel.ACUTE, SignalLevel.CONCERN):
        answered(lane, FATMA, RAISE.model_copy(update={"level": level}))
        moves_on(lane, timedelta(seconds=1))
    acute, older, newer = the_signals(lane)
    assert ask(lane, OFFICER, ListOwnSafetySignals()).signals == ()
    for signal_id in (acute, older, newer):
        answered(lane, MANAGER, PassSafetySignalOn(signal_id=signal_id, officer_id=OFFICER.id))
    first = ask(lane, OFFICER, ListOwnSafetySignals(limit=2))
    rest = ask(lane, OFFICER, ListOwnSafetySignals(limit=2, after=first.next))
    assert [line.signal_id for line in (*first.signals, *rest.signals)] == [acute, older, newer]
    assert rest.next == ""
    assert WORDS not in first.model_dump_json()
    assert CASE_ID not in first.model_dump_json()
    assert ask(lane, OTHER_OFFICER, ListOwnSafetySignals()).signals == ()


def test_what_an_officer_settled_is_listed_apart_and_what_another_took_over_is_theirs_no_more(lane: Setup) -> None:
    for _ in range(2):
        answered(lane, FATMA, RAISE)
        moves_on(lane, timedelta(seconds=1))
    settled, given_away = the_signals(lane)
    for signal_id in (settled, given_away):
        answered(lane, MANAGER, PassSafetySignalOn(signal_id=signal_id, officer_id=OFFICER.id))
    answered(lane, OFFICER, CloseSafetySignal(signal_id=settled, outcome=SignalOutcome.SAFE_NOW))
    answered(lane, MANAGER, PassSafetySignalOn(signal_id=given_away, officer_id=OTHER_OFFICER.id))
    assert ask(lane, OFFICER, ListOwnSafetySignals()).signals == ()
    (line,) = ask(lane, OFFICER, ListOwnSafetySignals(settled=True)).signals
    assert (line.signal_id, line.stage) == (settled, "closed")
    (theirs,) = ask(lane, OTHER_OFFICER, ListOwnSafetySignals()).signals
    assert theirs.signal_id == given_away


@pytest.mark.parametrize("who", [FATMA, MANAGER, main_person()], ids=lambda who: who.role.value)
def test_nobody_but_an_officer_has_signals_that_were_passed_on(lane: Setup, who: Actor) -> None:
    with pytest.raises(NotPermitted):
        ask(lane, who, ListOwnSafetySignals())


def test_the_manager_and_the_officer_read_the_words_and_where_they_belong(lane: Setup) -> None:
    answered(lane, FATMA, RAISE)
    (signal_id,) = the_signals(lane)
    show = ShowSafetySignal(signal_id=signal_id)
    with pytest.raises(NotPermitted):
        ask(lane, OFFICER, show)
    answered(lane, MANAGER, PassSafetySignalOn(signal_id=signal_id, officer_id=OFFICER.id))
    shown = ask(lane, OFFICER, show)
    assert (shown.words, shown.about_case_id, shown.raised_by) == (WORDS, CASE_ID, "coordinator")
    assert shown.possible == ("close-safety-signal",)
    assert ask(lane, MANAGER, show).possible == ("close-safety-signal", "pass-safety-signal-on")
    with pytest.raises(NotPermitted):
        ask(lane, OTHER_OFFICER, show)


@pytest.mark.parametrize("who", [FATMA, main_person(), guardian()], ids=lambda who: who.role.value)
def test_nobody_else_lists_or_reads_a_signal_not_even_who_raised_it(lane: Setup, who: Actor) -> None:
    answered(lane, who, RAISE)  # refused, where they take no part
    answered(lane, FATMA, RAISE)
    for query in (ListSafetySignals(), ShowSafetySignal(signal_id=the_signals(lane)[0])):
        with pytest.raises(NotPermitted):
            ask(lane, who, query)


def test_a_signal_whose_key_is_destroyed_shows_that_its_words_are_gone_and_an_unknown_one_is_not_found(
    lane: Setup,
) -> None:
    answered(lane, FATMA, RAISE)
    (signal_id,) = the_signals(lane)
    lane.vault.destroy(scope_of(Scope.SIGNAL, signal_id))
    assert ask(lane, MANAGER, ShowSafetySignal(signal_id=signal_id)).words == "(erased)"
    with pytest.raises(NotFound):
        ask(lane, MANAGER, ShowSafetySignal(signal_id=id_at(NOON, "no signal")))
