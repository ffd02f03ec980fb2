"""Each rule of the NL API Design Rules' published ruleset, by its name, held against the document on every machine.

The ruleset is published on a site of its own and not as a package, so it is never fetched here: what each rule asks is
looked at in our own words, and a rule that is made up to be broken shows that the look notices.
"""

import copy
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import jsonschema
import pytest

from tests.contract.test_openapi import OPENAPI

Document = dict[str, Any]
SEMVER: Final = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
KEBAB: Final = re.compile(r"[a-z0-9-]+|\{[^}]+\}")
CAMEL: Final = re.compile(r"[a-z][a-z\d]*([A-Z][a-z\d]*)*")
PASCAL: Final = re.compile(r"[A-Z][A-Za-z0-9]*")
METHODS: Final = {"post", "put", "get", "delete", "patch"}
A_DATE: Final = re.compile(r"(date|datum)|.*(\w+D|_[dD])(ate|atum).*")


def operations(document: Document) -> Iterator[tuple[str, str, Document]]:
    """Give every operation with its path and method."""
    for path, methods in document["paths"].items():
        yield from ((path, method, operation) for method, operation in methods.items())


def answers(document: Document) -> Iterator[tuple[str, Document]]:
    """Give every answer with its status, those that several operations share once each."""
    for _, _, operation in operations(document):
        for status, answer in operation["responses"].items():
            shared = answer.get("$ref", "").rpartition("/")[2]
            yield status, document["components"]["responses"][shared] if shared else answer


def fields(part: Any) -> Iterator[tuple[str, Document]]:  # noqa: ANN401 - any part of a document
    """Give every field of every schema, by name."""
    if isinstance(part, dict):
        found = part.get("properties")
        if isinstance(found, dict):
            yield from ((name, schema) for name, schema in found.items() if isinstance(schema, dict))
        for one in part.values():
            yield from fields(one)
    elif isinstance(part, list):
        for one in part:
            yield from fields(one)


def resolved(document: Document, schema: Document) -> Document:
    """Follow a reference inside the document."""
    while "$ref" in schema:
        found: Any = document
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema


def formats(schema: Document) -> set[str]:
    """Give the formats that a field may have, whichever of several forms it takes."""
    forms = [schema, *schema.get("anyOf", ()), *schema.get("allOf", ()), *schema.get("oneOf", ())]
    return {one["format"] for one in forms if "format" in one}


def of_status(document: Document, *first: str) -> list[Document]:
    """Give the answers whose status begins so."""
    return [answer for status, answer in answers(document) if status.startswith(first)]


def needs_a_400(method: str, operation: Document) -> bool:
    """Tell whether something in a request may be wrong."""
    return method in {"put", "post", "patch"} or bool(operation.get("parameters"))


def problems(document: Document) -> list[Document]:
    """Give the schemas of errors."""
    found = [answer["content"]["application/problem+json"]["schema"] for answer in of_status(document, "4", "5")]
    return [resolved(document, schema) for schema in found]


def dates(document: Document) -> list[Document]:
    """Give the fields that are called a date."""
    return [schema for name, schema in fields(document) if A_DATE.fullmatch(name)]


def declared(path: str, operation: Document) -> bool:
    """Tell whether the variables of a path are its parameters, each once."""
    said = [one["name"] for one in operation.get("parameters", ()) if one["in"] == "path"]
    return sorted(said) == sorted(re.findall(r"\{([^}]+)\}", path))


def all_named_once(names: list[str]) -> bool:
    """Tell whether no two are called alike."""
    return len(names) == len(set(names))


def examples_fit(document: Document) -> bool:
    """Tell whether the examples of fields are as their schemas ask."""
    for _, schema in fields(document):
        whole = {**schema, "components": document["components"]}
        check = jsonschema.Draft202012Validator(whole)
        if any(not check.is_valid(example) for example in schema.get("examples", ())):
            return False
    return True


def media_fit(document: Document) -> bool:
    """Tell whether the examples of bodies are as their schemas ask."""
    bodies = [*of_status(document, "2", "4", "5")]
    bodies += [operation["requestBody"] for _, _, operation in operations(document) if "requestBody" in operation]
    for body in bodies:
        for form in body.get("content", {}).values():
            whole = {**form.get("schema", {}), "components": document["components"]}
            shown = [form["example"]] if "example" in form else []
            shown += [one["value"] for one in form.get("examples", {}).values()]
            if any(not jsonschema.Draft202012Validator(whole).is_valid(example) for example in shown):
                return False
    return True


