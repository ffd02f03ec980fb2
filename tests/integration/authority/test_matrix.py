"""Everybody against every subject, on a real server: what the table allows is allowed, and nothing more."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from nats.aio.msg import Msg

from kring_shared.runtime.authority.authority import Authority
from kring_shared.runtime.authority.roles import LINE, templates
from kring_shared.runtime.authority.tags import Wanted
from kring_shared.runtime.server.nats_server import NatsServer
from kring_shared.testing.waiting import until
from tests.integration.authority import table
from tests.integration.authority.bus import Guest, guarded_bus, guest, observer

END = "kring.end-of-what-was-said"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """A line may connect as a client here, so that it can be asked what it may; the rest of its role is as it is."""
    roles = templates()
    made = Authority.make(tmp_path_factory.mktemp("matrix") / "authority")
    return Authority(made.folder, roles=lambda: roles | {LINE: replace(roles[LINE], over="STANDARD")})


@pytest.fixture(scope="module")
def server(authority: Authority) -> Iterator[NatsServer]:
    with guarded_bus(authority.folder.parent, authority) as server:
        yield server


def credential_of(authority: Authority, user: table.User) -> str:
    """Let somebody in, or give them another key when they were let in before."""
    if any(entry.name == user.name for entry in authority.entries()):
        return authority.rotate(user.name)
    return authority.let_in(user.role, user.name, Wanted(offices=user.offices, system=user.system))


def differences(what: str, expected: Iterable[str], found: Iterable[str]) -> dict[str, list[str]]:
    """Give what is missing and what is too much, under a name; nothing when there is neither."""
    missing, more = Counter(expected), Counter(found)
    both = [*(f"missing: {one}" for one in missing - more), *(f"too much: {one}" for one in more - missing)]
    return {what: both} if both else {}


async def test_everybody_says_what_the_table_allows_and_nothing_else(authority: Authority, server: NatsServer) -> None:
    said = table.subjects()
    wrong: dict[str, list[str]] = {}
    async with observer(server, authority) as watching:
        arrived: list[str] = []

        async def note(message: Msg) -> None:
            arrived.append(message.subject)

        await watching.subscribe(">", cb=note, pending_bytes_limit=-1, pending_msgs_limit=-1)
        await watching.flush()
        for user in table.users():
            arrived.clear()
            async with guest(server, credential_of(authority, user), user.name) as one:
                for subject in said:
                    await one.client.publish(subject, b"")
                denied = await one.told()
            await watching.publish(END, b"")
            await until(lambda: END in arrived[-1:], "everything that was let through arrived", within=60)
            allowed = [subject for subject in said if table.may_say(user, subject)]
            wrong |= differences(user.name, allowed, [subject for subject in arrived if subject in set(said)])
            refused = [f"publish {subject.lower()}" for subject in said if subject not in set(allowed)]
            wrong |= differences(f"{user.name}, told", refused, denied)
            assert allowed, user.name
    assert wrong == {}


async def refused_to(one: Guest, subjects: Iterable[str]) -> list[str]:
    """Subscribe to each subject in turn, a few open at a time: a referring system may have no more."""
    for subject in subjects:
        subscription = await one.client.subscribe(subject, cb=ignored)
        await subscription.unsubscribe()
    return await one.told()


async def ignored(_message: Msg) -> None:
    """Hear nothing of it."""


async def test_everybody_hears_what_the_table_allows_and_nothing_else(authority: Authority, server: NatsServer) -> None:
    heard = (*table.subjects(), *table.patterns())
    wrong: dict[str, list[str]] = {}
    for user in table.users():
        async with guest(server, credential_of(authority, user), user.name) as one:
            denied = await refused_to(one, heard)
            assert not one.closed, user.name
        refused = [f"subscription {subject.lower()}" for subject in heard if not table.may_hear(user, subject)]
        wrong |= differences(user.name, refused, denied)
        assert len(refused) < len(heard), user.name  # everybody hears something
    assert wrong == {}
