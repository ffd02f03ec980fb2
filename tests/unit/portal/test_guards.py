"""What stands before every page: whose word counts on an address, how long one waits, and what is too large."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pyotp
import pytest
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from kring_portal.building import _typed
from kring_portal.signing import factors, passwords
from kring_portal.store.attempts import LONGEST_WAIT, wait_after
from kring_portal.web.addresses import address_of
from kring_portal.web.bounding import Bounded

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def from_address(client: str, *forwarded: str) -> Request:
    headers = [(b"x-forwarded-for", one.encode()) for one in forwarded]
    return Request({"type": "http", "client": (client, 1), "headers": headers})


@pytest.mark.parametrize(
    ("client", "forwarded", "trusted", "found"),
    [
        ("192.0.2.1", (), (), "192.0.2.1"),
        ("192.0.2.1", ("198.51.100.7",), (), "192.0.2.1"),
        ("10.0.0.1", ("198.51.100.7",), ("10.0.0.0/8",), "198.51.100.7"),
        ("10.0.0.1", ("203.0.113.9, 198.51.100.7",), ("10.0.0.0/8",), "198.51.100.7"),
        ("10.0.0.1", ("198.51.100.7, 10.0.0.2",), ("10.0.0.0/8",), "198.51.100.7"),
        ("10.0.0.1", ("203.0.113.9", "198.51.100.7"), ("10.0.0.1",), "198.51.100.7"),
        ("10.0.0.1", ("unknown",), ("10.0.0.1",), "unknown"),
        ("2001:db8:1:2:3:4:5:6", (), (), "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", (), (), "2001:db8:1:2::/64"),
        ("2001:db8::1", (), (), "2001:db8::/64"),
        ("::ffff:192.0.2.1", (), (), "192.0.2.1"),
    ],
)
def test_what_a_proxy_says_counts_from_a_trusted_one_alone_and_its_last_word_first(
    client: str, forwarded: tuple[str, ...], trusted: tuple[str, ...], found: str
) -> None:
    assert address_of(from_address(client, *forwarded), trusted) == found


def test_one_waits_longer_each_time_and_never_for_ever() -> None:
    waits = [wait_after(failures, 4) for failures in range(40)]
    assert waits[:5] == [timedelta(0)] * 5
    assert waits[5] == timedelta(seconds=30)
    assert waits[6] == 2 * waits[5]
    assert waits[-1] == LONGEST_WAIT == max(waits)
    assert waits == sorted(waits)


async def swallow(scope: Scope, receive: Receive, send: Send) -> None:
    """Read everything, and say how much."""
    del scope
    read, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        read += len(message.get("body", b""))
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(read).encode()})


async def test_what_is_too_large_is_turned_away_whatever_it_says_of_its_length() -> None:
    ended = []

    async def heard(scope: Scope, receive: Receive, send: Send) -> None:
        async def noted(message: Any) -> None:  # noqa: ANN401 - whatever is sent
            ended.append(message["type"])
            await send(message)

        await swallow(scope, receive, noted)

    bounded = Bounded(heard, most_bytes=10, hosts=())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(bounded), base_url="http://here") as client:
        assert (await client.post("/", content=b"x" * 10)).text == "10"
        assert (await client.post("/", content=b"x" * 11)).status_code == 413
        ended.clear()

        async def in_pieces() -> Any:  # noqa: ANN401 - a stream
            for _ in range(3):
                yield b"x" * 5

        with pytest.raises(AssertionError):  # nothing was answered: it was cut off
            await client.post("/", content=in_pieces())
        assert ended == []


async def test_another_host_is_turned_away_but_for_who_asks_whether_it_lives() -> None:
    bounded = Bounded(swallow, most_bytes=10, hosts=("kring.example",))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(bounded), base_url="http://here") as client:
        assert (await client.get("/")).status_code == 421
        assert (await client.get("/live")).status_code == 200
        assert (await client.get("/", headers={"host": "kring.example"})).status_code == 200


def test_a_code_is_of_its_half_minute_and_of_the_ones_beside_it() -> None:
    secret = factors.new_secret()
    made = pyotp.TOTP(secret)
    step = int(NOW.timestamp()) // 30
    for near, found in ((-2, None), (-1, step - 1), (0, step), (1, step + 1), (2, None)):
        assert factors.step_of(secret, made.at(NOW, counter_offset=near), NOW) == found
    assert factors.step_of(secret, "", NOW) is None


def test_the_picture_for_the_app_has_no_style_and_no_name_in_its_colours() -> None:
    drawn = factors.picture("JBSWY3DPEHPK3PXP" * 2, "mies")
    assert drawn.startswith("<svg ")
    assert "style" not in drawn
    assert factors.in_fours("JBSWY3DPEHPK3PXP") == "JBSW Y3DP EHPK 3PXP"


async def test_a_password_that_is_not_kept_is_never_right() -> None:
    kept = await passwords.hashed("a long walk by the river")
    assert kept.startswith("$argon2id$")
    assert await passwords.is_right(kept, "a long walk by the river")
    assert not await passwords.is_right(kept, "a long walk by the lake")
    assert not await passwords.is_right("", "nobody has this password")


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("https://Kring.Example", ("kring.example",)),
        ("https://kring.example:443", ("kring.example",)),
        ("http://kring.example:8480", ("kring.example:8480",)),
        ("http://[::1]:80", ("[::1]",)),
        ("", ()),
    ],
)
def test_an_address_is_answered_as_a_browser_writes_it(url: str, hosts: tuple[str, ...]) -> None:
    assert _typed(url) == hosts
