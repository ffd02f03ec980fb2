"""Whatever goes wrong is one line, a stable code and a documented exit code."""

import json
import re
from collections.abc import Iterator

import pytest

import kring_shared.runtime.running.lease
import kring_shared.runtime.running.rebuild
import kring_shared.runtime.start_errors  # noqa: F401 - its errors count as well
from kring_shared.contracts.envelope import Receipt
from kring_shared.kernel.errors import KringError, NotAllowedNow, WrongSetup
from kring_shared.runtime.bus.client import RefusedAnswer
from kring_shared.runtime.cli import run_words
from kring_shared.runtime.cli.failing import EXIT_CODES, failure_of

TOLD = "Filip, Lindestraat 1"


def every_error() -> Iterator[type[KringError]]:
    """Give every error that Kring knows by name."""
    left = [KringError]
    while left:
        kind = left.pop()
        yield kind
        left += kind.__subclasses__()


def test_every_exit_code_stands_in_the_help() -> None:
    documented = {int(code) for code in re.findall(r"^ {2}(\d+)", EXIT_CODES, re.MULTILINE)}
    assert {kind.exit_code for kind in every_error()} <= documented


def test_every_error_has_a_code_of_ours() -> None:
    assert all(re.fullmatch(r"kring\.[a-z-]+", kind.code) for kind in every_error())


def test_a_fault_says_its_kind_and_never_its_words() -> None:
    failure = failure_of(ValueError(TOLD))
    assert (failure.code, failure.exit_code) == ("kring.fault", 1)
    assert "ValueError" in failure.message
    assert TOLD not in failure.message


def test_a_refused_query_keeps_the_code_of_its_receipt() -> None:
    failure = failure_of(RefusedAnswer(Receipt(status="refused", code="kring.not-found", message="no such case")))
    assert (failure.code, failure.exit_code) == ("kring.not-found", 3)


def test_a_message_of_several_lines_is_said_on_one(capsys: pytest.CaptureFixture[str]) -> None:
    failure_of(WrongSetup("one\ntwo\n  three")).say(as_json=False)
    assert capsys.readouterr().err == "kring: one two three\n"


def test_an_error_for_a_program_is_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    failure_of(NotAllowedNow(asked="accept-request", stage="received", possible=("triage-request",))).say(as_json=True)
    said = json.loads(capsys.readouterr().err)
    assert (said["code"], said["exitCode"]) == ("kring.not-allowed-now", 3)


@pytest.mark.parametrize("words", [["nonsense"], ["cases", "--nonsense"], ["route"], ["do"], ["refer", "list.pdf"]])
def test_a_word_that_is_wrong_ends_with_2_and_names_the_help(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_words(words) == 2
    told = capsys.readouterr().err
    assert told.startswith("kring: ")
    assert told.count("\n") == 1
    assert "--help" in told or "--list" in told


def test_without_any_word_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_words([]) == 0
    assert "rebuild-stream" in capsys.readouterr().out
