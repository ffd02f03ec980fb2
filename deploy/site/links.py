"""Links that make sense in the repository, and where they lead on the site.

A page is written for whoever reads it in the repository, where `../SECURITY.md` and `decisions/` are places. On the
site such a link leads to the page that was brought along or to the first page of a folder; one that leads nowhere
there keeps its words.
"""

import posixpath
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

# Pages that lie beside docs/ in the repository and belong on the site, by where they stand there.
BROUGHT: Final = {
    "changelog.md": "CHANGELOG.md",
    "contributing.md": "CONTRIBUTING.md",
    "licence.md": "LICENSE",
    "security.md": "SECURITY.md",
}
EXAMPLES: Final = "deploy/examples/"
_HOME: Final = {"README.md": "index.md"}
_FENCE: Final = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
_LINK: Final = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")


def source_of(page: str) -> str:
    """Say where a page of the site lies in the repository."""
    return BROUGHT.get(page, f"docs/{page}")


def place_of(path: str, root: Path) -> str | None:
    """Say where a path of the repository stands on the site; None when it does not."""
    brought = {source: page for page, source in BROUGHT.items()} | _HOME
    if path in brought:
        return brought[path]
    if path.startswith(EXAMPLES) and (root / path).is_file():
        return f"examples/{path.removeprefix(EXAMPLES)}"
    if not path.startswith("docs/"):
        return None
    inside = path.removeprefix("docs/")
    if not (root / path).is_dir():
        return inside
    return next((page for page in (f"{inside}/README.md", f"{inside}.md") if (root / "docs" / page).is_file()), None)


def led(markdown: str, page: str, root: Path) -> str:
    """Give the text of a page with every link leading to its place on the site."""
    parts = _FENCE.split(markdown)
    parts[::2] = [_LINK.sub(_leading(page, root), part) for part in parts[::2]]
    return "".join(parts)


def _leading(page: str, root: Path) -> Callable[[re.Match[str]], str]:
    folder = posixpath.dirname(source_of(page))

    def lead(link: re.Match[str]) -> str:
        picture, words, target = link.groups()
        path, hash_, heading = target.partition("#")
        if not path or "://" in target or target.startswith("mailto:"):
            return link[0]
        place = place_of(posixpath.normpath(posixpath.join(folder, path)), root)
        if place is None:
            return words
        here = posixpath.dirname(page) or "."
        anchor = "" if path in _HOME or place == "index.md" else f"{hash_}{heading}"
        return f"{picture}[{words}]({posixpath.relpath(place, here)}{anchor})"

    return lead
