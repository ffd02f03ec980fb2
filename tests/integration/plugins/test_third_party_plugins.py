"""Somebody else's plugin: found, used only when it is named, and refused in one clear line when something is wrong."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from kring_matching.app import service
from kring_shared.contracts.matching import Ranking
from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.running import plugins
from kring_shared.runtime.settings import SharedSettings
from tests.integration.plugins.street_sense_wheel import installed

CRITERIA = {"language", "wish", "load", "distance", "known-coordinator", "long-ago"}
BUILT_IN = CRITERIA | {"full", "away", "travel-limit"}


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder somebody else's wheel is installed in; made once, for it takes a few seconds."""
    return installed(tmp_path_factory.mktemp("street-sense"))


@pytest.fixture
def present(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The wheel is on this process's path for one test, and forgotten after it."""
    monkeypatch.syspath_prepend(str(elsewhere))
    yield
    for name in [name for name in sys.modules if name.startswith("kring_street_sense")]:
        del sys.modules[name]


def load(name: str = "", **settings: object) -> dict[str, Any]:
    named = (name,) if name else ()
    return plugins.load(service, SharedSettings(plugins=named, plugin_settings=dict.fromkeys(named, settings)))


def refusal(name: str, **settings: object) -> str:
    with pytest.raises(WrongSetup) as refused:
        load(name, **settings)
    return str(refused.value)


def test_without_it_matching_has_its_own() -> None:
    assert set(load()) == BUILT_IN


@pytest.mark.usefixtures("present")
def test_it_is_found_and_not_used_and_not_even_imported_until_it_is_named() -> None:
    with capture_logs() as lines:
        found = load()
    assert set(found) == BUILT_IN
    assert {line["plugin"] for line in lines if line["event"] == "plugin.not-allowed"} == {
        *("street", "of-tomorrow", "broken", "unwilling", "nameless", "no-card"),
    }
    assert not any(name.startswith("kring_street_sense") for name in sys.modules)


@pytest.mark.usefixtures("present")
def test_nobody_stands_in_front_of_a_built_in_by_being_installed() -> None:
    assert type(load()["language"]).__module__ == "kring_matching.plugins.language"


@pytest.mark.usefixtures("present")
def test_named_and_set_up_it_is_used_beside_the_built_ins() -> None:
    found = load("matching:street", municipality="Utrecht")
    assert set(found) == BUILT_IN | {"street"}
    assert type(found["street"]).__module__ == "kring_street_sense.street"


@pytest.mark.usefixtures("present")
def test_a_name_for_another_service_is_not_matchings_business() -> None:
    assert set(load("notifications:street", municipality="Utrecht")) == BUILT_IN


@pytest.mark.usefixtures("present")
def test_one_that_is_not_installed_is_missed() -> None:
    words = "KRING_PLUGINS names 'matching:gone', but it is not installed: matching has away, "
    assert refusal("matching:gone").startswith(words)


@pytest.mark.usefixtures("present")
def test_one_for_other_hooks_is_refused() -> None:
    words = "plugin 'of-tomorrow' is written for hooks version 2 of matching; here is 1"
    assert refusal("matching:of-tomorrow") == words


@pytest.mark.usefixtures("present")
@pytest.mark.parametrize(
    ("settings", "places"),
    [
        ({}, "/municipality"),
        ({"municipality": "", "wait": 1}, "/municipality, /wait: did you mean weight?"),
        ({"municipality": "Utrecht", "weight": "Rachel"}, "/weight"),
    ],
)
def test_wrong_settings_are_pointed_at_and_never_repeated(settings: dict[str, object], places: str) -> None:
    words = refusal("matching:street", **settings)
    assert words == f"settings of plugin 'street' are wrong at {places}"


@pytest.mark.usefixtures("present")
def test_one_that_cannot_be_imported_is_named_with_its_package() -> None:
    what = "plugin 'broken' of package kring-street-sense cannot be imported (ModuleNotFoundError)"
    assert refusal("matching:broken") == f"{what}: mend it or take it away"


@pytest.mark.usefixtures("present")
def test_one_that_fails_when_it_is_built_is_named_without_its_settings() -> None:
    words = refusal("matching:unwilling", municipality="Rachel")
    assert words == "plugin 'unwilling' cannot be built from its settings (RuntimeError)"


@pytest.mark.usefixtures("present")
@pytest.mark.parametrize("name", ["nameless", "no-card"])
def test_one_whose_card_is_not_its_own_is_refused(name: str) -> None:
    words = f"plugin '{name}' has no manifest of that name for matching"
    assert refusal(f"matching:{name}", municipality="X") == words


@pytest.mark.usefixtures("present")
def test_two_of_one_name_cannot_both_be_meant() -> None:
    words = "two installed packages offer a plugin 'language' for matching: keep one"
    assert refusal("matching:language") == words


def test_a_kring_ranks_with_it(elsewhere: Path, tmp_path: Path) -> None:
    there = {
        "PYTHONPATH": os.pathsep.join([str(elsewhere), str(Path.cwd())]),
        "KRING_PLUGINS": json.dumps(["matching:street"]),
        "KRING_PLUGIN_SETTINGS": json.dumps({"matching:street": {"municipality": "Zeist", "weight": 9}}),
    }
    program = Path(__file__).with_name("ranking.py")
    done = subprocess.run(
        [sys.executable, program, tmp_path / "kring"],
        env=os.environ | there,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    ranking = Ranking.model_validate_json(done.stdout.splitlines()[-1])
    assert [coordinator.name for coordinator in ranking.coordinators] == ["Joost", "Rachel"]
    assert [coordinator.stops for coordinator in ranking.coordinators] == [(), ()]
    reasons = {s.criterion: s.because for s in ranking.coordinators[0].scores}
    assert reasons["street"] == "lives in Zeist"
    assert set(reasons) == CRITERIA | {"street"}
