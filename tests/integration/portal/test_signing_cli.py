"""`kring portal` from the command line: the first link, accounts, and the database brought up to date."""

import base64
import os
from pathlib import Path

from typer.testing import CliRunner

from kring_portal.cli import portal
from kring_portal.signing.factors import box_of
from kring_portal.store.accounts import Accounts
from kring_portal.store.safe import PURPOSE, Safe
from kring_shared.kernel.clock import SystemClock
from kring_shared.kernel.errors import KringError
from kring_shared.runtime.bus.signing import Signer
from kring_shared.runtime.storage.database import Database
from tests.integration.kring_command import refusal


def said(env: dict[str, str], *words: str) -> str:
    """Run a command in this process; give what it prints."""
    ended = CliRunner().invoke(portal, words, env=env)
    assert ended.exit_code == 0, ended.exception
    return ended.stdout


def failed(env: dict[str, str], *words: str) -> bool:
    """Tell whether a command is refused."""
    return isinstance(CliRunner().invoke(portal, words, env=env).exception, KringError)


def test_accounts_are_made_listed_and_closed_from_the_command_line(tmp_path: Path) -> None:
    env = {"KRING_PORTAL_DATABASE_URL": f"sqlite:///{tmp_path}/portal.db", "KRING_PORTAL_URL": "https://kring.example"}
    assert "portal_0002" in said(env, "migrate")
    assert said(env, "migrate") == "portal: up to date\n"
    assert said(env, "first-link").startswith("https://kring.example/welcome/")
    words = ("--name", "Mies", "--role", "regional-manager", "--office", "utrecht")
    invited = said(env, "accounts", "invite", "mies", *words)
    assert invited.startswith("https://kring.example/welcome/")
    assert failed(env, "accounts", "invite", "mies", *words)
    listed = said(env, "accounts", "list", "--json")
    assert listed == '{"login": "mies", "state": "has yet to begin", "roles": ["regional-manager at utrecht"]}\n'
    assert failed(env, "first-link")
    assert said(env, "accounts", "close", "mies") == "mies is closed.\n"
    assert '"closed"' in said(env, "accounts", "list", "--json")
    assert "/welcome/" in said(env, "accounts", "reset", "mies")
    assert failed(env, "accounts", "close", "nobody")


def test_what_lies_under_a_key_of_before_is_sealed_anew_and_the_old_key_may_go(tmp_path: Path) -> None:
    old, new, own = (base64.b64encode(os.urandom(32)).decode() for _ in range(3))
    url = f"sqlite:///{tmp_path}/portal.db"
    assert "portal_0004" in said({"KRING_PORTAL_DATABASE_URL": url}, "migrate")
    database, now = Database(url, "portal"), SystemClock().now()
    one = Accounts(database).make("sanne", "Sanne", "nl", now)
    follows = Signer(base64.b64decode(old)).key_for(PURPOSE)
    Accounts(database).set(one.id, totp=Safe(follows).seal(box_of(one.id), "JBSWY3DP"))
    env = {"KRING_PORTAL_DATABASE_URL": url, "KRING_PORTAL_EDGE_KEY": new}
    without = CliRunner().invoke(portal, ["reseal"], env=env)
    assert (without.exit_code, "1 cannot be read" in without.stdout) == (3, True)
    assert said(env | {"KRING_PORTAL_OLD_EDGE_KEY": old}, "reseal") == "portal: 1 sealed anew\n"
    assert said(env, "reseal") == "portal: 0 sealed anew\n"
    env["KRING_PORTAL_SECRETS_KEY"] = own
    assert said(env, "reseal") == "portal: 1 sealed anew\n", (
        "what followed from the edge's key is opened without a word"
    )
    found = Accounts(database).find(one.id)
    assert found is not None
    assert Safe(base64.b64decode(own)).open(box_of(one.id), found.totp) == "JBSWY3DP"
    database.close()


def test_a_portal_without_a_key_says_which_setting_is_missing(tmp_path: Path) -> None:
    code, said = refusal("portal", "run", env={"KRING_PORTAL_DATABASE_URL": f"sqlite:///{tmp_path}/portal.db"})
    assert code == 2
    assert "KRING_PORTAL_EDGE_KEY is not set" in said
