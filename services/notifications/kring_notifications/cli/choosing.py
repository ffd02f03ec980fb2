"""What the commands for words have in common: the office's own folder, the settings, a language that is there."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from kring_notifications.settings import Settings
    from kring_notifications.wording import Wording
    from kring_notifications.wording.templates import Place

Folder = Annotated[
    Path | None,
    typer.Option(
        "--folder",
        metavar="OWN",
        help="The office's own folder of words; else KRING_NOTIFICATIONS_TEMPLATES.",
    ),
]


def settings() -> "Settings":
    """Read the service's settings; no command for words needs its database.

    Raises:
        WrongSetup: a variable is wrong.
    """
    from kring_notifications.settings import Settings
    from kring_shared.runtime.settings import read_settings

    return read_settings(Settings, database_url="")


def folder_of(chosen: Path | None) -> Path | None:
    """Give the office's own folder, where there is one; says so when it is only going to be there.

    Raises:
        typer.BadParameter: it is named, and not there.
    """
    from kring_shared.runtime.cli.printing import note

    if chosen is not None and not chosen.is_dir():
        raise typer.BadParameter(f"{chosen} is not a folder", param_hint="--folder")
    folder = chosen or settings().templates
    if folder is not None and not folder.is_dir():
        note(f"kring: {folder} is not there yet, so these are the words that come with Kring")
        return None
    return folder


def own_folder(chosen: Path | None) -> Path:
    """Give the office's own folder, which need not be there yet.

    Raises:
        typer.BadParameter: none is named.
    """
    folder = chosen or settings().templates
    if folder is None:
        raise typer.BadParameter(
            "name the office's own folder of words, or set KRING_NOTIFICATIONS_TEMPLATES", param_hint="--folder"
        )
    return folder


def must_have(wording: "Wording", language: str) -> str:
    """Give a language that there are words in.

    Raises:
        typer.BadParameter: there are none in it.
    """
    if language not in wording.languages:
        raise typer.BadParameter(f"there are words in {', '.join(sorted(wording.languages))}", param_hint="--language")
    return language


def places_of(wording: "Wording", name: str) -> "list[Place]":
    """Give the places that are meant: one, or all of a language.

    Raises:
        typer.BadParameter: there are no words of that name.
    """
    if "/" not in name and name in wording.languages:
        return sorted(place for place in wording.templates if place.language == name)
    found = [place for place in wording.templates if str(place) == name]
    if not found:
        languages = ", ".join(sorted(wording.languages))
        raise typer.BadParameter(
            f"no words are called {name!r}; `kring templates list` shows them all, as in nl/invitation: {languages}",
            param_hint="NAME",
        )
    return found
