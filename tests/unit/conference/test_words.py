"""What a refusal or the checklist tells people to do exists under the name it gives: commands, codes and fields."""

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

import kring_conference
from kring_conference.readiness import CHECKLIST, Item
from kring_shared.contracts import conference, field
from kring_shared.contracts.catalogue import COMMANDS, QUERIES

HERE: Final = Path(str(kring_conference.__file__)).parent
MESSAGES: Final = (*COMMANDS.values(), *QUERIES.values())
NAMES: Final = frozenset(message.name for message in MESSAGES)
FIELDS: Final = frozenset(info.alias or name for message in MESSAGES for name, info in message.model_fields.items())
ENGLISH: Final = frozenset({"follow-up", "grown-up"})
NAME: Final = re.compile(r"[a-z]+(?:-[a-z]+)+")
FIELD: Final = re.compile(r"\b[a-z]+(?:[A-Z][a-z]+)+\b")
SAID: Final = sorted(
    path for room in ("domain", "handlers", "readiness", "queries") for path in (HERE / room).glob("*.py")
)


def codes(module: ModuleType) -> Iterator[str]:
    """Give every code of the enumerations a module of contracts has."""
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, StrEnum):
            yield from (code.value for code in value)


CODES: Final = frozenset({*codes(conference), *codes(field)})


def words(source: str) -> Iterator[str]:
    """Give every text in a file that people may read: no docstring, and nothing of a single word."""
    tree = ast.parse(source)
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in docs else None
        if isinstance(text, str) and " " in text.strip():
            yield text


def unknown(source: str) -> list[str]:
    """Name what is named in a file's words, and does not exist."""
    said = list(words(source))
    names = [name for text in said for name in NAME.findall(text) if name not in NAMES | CODES | ENGLISH]
    return names + [name for text in said for name in FIELD.findall(text) if name not in FIELDS]


@pytest.mark.parametrize("path", SAID, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_people_are_told_to_do_exists(path: Path) -> None:
    assert unknown(path.read_text(encoding="utf-8")) == []


def test_a_command_or_a_field_that_does_not_exist_is_seen_and_a_docstring_is_not() -> None:
    source = '"""See (do-something)."""\nwords = f"{1} people: call them first (call-everyone, whomToCall)"\n'
    assert unknown(source) == ["call-everyone", "whomToCall"]
    assert unknown('words = "speak with them first (record-contact)"\n') == []


@pytest.mark.parametrize("item", CHECKLIST, ids=lambda item: item.check.value)
def test_whatever_is_missing_is_said_with_the_command_that_mends_it(item: Item) -> None:
    assert set(NAME.findall(item.missing)) & {command.name for command in COMMANDS.values()}
