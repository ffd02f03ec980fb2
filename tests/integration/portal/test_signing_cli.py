"""`kring portal` from the command line: the first link, accounts, and the database brought up to date."""

from pathlib import Path

from typer.testing import CliRunner

from kring_portal.cli import portal
from kring_shared.kernel.errors import KringError
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


def test_a_portal_without_a_key_says_which_setting_is_missing(tmp_path: Path) -> None:
    code, said = refusal("portal", "run", env={"KRING_PORTAL_DATABASE_URL": f"sqlite:///{tmp_path}/portal.db"})
    assert code == 2
    assert "KRING_PORTAL_EDGE_KEY is not set" in said
