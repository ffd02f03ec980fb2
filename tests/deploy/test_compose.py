"""Kring on Docker as compose starts it: the whole route, while containers are killed and a service is upgraded."""

import asyncio
import os
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from deploy.prepare.wanted import CLUSTER, SMALL, Wanted
from kring_shared.testing.waiting import until
from tests.deploy.outside import Outside, TownOutside
from tests.deploy.project import Project, docker
from tests.resilience.books import read_books
from tests.resilience.town import WORDS

pytestmark = pytest.mark.timeout(480)
VERSION: Final = os.environ.get("KRING_VERSION", "latest")
NEXT: Final = "next"
FAMILIES: Final = 3
HEALTHY_WITHIN_SECONDS: Final = 120
GOES_ON: Final = 15
THROUGH_WITHIN_SECONDS: Final = 150


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


class Course:
    """People on their way, and what happens to containers meanwhile."""

    def __init__(self, project: Project, town: TownOutside) -> None:
        """Nothing has happened yet."""
        self.project, self.town = project, town
        self._began = time.monotonic()

    async def goes_on(self, after: str) -> None:
        """Wait until people have seen that services go on, and say when."""
        wanted = self.town.kinds.total() + GOES_ON
        await until(lambda: self.town.has_seen(wanted), f"{GOES_ON} facts more after {after}", within=60)
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
        await until(project.is_healthy, "every container is healthy", within=HEALTHY_WITHIN_SECONDS)
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


async def test_the_route_goes_on_when_a_server_of_three_is_killed(tmp_path: Path) -> None:
    with running(tmp_path, "kring-cluster", Wanted(profile=CLUSTER), "--scale", "intake=2") as project:
        await until(project.is_healthy, "every container is healthy", within=HEALTHY_WITHIN_SECONDS)
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
