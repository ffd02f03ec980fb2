"""Every refusal that a service can give has words in every language of the desk, found in the code of the services."""

import ast
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import kring_conference
import kring_intake
import kring_matching
import kring_notifications
import kring_registry
import kring_shared.runtime
from kring_portal.web.reasons import kept, read_back, reason
from kring_portal.web.words import DESK, words_of
from kring_shared.contracts.envelope import Receipt
from kring_shared.kernel.errors import InvalidFields, NotPermitted, Refused

SERVICES = (kring_intake, kring_matching, kring_conference, kring_notifications, kring_registry)
HOMES = [Path(one.__file__).parent for one in SERVICES if one.__file__]
ASKED = [Path(kring_shared.runtime.__file__ or "").parent / room for room in ("lane", "declared", "storage")]
GENERAL = {Refused.__name__, InvalidFields.__name__, NotPermitted.__name__}
"""Codes under which many things are refused: each of them says which it is."""
OF_THE_COMMAND_LINE = {"kring.wrong-sealing-key", "kring.stream-not-empty", "kring.already-let-in"}
"""What only whoever keeps the machine can meet."""


@cache
def trees() -> tuple[tuple[str, ast.Module], ...]:
    """Give the code of everything that answers a person."""
    files = sorted(file for home in (*HOMES, *ASKED) for file in home.rglob("*.py") if "cli" not in file.parts)
    return tuple((f"{file.parts[-3]}/{file.parts[-2]}/{file.name}", ast.parse(file.read_text())) for file in files)


def reasons() -> set[str]:
    """Give the code of every reason."""
    return {str(code) for _, tree in trees() for node in ast.walk(tree) for code in _because(node)}


def _because(node: ast.AST) -> Iterator[object]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "because":
        assert isinstance(node.args[0], ast.Constant), "a reason is a plain text, so that this test can read it"
        yield node.args[0].value


def codes() -> set[str]:
    """Give the code of every kind of refusal."""
    for package in SERVICES:
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            if ".cli" not in module.name and ".plugins" not in module.name:
                import_module(module.name)
    return {kind.code for kind in _kinds(Refused) if "embedded" not in kind.__module__} - OF_THE_COMMAND_LINE


def _kinds(kind: type[Refused]) -> Iterator[type[Refused]]:
    yield kind
    for narrower in kind.__subclasses__():
        yield from _kinds(narrower)


@pytest.mark.parametrize("language", DESK)
def test_every_reason_and_every_code_has_words_of_that_language(language: str) -> None:
    own = words_of(language)._bundles[0]
    wanted = {f"refused-why-{one}" for one in reasons()} | {f"refused-{one.replace('.', '-')}" for one in codes()}
    assert len(wanted) > 150
    assert sorted(key for key in wanted if not own.has_message(key)) == []


def test_what_is_refused_under_a_general_code_says_which_it_is() -> None:
    bare = [
        f"{where}:{node.lineno} {node.func.id}"
        for where, tree in trees()
        for node in _bare(tree)
        if isinstance(node.func, ast.Name) and node.func.id in GENERAL
    ]
    assert bare == []


def _bare(tree: ast.Module) -> Iterator[ast.Call]:
    """Give the refusals that are made without a reason."""
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "because"}
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.Call) and id(node) not in said)


def test_no_words_are_kept_for_a_reason_that_nobody_gives() -> None:
    said = {key for key in words_of("en")._bundles[0]._messages if key.startswith("refused-why-")}
    assert sorted(said - {f"refused-why-{one}" for one in reasons()}) == []


def test_a_reason_is_said_with_its_numbers_and_days_as_people_write_them() -> None:
    called = Receipt(status="refused", code="kring.refused", why="call-again", details={"n": "1", "most": "3"})
    assert "1 van de 3" in reason(words_of("nl"), called)
    paid = Receipt(
        status="refused", code="kring.invalid-fields", why="paid-before-approved", details={"day": "2026-11-02"}
    )
    assert "2 november 2026" in reason(words_of("nl"), paid)
    assert "2 novembre 2026" in reason(words_of("fr"), paid)


def test_a_refusal_is_kept_for_the_next_page_without_the_words_of_the_service() -> None:
    receipt = Receipt(status="refused", code="kring.refused", why="call-again", message="Anna", details={"n": "1"})
    notice = kept(receipt)
    assert "Anna" not in notice
    back = read_back(notice)
    assert back is not None
    assert (back["why"], back["details"]) == ("call-again", {"n": "1"})
    assert read_back("people-said-done") is None


def test_a_code_without_words_says_that_it_was_refused_and_no_more() -> None:
    unknown = Receipt(status="refused", code="kring.from-a-newer-kring", message="words of the service")
    assert reason(words_of("fr"), unknown) == words_of("fr")("refused-other")
