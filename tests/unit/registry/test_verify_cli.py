"""`kring registry verify` ends with one line that somebody can note down, and with 1 when something was changed."""

import json

import pytest
from typer.testing import CliRunner, Result

from kring_registry.cli.proving import registry
from kring_shared.contracts.registry import ChainFault, ChainVerified, VerifyChain
from kring_shared.runtime.cli.desk import Desk

HOLDS = ChainVerified(office="utrecht", entries=7, opened=3, records=2, head="ab" * 32, faults=())
FAULT = ChainFault(number=4, code="registration-changed", message="entry 4: it is not what it was")


def verified(found: ChainVerified, monkeypatch: pytest.MonkeyPatch, *more: str) -> Result:
    def ask(_desk: Desk, query: object, _form: object, *, within_s: float) -> ChainVerified:
        assert isinstance(query, VerifyChain)
        assert within_s > 60
        return found

    monkeypatch.setattr(Desk, "ask", ask)
    return CliRunner().invoke(registry, ["verify", "--office", "utrecht", *more])


def test_what_holds_is_said_in_one_line_with_the_head(monkeypatch: pytest.MonkeyPatch) -> None:
    result = verified(HOLDS, monkeypatch)
    assert (result.exit_code, result.stderr) == (0, "")
    (line,) = result.stdout.splitlines()
    assert line.startswith("utrecht: 7 entries, 3 registrations and 2 records held against them, 0 faults; head abab")
    assert "note the head down elsewhere" in line


def test_what_was_locked_before_there_was_a_chain_is_counted_and_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    result = verified(HOLDS.model_copy(update={"outside": 2}), monkeypatch)
    assert result.exit_code == 0
    assert "2 locked before there was a chain" in result.stdout


@pytest.mark.parametrize("more", [(), ("--json",)], ids=["words", "json"])
def test_a_fault_is_named_and_the_exit_status_is_1(more: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    result = verified(HOLDS.model_copy(update={"faults": (FAULT,)}), monkeypatch, *more)
    assert result.exit_code == 1
    if more:
        assert json.loads(result.stdout)["faults"][0]["number"] == 4
    else:
        assert result.stderr.startswith("registration-changed: entry 4")
        assert len(result.stdout.splitlines()) == 1
