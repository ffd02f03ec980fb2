"""Keeps a further case from a coordinator who has as many as they take."""

from typing import Final

from kring_matching.hooks import Stops, View, Words
from kring_shared.kernel.plugins import Manifest, NoSettings

FULL: Final = Stops("full", Words("has as many cases as they take", "heeft zoveel zaken als zij aannemen"))


class Full:
    """Looks at the cases a coordinator has now, against the most they take by their own word."""

    looks_at = ("active_cases", "maximum_load")

    def __init__(self, settings: NoSettings) -> None:
        """Need nothing."""

    def keeps_out(self, view: View) -> Stops | None:
        """Stop when there is no room for one more."""
        return FULL if view.active_cases >= view.coordinator.maximum_load else None


plugin = Manifest(
    name="full",
    service="matching",
    api=1,
    title="Keeps a further case from a coordinator who has as many as they take.",
    build=Full,
)
