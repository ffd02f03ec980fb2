"""Write the schemas of this Kring as released, unless that breaks a reader: `python -m tests.contract.release`.

Schemas only grow within a version. Whoever needs another change writes a new class beside the old one, with a version
of its own, and tells both for as long as anybody hears the old.
"""

import json
import sys
from pathlib import Path
from typing import Final

from kring_shared.runtime.published import publishing
from tests.contract.compatibility import Schema, breaks

RELEASED: Final = Path(__file__).parent / "schemas"


def current() -> dict[str, Schema]:
    """Give the schemas as the code has them, by folder and name."""
    return publishing.schemas()


def released(folder: Path = RELEASED) -> dict[str, Schema]:
    """Read what was released, by folder and name."""
    files = sorted(folder.glob("*/*.json"))
    return {file.relative_to(folder).as_posix().removesuffix(".json"): json.loads(file.read_text()) for file in files}


def refusals(before: dict[str, Schema], now: dict[str, Schema]) -> list[str]:
    """Say everything that a release of `now` after `before` would break."""
    gone = [f"{name}: the message is gone" for name in sorted(set(before) - set(now))]
    return gone + [
        f"{name}: {why}" for name in sorted(set(before) & set(now)) for why in breaks(name, before[name], now[name])
    ]


def release(now: dict[str, Schema], folder: Path = RELEASED) -> list[str]:
    """Write schemas into a folder, or nothing at all when that would break somebody; give why not."""
    refused = refusals(released(folder), now)
    if not refused:
        for name, schema in now.items():
            file = folder / f"{name}.json"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(schema, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return refused


def main() -> int:
    """Release, or say why not; 1 when refused."""
    refused = release(current())
    for why in refused:
        sys.stdout.write(f"{why}\n")
    sys.stdout.write("Nothing was released: make a new version beside the old one.\n" if refused else "Released.\n")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
