"""Who sees what of a conference."""

import pytest

from kring_conference.queries import ERASED, NOT_SHOWN
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import FollowUpCallDue, FollowUpResult, RecordFollowUp
from kring_shared.contracts.field import Part
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NotFound
from kring_shared.testing.work import PlainVault, an_actor
from tests.unit.conference import case as cases
from tests.unit.conference.case import (
    CASE_ID,
    FILIP,
    QUESTION,
    Case,
    agreed,
    circle_member,
    main_person,
    mandate,
    prepared,
    preparing,
    submitted,
)
from tests.unit.conference.test_follow_up import distributed


def names(case: Case, role: Role, person_id: str = FILIP) -> dict[str, str]:
    shown = case.show(an_actor(role, person_id))
    return {p.person_id: p.name for p in shown.participants}


def test_coordinator_and_main_person_see_every_name() -> None:
    case = prepared()
    case.suggest("Leo")
    for role in (Role.COORDINATOR, Role.MAIN_PERSON):
        assert set(names(case, role).values()) == {"Filip", "Oma", "Leo"}


def test_the_circle_sees_who_was_invited_and_the_office_only_counts() -> None:
    case = prepared()
    leo = case.suggest("Leo")
    seen = names(case, Role.CIRCLE_MEMBER)
    assert seen.pop(leo) == NOT_SHOWN
    assert set(seen.values()) == {"Filip", "Oma"}
    assert set(names(case, Role.REGIONAL_MANAGER).values()) == {NOT_SHOWN}


def test_an_erased_person_and_an_erased_case_read_as_erased(monkeypatch: pytest.MonkeyPatch) -> None:
    case = prepared()
    vault = PlainVault()
    monkeypatch.setattr(cases, "VAULT", vault)
    vault.destroy(scope_of(Scope.PERSON, FILIP))
    vault.destroy(scope_of(Scope.CASE, CASE_ID))
    shown = case.show()
    assert {p.name for p in shown.participants} == {ERASED, "Oma"}
    assert shown.question == ERASED


def test_a_conference_shows_how_far_it_is_and_what_is_missing() -> None:
    begun = preparing().show()
    assert (begun.stage, begun.plan_stage, begun.question, begun.starts_at) == ("preparing", "none", "", None)
    assert any("agree-question" in words for words in begun.missing)
    assert "declare-ready" in begun.possible
    shown = prepared().show()
    assert shown.question == QUESTION
    assert shown.missing == ()
    assert {p.stage for p in shown.participants} == {"informed", "comes"}


def test_nothing_counts_as_missing_before_there_is_a_coordinator_or_after_the_meeting() -> None:
    assert Case().show(main_person()).missing == ()
    assert agreed().show().missing == ()


def test_what_is_possible_follows_from_both_tables() -> None:
    condition = mandate("School goes on.")
    assert agreed(condition).show().possible == (
        "agree-plan",
        "conclude-conference",
        "start-private-time",
        "submit-plan",
    )
    assert submitted(condition).show().possible == ("accept-plan", "send-plan-back")


def test_how_a_call_went_is_for_those_who_answer_for_the_route_and_the_main_person() -> None:
    case = distributed()
    assert case.show().follow_ups == (f"1: planned, due {case.calls()[0].due_at:%Y-%m-%d}",)
    case.hear(FollowUpCallDue(case_id=CASE_ID, step=1))
    assert case.show().possible == ("record-follow-up",)
    case.do(RecordFollowUp(case_id=CASE_ID, step=1, result=FollowUpResult.PARTLY))
    assert case.show(main_person()).follow_ups == ("1: done, partly",)
    oma = next(p.person_id for p in case.show().participants if p.part is Part.CIRCLE)
    assert "partly" not in case.show(circle_member(oma)).follow_ups[0]


def test_a_conference_nobody_knows_is_not_found() -> None:
    case = Case()
    case.stored.clear()
    with pytest.raises(NotFound):
        case.show()
