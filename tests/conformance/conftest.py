"""The plugin, taken in here: only the topmost conftest of a project may name plugins, and it is for every test."""

from kring_shared.testing.conformance.plugin import one_check, pytest_configure, pytest_generate_tests, the_stages

__all__ = ["one_check", "pytest_configure", "pytest_generate_tests", "the_stages"]
