"""Nothing is told that nobody tells, heard that nobody hears, or declared in one place and not in the other."""

import ast

import pytest

from kring_shared.contracts.catalogue import COMMANDS, FACTS, QUERIES
from kring_shared.contracts.envelope import Command, Deadline, Fact, Named, Query, Reach
from kring_shared.contracts.every_service import (
    CaseFacts,
    ListDeadLetters,
    ListEmergencies,
    PersonData,
    Ready,
    RetryDeadLetter,
    WhoLooked,
)
from kring_shared.contracts.intake import (
    TransferAccepted,
    TransferHandedOver,
    TransferOffered,
    TransferRecalled,
    TransferRefused,
)
from kring_shared.contracts.matching import (
    LoanEnded,
    LoanOffered,
    LoanRefused,
    LoanRequested,
    LoanTaken,
    LoanWithdrawn,
)
from kring_shared.contracts.rights import RIGHTS
from kring_shared.contracts.route import ROUTE, RouteStep
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.routes import Origin
from tests.architecture.tree import (
    SERVICES,
    declared,
    names_used,
    package_of,
    parsed,
    room,
    sources,
    subclasses_in_contracts,
)

EVERYWHERE: frozenset[type[Named]] = frozenset(
    {Ready, CaseFacts, ListDeadLetters, RetryDeadLetter, WhoLooked, ListEmergencies, PersonData}
)
"""Answered by every service alike."""
MAY_LEAVE_THE_OFFICE: frozenset[type[Fact]] = frozenset(
    {
        TransferOffered,
        TransferAccepted,
        TransferRefused,
        TransferRecalled,
        TransferHandedOver,
        LoanRequested,
        LoanOffered,
        LoanRefused,
        LoanTaken,
        LoanEnded,
        LoanWithdrawn,
    }
)
"""Facts that may travel on the backbone. One is added only when it tells nothing of anybody's life, not even under a
stable id: handshakes of a loan or transfer, availability without reasons, policies, templates, counts."""

each_service = pytest.mark.parametrize("service", SERVICES)
TOLD = {fact for service, _ in declared().values() for fact in service.own(Fact)}


@each_service
def test_every_fact_a_service_hears_is_told_by_some_service(service: str) -> None:
    assert set(declared()[service][1].routes.heard()) - TOLD == set()


@each_service
def test_what_the_code_of_a_service_makes_of_facts_is_what_it_hears_and_tells(service: str) -> None:
    found, broker = declared()[service]
    used = names_used([*room(service, "handlers"), *room(service, "domain")]) & {f.__name__ for f in FACTS.values()}
    heard, told = ({fact.__name__ for fact in facts} for facts in (broker.routes.heard(), found.own(Fact)))
    assert told - used == set()
    assert used - told - heard == set()


@each_service
def test_every_deadline_of_a_service_comes_back_to_it(service: str) -> None:
    found, broker = declared()[service]
    ours = {deadline for deadline in subclasses_in_contracts(Deadline) if deadline.service == found.name}
    assert {route.model for route in broker.routes.of(Origin.DEADLINE).values()} == ours


def test_every_command_and_query_is_answered_by_the_service_it_is_named_after() -> None:
    answered = {(name, message) for name, (_, broker) in declared().items() for message in answered_by(broker)}
    wanted = {(m.service, m) for m in (*COMMANDS.values(), *QUERIES.values()) if m not in EVERYWHERE}
    assert answered == wanted | {(name, message) for name in SERVICES for message in EVERYWHERE}


def answered_by(broker: LaneBroker) -> set[type[Named]]:
    done = {route.model for route in broker.routes.of(Origin.COMMAND).values()}
    return done | {asked.model for asked in broker.routes.queries.values()}


def test_every_command_and_query_has_its_row_in_the_rights_table_and_no_row_is_without_one() -> None:
    asked = {*COMMANDS.values(), *QUERIES.values()} - {Ready}
    assert set(RIGHTS) == asked
    assert [message.kind() for message, roles in RIGHTS.items() if not roles] == []


@pytest.mark.parametrize("step", ROUTE, ids=lambda step: step.title)
def test_each_step_of_the_route_is_closed_by_the_service_that_takes_it(step: RouteStep) -> None:
    assert set(step.closes) <= set(declared()[step.service][0].own(Fact))
    assert step.opens in TOLD


def test_no_fact_leaves_its_office_unless_it_stands_on_the_list() -> None:
    assert {fact for fact in FACTS.values() if fact.reach is Reach.BACKBONE} == MAY_LEAVE_THE_OFFICE


@each_service
def test_no_message_is_written_outside_the_contracts(service: str) -> None:
    kinds = {Fact.__name__, Command.__name__, Query.__name__, Deadline.__name__}
    found = [
        node.name
        for path in sources(package_of(service))
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef) and kinds & {ast.unparse(base).rpartition(".")[2] for base in node.bases}
    ]
    assert found == []
