"""The channel: a letter that was laid in the print folder is taken, since from there it goes by hand."""

import asyncio
import os
import re
from collections.abc import Collection
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Final, Literal

import structlog
import typst
from pydantic import BaseModel, ConfigDict, Field

from kring_notifications.domain import AddressKind
from kring_notifications.hooks import ChannelAway, ChannelRefused, Letter
from kring_notifications.plugins.letter.print_folder import Paper, PrintFolder
from kring_notifications.plugins.letter.setting import NoSuchLetters, paper_of
from kring_shared.contracts.notifications import Way
from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.start_errors import FolderNotWritable

log = structlog.get_logger()
SAFE_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}")
"""What may become a part of a path: ids are made so, and nothing else is taken for one."""


class LetterSettings(BaseModel):
    """Where letters are laid, and in which envelopes they go; without a folder no letter is made."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    folder: Path | None = Field(
        None, description="The print folder, FOLDER/OFFICE/YYYY-MM-DD; none switches letters on paper off."
    )
    window: Literal["left", "right"] = Field(
        "left", description="On which side the envelopes have their window; in Belgium it is often the right."
    )


class LetterOnPaper:
    """Lays letters in a print folder (Dutch: *brief per post*).

    A letter has one place under its message id, so the same letter tried again, even days later, lies there once.
    """

    name = "letter"
    way = Way.LETTER
    disturbs = False
    repeatable = True
    at_once = 4
    patience = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6))
    """A folder that is away or full is something a person in the house mends."""

    def __init__(self, settings: LetterSettings) -> None:
        """Look whether letters can be laid there; nothing is made yet.

        Raises:
            WrongSetup: the folder, or the one it is to be made in, is not there or may not be written in.
        """
        self._window = settings.window
        self._folder = None if settings.folder is None else _checked(settings.folder.absolute())

    def can_reach(self, kinds: Collection[AddressKind]) -> bool:
        """Reach who has a postal address, when there is a print folder."""
        return self._folder is not None and AddressKind.POSTAL in kinds

    async def send(self, letter: Letter) -> None:
        """Set a letter and lay it in the folder, on disk when this returns.

        Raises:
            ChannelAway: the folder cannot be written in now, or its disk is full.
            ChannelRefused: there is no folder or no address, or no font here has the letters it is written in.
        """
        if self._folder is None:
            raise ChannelRefused("there is no print folder")
        if not (SAFE_NAME.fullmatch(letter.message_id) and SAFE_NAME.fullmatch(letter.office)):
            raise ChannelRefused("a letter needs an id and an office by which it can be laid away")
        await asyncio.to_thread(self._lay_down, letter, PrintFolder(self._folder))

    async def forget(self, sending_ids: Collection[str]) -> None:
        """Take letters away from wherever they lie in the folder, also where the print room put them aside.

        Raises:
            ChannelAway: something of it could not be read or written now.
        """
        if self._folder is None:
            return
        names = [sending_id for sending_id in sending_ids if SAFE_NAME.fullmatch(sending_id)]
        try:
            await asyncio.to_thread(PrintFolder(self._folder).take_away, names)
        except OSError as error:
            log.warning("notifications.letter.folder-away", folder=str(self._folder), because=type(error).__name__)
            raise ChannelAway("the print folder cannot be written in now") from error

    def _lay_down(self, letter: Letter, folder: PrintFolder) -> None:
        set_on = partial(_set, letter, self._window)
        try:
            folder.lay_down(letter.office, letter.message_id, letter.written_at.date(), set_on)
        except (OSError, FolderNotWritable) as error:
            log.warning("notifications.letter.folder-away", folder=str(folder.path), because=type(error).__name__)
            raise ChannelAway("the print folder cannot be written in now; its disk may be full") from error


def _set(letter: Letter, window: str, day: date) -> Paper:
    try:
        return paper_of(letter, day, window)
    except (NoSuchLetters, typst.TypstError) as error:
        # Neither the words nor the error, which quotes them: the language is what tells which font is missing.
        because = "no-font" if isinstance(error, NoSuchLetters) else type(error).__name__
        log.warning(
            "notifications.letter.not-set", message_id=letter.message_id, language=letter.language, because=because
        )
        raise ChannelRefused("the letter cannot be set on this machine") from None


def _checked(folder: Path) -> Path:
    needed = folder if folder.exists() else folder.parent
    if not needed.is_dir() or not os.access(needed, os.W_OK | os.X_OK):
        raise WrongSetup(
            f"setting folder of plugin 'letter': {folder} cannot be used; {needed} must be a folder we may write in"
        )
    return folder
