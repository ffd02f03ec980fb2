"""The mail server that notifications gets: it keeps what comes, and does to some what mail servers do."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, cast

from aiosmtpd.smtp import SMTP, Envelope, Session

from kring_shared.runtime.server.ports import HOST

NOBODY: Final = "nobody"
"""Whose address begins so has no mailbox: it is refused for good."""
SILENCE: Final = "silence"
"""Whose address begins so gets what was sent, and whoever sent it no answer: the line breaks at that moment."""


@dataclass
class Mailbox:
    """What came, by address; to aiosmtpd it is the handler."""

    port: int = 0
    came: Counter[str] = field(default_factory=Counter)
    lines: set[asyncio.Transport] = field(default_factory=set)

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd calls it
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take whoever has a mailbox."""
        self.lines.add(cast("Any", server).transport)
        if address.startswith(NOBODY):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - the same
        """Keep for whom it was, and nothing of what it says."""
        self.came.update(envelope.rcpt_tos)
        if any(address.startswith(SILENCE) for address in envelope.rcpt_tos):
            cast("Any", server).transport.abort()
        return "250 OK"

    def settings(self) -> dict[str, str]:
        """Give what the candidate is told of it, and that no hour of the day may hold a letter back."""
        smtp = {"host": HOST, "port": self.port, "security": "none"}
        return {
            "KRING_PLUGIN_SETTINGS": json.dumps({"notifications:smtp": smtp}),
            "KRING_NOTIFICATIONS_CHANNELS": json.dumps(["smtp"]),
            "KRING_NOTIFICATIONS_QUIET_FROM": "00:00",
            "KRING_NOTIFICATIONS_QUIET_UNTIL": "00:00",
            "KRING_NOTIFICATIONS_DAYS_OF_REST": "false",
        }


@asynccontextmanager
async def a_mailbox() -> AsyncIterator[Mailbox]:
    """Run the mail server on a free port until the end of the block."""
    box, loop = Mailbox(), asyncio.get_running_loop()
    server = await loop.create_server(partial(SMTP, box, hostname="localhost", loop=loop), HOST, 0)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()
        for line in box.lines:
            line.abort()
        await server.wait_closed()
