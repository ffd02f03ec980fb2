"""Who is suggested, by whom, on which side, and who steps out."""

from dataclasses import replace

import pytest

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import Participant
from kring_conference.process import PathStage, PlanStage, Stage
from kring_shared.contracts.conference import (
    CancelledBecause,
    ConferenceCancelled,
    DraftPlan,
    FollowUpEnded,
    ParticipantSteppedOut,
    ParticipantSuggested,
    PlaceOnSide,
    Side,
    StartInformationPhase,
    SuggestParticipant,
    SupportPersonEnded,
)
from kring_shared.contracts.field import ConferenceType, Part
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotFound, NotPermitted, NotReady
from tests.unit.conference.case import (
    CASE_ID,
    FILIP,
    PLAN,
    VAULT,
    alone,
    circle_member,
    concluded,
    main_person,
    preparing,
    presenting,
    ready,
)
from tests.unit.conference.people import SAM, add, restorative, steps_out, suggested, with_sam
from tests.unit.conference.test_care import chosen


def test_a_suggested_person_gets_an_id_and_a_key_of_their_own() -> None:
    case = preparing()
    person_id = add(case, suggested("Leo", relation="neighbour", languages=("tr", "nl"), minor=False))
    fact = case.told[-1]
    assert isinstance(fact, ParticipantSuggested)
    assert fact.participant.person_id == person_id
    assert fact.participant.contact.scope == scope_of(Scope.PERSON, person_id)
    assert VAULT.open(fact.participant.contact, Contact) == Contact(name="Leo")
    assert fact.participant.languages == ("tr", "nl")
    assert "Leo" not in fact.model_dump_json()


def test_who_somebody_is_to_the_main_person_is_sealed_under_that_persons_own_key_and_told_to_nobody() -> None:
    case = preparing()
    person_id = add(case, suggested("Leo", relation="neighbour"))
    relation = case.person(person_id).relation
    assert relation is not None
    assert relation.scope == scope_of(Scope.PERSON, person_id)
    assert VAULT.open(relation, str) == "neighbour"
    assert relation.box not in case.told[-1].model_dump_json()


def test_what_a_main_person_suggests_is_their_own_idea() -> None:
    case = preparing()
    case.do(suggested("Leo"), main_person())
    fact = case.told[-1]
    assert isinstance(fact, ParticipantSuggested)
    assert fact.suggested_by == FILIP
    assert case.person(fact.participant.person_id).suggested_by == FILIP


def test_a_main_person_does_not_suggest_in_somebody_elses_name() -> None:
    case = preparing()
    oma = case.suggest("Oma")
    with pytest.raises(InvalidFields, match="your own idea"):
        case.do(suggested("Leo", by=oma), main_person())


def test_the_coordinator_says_whose_idea_it_was_when_that_is_somebody_of_the_case() -> None:
    case = preparing()
    oma = case.suggest("Oma")
    assert case.person(add(case, suggested("Leo", by=oma))).suggested_by == oma
    assert case.person(add(case, suggested("Tante Loes"))).suggested_by is None
    with pytest.raises(InvalidFields, match="show-conference"):
        case.do(suggested("Joris", by="f" * 32))


def test_professionals_who_inform_are_entered_by_the_coordinator_only() -> None:
    case = preparing()
    with pytest.raises(NotPermitted, match="coordinator enters"):
        case.do(suggested("A helper", Part.INFORMATION_GIVER), main_person())
    assert case.person(add(case, suggested("A helper", Part.INFORMATION_GIVER))).part is Part.INFORMATION_GIVER


@pytest.mark.parametrize("policy", ["nl/1", "be/1"])
def test_who_prepares_a_plan_does_not_choose_who_checks_it(policy: str) -> None:
    case = preparing(policy=policy)
    for who in (None, main_person()):
        with pytest.raises(NotPermitted, match="appoint-acceptor"):
            case.do(suggested("A helper", Part.ACCEPTOR), who)


def test_nobody_is_made_a_main_person_here() -> None:
    with pytest.raises(NotPermitted, match="consent"):
        preparing().suggest("Leo", Part.MAIN_PERSON)


@pytest.mark.parametrize("minor", [True, None])
def test_an_interpreter_is_only_entered_when_they_are_known_to_be_no_child(minor: bool | None) -> None:  # noqa: FBT001 - a table of cases
    with pytest.raises(NotReady, match="never interprets"):
        preparing().do(suggested("Aya", Part.INTERPRETER, minor=minor))


def test_sides_are_for_a_restorative_conference_and_for_its_circles_only() -> None:
    with pytest.raises(InvalidFields, match="two circles"):
        preparing().do(suggested("Leo", side=Side.HARMED))
    with pytest.raises(InvalidFields, match="two circles"):
        preparing().do(PlaceOnSide(case_id=CASE_ID, person_id=FILIP, side=Side.HARMED))
    with pytest.raises(InvalidFields, match="neither"):
        restorative().do(suggested("A helper", Part.INFORMATION_GIVER, side=Side.HARMED))


def test_whom_somebody_suggests_is_of_their_own_side() -> None:
    case = restorative()
    assert case.person(add(case, suggested("Leo", by=SAM))).side is Side.RESPONSIBLE
    assert case.person(add(case, suggested("Oma", side=Side.HARMED))).side is Side.HARMED
    assert case.person(add(case, suggested("A helper", Part.INFORMATION_GIVER, by=SAM))).side is None
    with pytest.raises(InvalidFields, match="its own people"):
        case.do(suggested("Joris", side=Side.RESPONSIBLE), main_person())


