"""Webhooks lead to the internet and nowhere inside, whatever an address says of itself."""

import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest

from kring_portal.api.delivering import Refusal, hand_over
from kring_portal.api.safe_address import UnsafeAddress, checked_url, is_open, looked_up
from kring_shared.kernel.errors import InvalidFields
from tests.integration.portal.house import a_portal
from tests.integration.portal.receiver import a_receiver
from tests.integration.portal.systems import let_in

INSIDE = (
    "127.0.0.1",
    "10.0.0.8",
    "172.16.3.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104 - it is refused
    "224.0.0.1",
    "::1",
    "fe80::1%eth0",
    "fd00::1",
    "::ffff:127.0.0.1",
    "2002:7f00:1::",
    "64:ff9b::7f00:1",
)


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_known_however_it_is_written(address: str) -> None:
    assert not is_open(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_an_address_of_the_internet_is_open(address: str) -> None:
    assert is_open(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://localhost/x",
        "https://user:secret@a.example/",
        "https://a.example/#part",
        "ftp://a.example/",
        "https://",
        "https://a.example:99999/",
        "nothing",
    ],
)
def test_an_address_that_may_not_be_sent_to_is_refused_when_it_is_given(url: str) -> None:
    with pytest.raises(InvalidFields):
        checked_url(url, inside=False)


def test_a_plain_address_is_taken() -> None:
    assert checked_url("https://hooks.wijkteam.example:8443/kring?a=1", inside=False)


async def test_a_name_that_leads_inside_among_others_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [("8.8.8.8", 443), ("10.0.0.8", 443)]
    _answers(monkeypatch, names)
    with pytest.raises(UnsafeAddress):
        await looked_up("https://a.example/", inside=False)
    _answers(monkeypatch, names[:1])
    assert await looked_up("https://a.example/", inside=False) == "8.8.8.8"


async def test_a_name_that_moved_inside_is_not_followed_at_delivery(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_receiver() as receiver:
        async with a_portal(tmp_path) as portal:
            system, _ = await let_in(portal)
            url = f"http://a.example:{receiver.url.rpartition(':')[2]}"
            hook = portal.house.webhooks.add(system.id, url, portal.house.now())
            _answers(monkeypatch, [("127.0.0.1", 80)])
            with pytest.raises(Refusal, match="unsafe-address"):
                await hand_over(portal.house, hook, "1", b"{}")
            assert receiver.came == []


def _answers(monkeypatch: pytest.MonkeyPatch, found: list[tuple[str, int]]) -> None:
    async def getaddrinfo(*_: Any, **__: Any) -> list[Any]:  # noqa: ANN401 - the library's own
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", one) for one in found]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
