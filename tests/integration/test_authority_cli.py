"""A bus from nothing to the first receipt, typed: authority, server, services, a system; revoked, and let in anew."""

import json
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.documents import files_in
from tests.architecture.tree import ROOT
from tests.integration.a_bus_of_commands import BusOfCommands, intake, make_bus, settings
from tests.integration.kring_command import environment, kring, said_line
from tests.unit.intake.sent import an_event

UTRECHT = ("--office", "utrecht")
NEW = "received The referral was received."


@pytest.fixture(name="bus", scope="module")
def a_bus_with_intake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BusOfCommands]:
    """Type everything that stands before a system can refer."""
    bus = make_bus(tmp_path_factory.mktemp("bus"))
    with bus.server("bus-1"):
        env = settings(bus.folder / "db", bus)
        admin, desk = bus.let_in("services", "admin"), bus.let_in("services", "desk", *UTRECHT)
        assert admin.exists()
        assert desk.exists()
        migrated = kring("migrate", "intake", env={**env, "KRING_NATS_CREDS": str(admin)})
        assert migrated.returncode == 0, migrated.stderr
        with intake(env, bus.let_in("services", "intake", *UTRECHT)):
            yield bus


@pytest.fixture(name="program", scope="module")
def the_documented_program(bus: BusOfCommands) -> Path:
    """Save the program of the page of contracts."""
    file = bus.folder / "refer.py"
    file.write_text(files_in(ROOT / "docs/contracts.md")["refer.py"], encoding="utf-8")
    return file


