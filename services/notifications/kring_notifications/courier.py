"""Carries messages out after the commit: the one place that opens an address, for as long as sending takes."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, Protocol

import structlog

from kring_notifications.breaker import Breaker
from kring_notifications.domain import WITH_A_DAY, is_too_late
from kring_notifications.domain.link_secret import secret_of
from kring_notifications.hooks import (
    LADDER,
    Channel,
    ChannelAway,
    ChannelBusy,
    ChannelRefused,
    ChannelUnclear,
    Follows,
    Forgets,
    Letter,
)
from kring_notifications.house import House
from kring_notifications.ports import (
    AT_NIGHT,
    DONE,
    ERASED,
    OTHER_WORDS,
    RESTING,
    TOO_LATE,
    VAULT_AWAY,
    Delivery,
    Forget,
    LookAfter,
)
from kring_notifications.wording import Choice, Wording, is_right_to_left
from kring_notifications.wording.names import shown
from kring_notifications.wording.spoken_dates import spoken_day
from kring_shared.contracts.notifications import Moment, Way
from kring_shared.contracts.sealed import Contact, Erased
from kring_shared.kernel.appointment import Appointment, appointment_file, appointment_uid
from kring_shared.kernel.clock import Clock
from kring_shared.kernel.errors import NotYet
from kring_shared.kernel.work import Sealer
from kring_shared.runtime.logs import fault_of

log = structlog.get_logger()
NO_CHANNEL: Final = "kring.no-such-channel"
NO_OFFICE: Final = "kring.no-such-office"
NO_WORDS: Final = "kring.no-words"
UNCLEAR: Final = ChannelUnclear.code
NOTHING_NEW: Final = "kring.nothing-new"
_CODE: Final = re.compile(r"[a-z0-9.-]{1,60}")


class Courier:
    """Puts a message into words and hands it to its channel, once."""

    def __init__(
        self, vault: Sealer, channels: Mapping[str, Channel], wording: Wording, house: House, clock: Clock
    ) -> None:
        """Take what a message is made of."""
        self._vault, self._channels, self._wording, self._house, self._clock = vault, channels, wording, house, clock
        self._breakers: defaultdict[str, Breaker] = defaultdict(Breaker)

    def at_once(self, channel: str) -> int:
        """Give how many messages a channel takes at the same time."""
        found = self._channels.get(channel)
        return 1 if found is None else found.at_once

    async def deliver(self, delivery: Delivery) -> str:
        """Carry out one delivery, and give its code; a channel that was removed meanwhile has one too."""
        channel = self._channels.get(delivery.channel)
        if channel is None:
            return NO_CHANNEL
        if because := self._must_wait(delivery, channel):
            return because
        try:
            contact = await asyncio.to_thread(self._vault.open, delivery.contact, Contact)
            code = await asyncio.to_thread(self._vault.open, delivery.form.code, str) if delivery.form else ""
        except NotYet:
            return VAULT_AWAY
        if isinstance(contact, Erased) or isinstance(code, Erased):
            return ERASED
        return await self._give(delivery, shown(contact), code, channel)

    async def look_after(self, asked: LookAfter) -> str:
        """Ask a channel what became of a message, and give a code for it."""
        channel: object = self._channels.get(asked.channel)
        if not isinstance(channel, Follows):
            return NO_CHANNEL
        arrived = await channel.became(asked.sending_id or asked.message_id)
        return NOTHING_NEW if arrived is None else f"kring.{arrived}"

    async def forget(self, asked: Forget) -> str:
        """Have every channel that can take away what is left of messages."""
        for channel in self._channels.values():
            forgets: object = channel
            if isinstance(forgets, Forgets):
                await forgets.forget(asked.sending_ids)
        return DONE

    def _must_wait(self, delivery: Delivery, channel: Channel) -> str:
        """Say why it does not go now: its office went, we were down for too long, or the words were changed."""
        now = self._clock.now()
        if delivery.office not in self._house.offices:
            return NO_OFFICE
        if is_too_late(delivery.moment, delivery.before, now):
            return TOO_LATE
        if channel.disturbs and self._house.may_write_at(delivery.office, now, delivery.before) > now:
            return AT_NIGHT
        if channel.way is Way.SYSTEM:
            return ""
        live = self._house.is_live(delivery.office)  # it may have become so while the message waited for the morning
        is_right = self._wording.has(delivery.moment, _chosen(delivery), channel.way, live=live)
        return "" if is_right else OTHER_WORDS

    async def _give(self, delivery: Delivery, contact: Contact, code: str, channel: Channel) -> str:
        try:
            letter = self._letter(delivery, channel, contact, code)
        except (KeyError, ValueError):  # words that lack what they say; a person tells it, and sees the code
            return NO_WORDS
        breaker = self._breakers[channel.name]
        if not breaker.may_try(self._clock.now()):
            return RESTING
        well = False
        try:
            await channel.send(letter)
            well = True
        except ChannelRefused as refusal:
            well = not isinstance(refusal, ChannelAway | ChannelUnclear)  # a clear no is an answer too
            return _told(refusal)
        except Exception as error:  # noqa: BLE001 - whatever a plugin raises, it may have gone out before
            log.warning("notifications.channel.failed", channel=channel.name, **fault_of(error))
            return UNCLEAR
        finally:  # also when it is cut off: a try of which nothing is heard would keep the channel at rest for good
            breaker.went(self._clock.now(), well=well)
        return DONE

    def _letter(self, delivery: Delivery, channel: Channel, contact: Contact, code: str) -> Letter:
        card, neutral = self._house.offices[delivery.office], delivery.neutral_sender
        said = self._words(delivery, channel, contact, code)
        return Letter(
            message_id=delivery.sent_as,
            moment=delivery.moment,
            language=delivery.language,
            subject=said[0],
            text=said[1],
            contact=contact,
            sender=card.sender,
            sender_name="" if neutral else card.title,
            written_at=self._clock.now().astimezone(self._house.quiet.zone),
            office=delivery.office,
            right_to_left=is_right_to_left(delivery.language),
            preview=self._wording.preview(delivery.language) if said[0] else "",
            letterhead=None if neutral else self._house.letterhead(delivery.office),
            calendar=self._calendar(delivery, contact),
            calendar_method=_method(delivery) if delivery.calendar else "",
            large_print=delivery.large_print,
            reference=delivery.reference,
            case_id=delivery.case_id,
        )

    def _words(self, delivery: Delivery, channel: Channel, contact: Contact, code: str) -> tuple[str, str]:
        """Give subject and text; another organisation's system reads no words."""
        if channel.way is Way.SYSTEM:
            return "", ""
        known = known_of(
            delivery,
            contact.name,
            delivery.language,
            self._wording,
            self._house,
            neutral=delivery.neutral_sender,
        )
        if code:
            where = self._house.where_to_answer(delivery.office, neutral=delivery.neutral_sender)
            known |= {"code": code, "marks": LADDER, "where": where}
        worded = self._wording.say(delivery.moment, _chosen(delivery), channel.way, known)
        return worded.subject, self._with_link(worded.text, delivery)

    def _with_link(self, text: str, delivery: Delivery) -> str:
        """Put the personal link in, where there is one; its secret is made here, and stands nowhere before."""
        link, live = delivery.link, self._house.is_live(delivery.office)
        if link is None or not self._house.portal or not self._wording.says_where(delivery.language, live=live):
            return text
        where = self._house.link(secret_of(self._vault, delivery.office, link.seed))
        last_day = spoken_day(link.closes_at.astimezone(self._house.quiet.zone), delivery.language)
        return self._wording.with_link(text, delivery.language, where, last_day)

    def _calendar(self, delivery: Delivery, contact: Contact) -> bytes | None:
        """Give the day for their calendar; never where it is, since others may read along."""
        if not delivery.calendar or delivery.moment not in WITH_A_DAY:
            return None
        return appointment_file(
            Appointment(
                uid=appointment_uid(delivery.case_id, delivery.person_id),
                sequence=delivery.sequence,
                written_at=self._clock.now(),
                starts_at=delivery.at,
                is_on=_method(delivery) == "REQUEST",
                time_zone=self._house.quiet.zone.key,
                answered=False,
                language=delivery.language,
                email=contact.email,
            )
        )


