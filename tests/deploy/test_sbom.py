"""What `make sbom` says of each image is what is pinned for it, in a file that CycloneDX's schema allows."""

import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from tests.deploy.engine import IMAGES

ROOT: Final = Path(__file__).parents[2]
LISTED: Final = ROOT / "build" / "sbom"
PINNED: Final = re.compile(r"^([\w.-]+)==([^\s;]+)(?: ; .+)? \\$", re.MULTILINE)
HASHED: Final = re.compile(r"--hash=sha256:(\w+)")
VALID: Final = """
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
print(JsonStrictValidator(SchemaVersion.from_version(sys.argv[1])).validate_str(sys.stdin.read()))
"""


@pytest.fixture(scope="module", autouse=True)
def listed() -> None:
    """Make the lists as everybody does."""
    shutil.rmtree(LISTED, ignore_errors=True)
    subprocess.run(["make", "sbom"], cwd=ROOT, check=True, capture_output=True, timeout=280)


@cache
def bom(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((LISTED / f"{name}.cdx.json").read_text("utf-8"))
    return found


def pins(name: str) -> str:
    return (ROOT / "requirements" / "images" / f"{name}.txt").read_text("utf-8")


def named(name: str) -> list[tuple[str, str]]:
    return sorted((one["name"], one["version"]) for one in bom(name)["components"])


@pytest.mark.parametrize("name", IMAGES)
def test_the_list_of_an_image_names_exactly_the_packages_that_are_pinned_for_it(name: str) -> None:
    assert named(name) == sorted(PINNED.findall(pins(name)))


@pytest.mark.parametrize("name", IMAGES)
def test_each_package_has_the_hashes_by_which_it_is_pinned(name: str) -> None:
    listed_hashes = {
        one["content"]
        for component in bom(name)["components"]
        for reference in component["externalReferences"]
        for one in reference["hashes"]
    }
    assert listed_hashes == set(HASHED.findall(pins(name)))


def test_the_list_of_the_whole_names_what_any_image_brings_along() -> None:
    assert named("kring") == sorted({one for name in IMAGES for one in named(name)})


@pytest.mark.parametrize("name", [*IMAGES, "kring"])
def test_a_list_is_what_the_schema_of_cyclonedx_allows(name: str) -> None:
    assert checked(bom(name)) == "None"


def test_a_list_that_the_schema_does_not_allow_would_be_noticed() -> None:
    assert checked(bom("intake") | {"components": [{"name": "typeless"}]}) != "None"


def test_most_licences_are_named_and_kring_itself_is_under_the_eupl() -> None:
    components = bom("kring")["components"]
    assert sum("licenses" in one for one in components) > 0.9 * len(components)
    assert bom("kring")["metadata"]["component"]["licenses"][0]["license"]["id"] == "EUPL-1.2"


def checked(of: dict[str, Any]) -> str:
    """Have CycloneDX's own validator look at a list; `None` is what it says when nothing is wrong."""
    command = [ROOT / "build" / "security" / "bin" / "python", "-c", VALID, of["specVersion"]]
    ran = subprocess.run(command, input=json.dumps(of), check=True, capture_output=True, text=True, timeout=120)
    return ran.stdout.strip()
