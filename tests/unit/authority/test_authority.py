"""The folder that lets people in: what it keeps, what it gives out, and what it refuses."""

import multiprocessing
import re
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import nkeys
import pytest

from kring_shared.kernel.errors import NotFound, Refused, WrongSetup
from kring_shared.runtime.authority import tokens
from kring_shared.runtime.authority.authority import AlreadyLetIn, Authority
from kring_shared.runtime.authority.keys import Key, KeyFor
from kring_shared.runtime.authority.roles import Template
from kring_shared.runtime.authority.tags import Wanted, usual_name
from kring_shared.runtime.start_errors import KeyMismatch

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
ROLES = {role: Template(says=(f"{role}.>",)) for role in ("intake", "registry", "desk", "system", "line", "admin")}
UTRECHT = Wanted(offices=("utrecht",))
BOTH = Wanted(offices=("utrecht", "gouda"))


class Standing:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.moment = NOON

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Standing:
    return Standing()


@pytest.fixture
def authority(tmp_path: Path, clock: Standing) -> Authority:
    return Authority(Authority.make(tmp_path / "keys").folder, clock=clock, roles=lambda: ROLES)


def token_of(credential: str) -> str:
    found = re.search(r"BEGIN NATS USER JWT-----\n(\S+)\n", credential)
    assert found
    return found[1]


def revocations(authority: Authority) -> dict[str, int]:
    given: dict[str, int] = tokens.claims_of(authority.account_jwt())["nats"].get("revocations", {})
    return given


def test_a_folder_without_an_authority_is_none_and_one_with_it_is_left_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(WrongSetup, match="kring authority new"):
        Authority(tmp_path / "mistyped")
    assert not (tmp_path / "mistyped").exists()
    folder = Authority.make(tmp_path / "keys").folder
    before = (folder / "operator.seed").read_text()
    with pytest.raises(Refused, match="holds an authority already"):
        Authority.make(folder)
    assert (folder / "operator.seed").read_text() == before


def test_nobody_else_may_read_what_the_folder_holds(authority: Authority) -> None:
    authority.let_in("desk", "desk-utrecht", UTRECHT)
    authority.account_jwt()
    assert stat.S_IMODE(authority.folder.stat().st_mode) == 0o700
    held = list(authority.folder.iterdir())
    assert len(held) == 3 + len(ROLES) + 2  # keys of the authority, keys of roles, the register and its lock
    assert {stat.S_IMODE(file.stat().st_mode) for file in held} == {0o600}


def test_the_register_holds_no_secret(authority: Authority) -> None:
    credential = authority.let_in("intake", "intake_utrecht", UTRECHT)
    seed = re.search(r"^SU\w+$", credential, re.MULTILINE)
    assert seed
    text = (authority.folder / "register.json").read_text()
    assert seed[0] not in text
    assert token_of(credential) not in text
    assert Key(seed[0]).public in text


def test_a_credential_says_who_and_for_what_and_nothing_of_what_it_may(authority: Authority) -> None:
    until = NOON + timedelta(days=90)
    claims = tokens.claims_of(token_of(authority.let_in("intake", "intake_shared", BOTH, until=until)))
    assert claims["name"] == "intake_shared"
    assert claims["exp"] == int(until.timestamp())
    assert claims["nats"]["tags"] == [
        "office:utrecht",
        "office:gouda",
        "domain:hub",
        "durable:intake_utrecht_gouda",
        "durable:intake_utrecht",
        "durable:intake_gouda",
    ]
    assert set(claims["nats"]) == {"type", "version", "issuer_account", "tags"}


@pytest.mark.parametrize(
    ("role", "wanted", "tags"),
    [
        ("admin", Wanted(), []),
        ("desk", UTRECHT, ["office:utrecht"]),
        ("intake", Wanted(offices=("*",)), ["office:*", "domain:hub", "durable:intake"]),
        (
            "system",
            Wanted(offices=("utrecht",), system="svo"),
            ["office:utrecht", "system:svo"],
        ),
    ],
)
def test_each_role_gets_the_tags_its_permissions_are_filled_with(
    authority: Authority, role: str, wanted: Wanted, tags: list[str]
) -> None:
    said = tokens.claims_of(token_of(authority.let_in(role, "somebody", wanted)))["nats"]
    assert said.get("tags", []) == tags


