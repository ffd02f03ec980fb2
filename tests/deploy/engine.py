"""The Docker engine, and what `make images` made: tests of images ask both here."""

import functools
import os
import subprocess
from typing import Final

SERVICES: Final = ("intake", "matching", "conference", "notifications", "registry")
EDGES: Final = ("portal",)
IMAGES: Final = (*SERVICES, *EDGES, "tools")
VERSION: Final = os.environ.get("KRING_VERSION", "latest")
WITHIN_SECONDS: Final = 120
HARDENED: Final = (
    *("--read-only", "--tmpfs", "/tmp"),  # noqa: S108  # of the container
    *("--cap-drop", "ALL"),
    *("--security-opt", "no-new-privileges"),
)
"""How every container is run: nothing can be changed, and nobody gets more rights than they have."""


class EngineFailed(Exception):
    """What the engine said when it did not do what it was told."""


def image(service: str) -> str:
    """Name the image of a service."""
    return f"kring/{service}:{VERSION}"


def docker(*words: str, within: float = WITHIN_SECONDS) -> str:
    """Do something with the engine; give what it printed.

    Raises:
        EngineFailed: it ended with another exit code than 0.
    """
    done = subprocess.run(
        ["docker", *words], capture_output=True, text=True, errors="replace", timeout=within, check=False
    )
    if done.returncode:
        raise EngineFailed(f"docker {words[0]}: {done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


@functools.cache
def what_is_missing() -> str:
    """Say what to do before images can be tested; empty when nothing is missing."""
    try:
        docker("version", within=10)
    except (OSError, EngineFailed, subprocess.TimeoutExpired):
        return "no Docker engine answers: start one (on Debian: apt install docker.io), or name it in DOCKER_HOST"
    try:
        docker("image", "inspect", *map(image, IMAGES))
    except EngineFailed:
        return f"not every image is here as kring/SERVICE:{VERSION}: make images"
    return ""
