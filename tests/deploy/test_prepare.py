"""What is prepared for a first start: nobody else gets at it, and a second time changes nothing."""

import json
from pathlib import Path

import pytest

from deploy.prepare.__main__ import prepare
from deploy.prepare.wanted import CLUSTER, OFFICE, SMALL, Wanted
from kring_shared.kernel.errors import WrongSetup


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_nobody_else_gets_into_the_folder_and_containers_can_read_what_is_mounted(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    prepare(Wanted(profile=SMALL), papers)
    assert papers.stat().st_mode & 0o777 == 0o700
    assert (papers / "authority").stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in (papers / "secrets").iterdir()} == {0o444}


def test_a_second_time_no_secret_changes(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    prepare(Wanted(profile=CLUSTER), papers)
    before = contents(papers)
    prepare(Wanted(profile=CLUSTER), papers)
    after = contents(papers)
    # The account is signed anew, so that a server that starts knows what roles of this version may.
    assert {name for name in before | after if before.get(name) != after.get(name)} <= {
        *(f"{server}/nats.conf" for server in ("nats", "nats-2", "nats-3")),
        "authority/register.json",
    }


def test_what_an_upgrade_adds_gets_a_login_of_its_own_and_the_others_keep_theirs(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    prepare(Wanted(profile=SMALL), papers)
    whole = json.loads((papers / "secrets/databases.json").read_text(encoding="utf-8"))
    before = {name: password for name, password in whole["logins"].items() if name != "portal"}
    file = papers / "secrets/databases.json"
    file.chmod(0o600)
    file.write_text(json.dumps(whole | {"logins": before}), encoding="utf-8")
    prepare(Wanted(profile=SMALL), papers)
    after = json.loads(file.read_text(encoding="utf-8"))
    assert after["admin"] == whole["admin"]
    assert {name: after["logins"][name] for name in before} == before
    assert after["logins"]["portal"] in (papers / "secrets/kring_portal_database_url").read_text(encoding="utf-8")


def test_a_folder_of_one_profile_is_not_made_into_another(tmp_path: Path) -> None:
    prepare(Wanted(profile=SMALL), tmp_path / "papers")
    with pytest.raises(WrongSetup, match="of the profile small"):
        prepare(Wanted(profile=CLUSTER), tmp_path / "papers")


def test_an_office_is_told_what_it_has_to_bring_from_its_hub(tmp_path: Path) -> None:
    with pytest.raises(WrongSetup, match=r"line\.creds"):
        prepare(Wanted(profile=OFFICE, office="utrecht", hub=("tls://hub:7422",)), tmp_path / "papers")


def test_an_office_without_a_hub_is_refused() -> None:
    with pytest.raises(WrongSetup, match="HUB="):
        Wanted(profile=OFFICE, office="utrecht")
