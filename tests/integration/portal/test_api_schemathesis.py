"""The whole interface, asked whatever its own description allows and more: never a fault, and always as described."""

from pathlib import Path
from typing import Any, cast

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kring_portal.api import webhooks
from kring_portal.api.building import build_api
from kring_portal.api.describing import document_of
from kring_portal.store.systems import SCOPES
from tests.integration.portal.house import a_portal
from tests.integration.portal.systems import a_client, let_in

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
EXAMPLES = 6
SCHEMA = schemathesis.openapi.from_dict(document_of(build_api(), "http://portal.test"))
OPERATIONS: list[Any] = [one.ok() for one in cast("Any", SCHEMA.get_all_operations())]
MODES = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)


def drawn(operation: Any, mode: schemathesis.GenerationMode) -> list[Any]:  # noqa: ANN401 - the library's own
    """Draw requests to one operation, the same ones every time."""
    found: list[Any] = []

    @seed(11)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def draw(data: st.DataObject) -> None:
        found.append(data.draw(operation.as_strategy(generation_mode=mode)))

    draw()
    return found


def test_every_path_is_asked() -> None:
    assert {one.label for one in OPERATIONS} >= {"POST /referrals", "GET /cases", "POST /token", "POST /webhooks"}
    assert len(OPERATIONS) == 13


@pytest.mark.timeout(300)
async def test_whatever_is_asked_there_is_no_fault_and_the_answer_is_as_described(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "looked_up", _known)  # no made-up name is asked of anybody
    async with a_portal(tmp_path, api_per_minute=100_000) as portal:
        client = await a_client(portal, *await let_in(portal, office="utrecht", scopes=tuple(SCOPES)))
        asked = 0
        for operation in OPERATIONS:
            for mode in MODES:
                for case in _drawn(operation, mode):
                    kwargs = case.as_transport_kwargs(base_url="http://portal.test/v1")
                    kwargs.pop("cookies", None)
                    headers = {**(kwargs.pop("headers", None) or {})}
                    headers = {k: v for k, v in headers.items() if k.lower() != "authorization"}
                    url = kwargs.pop("url")
                    if "data" in kwargs and not isinstance(kwargs["data"], dict):
                        kwargs["content"] = kwargs.pop("data")
                    try:
                        request = client.build_request(kwargs.pop("method"), url, headers=headers, **kwargs)
                    except (httpx.InvalidURL, UnicodeEncodeError, ValueError, TypeError):
                        continue
                    answer = await client.send(request)
                    case.validate_response(schemathesis.Response.from_httpx(answer, verify=False), checks=CHECKS)
                    asked += 1
        assert asked > EXAMPLES * len(OPERATIONS) // 2


async def _known(_url: str, *, inside: bool) -> str:
    del inside
    return "8.8.8.8"


def _drawn(operation: Any, mode: schemathesis.GenerationMode) -> list[Any]:  # noqa: ANN401 - the library's own
    try:
        return drawn(operation, mode)
    except schemathesis.errors.SchemathesisError:
        return []
    except Exception as error:
        if type(error).__name__ in {"Unsatisfiable", "SkipTest", "Skipped"}:  # nothing to get wrong there
            return []
        raise
