"""An answer that breaks off midway: whoever gets it can tell, also when a guard of ours stands between."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse
from starlette.responses import Response
from starlette.types import Message

from kring_portal.web.guarding import Next
from kring_portal.web.whole import Whole

LAST = 3


class AwayError(Exception):
    """A service went away while its rows were read."""


def a_file(breaks_at: int) -> FastAPI:
    """Give what answers with a file of a few rows, behind a guard as the portal's."""
    app = FastAPI()

    async def rows() -> AsyncIterator[str]:
        for number in range(LAST):
            if number == breaks_at:
                raise AwayError
            yield f"{number}\n"

    @app.get("/rows")
    async def file() -> Response:
        return StreamingResponse(rows(), media_type="text/csv")

    @app.middleware("http")
    async def guarded(request: Request, call_next: Next) -> Response:
        return await call_next(request)

    app.add_middleware(Whole)
    return app


async def said_by(app: FastAPI, said: list[Message]) -> None:
    """Ask for the file, and keep what the server is told to send."""

    async def send(message: Message) -> None:
        said.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False} if not said else {"type": "http.disconnect"}

    line = {"type": "http", "asgi": {"spec_version": "2.4"}, "http_version": "1.1", "scheme": "http", "headers": []}
    await app(line | {"method": "GET", "path": "/rows", "query_string": b"", "root_path": ""}, receive, send)


async def test_a_file_that_breaks_off_is_never_said_to_be_all_there_is() -> None:
    said: list[Message] = []
    with pytest.raises(AwayError):
        await said_by(a_file(breaks_at=1), said)
    assert b"".join(one.get("body", b"") for one in said) == b"0\n"
    assert [one for one in said if one["type"] == "http.response.body" and not one["more_body"]] == []


async def test_a_file_that_is_all_there_ends_once() -> None:
    said: list[Message] = []
    await said_by(a_file(breaks_at=LAST), said)
    assert b"".join(one.get("body", b"") for one in said) == b"0\n1\n2\n"
    assert [one.get("more_body", False) for one in said[1:]] == [True] * LAST + [False]
