"""Where an older version of a fact is heard, every newer one is heard as well: readers first, then tellers."""

from collections.abc import Collection, Iterable

import pytest

from kring_shared.contracts.catalogue import FACTS
from kring_shared.contracts.envelope import Fact
from kring_shared.runtime.declared.routes import Origin, Route
from kring_shared.runtime.declared.service import Service
from kring_shared.runtime.published.schemas import example_of
from kring_shared.runtime.running.blueprint import declared_by
from tests.architecture.tree import SERVICES, declared
from tests.resilience import two_versions
from tests.resilience.two_versions import GuestAdmitted, GuestAdmittedV2


def newer(fact: type[Fact], known: Iterable[type[Fact]]) -> list[type[Fact]]:
    """Give the later versions of a fact, in order."""
    found = [one for one in known if (one.service, one.name) == (fact.service, fact.name)]
    return sorted((one for one in found if one.version > fact.version), key=lambda one: one.version)


def problems(routes: Collection[Route], known: Iterable[type[Fact]]) -> list[str]:
    """Say which later versions are not heard, and which older ones are not read as the latest."""
    heard, known = {route.model: route for route in routes}, list(known)
    found = []
    for fact, route in heard.items():
        later = newer(fact, known) if issubclass(fact, Fact) else []
        found += [f"{one.kind()} is not heard" for one in later if one not in heard]
        if later and not _read_as_latest(route, later[-1]):
            found.append(f"{fact.kind()} is not read as version {later[-1].version}")
    return found


def _read_as_latest(route: Route, latest: type[Fact]) -> bool:
    older = route.model.model_validate(example_of(route.model))
    read = route.read(older.to_json())
    same = ("case_id", "office", "occurred_at", "by")
    return type(read) is latest and all(getattr(read, name) == getattr(older, name) for name in same)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_hears_every_version_that_is_known(service: str) -> None:
    _, broker = declared()[service]
    assert problems(broker.routes.of(Origin.FACT).values(), FACTS.values()) == []


def routes_of(service: Service) -> Collection[Route]:
    """Give what a service hears."""
    return declared_by(service).routes.of(Origin.FACT).values()


def test_a_reader_that_was_forgotten_is_named() -> None:
    known: list[type[Fact]] = [GuestAdmitted, GuestAdmittedV2]
    assert problems(routes_of(two_versions.reader(2)), known) == []
    assert problems(routes_of(two_versions.reader(1)), known) == [
        "porter.guest-admitted.v2 is not heard",
        "porter.guest-admitted.v1 is not read as version 2",
    ]
