"""A few hundred made-up inputs before every parser, the same at each run; `make fuzz` has as many as wanted."""

from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from tests.fuzz.fuzzer import Parser, put_to_the_test
from tests.fuzz.parsers import PARSERS

INPUTS = 50
"""Of one whose share is whole."""


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.name)
@pytest.mark.filterwarnings("ignore")  # a warning ends no parser outside of tests, and is neither taken nor refused
def test_whatever_comes_is_taken_or_refused_in_time_and_nothing_personal_is_repeated(parser: Parser) -> None:
    some = parser.examples[:: 1 + len(parser.examples) // INPUTS]
    with capture_logs():
        found = put_to_the_test(replace(parser, examples=some), max(20, int(INPUTS * parser.share)), "short")
    assert not found.wrong, f"it {found.wrong}, given {found.culprit!r}"
    assert found.taken or parser.name in NEVER_TAKEN


NEVER_TAKEN = frozenset({"portal: interface for systems"})
"""Behind it no service answers here."""


def test_no_name_stands_twice_and_each_has_an_example() -> None:
    names = [parser.name for parser in PARSERS]
    assert sorted(set(names)) == sorted(names)
    assert [parser.name for parser in PARSERS if not parser.examples] == []
