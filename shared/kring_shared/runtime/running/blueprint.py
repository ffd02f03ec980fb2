"""Services as they declare themselves when nothing is configured and nothing runs: to publish it, and to permit it."""

from collections.abc import Iterator
from typing import Final

from pydantic import SecretStr

from kring_shared.contracts.every_service import Ready, ReadyShown
from kring_shared.contracts.offices import EXAMPLE_OFFICES
from kring_shared.kernel.clock import SystemClock
from kring_shared.runtime.bus.signing import Verifier
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.declared.service import Service
from kring_shared.runtime.running import plugins
from kring_shared.runtime.running.running import Parts, declare
from kring_shared.runtime.settings import SharedSettings
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.vault.keystore import SqlKeyStore
from kring_shared.runtime.vault.vault import Vault

NOWHERE: Final = "sqlite://"
NO_KEY: Final = bytes(32)


def declared() -> Iterator[tuple[Service, LaneBroker]]:
    """Give every installed service with its declarations, in the order of their names; nothing is opened."""
    for name in plugins.service_names():
        service = plugins.service(name)
        yield service, declared_by(service)


def declared_by(service: Service) -> LaneBroker:
    """Give what one service declares; nothing is opened."""
    vault = Vault(SqlKeyStore(Database(NOWHERE, "vault")), {})
    offices = {card.id: card for card in EXAMPLE_OFFICES}
    parts = Parts(SharedSettings.model_construct(), vault, Verifier(NO_KEY), SystemClock(), offices)
    broker = declare(service, service.settings.model_construct(database_url=SecretStr(NOWHERE)), parts)
    broker.answers(Ready, _ready)
    return broker


def _ready(_query: Ready, _reader: Reader) -> ReadyShown:
    """Tell whether the service hears, stores and tells; in a running service the runtime answers this itself."""
    raise NotImplementedError
