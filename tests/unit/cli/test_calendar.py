"""`kring calendar` writes somebody's calendar file, or says that there is none."""

from pathlib import Path
from typing import Any

import pytest

from kring_shared.contracts.conference import CalendarShown
from kring_shared.kernel.appointment import Appointment, appointment_file
from kring_shared.runtime.cli import run_words
from kring_shared.runtime.cli.desk import Desk
from kring_shared.testing.work import NOON

CASE_ID, PERSON, COORDINATOR = "0" * 31 + "1", "0" * 31 + "2", "0" * 31 + "3"
FILE = appointment_file(Appointment("a1", 1, NOON, NOON, is_on=True, time_zone="Europe/Amsterdam"))


def answering(monkeypatch: pytest.MonkeyPatch, ics: str) -> list[Any]:
    """Answer instead of a Kring; give what is asked."""
    asked: list[Any] = []

    def ask(desk: Desk, query: Any, _form: object) -> CalendarShown:  # noqa: ANN401 - of its own class
        asked.append((desk.who, desk.office, query))
        return CalendarShown(ics=ics)

    monkeypatch.setattr(Desk, "ask", ask)
    return asked


def words_for(out: Path, case_id: str = CASE_ID) -> list[str]:
    who = ["--person", PERSON, "--office", "utrecht", "--as", COORDINATOR]
    return ["calendar", case_id, *who, "--out", str(out)]


def test_the_file_is_written_to_the_byte_for_its_owner_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked = answering(monkeypatch, FILE.decode())
    out = tmp_path / "appointment.ics"
    assert run_words(words_for(out)) == 0
    ((who, office, query),) = asked
    assert (who.role, who.id, office) == ("coordinator", COORDINATOR, "utrecht")
    assert (query.case_id, query.person_id) == (CASE_ID, PERSON)
    assert out.read_bytes() == FILE
    assert out.stat().st_mode & 0o077 == 0


def test_who_asked_for_no_file_gets_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = answering(monkeypatch, "")
    assert run_words(words_for(tmp_path / "a.ics")) == 3
    assert "did not ask for it" in capsys.readouterr().err
    assert run_words(words_for(tmp_path / "a.ics", "x")) != 0
    assert "32 digits" in capsys.readouterr().err
    assert not (tmp_path / "a.ics").exists()
    assert len(asked) == 1


def test_an_appointment_that_is_on_has_a_moment() -> None:
    with pytest.raises(ValueError, match="has a moment"):
        appointment_file(Appointment("a1", 1, NOON, None, is_on=True, time_zone="Europe/Amsterdam"))
