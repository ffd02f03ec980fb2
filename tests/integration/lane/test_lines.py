"""What the log says of each message: once, when it is committed, with its ids and a code and no word of it."""

import errno
import io
import json
import re
from pathlib import Path
from typing import Any

from kring_shared.runtime import logs
from kring_shared.runtime.declared.routes import Delivery
from tests.integration.lane.desk import BOTH, CASE, OFFICE, OTHER, a_desk, door, guests
from tests.integration.lane.messages import GuestCame, Wish
from tests.integration.lane.test_batches import LONG_AGO_ID, bad, guest_json

pytestmark = BOTH


def said_of(kind: str, folder: Path, *batch: Delivery, level: str = "debug") -> list[dict[str, Any]]:
    """Settle a batch, and give the lines about it."""
    stream = io.StringIO()
    with a_desk(kind, folder) as desk:
        desk.settle(door(OTHER), door())
        with logs.written_to(stream, level):
            desk.settle(*batch)
    return [line for line in map(json.loads, stream.getvalue().splitlines()) if ".delivery." in line["event"]]


def test_each_message_is_one_line_with_its_ids_also_where_a_batch_was_halved(kind: str, tmp_path: Path) -> None:
    batch = [*guests(range(3)), bad(guest_json(mark=-1)), *guests(range(3, 5))]
    lines = said_of(kind, tmp_path, *batch)
    assert {line["message"]: line["event"].rpartition(".")[2] for line in lines} == {
        one.id: "fault" if one.id == LONG_AGO_ID else "done" for one in batch
    }
    assert len(lines) == len(batch)
    assert {(line["case"], line["office"], line["kind"], line["origin"]) for line in lines} == {
        (case, OFFICE, GuestCame.kind(), "fact") for case in (CASE, OTHER)
    }


def test_a_fault_says_its_kind_and_line_and_a_refusal_its_code(kind: str, tmp_path: Path) -> None:
    bodies = {"1" * 32: guest_json(wish=Wish.REFUSAL), "2" * 32: guest_json(wish=Wish.FAULT), "3" * 32: b"no JSON"}
    lines = said_of(kind, tmp_path, *(bad(body, fact_id=id_) for id_, body in bodies.items()), level="warning")
    dead, fault, unread = sorted(lines, key=lambda line: str(line["message"]))
    assert (fault["fault"], bool(re.fullmatch(r"\w+\.py:[0-9]+", fault["where"]))) == ("RuntimeError", True)
    assert (dead["event"].endswith(".delivery.dead"), dead["code"]) == (True, "kring.refused")
    assert (unread["event"].endswith(".delivery.dead"), unread["code"]) == (True, "kring.invalid-fields")


def test_a_kind_that_nobody_knows_is_not_repeated(kind: str, tmp_path: Path) -> None:
    lines = said_of(kind, tmp_path, bad(guest_json(), "street.zwaantje-vossenbrink.v1"))
    assert [line["kind"] for line in lines] == ["unknown"]


class FullDisk(io.StringIO):
    """A log on a disk that is full."""

    def write(self, text: str) -> int:
        raise OSError(errno.ENOSPC, text)


def test_a_log_that_cannot_be_written_is_in_nobody_s_way(kind: str, tmp_path: Path) -> None:
    refused = bad(guest_json(wish=Wish.REFUSAL))
    with a_desk(kind, tmp_path) as desk, logs.written_to(FullDisk(), "debug"):
        assert desk.settle(door(), door(OTHER), *guests([1]), refused).outcomes == {
            ("fact", "done"): 3,
            ("fact", "refused"): 1,
        }
        assert desk.marks() == (1,)
