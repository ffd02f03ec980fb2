"""What people need: to be safe, at ease, supported and understood."""

import pytest

from kring_shared.contracts.conference import (
    Answered,
    CalendarAsked,
    ChooseSupportPerson,
    EndSupport,
    InterpreterNeeded,
    RecordNeeds,
    Side,
    SupportPersonChosen,
    SupportPersonEnded,
    SupportWish,
)
from kring_shared.contracts.field import Part
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NotFound, NotPermitted, Refused
from tests.unit.conference.case import (
    CASE_ID,
    FILIP,
    GUARDIAN,
    VAULT,
    Case,
    circle_member,
    main_person,
    mandate,
    preparing,
)
from tests.unit.conference.people import (
    SAM,
    a_child,
    add,
    answer,
    apart,
    interpreter,
    invited,
    left_out,
    restorative,
    safe,
    steps_out,
    suggested,
    with_sam,
)


def chosen(person_id: str, support_person_id: str) -> ChooseSupportPerson:
    return ChooseSupportPerson(case_id=CASE_ID, person_id=person_id, support_person_id=support_person_id)


def supported() -> tuple[Case, str]:
    """Make a case in which Oma stands beside Filip."""
    case = preparing()
    oma = case.joins("Oma")
    case.do(chosen(FILIP, oma), main_person())
    return case, oma


def test_safety_is_asked_of_each_and_no_fact_tells_it() -> None:
    case = preparing()
    assert case.do(safe(FILIP, feels_safe=False, measures="A neighbour fetches me.")) == []
    care = case.person(FILIP).care
    assert care.feels_safe is False
    assert care.measures is not None
    assert care.measures.scope == scope_of(Scope.PERSON, FILIP)
    assert VAULT.open(care.measures, str) == "A neighbour fetches me."
    assert case.do(safe(FILIP)) == []
    assert case.person(FILIP).care.feels_safe is True


def test_only_the_coordinator_notes_what_somebody_says_about_safety() -> None:
    with pytest.raises(NotPermitted):
        preparing().do(safe(FILIP), main_person())


def test_nobody_notes_the_safety_of_who_stepped_out() -> None:
    case = preparing()
    leo = case.joins("Leo")
    case.do(steps_out(leo))
    with pytest.raises(Refused, match="no further part"):
        case.do(safe(leo))


def test_what_makes_somebody_feel_at_ease_is_sealed_under_their_own_key_and_told_to_nobody() -> None:
    case = preparing()
    assert case.do(RecordNeeds(case_id=CASE_ID, person_id=FILIP, comfort="A walk halfway."), main_person()) == []
    care = case.person(FILIP).care
    assert care.comfort is not None
    assert care.comfort.scope == scope_of(Scope.PERSON, FILIP)
    assert care.comfort_asked


def test_asked_and_needing_nothing_is_another_thing_than_not_asked() -> None:
    case = preparing()
    case.do(RecordNeeds(case_id=CASE_ID, person_id=FILIP, calendar=True))
    assert not case.person(FILIP).care.comfort_asked
    case.do(RecordNeeds(case_id=CASE_ID, person_id=FILIP, comfort=""))
    care = case.person(FILIP).care
    assert (care.comfort, care.comfort_asked, care.calendar) == (None, True, True)


@pytest.mark.parametrize("wanted", [True, False])
def test_who_asks_for_the_day_in_their_own_calendar_is_told_of_once(wanted: bool) -> None:  # noqa: FBT001 - a yes or a no
    case = preparing()
    needs = RecordNeeds(case_id=CASE_ID, person_id=FILIP, calendar=wanted)
    case.do(needs.model_copy(update={"calendar": not wanted}))
    (told,) = case.do(needs)
    assert isinstance(told, CalendarAsked)
    assert (told.person_id, told.wanted) == (FILIP, wanted)
    assert case.do(needs) == []


def test_of_an_interpreter_only_the_language_is_told() -> None:
    case = preparing()
    needs = RecordNeeds(case_id=CASE_ID, person_id=FILIP, interpreter="ti")
    (told,) = case.do(needs)
    assert isinstance(told, InterpreterNeeded)
    assert told.language == "ti"
    assert FILIP not in told.model_dump_json()
    assert case.do(needs) == []
    assert case.do(RecordNeeds(case_id=CASE_ID, person_id=FILIP, interpreter="")) == []
    assert case.person(FILIP).care.interpreter is None


def test_a_language_is_a_tag_and_not_a_sentence() -> None:
    with pytest.raises(ValueError, match="interpreter"):
        RecordNeeds(case_id=CASE_ID, person_id=FILIP, interpreter="for his deaf mother")


def test_nobody_says_what_somebody_else_needs() -> None:
    case = preparing()
    oma = case.joins("Oma")
    with pytest.raises(NotPermitted, match="somebody else"):
        case.do(RecordNeeds(case_id=CASE_ID, person_id=oma, comfort="Tea."), main_person())


def test_people_choose_themselves_who_stands_beside_them_and_may_choose_again() -> None:
    case, oma = supported()
    fact = case.told[-1]
    assert isinstance(fact, SupportPersonChosen)
    assert (fact.person_id, fact.support_person_id) == (FILIP, oma)
    assert case.person(FILIP).care.support is SupportWish.WANTED
    assert case.do(chosen(FILIP, oma)) == []
    leo = case.suggest("Leo", Part.SUPPORT_PERSON)
    told = case.do(chosen(FILIP, leo), main_person())
    assert [type(fact) for fact in told] == [SupportPersonEnded, SupportPersonChosen]
    assert case.person(FILIP).care.support_person_id == leo


