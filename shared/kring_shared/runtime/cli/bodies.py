"""What a person typed, as a message: JSON as a word, from standard input or a file, or ids and other words."""

import json
import sys
from pathlib import Path
from typing import Any, Final, TypeVar

import typer
from pydantic import ValidationError

from kring_shared.contracts.envelope import Named
from kring_shared.kernel.errors import InvalidFields
from kring_shared.runtime.lane.receipts import pointers

M = TypeVar("M", bound=Named)
WRONG: Final = "{wrong}; nothing was sent"
NO_ID: Final = "an id is 32 digits and letters a to f"


def made(kind: type[M], said: str = WRONG, /, **fields: Any) -> M:  # noqa: ANN401 - whatever belongs in it
    """Make a message; what is wrong with it is said before anything is sent.

    Args:
        kind: Of which class.
        said: What to say when a field is wrong; `{wrong}` names those.
        fields: What belongs in it, under either spelling.

    Raises:
        InvalidFields: something in it is not what it must be; the words never repeat what was typed.
    """
    try:
        return kind.model_validate(fields, extra="forbid")
    except ValidationError as error:
        raise InvalidFields(pointers(error), said.replace("{wrong}", wrong_fields(error))) from None


def made_of_ids(kind: type[M], where: str, /, **fields: Any) -> M:  # noqa: ANN401 - mostly ids
    """Make a message of ids that were typed; raises `BadParameter`, which names where, when one is none."""
    try:
        return made(kind, **fields)
    except InvalidFields:
        raise typer.BadParameter(NO_ID, param_hint=where) from None


def read_body(text: str) -> dict[str, Any]:
    """Read a JSON object from the word itself, from standard input (`-`), or from a file (`@FILE`).

    Raises:
        typer.BadParameter: it cannot be read, or is not a JSON object.
    """
    try:
        found = json.loads(_text_of(text))
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} column {error.colno}"
        raise typer.BadParameter(f"this is not JSON ({error.msg} at {where})", param_hint="JSON") from None
    except (RecursionError, ValueError):
        raise typer.BadParameter(
            "this is not JSON in UTF-8 of any sensible depth or figures", param_hint="JSON"
        ) from None
    if not isinstance(found, dict):
        raise typer.BadParameter('a JSON object is expected, such as {"caseId": "…"}', param_hint="JSON")
    return found


def wrong_fields(error: ValidationError) -> str:
    """Name the fields that are missing, unknown or wrong, as JSON pointers; never what stood there."""
    found: dict[str, list[str]] = {}
    for problem in error.errors(include_input=False, include_url=False):
        word = {"missing": "missing", "extra_forbidden": "unknown"}.get(problem["type"], "wrong")
        found.setdefault(word, []).append("/" + "/".join(map(str, problem["loc"])))
    return "; ".join(f"{word}: {', '.join(dict.fromkeys(where))}" for word, where in found.items())


def _text_of(text: str) -> str:
    if text == "-":
        return sys.stdin.read()
    if not text.startswith("@"):
        return text
    try:
        return Path(text[1:]).read_text(encoding="utf-8")
    except OSError as error:
        raise typer.BadParameter(f"{text[1:]} cannot be read ({error.strerror})", param_hint="JSON") from None
