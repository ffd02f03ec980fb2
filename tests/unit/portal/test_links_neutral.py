"""Where nothing may show who a page is from, no number to call is on it either."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from starlette.requests import Request

from kring_portal.links.visiting import LinkVisit
from kring_shared.contracts.actor import Role
from kring_shared.contracts.notifications import CodeState, LinkOpened, LinkPurpose
from kring_shared.contracts.offices import EXAMPLE_OFFICES


@pytest.mark.parametrize("neutral", [True, False])
def test_a_page_that_must_be_neutral_names_no_number_of_an_office(*, neutral: bool) -> None:
    office = EXAMPLE_OFFICES[0].model_copy(update={"telephone": "030 200 00 00"})
    opened = LinkOpened(
        case_id="0" * 32,
        person_id="1" * 32,
        role=Role.CIRCLE_MEMBER,
        office=office.id,
        language="nl",
        purpose=LinkPurpose.ANSWER_INVITATION,
        closes_at=datetime(2026, 12, 1, tzinfo=UTC),
        neutral=neutral,
        minor=False,
        code=CodeState.NONE,
    )
    house = cast("Any", SimpleNamespace(offices={office.id: office}))
    visit = LinkVisit(Request({"type": "http", "headers": []}), house, None, opened)
    assert visit.telephone == ("" if neutral else office.telephone)
