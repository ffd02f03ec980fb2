"""Which tests ran on containers: each is written down, so that whoever runs them can count."""

import os
from collections import Counter
from pathlib import Path
from typing import Final

USED_SETTING: Final = "KRING_TEST_CONTAINERS_USED"
PYTESTS_OWN: Final = "PYTEST_CURRENT_TEST"
"""pytest keeps in it which test runs, and at which stage: `tests/…::test_… (call)`."""


def note_use(kind: str) -> None:
    """Write down that the test which runs now uses a container of this kind, where a file for that is named.

    Several processes write in one file: a line is short enough to be written as a whole.
    """
    file, test = os.environ.get(USED_SETTING), os.environ.get(PYTESTS_OWN, "").rpartition(" ")[0]
    if file and test:
        with Path(file).open("a", encoding="utf-8") as used:
            used.write(f"{kind}\t{test}\n")


def count_used(file: Path) -> dict[str, int]:
    """Count the tests that used a container, for each kind; a test counts once."""
    return Counter(kind for kind, _ in _used(file))


def how_many_tests(file: Path) -> int:
    """Count the tests that used a container of any kind."""
    return len({test for _, test in _used(file)})


def _used(file: Path) -> set[tuple[str, str]]:
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return {(kind, test) for kind, _, test in (line.partition("\t") for line in lines)}
