"""What these tests look at: the Python files of the house, and the services as they declare themselves."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

from kring_shared.contracts.envelope import Message
from kring_shared.runtime.declared.broker import LaneBroker
from kring_shared.runtime.declared.service import Service
from kring_shared.runtime.running import blueprint

M = TypeVar("M", bound=Message)
ROOT: Final = Path(__file__).parents[2]
SHIPPED: Final = tuple(sorted(place.parent.name for place in (ROOT / "services").glob("*/pyproject.toml")))
"""What is shipped alone, whatever else is installed."""
EDGES: Final = ("portal",)
"""Those that ask services and hear nothing: they have pages in the place of processes."""
SERVICES: Final = tuple(name for name in SHIPPED if name not in EDGES)
"""The services of this house."""


def package_of(service: str) -> Path:
    """Give the folder of a service's package."""
    return ROOT / "services" / service / f"kring_{service}"


def sources(*folders: Path) -> Iterator[Path]:
    """Give every Python file under these folders, sorted; what machines made is left out."""
    for folder in folders:
        yield from sorted(path for path in folder.rglob("*.py") if not {"build", "__pycache__"} & set(path.parts))


def room(service: str, name: str) -> list[Path]:
    """Give the files of one room of a service, a module or a folder of modules; none when it has no such room."""
    module, folder = package_of(service) / f"{name}.py", package_of(service) / name
    return [module] if module.exists() else list(sources(folder))


def within(path: Path) -> str:
    """Name a file from the root of the tree, with forward slashes."""
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    """Give the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def declared() -> dict[str, tuple[Service, LaneBroker]]:
    """Give every service of this house and its declarations, by name."""
    return {service.name: (service, broker) for service, broker in blueprint.declared() if service.name in SERVICES}


def names_used(paths: Iterable[Path]) -> set[str]:
    """Give every name that the code of some files uses, imports and definitions left out."""
    return {node.id for path in paths for node in ast.walk(parsed(path)) if isinstance(node, ast.Name)}


def subclasses_in_contracts(kind: type[M]) -> list[type[M]]:
    """Give the classes of a kind that the contracts hold; those that tests make up are left out."""
    ours = [found for found in kind.__subclasses__() if found.__module__.startswith("kring_shared.contracts.")]
    return sorted(ours, key=lambda found: (found.__module__, found.__name__))