@pytest.mark.parametrize(
    ("role", "name", "wanted", "why"),
    [
        ("intaek", "intake", UTRECHT, "there are admin, desk, intake"),
        ("intake", "In Take", UTRECHT, "a name begins with a letter"),
        ("intake", "intake.utrecht", UTRECHT, "a name begins with a letter"),
        ("intake", "intake", Wanted(), "for offices"),
        ("intake", "intake", Wanted(offices=("utrecht.>",)), "for offices"),
        ("intake", "intake", Wanted(offices=("*", "utrecht")), "for offices"),
        ("intake", "intake", Wanted(offices=("utrecht",), domain="a.b"), "JetStream domain"),
        ("line", "utrecht", Wanted(offices=("*",)), "a line is of one office"),
        ("line", "utrecht", BOTH, "a line is of one office"),
        ("system", "svo", UTRECHT, "needs a name of 2 to 31"),
        ("system", "svo", Wanted(offices=("utrecht",), system="*"), "needs a name of 2 to 31"),
        ("desk", "desk", Wanted(offices=("utrecht",), system="svo"), "and nobody else"),
        ("admin", "admin", UTRECHT, "for the whole bus"),
    ],
)
def test_what_cannot_be_is_refused_and_nobody_is_let_in(
    authority: Authority, role: str, name: str, wanted: Wanted, why: str
) -> None:
    with pytest.raises(Refused, match=re.escape(why)):
        authority.let_in(role, name, wanted)
    assert authority.entries() == ()


def test_a_name_is_one_credential_s_at_a_time(authority: Authority, clock: Standing) -> None:
    authority.let_in("intake", "intake_utrecht", UTRECHT, until=NOON + timedelta(days=1))
    with pytest.raises(AlreadyLetIn, match="rotate it, or revoke it"):
        authority.let_in("registry", "intake_utrecht", UTRECHT)
    clock.moment = NOON + timedelta(days=1)
    authority.let_in("registry", "intake_utrecht", UTRECHT)  # the first has ended by itself
    assert [entry.role for entry in authority.entries()] == ["intake", "registry"]


def test_what_comes_in_over_a_line_and_what_is_let_in_here_never_share_an_inbox(authority: Authority) -> None:
    authority.let_in("intake", "intake_utrecht", UTRECHT)
    with pytest.raises(AlreadyLetIn, match="intake_utrecht has a credential"):
        authority.let_in("line", "utrecht", UTRECHT)
    authority.let_in("line", "gouda", Wanted(offices=("gouda",)))
    with pytest.raises(AlreadyLetIn, match="gouda has a credential"):
        authority.let_in("desk", "intake_gouda", UTRECHT)


def test_who_is_revoked_stands_in_the_account_until_it_would_have_ended_anyway(
    authority: Authority, clock: Standing
) -> None:
    authority.let_in("desk", "for-a-day", UTRECHT, until=NOON + timedelta(days=1))
    authority.let_in("desk", "for-good", UTRECHT)
    clock.moment = NOON + timedelta(hours=1)
    ended, gone = authority.revoke("for-a-day"), authority.revoke("for-good")
    moment = int(clock.moment.timestamp())
    assert revocations(authority) == {ended.key: moment, gone.key: moment}
    clock.moment = NOON + timedelta(days=1)
    assert revocations(authority) == {gone.key: moment}
    with pytest.raises(NotFound, match="nobody is let in under the name for-good"):
        authority.revoke("for-good")


