"""What the schema of a message tells: its fields in words, and an example that its own class accepts."""

from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel

FALLBACK: dict[str, Any] = {
    "string": "an example", "integer": 1, "number": 1.0, "boolean": True, "null": None, "object": {}, "array": [],
}  # fmt: skip
FORMATS: Final = {"date": "2026-11-20", "date-time": "2026-11-20T09:12:00Z"}


@dataclass(frozen=True)
class FieldCard:
    """One field as a person sees it."""

    name: str
    type: str
    required: bool
    description: str


def sentence_of(model: type[BaseModel]) -> str:
    """Give what a message is, from the first line of its docstring."""
    return (model.__doc__ or "").strip().partition("\n")[0]


def fields_of(model: type[BaseModel]) -> list[FieldCard]:
    """Describe the fields of a message, by their names on the wire."""
    schema = model.model_json_schema()
    needed, defs = schema.get("required", ()), schema.get("$defs", {})
    return [
        FieldCard(name, _words(field, defs), name in needed, field.get("description", ""))
        for name, field in schema.get("properties", {}).items()
    ]


def example_of(model: type[BaseModel], *, needed_only: bool = False) -> dict[str, Any]:
    """Make an example of a message from the examples of its fields, by their names on the wire."""
    schema = model.model_json_schema()
    made: dict[str, Any] = _example(schema, schema.get("$defs", {}), needed_only=needed_only)
    return made


def _example(schema: dict[str, Any], defs: dict[str, Any], *, needed_only: bool) -> Any:  # noqa: ANN401 - JSON
    given = [*schema.get("examples", ()), *schema.get("enum", ()), *([schema["const"]] if "const" in schema else [])]
    if given:
        return given[0]
    inside = _resolve(schema, defs) if "$ref" in schema else schema.get("anyOf", [None])[0]
    if inside is not None:
        return _example(inside, defs, needed_only=needed_only)
    if schema.get("type") == "array":
        return [_example(schema["items"], defs, needed_only=needed_only)] if "items" in schema else []
    if "properties" in schema:
        wanted = schema.get("required", ()) if needed_only else schema["properties"]
        return {name: _example(schema["properties"][name], defs, needed_only=needed_only) for name in wanted}
    ways = (schema.get("minimum"), FORMATS.get(schema.get("format", "")), schema.get("default"))
    return next((way for way in ways if way is not None), FALLBACK.get(schema.get("type", "object")))


def _words(schema: dict[str, Any], defs: dict[str, Any]) -> str:
    if "$ref" in schema:
        named = _resolve(schema, defs)
        return _words(named, defs) if "enum" in named else str(named.get("title", "object"))
    if "enum" in schema:
        return "|".join(map(str, schema["enum"]))
    if "anyOf" in schema:
        return " or ".join(_words(each, defs) for each in schema["anyOf"] if each.get("type") != "null")
    if schema.get("type") == "array":
        return f"list of {_words(schema.get('items', {}), defs)}"
    return str(schema.get("format") or schema.get("type") or "anything")


def _resolve(schema: dict[str, Any], defs: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = defs[schema["$ref"].rpartition("/")[2]]
    return found
