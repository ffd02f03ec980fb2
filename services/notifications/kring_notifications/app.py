"""Notifications, wired: the only place that knows all of it."""

from collections.abc import Mapping
from typing import cast

import structlog

from kring_notifications import messages, wording
from kring_notifications.courier import Courier
from kring_notifications.handlers.letters import Letters
from kring_notifications.hooks import Channel
from kring_notifications.house import House
from kring_notifications.process import MESSAGE
from kring_notifications.queries.about_person import about_person
from kring_notifications.settings import Settings, house_of
from kring_notifications.store import SHELVES, NotificationsTable
from kring_notifications.subscribers import subscribe
from kring_notifications.wording import OFFICE_LANGUAGE, Wording
from kring_shared.contracts.notifications import Moment, Way
from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.service import Service, Surroundings

log = structlog.get_logger()


def wire(broker: LaneBroker, around: Surroundings) -> None:
    """Check templates, channels and time zone, and declare the service.

    Raises:
        WrongSetup: one of them is not right; nothing was declared.
    """
    settings = cast("Settings", around.settings)
    words = wording.load(settings.templates)
    channels = chosen(settings.channels, around.plugins)
    house = house_of(settings, around.offices)
    warn_of_drafts(words, house)
    letters = Letters(tuple(channels.values()), words, house)
    subscribe(broker, letters, Courier(around.vault, channels, words, house, around.clock))


def chosen(names: tuple[str, ...], plugins: Mapping[str, Channel]) -> dict[str, Channel]:
    """Give the channels the settings name, in that order; `WrongSetup` when one is not plugged in."""
    if missing := [name for name in names if name not in plugins]:
        known = ", ".join(sorted(plugins)) or "none"
        message = f"KRING_NOTIFICATIONS_CHANNELS names {', '.join(missing)}; plugged in: {known}"
        raise WrongSetup(message)
    return {name: plugins[name] for name in names}


def warn_of_drafts(words: Wording, house: House) -> None:
    """Say of each live office which letters it cannot send yet, since no speaker approved their words."""
    drafts = [moment for moment in Moment if words.choose(moment, (), Way.LETTER, live=True) is None]
    for office in filter(house.is_live, house.offices) if drafts else ():
        log.warning("notifications.words.not-approved", office=office, language=OFFICE_LANGUAGE, count=len(drafts))


service = Service(
    name="notifications",
    subscribe=wire,
    messages=messages,
    shelves=SHELVES,
    metadata=NotificationsTable.metadata,
    migrations="kring_notifications.migrations",
    processes=(MESSAGE,),
    settings=Settings,
    about_person=about_person,
    plugin_group="kring.plugins.notifications",
)
