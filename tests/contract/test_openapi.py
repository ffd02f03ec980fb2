"""The interface for systems as a document: it is what the code does, and keeps the NL API Design Rules.

The rules' own Spectral ruleset is no package of any registry, so it is run by hand alone: KRING_SPECTRAL names the
program and KRING_SPECTRAL_RULES the file. What each of its rules asks is looked at on every machine by
test_nl_api_design_rules.py.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kring_portal.cli.describing import document
from tests.architecture.tree import ROOT

PUBLISHED = ROOT / "docs/contracts/openapi.json"
OPENAPI: dict[str, Any] = json.loads(document())
SEGMENT = re.compile(r"[a-z0-9-]+(\.json)?|\{[a-z][A-Za-z0-9]*\}")
CAMEL = re.compile(r"[a-z][a-zA-Z0-9]*")
BY_HAND = "by hand: KRING_SPECTRAL names the program, KRING_SPECTRAL_RULES the ruleset, which is no package"
OF_RFC_6749 = {"Token", "TokenRequest"}


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give every operation with its path and method."""
    for path, methods in OPENAPI["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def answers() -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every answer of every operation, with its status."""
    for _, _, operation in operations():
        for status, answer in operation["responses"].items():
            shared = answer.get("$ref", "").rpartition("/")[2]
            yield status, OPENAPI["components"]["responses"][shared] if shared else answer


def test_the_committed_document_is_what_the_code_says_now() -> None:
    assert PUBLISHED.read_text(encoding="utf-8") == document(), "make docs"


def test_it_is_openapi_3_1_of_a_version_that_stands_in_the_address() -> None:
    assert re.fullmatch(r"3\.1\.\d+", OPENAPI["openapi"])
    assert re.fullmatch(r"\d+\.\d+\.\d+", OPENAPI["info"]["version"])
    assert [server["url"] for server in OPENAPI["servers"]] == ["https://kring.example/v1"]
    assert OPENAPI["info"]["contact"].keys() >= {"name", "url", "email"}
    assert list(OPENAPI["paths"]["/openapi.json"]) == ["get"]
    assert "access-control-allow-origin" in OPENAPI["paths"]["/openapi.json"]["get"]["responses"]["200"]["headers"]


def test_paths_are_kebab_case_without_a_slash_at_the_end_and_queries_camel_case() -> None:
    for path, method, operation in operations():
        assert all(SEGMENT.fullmatch(part) for part in path.removeprefix("/").split("/")), path
        assert method in {"get", "post", "delete"}
        for asked in operation.get("parameters", []):
            assert CAMEL.fullmatch(asked["name"]), (path, asked["name"])


def test_fields_are_camel_case_and_schemas_pascal_case() -> None:
    for name, schema in OPENAPI["components"]["schemas"].items():
        assert re.fullmatch(r"[A-Z][A-Za-z0-9]*", name)
        if name not in OF_RFC_6749:
            assert [one for one in schema.get("properties", {}) if not CAMEL.fullmatch(one)] == [], name


def test_every_answer_says_its_version_and_every_error_is_a_problem() -> None:
    for status, answer in answers():
        assert "API-Version" in answer["headers"], status
        if status[0] in "45":
            assert list(answer["content"]) == ["application/problem+json"], status


def test_every_path_but_the_token_s_and_the_document_s_asks_for_a_scope() -> None:
    open_to_all = {path for path, _, operation in operations() if not operation.get("security")}
    assert open_to_all == {"/token", "/openapi.json"}


def test_nothing_in_an_address_could_name_a_person() -> None:
    asked = {one["name"] for _, _, operation in operations() for one in operation.get("parameters", [])}
    assert asked == {"requestId", "webhookId", "table", "before", "limit", "stage", "since", "until", "by", "research"}


@pytest.mark.skipif("KRING_SPECTRAL" not in os.environ, reason=BY_HAND)
def test_the_rules_own_ruleset_finds_nothing(tmp_path: Path) -> None:
    file = tmp_path / "openapi.json"
    file.write_text(document(), encoding="utf-8")
    rules = os.environ["KRING_SPECTRAL_RULES"]
    said = subprocess.run(
        [os.environ["KRING_SPECTRAL"], "lint", "--ruleset", rules, "--fail-severity", "warn", str(file)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert said.returncode == 0, said.stdout
