"""`kring templates copy`: words that come with Kring become the office's own, to be changed."""

from typing import Annotated, Final

import typer

from kring_notifications.cli.choosing import Folder, own_folder, places_of

EXAMPLE: Final = "Example: kring templates copy nl/plan --folder words"


def copy_words(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As in nl/plan; a language is all of its words.")],
    folder: Folder = None,
) -> None:
    """Copy words into the office's own folder, to change them there.

    Nothing that stands there already is overwritten.
    """
    from kring_notifications.cli.keeping import copy
    from kring_notifications.wording import load

    own = own_folder(folder)
    wording = load(own if own.is_dir() else None)
    for file, is_new in copy(own, places_of(wording, name)).items():
        typer.echo(f"{file} {'is yours to change' if is_new else 'was there already'}")
