"""What `make audit` says and ends with: when a weakness is known, when none is, and when nobody can be asked."""

from pathlib import Path
from typing import Final

import pytest

from deploy import audit

PINS: Final = [Path("one.txt"), Path("two.txt")]
SOUND: Final = {"name": "sound", "version": "1.0", "vulns": []}
WEAK: Final = {"name": "weak", "version": "2.0", "vulns": [{"id": "PYSEC-0", "fix_versions": ["2.1"]}]}
UNKNOWN: Final = {"name": "unheard-of", "skip_reason": "not found"}


def answering(monkeypatch: pytest.MonkeyPatch, *packages: audit.Package, only: str = "pypi") -> None:
    """Let one source answer with these packages, and the others be away."""

    def ask(source: str, _pins: Path) -> list[audit.Package]:
        if source != only:
            raise audit.AwayError
        return list(packages)

    monkeypatch.setattr(audit, "_ask", ask)


def test_a_known_weakness_is_named_with_what_mends_it_and_ends_with_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(monkeypatch, SOUND, WEAK)
    assert audit.audit(PINS) == 1
    assert "weak 2.0 has PYSEC-0; mended in 2.1" in capsys.readouterr().out


def test_what_the_source_does_not_know_is_named_and_the_rest_counts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answering(monkeypatch, SOUND, UNKNOWN, only="osv")
    assert audit.audit(PINS) == 0
    said = capsys.readouterr().out
    assert "osv was asked about 1 packages; 0 weaknesses" in said
    assert "NOT asked about unheard-of" in said


@pytest.mark.parametrize("only", ["nobody", "pypi"])
def test_where_nobody_knows_anything_it_says_that_nothing_was_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], only: str
) -> None:
    answering(monkeypatch, UNKNOWN, only=only)
    assert audit.audit(PINS) == 0
    assert "NOT DONE" in capsys.readouterr().out
