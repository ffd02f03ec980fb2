"""What the portal keeps for itself is kept alike on SQLite and on PostgreSQL, and by two replicas at once."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from kring_portal.serving import MIGRATIONS
from kring_portal.signing.factors import box_of
from kring_portal.signing.resealing import Resealed, reseal
from kring_portal.store.accounts import Accounts
from kring_portal.store.attempts import Attempts
from kring_portal.store.doors import Doors, Kind
from kring_portal.store.hats import Hats
from kring_portal.store.journal import Journal
from kring_portal.store.safe import Safe
from kring_portal.store.sessions import Session, Sessions, new_csrf
from kring_portal.store.systems import Systems
from kring_portal.store.webhooks import Webhooks
from kring_portal.web.limits import Limits
from kring_shared.contracts.actor import Role
from kring_shared.kernel.errors import InvalidFields, NotFound, Refused
from kring_shared.runtime.storage import migrations
from kring_shared.runtime.storage.database import Database
from kring_shared.testing.servers import for_sqlalchemy, session_postgres
from tests.integration.lane.desk import BOTH

pytestmark = BOTH
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass
class Replicas:
    """Two replicas of a portal over one database."""

    one: Database
    other: Database


@pytest.fixture
def both(kind: str, tmp_path: Path) -> Iterator[Replicas]:
    url = f"sqlite:///{tmp_path}/portal.db"
    if kind == "postgresql":
        url = for_sqlalchemy(session_postgres().create_database())
    replicas = Replicas(Database(url, "portal"), Database(url, "portal"))
    migrations.migrate(replicas.one, MIGRATIONS)
    yield replicas
    replicas.one.close()
    replicas.other.close()


def sessions(database: Database) -> Sessions:
    return Sessions(database, idle=30 * MINUTE, at_most=10 * HOUR)


def at_once(many: int, what: Callable[[int], object]) -> list[object]:
    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(what, range(many)))


def test_an_account_is_made_once_paged_by_login_and_closed_with_its_sessions(both: Replicas) -> None:
    kept = Accounts(both.one)
    made = [kept.make(f"Login{n:02}", f"Name {n}", "nl", NOW) for n in range(7)]
    with pytest.raises(Refused):
        Accounts(both.other).make("login03 ", "Another", "nl", NOW)
    first, after = kept.page(limit=5)
    second, end = kept.page(after, limit=5)
    assert [one.login for one in (*first, *second)] == [f"login{n:02}" for n in range(7)]
    assert end == ""
    secret = sessions(both.one).begin(Session(csrf=new_csrf(), language="nl", account_id=made[0].id), NOW)
    assert sessions(both.other).find(secret, NOW) is not None
    kept.close(made[0].id)
    assert sessions(both.other).find(secret, NOW) is None


def test_a_code_of_half_a_minute_and_a_recovery_code_are_good_once_over_both(both: Replicas) -> None:
    account = Accounts(both.one).make("sanne", "Sanne", "nl", NOW)
    used = at_once(8, lambda n: Accounts((both.one, both.other)[n % 2]).use_step(account.id, 100))
    assert used.count(True) == 1
    (code, *_) = Accounts(both.one).new_recovery(account.id)
    used = at_once(8, lambda n: Accounts((both.one, both.other)[n % 2]).use_recovery(account.id, code))
    assert (used.count(True), Accounts(both.other).recovery_left(account.id)) == (1, 7)


def test_a_provider_vouches_for_one_account_only(both: Replicas) -> None:
    kept = Accounts(both.one)
    one, two = kept.make("sanne", "Sanne", "nl", NOW), kept.make("piet", "Piet", "nl", NOW)
    kept.bind(one.id, "https://id.example", "s-1", NOW)
    with pytest.raises(Refused):
        Accounts(both.other).bind(two.id, "https://id.example", "s-1", NOW)
    found = Accounts(both.other).by_identity("https://id.example", "s-1")
    assert found is not None
    assert found.id == one.id


def test_a_session_of_one_replica_holds_at_the_other_until_it_is_idle_or_over(both: Replicas) -> None:
    here, there = sessions(both.one), sessions(both.other)
    secret = here.begin(Session(csrf=new_csrf(), language="nl", account_id="a" * 32, role=Role.COORDINATOR), NOW)
    found = there.find(secret, NOW + 20 * MINUTE)
    assert found is not None
    assert found.role is Role.COORDINATOR
    assert here.lasts(found.digest, NOW + 45 * MINUTE), "it was seen at the other"
    assert not here.lasts(found.digest, NOW + 51 * MINUTE)
    renewed = there.renew(found, NOW + 21 * MINUTE, role=Role.REGIONAL_MANAGER)
    assert here.find(secret, NOW + 22 * MINUTE) is None
    assert [one.role for one in here.of("a" * 32, NOW + 22 * MINUTE)] == [Role.REGIONAL_MANAGER]
    assert here.find(renewed, NOW + 11 * HOUR) is None


def test_whoever_tries_in_vain_waits_at_both_replicas_and_has_no_more_tries_at_once(both: Replicas) -> None:
    tries = at_once(12, lambda n: Attempts((both.one, both.other)[n % 2]).begin("login", "sanne", NOW))
    assert tries.count(None) == 5, "four are free, and the fifth makes one wait"
    until = Attempts(both.other).begin("login", "sanne", NOW)
    assert until is not None
    assert Attempts(both.one).begin("login", "somebody-else", NOW) is None
    Attempts(both.one).forgive("login", "sanne")
    assert Attempts(both.other).begin("login", "sanne", NOW) is None


def test_a_limit_holds_over_both_replicas_and_fills_again(both: Replicas) -> None:
    def take(number: int, now: datetime = NOW) -> bool:
        return Limits((both.one, both.other)[number % 2]).take("ask/192.0.2.7", now, most=6, per_s=3600).yes

    assert [take(number) for number in range(8)] == [True] * 6 + [False] * 2
    refused = Limits(both.other).take("ask/192.0.2.7", NOW, most=6, per_s=3600)
    assert (refused.left, refused.wait_s) == (0, 600)
    assert [take(number, NOW + 601 * timedelta(seconds=1)) for number in range(2)] == [True, False]
    assert Limits(both.one).take("ask/192.0.2.8", NOW, most=6, per_s=3600).left == 5


def test_a_limit_lets_in_no_more_where_many_come_at_once(both: Replicas) -> None:
    taken = at_once(40, lambda n: Limits((both.one, both.other)[n % 2]).take("system/a", NOW, most=10, per_s=3600).yes)
    assert taken.count(True) == 10


def test_a_limit_that_is_full_again_leaves_no_row_and_no_row_names_an_address(both: Replicas) -> None:
    limits = Limits(both.one)
    for number in range(5):
        limits.take(f"form/192.0.2.{number}", NOW, most=60, per_s=60)
    with both.other.read() as tx:
        kept = [str(row) for row in tx.exec_driver_sql("SELECT * FROM bucket")]
    assert (len(kept), [one for one in kept if "192.0.2" in one]) == (5, [])
    limits.take("form/192.0.2.9", NOW + HOUR, most=60, per_s=60)
    with both.other.read() as tx:
        assert tx.exec_driver_sql("SELECT count(*) FROM bucket").scalar_one() == 1


def test_those_who_come_back_at_once_sweep_for_each_other_and_never_wait_for_ever(both: Replicas) -> None:
    def take(now: datetime, number: int) -> bool:
        return Limits((both.one, both.other)[number % 2]).take(f"form/192.0.2.{number}", now, most=60, per_s=60).yes

    for hours in range(20):  # by then every row of before is one to sweep
        assert at_once(8, partial(take, NOW + hours * HOUR)) == [True] * 8


def test_a_door_opens_for_one_and_only_in_time(both: Replicas) -> None:
    key = Doors(both.one).make(Kind.INVITED, NOW, account_id="a" * 32)
    door = Doors(both.other).look(key, Kind.INVITED, now=NOW + DAY)
    assert door is not None
    assert Doors(both.one).look(key, Kind.FIRST, now=NOW) is None
    assert Doors(both.one).look(key, Kind.INVITED, now=NOW + 4 * DAY) is None
    used = at_once(6, lambda n: Doors((both.one, both.other)[n % 2]).use(door))
    assert used.count(True) == 1


def test_a_hat_that_is_taken_back_signs_out_at_the_other_replica(both: Replicas) -> None:
    account = Accounts(both.one).make("mies", "Mies", "nl", NOW)
    hats = Hats(both.one)
    mine = hats.give(account.id, "utrecht", Role.REGIONAL_MANAGER, NOW)
    hats.give(account.id, "utrecht", Role.ADMINISTRATOR, NOW + MINUTE, ends=NOW + DAY, named_by="b" * 32)
    assert [one.role for one in Hats(both.other).of(account.id, NOW)] == [mine.role, Role.ADMINISTRATOR]
    assert Hats(both.other).administrators(NOW) == {account.id}
    assert Hats(both.other).administrators(NOW + 2 * DAY) == set()
    assert Hats(both.other).colleagues("utrecht", NOW) == [(account.id, "Mies")]
    worn = Session(
        csrf=new_csrf(), language="nl", account_id=account.id, office="utrecht", role=mine.role, actor_id=mine.actor_id
    )
    secret = sessions(both.other).begin(worn, NOW)
    hats.end(mine, NOW)
    assert sessions(both.other).find(secret, NOW) is None


def test_the_journal_pages_by_key_newest_first_and_forgets(both: Replicas) -> None:
    journal = Journal(both.one, 180 * DAY)
    for number in range(7):
        journal.note("signed-in", NOW + number * MINUTE, account_id=f"{number % 2:032x}")
    first, before = Journal(both.other, 180 * DAY).page(limit=3)
    rest, _ = journal.page(before, limit=10)
    assert [one.at for one in (*first, *rest)] == [NOW + number * MINUTE for number in range(6, -1, -1)]
    assert len(journal.page(account_id=f"{1:032x}")[0]) == 3
    journal.note("signed-in", NOW + 181 * DAY)
    assert len(journal.page()[0]) == 1


def test_a_system_is_let_in_by_two_secrets_and_shut_out_at_once(both: Replicas) -> None:
    here, there = Systems(both.one), Systems(both.other)
    system, old = here.add("wijkteam-noord", "", ("referrals:write", "webhooks"), NOW)
    with pytest.raises(InvalidFields):
        there.add("wijkteam-noord", "", ("webhooks",), NOW)
    new = here.new_secret(system.id, NOW + MINUTE)
    assert [there.by_secret(system.id, one, NOW + DAY) is not None for one in (old, new)] == [True, True]
    assert [there.by_secret(system.id, one, NOW + 8 * DAY) is not None for one in (old, new)] == [False, True]
    token = there.give_token(system, ("webhooks",), NOW)
    found = here.by_token(token, NOW + 14 * MINUTE)
    assert found is not None
    assert found.scopes == ("webhooks",)
    assert here.by_token(token, NOW + 16 * MINUTE) is None
    there.revoke(system.id)
    assert here.by_token(token, NOW) is None


def test_a_webhook_keeps_what_it_did_not_take_once_and_in_order(both: Replicas) -> None:
    system, _ = Systems(both.one).add("wijkteam-noord", "", ("webhooks",), NOW)
    safe = Safe(os.urandom(32))
    here, there = Webhooks(both.one, safe), Webhooks(both.other, safe)
    hook = here.add(system.id, "https://a.example/kring", NOW)
    assert there.get(hook.id, system.id).secret == hook.secret
    assert (there.failed(hook.id, NOW), here.failed(hook.id, NOW + HOUR)) == (NOW, NOW)
    for number in (2, 1, 1):
        here.set_apart(hook.id, f"event-{number}", "{}", 10, "answered-500", NOW + number * MINUTE)
    assert [one.event_id for one in there.apart(hook.id)] == ["event-1", "event-2"]
    there.switch(hook.id, off=True)
    assert here.get(hook.id).disabled
    there.remove(hook.id)
    with pytest.raises(NotFound):
        here.get(hook.id)


def test_what_lies_sealed_moves_to_another_key_and_the_old_one_may_go(both: Replicas) -> None:
    old, new = os.urandom(32), os.urandom(32)
    accounts, account = Accounts(both.one), Accounts(both.one).make("sanne", "Sanne", "nl", NOW)
    accounts.set(account.id, totp=Safe(old).seal(box_of(account.id), "JBSWY3DP"))
    system, _ = Systems(both.one).add("wijkteam-noord", "", ("webhooks",), NOW)
    hook = Webhooks(both.one, Safe(old)).add(system.id, "https://a.example/kring", NOW)
    assert reseal(both.other, Safe(new)) == Resealed(anew=0, unreadable=2), "without the old key nothing is touched"
    assert reseal(both.other, Safe(new, old)) == Resealed(anew=2, unreadable=0)
    assert reseal(both.other, Safe(new)) == Resealed(anew=0, unreadable=0)
    found = accounts.find(account.id)
    assert found is not None
    assert Safe(new).open(box_of(account.id), found.totp) == "JBSWY3DP"
    assert Webhooks(both.one, Safe(new)).get(hook.id).secret == hook.secret
    assert Webhooks(both.one, Safe(old)).get(hook.id).secret == ""
