"""The published contracts: complete, sound, and the same bytes every time."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kring_shared.contracts.catalogue import COMMANDS, FACTS, QUERIES
from kring_shared.runtime.published import publishing
from kring_shared.runtime.start_errors import FolderNotWritable


@pytest.fixture(name="document", scope="module")
def a_document() -> publishing.Schema:
    """Write the document once for every test that only looks at it."""
    return publishing.asyncapi()


def references(value: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Give every reference in a document."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def resolve(document: Any, reference: str) -> Any:  # noqa: ANN401 - JSON
    """Follow a reference within its document."""
    for part in reference.removeprefix("#/").split("/"):
        document = document[part.replace("~1", "/").replace("~0", "~")]
    return document


def test_every_fact_command_and_query_has_a_schema() -> None:
    names = set(publishing.schemas())
    for folder, known in (("facts", FACTS), ("commands", COMMANDS), ("queries", QUERIES)):
        assert {f"{folder}/{kind}" for kind in known} <= names
    assert {f"answers/{kind}" for kind in QUERIES} <= names


def test_every_fact_is_sent_by_one_service_and_every_request_is_answered(document: publishing.Schema) -> None:
    operations = document["operations"]
    sent = [name.split(".")[1] for name, operation in operations.items() if operation["action"] == "send"]
    facts = sorted(fact.__name__ for fact in FACTS.values())
    assert sorted(name for name in sent if name != "ReferralReceipt") == facts
    asked = {model.__name__ for known in (COMMANDS, QUERIES) for model in known.values()}
    replied = {name.split(".")[1] for name, operation in operations.items() if "reply" in operation}
    assert replied == asked


def test_every_reference_in_the_document_leads_somewhere(document: publishing.Schema) -> None:
    assert all(resolve(document, reference) for reference in references(document))


def test_no_address_keeps_a_wildcard(document: publishing.Schema) -> None:
    addresses = [channel["address"] for channel in document["channels"].values()]
    assert all("*" not in address for address in addresses if address)


def test_the_same_kring_writes_the_same_bytes_whatever_the_environment(
    document: publishing.Schema, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publishing.write(tmp_path / "first", publishing.schemas(), document)
    monkeypatch.setenv("KRING_NATS_URL", "nats://elsewhere:4333")
    monkeypatch.setenv("KRING_SERVES", '["gent"]')
    second = publishing.write(tmp_path / "second", publishing.schemas(), publishing.asyncapi())
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]
    json.loads((tmp_path / "first/asyncapi.json").read_text())


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderNotWritable):
        publishing.write(tmp_path / "file", {}, {})
