"""Somebody in front of a browser: what they open and fill in as a hand does it, and what goes wrong unseen."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Locator, Page, Response

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
FOLDED: Final = "xpath=ancestor-or-self::details[not(@open)]"
TICKED: Final = frozenset({"radio", "checkbox"})


@dataclass
class Watched:
    """A page, and what went wrong on it without anybody seeing: errors, refused content, requests elsewhere."""

    page: Page
    address: str
    scripts: bool = True
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

    @property
    def path(self) -> str:
        """Give where they are."""
        return urlsplit(self.page.url).path

    @property
    def text(self) -> str:
        """Give what they read on the page, without its menu."""
        return self.page.inner_text("main")

    def open(self, path: str) -> Response:
        """Open a page of the portal."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        return answer

    def sees(self, path: str) -> str:
        """Open a page that must be there; give what stands on it."""
        answer = self.open(path)
        assert answer.status == 200, f"{path}: {answer.status}\n{self.page.inner_text('body')[:600]}"
        return self.text

    def comes_to(self, path: str, selector: str) -> None:
        """Open a page again until what another service has still to hear stands on it."""
        until = time.monotonic() + PATIENCE_S
        while self.open(path).status != 200 or self.page.locator(selector).count() == 0:
            assert time.monotonic() < until, f"{path}: never {selector}\n{self.text[:600]}"

    def follows(self, href: str) -> str:
        """Click the first link whose address ends so; give what stands on the page that follows."""
        self._clicks(self._unfolded(self.page.locator(f"main a[href$='{href}']").first))
        return self.text

    def sends(self, action: str, fields: Mapping[str, str] | None = None, /, nth: int = 0) -> str:
        """Fill in the form that is sent there, press its own button, and give what stands on the page that follows."""
        form = self.page.locator(f"main form[action$='{action}']").nth(nth)
        for name, value in (fields or {}).items():
            _fill(self._unfolded(form.locator(f"[name='{name}']:not([type='hidden'])").first), form, name, value)
        self._clicks(self._unfolded(form.locator("button:not([formaction]):not([name])").last))
        return self.text

    def _unfolded(self, wanted: Locator) -> Locator:
        folded = wanted.locator(FOLDED)
        while folded.count():
            folded.first.locator("> summary").click()
        return wanted

    def _clicks(self, wanted: Locator) -> None:
        with self.page.expect_navigation():
            wanted.click()

    def must_be_fine(self) -> None:
        """Assert that nothing went wrong so far."""
        assert self.wrong == []

    def must_be_accessible(self, colours: Colours = "light") -> None:
        """Assert that axe finds nothing on the page, in light or dark."""
        self.page.emulate_media(color_scheme=colours, reduced_motion="reduce")
        found = Axe().run(self.page, options=AXE[colours]).response["violations"]
        told = [f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found]
        assert told == [], f"{self.page.url} ({colours}, {self.page.viewport_size}): {told}"

    def must_be_good_for_all(self) -> None:
        """Assert that the page is accessible as it is and on a phone, in light and dark, and that nothing sticks out.

        axe is a script itself: who has none sees the same pages.
        """
        self.must_be_fine()
        if not self.scripts:
            return
        before = self.page.viewport_size
        for size in (before or DESKTOP, PHONE):
            self.page.set_viewport_size({"width": size["width"], "height": size["height"]})
            self.must_be_accessible("light")
            self.must_be_accessible("dark")
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), self.page.url
        if before:
            self.page.set_viewport_size(before)
        self.page.emulate_media(color_scheme="light")


def _fill(wanted: Locator, form: Locator, name: str, value: str) -> None:
    kind = wanted.evaluate("field => field.type")
    if kind in TICKED:
        form.locator(f"[name='{name}'][value='{value}']").first.check()
    elif kind == "select-one":
        wanted.select_option(value)
    else:
        wanted.fill(value)
