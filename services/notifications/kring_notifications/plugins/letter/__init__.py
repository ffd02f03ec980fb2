"""Letters on paper: each is set as a PDF for a window envelope, and laid in a folder that a print room empties."""

from kring_notifications.plugins.letter.channel import LetterOnPaper, LetterSettings
from kring_shared.kernel.plugins import Manifest

__all__ = ["plugin"]

plugin = Manifest(
    name="letter",
    service="notifications",
    api=2,
    title="Lays letters on paper (PDF) in a folder for the print room.",
    settings=LetterSettings,
    build=LetterOnPaper,
)
