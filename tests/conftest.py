"""What holds for every test: how examples are drawn, and that the next one finds the log as it was.

Property tests draw the same examples at each run, so that a red test is red for everybody; `HYPOTHESIS_PROFILE=wide`
draws new ones, for who goes looking.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from kring_shared.runtime.logs.others import as_before

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("wide", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Give the log and its hooks back: a command that is run within a test takes them over, as it should."""
    with as_before():
        yield
