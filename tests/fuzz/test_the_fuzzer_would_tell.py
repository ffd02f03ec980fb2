"""A parser that is wrong in one of the ways that are looked for is named, with an input that shows it."""

import json
from collections.abc import Callable
from random import Random
from typing import Any, Final

import pytest

from tests.fuzz import fuzzer
from tests.fuzz.fuzzer import NotTaken, Parser, put_to_the_test, shared_out
from tests.fuzz.mutations import MOST_BYTES, mutated

EXAMPLE: Final = b'{"name": "Filip", "year": 2015, "on": "2026-11-20"}'


def _right(content: bytes) -> object:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return NotTaken("this is no JSON")


def _forgets_a_refusal(content: bytes) -> object:
    return _right(content) if b"\\ud800" not in content else dict[str, str]()["surrogate"]


def _never_ends(content: bytes) -> object:
    while b"\x00" in content:
        pass
    return _right(content)


def _catches_everything(content: bytes) -> object:
    try:
        return _never_ends(content)
    except Exception:  # noqa: BLE001 - as careless code does
        return NotTaken("")


def _repeats(content: bytes) -> object:
    said = _right(content)
    return NotTaken(f"{content!r} is no JSON") if isinstance(said, NotTaken) else said


def _swells(content: bytes) -> object:
    return bytearray(512 * 1024 * 1024 if b"2015" not in content else 1) and _right(content)


def _wrong(reads: Callable[[bytes], object], **more: Any) -> fuzzer.Found:  # noqa: ANN401 - fields of a parser
    return put_to_the_test(Parser("made up", reads, (EXAMPLE,), **more), 3000, "1")


def test_a_parser_that_is_right_passes_and_both_takes_and_refuses() -> None:
    found = _wrong(_right)
    assert not found.wrong
    assert (found.inputs, found.refused + found.taken) == (3000, 3000)
    assert min(found.refused, found.taken) > 100


@pytest.mark.parametrize(
    ("reads", "said"),
    [
        (_forgets_a_refusal, "raised KeyError"),
        (_never_ends, "took longer than 1 s"),
        (_catches_everything, "took longer than 1 s"),
        (_repeats, "repeats in its refusal: Filip"),
    ],
)
def test_a_parser_that_is_wrong_is_caught_with_an_input_that_shows_it(
    reads: Callable[[bytes], object], said: str
) -> None:
    found = _wrong(reads)
    assert found.wrong == said
    if not said.startswith("took"):  # nobody would end it here
        assert fuzzer._tried(Parser("again", reads, (EXAMPLE,)), found.culprit)[0] == said


def test_one_that_uses_without_bounds_is_caught() -> None:
    assert _wrong(_swells).wrong.startswith("used ")


def test_what_it_may_raise_is_a_refusal_and_anything_else_is_not() -> None:
    def reads(content: bytes) -> object:
        return json.loads(content)

    assert _wrong(reads).wrong in {"raised JSONDecodeError", "raised UnicodeDecodeError"}
    assert _wrong(reads, refuses=(ValueError, RecursionError), quiet=False).wrong == ""


def test_a_culprit_is_made_as_short_as_still_shows_it() -> None:
    assert _wrong(_forgets_a_refusal).culprit == b"\\ud800"


def test_the_same_seed_makes_the_same_inputs_and_another_makes_others() -> None:
    def made(seed: str) -> list[bytes]:
        chance = Random(seed)  # noqa: S311 - to be repeated, not to be secret
        return [mutated((EXAMPLE,), chance) for _ in range(50)]

    assert made("7") == made("7") != made("8")
    assert max(map(len, made("7"))) <= MOST_BYTES


def test_inputs_are_shared_out_and_nobody_gets_none() -> None:
    parsers = [Parser("whole", _right, (EXAMPLE,), share=1.0), Parser("slow", _right, (EXAMPLE,), share=0.1)]
    shares = shared_out(parsers, 1100)
    assert shares == {"whole": 1000, "slow": 100}
    assert shared_out(parsers, 1) == {"whole": 1, "slow": 1}
