"""Sends short messages to telephones, by an HTTP gateway that keeps to the recorded contract (docs/sms-gateway.md)."""

import json
from collections.abc import Collection
from datetime import timedelta
from typing import Final

import structlog

from kring_notifications.domain import AddressKind
from kring_notifications.hooks import ChannelAway, ChannelBusy, ChannelRefused, ChannelUnclear, Letter
from kring_notifications.plugins.over_http import LATER, Answer, Line, Rest, judge
from kring_notifications.plugins.phone_numbers import number_for_texts
from kring_notifications.plugins.sms.parts import parts_of
from kring_notifications.plugins.sms.settings import SmsSettings
from kring_shared.contracts.notifications import Arrived, Way

log = structlog.get_logger()

SET_UP: Final = LATER | {401, 403, 404, 405, 407}
"""What the gateway does not take for a reason that is not in this message: our token, our address, our haste."""
IN_HAND: Final = frozenset({409})
"""It is busy with this very message."""
BECAME: Final = {"delivered": Arrived.DELIVERED, "failed": Arrived.BOUNCED, "expired": Arrived.BOUNCED}
LOOKS: Final = (timedelta(minutes=2), timedelta(minutes=30), timedelta(hours=6), timedelta(hours=26))


class Sms:
    """Gives each text to the gateway over one client that stays open.

    It can promise: nothing goes out in the clear, to a landline, or with another word than the short message itself;
    and what it calls away or refused never left. It cannot promise that a text arrives: the gateway's `delivered` is
    the network's word for a telephone that took it, and whose hands hold that telephone nobody knows. When a
    connection breaks after a text was given, nobody can tell whether it went out. With a gateway that keeps to
    `Idempotency-Key` it is then sent again and arrives once; with any other, a person looks.
    """

    name = "sms"
    way = Way.TEXT
    disturbs = True
    at_once = 8
    patience: tuple[timedelta, ...] = (
        timedelta(minutes=2),
        timedelta(minutes=15),
        timedelta(hours=1),
        timedelta(hours=6),
    )

    def __init__(self, settings: SmsSettings) -> None:
        """Prepare; nothing is opened.

        Raises:
            WrongSetup: the certificates cannot be read.
        """
        self._settings, self._rest = settings, Rest()
        self._line = Line("sms", settings.timeout_s, settings.ca_file)
        self.repeatable = settings.idempotent
        self.looks_after: tuple[timedelta, ...] = LOOKS if settings.asks_after else ()

    def can_reach(self, kinds: Collection[AddressKind]) -> bool:
        """Reach who has a telephone, when there is a gateway."""
        return bool(self._settings.url) and AddressKind.PHONE in kinds

    async def send(self, letter: Letter) -> None:
        """Give one text to the gateway.

        Raises:
            ChannelAway: it was not reached, did not know us, or asked for patience (`ChannelBusy`).
            ChannelRefused: the number takes no texts, the text is too long, or the gateway does not take it.
            ChannelUnclear: it was given, and no answer came that says what became of it.
        """
        given = self._written(letter)
        self._rest.keep(letter.written_at)
        headers = {"content-type": "application/json", "idempotency-key": letter.message_id, **self._login()}
        answer = await self._line.ask("POST", f"{self._settings.url}/messages", headers, given)
        try:
            judge(answer, self._rest, letter.written_at, away=SET_UP, unclear=IN_HAND)
        except ChannelAway as away:
            if not isinstance(away, ChannelBusy):  # whoever runs Kring looks at the gateway's address and token
                log.warning("notifications.sms.set-up", status=answer.status)
            raise

    async def became(self, message_id: str) -> Arrived | None:
        """Ask the gateway; what it does not say, or says in another way, is nothing."""
        headers = {"accept": "application/json", **self._login()}
        try:
            answer = await self._line.ask("GET", f"{self._settings.url}/messages/{message_id}", headers)
        except (ChannelAway, ChannelUnclear):
            return None
        return _arrived(answer)

    async def aclose(self) -> None:
        """Close what stands open."""
        await self._line.aclose()

    def _login(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self._settings.token.get_secret_value()}"}

    def _written(self, letter: Letter) -> bytes:
        """Give the body of the request: the number, who it is from, the short words, and the message's id."""
        chosen = self._settings
        sender = chosen.sender if letter.sender_name else chosen.neutral_sender
        if not sender:
            raise ChannelRefused("there is no sender that does not show who writes")
        body = " ".join(letter.text.split())
        if not body or parts_of(body) > chosen.most_parts:
            log.warning("notifications.sms.no-short-words", moment=letter.moment.value, language=letter.language)
            raise ChannelRefused(f"no text, or more than {chosen.most_parts} parts")
        to = number_for_texts(letter.contact.phone, chosen.regions.get(letter.office, chosen.region))
        given = {"to": to, "from": sender, "body": body, "reference": letter.message_id}
        return json.dumps(given, ensure_ascii=False).encode()


def _arrived(answer: Answer) -> Arrived | None:
    if answer.status != 200:  # noqa: PLR2004 - HTTP's OK
        return None
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    status = said.get("status") if isinstance(said, dict) else None
    return BECAME.get(status) if isinstance(status, str) else None
