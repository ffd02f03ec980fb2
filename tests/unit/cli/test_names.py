"""Commands and queries found by their names, and guessed at when a name is wrong."""

import pytest

from kring_shared.contracts.conference import ShowConference
from kring_shared.contracts.every_service import RetryDeadLetter
from kring_shared.contracts.intake import TriageRequest
from kring_shared.kernel.errors import UnknownMessage
from kring_shared.runtime.cli.names import all_of, complete_command, complete_query, find


@pytest.mark.parametrize(
    "name", ["triage-request", "intake.triage-request", "intake.triage-request.v1", "TriageRequest"]
)
def test_a_command_is_found_with_and_without_its_service(name: str) -> None:
    found = find("do", name)
    assert (found.model, found.service) == (TriageRequest, "intake")


def test_what_every_service_answers_is_found_under_the_name_of_one() -> None:
    found = find("do", "registry.retry-dead-letter")
    assert (found.model, found.service) == (RetryDeadLetter, "registry")


def test_what_every_service_answers_needs_the_name_of_one() -> None:
    with pytest.raises(UnknownMessage, match=r"name one, as in conference\.retry-dead-letter"):
        find("do", "retry-dead-letter")


def test_a_name_that_is_almost_right_brings_the_right_one_up() -> None:
    with pytest.raises(UnknownMessage, match=r"did you mean .*triage-request"):
        find("do", "triage-reqest")


def test_a_query_is_no_command() -> None:
    assert find("ask", "show-conference").model is ShowConference
    with pytest.raises(UnknownMessage, match="no command is called"):
        find("do", "show-conference")


def test_names_are_completed_short_until_a_dot_is_typed() -> None:
    assert "triage-request" in complete_command("tri")
    assert complete_command("intake.tri") == ["intake.triage-request"]
    assert complete_query("list-coo") == ["list-coordinators"]


def test_the_list_is_sorted_and_names_nothing_twice() -> None:
    for verb in ("do", "ask"):
        names = [found.name for found in all_of(verb)]
        assert names == sorted(set(names))
