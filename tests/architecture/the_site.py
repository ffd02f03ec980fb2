"""The site as tests build it, and what is read off its pages."""

import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from os import environ
from pathlib import Path
from typing import Final

from tests.architecture.tree import ROOT

LOADS: Final = {
    "script": ("src",),
    "link": ("href",),
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "iframe": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "object": ("data",),
    "embed": ("src",),
    "form": ("action",),
    "use": ("href",),
}
"""What makes a browser ask for something, without anybody following a link."""
NO_ADVERTISING: Final = {"NO_MKDOCS_2_WARNING": "1"}


def build(config: Path, into: Path) -> "subprocess.CompletedProcess[str]":
    """Build a site as `make site` does, into another folder."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--config-file", config, "--site-dir", into],
        cwd=ROOT,
        env=environ | NO_ADVERTISING,
        check=False,
        capture_output=True,
        text=True,
        timeout=110,
    )


class Loaded(HTMLParser):
    """Reads off a page what a browser loads with it."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self.addresses: list[str] = []
        self.styles: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the tag loads."""
        self._in_style = tag == "style"
        self.addresses += [value for name, value in attrs if value and name in LOADS.get(tag, ())]
        self.styles += [value for name, value in attrs if value and name == "style"]

    def handle_data(self, data: str) -> None:
        """Note what a style says."""
        if self._in_style:
            self.styles.append(data)


def loaded_with(page: Path) -> Loaded:
    """Give what a browser loads with a page."""
    loaded = Loaded()
    loaded.feed(page.read_text(encoding="utf-8"))
    return loaded


def pages_of(site: Path) -> Iterator[Path]:
    """Give every page of a built site."""
    yield from sorted(site.rglob("*.html"))
