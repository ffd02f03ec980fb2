"""Carries letters out after the commit: the one place that opens an address, for as long as sending takes."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from kring_notifications.domain import DONE, ERASED
from kring_notifications.hooks import Channel, ChannelRefused, Letter
from kring_notifications.ports import Delivery
from kring_notifications.spoken_dates import spoken_day
from kring_notifications.wording import FIELDS, Fields, Wording
from kring_shared.contracts.offices import OfficeCard
from kring_shared.contracts.sealed import Contact, Erased
from kring_shared.kernel.clock import Clock
from kring_shared.kernel.work import Sealer

NO_CHANNEL = "kring.no-such-channel"
NO_OFFICE = "kring.no-such-office"


@dataclass(frozen=True)
class House:
    """Who writes: the organisation's name, its offices, and the time zone its letters speak in."""

    organisation: str
    offices: Mapping[str, OfficeCard]
    zone: ZoneInfo


class Courier:
    """Renders a letter and hands it to its channel, once."""

    def __init__(
        self, vault: Sealer, channels: Mapping[str, Channel], wording: Wording, house: House, clock: Clock
    ) -> None:
        """Take what a letter is made of."""
        self._vault, self._channels, self._wording, self._house, self._clock = vault, channels, wording, house, clock

    async def deliver(self, delivery: Delivery) -> str:
        """Carry out one delivery, and give its code; a channel that was removed meanwhile has one too."""
        channel, office = self._channels.get(delivery.channel), self._house.offices.get(delivery.office)
        if channel is None:
            return NO_CHANNEL
        if office is None:
            return NO_OFFICE
        contact = await asyncio.to_thread(self._vault.open, delivery.contact, Contact)
        if isinstance(contact, Erased):
            return ERASED
        try:
            await channel.send(self._letter(delivery, contact, office))
        except ChannelRefused as refusal:
            return refusal.code
        return DONE

    def _letter(self, delivery: Delivery, contact: Contact, office: OfficeCard) -> Letter:
        fields = self._fields(delivery, contact, office)
        subject, text = self._wording.letter(delivery.moment, delivery.language, fields)
        return Letter(
            message_id=delivery.message_id,
            moment=delivery.moment,
            language=delivery.language,
            subject=subject,
            text=text,
            contact=contact,
            sender=office.sender,
            sender_name="" if delivery.neutral_sender else office.title,
            written_at=self._clock.now(),
        )

    def _fields(self, delivery: Delivery, contact: Contact, office: OfficeCard) -> Fields:
        """Fill in what this moment's letter may say."""
        last_day = delivery.last_day
        said = {
            "name": contact.name,
            "signature": office.title if delivery.neutral_sender else f"{self._house.organisation}, {office.title}",
            "last_day": spoken_day(last_day, delivery.language) if last_day is not None else None,
        }
        if delivery.at is not None:
            said |= _spoken(delivery.at.astimezone(self._house.zone), delivery.language)
        form = FIELDS[delivery.moment]
        return form.model_validate({name: said[name] for name in form.model_fields if name in said})


def _spoken(moment: datetime, language: str) -> dict[str, str]:
    return {"day": spoken_day(moment, language), "time": f"{moment:%H:%M}"}
