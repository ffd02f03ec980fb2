"""Whatever takes bytes or text apart is put to the test with made-up inputs, or says why it needs not be."""

import ast
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final

from kring_shared.kernel.adapters import ReferralAdapter
from kring_shared.runtime.cli.importing.kinds import KINDS
from tests.architecture.tree import ROOT
from tests.fuzz.parsers import PARSERS

TAKES_APART: Final = frozenset(
    {
        "b64decode", "urlsafe_b64decode", "from_json", "urlsplit", "parsebytes", "load_workbook", "ZipFile",
        "parsedate_to_datetime", "parseaddr", "unquote_to_bytes", "fromhex",
    }
)  # fmt: skip
"""What a function is called that takes something apart, whichever library it comes from."""
OF_A_MODULE: Final = frozenset(
    {
        "json.loads",
        "tomllib.loads",
        "csv.reader",
        "csv.DictReader",
        "tarfile.open",
        "struct.unpack",
        "phonenumbers.parse",
    }
)
OURS: Final = (
    "/store/", "/migrations/", "/revisions/", "kring_shared/testing/", "/queries/", "/paper/", "/report/",
    "/open_question/",
)  # fmt: skip
"""Rooms that read back what this very service wrote, or files that are shipped with it; and tools for tests."""
ELSEWHERE: Final = {
    "kring_portal.signing.entering": "opens a box of its own safe",
    "kring_portal.api.delivering": "a receipt of intake, off the office's own stream",
    "kring_portal.manager.quarantine": "falls back to the text as it is",
    "kring_portal.building": "the portal's own address, checked as a setting",
    "kring_portal.web.refilling": "a page of its own, and its own path",
    "kring_notifications.cli.keeping": "looks whether what it is about to write can be read",
    "kring_shared.runtime.authority.pushing": "an answer of its own bus",
    "kring_shared.runtime.bus.streams": "an answer of its own bus",
    "kring_shared.runtime.lane.relay": "an answer of its own bus",
    "kring_shared.runtime.declared.every_service": "a row of its own outbox",
    "kring_shared.runtime.cli.doctor.asking": "an answer of its own bus",
    "kring_shared.runtime.cli.doctor.keeping": "an answer of its own bus",
    "kring_shared.runtime.cli.doctor.watching": "only whether it is JSON",
    "kring_shared.runtime.embedded.backup.restoring": "the day in a line of the ledger, or nothing",
}
"""Modules that take something apart and have no line of their own, and why."""


def _calls(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            named = node.func
            if isinstance(named, ast.Name) and named.id in TAKES_APART:
                yield named.id
            if isinstance(named, ast.Attribute):
                owner = named.value.id if isinstance(named.value, ast.Name) else ""
                if named.attr in TAKES_APART or f"{owner}.{named.attr}" in OF_A_MODULE:
                    yield named.attr


def taking_apart() -> dict[str, set[str]]:
    """Give the modules of the product that take something apart, and by what."""
    found: dict[str, set[str]] = {}
    for package in (ROOT / "shared", *sorted((ROOT / "services").iterdir())):
        for file in sorted(package.glob("kring_*/**/*.py")):
            if not any(part in f"/{file.relative_to(ROOT)}" for part in OURS):
                calls = set(_calls(ast.parse(file.read_text(encoding="utf-8"))))
                if calls:
                    found[_module(file, package)] = calls
    return found


def _module(file: Path, package: Path) -> str:
    return ".".join(file.relative_to(package).with_suffix("").parts).removesuffix(".__init__")


def test_every_module_that_takes_something_apart_is_put_to_the_test_or_says_why_not() -> None:
    tested = {room for parser in PARSERS for room in parser.rooms}
    found = taking_apart()
    assert len(found) > 20
    assert {module: calls for module, calls in found.items() if module not in tested | ELSEWHERE.keys()} == {}


def test_nobody_is_excused_who_takes_nothing_apart_or_is_put_to_the_test() -> None:
    tested = {room for parser in PARSERS for room in parser.rooms}
    assert sorted(ELSEWHERE.keys() - taking_apart().keys()) == []
    assert sorted(ELSEWHERE.keys() & tested) == []


def test_the_rooms_that_are_named_are_there() -> None:
    for room in {room for parser in PARSERS for room in parser.rooms}:
        package, *_ = room.split(".")
        places = [ROOT / "shared", *(ROOT / "services").iterdir()]
        file = next((p for p in places if (p / package).is_dir()), ROOT) / room.replace(".", "/")
        assert file.with_suffix(".py").exists() or (file / "__init__.py").exists(), room


def test_every_adapter_plugin_and_kind_of_list_has_its_line() -> None:
    names = {parser.name for parser in PARSERS}
    for point in entry_points(group="kring.plugins.intake"):
        manifest = point.load()
        if isinstance(manifest.build(manifest.settings()), ReferralAdapter):
            assert f"referrals: file for {point.name}" in names
    for service in entry_points(group="kring.services"):
        assert f"settings: of {service.name}" in names
        for point in entry_points(group=f"kring.plugins.{service.name}"):
            assert f"settings: plugin {service.name}:{point.name}" in names
    assert {f"import: {name}" for name in KINDS} <= names