def is_openapi(document: Document) -> bool:
    """Tell whether what every OpenAPI document has is there."""
    return {"openapi", "info", "paths"} <= set(document) and {"title", "version"} <= set(document["info"])


def paths_in_kebab_case(document: Document) -> bool:
    """Tell whether every part of every path but the document's own is kebab-case or a variable."""
    parts = [part for path in document["paths"] if path != "/openapi.json" for part in path.strip("/").split("/")]
    return all(KEBAB.fullmatch(part) for part in parts)


def queries_in_camel_case(document: Document) -> bool:
    """Tell whether what is asked in an address is camelCase."""
    asked = [one for _, _, operation in operations(document) for one in operation.get("parameters", ())]
    return all(CAMEL.fullmatch(one["name"]) for one in asked if one["in"] == "query")


RULES: Final[dict[str, Callable[[Document], bool]]] = {
    "oas3-schema": is_openapi,
    "operation-operationId-unique": lambda d: all_named_once([o["operationId"] for _, _, o in operations(d)]),
    "path-params": lambda d: all(declared(path, operation) for path, _, operation in operations(d)),
    "openapi-tags-uniqueness": lambda d: all_named_once([tag["name"] for tag in d.get("tags", ())]),
    "oas3-valid-media-example": media_fit,
    "oas3-valid-schema-example": examples_fit,
    "oas3-server-variables": lambda d: all("{" not in server["url"] for server in d["servers"]),
    "oas3-api-servers": lambda d: bool(d.get("servers")),
    "path-keys-no-trailing-slash": lambda d: not any(path.endswith("/") for path in d["paths"]),
    "nlgov:openapi3": lambda d: re.fullmatch(r"3(\.\d+){1,2}", d["openapi"]) is not None,
    "nlgov:openapi-root-exists": lambda d: bool(d.get("openapi")),
    "nlgov:missing-version-header": lambda d: all("API-Version" in one["headers"] for one in of_status(d, "2", "3")),
    "nlgov:missing-header": lambda d: all(one.get("headers") for one in of_status(d, "2", "3")),
    "nlgov:include-major-version-in-uri": lambda d: all(re.search(r"/v\d", one["url"]) for one in d["servers"]),
    "nlgov:paths-no-trailing-slash": lambda d: not any(path.rstrip().endswith("/") for path in d["paths"]),
    "info-contact": lambda d: bool(d["info"].get("contact")),
    "nlgov:info-contact-fields-exist": lambda d: {"email", "name", "url"} <= set(d["info"]["contact"]),
    "nlgov:http-methods": lambda d: all(method in METHODS for _, method, _ in operations(d)),
    "nlgov:paths-kebab-case": paths_in_kebab_case,
    "nlgov:query-keys-camel-case": queries_in_camel_case,
    "nlgov:schema-camel-case": lambda d: all(PASCAL.fullmatch(name) for name in d["components"]["schemas"]),
    "nlgov:servers-use-https": lambda d: all(one["url"].startswith("https://") for one in d["servers"]),
    "nlgov:use-problem-schema": lambda d: all(
        "application/problem+json" in one["content"] for one in of_status(d, "4", "5")
    ),
    "nlgov:problem-schema-members": lambda d: all(
        {"status", "title", "detail"} <= set(p["properties"]) for p in problems(d)
    ),
    "nlgov:problem-invalid-input": lambda d: all(
        "400" in operation["responses"] for _, method, operation in operations(d) if needs_a_400(method, operation)
    ),
    "nlgov:property-casing": lambda d: all(CAMEL.fullmatch(name) for name, _ in fields(d) if "_links" in name.lower()),
    "nlgov:date-time-ensure-timezone": lambda d: not any("date-time-local" in formats(one) for _, one in fields(d)),
    "nlgov:time-without-timezone": lambda d: not any("time" in formats(one) for _, one in fields(d)),
    "nlgov:specify-format-for-date-and-time": lambda d: all(formats(one) for one in dates(d)),
    "nlgov:use-date-instead-of-datetime": lambda d: not any("date-time" in formats(one) for one in dates(d)),
    "nlgov:semver": lambda d: SEMVER.fullmatch(d["info"]["version"]) is not None,
}
"""What each rule asks, under the name that the published ruleset has for it."""


def an_answer(document: Document, first: str) -> Document:
    """Give one answer of a kind, to break."""
    return of_status(document, first)[0]


