"""Keeps a case from a coordinator who said to be away today."""

from typing import Final

from kring_matching.hooks import Stops, View, Words
from kring_shared.kernel.plugins import Manifest, NoSettings

AWAY: Final = Stops("away", Words("is away today", "is vandaag afwezig"))


class Away:
    """Looks at the days on which a coordinator is not there."""

    looks_at = ("away",)

    def __init__(self, settings: NoSettings) -> None:
        """Need nothing."""

    def keeps_out(self, view: View) -> Stops | None:
        """Stop on the days of a period, its first and its last among them."""
        return AWAY if any(one.first <= view.today <= one.last for one in view.coordinator.away) else None


plugin = Manifest(
    name="away",
    service="matching",
    api=1,
    title="Keeps a case from a coordinator who is away today.",
    build=Away,
)
