"""What is published about the messages is what the code does: the same files, the same addresses, nothing left out."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kring_shared.contracts.catalogue import COMMANDS, FACTS, QUERIES
from kring_shared.runtime.bus.streams import STREAMS
from kring_shared.runtime.published import publishing

PUBLISHED = Path(__file__).parents[2] / "docs" / "contracts"
AGAIN = "this is not what the code says now: make docs"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contracts")
    publishing.write(folder, publishing.schemas(), publishing.asyncapi())
    return folder


@pytest.fixture(scope="module")
def asyncapi() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PUBLISHED / "asyncapi.json").read_text(encoding="utf-8"))
    return found


def test_the_committed_contracts_are_what_the_code_writes_now(written: Path) -> None:
    committed, made = _texts(PUBLISHED), _texts(written)
    assert sorted(committed) == sorted(made), AGAIN
    assert [name for name, text in made.items() if committed[name] != text] == [], AGAIN


def test_the_same_code_writes_the_same_bytes(written: Path, tmp_path: Path) -> None:
    publishing.write(tmp_path, publishing.schemas(), publishing.asyncapi())
    assert _texts(tmp_path) == _texts(written)


def test_asyncapi_has_an_address_for_everything_that_travels(asyncapi: dict[str, Any]) -> None:
    channels = asyncapi["channels"].values()
    addresses = {_anybody(channel["address"]) for channel in channels if channel["address"]}  # a reply has none
    said = {_anybody(message.address()) for known in (FACTS, COMMANDS, QUERIES) for message in known.values()}
    asked_of_each = {address for address in said if ".every." in address}
    assert said - asked_of_each - addresses == set()
    ingress = {
        subject
        for stream in STREAMS
        for subject in stream.subjects
        if subject.endswith((".referrals.*", ".receipts.*"))
    }
    assert {_anybody(subject) for subject in ingress} <= addresses


def test_every_reference_in_asyncapi_leads_somewhere(asyncapi: dict[str, Any]) -> None:
    dangling = []
    for reference in _references(asyncapi):
        found: Any = asyncapi
        for step in reference.removeprefix("#/").split("/"):
            found = found.get(step.replace("~1", "/").replace("~0", "~")) if isinstance(found, dict) else None
        dangling += [reference] if found is None else []
    assert dangling == []


def _texts(folder: Path) -> dict[str, str]:
    files = [file for file in sorted(folder.rglob("*.json")) if file.name != "openapi.json"]  # of the portal
    return {file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8") for file in files}


def _anybody(address: str) -> str:
    """Write every open place of an address alike: AsyncAPI names them, a subject has a star."""
    return ".".join("*" if part == "*" or part.startswith("{") else part for part in address.split("."))


def _references(node: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    if isinstance(node, dict):
        yield from (value for key, value in node.items() if key == "$ref" and isinstance(value, str))
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)
