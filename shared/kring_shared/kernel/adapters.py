"""What an adapter is: it reads referrals in one format. Not in intake's hooks, since `kring refer` uses it too."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

from kring_shared.kernel.referrals import RefusedReferral

MAIL_SUFFIX: Final = ".eml"
"""Each message of a maildir folder is read as a file with this end would be."""


@dataclass(frozen=True, slots=True)
class FileItem:
    """One referral of a file: the bytes of a structured CloudEvent, or why it cannot be one.

    `line` is the line it begins on, from 1; where there are no lines its place, from 1. An adapter may pass on what it
    holds for an event without looking inside: `read_referral` says what is wrong with it.
    """

    line: int
    event: bytes = b""
    refused: RefusedReferral | None = None


@runtime_checkable
class ReferralAdapter(Protocol):
    """Reads the referrals (aanmeldingen) out of one kind of file; a plugin of intake.

    It is pure: no I/O, no clock, no memory of what came before. `kring_shared.testing.adapters` holds it to that.
    """

    @property
    def name(self) -> str:
        """As in its manifest: what `--adapter` names."""
        ...

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The ends of names it reads, small letters with the dot: `.csv`."""
        ...

    @property
    def channel(self) -> str:
        """How what it reads came in, as the figures count it: `file`, `mail`; small letters and dashes."""
        ...

    def read(self, content: bytes, *, source: str) -> Iterator[FileItem]:
        """Read a whole file; every element of it is exactly one item, in order, also when it cannot be read.

        Never raises, whatever is in it. The same element gives the same event wherever it stands, with the same id:
        that makes sending a file again safe. A refusal repeats nothing of what was sent.

        Args:
            content: The file as it lies there.
            source: The CloudEvents source for what names none; a URN.
        """
        ...
