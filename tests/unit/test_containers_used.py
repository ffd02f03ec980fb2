"""Tests that run on containers are counted, so that none can quietly stop doing so."""

from pathlib import Path

import pytest

from kring_shared.testing.containers import PYTESTS_OWN, USED_SETTING, count_used, how_many_tests, note_use


def test_a_test_counts_once_for_each_kind_however_often_it_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(USED_SETTING, str(tmp_path / "used"))
    for test, kind in (("a", "NATS"), ("a", "NATS"), ("a", "PostgreSQL"), ("b[sqlite and more]", "NATS")):
        monkeypatch.setenv(PYTESTS_OWN, f"tests/test_it.py::test_{test} (call)")
        note_use(kind)
    assert count_used(tmp_path / "used") == {"NATS": 2, "PostgreSQL": 1}
    assert how_many_tests(tmp_path / "used") == 2


def test_nothing_is_written_down_where_nobody_asked_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(USED_SETTING, raising=False)
    note_use("NATS")
    assert not list(tmp_path.iterdir())
    assert count_used(tmp_path / "used") == {}
