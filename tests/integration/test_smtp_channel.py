"""Letters by e-mail, against a real mail server: what arrives, what does not, and never the same one twice."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import SecretStr
from sqlalchemy import select
from structlog.testing import capture_logs

from kring_notifications.app import service
from kring_notifications.hooks import ChannelAway, ChannelRefused, ChannelUnclear, Letter
from kring_notifications.plugins.smtp import Smtp, SmtpSettings
from kring_notifications.settings import Settings
from kring_notifications.store import NotificationRow
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.field import Dossier, PersonCard
from kring_shared.contracts.intake import RequesterKind, RequestReceived, RequestWithdrawn
from kring_shared.contracts.notifications import Moment
from kring_shared.contracts.sealed import Contact, Scope, scope_of
from kring_shared.kernel.clock import DrivenClock
from kring_shared.runtime import migrations
from kring_shared.runtime.database import Database
from kring_shared.runtime.keystore import SqlKeyStore
from kring_shared.runtime.lane import Lane
from kring_shared.runtime.ports import HOST, free_port
from kring_shared.runtime.routes import Delivery, Origin
from kring_shared.runtime.running import Parts, declare
from kring_shared.runtime.settings import SharedSettings
from kring_shared.runtime.settle import Setup
from kring_shared.runtime.signing import Verifier
from kring_shared.runtime.tables import ERRAND, OUTBOX
from kring_shared.runtime.timers import Timers
from kring_shared.runtime.vault import Vault
from kring_shared.testing.work import NOON
from tests.integration.mail_server import Mailbox, certificate, mail_server, one_login

CASE, FILIP, AMINA = (f"{n:032x}" for n in (1, 2, 3))
ADDRESS = "amina@voorbeeld.example"


def a_letter(**changes: Any) -> Letter:  # noqa: ANN401 - fields of the letter
    fields: dict[str, Any] = {
        "message_id": AMINA,
        "moment": Moment.PLAN,
        "language": "fr",
        "subject": "C'est prêt",
        "text": "Bonjour Amina,\n\nLe plan est écrit sur papier.\n..et voilà\n\nBien à vous,\nEigen Kracht, Gent\n",
        "contact": Contact(name="Amina", email=ADDRESS),
        "sender": "gent@kring.example",
        "sender_name": "Gent",
        "written_at": NOON,
    }
    return Letter(**(fields | changes))


def to(box: Mailbox, **settings: Any) -> Smtp:  # noqa: ANN401 - settings of the plugin
    return Smtp(SmtpSettings.model_validate({"host": HOST, "port": box.port, "security": "none"} | settings))


# ------------------------------------------------------------------------------------ the channel by itself


async def test_a_letter_arrives_as_it_was_written() -> None:
    with mail_server() as box:
        await to(box).send(a_letter())
    (mail,) = box.mails
    assert mail.get_content().replace("\r\n", "\n") == a_letter().text
    assert mail.get_content_type() == "text/plain"
    assert mail["Subject"] == "C'est prêt"
    assert mail["From"] == "Gent <gent@kring.example>"
    assert (mail["To"], box.recipients) == (ADDRESS, [ADDRESS])
    assert mail["Message-ID"] == f"<{AMINA}@kring.example>"
    assert mail["Date"].datetime == NOON


async def test_no_header_says_who_the_person_is_or_what_it_is_about() -> None:
    with mail_server() as box:
        await to(box).send(a_letter())
    headers = {name: str(value) for name, value in box.mails[0].items()}
    assert "Amina" not in str(headers)
    assert "plan" not in str(headers).lower()
    assert "Eigen Kracht" not in str(headers)
    assert set(headers) - {"X-Peer", "X-MailFrom", "X-RcptTo"} == {
        *("From", "To", "Subject", "Date", "Message-ID", "Content-Language", "Auto-Submitted"),
        *("MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
    }


async def test_a_neutral_sender_shows_no_name_and_no_office() -> None:
    with mail_server() as box:
        await to(box, neutral_sender="post@bericht.example").send(a_letter(sender_name=""))
    (mail,) = box.mails
    assert mail["From"] == "post@bericht.example"
    assert mail["Message-ID"] == f"<{AMINA}@bericht.example>"


@pytest.mark.parametrize("box", [Mailbox(refused={ADDRESS}), Mailbox(refuse_letters=True)], ids=["address", "letter"])
async def test_what_the_server_refuses_was_not_sent(box: Mailbox) -> None:
    with mail_server(box), pytest.raises(ChannelRefused) as refusal:
        await to(box).send(a_letter())
    assert refusal.value.code == "kring.channel-refused"
    assert box.mails == []


@pytest.mark.parametrize("address", ["a@x.example\r\nBcc: b@x.example", "", "a@x.example\nRCPT TO:<b@x.example>"])
async def test_an_address_that_is_none_reaches_nobody(address: str) -> None:
    with mail_server() as box, pytest.raises(ChannelRefused):
        await to(box).send(a_letter(contact=Contact(name="Amina", email=address)))
    assert box.mails == []


async def test_a_server_that_is_away_is_told_apart() -> None:
    with pytest.raises(ChannelAway):
        await to(Mailbox(port=free_port())).send(a_letter())


@pytest.mark.parametrize("box", [Mailbox(hang_up=True), Mailbox(silent=True)], ids=["hangs-up", "says-nothing"])
async def test_when_nobody_can_tell_whether_it_went_out_that_is_what_is_said(box: Mailbox) -> None:
    with mail_server(box), pytest.raises(ChannelUnclear):
        await to(box, timeout_s=0.5).send(a_letter())
    assert len(box.mails) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_letter_travels_encrypted_to_a_server_that_is_trusted(security: str, tmp_path: Path) -> None:
    trusted, shown = certificate(tmp_path)
    tls = {"ssl_context": shown}
    options: dict[str, Any] = tls if security == "tls" else {"tls_context": shown, "require_starttls": True}
    with mail_server(**options) as box:
        await to(box, security=security, ca_file=trusted).send(a_letter())
    assert len(box.mails) == 1
    assert security == "tls" or box.encrypted == [True]


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_nothing_is_given_to_a_server_that_is_not_trusted(security: str, tmp_path: Path) -> None:
    _, shown = certificate(tmp_path)
    options: dict[str, Any] = {"ssl_context" if security == "tls" else "tls_context": shown}
    with mail_server(**options) as box, pytest.raises(ChannelAway):
        await to(box, security=security).send(a_letter())
    assert box.mails == []


async def test_nothing_is_given_in_the_clear_when_the_server_offers_no_encryption() -> None:
    with mail_server() as box, pytest.raises(ChannelAway):
        await to(box, security="starttls").send(a_letter())
    assert box.mails == []


@pytest.mark.parametrize("given", ["geheim", "verkeerd"])
async def test_a_login_is_needed_where_the_server_asks_for_one(given: str, tmp_path: Path) -> None:
    trusted, shown = certificate(tmp_path)
    login = one_login("kring", "geheim")
    with mail_server(tls_context=shown, require_starttls=True, authenticator=login, auth_required=True) as box:
        channel = to(box, security="starttls", ca_file=trusted, username="kring", password=given)
        with suppress(ChannelAway):
            await channel.send(a_letter())
    assert len(box.mails) == (given == "geheim")


# ----------------------------------------------------------------------- the channel behind the service's lane


class Office:
    """Notifications at work over its own database, without a bus; `killed` and `at_work` again is a restart."""

    def __init__(self, folder: Path, box: Mailbox) -> None:
        self.database = Database(f"sqlite:///{folder}/notifications.db", service.name)
        migrations.migrate(self.database, migrations.RUNTIME, service.migrations)
        keys = Database(f"sqlite:///{folder}/vault.db", "vault")
        migrations.migrate(keys, migrations.VAULT)
        self.vault = Vault(SqlKeyStore(keys), {"*": secrets.token_bytes(32)})
        smtp = {"host": HOST, "port": box.port, "security": "none", "timeout_s": 5}
        parts = Parts(
            SharedSettings(plugin_settings={"notifications:smtp": smtp}),
            self.vault,
            Verifier(Ed25519PrivateKey.generate().public_key().public_bytes_raw()),
            DrivenClock(NOON),
            SharedSettings().offices(),
        )
        settings = Settings(database_url=SecretStr("sqlite://"))
        routes = declare(service, settings, parts).routes
        self.setup = Setup(
            service.name, routes, service.shelves, self.database, self.vault, parts.verifier, parts.clock
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
                main_persons=(self.card(FILIP, "Filip", "filip@voorbeeld.example"),),
                dossier=Dossier(policy="nl/1"),
            )
        )

    def statuses(self) -> list[str]:
        """Read where the case's messages stand, Amina's first."""
        table = NotificationRow.__table__  # type: ignore[attr-defined]  # SQLModel sets it when the class is made
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


async def until(true: Callable[[], bool]) -> None:
    """Wait until something is so; the test's own time limit ends what never is."""
    while not true():  # noqa: ASYNC110 - what it waits for stands in a database
        await asyncio.sleep(0.01)


