"""A key that is destroyed is in no file of a PostgreSQL server once its table was written anew, as a restore does."""

import psycopg
import pytest

from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.vault.keystore import SqlKeyStore
from kring_shared.runtime.vault.vault import WrappedKey
from kring_shared.testing.servers import for_sqlalchemy, postgres_missing, session_postgres

pytestmark = pytest.mark.skipif(bool(postgres_missing()), reason=postgres_missing() or "PostgreSQL is here")
KEPT, GONE = b"wrapped-and-kept", b"wrapped-and-gone"
FILE = "SELECT pg_read_binary_file(pg_relation_filepath('vault.vault_key'))"


def test_a_destroyed_key_goes_from_the_disk_once_the_table_is_written_anew() -> None:
    address = session_postgres().create_database()
    database = Database(for_sqlalchemy(address), "vault")
    try:
        migrations.migrate(database, migrations.VAULT)
        store = SqlKeyStore(database)
        store.add([WrappedKey("person/1", "utrecht", KEPT), WrappedKey("person/2", "utrecht", GONE)])
        store.destroy("person/2")
        assert GONE in on_the_disk(address)  # the server keeps what was there before
        store.write_anew()
        found = on_the_disk(address)
        assert (KEPT in found, GONE in found) == (True, False)
    finally:
        database.close()


def on_the_disk(address: str) -> bytes:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        (found,) = connection.execute(FILE).fetchone() or (b"",)
        return bytes(found)
