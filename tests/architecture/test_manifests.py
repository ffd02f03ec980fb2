"""The manifests for Kubernetes as they lie there; how they look put together, tests/deploy/test_rendered.py holds."""

import json
from pathlib import Path
from typing import Any, Final

import kubernetes_validate
import pytest
import yaml

from kring_portal.settings import Settings as Portal
from kring_shared.contracts.offices import OfficeCard
from kring_shared.runtime.settings import SharedSettings
from tests.architecture.tree import ROOT, SERVICES, within

MANIFESTS: Final = ROOT / "deploy/kubernetes"
CUSTOMIZED: Final = "kustomization.yaml"
NEWEST: Final = kubernetes_validate.latest_version()
FOLDERS: Final = sorted(file.parent for file in MANIFESTS.rglob(CUSTOMIZED))
OVERLAYS: Final = [folder for folder in FOLDERS if folder.parent.name == "overlays"]
OBJECTS: Final = sorted(file for file in MANIFESTS.rglob("*.yaml") if file.name != CUSTOMIZED)
GIVEN_BY_OTHERS: Final = {"KRING_SECRETS_DIR", "OTEL_EXPORTER_OTLP_ENDPOINT"}
"""Variables that are no setting of a service: where secrets lie, and what the library for traces reads itself."""

each_overlay = pytest.mark.parametrize("overlay", OVERLAYS, ids=lambda folder: folder.name)


def customized(folder: Path) -> dict[str, Any]:
    """Read what a folder is put together from."""
    found: dict[str, Any] = yaml.safe_load((folder / CUSTOMIZED).read_text(encoding="utf-8"))
    return found


def settings(folder: Path) -> dict[str, str]:
    """Give the settings that a folder adds, by variable."""
    literals = [line for one in customized(folder).get("configMapGenerator", ()) for line in one.get("literals", ())]
    return dict(line.split("=", 1) for line in literals)


@pytest.mark.parametrize("file", OBJECTS, ids=within)
def test_an_object_is_what_the_newest_kubernetes_takes(file: Path) -> None:
    objects = list(yaml.safe_load_all(file.read_text(encoding="utf-8")))
    assert objects
    for one in objects:
        kubernetes_validate.validate(one, NEWEST, strict=True)


def test_an_object_that_no_kubernetes_takes_is_refused() -> None:
    wrong = yaml.safe_load((MANIFESTS / "service/account.yaml").read_text(encoding="utf-8")) | {"tokens": "none"}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, NEWEST, strict=True)


def test_every_file_belongs_to_what_is_put_together_and_what_is_named_is_there() -> None:
    named: set[Path] = set()
    for folder in FOLDERS:
        says = customized(folder)
        files = [name for one in says.get("configMapGenerator", ()) for name in one.get("files", ())]
        named |= {
            (folder / name).resolve() for name in (*says.get("resources", ()), *says.get("components", ()), *files)
        }
    there = {file for file in MANIFESTS.rglob("*") if file.is_file() and file.name != CUSTOMIZED}
    assert {path for path in named if path.is_file()} == there
    assert {path for path in named if not path.is_file()} <= set(FOLDERS)


def test_every_service_is_there_once() -> None:
    resources = customized(MANIFESTS / "base")["resources"]
    assert sorted(set(resources) & set(SERVICES)) == list(SERVICES)
    for service in SERVICES:
        says = customized(MANIFESTS / "base" / service)
        assert says["nameSuffix"] == f"-{service}"
        assert says["images"] == [{"name": "kring/service", "newName": f"kring/{service}"}]
        assert f"value: {service}}}" in says["patches"][0]["patch"]
        assert f"value: kring-{service}}}" in says["patches"][0]["patch"]


@pytest.mark.parametrize("folder", FOLDERS, ids=within)
def test_only_settings_that_services_read_are_set_and_no_secret_among_them(folder: Path) -> None:
    known = {
        f"{kind.model_config.get('env_prefix', '')}{name}".upper()
        for kind in (SharedSettings, Portal)
        for name, field in kind.model_fields.items()
        if "SecretStr" not in str(field.annotation)
    }
    assert set(settings(folder)) <= known | GIVEN_BY_OTHERS


@each_overlay
def test_the_offices_that_are_served_stand_in_the_list_of_offices(overlay: Path) -> None:
    listed = [OfficeCard.model_validate(one) for one in json.loads((overlay / "offices.json").read_text("utf-8"))]
    served = settings(overlay).get("KRING_SERVES", settings(MANIFESTS / "overlays/small")["KRING_SERVES"])
    assert set(json.loads(served)) <= {card.id for card in listed}


def test_there_are_as_many_replicas_at_most_as_offices_to_divide() -> None:
    cluster = MANIFESTS / "overlays/cluster"
    served = json.loads(settings(cluster)["KRING_SERVES"])
    (patch,) = [
        one["patch"] for one in customized(cluster)["patches"] if one["target"]["kind"] == "HorizontalPodAutoscaler"
    ]
    (change,) = yaml.safe_load(patch)
    assert (change["path"], change["value"]) == ("/spec/maxReplicas", len(served))


def test_as_many_servers_keep_each_stream_as_there_are() -> None:
    cluster = MANIFESTS / "overlays/cluster"
    (servers,) = customized(cluster)["replicas"]
    said = settings(cluster)
    assert servers["count"] == int(said["KRING_REPLICAS"]) == len(said["KRING_NATS_URL"].split(","))
