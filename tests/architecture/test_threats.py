"""Each threat the page names is held by tests that exist, and says what remains."""

import ast
import re
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.tree import ROOT

PAGE: Final = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")
NAMED: Final = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
THREATS: Final = {
    heading: body
    for heading, _, body in (part.partition("\n") for part in PAGE.split("\n## ")[1:])
    if "| held by |" in body
}
each_threat = pytest.mark.parametrize("body", THREATS.values(), ids=THREATS)


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED.findall(PAGE))))
def test_a_test_that_the_page_names_is_there(file: str, name: str) -> None:
    assert name in functions(ROOT / file)


@each_threat
def test_each_line_of_a_threat_is_held_by_a_test(body: str) -> None:
    lines = [line for line in body.splitlines() if line.startswith("| ") and "held by |" not in line]
    assert lines
    assert [line for line in lines if not NAMED.search(line)] == []


@each_threat
def test_each_threat_says_what_remains(body: str) -> None:
    assert "\n**Remains.** " in body


@pytest.mark.parametrize(
    "words",
    [
        "outside publisher",
        "laptop",
        "curious colleague",
        "violent partner",
        "plugin",
        "backup",
        "link",
        "administrator",
    ],
)
def test_whom_we_think_of_is_on_the_page(words: str) -> None:
    assert any(words in heading for heading in THREATS)


def functions(file: Path) -> set[str]:
    """Name the functions a file defines."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
