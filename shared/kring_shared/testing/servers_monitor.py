"""What a server under test says of itself on its monitoring page, and waiting until it says so."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any, Final

from pydantic_core import from_json

from kring_shared.runtime.server.ports import HOST, OURS, free_port
from kring_shared.testing.waiting import PATIENCE_SECONDS, STEP_SECONDS, NeverHappened

ANSWERS_WITHIN_S: Final = 2.0


def free_ports(count: int) -> list[int]:
    """Find as many ports that nobody listens on, no two the same."""
    found: set[int] = set()
    while len(found) < min(count, len(OURS)):
        found.add(free_port())
    return list(found)


def ask(port: int, page: str) -> Any:  # noqa: ANN401  # what the server says, in JSON
    """Give a monitoring page of the server whose monitor listens on the port; None when it does not answer."""
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/{page}", timeout=ANSWERS_WITHIN_S) as answer:
            return from_json(answer.read())
    except (OSError, urllib.error.HTTPError, ValueError):
        return None


def wait_until(true: Callable[[], object], what: str, *, within: float = PATIENCE_SECONDS) -> float:
    """Come back as soon as `true()` is so, and say how many seconds that took.

    Raises:
        NeverHappened: it did not become so.
    """
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > within:
            raise NeverHappened(f"not so after {within:g} s: {what}")
        time.sleep(STEP_SECONDS)
    return time.monotonic() - began


def healthy(port: int) -> bool:
    """Tell whether a server has all of its streams, as up to date as the others'."""
    return bool((ask(port, "healthz") or {}).get("status") == "ok")


def leaves(port: int) -> list[dict[str, Any]]:
    """Give the lines a server has to other servers' leaves, or a leaf to its hub."""
    return list((ask(port, "leafz") or {}).get("leafs") or [])


def streams(port: int) -> dict[str, dict[str, Any]]:
    """Give what a server knows of the streams it keeps, by their names."""
    said = ask(port, "jsz?accounts=true&streams=true") or {}
    accounts = said.get("account_details") or []
    return {stream["name"]: stream for account in accounts for stream in account.get("stream_detail") or []}
