"""The first conference with support, the certificate after good work, and more types of conference after that."""

from datetime import timedelta
from typing import Any

import pytest

from kring_matching.app import service
from kring_matching.domain.scope import missing_to_extend, way_in_words
from kring_matching.process import CareerStage, Standing
from kring_shared.contracts.conference import ConferenceCancelled, PlanMadeWithoutMeeting
from kring_shared.contracts.envelope import IMPORTED
from kring_shared.contracts.field import ConferenceType
from kring_shared.contracts.matching import (
    EvaluateConference,
    EvaluationResult,
    ExtendScope,
    GatheringKind,
    KeepFamilyOnly,
    RepeatSupervision,
    SuspendCoordinator,
    SuspensionReason,
    TieKind,
    WorkMark,
)
from kring_shared.contracts.policies import BE, NL
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotIndependent, NotReady, NotYet
from kring_shared.testing.declared import heard
from tests.unit.matching.careers import (
    ALL_WENT_WELL,
    CASES,
    CERTIFY,
    FIRST,
    JOOST,
    RACHEL,
    REPORT,
    SECOND,
    SUPERVISE,
    TODAY,
    WORKSHOP,
    Way,
    evaluated,
    on_the_way,
    planned,
    there,
    trained,
)

FAMILIES = (ConferenceType.FAMILY,)
AGAIN = RepeatSupervision(person_id=RACHEL)
KEEP = KeepFamilyOnly(person_id=RACHEL)
SUSPEND = SuspendCoordinator(coordinator_id=RACHEL, reason=SuspensionReason.COMPLAINT)


def extend(scope: ConferenceType) -> ExtendScope:
    return ExtendScope(person_id=RACHEL, scope=scope)


def names(way: Way, *messages: object) -> list[str]:
    return [fact.name for fact in way.goes(*messages)]  # type: ignore[arg-type]  # messages of any kind


def test_who_is_in_the_register_with_papers_in_order_does_a_first_conference_with_support() -> None:
    way = on_the_way(CareerStage.MUTUAL_YES)
    way.goes(way.registration(scopes=tuple(ConferenceType)))
    assert names(way, SUPERVISE) == ["supervision-started"]
    assert (way.career.stage, way.entry.supervised, way.entry.scopes) == (CareerStage.SUPERVISED, True, FAMILIES)
    assert way.career.certified_on is None


@pytest.mark.parametrize(
    ("changes", "error", "sentence"),
    [
        ({"screening_valid_until": TODAY - timedelta(days=1)}, NotReady, "ConfirmScreening"),
        ({"statute": None}, NotReady, "RecordStatute"),
        ({"employer_is_helping_body": True}, NotIndependent, "EndRegisterTie"),
    ],
    ids=["screening", "statute", "tie"],
)
def test_what_is_missing_before_a_first_conference_is_named(
    changes: dict[str, Any], error: type[Exception], sentence: str
) -> None:
    way = on_the_way(CareerStage.MUTUAL_YES)
    with pytest.raises(NotReady, match="RegisterCoordinator"):
        way.goes(SUPERVISE)
    way.goes(way.registration(**changes))
    with pytest.raises(error, match=sentence):
        way.goes(SUPERVISE)
    assert way.career.stage is CareerStage.MUTUAL_YES


def test_who_is_suspended_begins_when_they_are_reinstated() -> None:
    way = on_the_way(CareerStage.MUTUAL_YES)
    way.goes(way.registration(), SUSPEND)
    with pytest.raises(NotReady, match="ReinstateCoordinator"):
        way.goes(SUPERVISE)


def test_a_conference_that_took_two_meetings_counts_once() -> None:
    way = on_the_way(CareerStage.SUPERVISED)
    first = way.concluded()
    assert names(way, first) == ["conference-counted"]
    assert names(way, first.model_copy(update={"meeting": 2})) == []
    assert way.career.conferences == (CASES[0],)


def test_a_conference_that_was_held_before_kring_counts_for_whoever_has_the_case() -> None:
    way = on_the_way(CareerStage.SUPERVISED)
    assert names(way, way.concluded().model_copy(update={"by": IMPORTED})) == ["conference-counted"]


def test_a_preparation_that_stopped_and_a_plan_without_a_meeting_are_no_conference_carried_out() -> None:
    assert {ConferenceCancelled, PlanMadeWithoutMeeting} & set(heard(service)) == set()


@pytest.mark.parametrize("policy", ["nl/1", "be/1"])
def test_a_first_conference_that_ended_without_a_plan_and_was_good_work_gives_the_certificate(policy: str) -> None:
    way = on_the_way(CareerStage.SUPERVISED, policy)
    assert names(way, way.concluded(plan=False)) == ["conference-counted"]
    assert names(way, evaluated()) == ["first-conference-evaluated"]
    assert names(way, CERTIFY) == ["certificate-issued"]
    for kept in (way.career, way.entry):
        assert (kept.scopes, kept.certified_on) == (FAMILIES, TODAY)
    assert not way.entry.supervised


