"""What a system reads when something is not done: `application/problem+json` (RFC 9457) with Kring's stable codes."""

from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import Field, ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from kring_shared.contracts.envelope import Message, Receipt
from kring_shared.kernel.errors import InvalidFields, NoAnswer, NotFound
from kring_shared.runtime.bus.client import RefusedAnswer
from kring_shared.runtime.lane.receipts import pointers

MEDIA: Final = "application/problem+json"
TITLES: Final = {
    400: "Not right as it was sent",
    401: "Not let in",
    403: "Not allowed",
    404: "Not found",
    405: "Not possible here",
    406: "Not given in that form",
    409: "Not possible now",
    410: "Erased",
    413: "Too large",
    415: "Not read in that form",
    422: "Not a referral",
    429: "Too many at once",
    500: "Our fault",
    503: "No answer now",
}
STATUS_OF: Final = {
    NotFound.code: 404,
    "kring.not-permitted": 403,
    "kring.invalid-fields": 400,
    "kring.erased": 410,
    "kring.not-json": 400,
    "kring.too-large": 413,
    "kring.not-a-referral": 422,
    "kring.unknown-office": 422,
}


class ProblemDetails(Message):
    """Why something was not done, and what to do now; it never repeats what was sent."""

    type: str = Field(description="The code as a URN.", examples=["urn:kring:problem:invalid-fields"])
    title: str = Field(description="The same for every problem of this status.", examples=[TITLES[400]])
    status: int = Field(description="The status of the answer.", examples=[400])
    detail: str = Field("", description="What happened and what to do now.", examples=["no such request of yours"])
    code: str = Field(description="Stable.", examples=["kring.invalid-fields"])
    fields: tuple[str, ...] = Field((), description="JSON pointers of what is wrong.", examples=[["/limit"]])
    error: str | None = Field(None, description="Of the token endpoint: the code of RFC 6749.")


class Problem(Exception):
    """Something that is not done, with its status."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str = "",
        *,
        fields: tuple[str, ...] = (),
        headers: dict[str, str] | None = None,
        error: str | None = None,
    ) -> None:
        """Keep what is told."""
        self.status, self.headers = status, headers or {}
        self.told = ProblemDetails(
            type=code.replace("kring.", "urn:kring:problem:", 1),
            title=TITLES.get(status, "Not done"),
            status=status,
            detail=detail,
            code=code,
            fields=fields,
            error=error,
        )
        super().__init__(code)

    def answer(self) -> Response:
        """Give it as an answer."""
        said = self.told.model_dump(mode="json", by_alias=True, exclude_none=True)
        return JSONResponse(said, status_code=self.status, media_type=MEDIA, headers=self.headers)


def of_receipt(receipt: Receipt) -> Problem:
    """Make a problem of what a service refused."""
    return Problem(STATUS_OF.get(receipt.code, 409), receipt.code, receipt.message, fields=receipt.fields)


def declare(app: FastAPI) -> None:
    """Give every error its problem."""
    app.add_exception_handler(Problem, _known)
    app.add_exception_handler(RefusedAnswer, _refused)
    app.add_exception_handler(NotFound, _not_found)
    app.add_exception_handler(InvalidFields, _fields)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(ValidationError, _wrong)
    app.add_exception_handler(NoAnswer, _away)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _fault)


async def _known(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)  # noqa: S101 - it is declared for this one
    return error.answer()


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedAnswer)  # noqa: S101 - it is declared for this one
    return of_receipt(error.receipt).answer()


async def _not_found(_request: Request, _error: Exception) -> Response:
    return Problem(404, NotFound.code, "nothing is known under that id").answer()


async def _fields(_request: Request, error: Exception) -> Response:
    assert isinstance(error, InvalidFields)  # noqa: S101 - it is declared for this one
    return Problem(400, error.code, str(error), fields=error.fields).answer()


async def _invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - it is declared for this one
    places = tuple(dict.fromkeys("/" + "/".join(map(str, one["loc"][1:])) for one in error.errors()))
    return Problem(400, InvalidFields.code, "these fields are missing or wrong", fields=places).answer()


async def _wrong(_request: Request, error: Exception) -> Response:
    assert isinstance(error, ValidationError)  # noqa: S101 - it is declared for this one
    return Problem(400, InvalidFields.code, "these fields are missing or wrong", fields=pointers(error)).answer()


async def _away(_request: Request, _error: Exception) -> Response:
    detail = "a part of Kring does not answer now; sending it again is safe"
    return Problem(503, NoAnswer.code, detail, headers={"Retry-After": "30"}).answer()


async def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - it is declared for this one
    codes = {404: NotFound.code, 405: "kring.not-allowed-here"}
    code = codes.get(error.status_code, InvalidFields.code)
    return Problem(error.status_code, code, "", headers=dict(error.headers or {})).answer()


async def _fault(_request: Request, _error: Exception) -> Response:
    return Problem(500, "kring.fault", "this is our fault: it is in the log; sending it again is safe").answer()
