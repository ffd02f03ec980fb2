"""How a request ended, and the proof that its registration did not change."""

from dataclasses import fields, replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest

from kring_registry.domain.registration import HANDLING, LockedForGoodError, Registration
from kring_registry.process.registration import Stage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import FollowUpEnded, FollowUpResult, Mode, PlanOutcome
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import ConferenceType, Context, Urgency
from kring_shared.contracts.intake import Outcome, RequesterKind, RequestWithdrawn
from kring_shared.contracts.registry import ExpenseKind, LockRegistration
from kring_shared.kernel.errors import NotAllowedNow, NotReady
from tests.unit.registry.cases import (
    CASE,
    LAPSED,
    RACHEL,
    TRIAGED,
    WHOLE_ROUTE,
    after,
    completion,
    distributed,
    held,
    opened,
    started,
)


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ((), Outcome.STOPPED_BEFORE_START),
        ((started(),), Outcome.STOPPED_IN_PREPARATION),
        ((started(), held(PlanOutcome.NO_PLAN)), Outcome.MEETING_WITHOUT_PLAN),
        ((started(), held()), Outcome.MEETING_WITH_PLAN),
        ((started(), distributed()), Outcome.PLAN_WITHOUT_MEETING),
    ],
)
def test_the_outcome_follows_from_the_facts(facts: tuple[Named, ...], outcome: Outcome) -> None:
    locked = after(*facts, RequestWithdrawn(case_id=CASE))
    assert locked.outcome is outcome


def test_it_cannot_be_locked_while_a_call_is_still_to_be_made() -> None:
    almost = replace(after(*WHOLE_ROUTE), follow_up_ended=False)
    with pytest.raises(NotReady, match="follow-up of policy nl/1"):
        after(LockRegistration(case_id=CASE), registration=almost)


