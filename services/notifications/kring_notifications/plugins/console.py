"""For trying Kring out: a line in the log for every message, without address or words; nobody is reached."""

from collections.abc import Collection
from datetime import timedelta

import structlog

from kring_notifications.domain import AddressKind
from kring_notifications.hooks import Letter
from kring_shared.contracts.notifications import Way
from kring_shared.kernel.plugins import Manifest, NoSettings

log = structlog.get_logger()


class Console:
    """Writes a line."""

    name = "console"
    way = Way.EMAIL
    disturbs = False
    repeatable = False
    at_once = 32
    patience: tuple[timedelta, ...] = ()

    def __init__(self, _settings: NoSettings) -> None:
        """Need nothing."""

    def can_reach(self, kinds: Collection[AddressKind]) -> bool:  # noqa: ARG002 - also who has no address at all
        """Take every message."""
        return True

    async def send(self, letter: Letter) -> None:
        """Write the line."""
        log.info(
            "notifications.slip", message_id=letter.message_id, moment=letter.moment.value, language=letter.language
        )


plugin = Manifest(
    name="console",
    service="notifications",
    api=2,
    title="For trying Kring out: writes a line to the log in the place of every message.",
    build=Console,
)
