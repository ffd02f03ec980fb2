"""Messages with fields made up as their classes say: a new command of a request is tried without being named."""

import types
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Final, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from kring_shared.contracts.conference import PlanText
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.field import PersonCard
from kring_shared.contracts.intake import MandateNote, Purpose
from kring_shared.contracts.referral import Referral
from kring_shared.contracts.sealed import Contact, Sealed
from tests.unit.intake.made import COORDINATOR, a_card
from tests.unit.intake.sent import data

Made = st.SearchStrategy[Any]
A_REFERRAL: Final = Referral.model_validate(data())
WHOLE: Final[dict[type, Made]] = {
    Contact: st.just(Contact(name="Somebody", phone="0612345678")),
    PersonCard: st.just(a_card(COORDINATOR, "Ans")),
    Referral: st.just(A_REFERRAL),
    bool: st.booleans(),
    int: st.integers(1, 3),
    Sealed[PlanText]: st.just(Sealed(scope="case/x", box="eA==")),
    date: st.dates(date(2026, 11, 1), date(2027, 3, 1)),
}
PARTS: Final = frozenset({MandateNote})
WORDS: Final[dict[str, Made]] = {
    "purpose": st.sampled_from([Purpose.CONFERENCE, Purpose.CONFERENCE, *Purpose, "something-else"]),
    "kind": st.sampled_from(["youthCourt", "ocj"]),
    "body": st.just("youthCourt"),
    "to_office": st.sampled_from(["gent", "gent", "nowhere"]),
    "digest": st.just("0" * 64),
    "channel": st.just("phone"),
    "legal_term": st.sampled_from(["nl-wmo-plan", "unheard-of"]),
}
"""What stands in a field of plain text, by the field's name."""
STAMPED: Final = frozenset({"office", "occurred_at", "by"})


class Unmakeable(Exception):
    """A field is required that cannot be made up here, such as something sealed."""


def anything(model: type[Named], cases: Sequence[str], people: Sequence[str]) -> Made:
    """Make messages of a class about one of these cases, with ids of these people.

    Raises:
        Unmakeable: it has a field that cannot be made up.
    """
    return _filled(model, st.sampled_from(cases), st.sampled_from(people))


def _filled(model: type[BaseModel], cases: Made, people: Made) -> Made:
    required: dict[str, Made] = {}
    optional: dict[str, Made] = {}
    for name, field in model.model_fields.items():
        if name in STAMPED:
            continue
        try:
            made = _field(name, field.annotation, cases, people)
        except Unmakeable:
            if field.is_required():
                raise
            continue
        (required if field.is_required() else optional)[name] = made
    return st.fixed_dictionaries(required, optional=optional).map(model.model_validate)


def _field(name: str, annotation: Any, cases: Made, people: Made) -> Made:  # noqa: ANN401 - any annotation
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _field(name, inside[0], cases, people)
    if origin in {Union, types.UnionType}:
        return st.one_of(*(st.none() if one is type(None) else _field(name, one, cases, people) for one in inside))
    if origin is tuple:
        return st.lists(_field(name, inside[0], cases, people), min_size=1, max_size=2).map(tuple)
    return _plain(name, annotation, cases, people)


def _plain(name: str, kind: Any, cases: Made, people: Made) -> Made:  # noqa: ANN401 - any annotation
    if kind in WHOLE:
        return WHOLE[kind]
    if kind is str:
        return _text(name, cases, people)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return st.sampled_from(list(kind))
    if kind in PARTS:
        return _filled(kind, cases, people)
    raise Unmakeable(name)


def _text(name: str, cases: Made, people: Made) -> Made:
    if name in WORDS:
        return WORDS[name]
    if name in {"case_id", "into_id", "other_id", "previous_case_id", "talk_id"}:
        return cases
    if name.endswith(("_id", "_ids")) or name in {"known_holders", "no_holders", "for_persons", "recipients"}:
        return people
    raise Unmakeable(name)


def is_about_a_request(model: type[Named]) -> bool:
    """Tell whether a message names a case, and can be made up."""
    fields: dict[str, FieldInfo] = model.model_fields
    try:
        anything(model, ["0" * 32], ["0" * 32])
    except Unmakeable:
        return False
    return "case_id" in fields or "talk_id" in fields
