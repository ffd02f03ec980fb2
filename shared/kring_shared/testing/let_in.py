"""Authorities, credentials and certificates for a hub and its offices in tests, as their operators would make them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kring_shared.runtime.authority.authority import Authority
from kring_shared.runtime.authority.roles import ADMIN, DESK, LINE, SYSTEM
from kring_shared.runtime.authority.tags import Wanted
from kring_shared.runtime.bus.address import BusAddress
from kring_shared.runtime.private_files import make_private_folder, write_private
from kring_shared.runtime.running import plugins
from kring_shared.runtime.running.running import durable_of
from kring_shared.runtime.server.network import ServerTls
from kring_shared.runtime.server.trust import Trust
from kring_shared.testing.certificates import Certificates

ACCOUNTS: Final = "accounts"


@dataclass(frozen=True)
class Papers:
    """What one bus needs so that nobody speaks on it who was not let in, and nobody else reads along."""

    folder: Path
    authority: Authority
    tls: ServerTls

    @property
    def trust(self) -> Trust:
        """Whom its servers believe; each keeps the accounts in a folder of its own."""
        return self.authority.trust(str(self.folder / ACCOUNTS))

    def let_in(self, role: str, file: str, name: str, wanted: Wanted | None = None) -> Path:
        """Let somebody in; gives the file `<file>.creds` they connect with."""
        there = self.folder / f"{file}.creds"
        write_private(there, self.authority.let_in(role, name, wanted))
        return there

    def system(self, url: str, office: str, system: str) -> BusAddress:
        """Let a referring system in the first time, and say how it connects."""
        there = self.folder / f"{system}.creds"
        if not there.exists():
            self.let_in(SYSTEM, system, system, Wanted(offices=(office,), system=system))
        return self.address(url, system)

    def address(self, url: str, file: str) -> BusAddress:
        """Say how somebody who was let in connects."""
        return BusAddress(BusAddress.of(url).urls, self.folder / f"{file}.creds", Path(self.tls.ca or ""))


def papers_of_hub(folder: Path, certificates: Certificates) -> Papers:
    """Make the authority of a hub, and the credential of who sets it up."""
    return _papers(folder, certificates, "hub")


def papers_of_office(folder: Path, office: str, certificates: Certificates) -> Papers:
    """Make the authority of an office, and the credentials of its services, its desk and who sets it up."""
    papers = _papers(folder, certificates, office)
    wanted = Wanted(offices=(office,))
    papers.let_in(DESK, DESK, DESK, wanted)
    for name in plugins.service_names():
        papers.let_in(name, name, durable_of(plugins.service(name), (office,)), wanted)
    return papers


def line_of(hub: Papers, office: str) -> Path:
    """Let an office's line in at the hub; gives the file its server connects with."""
    return hub.let_in(LINE, f"line-{office}", f"line-{office}", Wanted(offices=(office,)))


def _papers(folder: Path, certificates: Certificates, name: str) -> Papers:
    make_private_folder(folder)
    papers = Papers(folder, Authority.make(folder / "authority"), certificates.server(name))
    papers.let_in(ADMIN, ADMIN, ADMIN)
    return papers