async def test_a_request_leads_to_one_mail_each_and_nothing_personal_in_facts_or_logs(tmp_path: Path) -> None:
    with mail_server() as box, capture_logs() as lines:
        office = Office(tmp_path, box)
        async with office.at_work() as lane:
            await lane.put(office.request())
            await until(lambda: office.statuses() == ["sent", "sent"])
    assert sorted(box.recipients) == [ADDRESS, "filip@voorbeeld.example"]
    assert len(office.told("notification-sent")) == 2
    assert office.errands() == 0
    public = str([*office.told("notification"), *lines])
    assert "Amina" not in public
    assert "voorbeeld" not in public


async def test_a_refused_address_fails_and_the_other_still_goes(tmp_path: Path) -> None:
    with mail_server(Mailbox(refused={ADDRESS})) as box, capture_logs() as lines:
        office = Office(tmp_path, box)
        async with office.at_work() as lane:
            await lane.put(office.request())
            await until(lambda: office.statuses() == ["failed", "sent"])
    assert "kring.channel-refused" in office.told("notification-failed")[0]
    assert ADDRESS not in str(lines)


async def test_a_server_that_is_away_is_a_failure_with_a_code_and_is_not_tried_again(tmp_path: Path) -> None:
    office = Office(tmp_path, Mailbox(port=free_port()))
    async with office.at_work() as lane:
        await lane.put(office.request())
        await until(lambda: office.statuses() == ["failed", "failed"])
    assert all("kring.channel-away" in body for body in office.told("notification-failed"))
    assert office.errands() == 0


