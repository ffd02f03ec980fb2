"""Where the truth of each office lies when the offices are divided: one beside the other."""

from pathlib import Path

from sqlalchemy import make_url

from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.settings import ServiceSettings, SharedSettings
from kring_shared.runtime.storage.database import Database


def apart(shared: SharedSettings) -> list[SharedSettings]:
    """Give the settings of each office by itself when they are divided; else those of all together.

    Raises:
        WrongSetup: nobody says which offices there are to divide.
    """
    if not shared.divided:
        return [shared]
    if "*" in shared.serves:
        raise WrongSetup("KRING_DIVIDED divides the offices that KRING_SERVES names: name each of them, not `*`")
    return [shared.model_copy(update={"serves": (office,)}) for office in shared.serves]


def database_of(name: str, settings: ServiceSettings, shared: SharedSettings) -> Database:
    """Give a service's database: of the one office these settings are about when offices are divided."""
    url = settings.database_url.get_secret_value()
    if not shared.divided:
        return Database(url, name)
    (office,) = shared.serves
    return database_beside(url, name, f"_{office}")


def database_beside(url: str, name: str, more: str) -> Database:
    """Give a database beside a service's own: a file of SQLite or a schema of PostgreSQL, `more` behind its name."""
    place = make_url(url)
    if place.get_backend_name() == "sqlite" and place.database not in {None, "", ":memory:"}:
        file = Path(str(place.database))
        place = place.set(database=str(file.with_name(f"{file.stem}{more}{file.suffix}")))
    return Database(place.render_as_string(hide_password=False), f"{name}{more}")
