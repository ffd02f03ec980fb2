"""`kring portal run`, twice at once on a bus with permissions: watched, signed in to, limited, and told to stop."""

import socket
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kring_shared.runtime.server.ports import HOST, free_port
from tests.integration.kring_command import refusal
from tests.integration.portal.running import LOGIN, Replica, Town, a_town
from tests.integration.portal.signing_in import PASSWORD
from tests.integration.watched import Figures

ENDS_WITHIN_S, TOLD_WITHIN_S = 20, 30
WRONG_SETUP, PORT_TAKEN = 2, 7


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with a_town(tmp_path_factory.mktemp("town")) as town:
        yield town


@pytest.fixture(scope="module")
def replicas(town: Town) -> Iterator[tuple[Replica, Replica]]:
    with town.replica() as one, town.replica() as other:
        yield one, other


def figures(replica: Replica) -> Figures:
    status, _, body = replica.watched.ask("/metrics")
    assert status == 200
    return Figures(body)


def become(replicas: Iterable[Replica], wanted: float, name: str, /, **labels: str) -> None:
    """Wait until a figure of replicas comes to what it should; whoever asks again within seconds is told the same."""
    give_up = time.monotonic() + TOLD_WITHIN_S
    while (seen := sum(figures(one).of(name, "portal", **labels) or 0 for one in replicas)) != wanted:
        assert time.monotonic() < give_up, (name, labels, seen)
        time.sleep(0.2)


def test_it_is_watched_at_a_port_of_its_own_and_the_pages_tell_no_figures(replicas: tuple[Replica, Replica]) -> None:
    for one in replicas:
        assert one.watched.ask("/live")[0] == 200
        status, _, said = one.watched.ask("/ready")
        assert (status, '"portal"' in said) == (200, True), said
        told = figures(one)
        assert [told.of(name, "portal") for name in ("kring_ready", "kring_at_work", "kring_bus_connected")] == [1] * 3
        assert told.of("kring_portal_deliveries_waiting", "portal") == 0
        with one.browser() as browser:
            assert browser.get("/metrics").status_code == 404
            assert browser.get("/", headers={"host": "evil.example"}).status_code == 421


def test_a_session_of_one_holds_at_the_other_and_what_they_did_is_counted(replicas: tuple[Replica, Replica]) -> None:
    one, other = replicas
    with one.browser() as browser, other.browser() as elsewhere:
        came = browser.post("/sign-in", data={"login": LOGIN, "password": PASSWORD, "next": "/account"})
        assert (came.status_code, came.url.path) == (200, "/account")
        elsewhere.cookies.update(browser.cookies)
        assert elsewhere.get("/account").url.path == "/account"
        assert elsewhere.get("/nothing-of-ours").status_code == 404
    become([one], 1, "kring_portal_sign_ins_total", outcome="done")
    become([one], 1, "kring_portal_sessions")
    become([other], 1, "kring_portal_requests_total", room="account", status="2xx")
    become([other], 1, "kring_portal_request_seconds_count", room="account")
    rooms = {one["room"] for one in figures(other).labels("kring_portal_requests_total")}
    assert "nothing-of-ours" not in rooms


def test_whoever_was_refused_too_often_at_one_is_refused_at_the_other(replicas: tuple[Replica, Replica]) -> None:
    one, other = replicas
    answers = []
    for number in range(6):
        with (one, other)[number % 2].browser() as browser:
            sent = browser.post("/sign-in", data={"login": "nobody", "password": "wrong"})
            answers.append(sent.status_code)
    assert answers == [422, 422, 422, 422, 422, 429]
    become([one], 3, "kring_portal_sign_ins_total", outcome="wrong")
    become([other], 1, "kring_portal_sign_ins_total", outcome="locked")


def test_a_limit_holds_over_both_together(replicas: tuple[Replica, Replica]) -> None:
    answers = []
    for number in range(6):
        with replicas[number % 2].browser() as browser:
            answers.append(browser.get("/v1/referrals").status_code)
    assert answers == [401, 401, 401, 401, 429, 429]
    become(replicas, 2, "kring_portal_limited_total", limit="nobody")


def test_told_to_stop_it_ends_in_good_order_though_pages_are_open(replicas: tuple[Replica, Replica]) -> None:
    one, other = replicas
    with one.browser() as browser:
        browser.post("/sign-in", data={"login": LOGIN, "password": PASSWORD, "next": "/account"})
        with browser.stream("GET", "/changes") as stream, _half_a_request(one.address):
            assert stream.status_code == 200
            told = stream.iter_lines()
            assert next(told).startswith("retry:")
            become([one], 1, "kring_portal_streams")
            one.process.terminate()
            assert list(told) == [""], "it ends, and is not cut off"
            assert one.process.wait(ENDS_WITHIN_S) == 0
        with other.browser() as elsewhere:
            elsewhere.cookies.update(browser.cookies)
            assert elsewhere.get("/account").url.path == "/account", "whoever was signed in still is"


def _half_a_request(address: str) -> socket.socket:
    """Open a page's connection, and send only the beginning of a form over it."""
    where = urlsplit(address)
    opened = socket.create_connection((HOST, where.port or 0))
    opened.sendall(f"POST /sign-in HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Length: 400\r\n\r\nlogin=".encode())
    return opened


def test_open_to_others_it_needs_the_address_that_people_type(tmp_path: Path) -> None:
    env = {
        "KRING_PORTAL_DATABASE_URL": f"sqlite:///{tmp_path}/portal.db",
        "KRING_PORTAL_EDGE_KEY": "A" * 43 + "=",
        "KRING_PORTAL_LISTEN": f"0.0.0.0:{free_port()}",
    }
    code, line = refusal("portal", "run", env=env)
    assert (code, "KRING_PORTAL_URL is not set" in line) == (WRONG_SETUP, True)


def test_its_figures_never_stand_where_its_pages_do(tmp_path: Path) -> None:
    at = f"{HOST}:{free_port()}"
    env = {
        "KRING_PORTAL_DATABASE_URL": f"sqlite:///{tmp_path}/portal.db",
        "KRING_PORTAL_EDGE_KEY": "A" * 43 + "=",
        "KRING_PORTAL_LISTEN": at,
        "KRING_WATCH": at,
    }
    code, line = refusal("portal", "run", env=env)
    assert (code, "KRING_WATCH" in line) == (PORT_TAKEN, True)
