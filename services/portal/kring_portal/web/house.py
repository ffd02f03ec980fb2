"""What the portal has at hand for every visit."""

from dataclasses import dataclass, field
from datetime import datetime

from kring_portal.settings import Settings
from kring_portal.store.accounts import Accounts
from kring_portal.store.attempts import Attempts
from kring_portal.store.doors import Doors
from kring_portal.store.hats import Hats
from kring_portal.store.journal import Journal
from kring_portal.store.safe import Safe
from kring_portal.store.sessions import Sessions
from kring_portal.store.webhooks import Webhooks
from kring_portal.web.changes import Changes
from kring_portal.web.counting import PortalCounts
from kring_portal.web.limits import Limits
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
    safe: Safe
    changes: Changes = field(default_factory=Changes)
    counts: PortalCounts = field(default_factory=PortalCounts)
    is_demo: bool = False
    """Invented people sign in with a password alone; never set by a setting."""

    def now(self) -> datetime:
        """Give the time as this portal knows it."""
        return self.client.now()

    @property
    def is_secure(self) -> bool:
        """Tell whether people reach it over https."""
        return self.settings.url.startswith("https://")

    @property
    def accounts(self) -> Accounts:
        """Give who may sign in."""
        return Accounts(self.database)

    @property
    def webhooks(self) -> Webhooks:
        """Give where systems hear."""
        return Webhooks(self.database, self.safe)

    @property
    def hats(self) -> Hats:
        """Give who has which role."""
        return Hats(self.database)

    @property
    def doors(self) -> Doors:
        """Give what opens once."""
        return Doors(self.database)

    @property
    def attempts(self) -> Attempts:
        """Give who tried in vain."""
        return Attempts(self.database)

    @property
    def journal(self) -> Journal:
        """Give what happened at the door."""
        return Journal(self.database, self.settings.kept, self.counts.noted)

    @property
    def limits(self) -> Limits:
        """Give how often somebody may come."""
        return Limits(self.database, self.counts.limited)
