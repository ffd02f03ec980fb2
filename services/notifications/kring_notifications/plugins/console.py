"""Asks the office to handle a letter in its own way: by telephone, by post, or by hand.

It writes one line, without address or words, to the log; who may see them opens the case. So it reaches everybody, and
digital is never required.
"""

from collections.abc import Collection

import structlog

from kring_notifications.domain import AddressKind
from kring_notifications.hooks import Letter
from kring_shared.kernel.plugins import Manifest, NoSettings

log = structlog.get_logger()


class Console:
    """Writes a slip for the office."""

    name = "console"

    def __init__(self, _settings: NoSettings) -> None:
        """Need nothing."""

    def can_reach(self, kinds: Collection[AddressKind]) -> bool:  # noqa: ARG002 - also who has no address at all
        """Reach everybody: the office finds a way."""
        return True

    async def send(self, letter: Letter) -> None:
        """Write the slip."""
        log.info(
            "notifications.slip", message_id=letter.message_id, moment=letter.moment.value, language=letter.language
        )


plugin = Manifest(
    name="console",
    service="notifications",
    api=1,
    title="Asks the office, by a line in the log, to handle a letter in its own way.",
    build=Console,
)
