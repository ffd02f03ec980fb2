"""Notifications at work with a real mail server and without a bus: it can be stopped at any moment."""

import asyncio
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import SecretStr
from sqlalchemy import select

from kring_notifications.app import service
from kring_notifications.settings import Settings
from kring_notifications.store.notification import NotificationRow
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.field import Dossier, PersonCard
from kring_shared.contracts.intake import RequesterKind, RequestReceived
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.kernel.clock import DrivenClock
from kring_shared.runtime.bus.signing import Verifier
from kring_shared.runtime.declared.routes import Delivery, Origin
from kring_shared.runtime.lane.lane import Lane
from kring_shared.runtime.lane.settle import Setup
from kring_shared.runtime.lane.timers import Timers
from kring_shared.runtime.running.running import Parts, declare
from kring_shared.runtime.server.ports import HOST
from kring_shared.runtime.settings import SharedSettings
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.shelves import table_of
from kring_shared.runtime.storage.tables import ERRAND, OUTBOX
from kring_shared.runtime.vault.keystore import SqlKeyStore
from kring_shared.runtime.vault.vault import Vault
from kring_shared.testing.work import NOON
from tests.integration.mail_server import Mailbox
from tests.unit.notifications.letters import ADDRESS, AMINA

CASE, FILIP = (f"{n:032x}" for n in (1, 2))
FILIPS = "filip@voorbeeld.example"


class Office:
    """Notifications at work over its own database, without a bus; `killed` and `at_work` again is a restart."""

    def __init__(self, folder: Path, box: Mailbox) -> None:
        self.database = Database(f"sqlite:///{folder}/notifications.db", service.name)
        migrations.migrate(self.database, migrations.RUNTIME, service.migrations)
        keys = Database(f"sqlite:///{folder}/vault.db", "vault")
        migrations.migrate(keys, migrations.VAULT)
        self.vault = Vault(SqlKeyStore(keys), {"*": secrets.token_bytes(32)})
        self.clock = DrivenClock(NOON)
        smtp = {"host": HOST, "port": box.port, "security": "none", "timeout_s": 5}
        parts = Parts(
            SharedSettings(plugin_settings={"notifications:smtp": smtp}),
            self.vault,
            Verifier(Ed25519PrivateKey.generate().public_key().public_bytes_raw()),
            self.clock,
            SharedSettings().offices(),
        )
        settings = Settings(database_url=SecretStr("sqlite://"))
        routes = declare(service, settings, parts).routes
        self.setup = Setup(
            service=service.name,
            routes=routes,
            shelves=service.shelves,
            database=self.database,
            vault=self.vault,
            verifier=parts.verifier,
            clock=parts.clock,
        )

    @asynccontextmanager
    async def at_work(self) -> AsyncGenerator[Lane]:
        """Work until the context ends; whatever is on its way then is dropped where it stands, as by kill -9."""
        lane = Lane(self.setup, None)
        timers = Timers(self.setup, lane)
        loops = [asyncio.create_task(loop) for loop in (lane.run(), timers.run())]
        try:
            yield lane
        finally:
            dropped = [*loops, *timers._errands]
            for task in dropped:
                task.cancel()
            await asyncio.gather(*dropped, return_exceptions=True)
            lane.close()

    def card(self, person_id: str, name: str, email: str) -> PersonCard:
        contact = Contact(name=name, email=email)
        sealed = self.vault.seal("utrecht", scope_of(Scope.PERSON, person_id), contact)
        self.vault.flush()
        return PersonCard(person_id=person_id, contact=sealed, languages=("nl",))

    def request(self) -> Delivery:
        """Give the fact that Amina asked for a conference about Filip."""
        return a_fact(
            RequestReceived(
                case_id=CASE,
                office="utrecht",
                requester_kind=RequesterKind.CLOSE_PERSON,
                requester=self.card(AMINA, "Amina", ADDRESS),
                main_persons=(self.card(FILIP, "Filip", FILIPS),),
                dossier=Dossier(policy="nl/1"),
            )
        )

    def statuses(self) -> list[str]:
        """Read where the case's messages stand, Amina's first."""
        table = table_of(NotificationRow)
        with self.database.read() as tx:
            return list(tx.execute(select(table.c.status).order_by(table.c.person_id.desc())).scalars())

    def told(self, kind: str) -> list[str]:
        """Read the facts of a kind from the outbox."""
        with self.database.read() as tx:
            return list(tx.execute(select(OUTBOX.c.body).where(OUTBOX.c.type.contains(kind))).scalars())

    def errands(self) -> int:
        """Count what is still to be carried out."""
        with self.database.read() as tx:
            return len(tx.execute(select(ERRAND.c.id)).all())


def a_fact(fact: Fact) -> Delivery:
    return Delivery(secrets.token_hex(16), fact.kind(), fact.to_json(), Origin.FACT, "utrecht")
