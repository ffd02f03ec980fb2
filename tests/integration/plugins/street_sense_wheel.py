"""The third party's wheel, built from its source folder and installed in a folder of its own, without any network."""

import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parent / "street_sense"


def installed(folder: Path) -> Path:
    """Build the wheel and install it; give the folder to put on the path."""
    source = folder / "source"
    shutil.copytree(SOURCE, source, ignore=shutil.ignore_patterns("__pycache__"))
    wheels, target = folder / "wheels", folder / "installed"
    quiet = ("--quiet", "--no-deps", "--no-index", "--disable-pip-version-check")
    _pip("wheel", *quiet, "--no-build-isolation", "--wheel-dir", str(wheels), str(source))
    [wheel] = wheels.glob("kring_street_sense-3.1-*.whl")
    _pip("install", *quiet, "--target", str(target), str(wheel))
    return target


def _pip(*words: str) -> None:
    done = subprocess.run([sys.executable, "-m", "pip", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
