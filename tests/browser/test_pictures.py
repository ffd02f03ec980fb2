"""Pictures of the main pages for the documentation: written when asked (`make screenshots`), and small in any case."""

import os
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.tree import ROOT
from tests.browser.office import PHONE, Office

PLACE: Final = ROOT / "docs/pictures/portal"
ASKED: Final = os.environ.get("KRING_SCREENSHOTS") == "1"
MOST_BYTES: Final = 100_000
DESK: Final = {"width": 1100, "height": 760}
SHOWN: Final = (
    ("manager", "/manager/today", DESK),
    ("coordinator", "/coordinator/today", PHONE),
    ("trainer", "/trainer", DESK),
)


@pytest.mark.skipif(not ASKED, reason="pictures are made when asked: make screenshots")
@pytest.mark.parametrize(("login", "path", "size"), SHOWN)
def test_a_picture_is_made_of_a_main_page(office: Office, login: str, path: str, size: dict[str, int]) -> None:
    somebody = office.signed_in(login, viewport=size)
    somebody.sees(path)
    PLACE.mkdir(parents=True, exist_ok=True)
    somebody.page.screenshot(path=PLACE / f"{login}.png")


def test_no_picture_is_large() -> None:
    sizes = {picture.name: picture.stat().st_size for picture in Path(PLACE).glob("*.png")}
    assert sizes
    assert {name: size for name, size in sizes.items() if size > MOST_BYTES} == {}
