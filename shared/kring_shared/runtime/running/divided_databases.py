"""Where the truth of each office lies when the offices are divided: one beside the other."""

from pathlib import Path

from sqlalchemy import inspect, make_url, select
from sqlalchemy.exc import OperationalError, ProgrammingError

from kring_shared.kernel.errors import DatabaseAway, WrongSetup
from kring_shared.runtime.settings import ServiceSettings, SharedSettings
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.tables import INBOX, OUTBOX


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


def check_where_truth_lies(name: str, settings: ServiceSettings, shared: SharedSettings) -> None:
    """Refuse to begin with nothing while the truth lies where it would lie if `KRING_DIVIDED` were set otherwise.

    Raises:
        WrongSetup: the offices' truth lies together and they are divided now, or the other way round.
        DatabaseAway: a database does not answer.
    """
    url = settings.database_url.get_secret_value()
    together = Database(url, name)
    has_worked = _is_used(together)
    if has_worked is not shared.divided:
        return
    offices = [office for office in dict.fromkeys([*shared.serves, *shared.offices()]) if office != "*"]
    of_offices = [each for office in offices if _is_used(each := database_beside(url, name, f"_{office}"))]
    if has_worked and not of_offices:
        raise WrongSetup(
            f"KRING_DIVIDED is on, but {name} keeps all offices together in {_place(together)}, and nothing in an "
            "office's own database: take KRING_DIVIDED away, or divide that database first"
        )
    if of_offices and not has_worked:
        raise WrongSetup(
            f"KRING_DIVIDED is off, but {name} keeps offices apart in {', '.join(map(_place, of_offices))}, and "
            "nothing in a database of all: switch KRING_DIVIDED on, or bring those together first"
        )


def _place(database: Database) -> str:
    """Name where a database lies, without its address, which may hold a password."""
    return f"{database.engine.url.database}" if database.is_sqlite else f"the schema {database.schema}"


def _is_used(database: Database) -> bool:
    """Tell whether anything was ever heard or told in a database; one that is not there is not made."""
    if database.is_sqlite and not Path(database.engine.url.database or "").is_file():
        return False
    try:
        database.check()
        with database.read() as tx:
            there = inspect(tx).get_table_names(schema=None if database.is_sqlite else database.schema)
            kept = [table for table in (INBOX, OUTBOX) if table.name in there]
            return any(tx.execute(select(*table.primary_key.columns).limit(1)).first() for table in kept)
    except (OperationalError, ProgrammingError) as error:
        raise DatabaseAway(f"the database {database.engine.url.database!r} cannot be read") from error
    finally:
        database.close()
