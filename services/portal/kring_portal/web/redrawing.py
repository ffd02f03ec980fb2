"""The page of a form that was refused, asked for once more and shown at once, so that nothing typed is lost."""

from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import Message, Scope

from kring_portal.web.refilling import Sent, refilled
from kring_portal.web.visit import Visit

OK: Final = 200
BODY: Final = frozenset({b"content-length", b"content-type", b"transfer-encoding"})


async def drawn_again(request: Request, visit: Visit) -> HTMLResponse | None:
    """Give the page they came from, with their form as they filled it in; nothing where that page has none like it."""
    page = visit.came_from("")
    if visit.sent is None or not page:
        return None
    notice = visit.session.notice if visit.session else ""
    status, kept, source = await _got(request, page)
    sent = Sent(visit.sent, request.scope["path"], page, visit.wrong)
    drawn = refilled(source, sent, visit.words) if status == OK else ""
    if not drawn:
        if visit.session is not None and notice:  # it was said on the page that is thrown away, and is said on the next
            visit.house.sessions.change(visit.session, notice=notice)
        return None
    answer = HTMLResponse(drawn, status_code=visit.refused_with)
    answer.raw_headers += kept
    return answer


async def _got(request: Request, page: str) -> tuple[int, list[tuple[bytes, bytes]], str]:
    """Open a page of ours as the browser would have, in this process."""
    path, _, asked = page.partition("?")
    headers = [(name, value) for name, value in request.scope["headers"] if name not in BODY]
    scope: Scope = {
        **{name: request.scope[name] for name in ("type", "asgi", "http_version", "scheme", "server", "client")},
        "root_path": "",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": asked.encode(),
        "headers": headers,
    }
    told: list[Message] = []

    async def send(message: Message) -> None:
        told.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    await request.app(scope, receive, send)
    start = next(one for one in told if one["type"] == "http.response.start")
    body = b"".join(one.get("body", b"") for one in told if one["type"] == "http.response.body")
    cookies = [pair for pair in start["headers"] if pair[0].lower() == b"set-cookie"]
    return start["status"], cookies, body.decode()
