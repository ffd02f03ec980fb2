"""The example of a second matching is one that a stranger could have written: it has nothing of Kring."""

import ast
import sys
from collections.abc import Iterator

from tests.architecture.tree import ROOT

EXAMPLE = ROOT / "tests" / "example_service"
OURS = "tests.example_service"
BROUGHT = {"nats", "jsonschema", "cryptography"}
"""What it installs: a client of the bus, a judge of JSON Schemas, and what checks signatures and seals."""


def imported() -> Iterator[tuple[str, str]]:
    for file in sorted(EXAMPLE.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [name.name for name in node.names] if isinstance(node, ast.Import) else []
            yield from ((file.name, name) for name in names)


def test_the_example_imports_nothing_of_kring() -> None:
    others = [(file, name) for file, name in imported() if not (name + ".").startswith(f"{OURS}.")]
    assert {name.split(".")[0] for _, name in others} >= BROUGHT
    known = sys.stdlib_module_names | BROUGHT
    assert [(file, name) for file, name in others if name.split(".")[0] not in known] == []


def test_the_example_reads_no_file_of_kring_but_the_contracts() -> None:
    text = "\n".join(file.read_text(encoding="utf-8") for file in sorted(EXAMPLE.glob("*.py")))
    assert "kring_" not in text
    assert text.count("__file__") == 1
