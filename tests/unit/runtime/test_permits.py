"""Who may ask what: every role with every message, exactly as the rights table says and not one step further."""

from dataclasses import dataclass, field
from typing import ClassVar

import pytest

from kring_shared.contracts.actor import Role
from kring_shared.contracts.catalogue import COMMANDS, QUERIES
from kring_shared.contracts.envelope import Named, Query
from kring_shared.contracts.every_service import CaseFacts
from kring_shared.contracts.rights import RIGHTS, Right
from kring_shared.kernel.errors import NotFound, NotPermitted
from kring_shared.kernel.work import Aggregate
from kring_shared.runtime.lane.permits import check_about, check_part, check_role
from kring_shared.testing.work import an_actor

EVERYTHING: tuple[type[Named], ...] = tuple({*RIGHTS, *COMMANDS.values(), *QUERIES.values()})


@dataclass(frozen=True)
class Case(Aggregate):
    """Something of an office, with people in it."""

    id: str = "1"
    office: str = "utrecht"
    version: int = 0
    people: frozenset[tuple[str, str]] = field(default_factory=frozenset)

    def parties(self) -> frozenset[tuple[str, str]]:
        return self.people


@dataclass(frozen=True)
class Shared(Aggregate):
    """Something that belongs to no office."""

    id: str = "2"
    version: int = 0


@pytest.mark.parametrize("role", Role)
def test_a_role_may_what_the_table_says_and_nothing_else(role: Role) -> None:
    actor = an_actor(role)
    for message in EVERYTHING:
        said = RIGHTS.get(message, {}).get(role)
        if said is None:
            with pytest.raises(NotPermitted, match=f"a {role} may not ask for {message.name}"):
                check_role(actor, message, "utrecht")
        else:
            assert check_role(actor, message, "utrecht") is said, message.name
            with pytest.raises(NotPermitted, match="an actor of office utrecht cannot ask office gent"):
                check_role(actor, message, "gent")


@pytest.mark.parametrize("role", Role)
def test_who_takes_part_may_in_that_role_only(role: Role) -> None:
    case = Case(people=frozenset({(role.value, "someone")}))
    check_part(an_actor(role), Right.OWN, [case])
    for other in set(Role) - {role}:
        with pytest.raises(NotPermitted, match="takes no part in this case"):
            check_part(an_actor(other), Right.OWN, [case])
    with pytest.raises(NotPermitted):
        check_part(an_actor(role, "someone-else"), Right.OWN, [case])


def test_nobody_takes_part_in_nothing() -> None:
    with pytest.raises(NotPermitted):
        check_part(an_actor(Role.COORDINATOR), Right.OWN, [])
    check_part(an_actor(), Right.OFFICE, [])


@pytest.mark.parametrize("right", Right)
def test_what_is_another_offices_is_not_there_also_for_who_takes_part_in_it(right: Right) -> None:
    theirs = Case(office="gent", people=frozenset({("coordinator", "someone")}))
    with pytest.raises(NotFound, match="nothing is known under that id in this office"):
        check_part(an_actor(Role.COORDINATOR), right, [Case(people=theirs.people), theirs])


def test_what_belongs_to_no_office_is_everybodys() -> None:
    check_part(an_actor(), Right.OFFICE, [Shared()])


class OfOneself(Query, service="shared"):
    """A question that names nobody: its answer is about whoever asks."""

    of_oneself: ClassVar[bool] = True


def test_a_question_about_oneself_needs_no_case_and_one_about_a_case_does() -> None:
    asks = an_actor(Role.COORDINATOR)
    check_about(asks, Right.OWN, OfOneself(), ())
    with pytest.raises(NotPermitted, match="takes no part in this case"):
        check_about(asks, Right.OWN, CaseFacts(case_id="a" * 32), ())


def test_a_question_about_oneself_names_no_case_and_no_person_by_which_to_ask_of_somebody_else() -> None:
    asked = {query for query in QUERIES.values() if query.of_oneself}
    assert asked
    named = {"case_id", "coordinator_id", "person_id", "actor_id", "office"}
    assert [query.kind() for query in asked if named & set(query.model_fields)] == []
    assert {right for query in asked for right in RIGHTS[query].values()} == {Right.OWN}
