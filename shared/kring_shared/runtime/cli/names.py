"""Names that people type: services, commands and queries; found, completed, and guessed at when they are wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from kring_shared.contracts.envelope import Named

M = TypeVar("M", bound="Named")
EVERY: Final = "every"


@dataclass(frozen=True)
class Found:
    """A message that was named, and the service it goes to."""

    model: "type[Named]"
    service: str

    @property
    def name(self) -> str:
        """Give the name it is listed under: service and message."""
        return f"{self.service}.{self.model.name}"


def service_names() -> list[str]:
    """Name the services that are installed, without loading any."""
    return sorted(entry_points(group="kring.services").names)


def complete_service(incomplete: str) -> list[str]:
    """Complete a service's name for the shell."""
    return [name for name in service_names() if name.startswith(incomplete)]


def complete_command(incomplete: str) -> list[str]:
    """Complete a command's name for the shell."""
    return _complete(all_of("do"), incomplete)


def complete_query(incomplete: str) -> list[str]:
    """Complete a query's name for the shell."""
    return _complete(all_of("ask"), incomplete)


def all_of(verb: str) -> list[Found]:
    """Give everything that can be asked with `do` or `ask`, sorted; what all services answer stands there for each."""
    from kring_shared.contracts.catalogue import COMMANDS, QUERIES
    from kring_shared.contracts.envelope import Command, Query

    of: type[Named] = Command if verb == "do" else Query
    known: Mapping[str, type[Named]] = COMMANDS if verb == "do" else QUERIES
    models = {**known, **{model.kind(): model for model in _brought_along() if issubclass(model, of)}}
    found = [Found(model, model.service) for model in models.values() if model.service != EVERY]
    everywhere = [model for model in models.values() if model.service == EVERY]
    found += [Found(model, service) for service in service_names() for model in everywhere]
    return sorted(found, key=lambda one: (one.name, one.model.version))


def find(verb: str, name: str) -> Found:
    """Find a command or query by its name, with or without its service and version: `triage-request` is enough.

    Raises:
        UnknownMessage: there is none of that name, or several services have one.
    """
    from kring_shared.kernel.errors import UnknownMessage

    everything = all_of(verb)
    fitting = [one for one in everything if name in _spellings(one)]
    services = sorted({one.service for one in fitting})
    if len(services) > 1:
        raise UnknownMessage(f"{name!r} is known to several services: name one, as in {services[0]}.{name}")
    if not fitting:
        names = {one.model.name for one in everything} | {one.name for one in everything}
        near = get_close_matches(name.lower(), names, n=3, cutoff=0.6)
        hint = f"did you mean {' or '.join(sorted(near))}? " if near else ""
        raise UnknownMessage(f"no {_word(verb)} is called {name!r}: {hint}`kring {verb} --list` names them all")
    return fitting[-1]  # the newest version


def _brought_along() -> "Iterable[type[Named]]":
    """Give what services answer that the contracts do not know: those of a service somebody else made."""
    from kring_shared.contracts.catalogue import COMMANDS, QUERIES

    ours = {kind.partition(".")[0] for kind in (*COMMANDS, *QUERIES)}
    strangers = [name for name in service_names() if name not in ours]
    if not strangers:
        return ()
    from kring_shared.contracts.envelope import Command, Query
    from kring_shared.runtime.running import plugins

    found = [plugins.service(name) for name in strangers]
    return [model for one in found for model in (*one.own(Command), *one.own(Query))]


def _spellings(one: Found) -> tuple[str, ...]:
    version = f"v{one.model.version}"
    return (one.model.name, one.name, f"{one.name}.{version}", one.model.__name__)


def _complete(found: list[Found], incomplete: str) -> list[str]:
    names = dict.fromkeys(
        one.name if "." in incomplete or one.model.service == EVERY else one.model.name for one in found
    )
    return [name for name in names if name.startswith(incomplete)]


def _word(verb: str) -> str:
    return "command" if verb == "do" else "query"
