"""Reads files of CloudEvents: JSON with one event or a list, and JSONL with one event a line.

On the bus each event comes alone and needs no adapter; `read_referral` reads it there, and reads what is given here.
"""

from collections.abc import Iterator

from kring_shared.kernel.adapters import FileItem
from kring_shared.kernel.plugins import Manifest, NoSettings
from kring_shared.kernel.referral_files import read_json, read_lines


class CloudEvents:
    """Reads one event or a list of events; each names its own source."""

    name = "cloudevents"
    suffixes = (".json",)
    channel = "file"

    def __init__(self, settings: NoSettings) -> None:
        """Need nothing."""

    def read(self, content: bytes, *, source: str) -> Iterator[FileItem]:  # noqa: ARG002 - an event names its own
        """Give an item for each element."""
        return read_json(content)


class CloudEventLines:
    """Reads one event a line, so that a broken one spoils no other."""

    name = "cloudevents-lines"
    suffixes = (".jsonl", ".ndjson")
    channel = "file"

    def __init__(self, settings: NoSettings) -> None:
        """Need nothing."""

    def read(self, content: bytes, *, source: str) -> Iterator[FileItem]:  # noqa: ARG002 - an event names its own
        """Give an item for each line that is not blank."""
        return read_lines(content)


plugin = Manifest(
    name="cloudevents",
    service="intake",
    api=1,
    title="Reads referrals from JSON: one CloudEvent, or a list.",
    build=CloudEvents,
)
lines = Manifest(
    name="cloudevents-lines",
    service="intake",
    api=1,
    title="Reads referrals from JSONL: one CloudEvent a line.",
    build=CloudEventLines,
)
