"""Credentials on a real server: who was revoked, whose key was rotated, whose time is over, what an upgrade needs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import nats.errors
import pytest

from kring_shared.contracts.intake import RequestReceived
from kring_shared.kernel.clock import SystemClock
from kring_shared.kernel.errors import BusAway, WrongSetup
from kring_shared.runtime.authority.authority import Authority
from kring_shared.runtime.authority.pushing import push
from kring_shared.runtime.authority.roles import Template, templates
from kring_shared.runtime.authority.tags import Wanted
from kring_shared.runtime.server.nats_server import NatsServer
from kring_shared.testing.waiting import until
from tests.integration.authority.bus import guarded_bus, guest, pushed
from tests.integration.authority.table import CASE

UTRECHT = Wanted(offices=("utrecht",))
REFUSED = "(?i)authorization violation|authentication expired"
FACT = RequestReceived.address("utrecht", CASE)


@pytest.fixture(scope="module")
def roles() -> dict[str, Template]:
    return templates()


@pytest.fixture
def authority(tmp_path: Path, roles: dict[str, Template]) -> Authority:
    return Authority(Authority.make(tmp_path / "authority").folder, roles=lambda: roles)


@pytest.fixture
def server(tmp_path: Path, authority: Authority) -> Iterator[NatsServer]:
    with guarded_bus(tmp_path, authority) as server:
        yield server


async def test_who_is_revoked_is_cut_off_and_never_comes_back(authority: Authority, server: NatsServer) -> None:
    credential = authority.let_in("intake", "intake_utrecht", UTRECHT)
    other = authority.let_in("registry", "registry_utrecht", UTRECHT)
    async with guest(server, credential, "intake_utrecht") as one, guest(server, other, "registry_utrecht") as stays:
        authority.revoke("intake_utrecht")
        assert not one.closed
        assert len(await pushed(server, authority)) == 1
        await until(lambda: one.closed, "the server cut it off")
        assert await stays.told() == []
    with pytest.raises(nats.errors.Error, match=REFUSED):
        async with guest(server, credential, "intake_utrecht"):
            pass
    server.restart()  # its configuration still has the account as it was before
    with pytest.raises(nats.errors.Error, match=REFUSED):
        async with guest(server, credential, "intake_utrecht"):
            pass
    async with guest(server, other, "registry_utrecht") as stays:
        assert await stays.told() == []


async def test_a_rotated_key_is_let_in_and_the_old_one_no_more(authority: Authority, server: NatsServer) -> None:
    old = authority.let_in("intake", "intake_utrecht", UTRECHT)
    new = authority.rotate("intake_utrecht")
    async with guest(server, old, "intake_utrecht") as before, guest(server, new, "intake_utrecht") as after:
        await pushed(server, authority)
        await until(lambda: before.closed, "the server cut the old one off")
        await after.client.publish(FACT, b"")
        assert await after.told() == []
    with pytest.raises(nats.errors.Error, match=REFUSED):
        async with guest(server, old, "intake_utrecht"):
            pass


async def test_whose_time_is_over_is_cut_off_and_refused(authority: Authority, server: NatsServer) -> None:
    soon = SystemClock().now() + timedelta(seconds=2)
    credential = authority.let_in("desk", "for-a-moment", UTRECHT, until=soon)
    async with guest(server, credential, "for-a-moment") as one:
        assert await one.told() == []
        await until(lambda: one.closed, "the server cut it off")
    # A server counts whole seconds: it may cut off a moment before it refuses.
    await until(lambda: SystemClock().now() > soon + timedelta(seconds=1), "its last second is over")
    with pytest.raises(nats.errors.Error, match=REFUSED):
        async with guest(server, credential, "for-a-moment"):
            pass


async def test_an_upgrade_that_tells_a_new_fact_needs_a_push_and_no_new_credential(
    authority: Authority, server: NatsServer, roles: dict[str, Template]
) -> None:
    credential = authority.let_in("intake", "intake_utrecht", UTRECHT)
    new = "kring.{{tag(office)}}.office.intake.request-forgotten.v1.*"
    now, later = (f"kring.{office}.office.intake.request-forgotten.v1.{CASE}" for office in ("utrecht", "gouda"))
    upgraded = roles | {"intake": replace(roles["intake"], says=(*roles["intake"].says, new))}
    async with guest(server, credential, "intake_utrecht") as one:
        await one.client.publish(now, b"")
        assert await one.told() == [f"publish {now}"]
    await pushed(server, Authority(authority.folder, roles=lambda: upgraded))
    async with guest(server, credential, "intake_utrecht") as one:
        await one.client.publish(now, b"")
        assert await one.told() == []
        await one.client.publish(later, b"")
        assert await one.told() == [f"publish {later}"]


async def test_when_a_role_may_less_its_users_are_cut_off_and_come_back_with_less(
    authority: Authority, server: NatsServer, roles: dict[str, Template]
) -> None:
    credential = authority.let_in("intake", "intake_utrecht", UTRECHT)
    less = roles | {"intake": replace(roles["intake"], says=roles["registry"].says)}
    async with guest(server, credential, "intake_utrecht") as one:
        await one.client.publish(FACT, b"")
        assert await one.told() == []
        await pushed(server, Authority(authority.folder, roles=lambda: less))
        await until(lambda: one.closed, "the server cut it off")
    async with guest(server, credential, "intake_utrecht") as one:
        await one.client.publish(FACT, b"")
        assert await one.told() == [f"publish {FACT}"]


async def test_a_line_s_credential_opens_no_ordinary_connection(authority: Authority, server: NatsServer) -> None:
    credential = authority.let_in("line", "utrecht", UTRECHT)
    with pytest.raises(nats.errors.Error, match=REFUSED):
        async with guest(server, credential, "utrecht"):
            pass


async def test_what_another_authority_gave_opens_nothing(
    tmp_path: Path, server: NatsServer, roles: dict[str, Template]
) -> None:
    other = Authority(Authority.make(tmp_path / "another").folder, roles=lambda: roles)
    with pytest.raises(nats.errors.Error, match=REFUSED):
        async with guest(server, other.let_in("admin", "setting-up"), "setting-up"):
            pass
    with pytest.raises(nats.errors.Error, match=REFUSED):
        await pushed(server, other)


async def test_what_a_server_refuses_is_said(authority: Authority, server: NatsServer) -> None:
    with pytest.raises(WrongSetup, match="refuses the account"):
        await pushed(server, authority, "no account at all")


async def test_a_change_that_no_server_takes_is_said(authority: Authority, server: NatsServer) -> None:
    credential = authority.let_in("admin", "setting-up")
    async with guest(server, credential, "setting-up") as one:  # not of the account that servers listen to
        with pytest.raises(BusAway, match="no server took the change"):
            await push(one.client, authority.account_jwt(), within=0.5)


async def test_too_large_a_referral_ends_the_connection_of_who_sends_it(
    authority: Authority, server: NatsServer
) -> None:
    credential = authority.let_in("system", "svo", Wanted(offices=("utrecht",), system="svo"))
    async with guest(server, credential, "svo") as one:
        await one.client.publish("kring.utrecht.referrals.svo", b"x" * 72 * 1024)
        assert await one.told() == []
        one.client._max_payload = 1024 * 1024  # somebody else's client may not know how large is too large
        await one.client.publish("kring.utrecht.referrals.svo", b"x" * (72 * 1024 + 1))
        await until(lambda: one.closed, "the server ended it")