class Speaks(Protocol):
    """What a message speaks of, on its way or waiting to be told."""

    @property
    def office(self) -> str:
        """Give in whose name."""

    @property
    def at(self) -> datetime | None:
        """Give the moment it speaks of, where it does."""

    @property
    def last_day(self) -> date | None:
        """Give until when something can be done, where it says so."""

    @property
    def count(self) -> int | None:
        """Give how many, where it says so."""


def known_of(
    what: Speaks, name: str, language: str, wording: Wording, house: House, *, neutral: bool
) -> dict[str, object]:
    """Give all that the words of a message may say, the same in a letter and where it is read out."""
    here = what.at and what.at.astimezone(house.quiet.zone)
    return {
        "name": name,
        "signature": wording.nobody(language) if neutral else house.signature(what.office),
        "count": what.count,
        "last_day": spoken_day(what.last_day, language) if what.last_day else None,
        **({"day": spoken_day(here, language), "time": f"{here:%H:%M}"} if here else {}),
    }


def _told(refusal: ChannelRefused) -> str:
    """Give the code of a refusal; a plugin's own that is none, and so may hold an answer or an address, is left out."""
    if _CODE.fullmatch(refusal.code) and refusal.code not in {DONE, ERASED}:
        return refusal.code
    kinds = (ChannelUnclear, ChannelBusy, ChannelAway)
    return next((kind.code for kind in kinds if isinstance(refusal, kind)), ChannelRefused.code)


def _chosen(delivery: Delivery) -> Choice:
    return Choice(delivery.language, delivery.wording, delivery.wished)


def _method(delivery: Delivery) -> str:
    if delivery.moment not in WITH_A_DAY:
        return ""
    return "REQUEST" if delivery.at is not None and delivery.moment is not Moment.STOPPED else "CANCEL"
