"""The interface as an OpenAPI 3.1 document: what stands in the code, and what every answer has in common."""

from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from kring_portal.api.bounding import VERSION
from kring_portal.api.problems import MEDIA, TITLES, ProblemDetails
from kring_portal.api.referrals import BATCH, JSON, MOST, STRUCTURED
from kring_shared.contracts.referral import REFERRAL_TYPE, Referral

Json = dict[str, Any]
EXAMPLE: Final = "https://kring.example"
PROBLEMS: Final = (400, 401, 403, 404, 405, 406, 409, 410, 413, 415, 422, 429, 500, 503)
IN: Final = "#/components/schemas/{model}"
REFERS: Final = "#/components/headers/"
HEADERS: Final[Json] = {
    "API-Version": {"description": "Version of the interface.", "schema": {"type": "string", "examples": [VERSION]}},
    "RateLimit": {"description": "How many requests are left.", "schema": {"type": "string"}},
    "RateLimit-Policy": {"description": "How many there are in a minute.", "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}},
    "Link": {"description": "The next page (RFC 8288).", "schema": {"type": "string"}},
}
TAGS: Final = (
    {"name": "Token", "description": "Who a system is."},
    {"name": "Referrals", "description": "Handing in, and what became of it."},
    {"name": "Webhooks", "description": "Being told, and not asking."},
    {"name": "Offices", "description": "For an office's own systems."},
    {"name": "Document", "description": "This document."},
)


def document_of(app: FastAPI, address: str = EXAMPLE) -> Json:
    """Describe the interface as it is served at an address."""
    document = get_openapi(
        title="Kring",
        version=VERSION,
        openapi_version="3.1.0",
        summary="Referring to offices that work with Kring, and what their own systems may take.",
        description="The page for referrers tells the same in words. Nothing personal stands in any address.",
        routes=app.routes,
        tags=[dict(tag) for tag in TAGS],
        servers=[{"url": f"{address}/v1"}],
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    )
    document["info"]["contact"] = {"name": "Kring", "url": EXAMPLE, "email": "api@kring.example"}
    schemas = document["components"]["schemas"]
    for left in ("HTTPValidationError", "ValidationError"):
        schemas.pop(left, None)
    _, more = models_json_schema(
        [(ProblemDetails, "serialization"), (Referral, "validation")], ref_template=IN, by_alias=True
    )
    schemas.update(more["$defs"])
    schemas["ReferralEvent"] = _event()
    _rename(document, "Body_token", "TokenRequest")
    document["components"]["headers"] = HEADERS
    document["components"]["responses"] = {f"Problem{status}": _problem(status) for status in PROBLEMS}
    for path in document["paths"].values():
        for operation in path.values():
            _answers(operation)
    _bodies(document)
    return document


def _answers(operation: Json) -> None:
    """Say of each answer what every one has in common."""
    answers = operation["responses"]
    answers.pop("422", None)
    for status, answer in answers.items():
        paged = operation["operationId"] in {"listReferrals", "listCases"} and status == "200"
        names = ["API-Version", "RateLimit", "RateLimit-Policy", *(["Link"] if paged else [])]
        if operation["operationId"] == "showDocument":
            names = ["API-Version"]
            answer.setdefault("headers", {})["access-control-allow-origin"] = {"schema": {"type": "string"}}
        answer["headers"] = answer.get("headers", {}) | {name: {"$ref": REFERS + name} for name in names}
    for status in PROBLEMS:
        answers[str(status)] = {"$ref": f"#/components/responses/Problem{status}"}


def _problem(status: int) -> Json:
    names = ["API-Version", *(["Retry-After"] if status in {429, 503} else [])]
    return {
        "description": TITLES[status],
        "headers": {name: {"$ref": REFERS + name} for name in names},
        "content": {MEDIA: {"schema": {"$ref": IN.format(model="ProblemDetails")}}},
    }


def _event() -> Json:
    """Describe the event that is handed in."""
    return {
        "type": "object",
        "description": "A CloudEvent 1.0 with a referral.",
        "required": ["specversion", "id", "source", "type", "data"],
        "properties": {
            "specversion": {"type": "string", "const": "1.0"},
            "id": {"type": "string", "minLength": 1, "description": "Unique within the source."},
            "source": {"type": "string", "minLength": 1, "examples": ["urn:nl:wijkteam-noord"]},
            "type": {"type": "string", "const": REFERRAL_TYPE},
            "time": {"type": "string", "format": "date-time"},
            "datacontenttype": {"type": "string", "const": JSON},
            "data": {"$ref": IN.format(model="Referral")},
        },
    }


def _bodies(document: Json) -> None:
    """Describe what is handed in, which is read as it came."""
    one = {"$ref": IN.format(model="ReferralEvent")}
    many = {"type": "array", "minItems": 1, "maxItems": MOST, "items": one}
    document["paths"]["/referrals"]["post"]["requestBody"] = {
        "required": True,
        "description": "One event, or up to 500. With `ce-` headers the body is the data alone.",
        "content": {
            STRUCTURED: {"schema": one},
            BATCH: {"schema": many},
            JSON: {"schema": {"oneOf": [one, many]}},
        },
    }


def _rename(document: Json, old: str, new: str) -> None:
    """Give a schema that was named by the framework a name for people."""
    schemas = document["components"]["schemas"]
    if old in schemas:
        schemas[new] = schemas.pop(old) | {"title": new}
    for path in document["paths"].values():
        for operation in path.values():
            for media in operation.get("requestBody", {}).get("content", {}).values():
                if media["schema"].get("$ref") == IN.format(model=old):
                    media["schema"] = {"$ref": IN.format(model=new)}
