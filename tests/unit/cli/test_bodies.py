"""The JSON that a person hands to a command."""

import io
from pathlib import Path

import pytest
import typer
from pydantic import ValidationError

from kring_shared.contracts.intake import TriageRequest
from kring_shared.runtime.cli.bodies import read_body, wrong_fields


def test_json_is_a_word_a_file_or_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "fields.json"
    file.write_text('{"a": 2}')
    monkeypatch.setattr("sys.stdin", io.StringIO('{"a": 3}'))
    assert [read_body('{"a": 1}'), read_body(f"@{file}"), read_body("-")] == [{"a": 1}, {"a": 2}, {"a": 3}]


@pytest.mark.parametrize("text", ["{", "", "[1]", '"text"', "NaN", "@/nowhere/at/all", "[" * 5000])
def test_what_is_no_json_object_is_refused(text: str) -> None:
    with pytest.raises(typer.BadParameter):
        read_body(text)


def test_fields_are_told_apart_by_what_is_wrong_and_never_repeated() -> None:
    fields = {"caseId": "Filip", "context": "voluntary", "urgency": "normal", "minorsInvolved": True, "colour": "Filip"}
    with pytest.raises(ValidationError) as caught:
        TriageRequest.model_validate(fields, extra="forbid")
    told = wrong_fields(caught.value)
    assert {"wrong: /caseId", "missing: /conferenceType", "unknown: /colour"} == set(told.split("; "))
