"""What the doctor makes of what it sees: terms, streams, consumers, clocks; and how the sheet is laid out."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kring_shared.runtime.bus.address import BusAddress
from kring_shared.runtime.bus.streams import STREAMS, StreamAt, wanted
from kring_shared.runtime.cli.doctor import clocks, credential, hearing, keeping
from kring_shared.runtime.cli.doctor.finding import Finding, State, mind, not_looked_at, right, term, wrong
from kring_shared.runtime.cli.doctor.handshake import Greeting, addresses
from kring_shared.runtime.cli.doctor.hearing import Heard
from kring_shared.runtime.cli.doctor.sheet import sheet, summary

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FACTS = STREAMS[0]
HEARD = Heard("intake", StreamAt("KRING"), "intake", ("kring.*.office.a", "kring.*.office.b"))
LONG = wrong("certificate", "runs out " + "and so on " * 20, "renew it")


@pytest.mark.parametrize(
    ("begins", "ends", "state", "words"),
    [
        (None, None, State.RIGHT, "has no end"),
        (None, timedelta(days=31), State.RIGHT, "holds for 31 days"),
        (None, timedelta(days=29, hours=23), State.MIND, "runs out in 29 days"),
        (None, timedelta(hours=5), State.MIND, "runs out in less than a day"),
        (None, timedelta(0), State.WRONG, "ran out less than a day ago"),
        (None, -timedelta(days=1, hours=1), State.WRONG, "ran out 1 day ago"),
        (timedelta(seconds=1), timedelta(days=90), State.WRONG, "holds only from"),
    ],
)
def test_a_term_is_minded_under_thirty_days_and_wrong_once_over(
    begins: timedelta | None, ends: timedelta | None, state: State, words: str
) -> None:
    found = term("certificate", _at(begins), _at(ends), NOW, "renew it")
    assert (found.state, found.words.startswith(words)) == (state, True)


def _at(later: timedelta | None) -> datetime | None:
    return None if later is None else NOW + later


def a_stream(**other: Any) -> dict[str, Any]:  # noqa: ANN401 - any part of it
    """Give what the bus says of a stream that is as it should be, but for what is given."""
    config = wanted(FACTS, other.pop("copies", 1)) | other.pop("config", {})
    return {"config": config, "state": {"messages": 2, "bytes": 3 * 1024}} | other


def test_a_stream_as_it_should_be_is_right_and_says_how_much_it_keeps() -> None:
    assert keeping.judged(FACTS, a_stream(), 1) == [right("KRING", "2 messages, 3.0 KiB")]


@pytest.mark.parametrize(
    ("drifted", "named"),
    [
        ({"subjects": ["kring.>"]}, "subjects is kring.> and not kring.*.office.>"),
        ({"num_replicas": 3}, "num_replicas is 3 and not 1"),
        ({"max_age": 5}, "max_age is 5 and not 0"),
        ({"allow_atomic": None}, "allow_atomic is not set and not True"),
    ],
)
def test_a_stream_that_drifted_is_wrong_and_the_setting_is_named(drifted: dict[str, Any], named: str) -> None:
    found = keeping.judged(FACTS, a_stream(config=drifted), 1)[0]
    assert (found.state, named in found.words, found.do) == (State.WRONG, True, "run `kring migrate`")


@pytest.mark.parametrize(
    ("cluster", "state", "words"),
    [
        ({"leader": "b", "replicas": [{"name": "a", "current": True}]}, State.RIGHT, "3 copies, all current"),
        ({"replicas": []}, State.WRONG, "no server leads it"),
        ({"leader": "b", "replicas": [{"name": "a", "offline": True}]}, State.WRONG, "on a is away"),
        ({"leader": "b", "replicas": [{"name": "a", "current": False, "lag": 7}]}, State.MIND, "a (7 behind)"),
    ],
)
def test_copies_that_are_away_or_behind_are_named(cluster: dict[str, Any], state: State, words: str) -> None:
    (found,) = keeping.judged(FACTS, a_stream(copies=3, cluster=cluster), 3)
    assert (found.state, words in found.words) == (state, True)


@pytest.mark.parametrize(("taken", "state"), [(69, State.RIGHT), (70, State.MIND), (90, State.WRONG)])
def test_room_that_runs_out_is_minded_before_it_is_wrong(taken: int, state: State) -> None:
    found = keeping.judged(FACTS, a_stream(config={"max_bytes": 100}, state={"messages": 1, "bytes": taken}), 1)
    assert found[0].state is state


def test_a_consumer_that_hears_too_little_or_too_much_is_wrong() -> None:
    said = {"config": {"filter_subjects": ["kring.*.office.b", "kring.*.office.c"]}}
    (found,) = hearing.judged(HEARD, said)
    assert found.state is State.WRONG
    assert "does not hear kring.*.office.a and hears kring.*.office.c" in found.words
    assert hearing.judged(HEARD, {"config": {"filter_subjects": list(reversed(HEARD.filters))}}) == []


@pytest.mark.parametrize(("seconds", "state"), [(9, State.RIGHT), (11, State.MIND), (61, State.WRONG)])
def test_clocks_may_differ_a_little(seconds: int, state: State) -> None:
    for apart in (seconds, -seconds):
        assert clocks.judged("bus", NOW, NOW + timedelta(seconds=apart)).state is state


def test_a_text_that_is_no_credential_is_none() -> None:
    for text in ("", "-----BEGIN NATS USER JWT-----\nabc\n", "-----BEGIN NATS USER JWT-----\na.!!!.c\n"):
        assert credential.claims_in(text) is None


def test_addresses_are_shown_without_their_login() -> None:
    found = addresses(BusAddress.of("tls://kring:hunter2@bus-1.example:4333, tls://bus-2.example"))
    assert [(str(one), one.encrypted) for one in found] == [("bus-1.example:4333", True), ("bus-2.example:4222", True)]
    assert not addresses(BusAddress.of("nats://bus-3.example"))[0].encrypted


@pytest.mark.parametrize(("version", "numbers"), [("2.14.0-RC.1", (2, 14, 0)), ("2.9.10", (2, 9, 10)), ("dev", ())])
def test_versions_are_compared_as_numbers(version: str, numbers: tuple[int, ...]) -> None:
    assert Greeting(server_name="kring", version=version).numbers == numbers


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_window_and_words_go_on_under_words(width: int) -> None:
    lines = sheet([("bus", LONG), ("bus", right("server", "answers"))], width)
    assert max(map(len, lines)) <= width
    assert lines[1].startswith("  wrong  certificate  ")
    assert {len(line) - len(line.lstrip()) for line in lines[2:-3] if line} == {lines[1].index("runs out")}


def test_where_nobody_watches_each_thing_is_one_line() -> None:
    assert len(sheet([("bus", LONG), ("keys", right("edge key", "is there"))], 0)) == 2 + 2 + 2


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([right("a", "b")], "Nothing is wrong."),
        (
            [right("a", "b"), mind("a", "b", "c"), not_looked_at("a", "b")],
            "Nothing is wrong; 1 to mind; 1 not looked at.",
        ),
        ([wrong("a", "b"), wrong("a", "c")], "2 things are wrong."),
    ],
)
def test_the_last_line_says_what_it_comes_to(found: list[Finding], said: str) -> None:
    assert summary(found) == said
