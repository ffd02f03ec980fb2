"""The manifests as kubectl puts them together: what would be applied, for each overlay."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import kubernetes_validate
import pytest
import yaml

MANIFESTS: Final = Path(__file__).parents[2] / "deploy/kubernetes"
OVERLAYS: Final = ("small", "cluster", "office")
SERVICES: Final = ("conference", "intake", "matching", "notifications", "registry")
PORTAL: Final = "portal"
COMPONENT: Final = "app.kubernetes.io/component"
NEWEST: Final = kubernetes_validate.latest_version()
BROUGHT: Final = {
    "Secret": {
        *("kring", "kring-admin", "kring-desk", "nats", "nats-tls"),
        *(f"kring-{name}" for name in (*SERVICES, PORTAL)),
    },
    "ConfigMap": {"kring-bus", "nats"},
}
"""What the site makes itself, as docs/containers.md says under Kubernetes."""
KUBECTL: Final = shutil.which("kubectl")

pytestmark = pytest.mark.skipif(KUBECTL is None, reason="no kubectl here; .ci/run brings one")
each_overlay = pytest.mark.parametrize("overlay", OVERLAYS)


@cache
def rendered(folder: Path) -> list[dict[str, Any]]:
    """Give every object of an overlay."""
    assert KUBECTL is not None
    done = subprocess.run([KUBECTL, "kustomize", folder], check=True, capture_output=True, text=True, timeout=60)
    assert done.stderr == ""  # nothing that is deprecated
    return list(yaml.safe_load_all(done.stdout))


def objects(overlay: str, *kinds: str) -> list[dict[str, Any]]:
    """Give the objects of some kinds, or all."""
    return [one for one in rendered(MANIFESTS / "overlays" / overlay) if not kinds or one["kind"] in kinds]


def pods(overlay: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every pod that would run, by what it is of."""
    for one in objects(overlay, "Deployment", "StatefulSet", "Job"):
        yield one["metadata"]["name"], one["spec"]["template"]


@each_overlay
def test_everything_is_what_the_newest_kubernetes_takes(overlay: str) -> None:
    for one in objects(overlay):
        kubernetes_validate.validate(one, NEWEST, strict=True)
    names = [(one["kind"], one["metadata"]["name"]) for one in objects(overlay)]
    assert len(names) == len(set(names))
    assert {one["metadata"].get("namespace", "kring") for one in objects(overlay)} == {"kring"}


@each_overlay
def test_there_is_a_pod_for_each_service_of_its_own_image(overlay: str) -> None:
    of_services = {name: pod for name, pod in pods(overlay) if pod["metadata"]["labels"][COMPONENT] in SERVICES}
    assert sorted(of_services) == [f"kring-{service}" for service in SERVICES]
    for name, pod in of_services.items():
        service = name.removeprefix("kring-")
        (container,) = pod["spec"]["containers"]
        assert container["image"].startswith(f"kring/{service}:")
        assert container["args"] == ["run", service]
        assert {container[f"{kind}Probe"]["httpGet"]["path"] for kind in ("startup", "liveness")} == {"/live"}
        assert container["readinessProbe"]["httpGet"]["path"] == "/ready"
        assert pod["spec"]["serviceAccountName"] == name
        assert pod["spec"]["terminationGracePeriodSeconds"] > 30


@each_overlay
def test_the_portal_has_replicas_a_service_and_no_key_that_opens_anything(overlay: str) -> None:
    (portal,) = [one for one in objects(overlay, "Deployment") if one["metadata"]["name"] == "kring-portal"]
    spec = portal["spec"]["template"]["spec"]
    (container,) = spec["containers"]
    assert portal["spec"]["replicas"] == 2
    assert container["args"] == ["portal", "run"]
    assert {container[f"{kind}Probe"]["httpGet"]["port"] for kind in ("startup", "liveness", "readiness")} == {"watch"}
    assert {one["name"]: one["containerPort"] for one in container["ports"]} == {"watch": 9464, "pages": 8480}
    (found,) = [one["data"] for one in objects(overlay, "ConfigMap") if "settings" in one["metadata"]["name"]]
    assert found["KRING_WATCH"] != found["KRING_PORTAL_LISTEN"], "no figures stand where the pages do"
    assert found["KRING_PORTAL_URL"], "without it a portal that others reach does not start"
    assert {need for need in _needs(spec) if need[0] == "Secret"} == {("Secret", "kring-portal")}
    assert "ledger" not in {mount["name"] for mount in container["volumeMounts"]}
    assert {volume["name"] for volume in spec["volumes"]} == {mount["name"] for mount in container["volumeMounts"]}
    (service,) = [one for one in objects(overlay, "Service") if one["metadata"]["name"] == "kring-portal"]
    assert service["spec"]["selector"].items() <= portal["spec"]["template"]["metadata"]["labels"].items()


