"""The access log cannot be switched off: one place writes it, one place prunes it, and nothing else gets hold of it."""

import ast
import re
from pathlib import Path

from tests.architecture.tree import ROOT, parsed, sources, within

CODE = [*sources(ROOT / "services", ROOT / "shared", ROOT / "deploy")]
THE_PLACE = "shared/kring_shared/runtime/storage/access.py"
MAY_WRITE = {"shared/kring_shared/runtime/lane/pages.py", "shared/kring_shared/runtime/lane/requests.py"}
BY_NAME = re.compile(r"""(?i)\b(into|from|update|table|join)\s+["']?access\b|tables\[["']access["']\]""")


def has_the_table(path: Path) -> bool:
    """Tell whether a file imports the table of the log, or reaches it through its module."""
    imported = {
        alias.name
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ImportFrom) and node.module == "kring_shared.runtime.storage.tables"
        for alias in node.names
    }
    return bool({"ACCESS", "METADATA", "*"} & imported) or "ACCESS" in called_on("tables", path)


def called_on(module: str, path: Path) -> set[str]:
    """Give what a file calls on a module."""
    return {
        node.attr
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == module
    }


def test_one_place_gets_hold_of_the_table() -> None:
    assert {within(path) for path in CODE if has_the_table(path)} == {THE_PLACE}


def test_no_statement_reaches_it_by_its_name() -> None:
    found = [within(path) for path in CODE if BY_NAME.search(path.read_text(encoding="utf-8"))]
    assert found == []
    assert BY_NAME.search("DELETE FROM access WHERE 1")


def test_only_the_ledger_and_the_requests_write_and_only_the_requests_prune() -> None:
    users = {within(path): called_on("access", path) for path in CODE if within(path) != THE_PLACE}
    assert {path for path, calls in users.items() if "write" in calls} == MAY_WRITE
    assert {path for path, calls in users.items() if "prune" in calls} == {
        "shared/kring_shared/runtime/lane/requests.py"
    }


def test_a_line_is_deleted_in_one_function_and_changed_in_none() -> None:
    deletes = [
        function.name
        for function in ast.walk(parsed(ROOT / THE_PLACE))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"delete", "update"}
    ]
    assert deletes == ["prune"]


def test_no_setting_has_anything_to_say_about_it() -> None:
    settings = [path for path in CODE if path.name == "settings.py"]
    assert settings
    assert [within(path) for path in settings if "access" in path.read_text(encoding="utf-8").lower()] == []
