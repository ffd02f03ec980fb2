"""A matching that knows nothing of Kring but what is published is held to the same as ours, and passes."""

import sys

import pytest

from kring_shared.testing.conformance.plugin import Conformance


@pytest.mark.conforms("matching", sys.executable, "-m", "tests.example_service")
def test_the_example_is_a_matching(conformance: Conformance) -> None:
    conformance.holds()
