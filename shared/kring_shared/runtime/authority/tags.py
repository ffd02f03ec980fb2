"""What a credential says of whoever has it: which offices, which system, which consumers."""

import re
from dataclasses import dataclass
from typing import Final

from kring_shared.kernel.errors import Refused
from kring_shared.runtime.authority.roles import ADMIN, DESK, LINE, PORTAL, SYSTEM
from kring_shared.runtime.running import plugins
from kring_shared.runtime.running.running import durable_of

ALL_OFFICES: Final = "*"
TOKEN: Final = re.compile(r"[a-z][a-z0-9-]{1,30}")
DOMAIN: Final = re.compile(r"[A-Za-z0-9_-]{1,32}")


@dataclass(frozen=True)
class Wanted:
    """What somebody is let in for."""

    offices: tuple[str, ...] = ()
    """Offices by id; `*` alone is every office. A line is of one office; an admin of none."""
    system: str = ""
    """What a referring system is called in subjects."""
    domain: str = "hub"
    """JetStream domain of the hub, for services of an office on a leaf node, and for its line."""


def tags_of(role: str, wanted: Wanted) -> tuple[str, ...]:
    """Write what is wanted as tags.

    Raises:
        Refused: a role cannot have that; the message says what it needs.
    """
    _check(role, wanted)
    offices = _tags("office", wanted.offices)
    if role == ADMIN:
        return ()
    if role == DESK:
        return offices
    if role == PORTAL:
        return (*offices, *_tags("durable", [durable_of_portal(wanted.offices)]))
    if role == SYSTEM:
        return (*offices, f"system:{wanted.system}")
    at_the_hub = f"domain:{wanted.domain}"
    if role == LINE:
        across = [durable_of(plugins.service(name), wanted.offices) for name in plugins.service_names()]
        return (*offices, at_the_hub, *_tags("durable", across), *_tags("inbox", across))
    return (*offices, at_the_hub, *_tags("durable", _durables(role, wanted.offices)))


def usual_name(role: str, wanted: Wanted) -> str:
    """Give the name to let somebody in under when nobody names another.

    A service behind a line must have this one: the hub lets its answers through under the name of its consumer.
    """
    return "_".join([wanted.system or role, *(office for office in wanted.offices if office != ALL_OFFICES)])


def durable_of_portal(offices: tuple[str, ...]) -> str:
    """Name the consumer by which the portal reads receipts: the portal, and its offices when not all."""
    return "_".join([PORTAL, *(office for office in offices if office != ALL_OFFICES)])


def receipts_filters(system: str, offices: tuple[str, ...]) -> list[str]:
    """Name the subjects of a referring system's receipts."""
    return [f"kring.{office}.receipts.{system}" for office in offices]


def _durables(role: str, offices: tuple[str, ...]) -> tuple[str, ...]:
    """Name a service's consumers: of all its offices in one process, and of each by itself when replicas share them."""
    service = plugins.service(role)
    together = durable_of(service, offices)
    return tuple(dict.fromkeys([together, *(durable_of(service, (office,)) for office in offices)]))


def _tags(kind: str, values: "tuple[str, ...] | list[str]") -> tuple[str, ...]:
    return tuple(f"{kind}:{value}" for value in values)


def _check(role: str, wanted: Wanted) -> None:
    if role == ADMIN:
        if wanted.offices or wanted.system:
            raise Refused("an admin is for the whole bus: name no office and no system")
        return
    every = wanted.offices == (ALL_OFFICES,)
    if not wanted.offices or not (every or all(map(TOKEN.fullmatch, wanted.offices))):
        raise Refused(f"a {role} is let in for offices: name them by id, or * alone for all of them")
    if role == LINE and (every or len(wanted.offices) != 1):
        raise Refused("a line is of one office: name that one")
    if (role == SYSTEM) != bool(wanted.system) or (wanted.system and not TOKEN.fullmatch(wanted.system)):
        raise Refused("a referring system, and nobody else, needs a name of 2 to 31 small letters, digits and -")
    if not DOMAIN.fullmatch(wanted.domain):
        raise Refused("a JetStream domain holds 1 to 32 letters, digits, _ and -")
