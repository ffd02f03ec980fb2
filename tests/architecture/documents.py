"""Pages with parts that are made from code: `python -m tests.architecture.documents` writes these parts anew.

Such a part stands between `<!-- made from code: NAME -->` and `<!-- to here -->`; what is around it is written by hand.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.architecture.blocks import blocks
from tests.architecture.tree import ROOT

PART: Final = re.compile(r"(<!-- made from code: ([a-z-]+) -->\n).*?(<!-- to here -->)", re.DOTALL)
FENCED: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE: Final = re.compile(r"<!-- file: (\S+) -->\n+```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def pages() -> list[Path]:
    """Give every page of the house, sorted."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "deploy").rglob("*.md")]
    return sorted(found)


def parts_of(page: Path) -> list[str]:
    """Name the parts of a page that are made from code."""
    return [name for _, name, _ in PART.findall(page.read_text(encoding="utf-8"))]


def written(page: Path) -> str:
    """Give a page with its parts as the code makes them now."""
    made = blocks()
    return PART.sub(lambda part: f"{part[1]}{made[part[2]]()}\n{part[3]}", page.read_text(encoding="utf-8"))


def files_in(page: Path) -> dict[str, str]:
    """Give the files that a page holds for its readers to copy, by name."""
    return dict(FILE.findall(page.read_text(encoding="utf-8")))


def fenced(page: Path, language: str) -> Iterator[str]:
    """Give the blocks of a page in one language."""
    yield from (text for found, text in FENCED.findall(page.read_text(encoding="utf-8")) if found == language)


def main() -> int:
    """Write every page anew that is not as the code would make it; say which."""
    for page in pages():
        text = written(page)
        if text != page.read_text(encoding="utf-8"):
            page.write_text(text, encoding="utf-8")
            sys.stdout.write(f"{page.relative_to(ROOT)} written anew\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
