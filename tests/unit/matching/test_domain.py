"""The hard rules on who may be proposed, and who takes part in a search."""

from datetime import timedelta
from typing import Any

import pytest

from kring_matching.domain import CannotPropose
from kring_matching.process import Stage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.field import ConferenceType
from kring_shared.kernel.errors import NotIndependent, Refused
from kring_shared.testing.work import NOON
from tests.unit.matching.searches import DOSSIER, FILIP, JOOST, RACHEL, TODAY, a_coordinator, a_search

YESTERDAY = TODAY - timedelta(days=1)


def test_a_coordinator_who_may_be_proposed_has_nothing_against_them() -> None:
    assert a_coordinator().stops_for(DOSSIER, (), 1, TODAY) == ()


@pytest.mark.parametrize(
    ("changes", "load", "refused", "reason"),
    [
        ({"employer_is_helping_body": True}, 0, (), "not independent"),
        ({"screening_valid_until": YESTERDAY}, 0, (), "screening proof expired on 19-11-2026"),
        ({"scopes": (ConferenceType.COMMUNITY,)}, 0, (), "not trained for family conferences"),
        ({}, 2, (), "has 2 active cases, the most they take"),
        ({}, 0, (RACHEL,), "said no to this case, or the main person did"),
    ],
)
def test_each_hard_rule_keeps_a_coordinator_from_a_case(
    changes: dict[str, Any], load: int, refused: tuple[str, ...], reason: str
) -> None:
    (stop,) = a_coordinator(**changes).stops_for(DOSSIER, refused, load, TODAY)
    assert reason in stop
    search = a_search(refused=refused)
    with pytest.raises(CannotPropose, match=reason):
        search.proposed(a_coordinator(**changes), load, NOON, TODAY)
    assert search.stage is Stage.SEARCHING


def test_a_screening_proof_is_good_on_its_last_day() -> None:
    assert a_coordinator(screening_valid_until=TODAY).stops_for(DOSSIER, (), 0, TODAY) == ()


def test_every_reason_is_named_at_once() -> None:
    busy_and_tied = a_coordinator(employer_is_helping_body=True, maximum_load=0)
    with pytest.raises(CannotPropose, match=r"not independent; has 0 active cases"):
        a_search().proposed(busy_and_tied, 0, NOON, TODAY)


def test_while_the_type_is_not_known_yet_every_scope_fits() -> None:
    unknown = DOSSIER.model_copy(update={"conference_type": None})
    assert a_coordinator(scopes=(ConferenceType.LEARNING,)).stops_for(unknown, (), 0, TODAY) == ()


def test_a_coordinator_with_a_tie_cannot_accept() -> None:
    proposed = a_search().proposed(a_coordinator(), 0, NOON, TODAY)
    with pytest.raises(NotIndependent, match="decline with reason `tie`"):
        proposed.accepted(RACHEL, no_ties=False)


def test_only_the_coordinator_who_was_asked_can_be_accepted_or_confirmed() -> None:
    proposed = a_search().proposed(a_coordinator(), 0, NOON, TODAY)
    with pytest.raises(Refused, match="another coordinator"):
        proposed.accepted(JOOST, no_ties=True)
    with pytest.raises(Refused, match="another coordinator"):
        proposed.accepted(RACHEL, no_ties=True).confirmed(JOOST)


def test_the_main_persons_take_part_and_a_coordinator_only_while_they_are_asked() -> None:
    proposed = a_search().proposed(a_coordinator(), 0, NOON, TODAY)
    assert a_search().parties() == {(Role.MAIN_PERSON.value, FILIP)}
    assert (Role.COORDINATOR.value, RACHEL) in proposed.parties()
    assert a_coordinator().parties() == {(Role.COORDINATOR.value, RACHEL)}
