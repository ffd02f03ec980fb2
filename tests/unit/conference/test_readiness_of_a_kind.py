"""What the checklist asks of another type of conference, when it is urgent, and of what people need."""

from dataclasses import replace

import pytest

from kring_conference.domain.information import InformationNeed
from kring_conference.domain.participant import Participant
from kring_conference.process import PathStage
from kring_conference.readiness import CHECKLIST, Preparation, checklist
from kring_shared.contracts.conference import MAY_BE_LEFT_OUT, Answered, Check, Mode, Side, SupportWish
from kring_shared.contracts.field import ConferenceType, Context, Dossier, Part, Urgency
from kring_shared.contracts.policies import POLICIES, ChecklistRules
from kring_shared.contracts.sealed import Scope, scope_of
from tests.unit.conference.case import CASE_ID, FILIP, VAULT, card, prepared
from tests.unit.conference.checked import changed, of_part, preparation, with_conference, with_everyone, with_one_more

PLAIN = preparation(prepared())
OMA = of_part(PLAIN, Part.CIRCLE)
HELPER = "0" * 31 + "9"


def undone(p: Preparation) -> list[Check]:
    return [line.check for line in checklist(p) if not line.done]


def asked_of(p: Preparation) -> set[Check]:
    return {line.check for line in checklist(p)}


def of_kind(kind: ConferenceType, **dossier: object) -> Preparation:
    return with_conference(PLAIN, dossier=Dossier(policy="nl/1", conference_type=kind).model_copy(update=dossier))


def somebody(part: Part, **fields: object) -> Participant:
    return changed(OMA, card=card(HELPER, "Somebody"), part=part, told__briefed=True, **fields)


def urgent(p: Preparation) -> Preparation:
    dossier = p.conference.dossier.model_copy(update={"urgency": Urgency.URGENT})
    return with_conference(p, dossier=dossier)


def test_a_family_is_asked_nothing_that_belongs_to_another_kind() -> None:
    kinds = {Check.OPEN_INVITATION, Check.SIDES, Check.BOTH_SIDES_HEARD, Check.SCHOOL_INFORMS}
    assert asked_of(PLAIN) & kinds == set()
    assert undone(of_kind(ConferenceType.FAMILY)) == []


def test_a_street_is_invited_openly_or_by_name_and_not_everybody_has_to_answer() -> None:
    p = with_everyone(of_kind(ConferenceType.COMMUNITY), Part.CIRCLE, stage=PathStage.INVITED, answer=None)
    assert undone(p) == [Check.CIRCLE_COMES]
    assert undone(with_conference(p, invited_group=60)) == []
    nobody = replace(p, people=[of_part(p, Part.MAIN_PERSON)])
    assert set(undone(nobody)) == {Check.OPEN_INVITATION, Check.CIRCLE_COMES}
    assert undone(with_conference(nobody, invited_group=60)) == []


def test_a_restorative_conference_needs_two_sides_and_somebody_of_each_who_is_heard() -> None:
    p = of_kind(ConferenceType.RESTORATIVE)
    assert undone(p) == [Check.SIDES, Check.BOTH_SIDES_HEARD]
    p = with_everyone(with_everyone(p, Part.CIRCLE, side=Side.HARMED), Part.MAIN_PERSON, side=Side.HARMED)
    assert undone(p) == [Check.BOTH_SIDES_HEARD]
    filip = of_part(p, Part.MAIN_PERSON)
    other = changed(filip, card=card(HELPER, "The other"), side=Side.RESPONSIBLE)
    assert undone(with_one_more(p, other)) == []


@pytest.mark.parametrize("answer", [Answered.BY_LETTER, Answered.IS_REPRESENTED, Answered.DOES_NOT_COME])
def test_a_side_may_be_heard_by_a_letter_or_a_spokesperson_and_not_through_silence(answer: Answered) -> None:
    p = with_everyone(of_kind(ConferenceType.RESTORATIVE), Part.CIRCLE, side=Side.HARMED)
    p = with_everyone(p, Part.MAIN_PERSON, side=Side.RESPONSIBLE)
    harmed = changed(
        of_part(p, Part.MAIN_PERSON), card=card(HELPER, "The harmed"), side=Side.HARMED, answer=answer,
        represented_by=OMA.id,
    )  # fmt: skip
    expected = [Check.BOTH_SIDES_HEARD] if answer is Answered.DOES_NOT_COME else []
    assert undone(with_one_more(p, harmed)) == expected


