"""Settings that are missing or wrong are named by their variable, and never repeated."""

from pathlib import Path

import pytest

from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.cli.configured import configured, shared_settings

VALUE = "hunter2"


def test_a_database_that_is_not_set_is_named() -> None:
    with pytest.raises(WrongSetup, match="KRING_MATCHING_DATABASE_URL is not set"):
        configured(("matching",))


def test_a_service_that_is_not_installed_is_named_beside_those_that_are() -> None:
    with pytest.raises(WrongSetup, match=r"no service called 'catering' is installed; installed: .*matching"):
        configured(("catering",))


def test_a_variable_that_is_not_json_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRING_SERVES", VALUE)
    with pytest.raises(WrongSetup, match="KRING_SERVES is not the JSON it must be") as caught:
        shared_settings()
    assert VALUE not in str(caught.value)


def test_a_variable_of_the_wrong_kind_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRING_PLUGIN_SETTINGS", f'"{VALUE}"')
    with pytest.raises(WrongSetup, match="KRING_PLUGIN_SETTINGS is wrong") as caught:
        shared_settings()
    assert VALUE not in str(caught.value)


def test_secrets_may_be_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kring_matching_database_url").write_text("sqlite:///matching.db\n")
    monkeypatch.setenv("KRING_SECRETS_DIR", str(tmp_path))
    ((_, settings),) = configured(("matching",))
    assert settings.database_url.get_secret_value() == "sqlite:///matching.db"


def test_a_folder_of_secrets_that_is_not_there_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRING_SECRETS_DIR", "/nowhere/at/all")
    with pytest.raises(WrongSetup, match="KRING_SECRETS_DIR"):
        shared_settings()
