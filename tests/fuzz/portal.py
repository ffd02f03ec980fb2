"""The whole portal in this process, over services that do not answer: requests as bytes, for every address and role."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlencode

from fastapi.routing import APIRoute
from nats.errors import NoRespondersError
from pydantic import SecretStr
from starlette.routing import BaseRoute

from kring_portal import desks
from kring_portal.ask.against_abuse import opened_now
from kring_portal.building import build
from kring_portal.serving import house_of
from kring_portal.settings import Settings
from kring_portal.store.sessions import Session, digest_of
from kring_portal.store.systems import SCOPES, Systems
from kring_portal.store.tables import SessionRow
from kring_portal.web.house import House
from kring_portal.web.words import LETTERS, words_of
from kring_shared.contracts.actor import Role
from kring_shared.contracts.offices import EXAMPLE_OFFICES
from kring_shared.kernel.clock import DrivenClock
from kring_shared.runtime.bus.client import Client
from kring_shared.runtime.bus.signing import Signer
from kring_shared.runtime.embedded.embedded import sqlite_url
from kring_shared.runtime.storage.database import upsert
from kring_shared.runtime.storage.shelves import table_of
from tests.fuzz.fuzzer import NotTaken
from tests.fuzz.on_the_bus import LOOP
from tests.fuzz.room import NOW, ROOM

ID: Final = "019aa0000000700080000000000000a1"
CSRF: Final = "csrf-of-this-visit"
ROLES: Final = {
    "manager": Role.REGIONAL_MANAGER, "manager_people": Role.REGIONAL_MANAGER, "coordinator": Role.COORDINATOR,
    "candidate": Role.CANDIDATE, "trainer": Role.TRAINER, "supervisor": Role.SUPERVISOR, "researcher": Role.RESEARCHER,
    "referrer": Role.REQUESTER, "professional": Role.MANDATED_PROFESSIONAL, "operator": Role.OPERATOR,
    "information_giver": Role.INFORMATION_GIVER, "safety_officer": Role.SAFETY_OFFICER,
    "administrator": Role.ADMINISTRATOR,
}  # fmt: skip
"""Whose room it is; every other page is asked for as the regional manager."""
ENDS: Final = ("/sign-out", "/changes")
"""They end the visit, or never end."""
FIELD: Final = re.compile(r'name="([A-Za-z_][\w.-]{0,40})"')
LINE: Final = re.compile(rb"([A-Z]{1,20}) ([!-~]{1,8000}) HTTP/1\.1")
HEADER: Final = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}):[ \t]*([^\0\r\n]*)")


class _NobodyAnswers:
    """A bus with no service on it: whatever is sent was read and written down before that shows."""

    async def request(self, *_: object, **__: object) -> object:
        raise NoRespondersError


@cache
def house() -> House:
    """Give one portal with a visit for each role, a system that was let in, and a clock that stands still."""
    client = Client(_NobodyAnswers(), Signer(bytes(range(32))), DrivenClock(NOW))  # type: ignore[arg-type] # as far as it is asked
    settings = Settings(
        database_url=SecretStr(sqlite_url(ROOM / "portal.db")), open_posts_a_minute=10**9, api_per_minute=100_000,
        ask_per_hour=1000, ask_in_all=100_000, ask_seconds=0, trusted_proxies=("10.0.0.0/8",),
    )  # fmt: skip
    return house_of(settings, client, {card.id: card for card in EXAMPLE_OFFICES})


@cache
def app() -> Any:  # noqa: ANN401 - an application
    """Give the application, with its words in every language, which are read the first time they are needed."""
    for language in LETTERS:
        words_of(language).moment(NOW)
    return build(house())


def _visit(role: Role) -> str:
    """Begin the visit of a role anew, under a cookie that stays the same; give the cookie."""
    secret = f"visit-of-{role}"
    session = Session(csrf=CSRF, language="en", account_id=f"a-{role}", office="utrecht", role=role, actor_id="m-1")
    made = house().sessions.begin(replace(session, factors="password+totp"), NOW)
    with house().database.begin() as tx:
        table = table_of(SessionRow)
        row = dict(tx.execute(table.select().where(table.c.digest == digest_of(made))).one()._mapping)
        upsert(tx, table, [row | {"digest": digest_of(secret)}], on="digest")
        tx.execute(table.delete().where(table.c.digest == digest_of(made)))
    return secret


def asked(content: bytes) -> object:
    """Send one request; the portal may refuse it, or say that nobody answers, and nothing else."""
    head, _, body = content.partition(b"\n\n")
    first, *lines = head.split(b"\n")
    said = LINE.fullmatch(first)
    headers = [(one[1].lower(), one[2].strip()) for one in map(HEADER.fullmatch, lines) if one]
    if said is None or said[2].partition(b"?")[0].decode().endswith(ENDS):
        return NotTaken("")  # no server hands it on
    for role in {*ROLES.values()}:
        if any(f"visit-of-{role}".encode() in value for _, value in headers):
            _visit(role)
    status = LOOP.run_until_complete(_status(said[1].decode(), said[2], headers, body))
    if status >= 500 and status != 503:
        raise AssertionError(status)
    return NotTaken("") if status >= 400 else status


async def _status(method: str, target: bytes, headers: list[tuple[bytes, bytes]], body: bytes) -> int:
    raw, _, query = target.partition(b"?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": unquote(raw.decode()), "raw_path": raw, "query_string": query, "root_path": "", "headers": headers,
        "client": ("10.0.0.7", 1), "server": ("portal.test", 80), "state": {},
    }  # fmt: skip
    waiting = [{"type": "http.request", "body": body, "more_body": False}]
    told: list[int] = []

    async def receive() -> Any:  # noqa: ANN401 - a message
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message: Any) -> None:  # noqa: ANN401 - a message
        if message["type"] == "http.response.start":
            told.append(message["status"])

    async with asyncio.timeout(30):
        await app()(scope, receive, send)
    if not told:
        raise AssertionError("no response was sent")
    return told[0]


def _routes(found: list[BaseRoute], before: str = "") -> Iterator[tuple[str, APIRoute]]:
    for route in found:
        if isinstance(route, APIRoute):
            yield before + route.path, route
        elif (inside := getattr(route, "original_router", None)) is not None:
            context = getattr(route, "include_context", None)
            yield from _routes(inside.routes, before + getattr(context, "prefix", ""))


@cache
def _fields(room: str) -> tuple[str, ...]:
    """Name every field that stands in a page of a room."""
    pages = Path(str(files("kring_portal"))) / "templates" / room
    return tuple(
        dict.fromkeys(name for page in sorted(pages.glob("*.html")) for name in FIELD.findall(page.read_text()))
    )


def _value(name: str) -> str:
    """Give what may stand in a field, as far as its name tells."""
    kinds = (
        (r"_at$|starts|moment|^when|^days$", "2026-12-01T14:00"),
        (r"day|date|until|since|_on$|deadline|valid", "2026-12-01"),
        (r"hours|minutes|number|year|_km|people$|euros|cents|score|room_for|version|present|load", "2"),
        (r"email", "filip@a.example"), (r"phone", "0612345678"), (r"_id$|person$|coordinator$|case$", ID),
    )  # fmt: skip
    return next((value for pattern, value in kinds if re.search(pattern, name)), "Filip")


def _request(method: str, target: str, body: str = "", **headers: str) -> bytes:
    said = {
        "host": "portal.test",
        "accept-language": "fr-BE,nl;q=0.8",
        "referer": f"http://portal.test{target}",
    } | headers
    if body:
        said |= {"content-type": "application/x-www-form-urlencoded", "content-length": str(len(body))} | headers
    lines = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in said.items())
    return f"{method} {target} HTTP/1.1\n{lines}\n{body}".encode()


def pages() -> tuple[bytes, ...]:
    """Write a right request to each address of each room, by whoever belongs there."""
    made: list[bytes] = []
    for router in desks.ROUTERS:
        for path, route in _routes(router.routes):
            if path.endswith(ENDS):
                continue
            room = str(route.endpoint.__module__).split(".")[1]
            cookie = f"kring=visit-of-{ROLES.get(room, Role.REGIONAL_MANAGER)}; kring-language=nl"
            target = re.sub(r"\{\w+:path\}", "x", re.sub(r"\{\w+\}", ID, path))
            values = {name: _value(name) for name in _fields(room)} | {"csrf": CSRF}
            for method in sorted(route.methods or ()):
                body = urlencode(values) if method == "POST" else ""
                query = f"?before={ID}&limit=20&year=2026&version=1&since=2026-01-01" if method == "GET" else ""
                made.append(_request(method, target + query, body, cookie=cookie))
    return tuple(made)


def open_to_all() -> tuple[bytes, ...]:
    """Write requests to what is asked without signing in, among them forms in parts and a piece of a file."""
    said = {"what": "talk", "who": "myself", "name": "Filip", "email": "f@a.example", "phone": "0612345678"}
    form = urlencode(said | {"opened": opened_now(house()), "municipality": "Utrecht", "question": "?", "website": ""})
    parts = '--b\nContent-Disposition: form-data; name="name"\n\nFilip\n--b--\n'.replace("\n", "\r\n")
    multipart = _request(
        "POST", "/ask/nl", content_type="multipart/form-data; boundary=b; charset=utf-8", origin="http://portal.test"
    )
    return (
        _request("POST", "/ask/nl", form, sec_fetch_site="same-origin", x_forwarded_for="2001:db8::1, 10.1.2.3"),
        multipart + parts.encode(),
        multipart.replace(b"charset=utf-8", b"charset=undefined") + parts.encode(),
        multipart.replace(b"charset=utf-8", b"charset=unicode_escape") + parts.replace("Filip", "\\ud800").encode(),
        _request("GET", "/static/kring.css", range="bytes=0-10", if_none_match='"x"', if_range="x"),
        _request("GET", "/sign-in?next=/manager%3Fa=1"),
        _request("GET", f"/k/abcd{ID}"),
        _request(
            "POST", "/k/marks/abcd", urlencode({"code": "ABCD-1234", "meeting": "8", "plan": "7", "coordinator": "9"})
        ),
        _request("POST", "/language", urlencode({"language": "fr", "came-from": "/ask/nl?x=1"})),
        _request("GET", "/ask?what=talk", cookie="kring-language=tr", traceparent="00-1-1-01"),
    )


def for_systems() -> tuple[bytes, ...]:
    """Write right requests to the interface for systems, with a token that is good."""
    system, _ = Systems(house().database).add("wijkteam-noord", "utrecht", tuple(SCOPES), NOW)
    bearer = f"Bearer {Systems(house().database).give_token(system, tuple(SCOPES), NOW)}"
    kind = "nl.eigenkracht.referral.submitted.v1"
    event = f'{{"specversion":"1.0","id":"1","source":"urn:a","type":"{kind}","data":{{"reference":"A"}}}}'
    plain, json, many = "application/json", "application/cloudevents+json", "application/cloudevents-batch+json"
    binary = {"ce_specversion": "1.0", "ce_id": "1", "ce_source": "urn:a", "ce_type": kind}
    return (
        _request("POST", "/v1/referrals", event, authorization=bearer, content_type=json),
        _request("POST", "/v1/referrals", f"[{event},{event}]", authorization=bearer, content_type=many),
        _request("POST", "/v1/referrals", '{"reference":"A"}', authorization=bearer, content_type=plain, **binary),
        _request("GET", "/v1/referrals?before=1~2&limit=5", authorization=bearer, accept="application/json;q=1"),
        _request("GET", f"/v1/referrals/{ID}", authorization=bearer),
        _request("GET", "/v1/cases?stage=received&limit=7", authorization=bearer),
        _request("GET", "/v1/exports/figures?since=2026-01-01&until=2026-01-31&by=office", authorization=bearer),
        _request("POST", "/v1/webhooks", '{"url":"https://[::1]/a"}', authorization=bearer, content_type=plain),
        _request("POST", "/v1/token", "grant_type=client_credentials&scope=referrals:read", authorization="Basic YTpi"),
    )
