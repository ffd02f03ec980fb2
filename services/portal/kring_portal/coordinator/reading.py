"""What a form says, as a message of a service: its fields are named as the contract names them."""

import re
from datetime import datetime
from types import UnionType
from typing import Any, Final, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel
from starlette.datastructures import FormData

from kring_portal.web.words import ZONE

M = TypeVar("M", bound=BaseModel)
LOCAL: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
SAYS_NOTHING: Final = frozenset({"comfort", "interpreter"})
"""Where an empty field says that somebody needs nothing; everywhere else it says nothing at all."""


def read(kind: type[M], form: FormData, **known: object) -> M:
    """Read a message from a form; `known` are fields that the page itself knows.

    Raises:
        ValidationError: something of it is not as the contract wants it.
    """
    said: dict[str, Any] = {}
    for name, field in kind.model_fields.items():
        if name in known:
            continue
        given = [moment(str(value).strip()) for value in form.getlist(name)]
        inside = f"{name}."
        nested = {key.removeprefix(inside): str(value).strip() for key, value in form.items() if key.startswith(inside)}
        if nested:
            said[name] = nested
        elif _is_many(field.annotation):
            said |= {name: [value for value in given if value]} if given else {}
        elif given and (given[-1] or name in SAYS_NOTHING):
            said[name] = given[-1]
        elif field.annotation is bool and field.is_required():
            said[name] = False  # a box that nobody ticked
    return kind.model_validate(said | known)


def moment(written: str) -> str:
    """Read a day and hour as clocks here show it; anything else stays as it is."""
    return datetime.fromisoformat(written).replace(tzinfo=ZONE).isoformat() if LOCAL.fullmatch(written) else written


def _is_many(annotation: object) -> bool:
    """Tell whether a field holds several values."""
    if get_origin(annotation) in {Union, UnionType}:
        return any(_is_many(one) for one in get_args(annotation))
    return get_origin(annotation) is tuple
