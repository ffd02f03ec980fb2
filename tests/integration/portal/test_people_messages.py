"""Messages at the manager's desk: what waits to be told, read out, told, and everything a case was sent."""

import re
from pathlib import Path

from kring_shared.contracts import notifications as n
from tests.integration.portal.peopled import a_case_that_waits, a_peopled_portal


async def test_what_waits_is_read_out_and_noted_as_told(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path) as (portal, office):
        case = await a_case_that_waits(office)
        manager = await portal.manager()
        listed = await manager.sees("/manager/messages")
        path = re.findall(rf'href="(/manager/messages/{case.case_id}/[0-9a-f]+)"', listed)[0]
        name = (await office.shown(case.case_id)).main_persons[0].name
        shown = await manager.sees(path)
        assert "Tell this to" in shown
        noted = await manager.sends(f"{path}/note-told", came_from=path, reached="yes")
        assert "noted as told" in noted.text
        assert name in noted.text

        messages = await office.asks(n.ListMessages(case_id=case.case_id), n.MessageList)
        statuses = {line.message_id: line.status for line in messages.messages}
        assert statuses[path.rpartition("/")[2]] == "told"
        only_told = await manager.sees(f"/manager/messages/{case.case_id}?status=told")
        assert len(re.findall("<tr>", only_told.partition("<tbody>")[2].partition("</tbody>")[0])) == 1


async def test_how_to_reach_somebody_is_written_down(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path) as (portal, office):
        case = await a_case_that_waits(office)
        manager = await portal.manager()
        path = f"/manager/messages/{case.case_id}"
        person = f"{path}/person/{case.main_person}"
        wished = await manager.sends(
            f"{person}/record-contact-wishes", came_from=path, ways=["call"], neutral_sender="yes"
        )
        assert "It is done" in wished.text
        corrected = await manager.sends(
            f"{person}/correct-contact", came_from=path, name="Rachel", phone="+31 6 00000009"
        )
        assert "It is done" in corrected.text
        waits = await office.asks(n.ListToTell(case_id=case.case_id), n.ToTellList)
        line = next(line for line in waits.lines if line.person_id == case.main_person)
        shown = await manager.sees(f"{path}/{line.message_id}")
        assert "+31 6 00000009" in shown
        assert "Leave no message behind" in shown
