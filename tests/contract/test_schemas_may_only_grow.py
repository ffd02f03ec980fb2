"""Others rely on the schemas, and old messages stay in streams: within a version a message may only grow."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.contract.compatibility import Schema, breaks
from tests.contract.release import current, refusals, release, released

NOW, BEFORE = current(), released()
OLD_READERS = "who reads with the released schema cannot read what is written now"
NEW_READERS = "who reads with the schema of now cannot read what was written before"

FACT: Schema = {
    "$defs": {
        "Pace": {"enum": ["normal", "urgent"], "type": "string"},
        "Card": {"properties": {"personId": {"type": "string"}}, "required": ["personId"], "type": "object"},
    },
    "properties": {
        "count": {"type": "integer", "minimum": 1},
        "pace": {"$ref": "#/$defs/Pace"},
        "card": {"$ref": "#/$defs/Card"},
        "note": {"default": "", "type": "string", "description": "What was said."},
    },
    "required": ["count", "pace", "card"],
    "type": "object",
}


def require_note(schema: Schema) -> None:
    schema["required"].append("note")


def require_more(schema: Schema) -> None:
    schema["properties"]["more"] = {"type": "string"}
    schema["required"].append("more")


def forget_count(schema: Schema) -> None:
    schema["required"].remove("count")
    del schema["properties"]["count"]


def at(place: str, change: Callable[[Any], object]) -> Callable[[Schema], object]:
    def changed(schema: Schema) -> None:
        found: Any = schema
        for step in place.split("/"):
            found = found[step]
        change(found)

    return changed


CHANGES: list[tuple[str, Callable[[Schema], object], list[str]]] = [
    ("a new optional field", at("properties", lambda fields: fields.update(more={"type": "string"})), []),
    ("a new optional field further in", at("$defs/Card/properties", lambda f: f.update(more={"type": "null"})), []),
    ("other words", at("properties/note", lambda field: field.update(description="What was heard.")), []),
    ("a new required field", require_more, [NEW_READERS]),
    ("an optional field is required", require_note, [NEW_READERS]),
    ("a required field is optional", at("required", lambda names: names.remove("count")), [OLD_READERS]),
    ("a required field goes", forget_count, ["/count is gone", OLD_READERS]),
    ("an optional field goes", at("properties", lambda fields: fields.pop("note")), ["/note is gone"]),
    ("another type", at("properties/note", lambda field: field.update(type="integer")), [OLD_READERS, NEW_READERS]),
    ("a choice more", at("$defs/Pace/enum", lambda choices: choices.append("slow")), [OLD_READERS]),
    ("a choice less", at("$defs/Pace/enum", lambda choices: choices.pop()), [NEW_READERS]),
    ("a narrower range", at("properties/count", lambda field: field.update(minimum=2)), [NEW_READERS]),
    ("a wider range", at("properties/count", lambda field: field.update(minimum=0)), [OLD_READERS]),
    ("an inner field is required", at("$defs/Card", lambda c: c.update(required=["personId", "x"])), [NEW_READERS]),
]


@pytest.mark.parametrize(("change", "harm"), [pytest.param(c, h, id=name) for name, c, h in CHANGES])
def test_a_change_of_a_fact_is_refused_when_it_breaks_old_readers_or_new_ones(
    change: Callable[[Schema], object], harm: list[str]
) -> None:
    changed = copy.deepcopy(FACT)
    change(changed)
    assert changed != FACT
    assert breaks("facts/intake.request-received.v1", FACT, changed) == harm


@pytest.mark.parametrize(
    ("name", "narrower", "wider"),
    [
        ("commands/intake.ask-consent.v1", [NEW_READERS], []),
        ("queries/intake.list-cases.v1", [NEW_READERS], []),
        ("referrals/nl.eigenkracht.referral.submitted.v1", [NEW_READERS], []),
        ("answers/intake.list-cases.v1", [], [OLD_READERS]),
        ("referrals/nl.eigenkracht.referral.receipt.v1", [], [OLD_READERS]),
    ],
)
def test_what_others_write_may_become_wider_and_what_others_read_narrower(
    name: str, narrower: list[str], wider: list[str]
) -> None:
    less, more = copy.deepcopy(FACT), copy.deepcopy(FACT)
    less["$defs"]["Pace"]["enum"].pop()
    more["$defs"]["Pace"]["enum"].append("slow")
    assert breaks(name, FACT, less) == narrower
    assert breaks(name, FACT, more) == wider


@pytest.mark.parametrize("name", sorted({*NOW, *BEFORE}))
def test_nobody_is_broken_by_what_the_code_made_of_a_released_schema(name: str) -> None:
    assert name in NOW, "a released message is gone"
    assert name in BEFORE, "a message is not released yet: make docs"
    assert breaks(name, BEFORE[name], NOW[name]) == []
    assert BEFORE[name] == NOW[name], "the schema grew, and was not released: make docs"


def test_a_release_that_would_break_somebody_changes_nothing(tmp_path: Path) -> None:
    name, other = "facts/intake.request-received.v1", "facts/intake.request-closed.v1"
    assert release({name: FACT}, tmp_path) == []
    worse = copy.deepcopy(FACT)
    require_note(worse)
    assert release({name: worse, other: FACT}, tmp_path) == [f"{name}: {NEW_READERS}"]
    assert released(tmp_path) == {name: FACT}
    assert refusals({name: FACT}, {}) == [f"{name}: the message is gone"]
