"""The registry, wired: the only place that knows all of it."""

from kring_registry.process.asked import ASKED
from kring_registry.process.breach import BREACH
from kring_registry.process.claim import CLAIM
from kring_registry.process.erasure import ERASURE
from kring_registry.process.registration import REGISTRATION
from kring_registry.process.satisfaction import SATISFACTION
from kring_registry.queries.about_person import about_person
from kring_registry.settings import Settings
from kring_registry.store import SHELVES, RegistryTable
from kring_registry.subscribers import subscribe
from kring_shared.contracts import registry
from kring_shared.runtime.declared.service import Service

service = Service(
    name="registry",
    subscribe=subscribe,
    contract=registry,
    shelves=SHELVES,
    metadata=RegistryTable.metadata,
    migrations="kring_registry.migrations",
    processes=(
        REGISTRATION,
        ERASURE,
        SATISFACTION,
        CLAIM,
        BREACH,
        ASKED,
    ),
    settings=Settings,
    about_person=about_person,
)
