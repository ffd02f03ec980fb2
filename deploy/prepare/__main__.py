"""Prepare a start on Docker: python -m deploy.prepare PROFILE. Safe to repeat: what is there stays."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Final

from deploy.prepare.bus import make_bus
from deploy.prepare.certificates import Signer
from deploy.prepare.papers import Papers
from deploy.prepare.services import make_services
from deploy.prepare.wanted import HUB, PROFILES, Wanted
from kring_shared.kernel.errors import KringError, WrongSetup

DEPLOY: Final = Path(__file__).parents[1]
PROFILE: Final = "profile"


def prepare(wanted: Wanted, folder: Path) -> None:
    """Make everything that is missing in a folder.

    Raises:
        WrongSetup: the folder is of another start; or something that must be brought is not there.
    """
    papers = Papers(folder)
    before = papers.read(PROFILE).strip() if papers.has(PROFILE) else wanted.profile
    if before != wanted.profile:
        raise WrongSetup(
            f"deploy/.local is of the profile {before}: use it with PROFILE={before}; or throw it all away with "
            "`docker-compose down --volumes` in deploy, and remove deploy/.local and deploy/.env"
        )
    papers.write(PROFILE, wanted.profile + "\n")
    signer = Signer(papers)
    make_services(papers, signer, wanted)
    make_bus(papers, signer, wanted)


def settings(wanted: Wanted, version: str, papers: str = "./.local", project: str = "kring") -> str:
    """Write what compose reads; no secret is among it."""
    found = {
        "COMPOSE_PROJECT_NAME": project,
        "COMPOSE_PROFILES": wanted.profile,
        "KRING_VERSION": version,
        "KRING_PAPERS": papers,
        "KRING_OWNER": f"{os.getuid()}:{os.getgid()}",
        "KRING_NATS_URL": ",".join(f"tls://{server}:4222" for server in wanted.servers),
        "KRING_REPLICAS": str(len(wanted.servers)),
        "KRING_BACKBONE_DOMAIN": HUB if wanted.hub else "",
        "KRING_SERVES": f"'{json.dumps(wanted.offices)}'",
    }
    return "".join(f"{name}={value}\n" for name, value in found.items())


def main() -> int:
    """Prepare beside the compose file; settings that are there already stay, but for the version."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("profile", choices=PROFILES)
    asked.add_argument("--version", default="latest", help="of the images")
    asked.add_argument("--office", default="", help="its id, for the profile office")
    asked.add_argument("--hub", action="append", default=[], help="where the hub takes lines; may be repeated")
    asked.add_argument("--host", action="append", default=[], help="one more name by which others reach the bus")
    given = asked.parse_args()
    try:
        wanted = Wanted(profile=given.profile, office=given.office, hub=tuple(given.hub), hosts=tuple(given.host))
        prepare(wanted, DEPLOY / ".local")
    except KringError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    file = DEPLOY / ".env"
    before = file.read_text(encoding="utf-8") if file.exists() else settings(wanted, given.version)
    kept = [line for line in before.splitlines() if not line.startswith("KRING_VERSION=")]
    file.write_text("\n".join([*kept, f"KRING_VERSION={given.version}"]) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
