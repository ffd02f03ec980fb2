"""The same as tests, one for each check: for whoever keeps a service of their own under test with pytest.

pytest_plugins = ["kring_shared.testing.conformance.plugin"]

@pytest.mark.conforms("matching", sys.executable, "my_matching.py")
def test_mine_is_a_matching(conformance: Conformance) -> None:
    conformance.holds()
"""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Final

import pytest

from kring_shared.testing.conformance.checks import Check, checks_of
from kring_shared.testing.conformance.report import judged
from kring_shared.testing.conformance.stage import Stage, a_stage

MARK: Final = "conforms"
ASKED: Final = "conformance"


@dataclass
class Stages:
    """The candidate that is under test now; it stays for all tests of the same command that follow each other."""

    factory: pytest.TempPathFactory
    runner: asyncio.Runner
    _key: tuple[str, ...] = ()
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    _stage: Stage | None = None

    def of(self, key: tuple[str, ...]) -> Stage:
        """Give the stage of a service and a command."""
        if self._stage is None or key != self._key:
            self.end()
            folder = self.factory.mktemp("conform") / "bus"
            self._stage = self.runner.run(self._stack.enter_async_context(a_stage(folder, key[0], key[1:])))
            self._key = key
        return self._stage

    def end(self) -> None:
        """End whatever is under test."""
        self._stage = None
        self.runner.run(self._stack.aclose())


@dataclass(frozen=True)
class Conformance:
    """One check of one candidate."""

    check: Check
    stages: Stages
    key: tuple[str, ...]

    def holds(self) -> None:
        """Make the check; fails with what was sent, what was expected and what came."""
        reason = self.stages.runner.run(judged(self.check, self.stages.of(self.key)))
        if reason:
            pytest.fail(f"{self.check.name}\n{reason}", pytrace=False)


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known."""
    config.addinivalue_line("markers", f"{MARK}(service, *command): one test for each check of a service's contract")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make one test of each check."""
    mark = metafunc.definition.get_closest_marker(MARK)
    if mark is not None and ASKED in metafunc.fixturenames:
        checks = checks_of(mark.args[0])
        cases = [(check, tuple(map(str, mark.args))) for check in checks]
        metafunc.parametrize(ASKED, cases, ids=[check.name for check in checks], indirect=True)


@pytest.fixture(scope="module", name="conformance_stages")
def the_stages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stages]:
    """Keep a loop of our own, so that a candidate stays from one test of a file to the next, and ends with it."""
    with asyncio.Runner() as runner:
        stages = Stages(tmp_path_factory, runner)
        yield stages
        stages.end()


@pytest.fixture(name=ASKED)
def one_check(request: pytest.FixtureRequest, conformance_stages: Stages) -> Conformance:
    """Give one check of the candidate that the mark names."""
    check, key = request.param
    return Conformance(check, conformance_stages, key)
