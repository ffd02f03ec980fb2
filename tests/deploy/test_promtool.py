"""Prometheus's own tool reads the rules and the questions of the dashboards, and plays the stories of the alerts."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

DEPLOY: Final = Path(__file__).parents[2] / "deploy"
RULES: Final = DEPLOY / "prometheus"
PROMTOOL: Final = shutil.which("promtool")
CHOSEN: Final = {"$namespace": ".*", "$service": "intake"}

pytestmark = pytest.mark.skipif(PROMTOOL is None, reason="no promtool here; .ci/run brings one")


def promtool(*words: str | Path) -> str:
    """Run it and give what it said; a failed assertion where it was not content."""
    assert PROMTOOL is not None
    done = subprocess.run([PROMTOOL, *words], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_rules_are_rules() -> None:
    promtool("check", "rules", RULES / "alerts.yaml", RULES / "recording.yaml")


def test_every_alert_fires_when_it_should_and_keeps_still_otherwise() -> None:
    promtool("test", "rules", RULES / "tests.yaml")


def test_a_story_that_an_alert_does_not_follow_is_noticed(tmp_path: Path) -> None:
    for name in ("recording.yaml", "tests.yaml"):
        shutil.copy(RULES / name, tmp_path)
    changed = (
        (RULES / "alerts.yaml").read_text(encoding="utf-8").replace("(kring_dead_letters) > 0", "(kring_parked) > 0")
    )
    (tmp_path / "alerts.yaml").write_text(changed, encoding="utf-8")
    with pytest.raises(AssertionError, match="KringDeadLetters"):
        promtool("test", "rules", tmp_path / "tests.yaml")


@pytest.mark.parametrize("example", ["prometheus.yaml", "prometheus-kubernetes.yaml"])
def test_the_examples_are_configurations(example: str, tmp_path: Path) -> None:
    """Debian's Prometheus is built without finding pods; what else stands in that example is read all the same."""
    said: dict[str, Any] = yaml.safe_load((RULES / example).read_text(encoding="utf-8"))
    for job in said["scrape_configs"]:
        job.pop("kubernetes_sd_configs", None)
    for name in said["rule_files"]:
        shutil.copy(RULES / name, tmp_path)
    (tmp_path / example).write_text(yaml.safe_dump(said), encoding="utf-8")
    promtool("check", "config", tmp_path / example)


@pytest.mark.parametrize("board", ["overview", "service"])
def test_the_questions_of_a_dashboard_are_questions(board: str, tmp_path: Path) -> None:
    panels = json.loads((DEPLOY / f"grafana/{board}.json").read_text(encoding="utf-8"))["panels"]
    asked = [target["expr"] for panel in panels for target in panel.get("targets", ())]
    for name, value in CHOSEN.items():
        asked = [question.replace(name, value) for question in asked]
    assert asked
    assert not any("$" in question for question in asked)
    rules = [{"record": f"panel:{n}", "expr": question} for n, question in enumerate(asked)]
    (tmp_path / "asked.yaml").write_text(
        yaml.safe_dump({"groups": [{"name": board, "rules": rules}]}), encoding="utf-8"
    )
    promtool("check", "rules", tmp_path / "asked.yaml")