def the_program(bus: BusOfCommands, program: Path, credential: Path, n: int) -> "subprocess.Popen[str]":
    """Refer once, as somebody else's system does it, with nothing of Kring's around it."""
    event = bus.folder / "event.json"
    event.write_text(an_event(f"event-{n}", reference=f"ref-{n}"), encoding="utf-8")
    more = {"NATS_URL": bus.url, "NATS_CREDS": str(credential), "SSL_CERT_FILE": str(bus.certificates.ca)}
    return subprocess.Popen(
        [sys.executable, "-u", program, event],
        env=environment(more=more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def refer(bus: BusOfCommands, program: Path, credential: Path, n: int) -> list[str]:
    """Refer, and give what the program printed until it had its receipt."""
    with the_program(bus, program, credential, n) as running:
        try:
            said, _ = running.communicate(timeout=40)
        finally:
            running.kill()
    assert running.returncode == 0, said
    return [line for line in said.splitlines() if not line.startswith("returning true from eof_received")]


def refused(bus: BusOfCommands, program: Path, credential: Path, n: int) -> str:
    """Try to refer, and give the word with which the server turns the program away; it would try again for long."""
    with the_program(bus, program, credential, n) as running:
        try:
            return said_line(running, "iolation").strip()
        finally:
            running.kill()


def test_a_system_joins_refers_is_revoked_at_once_and_comes_back_with_a_new_key(
    bus: BusOfCommands, program: Path
) -> None:
    credential = bus.let_in("systems", "wijkteam-vechtzoom", *UTRECHT)
    assert refer(bus, program, credential, 1) == ["safely kept in REFERRALS", "received The referral was received."]
    assert refer(bus, program, credential, 1)[-1].startswith("repeated ")
    revoked = bus.type("systems", "revoke", "wijkteam-vechtzoom")
    assert revoked.stdout == "wijkteam-vechtzoom_utrecht is let in no more. 1 server knows.\n"
    assert "Authorization Violation" in refused(bus, program, credential, 2)
    credential.unlink()
    bus.let_in("systems", "wijkteam-vechtzoom", *UTRECHT)
    assert refer(bus, program, credential, 2)[-1] == NEW
    old = credential.read_text()
    rotated = bus.type("systems", "rotate", "wijkteam-vechtzoom", "--out", str(credential))
    assert "the old one is revoked. 1 server knows." in rotated.stdout
    assert refer(bus, program, credential, 3)[-1] == NEW
    (bus.folder / "old.creds").write_text(old)
    assert "Authorization Violation" in refused(bus, program, bus.folder / "old.creds", 4)


def test_a_system_of_another_name_may_neither_refer_nor_read_in_its_place(bus: BusOfCommands, program: Path) -> None:
    other = bus.let_in("systems", "wijkteam-ander", *UTRECHT)
    said = refused(bus, program, other, 9)
    assert 'permissions violation for subscription to "_inbox.wijkteam-vechtzoom_utrecht' in said.lower()


def test_the_list_says_who_was_let_in_and_what_became_of_it(bus: BusOfCommands) -> None:
    bus.let_in("systems", "school-noord", *UTRECHT, "--days", "30")
    bus.type("systems", "revoke", "school-noord_utrecht")
    lines = [json.loads(line) for line in bus.type("systems", "list", "--json").stdout.splitlines()]
    (school,) = [line for line in lines if line["name"] == "school-noord_utrecht"]
    assert (school["role"], school["offices"], school["state"]) == ("system", ["utrecht"], "revoked")
    assert school["until"] is not None
    services = bus.type("services", "list").stdout.splitlines()
    assert services[0].split() == ["name", "role", "offices", "since", "until", "state"]
    assert [line.split()[0] for line in services[1:]] == ["admin", "desk_utrecht", "intake_utrecht"]


def test_pushing_again_changes_nothing_and_says_what_is_there(bus: BusOfCommands) -> None:
    assert bus.type("authority", "push").stdout.startswith("1 server knows. ")


def test_files_are_for_their_owner_and_nothing_secret_is_printed(bus: BusOfCommands) -> None:
    file = bus.file("geheim")
    said = bus.type("systems", "add", "geheim", *UTRECHT, "--out", str(file)).stdout
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE((bus.folder / "authority").stat().st_mode) == 0o700
    seed = file.read_text().split("NKEY SEED-----")[1].split()[0]
    for printed in (said, (bus.folder / "bus-1.conf").read_text(), bus.type("systems", "list", "--json").stdout):
        assert seed not in printed
        assert "SEED" not in printed
    seeds = [seed.read_text().strip() for seed in (bus.folder / "authority").glob("*.seed")]
    assert len(seeds) > 3
    assert not [seed for seed in seeds if seed in (bus.folder / "bus-1.conf").read_text()]
    assert list((bus.folder / "authority").glob("*.creds")) == []


@pytest.mark.parametrize(
    ("words", "code", "because"),
    [
        (("authority", "new"), 3, "holds an authority already"),
        (("services", "add", "intake", *UTRECHT, "--out", "x.creds"), 3, "has a credential that is good"),
        (("services", "add", "system", *UTRECHT), 2, "see `kring systems add --help`"),
        (("services", "add", "bakery", *UTRECHT), 3, "there is no role bakery"),
        (("systems", "add", "A*", *UTRECHT), 3, "small letters"),
        (("systems", "revoke", "nobody"), 3, "nobody is let in under the name nobody"),
        (("systems", "revoke", "intake_utrecht"), 3, "nobody is let in under the name intake_utrecht"),
    ],
)
def test_what_cannot_be_is_refused_in_a_line(
    bus: BusOfCommands, words: tuple[str, ...], code: int, because: str
) -> None:
    ended = bus.typed(*words)
    assert ended.returncode == code
    (line,) = ended.stderr.splitlines()
    assert because in line


def test_without_a_bus_it_is_written_down_and_pushed_later(tmp_path: Path) -> None:
    authority, file = str(tmp_path / "authority"), tmp_path / "x.creds"
    assert kring("authority", "new", "--at", authority).returncode == 0
    added = kring("services", "add", "registry", *UTRECHT, "--at", authority, "--out", str(file))
    assert f"kring authority push --at {authority}" in added.stdout
    assert kring("services", "revoke", "registry", "--at", authority).stdout.endswith(
        "No server knows yet: kring authority push tells them.\n"
    )
    alone = kring("authority", "push", "--at", authority)
    assert (alone.returncode, alone.stderr) == (
        2,
        "kring: no bus was named: say where it is with --nats, or in KRING_NATS_URL\n",
    )


def test_a_server_may_be_told_how_much_it_stores(bus: BusOfCommands) -> None:
    words = ("--name", "small", "--certificate", "c.pem", "--key", "c.key", "--ca", "ca.pem")
    assert "max_file_store" not in bus.type("authority", "config", *words).stdout
    printed = bus.type("authority", "config", *words, "--store-limit", "1000000").stdout
    assert "  max_file_store: 1000000\n" in printed