def test_on_the_other_side_nobody_stands_beside_them_any_more() -> None:
    case = restorative()
    leo = add(case, suggested("Leo", side=Side.HARMED))
    case.do(chosen(FILIP, leo))
    told = case.do(PlaceOnSide(case_id=CASE_ID, person_id=leo, side=Side.RESPONSIBLE))
    assert [type(fact) for fact in told] == [SupportPersonEnded]
    assert case.person(FILIP).care.support_person_id is None
    assert case.do(PlaceOnSide(case_id=CASE_ID, person_id=leo, side=Side.RESPONSIBLE)) == []


def test_nobody_is_suggested_once_the_meeting_opened() -> None:
    case = ready()
    case.do(StartInformationPhase(case_id=CASE_ID))
    with pytest.raises(NotAllowedNow, match="start-private-time"):
        case.suggest("Leo")


def test_a_circle_member_does_not_suggest_without_the_main_person() -> None:
    case = preparing()
    oma = case.joins("Oma")
    with pytest.raises(NotPermitted):
        case.do(SuggestParticipant(case_id=CASE_ID, contact=Contact(name="Leo"), part=Part.CIRCLE), circle_member(oma))


def test_anybody_steps_out_by_themselves_without_a_reason_and_may_say_so_twice() -> None:
    case = preparing()
    leo = case.joins("Leo")
    (told,) = case.do(steps_out(leo), circle_member(leo))
    assert isinstance(told, ParticipantSteppedOut)
    assert case.person(leo).stage is PathStage.STEPPED_OUT
    assert not case.person(leo).is_expected
    assert case.do(steps_out(leo)) == []


def test_somebody_steps_out_after_the_meeting_too_and_what_was_agreed_stays() -> None:
    case = concluded()
    (told,) = case.do(steps_out(FILIP), main_person())
    assert isinstance(told, ParticipantSteppedOut)
    assert (case.conference.stage, case.plan.stage) == (Stage.CONCLUDED, PlanStage.AGREED)


def test_nobody_says_of_somebody_else_that_they_stepped_out_but_the_coordinator() -> None:
    case = preparing()
    leo = case.joins("Leo")
    with pytest.raises(NotPermitted):
        case.do(steps_out(leo), main_person())
    with pytest.raises(NotFound):
        case.do(steps_out("f" * 32))


def test_somebody_steps_out_while_the_circle_is_alone() -> None:
    case = alone()
    oma = next(person.id for person in case.stored.values() if isinstance(person, Participant) and person.id != FILIP)
    (told,) = case.do(steps_out(oma), circle_member(oma))
    assert isinstance(told, ParticipantSteppedOut)
    assert case.conference.stage is Stage.PRIVATE_TIME


def test_who_stepped_out_has_no_say_in_the_case_any_more() -> None:
    case = preparing()
    leo = case.joins("Leo")
    case.do(steps_out(leo))
    with pytest.raises(NotPermitted, match="takes no part"):
        case.do(steps_out(leo), circle_member(leo))


def test_when_nobody_it_is_about_is_left_the_office_is_asked_to_stop_and_nobody_is_kept() -> None:
    case = with_sam(preparing())
    case.do(steps_out(SAM))
    assert case.last is not None
    assert case.last.answer is None
    (told,) = case.do(steps_out(FILIP), main_person())
    assert isinstance(told, ParticipantSteppedOut)
    assert "withdraw-request" in str(case.last.answer)
    assert case.conference.stage is Stage.PREPARING
    assert any("main person" in words for words in case.show().missing)


def test_a_restorative_conference_stops_when_a_side_does_and_nobody_hears_which() -> None:
    case = restorative()
    told = case.do(steps_out(SAM))
    assert [type(fact) for fact in told] == [ParticipantSteppedOut, ConferenceCancelled, FollowUpEnded]
    cancelled = told[1]
    assert isinstance(cancelled, ConferenceCancelled)
    assert cancelled.because is CancelledBecause.A_SIDE_STOPPED
    assert not {"harmed", "responsible", SAM} & set(cancelled.model_dump_json().replace('"', " ").split())
    assert case.conference.stage is Stage.CANCELLED


def test_a_restorative_conference_goes_on_while_somebody_of_each_side_is_heard() -> None:
    case = restorative()
    rosa = "0" * 31 + "9"
    case.stored[Participant, rosa] = replace(
        case.person(SAM), card=case.person(SAM).card.model_copy(update={"person_id": rosa})
    )
    assert [type(fact) for fact in case.do(steps_out(SAM))] == [ParticipantSteppedOut]
    assert case.conference.stage is Stage.PREPARING
    assert ConferenceCancelled in {type(fact) for fact in case.do(steps_out(rosa))}


def test_a_side_that_stops_in_the_meeting_stops_the_plan_too_and_not_where_they_were() -> None:
    case = presenting()
    case.do(DraftPlan(case_id=CASE_ID, plan=PLAN), main_person())
    restored = case.conference.dossier.model_copy(update={"conference_type": ConferenceType.RESTORATIVE})
    case.stored[Conference, CASE_ID] = replace(case.conference, dossier=restored)
    told = case.do(steps_out(FILIP), main_person())
    cancelled = told[1]
    assert isinstance(cancelled, ConferenceCancelled)
    assert cancelled.stage == "meeting"
    assert case.plan.stage is PlanStage.STOPPED
    assert case.conference.stage is Stage.CANCELLED


def test_a_side_may_also_stop_while_a_plan_is_made_without_a_meeting() -> None:
    case = restorative()
    case.stored[Conference, CASE_ID] = replace(case.conference, stage=Stage.WITHOUT_MEETING)
    told = case.do(steps_out(SAM))
    assert [type(fact) for fact in told] == [ParticipantSteppedOut, ConferenceCancelled, FollowUpEnded]
    assert case.conference.stage is Stage.CANCELLED
