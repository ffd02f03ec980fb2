"""A line to a machine that speaks HTTP: what the channels that use one have in common.

It is exact about one thing: whether anything went out before it failed. It follows no redirects, uses no proxy of the
environment, reads no more of an answer than it needs, and leaves no address or token in a log.
"""

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from kring_notifications.hooks import ChannelAway, ChannelBusy, ChannelRefused, ChannelUnclear
from kring_shared.kernel.errors import WrongSetup

MOST_BYTES: Final = 64 * 1024
"""Of an answer; a longer one is not read to its end."""
BUSY: Final = frozenset({429, 503})
LATER: Final = frozenset({408, 425})
"""It took nothing, and may later: it had no time for us, or we came too early."""
LONGEST_REST: Final = timedelta(hours=1)
"""However long the other side asks to be left alone."""
KEPT_OPEN_SECONDS: Final = 2.0
"""A connection in which nothing happens: shorter than others keep theirs, or a message is given to one that closes."""
THIS_MACHINE: Final = frozenset({"127.0.0.1", "::1", "localhost"})

for _library in ("httpx", "httpcore"):  # both write addresses to the log of whoever asks for more of it
    logging.getLogger(_library).setLevel(logging.WARNING)


@dataclass(frozen=True)
class Answer:
    """What the other side said."""

    status: int
    retry_after: str = ""
    body: bytes = field(default=b"", repr=False)
    """Empty when it was too long, or broke off."""


@dataclass
class Rest:
    """Until when the other side asked to be left alone (`Retry-After`)."""

    until: datetime | None = None

    def keep(self, now: datetime) -> None:
        """Leave it alone as long as it asked.

        Raises:
            ChannelBusy: not now; nothing was sent.
        """
        if self.until is not None and now < self.until:
            raise ChannelBusy("it asked to be left alone for a while")

    def ask(self, answer: Answer, now: datetime) -> None:
        """Note how long it wants to be left alone, where it says so."""
        self.until = _moment(answer.retry_after.strip(), now)


def judge(
    answer: Answer, rest: Rest, now: datetime, *, away: Collection[int] = LATER, unclear: Collection[int] = ()
) -> None:
    """Return when it was taken; else say what became of it.

    Args:
        answer: What the other side said.
        rest: Keeps until when it wants to be left alone, where it says so.
        now: When it said so.
        away: By which statuses this other side says that nothing went out, and may later; a redirect always does.
        unclear: By which it says, besides by failing, that it may have gone out.

    Raises:
        ChannelAway: nothing went out, and may later; `ChannelBusy` when it asked for patience.
        ChannelUnclear: it may have gone out.
        ChannelRefused: it never will: anything else.
    """
    status = answer.status
    if 200 <= status < 300:  # noqa: PLR2004 - HTTP's own hundreds
        return
    if status in BUSY:
        rest.ask(answer, now)
        raise ChannelBusy("the other side asks for patience")
    if status in away or status < 400:  # noqa: PLR2004 - a redirect is not followed
        raise ChannelAway("the other side does not take it from us now")
    if status >= 500 or status in unclear:  # noqa: PLR2004 - HTTP's own hundreds
        raise ChannelUnclear("the other side failed while it had the message")
    raise ChannelRefused("the other side does not take this message")


class Line:
    """One client that stays open, for as many messages as come."""

    def __init__(self, plugin: str, timeout_s: float, ca_file: Path | None) -> None:
        """Prepare; nothing is opened.

        Raises:
            WrongSetup: the certificates cannot be read.
        """
        try:
            trusted = _trusting(ca_file)
        except OSError as error:  # also when what is in the file is no certificate
            raise WrongSetup(
                f"setting ca_file of plugin '{plugin}': {ca_file} cannot be read as PEM certificates"
            ) from error
        self._timeout_s = timeout_s
        self._client = httpx.AsyncClient(
            verify=trusted,
            trust_env=False,
            follow_redirects=False,
            timeout=None,  # noqa: S113 - the time of a whole exchange is limited, not of each piece of it
            limits=httpx.Limits(max_connections=20, max_keepalive_connections=10, keepalive_expiry=KEPT_OPEN_SECONDS),
            headers={"accept-encoding": "identity", "user-agent": "kring"},
        )

    async def ask(self, method: str, url: str, headers: Mapping[str, str], content: bytes = b"") -> Answer:
        """Ask, and give the answer; once its first line was read, what happens to the rest does not matter.

        Raises:
            ChannelAway: nothing of it went out: nobody there, no trusted certificate, no time left before it began.
            ChannelUnclear: it went out, or began to, and no answer came.
        """
        begun, answer = _Begun(), None
        request = self._client.build_request(
            method, url, headers=dict(headers), content=content, extensions={"trace": begun}
        )
        try:
            async with asyncio.timeout(self._timeout_s):
                async with contextlib.aclosing(await self._client.send(request, stream=True)) as response:
                    answer = Answer(response.status_code, response.headers.get("retry-after", ""))
                    return Answer(answer.status, answer.retry_after, await _short(response))
        except (httpx.HTTPError, OSError) as error:  # a time-out is an OSError
            if answer is not None:
                return answer
            if begun.so:
                raise ChannelUnclear("the connection broke, or the time was up, before there was an answer") from error
            raise ChannelAway("nobody answers there, or nobody who can be trusted") from error

    async def aclose(self) -> None:
        """Close what stands open."""
        await self._client.aclose()


@cache
def _trusting(ca_file: Path | None) -> ssl.SSLContext:
    """Read certificates once for all lines: the machine's own are many."""
    return ssl.create_default_context(cafile=ca_file)


class _Begun:
    """Sees when the first byte of a request goes out."""

    so = False

    async def __call__(self, event: str, _details: Mapping[str, Any]) -> None:
        self.so = self.so or event.endswith("send_request_headers.started")


async def _short(response: httpx.Response) -> bytes:
    read = bytearray()
    async for piece in response.aiter_raw():
        read += piece
        if len(read) > MOST_BYTES:
            return b""
    return bytes(read)


def _moment(retry_after: str, now: datetime) -> datetime | None:
    """Read `Retry-After`: seconds, or a date."""
    if retry_after.isascii() and retry_after.isdigit():
        return now + min(timedelta(seconds=int(retry_after[:6])), LONGEST_REST)
    try:
        read = parsedate_to_datetime(retry_after)
        return min(read.replace(tzinfo=read.tzinfo or UTC), now + LONGEST_REST)
    except (ValueError, OverflowError):  # the second of a figure that no clock has
        return None


def safe_url(url: str) -> str:
    """Give an address back that may be sent to; it comes from the operator's settings, never from a message.

    Raises:
        ValueError: it is no address, would not be encrypted on its way, or holds a password.
    """
    parts = urlsplit(url)
    if not parts.hostname or parts.scheme not in {"https", "http"}:
        raise ValueError("not a web address")
    if parts.scheme == "http" and parts.hostname not in THIS_MACHINE:
        raise ValueError("https only; http is for this machine")
    if parts.username is not None or parts.fragment:
        raise ValueError("no user name, password or fragment in the address")
    try:
        httpx.URL(url)
        _ = parts.port
    except httpx.InvalidURL as error:
        raise ValueError("not a web address") from error
    return url
