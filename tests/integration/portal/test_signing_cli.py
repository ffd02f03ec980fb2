"""`kring portal` from the command line: the first link, accounts, and the database brought up to date."""

from pathlib import Path

from tests.integration.kring_command import kring, refusal


def test_accounts_are_made_listed_and_closed_from_the_command_line(tmp_path: Path) -> None:
    env = {"KRING_PORTAL_DATABASE_URL": f"sqlite:///{tmp_path}/portal.db", "KRING_PORTAL_URL": "https://kring.example"}
    assert "portal_0002" in kring("portal", "migrate", env=env).stdout
    assert kring("portal", "migrate", env=env).stdout == "portal: up to date\n"
    assert kring("portal", "first-link", env=env).stdout.startswith("https://kring.example/welcome/")
    words = ("--name", "Mies", "--role", "regional-manager", "--office", "utrecht")
    invited = kring("portal", "accounts", "invite", "mies", *words, env=env)
    assert invited.stdout.startswith("https://kring.example/welcome/")
    assert refusal("portal", "accounts", "invite", "mies", *words, env=env)[0] == 3
    listed = kring("portal", "accounts", "list", "--json", env=env).stdout
    assert listed == '{"login":"mies","state":"has yet to begin","roles":["regional-manager at utrecht"]}\n'
    assert refusal("portal", "first-link", env=env)[0] == 3
    assert kring("portal", "accounts", "close", "mies", env=env).stdout == "mies is closed.\n"
    assert '"closed"' in kring("portal", "accounts", "list", "--json", env=env).stdout
    assert "/welcome/" in kring("portal", "accounts", "reset", "mies", env=env).stdout
    assert refusal("portal", "accounts", "close", "nobody", env=env)[0] == 3


def test_a_portal_without_a_key_says_which_setting_is_missing(tmp_path: Path) -> None:
    code, said = refusal("portal", "run", env={"KRING_PORTAL_DATABASE_URL": f"sqlite:///{tmp_path}/portal.db"})
    assert code == 2
    assert "KRING_PORTAL_EDGE_KEY is not set" in said
