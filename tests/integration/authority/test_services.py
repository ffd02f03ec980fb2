"""Every service at work with a credential of its own: its role lets it do all that it does."""

from pathlib import Path

from kring_shared.contracts.actor import Role
from kring_shared.contracts.intake import SubmitReferral
from kring_shared.runtime.authority.authority import Authority
from kring_shared.runtime.authority.tags import Wanted, usual_name
from kring_shared.runtime.embedded.embedded import InFolder
from kring_shared.testing.waiting import until
from tests.architecture.tree import ROOT
from tests.integration.authority.bus import guarded_bus
from tests.integration.authority.table import SERVICES

UTRECHT = Wanted(offices=("utrecht",))
NOT_LET = "Violation"


def let_all_in(authority: Authority, folder: Path) -> Path:
    folder.mkdir()
    for role in (*SERVICES, "desk"):
        (folder / f"{role}.creds").write_text(authority.let_in(role, usual_name(role, UTRECHT), UTRECHT))
    (folder / "admin.creds").write_text(authority.let_in("admin", "admin"))
    return folder


async def test_a_referral_goes_through_five_services_and_the_bus_denies_them_nothing(tmp_path: Path) -> None:
    authority = Authority.make(tmp_path / "authority")
    credentials = let_all_in(authority, tmp_path / "credentials")
    event = (ROOT / "deploy" / "examples" / "referrals.jsonl").read_text().splitlines()[0]
    with guarded_bus(tmp_path, authority) as server:
        kring = InFolder(tmp_path / "kring", credentials=credentials, serves=("utrecht",))
        kring.folder.open()
        try:
            await kring.go_to_work(server.url)
            client = await kring.client()
            manager = client.actor(Role.REGIONAL_MANAGER, "desk", "utrecht")
            said = await client.do(SubmitReferral(event=event, channel="desk"), manager)
            assert said.status == "done"
            await until(kring.idle, "every service has heard what it hears")
            bus = (await kring.admin()).jetstream()
            assert (await bus.stream_info("KRING")).state.messages > 1
            log = server.folder / "nats.log"
            assert NOT_LET not in log.read_text()
            await client.connection.publish("kring.utrecht.receipts.svo", b"")  # what is denied does stand there
            await until(lambda: NOT_LET in log.read_text(), "the server wrote down what it denied")
        finally:
            await kring.rest()
            kring.folder.close()
