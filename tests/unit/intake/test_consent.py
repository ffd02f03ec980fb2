"""The gate: only the people open it, each for themselves; a professional can advise, and a statement opens nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kring_intake.domain import Request
from kring_intake.domain.consent import NotTheirsToGive, givers_of, has_consent
from kring_intake.process import Stage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.field import AgeBand
from kring_shared.contracts.intake import (
    AskConsent,
    ConsentGiven,
    ConsentRecorded,
    GiveConsent,
    RefuseConsent,
    SettleAuthority,
    WithdrawConsent,
    WithdrawRequest,
)
from kring_shared.contracts.rights import RIGHTS
from kring_shared.kernel.errors import InvalidFields, NotAllowedNow, NotFound, NotReady, Refused
from kring_shared.testing.work import NOON, an_actor
from tests.unit.intake.made import (
    ACCEPTOR,
    CASE,
    COORDINATOR,
    FATHER,
    FILIP,
    MOTHER,
    RACHEL,
    REQUESTER,
    a_main_person,
    a_mandate,
    a_request,
    a_triage,
    after,
    gives,
    handled,
    names,
    refuses,
    takes_back,
)
from tests.unit.intake.sent import Desk, an_event, request_of

TEENAGER = a_main_person(FILIP, AgeBand.FROM_12, MOTHER, FATHER)
CHILD = a_main_person(FILIP, AgeBand.UNDER_12, MOTHER, FATHER)


def asked(*people: object) -> Request:
    return a_request(Stage.AWAITING_CONSENT, *(people or (TEENAGER,)))  # type: ignore[arg-type]  # all main persons


def test_the_gate_opens_with_the_last_yes_and_not_before() -> None:
    request, told = after(asked(), gives(MOTHER), gives(FILIP))
    assert (request.stage, names(told)) == (Stage.AWAITING_CONSENT, ["consent-recorded", "consent-recorded"])
    request, told = handled(request, gives(FATHER), 3)
    assert (request.stage, names(told)) == (Stage.CONSENTED, ["consent-recorded", "consent-given"])
    recorded, given = told
    assert isinstance(recorded, ConsentRecorded)
    assert (recorded.giver_id, recorded.giver, recorded.purpose) == (FATHER, "legal-representative", "conference")
    assert isinstance(given, ConsentGiven)


def test_a_yes_often_comes_before_anybody_asked() -> None:
    request, _ = handled(a_request(Stage.TRIAGED), gives())
    assert request.stage is Stage.CONSENTED


def test_nobody_is_asked_before_it_was_triaged() -> None:
    for message in (AskConsent(case_id=CASE), gives(), refuses()):
        with pytest.raises(NotAllowedNow):
            handled(a_request(), message)


def test_who_said_yes_may_say_it_again_until_the_gate_is_open() -> None:
    request, told = after(asked(), gives(MOTHER), gives(MOTHER))
    assert (len(request.said), names(told)) == (1, ["consent-recorded", "consent-recorded"])
    with pytest.raises(NotAllowedNow):
        handled(a_request(Stage.CONSENTED), gives(RACHEL))


def test_the_yes_of_the_only_one_who_decides_needs_no_name() -> None:
    assert handled(asked(a_main_person(FILIP, AgeBand.FROM_16, MOTHER)), gives())[0].said[0].giver_id == FILIP


@pytest.mark.parametrize("message", [gives(), refuses()])
def test_whose_answer_it_is_has_to_be_said_where_several_decide(message: Command) -> None:
    with pytest.raises(NotReady, match="say whose answer"):
        handled(asked(), message)


def test_an_answer_without_a_name_waits_until_it_is_known_who_decides() -> None:
    with pytest.raises(NotReady, match="settle-authority"):
        handled(asked(a_main_person(RACHEL, None)), gives())


@pytest.mark.parametrize("message", [gives(MOTHER), refuses(MOTHER), takes_back(MOTHER)])
def test_nobody_can_say_yes_or_no_for_somebody_else(message: Command) -> None:
    with pytest.raises(NotTheirsToGive, match="for somebody else"):
        handled(asked(), message, actor=an_actor(Role.MAIN_PERSON, FILIP))


def test_who_signs_in_themselves_needs_no_name() -> None:
    request, _ = handled(asked(), gives(), actor=an_actor(Role.LEGAL_REPRESENTATIVE, FATHER))
    assert [said.giver_id for said in request.said] == [FATHER]


@pytest.mark.parametrize("professional", [REQUESTER, ACCEPTOR, COORDINATOR])
@pytest.mark.parametrize("message", [gives, refuses])
def test_a_professional_can_advise_and_never_consent(message: object, professional: str) -> None:
    request = a_request(Stage.TRIAGED, mandates=(a_mandate(),))
    with pytest.raises(NotTheirsToGive):
        handled(request, message(professional))  # type: ignore[operator]  # makes a command


@pytest.mark.parametrize("command", [GiveConsent, RefuseConsent, WithdrawConsent, WithdrawRequest])
def test_the_table_of_rights_gives_consent_to_the_people_and_to_the_office_that_writes_it_down(
    command: type[Command],
) -> None:
    assert set(RIGHTS[command]) == {Role.MAIN_PERSON, Role.LEGAL_REPRESENTATIVE, Role.REGIONAL_MANAGER}


def test_a_professional_who_asked_for_it_is_not_noted_as_a_holder_of_authority() -> None:
    settle = SettleAuthority(case_id=CASE, person_id=FILIP, known_holders=(REQUESTER,), all_known=True)
    with pytest.raises(NotTheirsToGive, match="can advise"):
        handled(asked(CHILD), settle)


def test_nobody_holds_authority_over_themselves() -> None:
    with pytest.raises(InvalidFields):
        handled(asked(CHILD), SettleAuthority(case_id=CASE, person_id=FILIP, known_holders=(FILIP,), all_known=True))


def test_a_holder_from_another_case_is_not_found() -> None:
    with pytest.raises(NotFound):
        handled(asked(CHILD), SettleAuthority(case_id=CASE, person_id=FILIP, known_holders=("f" * 32,)))


def test_the_parents_of_somebody_of_16_decide_nothing_and_cannot_stop_it_either() -> None:
    young = a_main_person(FILIP, AgeBand.FROM_16, MOTHER, FATHER)
    for message in (gives(MOTHER), refuses(MOTHER)):
        with pytest.raises(NotTheirsToGive):
            handled(asked(young), message)


def test_a_childs_own_yes_is_kept_and_opens_nothing() -> None:
    request, told = after(asked(CHILD), gives(FILIP), gives(MOTHER))
    assert (request.stage, names(told)) == (Stage.AWAITING_CONSENT, ["consent-recorded"] * 2)
    assert after(asked(CHILD), gives(MOTHER), gives(FATHER))[0].stage is Stage.CONSENTED


def test_an_early_yes_of_a_holder_counts_once_it_is_known_that_they_decide() -> None:
    request, _ = after(asked(a_main_person(FILIP, AgeBand.UNDER_12, MOTHER, all_known=False)), gives(MOTHER))
    assert request.stage is Stage.AWAITING_CONSENT
    settled, told = handled(request, SettleAuthority(case_id=CASE, person_id=FILIP, all_known=True), 2)
    assert (settled.stage, names(told)) == (Stage.CONSENTED, ["authority-recorded", "consent-given"])


def test_what_the_sender_says_of_consent_opens_nothing() -> None:
    statement = {"given": True, "by": "mainPerson", "on": "2026-11-19"}
    people = [{"name": "Rachel", "birthYear": 1986}]
    request = request_of(Desk().submit(an_event(consent=statement, mainPersons=people)))
    assert (request.said, has_consent(request)) == ((), False)
    triaged, told = handled(replace(request, case_id=CASE), a_triage())
    assert (triaged.stage, names(told)) == (Stage.TRIAGED, ["request-triaged"])


def test_only_what_is_asked_for_by_name_can_be_said_yes_to() -> None:
    with pytest.raises(InvalidFields, match="conference, transfer"):
        handled(asked(), gives(FILIP, "marketing"))


def test_only_a_yes_can_be_taken_back() -> None:
    with pytest.raises(Refused, match="no yes of theirs"):
        handled(asked(), takes_back(MOTHER))
    with pytest.raises(Refused, match="no yes of theirs"):
        handled(asked(), takes_back())


def test_a_yes_that_only_one_gave_is_taken_back_without_a_name() -> None:
    request, _ = after(asked(), gives(MOTHER), takes_back())
    assert [(said.giver_id, said.answer) for said in request.said] == [(MOTHER, "withdrawn")]


def test_those_it_is_about_and_their_holders_are_the_only_ones_who_are_ever_asked() -> None:
    assert givers_of(asked(CHILD, a_main_person(RACHEL))) == {
        RACHEL: "main-person",
        FILIP: "main-person",
        MOTHER: "legal-representative",
        FATHER: "legal-representative",
    }


def test_what_was_said_yesterday_is_noted_with_its_day_and_nothing_is_noted_before_it_is_said() -> None:
    yes = gives(RACHEL)
    yesterday = NOON.date() - timedelta(days=1)
    triaged = a_request(Stage.TRIAGED, a_main_person())
    consented, _ = handled(triaged, yes.model_copy(update={"said_on": yesterday}))
    assert [said.said_at.date() for said in consented.said] == [yesterday]
    with pytest.raises(InvalidFields):
        handled(triaged, yes.model_copy(update={"said_on": NOON.date() + timedelta(days=1)}))
