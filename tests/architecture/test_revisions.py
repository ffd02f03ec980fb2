"""A revision beside which an older Kring may go on working only adds what that one can do without."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from kring_shared.runtime.storage.migrations import CLAIM
from tests.architecture.tree import ROOT, parsed, sources, within

ADDS = {"create_table", "create_index", "add_column", "batch_alter_table"}
REVISIONS = [
    path
    for path in sources(ROOT / "services", ROOT / "shared/kring_shared", ROOT / "tests")
    if path.parent.name in {"migrations", "revisions"} and path.stem != "__init__"
]


def said(module: ast.Module, name: str) -> object:
    """Give what a revision file sets a name to; nothing when it does not."""
    for node in module.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return ast.literal_eval(node.value)
    return None


def more_than_added(module: ast.Module) -> list[str]:
    """Say what a revision does that an older Kring could stumble over."""
    found = ["it is the first"] if said(module, "down_revision") is None else []
    tables = {ast.unparse(one.optional_vars) for one in _withs(module) if one.optional_vars is not None}
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in {"op", *tables} and node.attr not in ADDS:
            found.append(f"it does {node.attr}")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            found += _in_call(node.func.attr, node)
    return found


def _withs(module: ast.Module) -> Iterator[ast.withitem]:
    for node in ast.walk(module):
        if isinstance(node, ast.With):
            yield from node.items


def _in_call(name: str, call: ast.Call) -> Iterator[str]:
    if name == "create_index" and any(word.arg == "unique" for word in call.keywords):
        yield "an index that refuses what is there twice"
    if name == "add_column":
        column = call.args[-1]
        if not isinstance(column, ast.Call) or not _may_be_empty(column):
            yield "a column that may not be empty, or refuses something"


def _may_be_empty(column: ast.Call) -> bool:
    words = {word.arg: ast.unparse(word.value) for word in column.keywords}
    return words in ({}, {"nullable": "True"}) and not any(isinstance(each, ast.Call) for each in column.args[2:])


CLAIMING = [path for path in REVISIONS if said(parsed(path), CLAIM)]


@pytest.mark.parametrize("path", CLAIMING, ids=within)
def test_a_revision_that_lets_an_older_kring_work_only_adds(path: Path) -> None:
    assert more_than_added(parsed(path)) == []


def test_some_revision_is_looked_at() -> None:
    assert CLAIMING


@pytest.mark.parametrize(
    "does",
    [
        'op.drop_column("book", "marks")',
        'op.alter_column("book", "marks", nullable=True)',
        'op.execute("UPDATE book SET closed = TRUE")',
        'op.add_column("book", Column("floor", Integer, nullable=False))',
        'op.add_column("book", Column("floor", Integer, nullable=True, unique=True))',
        'op.add_column("book", Column("floor", Integer, ForeignKey("floor.id"), nullable=True))',
        'op.add_column("book", floor)',
        'op.create_index("one_office", "book", ["office"], unique=True)',
        "op.get_bind().execute(moved)",
        'with op.batch_alter_table("book") as book:\n    book.drop_column("marks")',
        'with op.batch_alter_table("book") as book:\n    book.add_column(Column("floor", Integer, nullable=False))',
    ],
)
def test_whoever_does_more_is_told(does: str) -> None:
    assert more_than_added(ast.parse(f'down_revision = "a"\n{does}')) != []


def test_the_first_revision_has_nothing_older_beside_it() -> None:
    assert more_than_added(ast.parse("down_revision = None")) == ["it is the first"]
