"""A few connections to the mail server, kept open while there are letters: most of a letter's time is saying hello."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

import aiosmtplib

from kring_notifications.hooks import ChannelAway
from kring_notifications.plugins.smtp.settings import SmtpSettings

Trouble: Final = (aiosmtplib.SMTPException, OSError)
"""What a connection can come to; a time-out and a wrong certificate are among them."""
GOODBYE_S: Final = 1.0


@dataclass(eq=False)
class Line:
    """One connection to the server, under the name it gave itself there; a letter shows that name to who looks."""

    client: aiosmtplib.SMTP
    domain: str
    letters: int = 0
    rests_since: float = field(default=0.0)

    @property
    def is_open(self) -> bool:
        """Tell whether it is, as far as is known here."""
        return self.client.is_connected

    async def is_reset(self) -> bool:
        """Make it forget a letter that was not taken, and tell whether that went well."""
        try:
            await self.client.rset()
        except Trouble:
            return False
        return self.is_open

    async def end(self) -> None:
        """Say goodbye, and close."""
        try:
            with contextlib.suppress(*Trouble):  # whatever the goodbye comes to, its letters are settled
                await self.client.quit(timeout=GOODBYE_S)
        finally:
            self.client.close()


class Connections:
    """At most so many lines at once, busy and resting together; all on one event loop."""

    def __init__(self, settings: SmtpSettings, tls: ssl.SSLContext | None) -> None:
        """Prepare; nothing is opened."""
        self._settings, self._tls = settings, tls
        self._turns = asyncio.Semaphore(settings.connections)
        self._busy = 0
        self._resting: list[Line] = []
        self._caretaker: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def turn(self) -> AsyncGenerator[None]:
        """Wait until there is room for one line more."""
        async with self._turns:
            self._busy += 1
            try:
                yield
            finally:
                self._busy -= 1

    def rested(self, domain: str) -> Line | None:
        """Give the line of that name that was used last; the server may have closed it, which only use will tell."""
        for line in reversed(self._resting):
            if line.domain == domain:
                self._resting.remove(line)
                if line.is_open:
                    return line
                line.client.close()
        return None

    async def opened(self, domain: str) -> Line:
        """Open a line, and log in.

        Raises:
            ChannelAway: the server was not reached, or did not let us in; a wrong password is ours to mend.
        """
        while self._resting and self._busy + len(self._resting) > self._settings.connections:
            await self._resting.pop(0).end()
        line = Line(self._client(domain), domain)
        try:
            await line.client.connect()
        except Trouble as error:
            line.client.close()
            raise ChannelAway("the mail server was not reached, or did not let us in") from error
        except BaseException:
            line.client.close()
            raise
        return line

    async def put_back(self, line: Line) -> None:
        """Keep a line for the next letter, for a while."""
        if line.letters >= self._settings.letters_a_connection:
            await line.end()
            return
        line.rests_since = asyncio.get_running_loop().time()
        self._resting.append(line)
        if self._caretaker is None or self._caretaker.done():
            self._caretaker = asyncio.create_task(self._end_the_idle())

    async def _end_the_idle(self) -> None:
        """Close what had no work for a while, and everything when the program ends."""
        try:
            while self._resting:
                await asyncio.sleep(self._settings.idle_s / 2)
                too_long = asyncio.get_running_loop().time() - self._settings.idle_s
                while self._resting and self._resting[0].rests_since <= too_long:
                    await self._resting.pop(0).end()
        finally:
            for line in self._resting:
                line.client.close()
            self._resting.clear()

    def _client(self, domain: str) -> aiosmtplib.SMTP:
        chosen = self._settings
        return aiosmtplib.SMTP(
            hostname=chosen.host,
            port=chosen.port,
            timeout=chosen.timeout_s,
            use_tls=chosen.security == "tls",
            start_tls=chosen.security == "starttls",
            tls_context=self._tls,
            username=chosen.username or None,
            password=chosen.password.get_secret_value() or None,
            local_hostname=domain,  # not the machine's name
        )
