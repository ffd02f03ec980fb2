"""Settings: what is secret is never printed, and what is wrong is named without being repeated."""

import base64
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.settings import ServiceSettings, SharedSettings, key_bytes, read_settings

PASSWORD = "wachtwoord-van-utrecht"  # noqa: S105 - it is what must not be seen
KEY = base64.b64encode(bytes(32)).decode()


def everything_secret() -> SharedSettings:
    return SharedSettings(
        nats_url=f"nats://kring:{PASSWORD}@127.0.0.1:4222",
        vault_url=SecretStr(f"postgresql://kring:{PASSWORD}@127.0.0.1/vault"),
        office_keys=SecretStr(f'{{"*": "{PASSWORD}"}}'),
        plugin_settings={"notifications:smtp": {"password": PASSWORD}},
    )


def test_no_secret_is_in_what_is_printed() -> None:
    shared = everything_secret()
    service = ServiceSettings(database_url=SecretStr(f"postgresql://kring:{PASSWORD}@127.0.0.1/intake"))
    for shown in (repr(shared), str(shared), repr(service), str(service), f"{[shared, service]}"):
        assert PASSWORD not in shown


def test_no_secret_is_in_what_is_said_of_a_wrong_one() -> None:
    with pytest.raises(ValidationError) as wrong:
        SharedSettings.model_validate({"plugins": PASSWORD, "serves": {PASSWORD: 1}, "log_level": [PASSWORD]})
    assert PASSWORD not in str(wrong.value) + repr(wrong.value)


def test_everything_is_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRING_NATS_URL", "nats://elsewhere:4222")
    monkeypatch.setenv("KRING_SERVES", '["utrecht", "gent"]')
    monkeypatch.setenv("KRING_PLUGINS", '["matching:street"]')
    monkeypatch.setenv("KRING_PLUGIN_SETTINGS", '{"matching:street": {"weight": 2}}')
    shared = SharedSettings()
    assert (shared.nats_url, shared.serves) == ("nats://elsewhere:4222", ("utrecht", "gent"))
    assert shared.plugins == ("matching:street",)
    assert shared.plugin_settings == {"matching:street": {"weight": 2}}


def test_secrets_may_be_files(tmp_path: Path) -> None:
    (tmp_path / "KRING_OFFICE_KEYS").write_text(f'{{"utrecht": "{KEY}"}}\n')
    shared = SharedSettings(_secrets_dir=tmp_path)
    assert shared.office_key_bytes() == {"utrecht": bytes(32)}


@pytest.mark.parametrize("text", ["", "[]", "1", '"x"', "{", "null", '{"utrecht": 1}', '{"utrecht": null}'])
def test_office_keys_that_are_no_keys_are_a_wrong_setup(text: str) -> None:
    with pytest.raises(WrongSetup, match="KRING_OFFICE_KEYS"):
        SharedSettings(office_keys=SecretStr(text)).office_key_bytes()


@pytest.mark.parametrize("text", [PASSWORD, "é", KEY[:-4], "====", KEY + KEY])
def test_a_key_is_32_bytes_of_base64_and_is_not_repeated(text: str) -> None:
    with pytest.raises(WrongSetup, match="KRING_EDGE_PUBLIC_KEY holds a key") as wrong:
        key_bytes(text, "KRING_EDGE_PUBLIC_KEY")
    assert text not in str(wrong.value)
    assert key_bytes(KEY, "X") == bytes(32)


def test_without_a_file_there_are_offices_to_try_kring_with() -> None:
    assert set(SharedSettings().offices()) == {"utrecht", "amersfoort", "gent"}


def test_offices_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "offices.json"
    file.write_text('[{"id": "zwolle", "title": "Zwolle", "policy": "nl/1", "sender": "zwolle@kring.example"}]')
    assert SharedSettings(offices_file=file).offices()["zwolle"].title == "Zwolle"


@pytest.mark.parametrize("text", [None, "", "{}", "1", '[{"id": "Zwolle 1"}]', '["zwolle"]'])
def test_a_file_that_holds_no_offices_is_named(tmp_path: Path, text: str | None) -> None:
    file = tmp_path / "offices.json"
    if text is not None:
        file.write_text(text)
    with pytest.raises(WrongSetup, match="cannot be read as a JSON list of offices"):
        SharedSettings(offices_file=file).offices()


def test_how_many_servers_keep_a_stream_is_read_from_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRING_REPLICAS", "3")
    assert read_settings(SharedSettings).replicas == 3
    monkeypatch.setenv("KRING_REPLICAS", "2")
    with pytest.raises(WrongSetup, match="KRING_REPLICAS is wrong"):
        read_settings(SharedSettings)
