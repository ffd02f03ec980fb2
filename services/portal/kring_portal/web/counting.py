"""What the portal counts while it works. A label is a word out of a list that the code has, and names nobody."""

from collections.abc import Iterable
from typing import Final

from kring_shared.runtime.telemetry.counts import Counts

PORTAL: Final = "portal"
OTHER: Final = "other"
HOME: Final = "home"
SIGNED_IN: Final = "signed-in"
IN_VAIN: Final = frozenset({"wrong", "wrong-code", "wrong-provider", "unknown", "wrong-system", "locked"})
DONE: Final = "done"


class PortalCounts:
    """The counters of one portal, in a registry of its own."""

    def __init__(self) -> None:
        """Begin at nought."""
        self.of_process = Counts()
        self._rooms: frozenset[str] = frozenset()
        self._counters, self._histograms = self.of_process.counters, self.of_process.histograms
        for outcome in (*IN_VAIN, DONE):  # told from the start, so that the first in vain is seen as a rise
            self._sign_ins(outcome, 0)

    def knows(self, paths: Iterable[str]) -> None:
        """Hear which addresses the portal has; their first words are its rooms, and nothing else ever is one."""
        words = {_first(path) for path in paths}
        self._rooms = frozenset(word for word in words if "{" not in word)

    def answered(self, path: str, status: int, seconds: float) -> None:
        """Count a request whose answer began."""
        word = _first(path)
        room = word if word in self._rooms else OTHER
        self._counters["kring_portal_requests_total"].labels(PORTAL, room, f"{status // 100}xx").inc()
        self._histograms["kring_portal_request_seconds"].labels(PORTAL, room).observe(seconds)

    def noted(self, what: str, outcome: str) -> None:
        """Hear of a line of the journal, and count who signed in, or tried."""
        if what == SIGNED_IN:
            self._sign_ins(outcome if outcome in IN_VAIN else DONE)

    def limited(self, limit: str) -> None:
        """Count a request that was turned away because its limit was used up."""
        self._counters["kring_portal_limited_total"].labels(PORTAL, limit).inc()

    def delivered(self, outcome: str) -> None:
        """Count a try to hand an event over."""
        self._counters["kring_portal_deliveries_total"].labels(PORTAL, outcome).inc()

    def _sign_ins(self, outcome: str, many: int = 1) -> None:
        self._counters["kring_portal_sign_ins_total"].labels(PORTAL, outcome).inc(many)


def _first(path: str) -> str:
    return path.lstrip("/").partition("/")[0] or HOME