@each_overlay
def test_no_pod_may_more_than_it_needs(overlay: str) -> None:
    for name, pod in pods(overlay):
        spec = pod["spec"]
        assert spec["automountServiceAccountToken"] is False, name
        assert spec["securityContext"]["runAsNonRoot"] is True, name
        assert spec["securityContext"]["runAsUser"] == 10001, name
        assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}, name
        for container in spec["containers"]:
            allowed = container["securityContext"]
            assert allowed["readOnlyRootFilesystem"] is True, name
            assert allowed["allowPrivilegeEscalation"] is False, name
            assert allowed["capabilities"] == {"drop": ["ALL"]}, name
            assert container["resources"]["limits"]["memory"], name
        assert not any("hostPath" in volume for volume in spec["volumes"]), name


@each_overlay
def test_whatever_a_pod_mounts_or_reads_is_made_here_or_known_to_be_brought(overlay: str) -> None:
    made = {(one["kind"], one["metadata"]["name"]) for one in objects(overlay)}
    brought = {(kind, name) for kind, names in BROUGHT.items() for name in names}
    brought |= {("Secret", "nats-line")} if overlay == "office" else set()
    needed = {need for _, pod in pods(overlay) for need in _needs(pod["spec"])}
    assert needed - made == brought
    assert not any(kind == "Secret" for kind, _ in made)


@each_overlay
def test_a_selector_finds_the_pods_it_is_meant_for_and_no_others(overlay: str) -> None:
    labels = {name: pod["metadata"]["labels"] for name, pod in pods(overlay)}
    for one in objects(overlay, "PodDisruptionBudget", "Deployment", "StatefulSet"):
        wanted = one["spec"]["selector"]["matchLabels"]
        found = [name for name, has in labels.items() if wanted.items() <= has.items()]
        assert found == [one["metadata"]["name"]]


@each_overlay
def test_nothing_goes_in_or_out_but_what_is_needed(overlay: str) -> None:
    policies = {one["metadata"]["name"]: one["spec"] for one in objects(overlay, "NetworkPolicy")}
    nothing = policies.pop("nothing")
    assert nothing == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    policies.pop("names")
    goes = {name: _ports(policies, pod["metadata"]["labels"], "egress") for name, pod in pods(overlay)}
    line = {7422} if overlay == "office" else set()
    assert goes.pop("nats") == {6222, *line}
    assert goes.pop("kring-portal") == {4222, 5432, 443}
    assert goes.pop("kring-notifications") == {4222, 5432, 465, 587, 443}
    assert set(map(frozenset, goes.values())) == {frozenset({4222, 5432})}
    comes = {name: _ports(policies, pod["metadata"]["labels"], "ingress") for name, pod in pods(overlay)}
    assert comes.pop("nats") == {4222, 6222}
    assert comes.pop("kring-portal") == {9464, 8480}
    assert set(map(frozenset, comes.values())) == {frozenset({9464})}


def test_services_on_several_nodes_share_a_ledger_that_several_nodes_can_hold() -> None:
    modes = {
        overlay: one["spec"]["accessModes"] for overlay in OVERLAYS for one in objects(overlay, "PersistentVolumeClaim")
    }
    assert modes == {"small": ["ReadWriteOnce"], "cluster": ["ReadWriteMany"], "office": ["ReadWriteOnce"]}
    for overlay in OVERLAYS:
        together = ["affinity" in pod["spec"] for name, pod in pods(overlay) if name not in {"nats", "kring-migrate"}]
        assert set(together) == {modes[overlay] == ["ReadWriteOnce"]}


