"""What intake gives somebody of themselves: in each part they play, and of other people nothing."""

from dataclasses import replace

import pytest

from kring_intake.app import service
from kring_intake.domain import Request
from kring_intake.domain.people import PersonDetails
from kring_intake.process import Stage
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.every_service import PersonData
from kring_shared.contracts.field import AgeBand
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.errors import NotPermitted
from kring_shared.testing.work import PlainVault, an_actor
from tests.unit.held import Lines, held, under
from tests.unit.intake.made import (
    ACCEPTOR,
    CASE,
    FATHER,
    FILIP,
    MOTHER,
    RACHEL,
    REQUESTER,
    a_main_person,
    a_mandate,
    a_request,
)

MANAGER = an_actor(Role.REGIONAL_MANAGER)
STRANGER = "019aa0000000700080000000000000f1"


def copy(request: Request, person_id: str, actor: Actor = MANAGER, vault: PlainVault | None = None) -> Lines:
    return held(service, PersonData(case_id=CASE, person_id=person_id), actor, [request], vault)


def test_a_main_person_gets_how_they_are_known_what_was_asked_and_what_they_said() -> None:
    person = a_main_person()
    details = PersonDetails(birth_year=1981, postal_code="3511 AA", municipality="Utrecht")
    known = replace(person, details=PlainVault().seal("utrecht", scope_of(Scope.PERSON, RACHEL), details))
    lines = copy(a_request(Stage.CONSENTED, known), RACHEL, an_actor(Role.MAIN_PERSON, RACHEL))
    assert set(lines) == {"main-person", "request", "consent"}
    about = under(lines, "main-person")
    assert (about["name"], about["email"], about["birth-year"]) == ("Rachel", "rachel@voorbeeld.example", "1981")
    asked = under(lines, "request")
    assert asked["question"] == "Hoe blijft Rachel veilig thuis?"
    assert (asked["received-on"], asked["asked-by"], asked["stage"]) == ("2026-11-20", "professional", "consented")
    assert lines["consent"] == [("said", "conference: yes, in-person, 2026-11-20")]


def test_of_two_main_persons_each_gets_their_own_and_not_the_others() -> None:
    request = a_request(Stage.CONSENTED, a_main_person(RACHEL), a_main_person(FILIP))
    assert "Filip" not in str(copy(request, RACHEL))
    assert under(copy(request, FILIP), "main-person")["name"] == "Filip"


def test_a_mandate_is_copied_for_whom_it_binds() -> None:
    request = a_request(
        Stage.CONSENTED,
        a_main_person(RACHEL),
        a_main_person(FILIP),
        mandates=(a_mandate(for_persons=(RACHEL,)),),
    )
    bound = under(copy(request, RACHEL), "mandate")
    assert (bound["condition"], bound["accepts-the-plan"]) == ("De kinderen slapen thuis", "Serge")
    assert "mandate" not in copy(request, FILIP)


def test_who_holds_authority_who_asked_and_who_accepts_are_known_in_their_own_part() -> None:
    child = a_main_person(FILIP, AgeBand.UNDER_12, MOTHER)
    request = a_request(Stage.AWAITING_CONSENT, child, mandates=(a_mandate(),))
    assert copy(request, MOTHER)["holder"][-1] == ("decides-for", "Filip")
    assert under(copy(request, REQUESTER), "requester")["name"] == "Jansen"
    assert set(copy(request, ACCEPTOR)) == {"acceptor"}
    assert copy(request, STRANGER) == {}


def test_a_parent_gets_the_copy_of_a_child_they_decide_for_and_of_nobody_else() -> None:
    mother = an_actor(Role.LEGAL_REPRESENTATIVE, MOTHER)
    small = a_main_person(FILIP, AgeBand.UNDER_12, MOTHER)
    grown = a_main_person(RACHEL, AgeBand.FROM_16, MOTHER)
    request = a_request(Stage.AWAITING_CONSENT, small, grown)
    assert under(copy(request, FILIP, mother), "main-person")["name"] == "Filip"
    assert copy(request, MOTHER, mother)["holder"]
    for other in (RACHEL, FATHER):  # from sixteen on a young person decides alone
        with pytest.raises(NotPermitted, match="their own data"):
            copy(request, other, mother)


def test_nobody_but_the_office_gets_somebody_elses_copy() -> None:
    request = a_request(Stage.CONSENTED, a_main_person(RACHEL), a_main_person(FILIP))
    with pytest.raises(NotPermitted):
        copy(request, FILIP, an_actor(Role.MAIN_PERSON, RACHEL))
    assert copy(request, FILIP, MANAGER)


def test_what_was_erased_reads_as_erased() -> None:
    vault = PlainVault()
    vault.destroy(scope_of(Scope.PERSON, RACHEL))
    lines = copy(a_request(Stage.CONSENTED), RACHEL, vault=vault)
    assert under(lines, "main-person")["name"] == "erased"
    assert "Rachel" not in str(lines["main-person"])


def test_of_a_case_that_is_not_there_nothing_is_held() -> None:
    query = PersonData(case_id="0" * 32, person_id=RACHEL)
    assert held(service, query, MANAGER, [a_request()]) == {}
