"""CloudEvents 1.0 over NATS and HTTP: binary (attributes as `ce-` headers) and structured (the whole event as JSON).

Source: the CloudEvents specification 1.0 with its JSON format, and the NATS and HTTP bindings for the headers. A
message without any CloudEvents header is read as structured JSON, since not every sender can set headers. Batches are
not read.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, NoReturn
from urllib.parse import quote, unquote_to_bytes

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import from_json, to_json

STRUCTURED: Final = "application/cloudevents+json"
JSON: Final = "application/json"
CORE: Final = ("specversion", "id", "source", "type", "time", "subject", "datacontenttype", "dataschema")
"""The attributes that CloudEvents itself names; every other one is an extension."""

_SAFE: Final = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '"%')
_PLAIN: Final = re.compile(r"[!#$&-~]*")
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_EXTENSION: Final = re.compile(r"[a-z0-9]+")
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)")
_JSON_TYPE: Final = re.compile(r"[\w.+-]+/(?:[\w.+-]+\+)?json\s*(?:;.*)?", re.IGNORECASE)
_NAMED: Final = frozenset(CORE)
_DATA: Final = frozenset({"data", "data_base64"})


class NotACloudEvent(ValueError):
    """A message is no CloudEvent; says where, as JSON pointers into the event's JSON form, never what stood there."""

    def __init__(self, fields: tuple[str, ...] = ("",), *, broken: bool = False) -> None:
        """Keep the pointers, and whether it was `broken`: not JSON at all where JSON was due."""
        self.fields, self.broken = fields, broken
        super().__init__("not JSON" if broken else f"no CloudEvent 1.0: {', '.join(fields)} missing or wrong")


def _only_rfc3339(value: object) -> object:
    if isinstance(value, str | int | float) and not _TIME.fullmatch(str(value)):
        raise ValueError("no RFC 3339 time")
    return value


Attribute = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]+$")]
"""One line of text, at least one character, no control characters."""


