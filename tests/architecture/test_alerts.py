"""The rules for Prometheus and the runbook say the same, and ask for figures that services tell."""

import re
from typing import Any, Final

import pytest
import yaml

from kring_shared.contracts.matching import OfferExpires
from tests.architecture.figures_asked import FIGURES, RECORDED, asked_for
from tests.architecture.tree import ROOT, SERVICES

RULES: Final = ROOT / "deploy/prometheus"
RUNBOOK: Final = ROOT / "docs/runbook.md"
SEVERITIES: Final = {"critical", "warning", "info"}


def rules(file: str) -> list[dict[str, Any]]:
    """Give the rules of a file."""
    found = yaml.safe_load((RULES / file).read_text(encoding="utf-8"))
    return [rule for group in found["groups"] for rule in group["rules"]]


ALERTS: Final = rules("alerts.yaml")
each_alert = pytest.mark.parametrize("alert", ALERTS, ids=lambda rule: f"{rule['alert']}-{rule['labels']['severity']}")


@each_alert
def test_an_alert_says_how_grave_it_is_and_what_it_means_and_where_to_read_on(alert: dict[str, Any]) -> None:
    assert alert["labels"]["severity"] in SEVERITIES
    said = alert["annotations"]
    assert set(said) == {"summary", "description", "runbook_url"}
    assert said["summary"].endswith(".")
    assert said["description"].endswith(".")
    assert len(said["summary"]) < len(said["description"])
    assert said["runbook_url"] == f"docs/runbook.md#{alert['alert'].lower()}"


def test_every_alert_has_a_section_in_the_runbook_and_every_section_an_alert() -> None:
    sections = re.findall(r"^### (\w+)$", RUNBOOK.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(sections) == len(set(sections))
    assert set(sections) == {rule["alert"] for rule in ALERTS}


def test_every_section_says_what_it_means_for_people_where_to_look_and_what_to_do() -> None:
    _, *sections = re.split(r"^### ", RUNBOOK.read_text(encoding="utf-8"), flags=re.MULTILINE)
    beginnings = ["**For people:**", "**Look:**", "**Do:**"]
    wrong = [
        text.split()[0] for text in sections if re.findall(r"^\*\*[A-Z][^*]*:\*\*", text, re.MULTILINE) != beginnings
    ]
    assert wrong == []


def test_what_wakes_somebody_says_so_in_the_runbook_and_what_does_not_never_does() -> None:
    text = RUNBOOK.read_text(encoding="utf-8")
    sections = dict(part.split("\n", 1) for part in re.split(r"^### ", text, flags=re.MULTILINE)[1:])
    lesser = {rule["alert"] for rule in ALERTS} - {
        rule["alert"] for rule in ALERTS if rule["labels"]["severity"] == "critical"
    }
    assert [name for name in sorted(lesser) if "**Wake" in sections[name]] == []


@pytest.mark.parametrize("file", ["alerts.yaml", "recording.yaml"])
def test_rules_ask_for_figures_that_services_tell(file: str) -> None:
    for rule in rules(file):
        assert asked_for(rule["expr"]) <= FIGURES | RECORDED, rule


def test_the_clock_of_an_offer_is_named_as_matching_names_it() -> None:
    (lapsing,) = [rule for rule in ALERTS if rule["alert"] == "KringOffersExpire"]
    assert f'kind="{OfferExpires.kind()}"' in lapsing["expr"]


def test_each_service_is_missed_when_nothing_is_seen_of_it() -> None:
    (unseen,) = [rule for rule in ALERTS if rule["alert"] == "KringServiceUnseen"]
    assert tuple(sorted(re.findall(r'service="(\w+)"', unseen["expr"]))) == SERVICES


def test_each_alert_is_shown_to_fire() -> None:
    stories = (RULES / "tests.yaml").read_text(encoding="utf-8")
    shown = set(re.findall(r'alertname="(\w+)", severity="(\w+)"', stories))
    shown |= {("KringServiceUnseen", "critical")} if "alertname: KringServiceUnseen" in stories else set()
    assert shown == {(rule["alert"], rule["labels"]["severity"]) for rule in ALERTS}


@pytest.mark.parametrize("file", ["prometheus.yaml", "prometheus-kubernetes.yaml"])
def test_the_examples_for_prometheus_load_all_rules_and_nothing_else(file: str) -> None:
    example = yaml.safe_load((RULES / file).read_text(encoding="utf-8"))
    assert sorted(example["rule_files"]) == ["alerts.yaml", "recording.yaml"]


def test_the_portal_is_missed_when_nothing_is_seen_of_it() -> None:
    (away,) = [rule for rule in ALERTS if rule["alert"] == "KringPortalAway"]
    assert 'absent(kring_ready{service="portal"})' in away["expr"]


def test_the_example_for_compose_looks_at_every_service_and_the_portal() -> None:
    example = yaml.safe_load((RULES / "prometheus.yaml").read_text(encoding="utf-8"))
    (job,) = example["scrape_configs"]
    assert sorted(job["static_configs"][0]["targets"]) == sorted(f"{part}:9464" for part in (*SERVICES, "portal"))


def test_what_replicas_are_scaled_by_is_a_figure_that_services_tell() -> None:
    (rule,) = yaml.safe_load((RULES / "adapter.yaml").read_text(encoding="utf-8"))["externalRules"]
    scaled = yaml.safe_load_all(
        (ROOT / "deploy/kubernetes/components/divided/replicas.yaml").read_text(encoding="utf-8")
    )
    metrics = {one["spec"]["metrics"][0]["external"]["metric"]["name"] for one in scaled}
    assert metrics == {rule["name"]["as"]}
    assert asked_for(rule["seriesQuery"]) <= FIGURES
