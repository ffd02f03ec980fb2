"""Variables settle what an embedded Kring leaves open, and a wrong one is named."""

from pathlib import Path

import pytest

from kring_shared.kernel.errors import WrongSetup
from kring_shared.runtime.embedded.embedded import shared_settings
from kring_shared.runtime.embedded.folder import KringFolder


def test_a_variable_that_is_wrong_is_named_and_never_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRING_PLUGINS", "Anna, 12 jaar")
    with KringFolder(tmp_path / "k") as folder, pytest.raises(WrongSetup, match=r"^KRING_PLUGINS ") as refused:
        shared_settings(folder, "nats://127.0.0.1:4222")
    assert "Anna" not in str(refused.value)


def test_what_the_folder_settles_comes_before_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRING_NATS_URL", "nats://elsewhere:4222")
    monkeypatch.setenv("KRING_SERVES", '["gent"]')
    with KringFolder(tmp_path / "k") as folder:
        settings = shared_settings(folder, "nats://127.0.0.1:4222")
    assert settings.nats_url == "nats://127.0.0.1:4222"
    assert settings.serves == ("gent",)
