"""The channels that come with Kring, as far as no server is needed, and what stops the start."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError
from structlog.testing import capture_logs

from kring_notifications.app import service
from kring_notifications.domain import AddressKind
from kring_notifications.hooks import Channel, Letter
from kring_notifications.plugged import chosen
from kring_notifications.plugins.console import Console
from kring_notifications.plugins.smtp import Smtp, SmtpSettings, written
from kring_notifications.settings import Settings
from kring_shared.contracts.notifications import Moment, Way
from kring_shared.contracts.offices import EXAMPLE_OFFICES
from kring_shared.contracts.sealed import Contact
from kring_shared.kernel.clock import DrivenClock
from kring_shared.kernel.errors import WrongSetup
from kring_shared.kernel.plugins import NoSettings
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.service import Surroundings
from kring_shared.runtime.running import plugins
from kring_shared.runtime.settings import SharedSettings
from kring_shared.testing.work import NOON, PlainVault
from tests.unit.notifications.facts import RACHEL

LETTER = Letter(
    message_id=RACHEL,
    moment=Moment.PLAN,
    language="fr",
    subject="C'est prêt",
    text="Bonjour Oma,\n\nLe plan est écrit sur papier.\n",
    contact=Contact(name="Oma", email="oma@voorbeeld.example"),
    sender="utrecht@kring.example",
    sender_name="Utrecht",
    written_at=NOON,
)


async def test_the_console_writes_one_line_that_says_nothing_about_anybody() -> None:
    console = Console(NoSettings())
    assert console.can_reach(())
    with capture_logs() as lines:
        await console.send(LETTER)
    assert lines == [
        {
            "event": "notifications.slip",
            "log_level": "info",
            "message_id": RACHEL,
            "moment": "plan",
            "language": "fr",
        }
    ]


def test_mail_is_only_for_who_has_an_address_and_where_there_is_a_server() -> None:
    off, on = Smtp(SmtpSettings()), Smtp(SmtpSettings(host="127.0.0.1", security="none"))
    assert not off.can_reach((AddressKind.EMAIL,))
    assert on.can_reach((AddressKind.EMAIL, AddressKind.PHONE))
    assert not on.can_reach((AddressKind.PHONE, AddressKind.POSTAL))


def test_a_password_is_not_given_over_an_open_connection() -> None:
    with pytest.raises(ValidationError, match="encrypted connection"):
        SmtpSettings(host="mail.example", security="none", username="kring", password=SecretStr("geheim"))


def test_certificates_that_cannot_be_read_stop_the_start(tmp_path: Path) -> None:
    broken = tmp_path / "ca.pem"
    broken.write_text("no certificate")
    for file in (broken, tmp_path / "nowhere.pem"):
        with pytest.raises(WrongSetup, match="ca_file"):
            Smtp(SmtpSettings(host="mail.example", ca_file=file))


def test_every_letter_with_the_same_id_is_the_same_mail() -> None:
    first, second = written(LETTER, LETTER.sender), written(LETTER, LETTER.sender)
    assert first["Message-ID"] == second["Message-ID"] == f"<{RACHEL}@kring.example>"
    assert bytes(first) == bytes(second)


def test_every_channel_is_found_by_its_entry_point_and_says_how_it_comes_to_people() -> None:
    found: dict[str, Channel] = plugins.load(service, SharedSettings())
    ways = {name: channel.way for name, channel in found.items()}
    assert all(isinstance(way, Way) for way in ways.values())
    ours = {"apprise": Way.TEXT, "console": Way.EMAIL, "letter": Way.LETTER, "sms": Way.TEXT, "smtp": Way.EMAIL}
    assert (ours | {"webhook": Way.SYSTEM}).items() <= ways.items()
    assert {name for name, channel in found.items() if channel.disturbs} >= {"sms"}
    assert [channel.name for channel in found.values()] == list(found)


def test_the_channels_of_a_fresh_kring_are_all_plugged_in() -> None:
    wanted = Settings(database_url=SecretStr("sqlite://")).channels
    assert list(chosen(wanted, plugins.load(service, SharedSettings()))) == ["smtp", "sms", "letter", "webhook"]


def wired(plugged: dict[str, Channel] | None = None, **settings: Any) -> LaneBroker:  # noqa: ANN401 - any setting
    broker = LaneBroker("nats://127.0.0.1:1")
    around = Surroundings(
        Settings(database_url=SecretStr("sqlite://"), **({"channels": ("smtp",)} | settings)),
        {office.id: office for office in EXAMPLE_OFFICES},
        {"console": Console(NoSettings()), "smtp": Smtp(SmtpSettings())} if plugged is None else plugged,
        PlainVault(),
        DrivenClock(NOON),
    )
    service.subscribe(broker, around)
    return broker


def test_every_errand_has_somebody_who_carries_it_out() -> None:
    assert set(wired().routes.runners) == {"deliver", "look-after", "forget"}


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"channels": ("pigeon", "console")}, "pigeon; plugged in: console, smtp"),
        ({"time_zone": "Europe/Atlantis"}, "is no time zone"),
        ({"time_zone": "../etc/passwd"}, "is no time zone"),
        ({"templates": Path("/nowhere/at/all")}, "KRING_NOTIFICATIONS_TEMPLATES"),
    ],
)
def test_a_setting_that_is_wrong_stops_the_start_and_says_which(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(WrongSetup, match=words):
        wired(**settings)


def test_a_template_of_the_office_that_is_wrong_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "nl").mkdir()
    (tmp_path / "nl" / "plan.txt").write_text("{name} {signature} {question}\n")
    with pytest.raises(WrongSetup, match="question"):
        wired(templates=tmp_path)
