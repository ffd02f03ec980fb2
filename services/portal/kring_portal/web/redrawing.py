"""The page of a form that was refused, asked for once more and shown at once, so that nothing typed is lost."""

import asyncio
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import Message, Scope

from kring_portal.web.refilling import Sent, refilled
from kring_portal.web.visit import Visit

OK: Final = 200
STREAM: Final = "/changes"
"""It is counted as open until it ends, so it is not even begun."""
START: Final = "http.response.start"
BODY: Final = frozenset({b"content-length", b"content-type", b"transfer-encoding"})


async def drawn_again(request: Request, visit: Visit) -> HTMLResponse | None:
    """Give the page they came from, with their form as they filled it in; nothing where that page has none like it."""
    page = visit.came_from("")
    if visit.sent is None or page.partition("?")[0] in {"", STREAM}:
        return None
    notice = visit.session.notice if visit.session else ""
    kept, source = await _got(request, page)
    sent = Sent(visit.sent, request.scope["path"], page, visit.wrong)
    drawn = refilled(source, sent, visit.words) if source else ""
    if not drawn:
        if visit.session is not None and notice:  # it was said on the page that is thrown away, and is said on the next
            visit.house.sessions.change(visit.session, notice=notice)
        return None
    answer = HTMLResponse(drawn, status_code=visit.refused_with)
    answer.raw_headers += kept
    return answer


class NoPage(Exception):
    """What is there is no page: a file, or a page that says no."""


async def _got(request: Request, page: str) -> tuple[list[tuple[bytes, bytes]], str]:
    """Open a page of ours as the browser would have, in this process; give nothing of what is no page.

    Whoever sends a form may name any address of ours, so also one of a very long file.
    """
    told: list[Message] = []

    async def send(message: Message) -> None:
        if message["type"] == START and not _is_page(message):
            raise NoPage
        told.append(message)

    nothing_sent: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if not nothing_sent:
            await asyncio.Event().wait()  # the browser stays
        return nothing_sent.pop()

    try:
        await request.app(_scope(request, page), receive, send)
    except NoPage:
        return [], ""
    start = next(one for one in told if one["type"] == START)
    body = b"".join(one.get("body", b"") for one in told if one["type"] == "http.response.body")
    return [pair for pair in start["headers"] if pair[0].lower() == b"set-cookie"], body.decode()


def _is_page(start: Message) -> bool:
    forms = [value for name, value in start["headers"] if name.lower() == b"content-type"]
    return start["status"] == OK and any(form.startswith(b"text/html") for form in forms)


def _scope(request: Request, page: str) -> Scope:
    path, _, asked = page.partition("?")
    return {
        **{name: request.scope[name] for name in ("type", "asgi", "http_version", "scheme", "server", "client")},
        "root_path": "",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": asked.encode(),
        "headers": [(name, value) for name, value in request.scope["headers"] if name not in BODY],
    }
