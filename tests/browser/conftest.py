"""One folder of invented people for all browser tests, a Kring over a copy of it, and a Chromium."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.office import CHROMIUM, FLAGS, Office, filled_into, running_over

PATIENCE_S = 600
"""Filling a folder, and walking through all pages of a role, take longer than other tests."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give browser tests more time."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.timeout(PATIENCE_S))


@pytest.fixture(name="chromium", scope="module")
def a_chromium() -> Iterator[Browser]:
    """Start Chromium, which may reach this machine alone; where there is none, say so aloud.

    It ends with its file: Playwright's loop runs for as long, and no other test of the process could run one.
    """
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine: the portal is NOT tested in a browser (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(name="filled", scope="session")
def a_filled_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill a folder, once for all processes that share the suite; KRING_TEST_FILLED names one that is filled."""
    if given := os.environ.get("KRING_TEST_FILLED"):
        return Path(given)
    of_the_run = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # whose folder is one of several in that of the run
        of_the_run = of_the_run.parent
    shared = of_the_run / "invented-people"
    with shared.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "made-up.json").exists():
            shutil.rmtree(shared, ignore_errors=True)
            filled_into(shared)
    return shared


@pytest.fixture(name="office", scope="module")
def an_office_to_look_at(chromium: Browser, filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Give a Kring that tests look at and leave as it is."""
    with running_over(filled, tmp_path_factory.mktemp("looked-at"), chromium) as office:
        yield office


@pytest.fixture(name="own_office", scope="module")
def an_office_to_work_in(chromium: Browser, filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Give the tests of one file a Kring of their own, which they change."""
    with running_over(filled, tmp_path_factory.mktemp("worked-in"), chromium) as office:
        yield office
