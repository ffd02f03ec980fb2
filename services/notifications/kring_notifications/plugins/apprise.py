"""Hands short messages over to Apprise, a library that knows many services that Kring has no channel of its own for."""

import asyncio
import importlib
import logging
import re
import string
from collections.abc import Collection
from datetime import timedelta
from typing import Any, Final, Self
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from kring_notifications.domain import AddressKind
from kring_notifications.hooks import ChannelRefused, ChannelUnclear, Letter
from kring_notifications.plugins.phone_numbers import Region, number_for_texts
from kring_shared.contracts.notifications import Way
from kring_shared.kernel.errors import WrongSetup
from kring_shared.kernel.plugins import Manifest

NEEDS: Final = {"phone": AddressKind.PHONE, "email": AddressKind.EMAIL}
TRIAL: Final = {"phone": "+31612345678", "email": "iemand@voorbeeld.example"}
"""Filled in once at the start, to see whether Apprise can read the URL; nothing is sent."""
ONE_ADDRESS: Final = re.compile(r"[\w.!#$%*+=^{|}~-]+@[\w-]+(?:\.[\w-]+)+")
"""Apprise reads a comma as a second recipient, and in some places a `?` or `/` as its own."""
LOUD: Final = ("apprise", "urllib3", "requests")
"""Loggers that write URLs, recipients and answers."""


class AppriseSettings(BaseModel):
    """Where Apprise brings messages to; without a URL nothing is sent this way."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    urls: tuple[SecretStr, ...] = Field(
        (),
        description="Apprise URLs with {phone} or {email} where the person's own belongs; a message goes by the first "
        "that the person can be reached by.",
        examples=[["signal://localhost:8080/+31600000000/{phone}"]],
    )
    neutral: bool = Field(
        default=False,
        description="Whether nothing of what is sent this way shows who writes; without it, messages that must not "
        "show it go by another way.",
    )
    region: Region = Field("NL", description="The country of a number that does not say it (two capitals).")

    @model_validator(mode="after")
    def _each_is_for_one_person(self) -> Self:
        if not all(_needs(url.get_secret_value()) for url in self.urls):
            raise ValueError("each URL names {phone} or {email} and nothing else in braces: it is for one person")
        return self


class Apprise:
    """Gives the short words, never a title, to Apprise, which gives them to whatever its URL names.

    It can promise very little. Apprise says whether all went well, and when it did not, not what happened: a message
    that failed may have gone out, so a person looks, and it is never sent again by itself. That it was taken says no
    more than that the service behind the URL did not object. What that service keeps, shows or passes on, Kring does
    not know: whoever writes down the URL answers for it.
    """

    name = "apprise"
    way = Way.TEXT
    disturbs = True
    repeatable = False
    at_once = 4
    patience: tuple[timedelta, ...] = ()

    def __init__(self, settings: AppriseSettings) -> None:
        """Read every URL once, filled in for somebody who does not exist.

        Raises:
            WrongSetup: Apprise is not installed, or cannot read one of the URLs.
        """
        self._settings = settings
        self._urls = tuple(url.get_secret_value() for url in settings.urls)
        if self._urls:
            self._library = _library()
            for place, url in enumerate(self._urls):
                trial = self._made()
                if not trial.add(_filled(url, TRIAL)) or any(getattr(service, "retry", 0) for service in trial):
                    because = "Apprise cannot read this URL, or would try again by itself (retry)"
                    raise WrongSetup(f"setting urls/{place} of plugin 'apprise': {because}")

    def can_reach(self, kinds: Collection[AddressKind]) -> bool:
        """Reach who has what one of the URLs asks for."""
        return any(_needs(url) <= set(kinds) for url in self._urls)

    async def send(self, letter: Letter) -> None:
        """Hand one message over.

        Raises:
            ChannelRefused: nothing was handed over: the address is none, or the message must not show who writes.
            ChannelUnclear: it was handed over, and Apprise does not say that it went well.
        """
        if not letter.sender_name and not self._settings.neutral:
            raise ChannelRefused("nobody said that what goes this way does not show who writes")
        library = self._made()
        if not library.add(self._url(letter)):
            raise ChannelRefused("Apprise cannot read the URL with this address in it")
        if not await asyncio.to_thread(_given, library, " ".join(letter.text.split())):
            raise ChannelUnclear("Apprise does not say that it went well, nor that it did not go out")

    def _made(self) -> Any:  # noqa: ANN401 - of a library that may not be installed
        """Make one that has no name of its own to sign with."""
        return self._library.Apprise(asset=self._library.AppriseAsset(app_id="", app_desc="", app_url=""))

    def _url(self, letter: Letter) -> str:
        has = {"phone": letter.contact.phone, "email": letter.contact.email}
        kinds = {kind for name, kind in NEEDS.items() if has[name]}
        fitting = next((url for url in self._urls if _needs(url) <= kinds), None)
        if fitting is None:
            raise ChannelRefused("the person has none of the addresses that a URL asks for")
        needs = _needs(fitting)
        known: dict[str, str] = {}
        if AddressKind.PHONE in needs:
            known["phone"] = number_for_texts(has["phone"], self._settings.region)
        if AddressKind.EMAIL in needs:
            if not ONE_ADDRESS.fullmatch(has["email"]):
                raise ChannelRefused("no e-mail address")
            known["email"] = has["email"]
        return _filled(fitting, known)


def _library() -> Any:  # noqa: ANN401 - it may not be installed
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        return importlib.import_module("apprise")
    except ImportError as error:
        raise WrongSetup(
            "plugin 'apprise' has URLs, but Apprise is not installed: pip install 'kring-notifications[apprise]'"
        ) from error


def _given(library: Any, text: str) -> bool:  # noqa: ANN401 - of a library that may not be installed
    try:
        return bool(library.notify(body=text, title="", body_format="text"))
    except Exception:  # noqa: BLE001 - whatever it raises, it may have gone out before
        return False


def _needs(url: str) -> frozenset[AddressKind]:
    """Give what a URL asks for; nothing when it asks for anything else, or cannot be read."""
    try:
        asked = [(name, form or how) for _, name, form, how in string.Formatter().parse(url) if name is not None]
    except ValueError:
        return frozenset()
    if any(name not in NEEDS or changed for name, changed in asked):
        return frozenset()
    return frozenset(NEEDS[name] for name, _ in asked)


def _filled(url: str, known: dict[str, str]) -> str:
    return url.format(**{name: quote(value, safe="") for name, value in known.items()})


plugin = Manifest(
    name="apprise",
    service="notifications",
    api=2,
    title="Hands short messages over to Apprise, for services that Kring has no channel of its own for.",
    settings=AppriseSettings,
    build=Apprise,
)
