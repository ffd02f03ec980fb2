"""What a professional sees of a conference: their part, and nothing of the circle."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kring_conference.domain.conference import Conference
from kring_conference.domain.day import Day
from kring_conference.domain.information import InformationNeed
from kring_conference.domain.participant import Participant
from kring_conference.process import PathStage, Stage
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.conference import AnswerHelp, ConfirmReceipt, OwnPartShown, ShowOwnPart
from kring_shared.contracts.field import Part
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NotPermitted
from kring_shared.testing.work import an_actor
from tests.unit.conference.case import CASE_ID, GUARDIAN, VAULT, Case, guardian, mandate, preparing, submitted
from tests.unit.conference.papers import ANJA, BRAM, asked_of, given_out, informer, on_paper, put

CONDITION = "School goes on."


def part_of(case: Case, actor: Actor) -> OwnPartShown:
    found = asked_of(case, ShowOwnPart(case_id=CASE_ID), actor)
    assert isinstance(found, OwnPartShown)
    return found


def with_a_day(case: Case) -> Case:
    venue = VAULT.seal("utrecht", scope_of(Scope.CASE, CASE_ID), "Community centre")
    day = Day(starts_at=case.now + timedelta(days=9), venue=venue)
    case.stored[Conference, CASE_ID] = replace(case.conference, day=day)
    return case


def test_who_informs_sees_day_and_place_once_they_are_asked_to_come() -> None:
    case = with_a_day(preparing())
    put(case, ANJA, Part.INFORMATION_GIVER, stage=PathStage.INVITED, answer=None)
    shown = part_of(case, informer(ANJA))
    assert (shown.starts_at, shown.venue) == (case.conference.day.starts_at, "Community centre")
    assert (shown.part, shown.own_stage) == (Part.INFORMATION_GIVER, "invited")


def test_where_it_is_stays_with_the_coordinator_when_somebody_must_not_find_it() -> None:
    case = with_a_day(preparing())
    put(case, ANJA, Part.INFORMATION_GIVER, stage=PathStage.INVITED, answer=None)
    put(case, BRAM, Part.CIRCLE, stage=PathStage.NOT_INVITED, answer=None)
    assert part_of(case, informer(ANJA)).venue == ""


def test_who_checks_the_plan_and_was_not_asked_to_come_sees_no_day() -> None:
    case = with_a_day(preparing(mandate(CONDITION)))
    case.stored[Participant, GUARDIAN] = replace(case.stored[Participant, GUARDIAN], stage=PathStage.SUGGESTED)  # type: ignore[type-var]  # it is one
    shown = part_of(case, guardian())
    assert (shown.starts_at, shown.venue, shown.mode) == (None, "", None)


def test_who_checks_the_plan_sees_the_conditions_by_the_codes_that_send_it_back() -> None:
    shown = part_of(preparing(mandate(CONDITION)), guardian())
    assert [(one.code, one.condition, one.binds) for one in shown.conditions] == [("condition-1", CONDITION, True)]
    assert shown.possible == ("add-condition",)


def test_who_informs_sees_no_conditions_and_only_the_questions_that_are_theirs() -> None:
    case = preparing(mandate(CONDITION))
    put(case, ANJA, Part.INFORMATION_GIVER, stage=PathStage.INVITED, answer=None)
    words = [VAULT.seal("utrecht", scope_of(Scope.CASE, CASE_ID), said) for said in ("What is it?", "Who pays?")]
    needs = (InformationNeed("c" * 32, words[0], ANJA), InformationNeed("d" * 32, words[1], BRAM))
    case.stored[Conference, CASE_ID] = replace(case.conference, information=needs)
    shown = part_of(case, informer(ANJA))
    assert ([one.need for one in shown.needs], shown.conditions) == (["What is it?"], ())


def test_a_plan_that_lies_before_who_checks_it_is_theirs_to_answer_and_nobody_else_s() -> None:
    case = submitted(mandate(CONDITION))
    shown = part_of(case, guardian())
    assert shown.asked_to_accept
    assert {"accept-plan", "send-plan-back"} <= set(shown.possible)
    assert shown.agreements == ()


def test_before_the_plan_went_out_nobody_reads_what_it_asks_of_them() -> None:
    shown = part_of(on_paper(), informer(BRAM))
    assert (shown.help_asked, shown.agreements, shown.possible) == ((), (), ())


def test_once_the_plan_went_out_each_reads_what_binds_them_and_what_is_asked_of_them() -> None:
    case = given_out()
    anja, bram = part_of(case, informer(ANJA)), part_of(case, informer(BRAM))
    assert [one.who for one in anja.agreements] == ["Anja"]
    assert (anja.help_asked, bram.agreements) == ((), ())
    assert [(one.item, one.what, one.said) for one in bram.help_asked] == [(1, "A place at the clinic", "open")]
    assert anja.possible == ("confirm-receipt",)
    assert bram.possible == ("answer-help", "confirm-receipt")


def test_what_was_answered_and_received_is_shown() -> None:
    case = given_out()
    case.do(AnswerHelp(case_id=CASE_ID, item=1, granted=False), informer(BRAM))
    case.do(ConfirmReceipt(case_id=CASE_ID, person_id=BRAM), informer(BRAM))
    shown = part_of(case, informer(BRAM))
    assert (shown.help_asked[0].said, shown.plan_received, shown.possible) == ("no", True, ("answer-help",))


def test_while_the_circle_is_alone_a_professional_reads_that_and_nothing_else() -> None:
    case = given_out()
    case.stored[Conference, CASE_ID] = replace(case.conference, stage=Stage.PRIVATE_TIME)
    for actor in (informer(ANJA), informer(BRAM)):
        alone = OwnPartShown(case_id=CASE_ID, stage="private-time", plan_stage="(not shown)")
        assert part_of(case, actor) == alone


@pytest.mark.parametrize("role", [Role.INFORMATION_GIVER, Role.MANDATED_PROFESSIONAL])
def test_who_takes_no_part_in_the_case_reads_nothing(role: Role) -> None:
    with pytest.raises(NotPermitted, match="takes no part"):
        part_of(given_out(), an_actor(role, "e" * 32))
