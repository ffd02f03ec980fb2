"""Databases that are brought up to date already and hold nothing: a test that does not try migrations skips them."""

import atexit
import os
import shutil
from functools import cache
from pathlib import Path
from tempfile import gettempdir, mkdtemp

from pydantic import SecretStr

from kring_shared.runtime.embedded.embedded import sqlite_url
from kring_shared.runtime.embedded.folder import KringFolder
from kring_shared.runtime.running import assembly, plugins
from kring_shared.runtime.server.processes import is_running
from kring_shared.runtime.settings import SharedSettings


def with_empty_databases(folder: Path) -> Path:
    """Lay the empty databases of every service into the folder of a Kring that is not there yet, and give it."""
    there = KringFolder(folder).db
    if not there.exists():
        shutil.copytree(_migrated(), there)
    return folder


@cache
def _migrated() -> Path:
    """Migrate once per process, in a folder of its own that goes when the process ends, or with the next one."""
    for left in Path(gettempdir()).glob("kring-empty-*-*"):
        if not is_running(int(left.name.split("-")[2])):  # whose it was, was killed
            shutil.rmtree(left, ignore_errors=True)
    db = Path(mkdtemp(prefix=f"kring-empty-{os.getpid()}-"))
    atexit.register(shutil.rmtree, db, ignore_errors=True)
    services = [plugins.service(name) for name in plugins.service_names()]
    urls = {name: SecretStr(sqlite_url(db / f"{name}.db")) for name in ("vault", *(one.name for one in services))}
    configured = [(one, one.settings.model_construct(database_url=urls[one.name])) for one in services]
    assembly.migrate(SharedSettings.model_construct(vault_url=urls["vault"]), configured)
    return db
