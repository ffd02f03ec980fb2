"""Lists what is shipped: a CycloneDX file for each image's pins, and one for all of them (`make sbom`).

It runs on the Python that requirements/security.txt is installed in, and reads licences out of the workshop's packages.
"""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from cyclonedx.schema import SchemaVersion  # type: ignore[import-not-found]  # in the Python of `make sbom` alone
from cyclonedx.validation.json import (  # type: ignore[import-not-found]  # the same
    JsonStrictValidator,
)

ROOT: Final = Path(__file__).parents[1]
PINS: Final = ROOT / "requirements" / "images"
WHOLE: Final = "kring"
LICENCE: Final = "EUPL-1.2"
Bom = dict[str, Any]


def made_of(pins: str, name: str, version: str, licences: dict[str, Any]) -> Bom:
    """Describe what a file of pins brings along, under the name of the image that it is for."""
    bom = asked("requirements", "-", said=pins)
    components: dict[str, Bom] = {}
    for one in bom["components"]:
        _, _, marker = one.pop("description").split(" --hash")[0].partition(";")
        where = {"properties": [{"name": "kring:only-where", "value": marker.strip()}]} if marker else {}
        components[one["purl"]] = one | {"bom-ref": one["purl"]} | where | licence_of(one, licences)
    image = {"type": "container", "bom-ref": f"kring/{name}", "name": f"kring/{name}", "version": version}
    own = image | {"licenses": [{"license": {"id": LICENCE, "acknowledgement": "declared"}}]}
    return bom | {
        "metadata": bom["metadata"] | {"component": own},
        "components": [components[ref] for ref in sorted(components)],
        "dependencies": [{"ref": ref} for ref in sorted([*components, own["bom-ref"]])],
    }


def licence_of(component: Bom, licences: dict[str, Any]) -> Bom:
    """Give what a package of this very version says of its licence, where it is known here."""
    known = licences.get(component["purl"])
    return {"licenses": known} if known else {}


def licences_here(python: Path) -> dict[str, Any]:
    """Give the licences of the packages that a Python has, by name and version."""
    here = asked("environment", str(python))
    fetched = [one for one in here["components"] if "purl" in one]
    return {one["purl"]: plain(one["licenses"]) for one in fetched if one.get("licenses")}


def plain(licences: list[Any]) -> list[Any]:
    """Keep the licence that has a known name where there is one: classifiers say the same less exactly."""
    exact = [one for one in licences if "expression" in one or "id" in one.get("license", {})]
    return exact or licences


def asked(*words: str, said: str = "") -> Bom:
    """Have cyclonedx-py describe something."""
    tool = [sys.executable, "-m", "cyclonedx_py", *words, "--short-PURLs", "--output-reproducible"]
    ran = subprocess.run(tool, input=said, check=True, capture_output=True, text=True)  # noqa: S603 - words of our own
    found: Bom = json.loads(ran.stdout)
    return found


def write(folder: Path, name: str, bom: Bom) -> None:
    """Write a file that its schema allows, and say how much is in it."""
    text = json.dumps(bom, indent=1, sort_keys=True) + "\n"
    if (wrong := JsonStrictValidator(SchemaVersion.from_version(bom["specVersion"])).validate_str(text)) is not None:
        message = f"{name} is no valid CycloneDX: {wrong}"
        raise SystemExit(message)
    file = folder / f"{name}.cdx.json"
    file.write_text(text, encoding="utf-8")
    known = sum("licenses" in one for one in bom["components"])
    sys.stdout.write(f"  {file}: {len(bom['components'])} packages, the licence of {known} is known\n")


def main() -> None:
    """List each image and the whole."""
    parser = argparse.ArgumentParser(prog="make sbom")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--licences-of", type=Path, required=True, help="the Python of the workshop")
    parser.add_argument("images", nargs="+")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    [version] = re.findall(r'(?m)^version = "(.+)"$', (ROOT / "shared" / "pyproject.toml").read_text("utf-8"))
    licences, whole = licences_here(chosen.licences_of), ""
    for name in chosen.images:
        pins = (PINS / f"{name}.txt").read_text("utf-8")
        write(chosen.folder, name, made_of(pins, name, version, licences))
        whole += pins
    write(chosen.folder, WHOLE, made_of(whole, WHOLE, version, licences))


if __name__ == "__main__":
    main()
