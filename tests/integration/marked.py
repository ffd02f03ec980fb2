"""Messages full of words that nobody else would write: where one of them is found, something personal was told on."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from kring_shared.runtime.published.schemas import FORMATS, example_of

MARKED: Final[Mapping[str, str]] = {
    "name": "Zwaantje Vossenbrink",
    "email": "zwaantje.vossenbrink@pluimgraaf.example",
    "phone": "+31 6 98761234",
    "birth": "1977-03-19",
    "question": "Hoe blijft Pleuntje bij ons wonen?",
    "plan": "Tandwieloma haalt haar elke woensdag",
    "address": "Kwikstaartlaan 37, 3511 QX Utrecht",
}
PERSONAL: Final = (
    *("Zwaantje", "Vossenbrink", "pluimgraaf", "98761234", "1977-03-19", "Pleuntje"),
    *("Tandwieloma", "Kwikstaartlaan", "3511 QX"),
)
"""What is looked for, in whatever case it is written."""
ALL_OF_IT: Final = "; ".join(MARKED.values())
OPAQUE: Final = frozenset({"case_id", "caseId", "office", "kind", "by", "occurredAt"})


def leaks(text: str) -> list[str]:
    """Give the lines in which anything personal can be read."""
    return [line for line in text.splitlines() if any(word.lower() in line.lower() for word in PERSONAL)]


def marked(model: type[BaseModel]) -> dict[str, Any]:
    """Make a message whose every free text is marked; where its own rules refuse that, as much as they take."""
    plain = example_of(model)
    schema = model.model_json_schema()
    fields = schema.get("properties", {})
    every = {name: _marked(name, field, schema.get("$defs", {}), plain.get(name)) for name, field in fields.items()}
    for name in list(every) if not _stands(model, every) else ():
        if not _stands(model, plain | {name: every[name]}):
            every[name] = plain[name]
    return every if _stands(model, every) else plain


def misplaced(model: type[BaseModel]) -> dict[str, Any]:
    """Make a message that has the marked words wherever anything may stand, whatever belongs there."""
    return dict.fromkeys(model.model_json_schema().get("properties", {}), ALL_OF_IT)


def _stands(model: type[BaseModel], fields: dict[str, Any]) -> bool:
    try:
        model.model_validate(fields)
    except ValidationError:
        return False
    return True


def _marked(name: str, schema: Mapping[str, Any], defs: Mapping[str, Any], example: Any) -> Any:  # noqa: ANN401 - JSON
    if "$ref" in schema:
        schema = defs[schema["$ref"].rpartition("/")[2]]
    for way in schema.get("anyOf", ()):
        if way.get("type") != "null":
            return _marked(name, way, defs, example)
    if "properties" in schema:
        of = example if isinstance(example, dict) else {}
        return {part: _marked(part, field, defs, of.get(part)) for part, field in schema["properties"].items()}
    if schema.get("type") == "array" and "items" in schema:
        first = example[0] if isinstance(example, list) and example else None
        return [_marked(name, schema["items"], defs, first)]
    if schema.get("format") in FORMATS:
        return MARKED["birth"] if schema["format"] == "date" else example or FORMATS[schema["format"]]
    if schema.get("type") == "string" and not schema.keys() & {"enum", "const", "pattern"} and name not in OPAQUE:
        return _words_for(name)[: schema.get("maxLength")]
    return example if example is not None else example_of_type(schema)


def _words_for(name: str) -> str:
    return next((words for of, words in MARKED.items() if of in name.lower()), ALL_OF_IT)


def example_of_type(schema: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
    """Give something of a type, where the field has no example."""
    if schema.get("enum"):
        return schema["enum"][0]
    return {"string": "", "integer": schema.get("minimum", 1), "number": 1.0, "boolean": True}.get(
        str(schema.get("type")), schema.get("default")
    )
