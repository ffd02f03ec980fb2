"""A message says what it is, each of its fields says what it holds, and an example of it can be read back."""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum
from types import NoneType
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator
from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo

from kring_shared.contracts import catalogue, referral
from kring_shared.contracts.envelope import Answer, Deadline, Receipt
from kring_shared.runtime.published.schemas import example_of
from tests.architecture.tree import subclasses_in_contracts

MESSAGES: list[type[BaseModel]] = [
    *catalogue.FACTS.values(),
    *catalogue.COMMANDS.values(),
    *catalogue.QUERIES.values(),
    *subclasses_in_contracts(Deadline),
    *subclasses_in_contracts(Answer),
    Receipt,
    referral.Referral,
    referral.ReferralReceipt,
    referral.ReferralStatus,
]
SAYS_ITSELF = {
    "ids, opaque wherever they stand": {"case_id", "coordinator_id", "acceptor_id", "id"},
    "words of the field and of every day": {"name", "title", "office", "language", "languages", "municipality"}
    | {"conditions", "question", "venue", "who", "what", "when", "by", "birth_year"},
    "where something stands, by its process table": {"stage", "plan_stage", "status", "possible"}
    | {"follow_ups", "follow_up_results"},
    "counted from 1, or in the unit of their name": {"step", "steps", "plan_version", "question_version", "limit"}
    | {"present_count", "recipients", "maximum_load", "active_cases", "tries", "minutes_worked", "distance_km"},
    "codes": {"topics", "digest", "service", "kind", "channel", "policy", "waits_for"},
}
"""Names of fields that need no sentence: each means the same wherever it stands."""
PLAIN = {name for names in SAYS_ITSELF.values() for name in names}


def _parts(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 - a type, or anything a type can be written with
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part)


def everything_in(models: Iterable[type[BaseModel]]) -> list[type[BaseModel]]:
    """Give the models and all they are made of, each once, by name."""
    seen: set[type[BaseModel]] = set()
    waiting = list(models)
    while waiting:
        model = waiting.pop()
        if model not in seen:
            seen.add(model)
            parts = [part for field in model.model_fields.values() for part in _parts(field.annotation)]
            waiting += [part for part in parts if isinstance(part, type) and issubclass(part, BaseModel)]
    written = {model.__pydantic_generic_metadata__["origin"] or model for model in seen}
    return sorted(written, key=lambda model: (model.__module__, model.__name__))


EVERYTHING = everything_in(MESSAGES)


def test_a_message_says_in_one_line_what_it_is() -> None:
    silent = [model for model in EVERYTHING if not (model.__doc__ or "").strip().split("\n")[0].endswith(".")]
    assert silent == []


def test_each_field_says_what_it_holds_by_its_words_its_type_or_its_example() -> None:
    silent = [
        f"{model.__name__}.{name}"
        for model in EVERYTHING
        for name, field in model.model_fields.items()
        if not (_is_explained(field) or name in PLAIN)
    ]
    assert silent == []


@pytest.mark.parametrize("model", MESSAGES, ids=lambda model: model.__name__)
def test_an_example_of_a_message_whole_or_bare_is_read_and_written_without_loss(model: type[BaseModel]) -> None:
    for needed_only in (False, True):
        example = example_of(model, needed_only=needed_only)
        message = model.model_validate(example, by_alias=True, by_name=False, extra="forbid")
        assert model.model_validate_json(message.model_dump_json(by_alias=True)) == message
        assert set(example) <= set(message.model_dump(by_alias=True))


@pytest.mark.parametrize("model", MESSAGES, ids=lambda model: model.__name__)
def test_what_kring_writes_keeps_to_the_schema_it_publishes(model: type[BaseModel]) -> None:
    written = model.model_validate(example_of(model)).model_dump(mode="json", by_alias=True)
    Draft202012Validator(model.model_json_schema()).validate(written)


def _is_explained(field: FieldInfo) -> bool:
    if field.description or field.examples:
        return True
    parts = {part for part in _parts(field.annotation) if isinstance(part, type)} - {NoneType, tuple}
    plain = {part for part in parts if not issubclass(part, Enum | BaseModel | bool | date | AwareDatetime)}
    return not plain or any(getattr(each, "pattern", None) for each in field.metadata)
