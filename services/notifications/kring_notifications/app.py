"""Notifications, wired: the only place that knows all of it."""

from collections.abc import Mapping
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kring_notifications import messages, wording
from kring_notifications.courier import Courier
from kring_notifications.domain import Quiet
from kring_notifications.handlers.letters import Letters
from kring_notifications.hooks import Channel
from kring_notifications.house import House
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
    house = House(settings.organisation, around.offices, quiet_of(settings), logos_of(settings.logos))
    letters = Letters(tuple(channels.values()), words, house)
    subscribe(broker, letters, Courier(around.vault, channels, words, house, around.clock))


def chosen(names: tuple[str, ...], plugins: Mapping[str, Channel]) -> dict[str, Channel]:
    """Give the channels the settings name, in that order; `WrongSetup` when one is not plugged in."""
    if missing := [name for name in names if name not in plugins]:
        known = ", ".join(sorted(plugins)) or "none"
        message = f"KRING_NOTIFICATIONS_CHANNELS names {', '.join(missing)}; plugged in: {known}"
        raise WrongSetup(message)
    return {name: plugins[name] for name in names}


def quiet_of(settings: Settings) -> Quiet:
    """Give the hours in which nobody is written to; `WrongSetup` when the time zone is none."""
    return Quiet(zone_of(settings.time_zone), settings.quiet_from, settings.quiet_until, settings.days_of_rest)


def logos_of(folder: Path | None) -> dict[str, bytes]:
    """Read the offices' pictures; `WrongSetup` when the folder cannot be read."""
    if folder is None:
        return {}
    try:
        return {file.stem: file.read_bytes() for file in sorted(folder.iterdir()) if file.suffix in {".png", ".svg"}}
    except OSError as error:
        message = f"KRING_NOTIFICATIONS_LOGOS {folder} cannot be read as a folder of PNG or SVG pictures"
        raise WrongSetup(message) from error


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
