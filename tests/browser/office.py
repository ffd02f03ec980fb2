"""A Kring with its portal as a program of its own, and the people who come in there."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext

from kring_portal.made_up import PASSWORD
from kring_shared.runtime.embedded.made_up import FILE, PEOPLE
from kring_shared.runtime.running.edges import MadeUp
from tests.browser.watched import DESKTOP, PATIENCE_S, Watched
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
        return Watched(context.new_page(), self.address, scripts=bool(how.get("java_script_enabled", True)))

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