def test_an_evaluation_has_no_place_for_the_plan() -> None:
    assert not {name for name in EvaluateConference.model_fields if "plan" in name or "outcome" in name}
    marked = {mark.line.value for mark in ALL_WENT_WELL}
    assert {line for line in marked if "plan" in line} == {"did-not-fill-in-the-plan"}


def test_only_a_conference_of_their_own_is_evaluated_and_once() -> None:
    way = on_the_way(CareerStage.SUPERVISED)
    with pytest.raises(NotReady, match="concluded"):
        way.goes(evaluated())
    way.goes(way.concluded(CASES[1], JOOST))
    with pytest.raises(NotReady, match="concluded"):
        way.goes(evaluated(case_id=CASES[1]))
    twice = (ALL_WENT_WELL[0], WorkMark(line=ALL_WENT_WELL[0].line, went_well=False))
    way.goes(way.concluded())
    with pytest.raises(InvalidFields):
        way.goes(evaluated().model_copy(update={"work": twice}))
    way.goes(evaluated(EvaluationResult.ONCE_MORE), AGAIN)
    with pytest.raises(NotReady, match="already"):
        way.goes(evaluated())


@pytest.mark.parametrize("result", [EvaluationResult.ONCE_MORE, EvaluationResult.NEGATIVE])
def test_without_a_positive_evaluation_there_is_no_certificate(result: EvaluationResult) -> None:
    way = on_the_way(CareerStage.SUPERVISED)
    way.goes(way.concluded(), evaluated(result))
    with pytest.raises(NotReady, match=result.value):
        way.goes(CERTIFY)
    assert way.entry.supervised


def test_once_more_is_a_fair_chance_and_both_conferences_count_for_the_second_part() -> None:
    way = on_the_way(CareerStage.SUPERVISED)
    way.goes(way.concluded(), evaluated(EvaluationResult.ONCE_MORE))
    assert names(way, AGAIN) == ["supervision-repeated"]
    way.goes(way.concluded(CASES[1]), evaluated(case_id=CASES[1]))
    assert names(way, CERTIFY) == ["certificate-issued", "second-part-opened"]
    assert way.career.stage is CareerStage.SECOND_PART_OPEN
    with pytest.raises(NotAllowedNow):
        way.goes(AGAIN)


@pytest.mark.parametrize("result", [EvaluationResult.POSITIVE, EvaluationResult.NEGATIVE])
def test_another_conference_with_support_follows_only_an_evaluation_that_asks_for_it(result: EvaluationResult) -> None:
    way = on_the_way(CareerStage.SUPERVISED)
    way.goes(way.concluded(), evaluated(result))
    with pytest.raises(NotReady):
        way.goes(AGAIN)


def test_a_certificate_is_given_to_somebody_in_the_register() -> None:
    way = on_the_way(CareerStage.EVALUATED)
    way.kept = {place: kept for place, kept in way.kept.items() if kept is not way.entry}
    with pytest.raises(NotReady, match="RegisterCoordinator"):
        way.goes(CERTIFY)


def test_a_conference_counts_once_however_often_it_is_told_and_the_second_opens_the_second_part() -> None:
    way = on_the_way(CareerStage.CERTIFIED)
    assert names(way, way.concluded()) == []
    assert names(way, way.concluded(CASES[1])) == ["conference-counted", "second-part-opened"]
    assert names(way, way.concluded(CASES[2])) == ["conference-counted"]
    assert way.career.conferences == CASES[:3]
    assert way.career.stage is CareerStage.SECOND_PART_OPEN


def test_it_counts_for_whoever_closed_it_also_when_the_case_was_handed_over_since() -> None:
    way = on_the_way(CareerStage.CERTIFIED)
    held = way.concluded(CASES[1])
    way.concluded(CASES[1], JOOST)
    way.goes(held)
    assert way.career.conferences == (CASES[0], CASES[1])
    by_nobody = way.concluded(CASES[2]).model_copy(update={"by": "system"})
    way.goes(by_nobody)
    assert way.career.conferences == CASES[:3]


def test_a_conference_of_a_guest_changes_nothing_and_one_we_do_not_know_yet_waits() -> None:
    way = on_the_way(CareerStage.CERTIFIED)
    assert names(way, way.concluded(CASES[1], JOOST)) == []
    with pytest.raises(NotYet):
        way.goes(way.concluded(CASES[2]).model_copy(update={"case_id": CASES[3], "by": "system"}))


def test_where_there_is_no_second_part_nothing_opens() -> None:
    way = on_the_way(CareerStage.CERTIFIED, "be/1")
    way.goes(way.concluded(CASES[1]), way.concluded(CASES[2]))
    assert way.career.stage is CareerStage.CERTIFIED


