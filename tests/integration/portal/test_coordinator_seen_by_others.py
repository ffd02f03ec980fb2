"""What only the coordinator sees, and what nobody sees: other people's pages, and private time."""

import re
from datetime import timedelta
from pathlib import Path

from kring_shared.contracts import conference as c
from kring_shared.contracts.actor import Role
from kring_shared.testing.people.register import PEOPLE
from tests.integration.portal.coordinating import AtTheDesk, a_running_case
from tests.route.circled import Circled

PAGES = ("", "/circle", "/preparation", "/plan", "/follow-up", "/safety")


async def test_what_keeps_people_apart_stands_on_the_coordinator_s_page_and_on_nobody_else_s(tmp_path: Path) -> None:
    async with a_running_case(tmp_path) as desk:
        kept_out = await desk.suggests("Oom Barend Vuurdoorn", relation="oom")
        other = await desk.suggests("Nicht Sefanja", relation="nicht")
        await desk.does("keep-apart", "/circle", person_id=kept_out, other_id=other)
        await desk.does("leave-out", f"/people/{kept_out}", person_id=kept_out)
        own = await desk.sees("/circle")
        assert "tie-apart" in own
        assert "node-out" in own
        assert "not invited" in own
        manager = await desk.portal.manager()
        for page in (f"/manager/requests/{desk.case.case_id}", f"/manager/conferences/{desk.case.case_id}"):
            assert "not-invited-for-safety" not in (await manager.get(page)).text
            assert "Nicht Sefanja ≠" not in (await manager.get(page)).text
        assert (await manager.get(f"{desk.home}/circle")).status_code == 403
        await _nobody_else_opens(desk)


async def _nobody_else_opens(desk: AtTheDesk) -> None:
    """Another coordinator of the same office finds every door closed, and cannot do anything through one."""
    assert PEOPLE["utrecht"]
    stranger = await desk.portal.signed_in(Role.COORDINATOR, "019aa00000007000800000000000ffff")
    for page in (*PAGES, "/day", "/messages", "/registration", f"/people/{desk.case.main_person}"):
        answer = await stranger.get(desk.home + page)
        assert answer.status_code in {403, 404}, page
        assert "Nicht Sefanja" not in answer.text
    before = await desk.sees("/circle")
    door = f"{desk.home}/do/invite-participant"
    refused = await stranger.sends(door, came_from=desk.home, person_id=desk.case.main_person)
    assert refused.status_code in {403, 404}
    assert re.findall(r"node-\w+", await desk.sees("/circle")) == re.findall(r"node-\w+", before)
    unknown = await desk.person.sends(f"{desk.home}/do/accept-plan", came_from=desk.home)
    assert unknown.status_code == 404


async def test_while_the_circle_is_alone_every_page_of_it_is_still(tmp_path: Path) -> None:
    async with a_running_case(tmp_path) as desk:
        circle = Circled(desk.case, [desk.case.main_person])
        await circle.agrees_on_a_question()
        await circle.joins("Tante Loes")
        await circle.gets_ready()
        await desk.waits(timedelta(days=10))
        await circle.does(c.StartInformationPhase(case_id=desk.case.case_id))
        said = await desk.does("start-private-time", "/day", professionals_left="true", coordinator_left="true")
        for text in (said, *[await desk.sees(page) for page in ("/day", *PAGES)]):
            assert "The circle is alone now." in text
            assert "They have called me" in text
            assert "hx-" not in text
            assert "Tante Loes" not in text
            assert "<nav" not in text
            assert 'role="status"' not in text
            assert re.search(r"\d\d:\d\d", re.sub(r"<head>.*?</head>", "", text, flags=re.DOTALL)) is None
            assert len(re.findall(r"<button", text)) == 1
        assert desk.home in await desk.person.sees("/coordinator/today")
        called = await desk.does("end-private-time", "/day", circle_called="true")
        assert "Tante Loes" in called