def test_a_learning_conference_hears_what_the_school_knows() -> None:
    p = of_kind(ConferenceType.LEARNING)
    assert undone(p) == [Check.SCHOOL_INFORMS]
    teacher = somebody(Part.INFORMATION_GIVER)
    assert undone(with_one_more(p, teacher)) == []
    assert undone(with_one_more(p, changed(teacher, answer=Answered.DOES_NOT_COME))) == [Check.SCHOOL_INFORMS]


def test_when_it_is_urgent_the_list_is_shorter_by_what_a_policy_may_do_without_and_nothing_else() -> None:
    assert asked_of(PLAIN) - asked_of(urgent(PLAIN)) == MAY_BE_LEFT_OUT
    unsafe = with_everyone(urgent(PLAIN), Part.CIRCLE, care__feels_safe=None, told__question=0)
    assert undone(unsafe) == [Check.QUESTION_CLEAR, Check.SAFETY_ASKED]


def test_a_policy_does_without_what_it_names_also_when_there_is_time(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = ChecklistRules(leaves_out=frozenset({Check.DATES_ASKED}), urgent_leaves_out=frozenset())
    monkeypatch.setitem(POLICIES, "nl/1", POLICIES["nl/1"].model_copy(update={"checklist": rules}))
    assert Check.DATES_ASKED not in asked_of(PLAIN)
    assert Check.FOOD in asked_of(urgent(PLAIN))


def test_even_a_policy_nobody_checked_switches_off_nothing_essential(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = ChecklistRules.model_construct(leaves_out=frozenset(Check), urgent_leaves_out=frozenset(Check))
    monkeypatch.setitem(POLICIES, "nl/1", POLICIES["nl/1"].model_copy(update={"checklist": rules}))
    assert MAY_BE_LEFT_OUT.isdisjoint(asked_of(PLAIN))
    assert asked_of(PLAIN) >= {Check.QUESTION, Check.SAFETY_ASKED, Check.MAIN_PERSON_HEARD}


def test_online_nobody_needs_a_neutral_place_or_something_to_eat() -> None:
    p = with_conference(PLAIN, day__mode=Mode.ONLINE, day__neutral=False, day__no_end_time=False, day__food=False)
    assert undone(p) == []
    hybrid = with_conference(p, day__mode=Mode.HYBRID)
    assert undone(hybrid) == [Check.NEUTRAL_PLACE, Check.NO_END_TIME, Check.FOOD]


def test_who_feels_unsafe_does_not_come_in_person_and_may_come_from_afar() -> None:
    p = with_everyone(PLAIN, Part.CIRCLE, care__feels_safe=False)
    assert undone(p) == [Check.SAFETY_ASKED]
    assert undone(with_everyone(p, Part.CIRCLE, answer=Answered.COMES_REMOTE)) == []
    assert undone(with_everyone(p, Part.CIRCLE, care__feels_safe=True)) == []


def test_people_who_are_kept_apart_share_no_room_and_no_call() -> None:
    p = with_conference(PLAIN, apart=frozenset({frozenset({FILIP, OMA.id})}))
    assert undone(p) == [Check.APART]
    remote = with_everyone(p, Part.CIRCLE, answer=Answered.COMES_REMOTE)
    assert undone(remote) == [Check.APART]
    assert undone(with_conference(remote, day__mode=Mode.ONLINE)) == [Check.APART]
    assert Check.APART not in undone(with_everyone(p, Part.CIRCLE, answer=Answered.BY_LETTER))


def test_a_child_chooses_who_stands_beside_them_or_says_that_nobody_has_to() -> None:
    child = card(FILIP, "Filip").model_copy(update={"minor": True})
    p = with_everyone(PLAIN, Part.MAIN_PERSON, card=child, care__support=None)
    assert undone(p) == [Check.SUPPORT_CHOSEN]
    assert undone(with_everyone(p, Part.MAIN_PERSON, care__support=SupportWish.NOT_WANTED)) == []
    chosen = with_everyone(p, Part.MAIN_PERSON, care__support=SupportWish.WANTED, care__support_person_id=OMA.id)
    assert undone(chosen) == []
    beside_themselves = with_everyone(chosen, Part.MAIN_PERSON, care__support_person_id=FILIP)
    assert undone(beside_themselves) == [Check.SUPPORT_CHOSEN]


def test_a_support_person_who_falls_out_is_chosen_anew() -> None:
    p = with_everyone(PLAIN, Part.MAIN_PERSON, care__support=SupportWish.WANTED, care__support_person_id=HELPER)
    aunt = somebody(Part.SUPPORT_PERSON)
    assert undone(with_one_more(p, aunt)) == []
    assert undone(with_one_more(p, changed(aunt, answer=Answered.DOES_NOT_COME))) == [Check.SUPPORT_CHOSEN]


def test_an_interpreter_comes_or_listens_in_and_is_never_a_child() -> None:
    p = with_everyone(PLAIN, Part.CIRCLE, care__interpreter="tr", care__interpreter_id=HELPER)
    interpreter = somebody(Part.INTERPRETER, answer=Answered.COMES_REMOTE)
    assert undone(with_one_more(p, interpreter)) == []
    child = changed(interpreter, card=interpreter.card.model_copy(update={"minor": True}))
    assert undone(with_one_more(p, child)) == [Check.INTERPRETERS]
    assert undone(with_one_more(p, changed(interpreter, answer=Answered.DOES_NOT_COME))) == [Check.INTERPRETERS]


def test_interpreters_and_support_persons_know_the_conditions_as_well() -> None:
    dossier = Dossier(policy="nl/1", context=Context.MANDATORY)
    condition = VAULT.seal("utrecht", scope_of(Scope.CASE, CASE_ID), "School goes on.")
    p = with_conference(PLAIN, dossier=dossier, added_conditions=(condition,))
    p = replace(p, people=[changed(person, told__conditions=1) for person in p.people])
    acceptor = somebody(Part.ACCEPTOR, answer=None)
    p = with_one_more(p, changed(acceptor, card=card("0" * 31 + "8", "The guardian")))
    assert undone(p) == []
    for part in (Part.INTERPRETER, Part.SUPPORT_PERSON, Part.INFORMATION_GIVER):
        assert undone(with_one_more(p, somebody(part, told__conditions=0))) == [Check.CONDITIONS]


def test_somebody_comes_who_speaks_for_those_who_are_represented() -> None:
    p = with_everyone(PLAIN, Part.MAIN_PERSON, answer=Answered.IS_REPRESENTED)
    assert undone(p) == [Check.REPRESENTED_BY]
    assert undone(with_everyone(p, Part.MAIN_PERSON, represented_by=OMA.id)) == []
    assert undone(with_everyone(p, Part.MAIN_PERSON, represented_by=HELPER)) == [Check.REPRESENTED_BY]


def test_who_is_kept_away_for_safety_is_still_heard_by_letter() -> None:
    p = with_everyone(PLAIN, Part.MAIN_PERSON, stage=PathStage.NOT_INVITED)
    assert Check.MAIN_PERSON_HEARD in undone(p)
    assert undone(with_everyone(p, Part.MAIN_PERSON, answer=Answered.BY_LETTER)) == []


def test_who_is_kept_away_and_is_heard_through_somebody_has_somebody_who_comes() -> None:
    p = with_everyone(PLAIN, Part.MAIN_PERSON, stage=PathStage.NOT_INVITED, answer=Answered.IS_REPRESENTED)
    assert undone(p) == [Check.REPRESENTED_BY]
    assert undone(with_everyone(p, Part.MAIN_PERSON, represented_by=OMA.id)) == []


def test_what_the_circle_wants_to_know_is_answered_by_a_professional_who_comes() -> None:
    words = VAULT.seal("utrecht", scope_of(Scope.CASE, CASE_ID), "What may school do?")
    p = with_conference(PLAIN, information=(InformationNeed("0" * 32, words, giver_id=HELPER),))
    assert undone(p) == [Check.INFORMATION_ANSWERED]
    teacher = somebody(Part.INFORMATION_GIVER)
    assert undone(with_one_more(p, teacher)) == []
    assert undone(with_one_more(p, changed(teacher, stage=PathStage.STEPPED_OUT))) == [Check.INFORMATION_ANSWERED]


def test_between_two_meetings_the_circle_says_itself_when_it_goes_on() -> None:
    p = with_conference(PLAIN, day__options=())
    assert undone(p) == [Check.DATES_ASKED]
    assert undone(with_conference(p, room__meeting=1)) == []


def test_the_checklist_leads_with_the_question_and_ends_with_the_day() -> None:
    assert CHECKLIST[0].check is Check.QUESTION
    assert CHECKLIST[-1].check is Check.FOOD