def test_a_child_chooses_and_nobody_chooses_for_a_child() -> None:
    case = preparing()
    oma, child = case.joins("Oma"), case.joins("Mila")
    a_child(case, child)
    with pytest.raises(NotPermitted):
        case.do(chosen(child, oma), main_person())
    case.do(chosen(child, oma), circle_member(child))
    assert case.person(child).care.support_person_id == oma


@pytest.mark.parametrize("part", [Part.ACCEPTOR, Part.INFORMATION_GIVER, Part.INTERPRETER])
def test_a_professional_or_an_interpreter_stands_beside_nobody(part: Part) -> None:
    case = preparing(mandate())
    other = GUARDIAN if part is Part.ACCEPTOR else add(case, suggested("Somebody", part, minor=False))
    with pytest.raises(Refused, match="suggest somebody"):
        case.do(chosen(FILIP, other))


def test_a_main_person_stands_beside_nobody_and_nobody_beside_themselves() -> None:
    case = with_sam(preparing())
    oma = case.joins("Oma")
    with pytest.raises(Refused, match="no main person"):
        case.do(chosen(FILIP, SAM))
    with pytest.raises(Refused, match="choose somebody of the circle"):
        case.do(chosen(oma, oma))
    with pytest.raises(Refused, match="professionals inform"):
        case.do(chosen(add(case, suggested("A helper", Part.INFORMATION_GIVER)), oma))
    with pytest.raises(NotFound):
        case.do(chosen(FILIP, "f" * 32))


def test_who_will_not_be_there_stands_beside_nobody_and_is_not_said_why() -> None:
    case = preparing()
    gone, barred, declined = case.joins("Gone"), case.joins("Barred"), case.joins("Declined")
    case.do(steps_out(gone))
    case.do(left_out(barred))
    answer(case, declined, Answered.DOES_NOT_COME)
    words = set()
    for person_id in (gone, barred, declined):
        with pytest.raises(Refused, match="will not be there") as refusal:
            case.do(chosen(FILIP, person_id), main_person())
        words.add(str(refusal.value))
    assert len(words) == 1


def test_of_two_who_are_kept_apart_is_said_what_is_said_of_everybody_who_will_not_be_there() -> None:
    case = preparing()
    oma, leo = case.joins("Oma"), case.joins("Leo")
    case.do(apart(oma, FILIP))
    answer(case, leo, Answered.DOES_NOT_COME)
    words = set()
    for person_id in (oma, leo):
        with pytest.raises(Refused) as refusal:
            case.do(chosen(FILIP, person_id), main_person())
        words.add(str(refusal.value))
    assert words == {"this person will not be there for them; choose somebody else"}


def test_somebody_of_the_other_side_stands_beside_nobody() -> None:
    case = restorative()
    leo = add(case, suggested("Leo", side=Side.RESPONSIBLE))
    with pytest.raises(Refused, match="other circle"):
        case.do(chosen(FILIP, leo))


def test_a_support_person_who_turns_out_to_be_a_party_is_none_any_more_and_the_person_chooses_again() -> None:
    case, oma = supported()
    (told,) = case.do(EndSupport(case_id=CASE_ID, person_id=FILIP))
    assert isinstance(told, SupportPersonEnded)
    assert (told.person_id, told.support_person_id) == (FILIP, oma)
    assert case.person(FILIP).care.support is SupportWish.WANTED
    with pytest.raises(Refused, match="choose-support-person"):
        case.do(EndSupport(case_id=CASE_ID, person_id=FILIP))


def test_support_is_ended_by_the_person_by_whoever_supports_them_or_by_the_coordinator() -> None:
    case, oma = supported()
    leo = case.joins("Leo")
    with pytest.raises(NotPermitted):
        case.do(EndSupport(case_id=CASE_ID, person_id=FILIP), circle_member(leo))
    case.do(EndSupport(case_id=CASE_ID, person_id=FILIP), circle_member(oma))
    assert case.person(FILIP).care.support_person_id is None


def test_who_wants_nobody_beside_them_has_nobody() -> None:
    case, _ = supported()
    unwanted = RecordNeeds(case_id=CASE_ID, person_id=FILIP, support=SupportWish.NOT_WANTED)
    assert [type(fact) for fact in case.do(unwanted, main_person())] == [SupportPersonEnded]
    assert case.do(unwanted) == []


@pytest.mark.parametrize("how", ["steps out", "is left out", "does not come", "is kept apart"])
def test_when_a_support_person_falls_away_the_person_is_free_to_choose_again(how: str) -> None:
    case, oma = supported()
    if how == "steps out":
        told = case.do(steps_out(oma))
    elif how == "is left out":
        told = case.do(left_out(oma))
    elif how == "does not come":
        told = answer(case, oma, Answered.DOES_NOT_COME)
    else:
        told = case.do(apart(FILIP, oma))
    assert sum(isinstance(fact, SupportPersonEnded) for fact in told) == 1
    assert case.person(FILIP).care.support_person_id is None
    assert case.person(FILIP).care.support is SupportWish.WANTED


def test_needs_of_an_interpreter_leave_the_rest_as_it_was() -> None:
    case = preparing()
    invited(case, interpreter(case))
    case.do(RecordNeeds(case_id=CASE_ID, person_id=FILIP, support=SupportWish.WANTED))
    case.do(RecordNeeds(case_id=CASE_ID, person_id=FILIP, interpreter="ar"))
    assert case.person(FILIP).care.support is SupportWish.WANTED
