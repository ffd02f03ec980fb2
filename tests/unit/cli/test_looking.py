"""The access log at the command line: every service is asked, to the last page, and lines come in order."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import typer

from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.envelope import Receipt
from kring_shared.contracts.every_service import Looks, WhoLooked
from kring_shared.runtime.bus.client import RefusedAnswer
from kring_shared.runtime.cli.asking.of_all import in_order, read_all
from kring_shared.runtime.cli.edge import purpose_of

CASE = "019aa0000000700080000000000000a1"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
ACTOR = Actor(id="x", role=Role.REGIONAL_MANAGER, office="utrecht", purpose="look-at-access", issued_at=NOON)
NAMES = ["intake", "conference", "zeal"]


def a_line(minute: int) -> dict[str, Any]:
    empty = dict.fromkeys(("role", "office", "purpose", "basis", "asked", "what", "case_id", "about", "outcome"), "")
    return {**empty, "at": NOON + timedelta(minutes=minute), "actor": str(minute), "emergency": False}


class Asked:
    """Stands for the client: answers as each service is told to."""

    def __init__(self, answers: dict[str, Callable[[str], Looks]]) -> None:
        self.answers = answers

    async def ask(self, query: WhoLooked, _actor: Actor, _form: type[Looks], *, service: str) -> Looks:
        return self.answers[service](query.after)


def refusing(code: str) -> Callable[[str], Looks]:
    def answer(_after: str) -> Looks:
        raise RefusedAnswer(Receipt(status="refused", code=code, message="no"))

    return answer


def paged(*pages: list[int]) -> Callable[[str], Looks]:
    def answer(after: str) -> Looks:
        place = int(after.partition("-")[0] or 0)
        following = f"{place + 1}-1" if place + 1 < len(pages) else ""
        return Looks.model_validate({"lines": [a_line(n) for n in pages[place]], "next": following})

    return answer


async def read(**answers: Callable[[str], Looks]) -> tuple[list[tuple[str, str]], tuple[str, ...]]:
    client: Any = Asked(answers)
    found, closed = await read_all(client, ACTOR, WhoLooked(case_id=CASE), list(answers))
    return [(service, line.actor) for service, line in found], closed


async def test_every_page_of_every_service_is_read_and_the_lines_come_in_order() -> None:
    found, closed = await read(intake=paged([1, 4], [5], [9]), conference=paged([2, 3]))
    assert found == [
        ("intake", "1"),
        ("conference", "2"),
        ("conference", "3"),
        ("intake", "4"),
        ("intake", "5"),
        ("intake", "9"),
    ]
    assert closed == ()


async def test_a_service_where_one_takes_no_part_is_named_and_the_others_answer() -> None:
    found, closed = await read(intake=paged([1]), conference=refusing("kring.not-permitted"))
    assert (found, closed) == ([("intake", "1")], ("conference",))


@pytest.mark.parametrize(
    "answers",
    [
        {"intake": refusing("kring.not-permitted"), "conference": refusing("kring.not-permitted")},
        {"intake": paged([1]), "conference": refusing("kring.not-found")},
    ],
    ids=["all are closed", "another reason"],
)
async def test_a_refusal_by_all_or_for_another_reason_is_one(answers: dict[str, Callable[[str], Looks]]) -> None:
    with pytest.raises(RefusedAnswer):
        await read(**answers)


def test_services_come_as_people_meet_them_and_strangers_last() -> None:
    assert in_order(["zeal", "conference", "intake"]) == NAMES


def test_an_emergency_takes_the_place_of_the_purpose_and_has_to_be_one() -> None:
    assert purpose_of("run-the-route", "") == "run-the-route"
    assert purpose_of("run-the-route", "medical") == "emergency-medical"
    with pytest.raises(typer.BadParameter, match="there are danger, medical, coordinator-away"):
        purpose_of("run-the-route", "curiosity")
