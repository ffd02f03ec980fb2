"""Runs in an image, on the Python that is there: tells as JSON what it finds."""

import importlib.util
import json
import os
import re
import sys
from importlib.metadata import distributions, entry_points
from pathlib import Path

HOME = Path("/opt/kring")
PARTS = ("intake", "matching", "conference", "notifications", "registry", "portal")


def may_write(folder: Path) -> bool:
    """Try, because rights alone do not tell whether a file system is read-only."""
    try:
        (folder / "written").touch()
    except OSError:
        return False
    return True


def lacks_bytecode(source: Path) -> bool:
    """Tell whether a module would have to be compiled at each start."""
    return not Path(importlib.util.cache_from_source(str(source))).exists()


found = {
    "user": [os.getuid(), os.getgid()],
    "services": sorted(point.name for point in entry_points(group="kring.services")),
    "edges": sorted(point.name for point in entry_points(group="kring.edges")),
    "importable": sorted(name for name in PARTS if importlib.util.find_spec(f"kring_{name}")),
    "packages": {
        re.sub("[-_.]+", "-", one.metadata["Name"]).lower(): one.version for one in distributions(path=sys.path)
    },
    "may_write": [str(place) for place in (HOME, Path("/"), Path("/etc"), Path("/home")) if may_write(place)],
    "may_write_tmp": may_write(Path("/tmp")),  # noqa: S108  # of the container
    "not_compiled": [
        str(source) for source in HOME.glob("lib/*/site-packages/kring_*/**/*.py") if lacks_bytecode(source)
    ],
    "dates": sorted({int(path.lstat().st_mtime) for path in HOME.rglob("*") if not path.is_dir()}),
    "python": list(sys.version_info[:2]),
}
sys.stdout.write(json.dumps(found))