def test_repair_and_neighbourhoods_come_after_the_second_part_and_a_report() -> None:
    way = on_the_way(CareerStage.SECOND_PART_OPEN)
    with pytest.raises(NotReady, match="3 more days"):
        way.goes(extend(ConferenceType.RESTORATIVE))
    trained(way, SECOND, GatheringKind.TRAINING_SECOND)
    with pytest.raises(NotReady, match="SubmitReport"):
        way.goes(extend(ConferenceType.RESTORATIVE))
    way.goes(REPORT)
    assert names(way, extend(ConferenceType.RESTORATIVE)) == ["scope-extended"]
    assert way.career.stage is CareerStage.SCOPE_EXTENDED
    way.goes(extend(ConferenceType.COMMUNITY))
    wide = (ConferenceType.FAMILY, ConferenceType.RESTORATIVE, ConferenceType.COMMUNITY)
    assert way.career.scopes == way.entry.scopes == wide
    with pytest.raises(NotReady, match="already"):
        way.goes(extend(ConferenceType.COMMUNITY))


def test_families_and_individuals_may_fit_best_and_that_may_change() -> None:
    way = on_the_way(CareerStage.SCOPE_REPORTED)
    assert names(way, KEEP) == ["scope-limited"]
    assert (way.career.stage, way.entry.scopes) == (CareerStage.FAMILY_ONLY, FAMILIES)
    with pytest.raises(NotReady, match="SubmitReport"):
        way.goes(extend(ConferenceType.RESTORATIVE))
    way.goes(REPORT, extend(ConferenceType.RESTORATIVE))
    assert way.career.stage is CareerStage.SCOPE_EXTENDED


@pytest.mark.parametrize(
    ("policy", "stage"),
    [("nl/1", CareerStage.CERTIFIED), ("nl/1", CareerStage.SECOND_PART_OPEN), ("be/1", CareerStage.CERTIFIED)],
)
def test_a_type_of_a_workshop_is_earned_by_it_and_moves_nobody(policy: str, stage: CareerStage) -> None:
    way = on_the_way(stage, policy)
    with pytest.raises(NotReady, match="workshop"):
        way.goes(extend(ConferenceType.LEARNING))
    way.goes(planned(WORKSHOP, GatheringKind.WORKSHOP, scope=ConferenceType.LEARNING), there(WORKSHOP))
    way.goes(extend(ConferenceType.LEARNING))
    assert (way.career.stage, way.career.scopes[-1], way.entry.scopes[-1]) == (
        stage,
        ConferenceType.LEARNING,
        ConferenceType.LEARNING,
    )


def test_a_workshop_before_the_certificate_waits_for_it() -> None:
    way = on_the_way(CareerStage.FIRST_PART_DONE)
    way.goes(planned(WORKSHOP, GatheringKind.WORKSHOP, scope=ConferenceType.LEARNING), there(WORKSHOP))
    assert missing_to_extend(way.career, ConferenceType.LEARNING, way.rules).startswith("the certificate comes first")
    with pytest.raises(NotAllowedNow):
        way.goes(extend(ConferenceType.LEARNING))


def test_a_workshop_does_not_settle_what_the_report_was_about() -> None:
    way = on_the_way(CareerStage.SECOND_PART_DONE)
    way.goes(planned(WORKSHOP, GatheringKind.WORKSHOP, scope=ConferenceType.LEARNING), there(WORKSHOP))
    way.goes(REPORT, extend(ConferenceType.LEARNING))
    assert way.career.stage is CareerStage.SCOPE_REPORTED
    way.goes(KEEP)
    assert way.entry.scopes == (ConferenceType.FAMILY, ConferenceType.LEARNING)


def test_how_each_type_is_earned_is_said_in_a_sentence() -> None:
    assert way_in_words(ConferenceType.FAMILY, NL.career) == "family: with the certificate"
    assert "3 days, once 2 conferences" in way_in_words(ConferenceType.RESTORATIVE, NL.career)
    assert "a workshop about it" in way_in_words(ConferenceType.RESTORATIVE, BE.career)


def test_somebody_who_stands_in_the_register_with_a_tie_is_not_made_independent_by_a_certificate() -> None:
    way = on_the_way(CareerStage.EVALUATED)
    way.goes(way.registration(employer_is_helping_body=True), CERTIFY)
    assert way.entry.ties == (TieKind.EMPLOYED,)
    assert way.entry.standing is Standing.SUSPENDED
    assert way.gathering(FIRST).signed_up == (RACHEL,)


def test_who_was_a_coordinator_before_careers_were_kept_goes_on_from_where_they_are() -> None:
    way = Way()
    way.goes(way.registration(scopes=(ConferenceType.FAMILY, ConferenceType.RESTORATIVE)))
    way.goes(extend(ConferenceType.COMMUNITY))
    assert way.entry.scopes == (ConferenceType.FAMILY, ConferenceType.RESTORATIVE, ConferenceType.COMMUNITY)
    way = Way()
    way.goes(way.registration(scopes=(ConferenceType.FAMILY, ConferenceType.LEARNING)))
    way.goes(way.concluded(), way.concluded(CASES[1]))
    trained(way, SECOND, GatheringKind.TRAINING_SECOND)
    way.goes(REPORT, extend(ConferenceType.RESTORATIVE))
    assert way.career.stage is CareerStage.SCOPE_EXTENDED
