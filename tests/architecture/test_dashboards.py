"""The dashboards for Grafana ask for figures that services tell, and run in whatever Grafana they are put."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import pytest

from tests.architecture.figures_asked import FIGURES, PROCESS, asked_for
from tests.architecture.tree import ROOT

FILES: Final = sorted((ROOT / "deploy/grafana").glob("*.json"))
BOARDS: Final = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in FILES}
OWN_VARIABLE: Final = "${datasource}"
WIDE: Final = 24

each_board = pytest.mark.parametrize("board", BOARDS.values(), ids=list(BOARDS))


def questions(board: dict[str, Any]) -> Iterator[str]:
    """Give every question that a board asks."""
    for panel in board["panels"]:
        yield from (target["expr"] for target in panel.get("targets", ()))
    yield from (one["definition"] for one in board["templating"]["list"] if one["type"] == "query")


def test_there_is_a_board_for_everything_and_one_for_each_service() -> None:
    assert list(BOARDS) == ["overview", "service"]
    assert "$service" not in "".join(questions(BOARDS["overview"]))
    (chosen,) = [one for one in BOARDS["service"]["templating"]["list"] if one["name"] == "service"]
    assert chosen["definition"].startswith("label_values(")


def test_no_two_boards_have_one_id() -> None:
    assert len({board["uid"] for board in BOARDS.values()}) == len(BOARDS)
    assert all("id" not in board for board in BOARDS.values())  # that is Grafana's own to give


@each_board
def test_no_two_panels_have_one_id_and_none_lies_over_another(board: dict[str, Any]) -> None:
    ids = [panel["id"] for panel in board["panels"]]
    assert len(ids) == len(set(ids))
    taken = [place for panel in board["panels"] for place in _covered(panel["gridPos"])]
    assert len(taken) == len(set(taken))
    assert max(across for across, _ in taken) < WIDE


@each_board
def test_whose_figures_are_shown_is_chosen_by_the_reader(board: dict[str, Any]) -> None:
    assert "datasource" in {one["name"] for one in board["templating"]["list"] if one["type"] == "datasource"}
    asking = [panel for panel in board["panels"] if panel["type"] != "row"]
    sources = [one["datasource"] for panel in asking for one in (panel, *panel["targets"])]
    assert {source["uid"] for source in sources} == {OWN_VARIABLE}


@each_board
def test_a_board_names_no_host(board: dict[str, Any]) -> None:
    text = json.dumps(board)
    assert re.findall(r"https?://|\d+\.\d+\.\d+\.\d+|localhost|:\d{4,5}\b", text) == []


@each_board
def test_every_panel_asks_for_figures_that_services_tell_and_says_what_they_mean(board: dict[str, Any]) -> None:
    for question in questions(board):
        assert asked_for(question) <= FIGURES | PROCESS, question
    asking = [panel for panel in board["panels"] if panel["type"] != "row"]
    assert [panel["title"] for panel in asking if not panel["description"].endswith(".") or not panel["targets"]] == []


def test_every_figure_is_on_a_board() -> None:
    shown = {name for board in BOARDS.values() for question in questions(board) for name in asked_for(question)}
    told = {re.sub(r"_(bucket|sum|count)$", "", name) for name in FIGURES}
    assert told - {re.sub(r"_(bucket|sum|count)$", "", name) for name in shown} == set()


@each_board
def test_a_link_leads_to_a_board(board: dict[str, Any]) -> None:
    known = {f"/d/{one['uid']}" for one in BOARDS.values()}
    assert {link["url"] for link in board["links"]} <= known
    assert board["links"]


def _covered(place: dict[str, int]) -> Iterator[tuple[int, int]]:
    for across in range(place["x"], place["x"] + place["w"]):
        for down in range(place["y"], place["y"] + place["h"]):
            yield across, down