def test_rotating_gives_the_same_another_key(authority: Authority) -> None:
    authority.let_in("intake", "intake_utrecht", UTRECHT)
    authority.rotate("intake_utrecht")
    old, new = authority.entries()
    assert (old.role, old.tags) == (new.role, new.tags)
    assert old.key != new.key
    assert set(revocations(authority)) == {old.key}
    assert new.is_let_in(NOON)


def test_rotating_can_change_the_offices_and_changes_nothing_when_it_is_refused(authority: Authority) -> None:
    authority.let_in("intake", "intake_shared", UTRECHT)
    with pytest.raises(Refused, match="for offices"):
        authority.rotate("intake_shared", Wanted())
    assert revocations(authority) == {}
    authority.rotate("intake_shared", BOTH)
    assert authority.entries()[-1].offices == ("utrecht", "gouda")
    with pytest.raises(NotFound):
        authority.rotate("nobody")


def test_an_account_is_signed_by_the_operator_and_each_time_at_a_later_second(authority: Authority) -> None:
    trust = authority.trust("accounts")
    first, second = trust.preload[authority.account], authority.account_jwt()
    assert tokens.claims_of(second)["iat"] > tokens.claims_of(first)["iat"]
    operator = tokens.claims_of(trust.operator_jwt)
    assert {tokens.claims_of(jwt)["iss"] for jwt in trust.preload.values()} == {operator["sub"]} == {operator["iss"]}
    assert operator["nats"]["system_account"] == trust.system_account


def test_each_role_has_a_signing_key_that_stays(authority: Authority) -> None:
    scopes = tokens.claims_of(authority.account_jwt())["nats"]["signing_keys"]
    assert [scope["role"] for scope in scopes] == sorted(ROLES)
    assert len({scope["key"] for scope in scopes}) == len(ROLES)
    assert tokens.claims_of(authority.account_jwt())["nats"]["signing_keys"] == scopes
    credential = tokens.claims_of(token_of(authority.let_in("desk", "desk-utrecht", UTRECHT)))
    assert credential["iss"] == next(scope["key"] for scope in scopes if scope["role"] == "desk")


def test_a_key_that_was_spoilt_is_said(authority: Authority) -> None:
    (authority.folder / "role-desk.seed").write_text("not a seed")
    with pytest.raises(KeyMismatch, match="put its folder back"):
        authority.let_in("desk", "desk-utrecht", UTRECHT)
    (authority.folder / "register.json").write_text("{")
    with pytest.raises(KeyMismatch, match="register of an authority"):
        authority.entries()


def let_in_five(folder: Path, of: str) -> None:
    authority = Authority(folder, roles=lambda: ROLES)
    for n in range(5):
        authority.let_in("desk", f"{of}-{n}", UTRECHT)


def test_two_who_let_in_at_once_lose_nobody(authority: Authority) -> None:
    spawned = multiprocessing.get_context("fork")
    both = [spawned.Process(target=let_in_five, args=(authority.folder, of)) for of in ("here", "there")]
    for one in both:
        one.start()
    for one in both:
        one.join(30)
    assert sorted(entry.name for entry in authority.entries()) == [
        f"{of}-{n}" for of in ("here", "there") for n in range(5)
    ]


@pytest.mark.parametrize("what", list(KeyFor))
def test_a_key_is_one_that_the_bus_knows(what: KeyFor) -> None:
    key = Key.new(what)
    known = nkeys.from_seed(bytearray(key.seed.encode()))
    assert key.public[0] == {KeyFor.OPERATOR: "O", KeyFor.ACCOUNT: "A", KeyFor.USER: "U"}[what]
    assert known.public_key.decode() == key.public
    assert known.verify(b"said", key.sign(b"said"))
    assert key.seed not in repr(key)


def test_a_service_is_named_as_the_hub_expects_it_behind_a_line() -> None:
    assert usual_name("intake", UTRECHT) == "intake_utrecht"
    assert usual_name("intake", Wanted(offices=("*",))) == "intake"
    svo = Wanted(offices=("utrecht", "gouda"), system="svo")
    assert usual_name("system", svo) == "svo_utrecht_gouda"
