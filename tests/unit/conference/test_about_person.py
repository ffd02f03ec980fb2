"""What the conference gives somebody of themselves, and how other people are named in it."""

from dataclasses import replace
from typing import Final

import pytest

from kring_conference.app import service
from kring_conference.domain.participant import Participant
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.conference import (
    Agreement,
    ChooseSupportPerson,
    RecordNeeds,
    SuggestParticipant,
)
from kring_shared.contracts.every_service import PersonData
from kring_shared.contracts.field import Part
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.kernel.errors import NotPermitted
from kring_shared.testing.work import PlainVault, an_actor
from tests.unit.conference.case import CASE_ID, FILIP, VAULT, Case, alone, circle_member, main_person, prepared
from tests.unit.conference.papers import OMA, WORDS, on_paper, put
from tests.unit.conference.people import SAM, add, apart, left_out, restorative, safe, suggested
from tests.unit.held import Lines, held, under

MANAGER: Final = an_actor(Role.REGIONAL_MANAGER)


def copy(case: Case, person_id: str, actor: Actor = MANAGER, vault: PlainVault = VAULT) -> Lines:
    return held(service, PersonData(case_id=CASE_ID, person_id=person_id), actor, case.stored.values(), vault)


def test_a_circle_member_gets_how_they_take_part_what_they_heard_and_what_they_need() -> None:
    case = prepared()
    oma = case.joins("Oma")
    case.do(safe(oma, measures="Somebody walks home with her"))
    case.do(RecordNeeds(case_id=CASE_ID, person_id=oma, comfort="A chair near the door"))
    lines = copy(case, oma, circle_member(oma))
    part = under(lines, "participation")
    assert (part["name"], part["part"], part["stage"]) == ("Oma", "circle", "comes")
    needs = under(lines, "needs")
    assert (needs["feels-safe"], needs["measures"]) == ("yes", "Somebody walks home with her")
    assert needs["comfort"] == "A chair near the door"
    assert lines["heard"][0][0] == "spoken-with"


def test_what_is_only_for_the_person_self_is_in_no_copy_that_the_office_makes() -> None:
    case = prepared()
    oma = case.joins("Oma")
    case.do(safe(oma, measures="Somebody walks home with her"))
    needs = under(copy(case, oma), "needs")
    assert (needs["feels-safe"], needs["measures"]) == ("only-for-themselves", "only-for-themselves")


def test_another_person_of_the_circle_has_no_name_unless_one_chose_them_or_everybody_knows_them() -> None:
    case = prepared()
    oma, aunt = case.joins("Oma"), case.joins("Aunt")
    case.do(ChooseSupportPerson(case_id=CASE_ID, person_id=oma, support_person_id=aunt))
    case.do(ChooseSupportPerson(case_id=CASE_ID, person_id=FILIP, support_person_id=aunt))
    assert under(copy(case, oma), "needs")["support-person"] == "Aunt"
    beside = [value for label, value in copy(case, aunt)["needs"] if label == "supports"]
    assert sorted(beside) == ["Filip", "another-person"]


def test_who_thought_of_somebody_is_named_when_that_is_the_main_person_and_no_one_else() -> None:
    case = prepared()
    oma = case.joins("Oma")
    by_filip = add(case, suggested("Uncle", by=FILIP))
    by_oma = add(case, suggested("Niece", by=oma))
    assert under(copy(case, by_filip), "participation")["thought-of-by"] == "Filip"
    assert under(copy(case, by_oma), "participation")["thought-of-by"] == "another-person"


def test_what_somebody_else_said_about_a_person_is_not_copied() -> None:
    case = prepared()
    uncle = add(case, suggested("Uncle", relation="He drinks, do not tell him", by=FILIP))
    lines = copy(case, uncle)
    assert under(lines, "participation")["relation"] == "words-of-somebody-else"
    assert "drinks" not in str(lines)


@pytest.mark.parametrize(("person_id", "by", "name"), [(FILIP, SAM, "Sam"), (SAM, FILIP, "Filip")])
def test_of_two_circles_the_other_main_person_has_no_name(person_id: str, by: str, name: str) -> None:
    case = restorative()
    case.stored[Participant, person_id] = replace(case.person(person_id), suggested_by=by)
    lines = copy(case, person_id)
    assert under(lines, "participation")["thought-of-by"] == "another-person"
    assert name not in str(lines)


def test_that_somebody_is_kept_away_or_apart_stands_in_no_copy() -> None:
    case = prepared()
    oma, uncle = case.joins("Oma"), case.joins("Uncle")
    case.do(apart(oma, FILIP))
    before = copy(case, oma)
    assert FILIP not in str(before)
    case.do(left_out(uncle))
    away = under(copy(case, uncle), "participation")
    assert away["stage"] == "left"
    assert "not-invited" not in str(copy(case, uncle))


def test_what_binds_somebody_in_the_plan_is_theirs_and_the_rest_is_the_circles() -> None:
    mine = Agreement(who="Oma", what="cooks on Fridays", people=(OMA,))
    case = on_paper(words=WORDS.model_copy(update={"agreements": (*WORDS.agreements, mine)}))
    put(case, OMA, Part.CIRCLE)
    assert copy(case, OMA, circle_member(OMA))["plan"] == [("agreement", "Oma · cooks on Fridays")]
    assert copy(case, OMA)["plan"] == [("plan", "only-for-themselves")]


def test_while_the_circle_is_alone_nothing_is_read() -> None:
    case = alone()
    assert copy(case, FILIP, main_person()) == {"participation": [("stage", "private-time")]}


def test_nobody_of_the_circle_gets_the_copy_of_another() -> None:
    case = prepared()
    oma = case.joins("Oma")
    with pytest.raises(NotPermitted):
        copy(case, FILIP, circle_member(oma))


def test_an_erased_person_reads_as_erased() -> None:
    vault = PlainVault()
    case = prepared()
    case.do(SuggestParticipant(case_id=CASE_ID, contact=Contact(name="Buurman"), part=Part.CIRCLE))
    assert case.last is not None
    assert case.last.answer is not None
    gone = str(case.last.answer["personId"])
    vault.destroy(scope_of(Scope.PERSON, gone))
    assert under(copy(case, gone, vault=vault), "participation")["name"] == "erased"
    assert copy(case, "f" * 32) == {}
