"""What the circle wants to know, who answers it, and professionals who know their role."""

import pytest

from kring_shared.contracts.conference import (
    AssignInformationNeed,
    BriefProfessional,
    DeclareReady,
    InformationGiverBriefed,
    InformationNeedRecorded,
    RecordInformationNeed,
)
from kring_shared.contracts.field import Part
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NotAllowedNow, NotFound, NotPermitted, NotReady, Refused
from tests.unit.conference.case import (
    CASE_ID,
    FILIP,
    GUARDIAN,
    VAULT,
    Case,
    circle_member,
    guardian,
    main_person,
    mandate,
    prepared,
    preparing,
    presenting,
)

NEED = RecordInformationNeed(case_id=CASE_ID, need="What may the school decide?")
NOWHERE = "0" * 31 + "f"


def need_id(case: Case) -> str:
    case.do(NEED)
    assert case.last is not None
    assert case.last.answer is not None
    return str(case.last.answer["needId"])


def assign(need: str, giver: str) -> AssignInformationNeed:
    return AssignInformationNeed(case_id=CASE_ID, need_id=need, giver_id=giver)


def brief(person_id: str) -> BriefProfessional:
    return BriefProfessional(case_id=CASE_ID, person_id=person_id)


def test_what_the_circle_wants_to_know_is_sealed_under_the_case_and_gets_an_id() -> None:
    case = preparing()
    first, second = need_id(case), need_id(case)
    assert first != second
    recorded = case.told[-1]
    assert isinstance(recorded, InformationNeedRecorded)
    assert (recorded.need_id, recorded.need.scope) == (second, scope_of(Scope.CASE, CASE_ID))
    assert VAULT.open(recorded.need, str) == NEED.need
    assert [need.need_id for need in case.conference.information] == [first, second]


def test_the_circle_asks_itself_and_a_professional_does_not_ask_for_it() -> None:
    case = preparing(mandate("School goes on."))
    oma = case.joins("Oma")
    case.do(NEED, main_person())
    case.do(NEED, circle_member(oma))
    with pytest.raises(NotPermitted):
        case.do(NEED, guardian())
    assert len(case.conference.information) == 2


def test_a_professional_who_informs_or_accepts_answers_it_and_another_may_take_it_over() -> None:
    case = preparing(mandate("School goes on."))
    teacher = case.suggest("The teacher", Part.INFORMATION_GIVER)
    need = need_id(case)
    for giver in (GUARDIAN, teacher):
        assert case.do(assign(need, giver)) == []
        assert [need.giver_id for need in case.conference.information] == [giver]


def test_the_circle_itself_an_unknown_person_or_who_left_answers_nothing() -> None:
    case = preparing()
    need = need_id(case)
    teacher = case.suggest("The teacher", Part.INFORMATION_GIVER)
    with pytest.raises(Refused, match="only a professional informs"):
        case.do(assign(need, FILIP))
    with pytest.raises(NotFound, match="in this case"):
        case.do(assign(need, NOWHERE))
    with pytest.raises(NotFound, match="show-conference"):
        case.do(assign(NOWHERE, teacher))
    case.stored[type(case.person(teacher)), teacher] = case.person(teacher).goes_on(with_them=False)
    with pytest.raises(Refused, match="find another"):
        case.do(assign(need, teacher))


def test_a_professional_hears_once_what_their_role_is() -> None:
    case = preparing()
    teacher = case.suggest("The teacher", Part.INFORMATION_GIVER)
    (briefed,) = case.do(brief(teacher))
    assert briefed == InformationGiverBriefed(case_id=CASE_ID, person_id=teacher).stamped(
        "utrecht", case.now, briefed.by
    )
    assert case.person(teacher).told.briefed
    assert case.do(brief(teacher)) == []


def test_nobody_of_the_circle_is_briefed_to_leave() -> None:
    with pytest.raises(Refused, match="only a professional"):
        preparing().do(brief(FILIP))


def test_only_the_coordinator_finds_who_answers_and_briefs() -> None:
    case = preparing()
    teacher = case.suggest("The teacher", Part.INFORMATION_GIVER)
    for command in (assign(need_id(case), teacher), brief(teacher)):
        with pytest.raises(NotPermitted):
            case.do(command, main_person())


def test_nothing_of_it_is_arranged_once_the_circle_met() -> None:
    case = presenting()
    for command in (NEED, assign(NOWHERE, FILIP), brief(FILIP)):
        with pytest.raises(NotAllowedNow):
            case.do(command)


def test_the_meeting_waits_until_somebody_who_comes_answers_what_the_circle_asked() -> None:
    case = prepared()
    need = need_id(case)
    with pytest.raises(NotReady, match="assign-information-need"):
        case.do(DeclareReady(case_id=CASE_ID))
    case.do(assign(need, case.joins("The teacher", Part.INFORMATION_GIVER)))
    case.do(DeclareReady(case_id=CASE_ID))
