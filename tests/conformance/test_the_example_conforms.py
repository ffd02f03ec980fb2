"""A matching that knows nothing of Kring but what is published is held to the same as ours, and passes."""

import pytest

from kring_shared.testing.conformance.plugin import Conformance
from tests.example_service import PROGRAM


@pytest.mark.conforms("matching", *PROGRAM)
def test_the_example_is_a_matching(conformance: Conformance) -> None:
    conformance.holds()
