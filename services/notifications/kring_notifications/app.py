"""Notifications, wired: the only place that knows all of it."""

from collections.abc import Mapping
from typing import cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kring_notifications import messages, wording
from kring_notifications.courier import Courier, House
from kring_notifications.handlers.letters import Letters
from kring_notifications.hooks import Channel
from kring_notifications.process import MESSAGE
from kring_notifications.settings import Settings
from kring_notifications.store import SHELVES, NotificationsTable
from kring_notifications.subscribers import subscribe
from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.broker import LaneBroker
from kring_shared.runtime.service import Service, Surroundings


def wire(broker: LaneBroker, around: Surroundings) -> None:
    """Check templates, channels and time zone, and declare the service.

    Raises:
        WrongSetup: one of them is not right; nothing was declared.
    """
    settings = cast("Settings", around.settings)
    words = wording.load(settings.templates)
    channels = chosen(settings.channels, around.plugins)
    house = House(settings.organisation, around.offices, zone_of(settings.time_zone))
    letters = Letters(tuple(channels.values()), words.languages)
    subscribe(broker, letters, Courier(around.vault, channels, words, house, around.clock))


def chosen(names: tuple[str, ...], plugins: Mapping[str, Channel]) -> dict[str, Channel]:
    """Give the channels the settings name, in that order; `WrongSetup` when one is not plugged in."""
    if missing := [name for name in names if name not in plugins]:
        known = ", ".join(sorted(plugins)) or "none"
        message = f"KRING_NOTIFICATIONS_CHANNELS names {', '.join(missing)}; plugged in: {known}"
        raise WrongSetup(message)
    return {name: plugins[name] for name in names}


def zone_of(name: str) -> ZoneInfo:
    """Give a time zone by its IANA name; `WrongSetup` when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        message = f"KRING_NOTIFICATIONS_TIME_ZONE {name!r} is no time zone; one is, for instance, Europe/Brussels"
        raise WrongSetup(message) from error


service = Service(
    name="notifications",
    subscribe=wire,
    messages=messages,
    shelves=SHELVES,
    metadata=NotificationsTable.metadata,
    migrations="kring_notifications.migrations",
    processes=(MESSAGE,),
    settings=Settings,
    plugin_group="kring.plugins.notifications",
)