CHANGES: dict[str, Any] = {
    "case_id": "0" * 31 + "9",
    "office": "gent",
    "received_on": date(2026, 1, 1),
    "requester_kind": RequesterKind.MAIN_PERSON,
    "context": Context.MANDATORY,
    "urgency": Urgency.URGENT,
    "policy": "be/1",
    "conference_type": ConferenceType.LEARNING,
    "minors_involved": True,
    "started_on": date(2026, 1, 2),
    "planned_on": date(2026, 1, 3),
    "held_on": date(2026, 1, 4),
    "present_count": 4,
    "plan_made": False,
    "plan_accepted_on": date(2026, 1, 5),
    "plan_distributed_on": date(2026, 1, 6),
    "follow_ups": ((1, FollowUpResult.STALLED),),
    "follow_up_ended": False,
    "minutes_worked": 1,
    "distance_km": 1,
    "topics": ("debts",),
    "outcome": Outcome.MEETING_WITHOUT_PLAN,
    "repeat": True,
    "meetings": 2,
    "without_meeting": True,
    "own_strengths": 0,
    "professional_help": 7,
    "conditions": 3,
    "sent_back": 1,
    "help_answers": ((1, False),),
    "interpreted": ("ti",),
    "stop_reason": "situation-changed",
    "days_worked": 7,
    "expenses": ((ExpenseKind.PRINTING, 300),),
    "interpreter_came": True,
    "reconvened": True,
    "searched_on": date(2026, 1, 7),
    "unfilled": True,
    "submitted": True,
    "mode": Mode.ONLINE,
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_digest_tells_that_a_field_was_changed(name: str) -> None:
    locked = after(*WHOLE_ROUTE, LockRegistration(case_id=CASE))
    assert locked.digest == locked.fingerprint()
    assert replace(locked, **{name: CHANGES[name]}).fingerprint() != locked.digest


def test_the_digest_is_about_every_field_that_is_registered() -> None:
    handling = {"stage", "version", "digest", "coordination", "salt", "number", "due_on"}
    assert {field.name for field in fields(Registration)} - handling == set(CHANGES)
    assert handling == HANDLING


def test_without_the_salt_nobody_can_try_values_until_the_digest_fits() -> None:
    ready = after(*WHOLE_ROUTE)
    once, again = (after(LockRegistration(case_id=CASE), registration=ready) for _ in range(2))
    assert once.digest != again.digest
    assert len(once.salt) == len(again.salt) == 32
    assert replace(once, salt=again.salt).fingerprint() == again.digest


def test_the_digest_can_be_checked_by_anybody_from_the_canonical_text() -> None:
    registration = Registration(
        CASE, "utrecht", date(2026, 11, 20), RequesterKind.PROFESSIONAL, Context.VOLUNTARY, Urgency.NORMAL, "nl/1"
    )
    canonical = (
        '{"case_id":"00000000000000000000000000000001","conference_type":null,"context":"voluntary","distance_km":null,'
        '"follow_up_ended":false,"follow_ups":[],"held_on":null,"minors_involved":null,"minutes_worked":null,'
        '"office":"utrecht","outcome":null,"plan_accepted_on":null,"plan_distributed_on":null,"plan_made":false,'
        '"planned_on":null,"policy":"nl/1","present_count":null,"received_on":"2026-11-20",'
        '"requester_kind":"professional","started_on":null,"topics":[],"urgency":"normal"}'
    )
    assert registration.fingerprint() == sha256(canonical.encode()).hexdigest()


def test_what_was_locked_before_repeats_were_noted_keeps_its_digest() -> None:
    once = after(LAPSED)
    once = replace(once, salt="", digest=replace(once, salt="").fingerprint())
    again = replace(once, repeat=True)
    assert "repeat" in vars(once)
    assert once.digest == once.fingerprint() != again.fingerprint()


def test_of_a_request_to_which_nobody_said_yes_in_time_only_the_count_stays() -> None:
    known = replace(after(TRIAGED), repeat=True)
    lapsed = after(LAPSED, registration=known)
    assert (lapsed.stage, lapsed.outcome) == (Stage.LOCKED, Outcome.STOPPED_BEFORE_START)
    proof = {name: getattr(lapsed, name) for name in ("outcome", "digest", "salt", "number", "due_on")}
    assert lapsed == replace(opened(), stage=Stage.LOCKED, **proof)
    assert lapsed.digest == lapsed.fingerprint()


def test_a_second_word_about_the_same_call_replaces_the_first() -> None:
    twice = opened().followed_up(1, FollowUpResult.UNREACHABLE).followed_up(1, FollowUpResult.ON_TRACK)
    assert twice.followed_up(2, FollowUpResult.PARTLY).follow_ups == (
        (1, FollowUpResult.ON_TRACK),
        (2, FollowUpResult.PARTLY),
    )


def test_only_the_coordinator_who_started_takes_part() -> None:
    assert opened().parties() == frozenset()
    assert after(started()).parties() == {(Role.COORDINATOR.value, RACHEL)}


def test_an_earlier_start_is_the_one_that_counts() -> None:
    again = started().model_copy(update={"occurred_at": started().occurred_at + timedelta(days=9)})
    assert after(started(), again).started_on == started().occurred_at.date()


def test_a_registration_that_was_given_back_keeps_what_was_filled_in() -> None:
    completed = after(started(), completion(), FollowUpEnded(case_id=CASE, steps=1))
    assert (completed.stage, completed.minutes_worked, completed.topics) == (Stage.COMPLETED, 1500, ("upbringing",))


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_a_handler_of_ours_would_change_of_a_locked_registration_is_stopped(name: str) -> None:
    locked = after(*WHOLE_ROUTE, LockRegistration(case_id=CASE))
    with pytest.raises(LockedForGoodError):
        locked.must_stand(replace(locked, **{name: CHANGES[name]}))


@pytest.mark.parametrize(
    "change", [{"stage": Stage.OPEN}, {"salt": "0" * 32}, {"digest": "0" * 64}, {"number": 7}], ids=repr
)
def test_neither_the_proof_nor_the_lock_can_be_taken_off(change: dict[str, Any]) -> None:
    locked = after(*WHOLE_ROUTE, LockRegistration(case_id=CASE))
    with pytest.raises(LockedForGoodError):
        locked.must_stand(replace(locked, **change))


def test_that_its_year_was_published_changes_nothing_that_is_registered() -> None:
    locked = after(*WHOLE_ROUTE, LockRegistration(case_id=CASE))
    locked.must_stand(locked.reported())
    assert locked.reported().stage is Stage.REPORTED
    assert locked.reported().fingerprint() == locked.digest
    with pytest.raises(NotAllowedNow):
        after(*WHOLE_ROUTE).reported()
