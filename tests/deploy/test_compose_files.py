"""What the compose file says for each profile, as the compose program here reads it; no engine is needed for that."""

import re
import shutil
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from deploy.prepare.wanted import CLUSTER, OFFICE, SMALL, Wanted
from kring_shared.runtime.running import plugins
from tests.deploy.project import DEPLOY, Project

pytestmark = pytest.mark.skipif(shutil.which("docker-compose") is None, reason="no docker-compose here")
WANTED: Final = {
    SMALL: Wanted(profile=SMALL),
    CLUSTER: Wanted(profile=CLUSTER),
    OFFICE: Wanted(profile=OFFICE, office="utrecht", hub=("tls://hub:7422",)),
}
ONCE: Final = {"volumes", "setup", "migrate", "tools", "admin", "authority"}
AS_ROOT: Final = {"volumes"}
PAGES: Final = "8480"
SECRETS: Final = re.compile(r"secret|password|BEGIN|KRING_STREAM_KEY:|://[^ ]*:[^ ]*@", re.IGNORECASE)
NAMES_A_FILE: Final = {
    *("KRING_SECRETS_DIR", "POSTGRES_PASSWORD_FILE"),
    *("KRING_OFFICES_FILE", "KRING_NATS_CA", "KRING_NATS_CREDS", "KRING_EDGE_KEY_FILE"),
}


@pytest.fixture(scope="module", params=WANTED)
def said(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Give the whole configuration of a profile."""
    profile, folder = request.param, tmp_path_factory.mktemp("project")
    if profile == OFFICE:
        brought(folder / "papers")
    project = Project(folder, f"kring-{profile}", WANTED[profile], version="1")
    found: dict[str, Any] = yaml.safe_load(project.compose("config"))
    return found


def brought(papers: Path) -> None:
    """Lay down what an office brings from its hub."""
    (papers / "hub").mkdir(parents=True)
    for name in ("line.creds", "hub-ca.pem"):
        (papers / "hub" / name).write_text(name, encoding="ascii")


def test_every_service_there_is_has_a_container_that_waits_for_the_migration(said: dict[str, Any]) -> None:
    for name in plugins.service_names():
        one = said["services"][name]
        assert one["command"] == ["run", name]
        assert one["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
        assert "kring_shared.runtime.probe" in one["healthcheck"]["test"]
        assert one["stop_grace_period"] == "40s"


def test_every_container_can_write_in_volumes_only_and_has_no_rights(said: dict[str, Any]) -> None:
    for name, one in said["services"].items():
        assert one["read_only"] is True, name
        assert one["cap_drop"] == ["ALL"], name
        assert one["security_opt"] == ["no-new-privileges:true"], name
        assert one["restart"] == ("no" if name in ONCE else "unless-stopped"), name
        if name != "authority":  # runs as whoever owns the papers
            assert (one.get("user") == "0:0") == (name in AS_ROOT), name


def test_no_log_is_kept_for_ever(said: dict[str, Any]) -> None:
    for name, one in said["services"].items():
        assert one["logging"]["options"] == {"max-size": "10m", "max-file": "3"}, name


def test_postgresql_repeats_no_row_and_no_statement_in_its_log(said: dict[str, Any]) -> None:
    assert {"-clog_error_verbosity=terse", "-clog_min_error_statement=panic"} <= set(
        said["services"]["postgres"]["command"]
    )


def test_what_is_published_is_reached_from_this_machine_only() -> None:
    told = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    published = [port for one in told["services"].values() for port in one.get("ports", ())]
    assert len(published) == 6
    assert all(port.startswith(("127.0.0.1:", "${KRING_LEAF_ADDRESS:-127.0.0.1:7422}:")) for port in published)


def test_no_secret_stands_in_the_environment(said: dict[str, Any]) -> None:
    for name, one in said["services"].items():
        for key, value in (one.get("environment") or {}).items():
            assert key in NAMES_A_FILE or not SECRETS.search(f"{key}: {value}"), f"{name}: {key}"


def test_a_service_is_given_the_secrets_of_no_other(said: dict[str, Any]) -> None:
    names = set(plugins.service_names())
    for name in names:
        given = {secret["source"] for secret in said["services"][name]["secrets"]}
        assert f"kring_{name}_database_url" in given
        assert not {one for one in given for other in names - {name} if other in one}
        assert not given & {"admin.creds", "desk.creds", "edge.key", "postgres_password", "databases.json"}


def test_the_portal_waits_for_the_migration_and_can_open_nothing_that_is_sealed(said: dict[str, Any]) -> None:
    one = said["services"]["portal"]
    assert one["command"] == ["portal", "run"]
    assert one["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert {secret["source"] for secret in one["secrets"]} == {
        *("ca.pem", "offices.json", "portal.creds"),
        *("kring_portal_database_url", "kring_portal_edge_key"),
    }
    assert not one.get("volumes")
    env, (published,) = one["environment"], one["ports"]
    assert (env["KRING_WATCH"], env["KRING_PORTAL_LISTEN"]) == ("0.0.0.0:9464", "0.0.0.0:8480")
    to = published["target"] if isinstance(published, dict) else published.removesuffix("/tcp").rpartition(":")[2]
    assert str(to) == PAGES, "no figures stand where the pages do"
    assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+", env["KRING_PORTAL_URL"])


def test_every_secret_that_is_named_was_made(said: dict[str, Any]) -> None:
    for name, one in said["secrets"].items():
        assert Path(one["file"]).read_text(encoding="utf-8").strip(), name


def test_all_services_write_in_one_ledger_of_erasures(said: dict[str, Any]) -> None:
    for name in (*plugins.service_names(), "admin"):
        one = said["services"][name]
        assert one["environment"]["KRING_ERASURE_LEDGER"].startswith("/var/lib/kring/ledger/")
        assert any("ledger" in str(volume) for volume in one["volumes"]), name
