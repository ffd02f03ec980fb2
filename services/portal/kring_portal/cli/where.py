"""Which portal is meant: the one of a folder, or the one whose database is in the environment."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kring_shared.runtime.storage.database import Database

VARIABLE = "KRING_PORTAL_DATABASE_URL"


def database_of(directory: Path | None) -> "Database":
    """Open the portal's database, brought up to date.

    Raises:
        WrongSetup: nothing says where it is.
    """
    from kring_portal.serving import MIGRATIONS
    from kring_portal.settings import Settings
    from kring_shared.kernel.errors import WrongSetup
    from kring_shared.runtime.cli.edge import folder_of
    from kring_shared.runtime.embedded.embedded import sqlite_url
    from kring_shared.runtime.settings import read_settings
    from kring_shared.runtime.storage import migrations
    from kring_shared.runtime.storage.database import Database

    if directory is None and (os.environ.get(VARIABLE) or os.environ.get("KRING_SECRETS_DIR")):
        url = read_settings(Settings).database_url.get_secret_value()
    else:
        folder = folder_of(directory).absolute() / "db"
        if not folder.is_dir():
            raise WrongSetup(f"no Kring is in {folder.parent}: name its folder with --dir, or set {VARIABLE}")
        url = sqlite_url(folder / "portal.db")
    database = Database(url, "portal")
    migrations.migrate(database, MIGRATIONS)
    return database
