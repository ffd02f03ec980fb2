"""Our five services are held to the same as anybody's: one test for each check."""

import pytest

from kring_shared.testing.conformance.plugin import Conformance


@pytest.mark.conforms("matching")
def test_matching(conformance: Conformance) -> None:
    conformance.holds()


@pytest.mark.conforms("registry")
def test_registry(conformance: Conformance) -> None:
    conformance.holds()


@pytest.mark.conforms("notifications")
def test_notifications(conformance: Conformance) -> None:
    conformance.holds()


@pytest.mark.conforms("intake")
def test_intake(conformance: Conformance) -> None:
    conformance.holds()


@pytest.mark.conforms("conference")
def test_conference(conformance: Conformance) -> None:
    conformance.holds()
