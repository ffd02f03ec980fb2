"""How a letter is made at the moment it goes, and what becomes of it."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kring_notifications.courier import Courier, House
from kring_notifications.hooks import ChannelAway, ChannelRefused, ChannelUnclear, Letter
from kring_notifications.ports import Delivery
from kring_notifications.wording import load
from kring_shared.contracts.notifications import Moment
from kring_shared.contracts.offices import EXAMPLE_OFFICES
from kring_shared.contracts.sealed import Scope, scope_of
from kring_shared.kernel.clock import DrivenClock
from kring_shared.testing.work import NOON, PlainVault
from tests.unit.notifications.cases import OMA, RACHEL, FakeChannel, card

EVENING = datetime(2026, 7, 1, 17, 30, tzinfo=UTC)


def a_courier(channel: FakeChannel, vault: PlainVault | None = None) -> Courier:
    house = House("Eigen Kracht", {office.id: office for office in EXAMPLE_OFFICES}, ZoneInfo("Europe/Amsterdam"))
    return Courier(vault or PlainVault(), {channel.name: channel}, load(), house, DrivenClock(NOON))


def a_delivery(**changes: Any) -> Delivery:  # noqa: ANN401 - fields of the delivery
    fields: dict[str, Any] = {
        "message_id": RACHEL,
        "moment": Moment.DATE_REMINDER,
        "language": "nl",
        "channel": "post",
        "office": "utrecht",
        "neutral_sender": False,
        "contact": card(OMA, "Oma").contact,
        "at": EVENING,
    }
    return Delivery(**(fields | changes))


async def sent(**changes: Any) -> Letter:  # noqa: ANN401 - fields of the delivery
    post = FakeChannel("post")
    assert await a_courier(post).deliver(a_delivery(**changes)) == "kring.done"
    (letter,) = post.letters
    return letter


async def test_a_reminder_names_the_day_and_the_time_where_the_office_is() -> None:
    letter = await sent()
    assert "woensdag 1 juli 2026 om 19:30" in letter.text
    assert "Dag Oma," in letter.text
    assert letter.contact.email == "oma@voorbeeld.example"


async def test_a_letter_about_money_names_the_last_day_to_object_when_it_is_known() -> None:
    letter = await sent(moment=Moment.FUNDING_REFUSED, at=None, last_day=date(2026, 7, 1))
    assert "tot en met woensdag 1 juli 2026" in letter.text
    assert "tot en met" not in (await sent(moment=Moment.FUNDING_REFUSED, at=None)).text


async def test_a_letter_shows_who_it_is_from() -> None:
    letter = await sent()
    assert letter.text.endswith("Eigen Kracht, Utrecht\n")
    assert (letter.sender, letter.sender_name) == ("utrecht@kring.example", "Utrecht")


async def test_a_letter_with_a_neutral_sender_does_not() -> None:
    letter = await sent(neutral_sender=True)
    assert "Eigen Kracht" not in letter.text
    assert letter.sender_name == ""


@pytest.mark.parametrize("moment", Moment)
async def test_every_moment_can_be_written(moment: Moment) -> None:
    assert (await sent(moment=moment, language="fr", last_day=date(2026, 7, 1))).moment is moment


async def test_nothing_goes_to_somebody_who_was_erased() -> None:
    vault, post = PlainVault(), FakeChannel("post")
    vault.destroy(scope_of(Scope.PERSON, OMA))
    assert await a_courier(post, vault).deliver(a_delivery()) == "kring.erased"
    assert post.letters == []


@pytest.mark.parametrize("refusal", [ChannelRefused, ChannelAway, ChannelUnclear])
async def test_what_the_channel_says_becomes_the_code(refusal: type[ChannelRefused]) -> None:
    class Refusing(FakeChannel):
        async def send(self, letter: Letter) -> None:
            raise refusal(letter.text)

    assert await a_courier(Refusing("post")).deliver(a_delivery()) == refusal.code


async def test_a_channel_or_an_office_that_was_removed_meanwhile_has_a_code_of_its_own() -> None:
    courier = a_courier(FakeChannel("post"))
    assert await courier.deliver(a_delivery(channel="pigeon")) == "kring.no-such-channel"
    assert await courier.deliver(a_delivery(office="elsewhere")) == "kring.no-such-office"


async def test_a_letter_that_is_printed_by_mistake_shows_neither_words_nor_address() -> None:
    assert "oma" not in repr(await sent()).lower()
