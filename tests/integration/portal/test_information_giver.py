"""Who informs the circle, through pages alone: what it wants to know, and afterwards what binds them."""

from pathlib import Path

from sqlalchemy import inspect, text

from kring_shared.contracts import conference as c
from kring_shared.contracts import registry as r
from kring_shared.contracts.actor import Role
from kring_shared.contracts.field import Part
from kring_shared.kernel.clock import DrivenClock
from tests.integration.portal.house import Portal, a_portal
from tests.route.circled import Circled, a_circle, a_plan
from tests.route.office import Office
from tests.route.played import START

NEED = "Wat kan de school doen?"


async def with_a_teacher(office: Office) -> tuple[Circled, str]:
    """Bring a circle up to the day; somebody of the school is to say what it can do."""
    circle = await a_circle(office, "WT-2026-0001")
    await circle.agrees_on_a_question()
    await circle.joins("Tante Loes")
    teacher = await circle.joins("Juf Els", Part.INFORMATION_GIVER)
    noted = await circle.tries(c.RecordInformationNeed(case_id=circle.case_id, need=NEED))
    need_id = str((noted.answer or {})["needId"])
    await circle.does(c.AssignInformationNeed(case_id=circle.case_id, need_id=need_id, giver_id=teacher))
    await circle.gets_ready()
    return circle, teacher


async def test_who_informs_reads_what_is_asked_and_after_the_plan_only_what_is_theirs(tmp_path: Path) -> None:
    clock = DrivenClock(START)
    async with a_portal(tmp_path, clock) as portal:
        circle, teacher = await with_a_teacher(Office(portal.kring, portal.house.client, clock))
        page = f"/information-giver/{circle.case_id}"
        els = await portal.signed_in(Role.INFORMATION_GIVER, teacher)
        listed = await els.sees("/information-giver")
        assert page in listed
        assert "Inform, answer, leave" in listed
        before = await els.sees(page)
        assert NEED in before
        assert "Buurthuis De Linde" in before
        assert "Tante Loes" not in before

        await circle.opens()
        await circle.is_left_alone()
        els = await portal.signed_in(Role.INFORMATION_GIVER, teacher)
        alone = await els.sees(page)
        assert "The circle is alone now" in alone
        assert NEED not in alone

        theirs = {"who": "Juf Els", "what": "belt op vrijdag", "people": (teacher,), "borne_by": "professional"}
        aunts = {"who": "Tante Loes", "what": "kookt op woensdag"}
        helped = ({"what": "een plek voor huiswerk", "of_whom": "school", "person_id": teacher},)
        await circle.presents(a_plan(clock.now().date(), agreements=(aunts, theirs), help_asked=helped))
        await circle.concludes()
        await circle.gives_the_plan()
        after = await els.sees(page)
        assert "belt op vrijdag" in after
        assert "kookt op woensdag" not in after
        own = await els.sees(f"{page}/plan")
        assert "belt op vrijdag" in own
        assert "kookt op woensdag" not in own
        no = await els.sends(f"{page}/answer-help", item="1", granted="false")
        assert "you said no" in no.text
        assert "you have it" in (await els.sends(f"{page}/confirm-receipt")).text


async def test_marks_are_given_once_by_code_and_nothing_says_by_whom(tmp_path: Path) -> None:
    clock = DrivenClock(START)
    async with a_portal(tmp_path, clock) as portal:
        circle, teacher = await with_a_teacher(Office(portal.kring, portal.house.client, clock))
        group, way = r.Group.PROFESSIONAL, r.FormWay.LINK
        wish = r.RecordScoreWishes(case_id=circle.case_id, person_id=teacher, group=group, scores=True, way=way)
        await circle.does(wish)
        await circle.opens()
        await circle.is_left_alone()
        await circle.presents()
        await circle.concludes()
        await circle.gives_the_plan()
        els = await portal.signed_in(Role.INFORMATION_GIVER, teacher)
        assert 'href="/information-giver/marks"' in await els.sees(f"/information-giver/{circle.case_id}")
        code = await code_of(portal, circle)
        assert "You may give marks." in await els.sees("/information-giver/marks")
        wrong = await els.sends("/information-giver/marks", code="bcdf-ghjk-mnpr-stvw", meeting="8")
        assert wrong.status_code == 422
        assert 'value="bcdf-ghjk-mnpr-stvw"' in wrong.text
        thanked = await els.sends("/information-giver/marks", code=code, meeting="8", plan="", coordinator="9")
        assert "Your marks are counted" in thanked.text
        assert (await els.sends("/information-giver/marks", code=code, meeting="1")).status_code == 422
        registry = next(one for one in portal.kring.running if one.service.name == "registry")
        with registry.setup.database.read() as tx:
            tables = inspect(tx).get_table_names()
            rows = [row for name in tables for row in tx.execute(text(f'SELECT * FROM "{name}"'))]  # noqa: S608 - our own names
        given = [row for row in rows if "answer-satisfaction" in str(row)]
        assert given
        assert teacher not in str(given)


async def code_of(portal: Portal, circle: Circled) -> str:
    """Read the code of the only form of a case, as its person does."""
    (invited,) = [fact for fact in await circle.office.facts(circle.case_id) if isinstance(fact, r.SatisfactionInvited)]
    registry = next(one for one in portal.kring.running if one.service.name == "registry")
    return str(registry.setup.vault.open(invited.code, str))


async def test_who_informs_cannot_answer_for_a_plan(tmp_path: Path) -> None:
    async with a_portal(tmp_path) as portal:
        els = await portal.signed_in(Role.INFORMATION_GIVER, "a" * 32)
        assert "You take part in no conference now." in await els.sees("/information-giver")
        assert (await els.sends(f"/information-giver/{'b' * 32}/accept-plan")).status_code == 404
