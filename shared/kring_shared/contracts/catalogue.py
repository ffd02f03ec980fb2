"""Every message there is, by kind: what `kring do` knows, what is published, what a fact on the bus is read with.

The catalogue is read off the contract modules: whoever writes a class there has put it in the catalogue.
"""

from collections.abc import Iterator
from types import ModuleType
from typing import Final, TypeVar

from kring_shared.contracts import conference, every_service, intake, matching, notifications, registry
from kring_shared.contracts.envelope import Command, Fact, Named, Query

M = TypeVar("M", bound=Named)

MODULES: Final[tuple[ModuleType, ...]] = (intake, matching, conference, notifications, registry, every_service)
"""One module for each service that tells, and one for what every service answers."""


def written_in(module: ModuleType, of: type[M]) -> Iterator[type[M]]:
    """Give the messages of a kind that a contract holds, in the order it names them; what it imports is left out."""
    for value in vars(module).values():
        here = isinstance(value, type) and value.__module__.startswith(module.__name__)
        if here and issubclass(value, of):
            yield value


def _by_kind(of: type[M]) -> dict[str, type[M]]:
    found: dict[str, type[M]] = {}
    for model in (model for module in MODULES for model in written_in(module, of)):
        if found.setdefault(model.kind(), model) is not model:
            raise ValueError(f"two messages of one kind: {model.kind()}")
    return dict(sorted(found.items()))


FACTS: Final = _by_kind(Fact)
"""Kind (`intake.request-received.v1`) to class, every fact, sorted."""
COMMANDS: Final = _by_kind(Command)
"""Kind to class, every command; those of `every` are answered by each service under its own name."""
QUERIES: Final = _by_kind(Query)
"""Kind to class, every query; those of `every` are answered by each service under its own name."""
