"""What the portal has at hand for every visit."""

from dataclasses import dataclass, field
from datetime import datetime

from kring_portal.settings import Settings
from kring_portal.store.sessions import Sessions
from kring_portal.web.changes import Changes
from kring_shared.contracts.offices import OfficeCard
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.storage.database import Database


@dataclass(frozen=True)
class House:
    """One portal: whom it asks, what it keeps, which offices it knows."""

    settings: Settings
    client: Client
    database: Database
    offices: dict[str, OfficeCard]
    sessions: Sessions
    changes: Changes = field(default_factory=Changes)

    def now(self) -> datetime:
        """Give the time as this portal knows it."""
        return self.client.now()

    @property
    def is_secure(self) -> bool:
        """Tell whether people reach it over https."""
        return self.settings.url.startswith("https://")
