"""Know one service, know all: the same rooms everywhere, and files and functions that fit in a head."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, SERVICES, package_of, parsed, sources, within

ROOMS = {
    "__init__": "the step in the words of the field",
    "process": "stages and arrows, as a table",
    "domain": "aggregates, values, decisions",
    "ports": "what it needs from outside",
    "hooks": "what its plugins offer",
    "plugins": "the built-in ones",
    "plugged": "those it was given, looked at once, when it starts",
    "testing": "what makers of its plugins test them with; nothing else imports it",
    "handlers": "one function for each message",
    "queries": "what it shows, and to whom",
    "store": "rows and aggregates, both ways",
    "subscribers": "message to function",
    "settings": "how it is set up",
    "app": "the wiring",
    "migrations": "its tables",
}
BESIDE = {
    "intake": {
        "likeness": "whether two referrals may be about the same people; pure",
        "people": "the people of a referral become sealed cards",
        "translation": "what a sender refers, or an office hands over, becomes a request in our words, and back",
    },
    "matching": {
        "together": "the best assignment of all waiting requests together, exact and explained; pure",
    },
    "conference": {
        "alone": "while the circle is alone, nothing that would disturb it reaches a handler or a query",
        "readiness": "the checklist before the meeting, in words for people",
    },
    "notifications": {
        "breaker": "leaves a channel that is away alone for a while; pure",
        "cli": "the commands for words",
        "courier": "carries letters out, after the commit",
        "house": "who writes, when, and under which head",
        "wording": "reads, checks and chooses the templates",
        "templates": "the letters themselves, text files",
    },
    "registry": {
        "cli": "the commands for figures, exports, claims and erasures",
        "exports": "registrations and scores as rows, and what the columns mean; pure",
        "report": "a published year as a page and on paper",
    },
}
"""What stands beside the rooms, and why it is none of them."""
PORTAL = {
    "__init__": "what the portal is",
    "building": "guards, refusals and rooms put together",
    "serving": "served over HTTP, its ear on the bus",
    "desks": "the list of rooms",
    "settings": "how it is set up",
    "cli": "the commands for it",
    "web": "what every page stands on",
    "store": "accounts and sessions; nothing of a case",
    "migrations": "its tables",
    "templates": "the pages themselves",
    "static": "style, script and type, served from the package",
    "words": "what the pages say, a folder a language",
    "entrance": "the first page",
    "signing": "who somebody is",
    "administrator": "who may sign in, and what did",
    "operator": "how the machines are, by ids alone",
    "manager": "the regional manager's desk: requests",
    "manager_people": "the regional manager's desk: people and figures",
    "candidate": "the way to becoming a coordinator",
    "trainer": "trainings, and who was there",
    "supervisor": "who supports a new coordinator",
    "researcher": "figures that show nobody",
    "coordinator": "the coordinator's desk",
    "professional": "who may compel, and accepts",
    "information_giver": "inform, answer, leave",
    "safety_officer": "signals of danger",
    "links": "what opens behind a personal link",
    "ask": "a request by anybody",
    "referrer": "who refers by hand",
    "api": "the door for systems",
    "live": "pages that renew themselves",
    "watching": "how it is doing, for whoever runs it, at a port of its own",
    "edge": "how a whole Kring opens it",
    "made_up": "the invented people of a demo",
}
"""The rooms of the portal: by whom they are for."""
DESK_OF_THE_MANAGER = package_of("portal") / "manager"
EXCUSED = {
    "upgrade": "a migration is one list of tables",
    "_table": "what played people do at each fact is one table",
}
"""Functions that are one long list, by name."""
MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 40
CODE = (ROOT / "services", ROOT / "shared")


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_the_rooms_that_every_service_may_have_and_says_why_it_has_another(service: str) -> None:
    names = {path.stem for path in package_of(service).iterdir() if path.name not in {"py.typed", "__pycache__"}}
    assert names - set(ROOMS) == set(BESIDE[service])
    assert {"__init__", "process", "domain", "handlers", "store", "subscribers", "app"} <= names


@pytest.mark.parametrize("service", SERVICES)
def test_the_first_file_of_a_service_says_what_the_step_is_and_does_nothing(service: str) -> None:
    module = parsed(package_of(service) / "__init__.py")
    assert ast.get_docstring(module)
    assert len(module.body) == 1


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    lengths = {within(path): len(path.read_text(encoding="utf-8").splitlines()) for path in sources(*CODE)}
    assert {path: lines for path, lines in lengths.items() if lines > MOST_LINES} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{within(path)}: {function.name}": length
        for path in sources(*CODE)
        for function, length in _functions(path)
        if length > MOST_LINES_OF_A_FUNCTION and function.name not in EXCUSED
    }
    assert long == {}


def test_no_module_is_called_by_a_word_that_says_nothing() -> None:
    # The regional manager's desk bears the name of whom it is for.
    empty = {"util", "utils", "helper", "helpers", "manager", "base", "common", "misc"}
    assert [within(path) for path in sources(*CODE) if path.stem in empty or _of_its_kind(path) in empty] == []


def test_the_portal_has_the_rooms_that_stand_here_and_no_other() -> None:
    names = {path.stem for path in package_of("portal").iterdir() if path.name not in {"py.typed", "__pycache__"}}
    assert names - set(PORTAL) == set()


def _of_its_kind(path: Path) -> str:
    return "" if path.parent == DESK_OF_THE_MANAGER else path.parent.name


def _functions(path: Path) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node, (node.end_lineno or node.lineno) - node.lineno + 1