async def test_a_letter_is_never_sent_twice_when_the_service_is_killed_and_started_again(tmp_path: Path) -> None:
    with mail_server(Mailbox(silent=True)) as box:
        office = Office(tmp_path, box)
        async with office.at_work() as lane:
            await lane.put(office.request())
            await until(lambda: len(box.mails) == 2)  # given to the server, which does not say that it took them
        assert office.statuses() == ["queued", "queued"]
        async with office.at_work():
            await until(lambda: office.statuses() == ["failed", "failed"])
        async with office.at_work() as lane:
            await lane.put(a_fact(RequestWithdrawn(case_id=CASE, office="utrecht")))
            await until(lambda: bool(lane.idle))
    assert len(box.mails) == 2
    assert all("kring.unclear" in body for body in office.told("notification-failed"))


async def test_what_a_withdrawal_calls_back_is_not_sent_also_when_both_arrive_at_once(tmp_path: Path) -> None:
    with mail_server() as box:
        office = Office(tmp_path, box)
        withdrawal = a_fact(RequestWithdrawn(case_id=CASE, office="utrecht"))
        async with office.at_work() as lane:
            await lane.settle_now([office.request(), withdrawal])
            await until(lambda: office.statuses() == ["suppressed", "suppressed"])
            assert office.errands() == 0
    assert box.mails == []
    assert len(office.told("notification-suppressed")) == 2


async def test_an_errand_that_is_called_back_the_instant_before_it_begins_is_not_carried_out(tmp_path: Path) -> None:
    with mail_server() as box:
        office = Office(tmp_path, box)
        lane = Lane(office.setup, None)
        timers = Timers(office.setup, lane)
        await lane.settle_now([office.request()])
        seen = timers._due_errands()
        await lane.settle_now([a_fact(RequestWithdrawn(case_id=CASE, office="utrecht"))])
        for errand in seen:
            await timers._carry_out(errand)
        lane.close()
    assert len(seen) == 2
    assert box.mails == []


async def test_nothing_is_sent_to_somebody_who_was_erased_after_the_letter_was_queued(tmp_path: Path) -> None:
    with mail_server() as box:
        office = Office(tmp_path, box)
        async with office.at_work() as lane:
            request = office.request()
            office.vault.destroy(scope_of(Scope.PERSON, AMINA))
            await lane.put(request)
            await until(lambda: office.statuses() == ["suppressed", "sent"])
    assert box.recipients == ["filip@voorbeeld.example"]
