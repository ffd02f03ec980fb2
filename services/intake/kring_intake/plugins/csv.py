"""Reads referrals from CSV, one a row, as a spreadsheet saves them."""

from collections.abc import Iterator

from kring_shared.kernel.adapters import FileItem
from kring_shared.kernel.plugins import Manifest, NoSettings
from kring_shared.kernel.referral_files import read_csv


class Csv:
    """Reads a header with dotted names, and a referral from each row under it."""

    name = "csv"
    suffixes = (".csv",)
    channel = "file"

    def __init__(self, settings: NoSettings) -> None:
        """Need nothing."""

    def read(self, content: bytes, *, source: str) -> Iterator[FileItem]:
        """Give an item for each row; a row's id follows from what stands in it."""
        return read_csv(content, source=source)


plugin = Manifest(
    name="csv",
    service="intake",
    api=1,
    title="Reads referrals from CSV, one a row.",
    build=Csv,
)
