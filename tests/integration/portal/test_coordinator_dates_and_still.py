"""A coordinator looks for a day with a circle, leaves a circle alone for hours, and is told what is not right yet."""

import re
from datetime import timedelta
from pathlib import Path

from kring_portal.store.sessions import digest_of
from kring_portal.web.guarding import BY_ITSELF, cookie_name
from kring_shared.contracts import conference as c
from kring_shared.contracts.actor import Role
from tests.integration.portal.behind import a_family
from tests.integration.portal.coordinating import local


async def test_days_are_proposed_asked_by_a_link_and_seen_by_who_looks_for_one(tmp_path: Path) -> None:
    async with a_family(tmp_path) as family:
        desk = await family.portal.signed_in(Role.COORDINATOR, family.coordinator)
        home = f"/coordinator/conferences/{family.case_id}"
        page = f"{home}/preparation"
        day = family.clock.now() + timedelta(days=10)
        wrong = await desk.sends(f"{home}/do/propose-dates", came_from=page, options=["somewhen"])
        assert wrong.status_code == 422
        assert 'value="somewhen"' in wrong.text
        await desk.sends(
            f"{home}/do/propose-dates", came_from=page, options=[local(day), local(day + timedelta(days=1))]
        )
        shown = await desk.sees(page)
        assert "Make a link for Tante Loes" in shown
        assert "nothing said yet" in shown
        made = await desk.sends(f"{home}/do/give-link", came_from=page, person_id=family.aunt, purpose="choose-dates")
        found = re.search(r"/k/([a-z0-9]{30})", made.text)
        assert found
        person, opened = await family.opens(found[1])
        fields = re.findall(r'name="(day-\d+)" value="can"', opened.text)
        assert len(fields) == 2
        await person.sends("/k/dates", {fields[0]: "can", fields[1]: "if-need-be"})
        row = (await desk.sees(page)).split("Tante Loes</bdi></a></th>")[1].split("</tr>")[0]
        assert re.findall(r"<td[^>]*>(✓ can|if need be)</td>", row) == ["✓ can", "if need be"]
        theirs = await desk.sees(f"{home}/people/{family.aunt}")
        assert theirs.count(" checked> <span>can</span>") == 1


async def test_who_left_a_circle_alone_comes_back_after_hours_and_is_signed_in_as_before(
    tmp_path: Path,
) -> None:
    async with a_family(tmp_path) as family:
        circled = family.circled
        await circled.does(c.AnswerInvitation(case_id=family.case_id, person_id=family.aunt, answer=c.Answered.COMES))
        await circled.gets_ready()
        await circled.opens()
        desk = await family.portal.signed_in(Role.COORDINATOR, family.coordinator)
        home = f"/coordinator/conferences/{family.case_id}"
        assert "You stay signed in while the circle is alone" in await desk.sees(f"{home}/day")
        await circled.is_left_alone()
        idle = family.portal.house.settings.idle
        secret = desk.client.cookies[cookie_name(family.portal.house)]
        sessions, clock = family.portal.house.sessions, family.clock
        await desk.client.get(f"{home}/day", headers={BY_ITSELF: "1"})
        assert not sessions.lasts(digest_of(secret), clock.now() + idle)
        still = await desk.sees(f"{home}/day")
        assert "hx-" not in still.partition("<body")[2]
        clock.move_by(timedelta(hours=5))
        assert "The circle is alone now" in await desk.sees(f"{home}/day")
        back = await desk.sends(f"{home}/do/end-private-time", came_from=f"{home}/day", circle_called="true")
        assert "/sign-in" not in str(back.url)
        clock.move_by(idle)
        assert "/sign-in" in str((await desk.get("/coordinator/today")).url)


async def test_a_circle_that_is_alone_keeps_nobody_signed_in_for_longer_than_a_day_of_work(tmp_path: Path) -> None:
    async with a_family(tmp_path) as family:
        circled = family.circled
        await circled.does(c.AnswerInvitation(case_id=family.case_id, person_id=family.aunt, answer=c.Answered.COMES))
        await circled.gets_ready()
        await circled.opens()
        await circled.is_left_alone()
        desk = await family.portal.signed_in(Role.COORDINATOR, family.coordinator)
        page = f"/coordinator/conferences/{family.case_id}/day"
        assert "The circle is alone now" in await desk.sees(page)
        family.clock.move_by(family.portal.house.settings.at_most)
        assert "/sign-in" in str((await desk.get(page)).url)
