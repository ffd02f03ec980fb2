"""The PostgreSQL cluster that the tests of the stores run on."""

import psycopg
import pytest

from kring_shared.testing.servers import postgres, postgres_missing, programs_missing, session_postgres

pytestmark = pytest.mark.skipif(bool(postgres_missing()), reason=postgres_missing() or "PostgreSQL is here")


def test_every_test_gets_an_empty_database_on_the_one_cluster() -> None:
    cluster = session_postgres()
    assert session_postgres() is cluster
    first, second = cluster.create_database(), cluster.create_database()
    with psycopg.connect(first) as connection:
        connection.execute("CREATE TABLE letter (body text)")
    with psycopg.connect(second) as connection:
        found = connection.execute("SELECT to_regclass('letter')").fetchone()
    assert found == (None,)


def test_nothing_that_was_committed_waits_for_the_disk() -> None:
    with psycopg.connect(session_postgres().url()) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert connection.execute(f"SHOW {setting}").fetchone() == ("on",)


def test_nobody_gets_in_without_the_password() -> None:
    address = session_postgres().url()
    stranger = address.partition("//")[0] + "//kring:guess@" + address.partition("@")[2]
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(stranger)


@pytest.mark.skipif(bool(programs_missing()), reason=programs_missing() or "PostgreSQL is here")
def test_what_was_committed_survives_a_kill_and_a_restart() -> None:
    with postgres() as cluster:
        address = cluster.create_database()
        with psycopg.connect(address) as connection:
            connection.execute("CREATE TABLE letter AS SELECT 'kept' AS body")
        cluster.kill9()
        assert not cluster.alive
        cluster.restart()
        with psycopg.connect(address) as connection:
            assert connection.execute("SELECT body FROM letter").fetchone() == ("kept",)
    assert not cluster.alive
