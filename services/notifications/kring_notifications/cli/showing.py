"""`kring templates show`: the exact words of a version, as they were once read and sent."""

from typing import Annotated, Final

import typer

from kring_notifications.cli.choosing import Folder, folder_of
from kring_shared.runtime.cli import options as opt

EXAMPLE: Final = "Example: kring templates show 3f9a1c02 --folder words"


def show(
    version: Annotated[str, typer.Argument(metavar="VERSION", help="As `kring messages` and `list` show it.")],
    folder: Folder = None,
    *,
    as_json: opt.AsJson = False,
) -> None:
    """Show the words of a version.

    Those that were approved once are kept for good; of drafts only the words that stand now are known. First comes what
    every message of the language says, then the message.
    """
    from kring_notifications.cli.keeping import kept
    from kring_notifications.wording.approvals import read_approvals
    from kring_shared.runtime.cli.printing import json_line, note

    own = folder_of(folder)
    words = kept(own, version)
    given = [one for one in read_approvals(own).given if one.version == version]
    if as_json:
        approvals = [one.model_dump(mode="json", exclude={"version"}) for one in given]
        json_line({"version": version, "words": words, "approved": approvals})
        return
    typer.echo(words.rstrip())
    for one in given:
        note(f"kring: {one.template}, approved by {one.by} on {one.on:%d-%m-%Y}")
    if not given:
        note("kring: a draft; nobody approved these words")
