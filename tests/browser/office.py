"""A Kring with its portal as a program of its own, and people in front of browsers that watch what goes wrong."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from kring_portal.made_up import PASSWORD
from kring_shared.runtime.embedded.made_up import FILE, PEOPLE
from kring_shared.runtime.running.edges import MadeUp
from tests.integration.kring_command import environment, said_line, staying

CHROMIUM: Final = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
DESKTOP: Final = {"width": 1280, "height": 900}
PHONE: Final = {"width": 390, "height": 844}
PATIENCE_S: Final = 60
EXPECTED: Final = ("the server responded with a status of 4",)
"""What Chromium says of an answer that a test itself asserts on."""
Colours = Literal["light", "dark"]
AXE: Final[dict[Colours, dict[str, Any]]] = {
    "light": {"resultTypes": ["violations"]},
    "dark": {"resultTypes": ["violations"], "runOnly": ["color-contrast"]},  # all else is the same as in light
}


@dataclass
class Watched:
    """A page, and what went wrong on it without anybody seeing: errors, refused content, requests elsewhere."""

    page: Page
    address: str
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin to watch."""
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        self.page.on("request", lambda request: self._asked(request.url))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not any(one in message.text for one in EXPECTED):
            self.wrong.append(f"console: {message.text} ({self.page.url})")

    def _asked(self, url: str) -> None:
        if urlsplit(url).scheme in {"http", "https", "ws"} and not url.startswith(self.address):
            self.wrong.append(f"a request left for {url}")

    def open(self, path: str) -> Response:
        """Open a page of the portal."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        return answer

    def sees(self, path: str) -> None:
        """Open a page that must be there."""
        answer = self.open(path)
        assert answer.status == 200, f"{path}: {answer.status}\n{self.page.inner_text('body')[:600]}"

    def must_be_fine(self) -> None:
        """Assert that nothing went wrong so far."""
        assert self.wrong == []

    def must_be_accessible(self, colours: Colours = "light") -> None:
        """Assert that axe finds nothing on the page, in light or dark."""
        self.page.emulate_media(color_scheme=colours, reduced_motion="reduce")
        found = Axe().run(self.page, options=AXE[colours]).response["violations"]
        told = [f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found]
        assert told == [], f"{self.page.url} ({colours}): {told}"


@dataclass
class Office:
    """A Kring that runs, and the invented people of it."""

    address: str
    folder: Path
    people: tuple[MadeUp, ...]
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)

    @property
    def logins(self) -> tuple[str, ...]:
        """Name who signs in."""
        return tuple(one.login for one in self.people if one.login)

    def link(self, role: str) -> str:
        """Give the personal link of somebody of a circle."""
        return next(one.link for one in self.people if one.link and one.role == role)

    def visitor(self, **how: Any) -> Watched:  # noqa: ANN401 - Playwright's own options of a context
        """Give somebody who is not signed in."""
        context = self.browser.new_context(**{"viewport": DESKTOP, "locale": "en-GB", **how})
        context.set_default_timeout(PATIENCE_S * 1000)
        self.contexts.append(context)
        return Watched(context.new_page(), self.address)

    def signed_in(self, login: str, **how: Any) -> Watched:  # noqa: ANN401 - as above
        """Give somebody who signed in as people do: a login, a password, a button."""
        somebody = self.visitor(**how)
        somebody.sees("/sign-in")
        page = somebody.page
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", PASSWORD)
        page.click("main form button")
        page.wait_for_load_state()
        assert "/sign-in" not in page.url, page.inner_text("main")
        return somebody


def filled_into(folder: Path) -> None:
    """Fill a folder as `kring up --demo` does, and stop."""
    with _up(folder) as (_address, _people):
        pass


@contextmanager
def running_over(filled: Path, place: Path, browser: Browser) -> Iterator[Office]:
    """Run a Kring over a copy of a filled folder until the end of the block."""
    folder = place / "kring"
    shutil.copytree(filled, folder)
    with _up(folder) as (address, people):
        office = Office(address, folder, people, browser)
        try:
            yield office
        finally:
            for context in office.contexts:
                context.close()


@contextmanager
def _up(folder: Path) -> Iterator[tuple[str, tuple[MadeUp, ...]]]:
    words = ("up", "--demo", "--dir", str(folder), "--portal-port", "0")
    with staying(*words, env=environment(more={"HOME": os.environ.get("HOME", "/")})) as process:
        address = said_line(process, "  portal ").split()[1]
        said_line(process, "Ctrl-C stops it.")
        yield address, PEOPLE.validate_json((folder / FILE).read_bytes())
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE_S) == 0
