"""The words of the pages: every language says everything, nothing is said twice, and a page says only what there is."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

import kring_portal
from kring_portal.web.words import DESK, LETTERS, words_of
from kring_shared.contracts.catalogue import FACTS

HOME = Path(kring_portal.__file__).parent
FOR_EVERYBODY = {"links.ftl", "ask.ftl"}
"""Rooms that people find without an account, in every language they are written to in."""
SAID = re.compile(r"""\bt\(\s*['"]([a-z0-9-]+)['"]""")
CODED = re.compile(r"""\bsaid=['"]([a-z0-9-]+)['"]""")


class _Variables(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the library's name
        self.names.add(node.id.name)


@cache
def messages(file: Path) -> dict[str, frozenset[str]]:
    """Give the keys of a file, each with the values it is given; what cannot be read fails."""
    resource = FluentParser().parse(file.read_text(encoding="utf-8"))
    assert [entry.content for entry in resource.body if isinstance(entry, ast.Junk)] == [], file.name
    found: list[tuple[str, frozenset[str]]] = []
    for entry in resource.body:
        if isinstance(entry, ast.Message):
            seen = _Variables()
            seen.visit(entry)
            found.append((entry.id.name, frozenset(seen.names)))
    assert [key for key, n in Counter(key for key, _ in found).items() if n > 1] == [], file.name
    return dict(found)


def files(language: str) -> list[Path]:
    """Give the files of a language."""
    return sorted((HOME / "words" / language).glob("*.ftl"))


def used() -> Iterator[tuple[str, str]]:
    """Give every key that a template or a handler names as a plain text."""
    for path in sorted(HOME.rglob("*.html")):
        for key in SAID.findall(path.read_text(encoding="utf-8")):
            if not key.endswith("-"):  # the rest is put to it
                yield path.name, key
    for path in sorted(HOME.rglob("*.py")):
        for key in CODED.findall(path.read_text(encoding="utf-8")):
            yield path.name, key


@pytest.mark.parametrize("language", sorted({*DESK, *LETTERS} - {"en"}))
def test_every_language_says_what_english_says_with_the_same_values(language: str) -> None:
    rooms = {file.name for file in files("en")}
    wanted = rooms if language in DESK else FOR_EVERYBODY & rooms
    assert {file.name for file in files(language)} == wanted
    for file in files(language):
        theirs, english = messages(file), messages(HOME / "words" / "en" / file.name)
        assert sorted(theirs.keys() ^ english.keys()) == [], file.name
        assert {key for key in theirs if theirs[key] != english[key]} == set(), file.name


def test_no_key_stands_in_two_rooms() -> None:
    keys = Counter(key for file in files("en") for key in messages(file))
    assert [key for key, n in keys.items() if n > 1] == []


def test_a_page_says_only_what_there_are_words_for() -> None:
    words = words_of("en")
    missing = sorted({f"{where}: {key}" for where, key in used() if not words.has(key)})
    assert missing == []


def test_the_story_of_a_case_has_words_for_every_fact_and_for_no_fact_that_is_not_there() -> None:
    told = {f"fact-{fact.service}-{fact.name}" for fact in FACTS.values()}
    assert told == {key for key in messages(HOME / "words" / "en" / "facts.ftl") if key.startswith("fact-")}


def test_a_page_says_nothing_that_is_not_in_the_words() -> None:
    bare = [f"{path.name}: {text.strip()[:40]}" for path in sorted(HOME.rglob("*.html")) for text in _bare(path)]
    assert bare == []


def _bare(path: Path) -> list[str]:
    """Give letters that stand between two tags, outside of what the template fills in."""
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)
    return [found for found in re.findall(r">([^<>]+)<", text) if re.search(r"[^\W\d_]{2,}", found)]
