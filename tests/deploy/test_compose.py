"""Kring on Docker as compose starts it: the whole route, while containers are killed and a service is upgraded."""

import asyncio
import os
import shutil
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from deploy.prepare.wanted import CLUSTER, OFFICE, SMALL, Wanted
from kring_shared.contracts.every_service import ReadyShown
from kring_shared.testing.waiting import until
from tests.deploy.engine import VERSION, what_is_missing
from tests.deploy.outside import Outside, TownOutside
from tests.deploy.project import ComposeFailed, Project, docker
from tests.resilience.books import read_books
from tests.resilience.town import WORDS

pytestmark = pytest.mark.timeout(480)
NEXT: Final = "next"
FAMILIES: Final = 3
BECOMES_WITHIN_SECONDS: Final = 180
LOOK_EVERY_SECONDS: Final = 0.5
GOES_ON: Final = 15
THROUGH_WITHIN_SECONDS: Final = 300


@pytest.fixture(autouse=True)
def engine() -> None:
    """Say what is missing, and skip nothing."""
    if missing := what_is_missing():
        pytest.fail(missing)


@contextmanager
def running(folder: Path, name: str, wanted: Wanted, *words: str) -> Generator[Project]:
    """Start a project, and throw it away afterwards, whatever happened."""
    project = Project(folder, f"{name}-{os.getpid()}", wanted, version=VERSION)
    began = time.monotonic()
    try:
        project.up(*words)
        print(f"\n{time.monotonic() - began:5.1f} s  up")  # noqa: T201  # pytest shows it when asked
        yield project
    except BaseException:
        print(project.logs()[-8000:])  # noqa: T201  # pytest shows it when the test fails
        raise
    finally:
        project.down()


async def becomes(true: Callable[[], bool], what: str) -> None:
    """Wait until the engine says that something is so, and leave it time to work in between."""

    async def looked() -> bool:
        if await asyncio.to_thread(true):
            return True
        await asyncio.sleep(LOOK_EVERY_SECONDS)
        return False

    began = time.monotonic()
    await until(looked, what, within=BECOMES_WITHIN_SECONDS)
    print(f"{time.monotonic() - began:5.1f} s  until {what}")  # noqa: T201  # pytest shows it when asked


class Course:
    """People on their way, and what happens to containers meanwhile."""

    def __init__(self, project: Project, town: TownOutside) -> None:
        """Nothing has happened yet."""
        self.project, self.town = project, town
        self._began = time.monotonic()

    async def goes_on(self, after: str) -> None:
        """Wait until people have seen that services go on, and say when."""
        wanted = self.town.kinds.total() + GOES_ON
        await until(lambda: self.town.has_seen(wanted), f"{GOES_ON} facts more after {after}", within=120)
        print(f"{time.monotonic() - self._began:5.1f} s  went on after {after}")  # noqa: T201  # shown when asked

    async def dies(self, service: str) -> None:
        """Kill the containers of a service, start them again, and wait until everybody goes on."""
        await asyncio.to_thread(self.project.kill, service)
        await asyncio.to_thread(self.project.start, service)
        await self.goes_on(f"{service} was killed")

    async def ends_well(self, fleet: Outside) -> None:
        """Hold all that was kept against what was promised."""
        await fleet.settle(within=60)
        fleet.lay_down()
        books = await read_books(fleet, self.town.references, WORDS)
        assert not books.problems, "\n".join(books.problems)
        assert (books.facts.lost, books.facts.doubled) == (0, 0)
        assert set(self.town.locked.values()) == {1}
        assert len(self.town.locked) == FAMILIES
        print(f"{time.monotonic() - self._began:5.1f} s  {books.facts.told} told, 0 lost, 0 doubled")  # noqa: T201  # as above


