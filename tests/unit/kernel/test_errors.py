"""The tree of errors: every one has a code of its own, and says by its place what the lane does with it."""

import importlib
import re
from collections import Counter

import pytest

from kring_shared.kernel import errors
from kring_shared.kernel.errors import InvalidFields, KringError, NotAllowedNow, NotYet, Refused
from kring_shared.runtime.running import plugins

SAID_BY_TWO = {"kring.refused", "kring.unknown-message"}
"""Codes that stand for a family; a child may leave its parent's. A message nobody knows is refused to whoever asks, and
waits where another service told it: two errors, one meaning."""


def tree(kind: type[KringError] = KringError) -> list[type[KringError]]:
    return [kind, *(below for child in kind.__subclasses__() for below in tree(child))]


@pytest.fixture(scope="module", autouse=True)
def _everything_is_imported() -> None:
    for name in plugins.service_names():
        importlib.import_module(plugins.service(name).subscribe.__module__)


def test_every_error_has_a_code_that_machines_can_keep() -> None:
    ours = [kind for kind in tree() if kind.__module__.startswith("kring")]
    assert len(ours) > 20
    for kind in ours:
        assert re.fullmatch(r"kring\.[a-z]+(-[a-z]+)*", kind.code), kind
        assert 0 < kind.exit_code < 128, kind


def test_no_two_errors_that_name_a_code_name_the_same() -> None:
    named = Counter(kind.code for kind in tree() if kind.__module__.startswith("kring") and "code" in vars(kind))
    assert [code for code, times in named.items() if times > 1 and code not in SAID_BY_TWO] == []


def test_refusals_and_what_is_not_yet_are_two_different_things() -> None:
    assert not issubclass(NotYet, Refused)
    assert not issubclass(Refused, NotYet)
    for name in (
        "NotAllowedNow",
        "NotReady",
        "NotFound",
        "NotPermitted",
        "NoActor",
        "NotIndependent",
        "UnknownMessage",
    ):
        assert issubclass(getattr(errors, name), Refused)


def test_what_is_possible_instead_is_said() -> None:
    refusal = NotAllowedNow(asked="accept-plan", stage="planned", possible=("submit-plan", "wait"))
    assert str(refusal) == "accept-plan is not possible while planned; possible now: submit-plan, wait"


def test_wrong_fields_are_pointed_at() -> None:
    assert str(InvalidFields(("/caseId", "/reason"))) == "these fields are missing or wrong: /caseId, /reason"
    assert str(InvalidFields((), "nothing can be read")) == "nothing can be read"
