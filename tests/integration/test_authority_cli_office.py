"""An office with a server of its own joins the hub, typed; revoked there, it goes on by itself."""

from pathlib import Path

import nats.errors

from kring_shared.runtime.bus.address import BusAddress
from kring_shared.runtime.bus.connecting import connect
from kring_shared.runtime.bus.streams import BACKBONE
from kring_shared.testing.waiting import until
from tests.architecture.documents import files_in
from tests.architecture.tree import ROOT
from tests.integration.a_bus_of_commands import BusOfCommands, intake, make_bus, settings
from tests.integration.kring_command import kring
from tests.integration.test_authority_cli import NEW, UTRECHT, refer


def migrated(bus: BusOfCommands, **more: str) -> tuple[Path, dict[str, str]]:
    """Let an admin in and make the streams; give the admin's file, and what services of that bus need."""
    admin, env = bus.let_in("services", "admin"), dict(settings(bus.folder / "db", bus, **more))
    ended = kring("migrate", "intake", env={**env, "KRING_NATS_CREDS": str(admin)})
    assert ended.returncode == 0, ended.stderr
    return admin, env


async def test_an_office_joins_the_hub_and_goes_on_when_its_line_is_revoked(tmp_path: Path) -> None:
    for name in ("hub", "office"):
        (tmp_path / name).mkdir()
    hub = make_bus(tmp_path / "hub")
    office = BusOfCommands(tmp_path / "office", hub.certificates, hub.tls)
    office.type("authority", "new")
    (tmp_path / "refer.py").write_text(files_in(ROOT / "docs/contracts.md")["refer.py"], encoding="utf-8")
    with hub.server("hub-1", "--domain", "hub", "--leaf-listen", f"127.0.0.1:{hub.leaf_port}"):
        admin, _ = migrated(hub)
        line = hub.let_in("offices", "utrecht")
        to_hub = ("--hub", f"tls://127.0.0.1:{hub.leaf_port}", "--line", str(line))
        with office.server("utrecht", "--domain", "utrecht", *to_hub):
            _, env = migrated(office, KRING_BACKBONE_DOMAIN="hub")
            with intake(env, office.let_in("services", "intake", *UTRECHT)):
                at_hub = await connect(BusAddress((hub.url,), admin, hub.certificates.ca))

                async def asked() -> int | None:
                    try:
                        info = await at_hub.jetstream().consumer_info(BACKBONE, "intake_utrecht")
                    except nats.errors.TimeoutError:  # who is connected is cut off for a moment when servers are told
                        return None
                    return info.num_waiting or 0

                await until(asked, "the office's intake asks the hub what there is", within=30)
                system = office.let_in("systems", "wijkteam-vechtzoom", *UTRECHT)
                assert refer(office, tmp_path / "refer.py", system, 1)[-1] == NEW
                assert hub.type("offices", "revoke", "utrecht").stdout.startswith("line_utrecht is let in no more.")

                async def alone() -> bool:
                    return await asked() == 0

                await until(alone, "nobody asks over the line any more", within=30)
                assert refer(office, tmp_path / "refer.py", system, 2)[-1] == NEW
                await at_hub.close()