def a_field(document: Document, name: str, schema: Document) -> None:
    """Add a field to a schema."""
    schemas = document["components"]["schemas"]
    next(one for one in schemas.values() if "properties" in one)["properties"][name] = schema


def a_post(document: Document) -> Document:
    """Give an operation that takes a body, to break."""
    return next(operation for _, method, operation in operations(document) if method == "post")


def ask(document: Document, name: str, place: str = "query") -> None:
    """Ask for something more at an operation."""
    a_post(document).setdefault("parameters", []).append({"name": name, "in": place, "schema": {"type": "string"}})


def put(part: Document, name: str, value: Any) -> None:  # noqa: ANN401 - any part of a document
    """Put something else in a place."""
    part[name] = value


def same_id_twice(document: Document) -> None:
    """Call two operations alike."""
    one, other, *_ = [operation for _, _, operation in operations(document)]
    other["operationId"] = one["operationId"]


TEXT: Final = {"type": "string"}
BROKEN: Final[dict[str, Callable[[Document], object]]] = {
    "oas3-schema": lambda d: d["info"].pop("title"),
    "operation-operationId-unique": same_id_twice,
    "path-params": lambda d: ask(d, "unknown", "path"),
    "openapi-tags-uniqueness": lambda d: put(d, "tags", [{"name": "Token"}, {"name": "Token"}]),
    "oas3-valid-media-example": lambda d: put(
        an_answer(d, "4")["content"]["application/problem+json"], "example", "no problem"
    ),
    "oas3-valid-schema-example": lambda d: a_field(d, "many", {"type": "integer", "examples": ["three"]}),
    "oas3-server-variables": lambda d: put(d["servers"][0], "url", "https://{host}/v1"),
    "oas3-api-servers": lambda d: put(d, "servers", []),
    "path-keys-no-trailing-slash": lambda d: put(d["paths"], "/cases/", {}),
    "nlgov:openapi3": lambda d: put(d, "openapi", "2.0"),
    "nlgov:openapi-root-exists": lambda d: d.pop("openapi"),
    "nlgov:missing-version-header": lambda d: an_answer(d, "2")["headers"].pop("API-Version"),
    "nlgov:missing-header": lambda d: an_answer(d, "2").pop("headers"),
    "nlgov:include-major-version-in-uri": lambda d: put(d["servers"][0], "url", "https://kring.example/api"),
    "nlgov:paths-no-trailing-slash": lambda d: put(d["paths"], "/cases/ ", {}),
    "info-contact": lambda d: d["info"].pop("contact"),
    "nlgov:info-contact-fields-exist": lambda d: d["info"]["contact"].pop("email"),
    "nlgov:http-methods": lambda d: put(d["paths"], "/cases", {"fetch": {}}),
    "nlgov:paths-kebab-case": lambda d: put(d["paths"], "/someCases", {}),
    "nlgov:query-keys-camel-case": lambda d: ask(d, "in_snake_case"),
    "nlgov:schema-camel-case": lambda d: put(d["components"]["schemas"], "in_snake_case", {}),
    "nlgov:servers-use-https": lambda d: put(d["servers"][0], "url", "http://kring.example/v1"),
    "nlgov:use-problem-schema": lambda d: put(an_answer(d, "4"), "content", {"application/json": {}}),
    "nlgov:problem-schema-members": lambda d: problems(d)[0]["properties"].pop("detail"),
    "nlgov:problem-invalid-input": lambda d: a_post(d)["responses"].pop("400"),
    "nlgov:property-casing": lambda d: a_field(d, "_links", TEXT),
    "nlgov:date-time-ensure-timezone": lambda d: a_field(d, "at", TEXT | {"format": "date-time-local"}),
    "nlgov:time-without-timezone": lambda d: a_field(d, "at", TEXT | {"format": "time"}),
    "nlgov:specify-format-for-date-and-time": lambda d: a_field(d, "birthDate", TEXT),
    "nlgov:use-date-instead-of-datetime": lambda d: a_field(d, "birthDate", TEXT | {"format": "date-time"}),
    "nlgov:semver": lambda d: put(d["info"], "version", "1"),
}
"""How a document breaks each of them."""


@pytest.mark.parametrize("rule", RULES)
def test_the_document_keeps_the_rule(rule: str) -> None:
    assert RULES[rule](OPENAPI), rule


@pytest.mark.parametrize("rule", RULES)
def test_a_document_that_breaks_the_rule_is_noticed(rule: str) -> None:
    broken = copy.deepcopy(OPENAPI)
    BROKEN[rule](broken)
    assert not RULES[rule](broken), rule
