"""What a service says on the bus, for tests that hold what it hears, or does not."""

from kring_shared.contracts.envelope import Command, Fact, Named, Query
from kring_shared.runtime.declared.service import Service
from kring_shared.runtime.running.blueprint import declared_by


def heard(service: Service) -> tuple[type[Fact], ...]:
    """Give the facts a service declares that it hears."""
    return declared_by(service).routes.heard()


def asked(service: Service) -> tuple[type[Named], ...]:
    """Give the commands and queries that its contract names after a service."""
    return (*service.own(Command), *service.own(Query))
