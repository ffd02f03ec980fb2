"""The desk of a command: six options written once, and one office after the other until one knows the case."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from kring_shared.contracts.envelope import Receipt
from kring_shared.contracts.intake import CaseList, ListCases
from kring_shared.runtime.bus.client import RefusedAnswer
from kring_shared.runtime.cli.desk import MUST_BE_NAMED, Desk, at_a_desk
from kring_shared.runtime.cli.edge import Where, Who
from kring_shared.runtime.cli.options import AsJson

REFUSALS = {
    "utrecht": "kring.not-found",
    "amersfoort": "kring.not-permitted",
}


class Offices:
    """Answers as offices that refuse for a reason each; the others know the case."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def actor(self, _role: object, _actor_id: str, office: str, _purpose: str) -> Any:  # noqa: ANN401 - the office does
        return office

    async def ask(self, _query: object, office: str, _form: object, **_more: object) -> CaseList:
        self.asked.append(office)
        if office in REFUSALS:
            raise RefusedAnswer(Receipt(status="refused", asked="list-cases", code=REFUSALS[office]))
        return CaseList(cases=())


def desk_of(offices: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> tuple[Desk, Offices]:
    found = Offices()

    @asynccontextmanager
    async def client(_where: Where) -> AsyncIterator[Any]:
        yield found

    monkeypatch.setattr(Where, "client", client)
    monkeypatch.setattr(Desk, "offices", offices)
    return Desk(Where(), Who("regional-manager", "office-desk", "run-the-route"), ""), found


def test_offices_are_asked_in_turn_until_one_knows_the_case(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, found = desk_of(("utrecht", "gent", "brugge"), monkeypatch)
    assert desk.ask_in_turn(ListCases(office="utrecht"), CaseList).cases == ()
    assert found.asked == ["utrecht", "gent"]


@pytest.mark.parametrize(
    ("offices", "asked"),
    [(("amersfoort", "gent"), ["amersfoort"]), (("utrecht",), ["utrecht"])],
    ids=["one that refuses for another reason", "the last one"],
)
def test_a_refusal_is_not_passed_over(
    offices: tuple[str, ...], asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, found = desk_of(offices, monkeypatch)
    with pytest.raises(RefusedAnswer):
        desk.ask_in_turn(ListCases(office="utrecht"), CaseList)
    assert found.asked == asked


def test_the_six_options_stand_behind_a_commands_own_and_json_is_last() -> None:
    app = typer.Typer()

    @app.command()
    @at_a_desk(role="operator", actor=MUST_BE_NAMED)
    def look(*, which: str = "x", desk: Desk, as_json: AsJson = False) -> None:
        typer.echo(f"{which} {desk.who} {desk.named} {desk.where.nats} {as_json}")

    shown = CliRunner().invoke(app, ["--help"]).output
    options = ("--which", "--role", "--as", "--office", "--purpose", "--dir", "--nats", "--json")
    places = [shown.index(f"{option} ") for option in options]
    assert places == sorted(places)
    assert CliRunner().invoke(app, []).exit_code == 2
    said = CliRunner().invoke(app, ["--as", "me", "--office", "gent", "--nats", "nats://x"]).output
    assert said == "x Who(role='operator', id='me', purpose='run-the-route') gent nats://x False\n"
