"""Picks the channels the settings name from those that are plugged in, once, when the service starts."""

from collections.abc import Mapping

from kring_notifications.hooks import Channel
from kring_shared.kernel.errors import WrongSetup


def chosen(names: tuple[str, ...], plugins: Mapping[str, Channel]) -> dict[str, Channel]:
    """Give the channels the settings name, in that order; `WrongSetup` when one is not plugged in."""
    if missing := [name for name in names if name not in plugins]:
        known = ", ".join(sorted(plugins)) or "none"
        raise WrongSetup(f"KRING_NOTIFICATIONS_CHANNELS names {', '.join(missing)}; plugged in: {known}")
    return {name: plugins[name] for name in names}
