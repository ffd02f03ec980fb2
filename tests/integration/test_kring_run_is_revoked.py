"""`kring run` with a credential that is revoked: it ends with a line and an exit code, for whoever looks after it."""

from pathlib import Path

from tests.integration.a_bus_of_commands import make_bus, settings
from tests.integration.kring_command import PATIENCE_S, environment, kring, said_line, staying

UTRECHT = ("--office", "utrecht")
WRONG_SETUP = 2
REFUSED = "kring: the bus at {at} refuses the credential {file}: it was revoked, has run out or is of another bus"


def test_it_ends_is_refused_and_works_again_with_what_rotate_gives(tmp_path: Path) -> None:
    bus = make_bus(tmp_path)
    with bus.server("bus-1"):
        env = settings(tmp_path / "db", bus)
        admin = {**env, "KRING_NATS_CREDS": str(bus.let_in("services", "admin"))}
        assert kring("migrate", "intake", env=admin).returncode == 0
        credential = bus.let_in("services", "intake", *UTRECHT)
        theirs = {**env, "KRING_NATS_CREDS": str(credential)}
        line = REFUSED.format(at=f"127.0.0.1:{bus.port}", file=credential)
        with staying("run", "intake", env=environment(more=theirs)) as process:
            said_line(process, "intake.started")
            bus.type("services", "rotate", "intake", "--out", str(tmp_path / "new.creds"))
            assert said_line(process, "kring: ").startswith(line)
            assert process.wait(PATIENCE_S) == WRONG_SETUP
        again = kring("run", "intake", env=theirs)
        assert (again.returncode, [said.startswith(line) for said in again.stderr.splitlines()]) == (
            WRONG_SETUP,
            [True],
        ), again.stderr
        with staying(
            "run", "intake", env=environment(more=theirs | {"KRING_NATS_CREDS": str(tmp_path / "new.creds")})
        ) as process:
            said_line(process, "intake.started")
            process.terminate()
            assert process.wait(PATIENCE_S) == 0
