"""One pull after another: messages are handed over in order, and whatever is out of step is noticed at once."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from nats.aio.msg import Msg

from kring_shared.runtime.bus.wire import MESSAGE_ID
from kring_shared.runtime.lane import fetch
from kring_shared.runtime.lane.fetch import GapError, Pull

KEY = "019aa0000000700080000000000000a1"
SUBJECT = f"kring.utrecht.office.street.guest-came.v1.{KEY}"
MOMENT = datetime(2026, 11, 20, 12, tzinfo=UTC)


def a_message(number: int, headers: dict[str, str] | None = None) -> Msg:
    time = int(MOMENT.timestamp() * 1e9)
    reply = f"$JS.ACK.KRING.guestbook.1.{number + 100}.{number}.{time}.0"
    return Msg(_client=None, subject=SUBJECT, reply=reply, data=b"{}", headers=headers)  # type: ignore[arg-type]


def a_word(status: str, words: str = "") -> Msg:
    headers = {"Status": status, "Description": words}
    return Msg(_client=None, subject="_INBOX.1", data=b"", headers=headers)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "reply",
    [
        "$JS.ACK.BACKBONE.intake_utrecht.1.70.42.1795176000000000000.0",
        "$JS.ACK.hub.AcCoUnT.BACKBONE.intake_utrecht.1.70.42.1795176000000000000.0",
        "$JS.ACK._.AcCoUnT.BACKBONE.intake_utrecht.1.70.42.1795176000000000000.0.RaNdOm",
    ],
)
def test_the_consumers_number_is_read_from_every_form_of_acknowledgement(reply: str) -> None:
    assert fetch.consumer_number(reply) == 42
    assert Msg(_client=None, subject=SUBJECT, reply=reply).metadata.sequence.consumer == 42  # type: ignore[arg-type]


class Taking:
    """A pull and what it handed over; the connection is cut when a test says so."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.is_cut_off = False
        self.pull = Pull(self._take, lambda: self.is_cut_off)
        self.pull.begin()

    async def _take(self, message: Msg) -> None:
        self.numbers.append(int(message.reply.rsplit(".", 3)[1]))

    async def take(self, *messages: Msg) -> "Taking":
        for message in messages:
            await self.pull.take(message)
        return self


async def test_messages_are_handed_over_in_order() -> None:
    taking = await Taking().take(*map(a_message, range(1, 6)))
    assert taking.numbers == [1, 2, 3, 4, 5]
    assert not taking.pull.out_of_step


@pytest.mark.parametrize("numbers", [[1, 2, 4], [2], [1, 1], [1, 2, 3, 2]])
async def test_a_gap_or_a_repetition_stops_it_and_what_follows_is_left(numbers: list[int]) -> None:
    taking = await Taking().take(*map(a_message, numbers), a_message(numbers[-1] + 1))
    assert taking.pull.out_of_step
    assert taking.numbers == list(range(1, len(numbers)))
    await asyncio.wait_for(taking.pull.ended(), 1)


@pytest.mark.parametrize("word", [("404",), ("408",), ("409", fetch.NO_ROOM)])
async def test_when_nothing_more_came_or_fits_the_next_pull_goes_on(word: tuple[str, ...]) -> None:
    taking = await Taking().take(a_message(1), a_word(*word))
    await asyncio.wait_for(taking.pull.ended(), 1)
    assert not taking.pull.out_of_step
    taking.pull.begin()
    await taking.take(a_message(2))
    assert taking.numbers == [1, 2]


async def test_the_word_that_a_pull_was_full_neither_stops_it_nor_ends_the_next_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fetch, "MOST", 2)
    taking = await Taking().take(*map(a_message, (1, 2)))
    taking.pull.begin()
    await taking.take(a_word("409", fetch.FULL), a_message(3))
    assert not taking.pull.out_of_step
    assert taking.numbers == [1, 2, 3]
    ending = asyncio.create_task(taking.pull.ended())
    await asyncio.sleep(0)
    assert not ending.done()
    await taking.take(a_message(4))
    await asyncio.wait_for(ending, 1)


@pytest.mark.parametrize("word", [("409", "Consumer Deleted"), ("409",), ("503",), ("400",)])
async def test_a_consumer_that_is_gone_is_no_reason_to_ask_again_at_once(word: tuple[str, ...]) -> None:
    taking = await Taking().take(a_word(*word))
    await asyncio.wait_for(taking.pull.ended(), 1)
    assert taking.pull.out_of_step


async def test_it_ends_when_as_many_came_as_were_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "MOST", 3)
    taking = await Taking().take(*map(a_message, (1, 2)))
    ending = asyncio.create_task(taking.pull.ended())
    await asyncio.sleep(0)
    assert not ending.done()
    await taking.take(a_message(3))
    await asyncio.wait_for(ending, 1)


@pytest.mark.parametrize("change", [{"SILENT_SECONDS": 0.02}, {}])
async def test_a_bus_that_falls_silent_or_forgot_that_we_asked_is_noticed(
    change: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "LOOK_SECONDS", 0.01)
    for name, value in change.items():
        monkeypatch.setattr(fetch, name, value)
    taking = Taking()
    taking.is_cut_off = not change
    with pytest.raises(GapError):
        await asyncio.wait_for(taking.pull.ended(), 2)


@pytest.mark.parametrize(
    ("headers", "is_its_own"),
    [
        ({"ce-id": KEY}, True),
        ({MESSAGE_ID: KEY}, True),
        ({"ce-id": "x" * 500}, False),
        ({"ce-id": KEY.upper()}, False),
        ({"ce-id": ""}, False),
        ({}, False),
        (None, False),
    ],
)
def test_a_fact_without_an_id_that_is_one_is_known_by_its_place(
    headers: dict[str, str] | None,
    is_its_own: bool,  # noqa: FBT001 - a case
) -> None:
    once, again = (fetch.fact(None, a_message(7, headers)).id for _ in range(2))  # type: ignore[arg-type]
    assert once == again
    assert (once == KEY) == is_its_own
    assert len(once) == 32
    if not is_its_own:
        assert once != fetch.fact(None, a_message(8, headers)).id  # type: ignore[arg-type]


def test_the_office_of_a_fact_is_where_it_was_told() -> None:
    delivery = fetch.fact(None, a_message(1, {"ce-type": "nl.eigenkracht.street.guest-came.v1"}))  # type: ignore[arg-type]
    assert (delivery.office, delivery.kind) == ("utrecht", "street.guest-came.v1")
