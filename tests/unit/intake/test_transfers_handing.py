"""What one office hands to another: everything that is needed there, nobody twice, no id, nothing that was erased."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kring_intake.domain import MainPerson, MergedIn, PersonDetails, Request, Voice
from kring_intake.domain.consent import deciders_of, has_consent
from kring_intake.process import Stage
from kring_intake.translation.dossier import dossier_of, request_of_dossier
from kring_shared.contracts.field import AgeBand, Dossier, RequesterKind
from kring_shared.contracts.intake import (
    ConsentMethod,
    DuplicateSuspected,
    Giver,
    HandedDossier,
    LegalDeadlineNear,
    NotAskedBecause,
    Purpose,
)
from kring_shared.contracts.offices import EXAMPLE_OFFICES
from kring_shared.contracts.policies import BE, NL
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.kernel.coordination import Coordination
from kring_shared.kernel.ids import derived_id
from kring_shared.kernel.work import Work
from kring_shared.testing.work import NOON, PlainVault, a_work
from tests.unit.intake.made import (
    ACCEPTOR,
    CASE,
    COORDINATOR,
    FATHER,
    FILIP,
    MOTHER,
    RACHEL,
    REQUESTER,
    a_card,
    a_main_person,
    a_mandate,
    a_request,
    said,
)
from tests.unit.intake.two_offices import APART, HERE, THERE, Backbone, offer, yes

GENT = next(office for office in EXAMPLE_OFFICES if office.id == THERE)
AMERSFOORT = next(office for office in EXAMPLE_OFFICES if office.id == "amersfoort")
OLD_IDS = (CASE, REQUESTER, RACHEL, FILIP, MOTHER, FATHER, ACCEPTOR)


def handed(request: Request, vault: PlainVault | None = None) -> tuple[HandedDossier, Request, Work]:
    """Hand a request from Utrecht to Gent; give the dossier, the request there, and the room it was made in."""
    vault = vault or PlainVault()
    dossier = dossier_of(request, a_work("intake", request, office=HERE, vault=vault))
    there = a_work("intake", office=THERE, vault=vault, cause=derived_id(CASE, "there"))
    return dossier, request_of_dossier(dossier, GENT, there), there


def name_of(person: MainPerson) -> str:
    contact = PlainVault().open(person.card.contact, Contact)
    assert isinstance(contact, Contact)
    return contact.name


def a_family() -> Request:
    """Make a request about two children of one father; he asked, is one it is about, and accepts for a body too."""
    father = a_main_person(FATHER)
    children = (
        a_main_person(FILIP, AgeBand.UNDER_12, FATHER, MOTHER, voice=Voice(asked=True)),
        a_main_person(RACHEL, AgeBand.FROM_12, FATHER, discerning=True),
    )
    request = a_request(Stage.RECEIVED, *children, father, mandates=(a_mandate(for_persons=(RACHEL,)),))
    return replace(request, requester=father.card, requester_kind=RequesterKind.MAIN_PERSON)


def test_everything_the_other_office_needs_goes_along() -> None:
    details = PersonDetails(birth_year=1986, postal_code="3511 AA", municipality="Utrecht", side="responsible")
    sealed = PlainVault().seal(HERE, scope_of(Scope.PERSON, RACHEL), details)
    person = replace(a_main_person(), details=sealed)
    received = NOON - timedelta(days=40)
    request = replace(
        a_request(Stage.IN_PREPARATION, person, mandates=(a_mandate(),)),
        received_at=received,
        neutral_sender=True,
        coordination=Coordination(COORDINATOR),
    )
    _, there, _ = handed(request)
    assert (there.received_at, there.neutral_sender, there.channel) == (received, True, "transfer")
    assert (there.stage, there.office, there.coordinator_id) == (Stage.RECEIVED, "gent", None)
    assert name_of(there.main_persons[0]) == "Rachel"
    assert there.main_persons[0].details is not None
    assert PlainVault().open(there.main_persons[0].details, PersonDetails) == details
    assert there.main_persons[0].age_band is AgeBand.ADULT
    assert there.question is not None
    assert PlainVault().open(there.question, str) == "Hoe blijft Rachel veilig thuis?"
    [mandate] = there.mandates
    [condition] = mandate.conditions
    assert PlainVault().open(condition, str) == "De kinderen slapen thuis"
    assert mandate.acceptor is not None
    assert mandate.acceptor.person_id != ACCEPTOR


def test_nothing_of_it_is_under_an_old_id_or_an_old_key() -> None:
    request = replace(a_family(), question=a_request().question)
    dossier, there, _ = handed(request)
    assert not any(old in dossier.model_dump_json() for old in OLD_IDS)
    assert not any(old in repr(there) for old in OLD_IDS)
    assert there.question is not None
    scopes = {there.question.scope, *(c.scope for m in there.mandates for c in m.conditions)}
    assert scopes == {f"case/{there.case_id}"}


def test_the_coordinator_goes_along_for_the_people_may_wish_that_they_stay() -> None:
    started = replace(a_request(Stage.IN_PREPARATION), coordination=Coordination(COORDINATOR))
    assert handed(started)[1].previous_coordinator_id == COORDINATOR
    once_more = replace(a_request(), previous_coordinator_id=COORDINATOR)
    assert handed(once_more)[1].previous_coordinator_id == COORDINATOR


def test_a_coordinator_who_is_kept_away_does_not_go_along() -> None:
    kept_away = replace(a_request(Stage.IN_PREPARATION), coordination=Coordination(COORDINATOR, withheld=True))
    assert handed(kept_away)[1].previous_coordinator_id is None
    again = replace(kept_away, previous_coordinator_id=COORDINATOR)
    assert handed(again)[1].previous_coordinator_id is None


def test_from_the_netherlands_to_flanders_the_policy_changes_and_the_old_one_is_kept() -> None:
    _, there, _ = handed(a_request(policy=NL.id))
    assert (there.dossier.policy, there.dossier.previous_policy) == (BE.id, NL.id)
    child = a_request(Stage.RECEIVED, a_main_person(FILIP, AgeBand.FROM_12, MOTHER), policy=NL.id)
    assert deciders_of(child) == frozenset({FILIP, MOTHER})
    assert deciders_of(handed(child)[1]) is None  # there it is by discernment, which nobody has looked at yet


def test_between_offices_of_one_policy_there_is_no_old_one() -> None:
    work = a_work("intake", office="amersfoort")
    dossier = dossier_of(a_request(policy="nl/2"), work)
    policy = request_of_dossier(dossier, AMERSFOORT, work).dossier
    assert (policy.policy, policy.previous_policy) == ("nl/2", "")


def test_who_plays_several_parts_stays_one_person() -> None:
    dossier, there, _ = handed(a_family())
    filip, rachel, father = there.main_persons
    assert there.requester == father.card
    assert filip.holders[0] == father.card == rachel.holders[0]
    assert filip.holders[1].person_id not in {father.id, filip.id, rachel.id}
    assert dossier.requester_place == 2
    assert len({person.id for person in there.main_persons}) == 3
    assert there.mandates[0].for_persons == (rachel.id,)


def test_two_people_of_one_name_stay_two() -> None:
    son = a_main_person(FILIP, AgeBand.UNDER_12, FATHER)
    twin = a_card(FATHER, "Filip")
    _, there, _ = handed(a_request(Stage.RECEIVED, replace(son, holders=(twin,))))
    [person] = there.main_persons
    assert person.holders[0].person_id != person.id


def test_what_a_child_was_asked_goes_along() -> None:
    not_asked = Voice(asked=False, because=NotAskedBecause.TOO_YOUNG)
    people = [a_main_person(p, AgeBand.UNDER_12, MOTHER, voice=v) for p, v in ((FILIP, not_asked), (RACHEL, None))]
    _, there, _ = handed(a_request(Stage.RECEIVED, *people))
    assert [person.voice for person in there.main_persons] == [not_asked, None]


def test_a_yes_that_holds_goes_along_with_its_giver_and_its_day() -> None:
    yes_of_both = (said(FILIP), said(MOTHER), said(MOTHER, purpose=Purpose.SPECIAL_DATA))
    child = a_main_person(FILIP, AgeBand.FROM_12, MOTHER, discerning=True)
    request = a_request(Stage.CONSENTED, child, answers=yes_of_both)
    _, there, _ = handed(request)
    [filip] = there.main_persons
    mother = filip.holders[0].person_id
    assert {(s.purpose, s.giver_id, s.giver) for s in there.said} == {
        (Purpose.CONFERENCE, filip.id, Giver.MAIN_PERSON),
        (Purpose.CONFERENCE, mother, Giver.LEGAL_REPRESENTATIVE),
        (Purpose.SPECIAL_DATA, mother, Giver.LEGAL_REPRESENTATIVE),
    }
    assert {(s.method, s.said_at) for s in there.said} == {(ConsentMethod.IN_PERSON, NOON)}
    assert has_consent(there)


def test_a_yes_to_this_transfer_or_to_the_offices_beside_this_one_stays_behind() -> None:
    answers = tuple(said(purpose=purpose) for purpose in Purpose)
    _, there, _ = handed(a_request(Stage.CONSENTED, answers=answers))
    assert {s.purpose for s in there.said} == set(Purpose) - {Purpose.TRANSFER, Purpose.CROSS_OFFICE}


def test_who_does_not_take_part_any_more_stays_behind_with_what_was_about_them_alone() -> None:
    people = (replace(a_main_person(FILIP), left_out=True), a_main_person(RACHEL))
    mandates = (a_mandate(for_persons=(FILIP,)), a_mandate(for_persons=(FILIP, RACHEL), kind="ocj"))
    answers = (said(FILIP), said(RACHEL))
    dossier, there, _ = handed(a_request(Stage.CONSENTED, *people, mandates=mandates, answers=answers))
    [rachel] = there.main_persons
    assert "Filip" not in dossier.model_dump_json()
    assert [(mandate.kind, mandate.for_persons) for mandate in there.mandates] == [("ocj", (rachel.id,))]
    assert [s.giver_id for s in there.said] == [rachel.id]


def test_what_a_merged_request_brought_along_binds_there_too_and_its_keys_go_here() -> None:
    brought = replace(MergedIn("019aa0000000700080000000000000a2"), mandates=(a_mandate(for_persons=("f" * 32,)),))
    backbone = Backbone(*APART, requests=(replace(a_request(), merged_in=(brought,)),))
    backbone.do(offer())
    backbone.deliver()
    backbone.do(yes(backbone), THERE)
    backbone.deliver()
    [there] = backbone.requests(THERE)
    assert [(mandate.kind, mandate.for_persons) for mandate in there.mandates] == [("youthCourt", ())]
    erased = {one.scope for work in backbone.works for one in work.erased}
    assert f"person/{ACCEPTOR}" in erased


@pytest.mark.parametrize("who", [REQUESTER, RACHEL, MOTHER, ACCEPTOR])
def test_who_was_erased_here_is_erased_there_and_keeps_their_place(who: str) -> None:
    child = a_main_person(RACHEL, AgeBand.UNDER_12, MOTHER)
    request = a_request(Stage.CONSENTED, child, mandates=(a_mandate(),))
    vault = PlainVault()
    vault.destroy(scope_of(Scope.PERSON, who))
    dossier, there, work = handed(request, vault)
    [person] = there.main_persons
    cards = {REQUESTER: there.requester, RACHEL: person.card, MOTHER: person.holders[0]}
    if who == ACCEPTOR:
        assert there.mandates[0].acceptor is None
        assert work.erased == []
    else:
        assert [one.scope for one in work.erased] == [cards[who].contact.scope]
    assert len(person.holders) == 1
    assert len(there.said) == len(request.said)
    assert dossier.main_persons[0].contact is None or who != RACHEL


def test_a_question_or_condition_that_was_erased_is_left_out() -> None:
    vault = PlainVault()
    vault.destroy(f"case/{CASE}")
    _, there, _ = handed(a_request(mandates=(a_mandate(),)), vault)
    assert there.question is None
    assert [mandate.conditions for mandate in there.mandates] == [()]


def test_the_legal_deadlines_of_its_mandates_are_waited_for_there() -> None:
    due = date(2027, 3, 1)
    mandate = a_mandate().model_copy(update={"legal_deadline": due})
    backbone = Backbone(*APART, requests=(a_request(mandates=(mandate,)),))
    backbone.do(offer())
    backbone.deliver()
    backbone.do(yes(backbone), THERE)
    backbone.deliver()
    [there] = backbone.requests(THERE)
    near = [one for work in backbone.works for one in work.reminders if isinstance(one.deadline, LegalDeadlineNear)]
    assert [(one.office, one.deadline.case_id) for one in near] == [(THERE, there.case_id)]
    assert backbone.names(THERE) == ["transfer-accepted", "request-received", "legal-deadline-set"]


def test_a_dossier_keeps_what_triage_found_out() -> None:
    request = a_request(Stage.CONSENTED)
    dossier = handed(request)[1].dossier
    assert dossier.model_dump(exclude={"policy", "previous_policy"}) == Dossier.model_validate(
        request.dossier
    ).model_dump(exclude={"policy", "previous_policy"})


def test_whoever_is_known_there_already_is_pointed_out_when_the_dossier_comes() -> None:
    details = PersonDetails(birth_year=2016, postal_code="3511 AA", municipality="Utrecht")
    sealed = PlainVault().seal(HERE, scope_of(Scope.PERSON, FILIP), details)
    child = replace(a_main_person(FILIP, AgeBand.UNDER_12, MOTHER), details=sealed)
    backbone = Backbone(*APART, requests=(a_request(Stage.RECEIVED, child),))
    first = handed_over(backbone)
    again = replace(a_request(Stage.RECEIVED, child), version=1)
    backbone.of(HERE).kept[Request, CASE] = again  # the same child, referred to the old office once more
    backbone.vault = PlainVault()
    second = handed_over(backbone)
    assert first != second
    [suspected] = [fact for fact in backbone.told if isinstance(fact, DuplicateSuspected)]
    assert (suspected.office, suspected.case_id, suspected.other_id) == (THERE, second, first)


def handed_over(backbone: Backbone) -> str:
    """Hand the request over; give the newest request there."""
    backbone.do(offer())
    backbone.deliver()
    backbone.do(yes(backbone), THERE)
    backbone.deliver()
    return backbone.requests(THERE)[-1].case_id
