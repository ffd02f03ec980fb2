"""Gives each volume to the user who works in it. Runs before everything else, as root with the right to do that alone.

PostgreSQL takes its key from a file of its own user only, so certificate and key are laid into a volume that is theirs.
"""

import os
import shutil
from pathlib import Path
from typing import Final

VOLUMES: Final = Path("/volumes")
PAPERS: Final = Path("/papers")
KRING: Final = (10001, 10001)
OF_POSTGRES: Final = "postgres"


def main() -> None:
    """Give every volume away, then lay PostgreSQL's papers down."""
    uid, _, gid = os.environ["POSTGRES_OWNER"].partition(":")
    postgres = (int(uid), int(gid or uid))
    for volume in VOLUMES.iterdir():
        if volume.name == "postgres-papers":
            _lay_down(volume, postgres)
        else:
            os.chown(volume, *(postgres if volume.name == OF_POSTGRES else KRING))


def _lay_down(volume: Path, owner: tuple[int, int]) -> None:
    for paper in PAPERS.iterdir():
        there, new = volume / paper.name, volume / f".{paper.name}"
        new.unlink(missing_ok=True)
        shutil.copyfile(paper, new)
        new.chmod(0o600)
        os.chown(new, *owner)
        new.replace(there)


if __name__ == "__main__":
    main()
