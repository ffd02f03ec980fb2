"""Whatever a service refuses, and wherever: no page shows the words of the service, but those of its language."""

import re
from pathlib import Path
from typing import Final, NoReturn

import pytest
from pydantic import BaseModel

from kring_portal.web.words import words_of
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.envelope import Command, Query, Receipt
from kring_shared.runtime.bus.client import RefusedAnswer
from tests.integration.portal.house import Portal, a_portal
from tests.integration.portal.test_every_page_for_every_role import ID, NOT_PEOPLE, declared, routes

OF_THE_SERVICE: Final = "words that only a machine reads"
REFUSED: Final = Receipt(status="refused", code="kring.refused", message=OF_THE_SERVICE, asked="anything")
FAULT: Final = 500
LANGUAGES: Final = ("nl", "fr")
"""Of every other page one of the two, so that this takes half as long."""


def refuses_everything(portal: Portal, patched: pytest.MonkeyPatch) -> None:
    """Let every service refuse whatever the portal asks."""

    async def ask(query: Query, actor: Actor, form: type[BaseModel], *, service: str = "") -> NoReturn:
        raise RefusedAnswer(REFUSED)

    async def do(command: Command, actor: Actor, *, service: str = "", command_id: str = "") -> Receipt:
        return REFUSED

    patched.setattr(portal.house.client, "ask", ask)
    patched.setattr(portal.house.client, "do", do)


async def test_no_page_shows_the_words_of_a_service_that_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_portal(tmp_path, open_posts_a_minute=10_000) as portal:
        refuses_everything(portal, monkeypatch)
        people = {
            (role, language): await portal.signed_in(role, ID, language=language)
            for role in Role
            for language in LANGUAGES
            if role not in NOT_PEOPLE
        }
        said, wrong = 0, []
        for n, route in enumerate(one for one in routes() if declared(one.dependant)):
            path, language = re.sub(r"\{[^}]+\}", ID, route.path), LANGUAGES[n % 2]
            person = people[min(declared(route.dependant) or ()), language]
            for method in sorted(route.methods & {"GET", "POST"}):
                data = {"csrf": person.csrf} if method == "POST" else None
                answer = await person.client.request(method, path, data=data, follow_redirects=method == "GET")
                said += words_of(language)("refused-kring-refused") in answer.text
                if OF_THE_SERVICE in answer.text or answer.status_code >= FAULT:
                    wrong.append((method, path, answer.status_code))
        assert wrong == []
        assert said > 30  # or this looks at pages that ask no service
