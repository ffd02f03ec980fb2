"""The list of a case's messages, as somebody reads it who is no technician: where each stands, and why."""

import pytest

from kring_notifications import courier, hooks, ports
from kring_notifications.process import Status
from kring_shared.contracts.notifications import MessageLine, Moment, SuppressedBecause, ToTellBecause
from kring_shared.runtime.cli.asking import messages

ID = "019aa0000000700080000000000000a1"
CHANNEL_SAYS = {
    hooks.ChannelRefused.code,
    hooks.ChannelAway.code,
    hooks.ChannelBusy.code,
    hooks.ChannelUnclear.code,
    courier.NO_WORDS,
    courier.NO_CHANNEL,
    *ports.UNCLEAR,
    *ports.AWAY,
}


def stands(status: Status, code: str = "", because: ToTellBecause | None = None) -> str:
    line = MessageLine(
        message_id=ID,
        moment=Moment.PLAN,
        person_id=ID,
        language="nl",
        channel="smtp",
        status=status,
        code=code,
        because=because,
    )
    return messages._row(line)[6]


@pytest.mark.parametrize("because", SuppressedBecause)
def test_what_was_not_sent_on_purpose_says_why(because: SuppressedBecause) -> None:
    said = stands(Status.SUPPRESSED, because.value)
    assert said.startswith("not sent, on purpose: ")
    assert not said.endswith(because.value)


@pytest.mark.parametrize("because", ToTellBecause)
def test_what_a_person_tells_says_why(because: ToTellBecause) -> None:
    assert stands(Status.TO_TELL, because=because) == f"a person tells it: {messages.WHY[because]}"


@pytest.mark.parametrize("code", sorted(CHANNEL_SAYS))
@pytest.mark.parametrize("status", [Status.DELAYED, Status.FAILED])
def test_what_stood_in_the_way_is_said_in_words(status: Status, code: str) -> None:
    said = stands(status, code)
    assert ": " in said
    assert "kring." not in said


@pytest.mark.parametrize(
    ("code", "words"), [("kring.bounced", "it came back"), ("kring.bounced 5.1.1", "it came back 5.1.1")]
)
def test_what_came_back_says_so_with_the_servers_number(code: str, words: str) -> None:
    assert stands(Status.FAILED, code).endswith(words)


def test_a_code_of_somebodys_own_channel_is_shown_as_it_is() -> None:
    assert stands(Status.FAILED, "pigeon.lost").endswith(": pigeon.lost")


@pytest.mark.parametrize("status", Status)
def test_every_state_has_words_of_its_own(status: Status) -> None:
    assert stands(status) == messages.STANDS[status]