def test_replicas_that_divide_the_offices_are_scaled_and_no_number_of_them_is_set() -> None:
    scaled = objects("cluster", "HorizontalPodAutoscaler")
    assert sorted(one["spec"]["scaleTargetRef"]["name"] for one in scaled) == [f"kring-{name}" for name in SERVICES]
    for one in scaled:
        (metric,) = one["spec"]["metrics"]
        service = one["metadata"]["name"].removeprefix("kring-")
        assert metric["external"]["metric"]["selector"]["matchLabels"] == {"service": service}
    (found,) = [one["data"] for one in objects("cluster", "ConfigMap") if "settings" in one["metadata"]["name"]]
    assert found["KRING_DIVIDED"] == "true"
    assert {one["spec"]["maxReplicas"] for one in scaled} == {len(json.loads(found["KRING_SERVES"]))}
    fixed = [one["metadata"]["name"] for one in objects("cluster", "Deployment") if "replicas" in one["spec"]]
    assert sorted(fixed) == ["kring-portal", "kring-tools"]


def test_a_site_puts_its_own_on_top_without_changing_a_file(tmp_path: Path) -> None:
    shutil.copytree(MANIFESTS, tmp_path / "kring/deploy/kubernetes")
    theirs = {
        "resources": ["kring/deploy/kubernetes/overlays/small"],
        "components": [f"kring/deploy/kubernetes/components/{name}" for name in ("print", "traces", "ingress")],
        "images": [{"name": "kring/intake", "newName": "registry.example/kring/intake", "newTag": "1.2.0"}],
        "replicas": [{"name": "kring-intake", "count": 2}],
    }
    (tmp_path / "kustomization.yaml").write_text(yaml.safe_dump(theirs), encoding="utf-8")

    found = rendered(tmp_path)
    before = objects("small")
    for one in found:
        if one not in before:
            kubernetes_validate.validate(one, NEWEST, strict=True)
    of_before = {(one["kind"], one["metadata"]["name"]) for one in before}
    of_theirs = {(one["kind"], one["metadata"]["name"]): one for one in found}
    added = {kind for kind, name in set(of_theirs) - of_before if "settings" not in name}
    assert added == {"PersistentVolumeClaim", "NetworkPolicy", "Ingress"}
    intake = of_theirs["Deployment", "kring-intake"]["spec"]
    assert (intake["replicas"], intake["template"]["spec"]["containers"][0]["image"]) == (
        2,
        "registry.example/kring/intake:1.2.0",
    )
    letters = of_theirs["Deployment", "kring-notifications"]["spec"]["template"]["spec"]["containers"][0]
    assert "/var/lib/kring/print" in {mount["mountPath"] for mount in letters["volumeMounts"]}
    (said,) = [one["data"] for (_, name), one in of_theirs.items() if name.startswith("kring-settings")]
    assert said["OTEL_EXPORTER_OTLP_ENDPOINT"].startswith("http://")
    assert letters["envFrom"][0]["configMapRef"]["name"] in {name for _, name in of_theirs}


def _needs(spec: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for container in spec["containers"]:
        yield from (("ConfigMap", one["configMapRef"]["name"]) for one in container.get("envFrom", ()))
        read = [one["valueFrom"] for one in container.get("env", ()) if "valueFrom" in one]
        yield from (("Secret", one["secretKeyRef"]["name"]) for one in read if "secretKeyRef" in one)
    for volume in spec["volumes"]:
        for source in (volume, *volume.get("projected", {}).get("sources", ())):
            if "configMap" in source:
                yield "ConfigMap", source["configMap"]["name"]
            if "secret" in source:
                yield "Secret", source["secret"].get("name") or source["secret"]["secretName"]
            if "persistentVolumeClaim" in source:
                yield "PersistentVolumeClaim", source["persistentVolumeClaim"]["claimName"]


def _ports(policies: dict[str, Any], labels: dict[str, str], way: str) -> set[int]:
    ours = [one for one in policies.values() if one["podSelector"]["matchLabels"].items() <= labels.items()]
    return {port["port"] for one in ours for rule in one.get(way, ()) for port in rule["ports"]}