async def test_the_route_goes_on_while_containers_are_killed_and_a_service_is_upgraded(tmp_path: Path) -> None:
    with running(tmp_path, "kring-small", Wanted(profile=SMALL)) as project:
        await becomes(project.is_healthy, "every container is healthy")
        async with Outside(project, tmp_path / "found") as fleet:
            town = TownOutside(fleet)
            course = Course(project, town)
            await town.open_register()
            await town.refer(FAMILIES)
            living = asyncio.create_task(town.live(until=town.everybody_is_through, within=THROUGH_WITHIN_SECONDS))
            await course.goes_on("the first referral")
            for service in ("matching", "nats", "postgres"):
                await course.dies(service)
            await asyncio.to_thread(upgrade, fleet, "intake")
            await course.goes_on("intake was upgraded")
            await living
            await course.ends_well(fleet)
    docker("rmi", f"kring/intake:{NEXT}")


async def test_the_route_goes_on_when_a_server_of_three_is_killed(tmp_path: Path) -> None:
    with running(tmp_path, "kring-cluster", Wanted(profile=CLUSTER), "--scale", "intake=2") as project:
        await becomes(project.is_healthy, "every container is healthy")
        async with Outside(project, tmp_path / "found") as fleet:
            town = TownOutside(fleet)
            course = Course(project, town)
            await town.open_register()
            await town.refer(FAMILIES)
            living = asyncio.create_task(town.live(until=town.everybody_is_through, within=THROUGH_WITHIN_SECONDS))
            await course.goes_on("the first referral")
            await asyncio.to_thread(project.kill, "nats-2")
            await course.goes_on("a server of three was killed")
            await asyncio.to_thread(docker, "kill", project.containers("intake")[0])
            await course.goes_on("a replica of intake was killed, and stays away")
            await asyncio.to_thread(project.start, "nats-2")
            await living
            await course.ends_well(fleet)


async def test_an_office_works_on_while_its_line_to_the_hub_is_cut(tmp_path: Path) -> None:
    hubs, theirs = tmp_path / "hub", tmp_path / "office"
    hubs.mkdir()
    with running(hubs, "kring-hub", Wanted(profile=SMALL, hosts=("hub",)), "setup") as hub:
        await becomes(partial(has_ended_well, hub, "setup"), "the hub has its streams")
        hub.compose("run", "--rm", "authority", "offices", "add", "utrecht", "--at", "/authority")
        brought = theirs / "papers" / "hub"
        brought.mkdir(parents=True)
        shutil.copyfile(hub.papers / "authority" / "line_utrecht.creds", brought / "line.creds")
        shutil.copyfile(hub.papers / "secrets" / "ca.pem", brought / "hub-ca.pem")
        wanted = Wanted(profile=OFFICE, office="utrecht", hub=("tls://hub:7422",))
        with running(theirs, "kring-office", wanted, "matching") as office:
            network, (server,) = f"{office.name}_default", hub.containers("nats")
            for there, line in ((True, "up"), (False, "away"), (True, "up")):
                words = ("connect", "--alias", "hub") if there else ("disconnect",)
                docker("network", *words, network, server)
                await becomes(partial(is_ready, office, "matching", line), f"matching is ready, and its line {line}")
            docker("network", "disconnect", network, server)


def has_ended_well(project: Project, service: str) -> bool:
    """Tell whether a container that runs once has done its work."""
    (one,) = project.containers(service)
    return docker("inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", one).split() == ["exited", "0"]


def is_ready(project: Project, service: str, line: str) -> bool:
    """Ask a service, as people do, whether it is ready, and how its line is."""
    try:
        said = project.compose("run", "--rm", "tools", "ready", "--service", service, "--json")
    except ComposeFailed:
        return False  # the command ends with 4 while it is not ready
    shown = ReadyShown.model_validate_json(said.splitlines()[-1])
    return shown.ready and shown.line == line


def upgrade(fleet: Outside, service: str) -> None:
    """Bring one service to another version of its image, as an operator does, and touch nothing else."""
    project, image = fleet.project, f"kring/{service}"
    before = project.containers()
    docker("tag", f"{image}:{VERSION}", f"{image}:{NEXT}")
    fleet.keep_logs(service)
    project.compose("up", "--detach", "--no-deps", service, KRING_VERSION=NEXT)
    (now,) = project.containers(service)
    assert docker("inspect", "--format", "{{.Config.Image}}", now).strip() == f"{image}:{NEXT}"
    assert len(project.containers()) == len(before)