class CloudEvent(BaseModel):
    """One event with its attributes; `data` is what it carries, as bytes."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    id: Attribute = Field(description="Unique within the source.", examples=["4c1c0d2e-7f57-4b9e-9a0e-0d6a6d5f2a10"])
    source: Attribute = Field(description="Who sends it, as a URI.", examples=["urn:nl:wijkteam-noord"])
    type: Attribute = Field(description="What it says.", examples=["nl.eigenkracht.referral.submitted.v1"])
    specversion: Literal["1.0"] = Field("1.0", description="Version of CloudEvents.", examples=["1.0"])
    time: Annotated[AwareDatetime | None, BeforeValidator(_only_rfc3339)] = Field(
        None, description="When it was written down, RFC 3339.", examples=["2026-11-20T09:12:00+01:00"]
    )
    subject: Attribute | None = Field(None, description="What it is about, opaque.", examples=["019aa00000007000"])
    datacontenttype: Attribute | None = Field(None, description="Type of the data; absent is JSON.", examples=[JSON])
    dataschema: Attribute | None = Field(None, description="Schema of the data, as a URI.", examples=["urn:kring:v1"])
    extensions: dict[str, str | int | bool] = Field({}, description="Other attributes; names are letters and digits.")
    data: bytes = Field(b"", description="The data as it travels; empty when there is none.")

    def attributes(self) -> dict[str, str | int | bool]:
        """Give the attributes that are set, by name, the time as text."""
        time = self.time.isoformat().replace("+00:00", "Z") if self.time else None
        core = (self.specversion, self.id, self.source, self.type, time, self.subject)
        named = zip(CORE, (*core, self.datacontenttype, self.dataschema), strict=True)
        return {name: value for name, value in named if value is not None} | self.extensions


def to_binary(event: CloudEvent) -> tuple[dict[str, str], bytes]:
    """Write an event as headers and body, the way NATS carries it: its content type is a `ce-` header as well."""
    return {f"ce-{name}": _written(value) for name, value in event.attributes().items()}, event.data


def to_structured(event: CloudEvent) -> tuple[dict[str, str], bytes]:
    """Write an event as one JSON document, and the header that says so.

    Raises:
        NotACloudEvent: the data is said to be JSON, and is not.
    """
    document: dict[str, Any] = dict(event.attributes())
    if event.data and is_json(event.datacontenttype):
        document["data"] = parse(event.data)
    elif event.data:
        document["data_base64"] = base64.b64encode(event.data).decode()
    return {"Content-Type": STRUCTURED}, to_json(document, inf_nan_mode="null")


def from_message(headers: Mapping[str, str], body: bytes) -> CloudEvent:
    """Read an event from a message in either encoding.

    Raises:
        NotACloudEvent: it is none.
    """
    attributes = _binary_attributes(headers)
    if attributes is not None:
        return _event(attributes, body)
    document = _structured(body)
    inside = _base64(document)
    data = document.get("data")
    if data is None:
        return _event(document, inside)
    as_text = isinstance(data, str) and not is_json(document.get("datacontenttype"))
    return _event(document, data.encode() if as_text else to_json(data, inf_nan_mode="null"))


def to_document(headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    """Read a message in either encoding as the event's JSON form: attributes as they came, `data` parsed.

    Raises:
        NotACloudEvent: it is not JSON, or its data is said to be something else.
    """
    attributes = _binary_attributes(headers)
    if attributes is None:
        document = _structured(body)
        inside = _base64(document)
    else:
        document, inside = attributes, body
    if not is_json(document.get("datacontenttype")):
        raise NotACloudEvent(("/datacontenttype",))
    if inside:
        document["data"] = parse(inside)
    return document


def from_document(document: Mapping[str, Any]) -> CloudEvent:
    """Check the attributes of an event in its JSON form; its data stays behind.

    Raises:
        NotACloudEvent: names every attribute that is missing or wrong.
    """
    return _event(document, b"")


def parse(body: bytes) -> Any:  # noqa: ANN401  # JSON is whatever it is
    """Parse JSON: UTF-8, with or without a byte order mark, nested at most some 200 deep.

    Raises:
        NotACloudEvent: it is not JSON.
    """
    try:
        return from_json(body.removeprefix(b"\xef\xbb\xbf"), allow_inf_nan=False)
    except ValueError:
        raise NotACloudEvent(broken=True) from None


def is_json(content_type: object) -> bool:
    """Tell whether a content type says JSON; none at all does."""
    return content_type is None or (isinstance(content_type, str) and bool(_JSON_TYPE.fullmatch(content_type)))


def _binary_attributes(headers: Mapping[str, str]) -> dict[str, Any] | None:
    """Give the attributes in the headers, or `None` when the body is the whole event."""
    found: dict[str, Any] = {}
    media = ""
    for header, value in headers.items():
        name = header.lower()
        if name == "content-type":
            media = value
        elif name.startswith("ce-") and value:
            name = name[3:]
            read = _read(name, value)
            if found.setdefault(name, read) != read:
                raise NotACloudEvent((_pointer(name),))
    if media[:23].lower() == "application/cloudevents":
        if media.partition(";")[0].strip().lower() not in {STRUCTURED, "application/cloudevents"}:
            raise NotACloudEvent  # a batch, or a format that is not JSON
        return None
    if found and media:  # the HTTP binding carries the data's type there
        found.setdefault("datacontenttype", media)
    return found or None


def _structured(body: bytes) -> dict[str, Any]:
    document = parse(body)
    if not isinstance(document, dict):
        raise NotACloudEvent
    return document


def _base64(document: dict[str, Any]) -> bytes:
    """Take the data that came as base64 out of a structured event."""
    inside = document.pop("data_base64", None)
    if inside is None:
        return b""
    if document.get("data") is not None or not isinstance(inside, str):
        raise NotACloudEvent(("/data_base64",))
    try:
        return base64.b64decode(inside, validate=True)
    except (binascii.Error, ValueError):
        raise NotACloudEvent(("/data_base64",)) from None


def _event(attributes: Mapping[str, Any], data: bytes) -> CloudEvent:
    # An event that is read has to say its version itself; the default of the model is for writing.
    core: dict[str, Any] = {"specversion": "", "data": data}
    rest: dict[str, str | int | bool] = {}
    for name, value in attributes.items():
        if name in _NAMED:
            if value is not None:
                core[name] = value
        elif isinstance(value, str | int) and name not in _DATA and _EXTENSION.fullmatch(name):
            rest[name] = value
    if rest:
        core["extensions"] = rest
    try:
        return CloudEvent.model_validate(core)
    except ValidationError as error:
        _refuse(error)


def _refuse(error: ValidationError) -> NoReturn:
    places = error.errors(include_url=False, include_context=False, include_input=False)
    raise NotACloudEvent(tuple(dict.fromkeys(_pointer(str(place["loc"][0])) for place in places))) from None


def _pointer(name: str) -> str:
    return f"/{name}" if name in CORE else ""


def _written(value: str | float) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text if _PLAIN.fullmatch(text) else quote(text, safe=_SAFE)


def _read(name: str, value: str) -> str:
    if value[0] == value[-1] == '"' and len(value) > 1:
        value = _ESCAPED.sub(r"\1", value[1:-1])
    if "%" not in value and value.isascii():
        return value
    try:
        return unquote_to_bytes(value).decode()
    except UnicodeError:
        raise NotACloudEvent((_pointer(name),)) from None
