"""The JSON that a person hands to a command: as a word, from standard input, or from a file."""

import json
import sys
from pathlib import Path
from typing import Any

import typer
from pydantic import ValidationError


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
    except (RecursionError, UnicodeDecodeError):
        raise typer.BadParameter("this is not JSON in UTF-8 of any sensible depth", param_hint="JSON") from None
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
