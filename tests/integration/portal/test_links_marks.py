"""Marks by the code of a form: once, without anybody being known, and refused in the same words for every reason."""

from pathlib import Path

from kring_shared.contracts import conference as c
from kring_shared.contracts.notifications import office_hint
from kring_shared.contracts.registry import FormWay, Group, RecordScoreWishes, SatisfactionInvited
from tests.integration.portal.behind import Family, a_family

PAGE = f"/k/marks/{office_hint('utrecht')}"


async def a_code(family: Family) -> str:
    """Let the aunt want to give marks, and the plan be handed over; give the code of her form."""
    circled = family.circled
    await circled.does(c.AnswerInvitation(case_id=family.case_id, person_id=family.aunt, answer=c.Answered.COMES))
    wish = RecordScoreWishes(
        case_id=family.case_id, person_id=family.aunt, group=Group.FAMILY, scores=True, way=FormWay.LINK
    )
    await circled.does(wish)
    await circled.gets_ready()
    await circled.opens()
    await circled.is_left_alone()
    await circled.presents()
    await circled.concludes()
    await circled.gives_the_plan()
    facts = await circled.office.facts(family.case_id)
    invited = next(fact for fact in facts if isinstance(fact, SatisfactionInvited))
    registry = next(one for one in family.portal.kring.running if one.service.name == "registry")
    return str(registry.setup.vault.open(invited.code, str))


async def test_marks_are_given_once_by_the_code_on_the_form(tmp_path: Path) -> None:
    async with a_family(tmp_path) as family:
        code = await a_code(family)
        person = await family.visitor()
        assert "You may give marks." in await person.sees(PAGE)
        nothing = await person.sends(PAGE, code=code, meeting="", plan="", coordinator="")
        unknown = await person.sends(PAGE, code="bcdf-ghjk-mnpr-stvw", meeting="8")
        assert nothing.status_code == unknown.status_code == 422
        thanked = await person.sends(PAGE, code=code.upper(), meeting="8", plan="9", coordinator="")
        assert "Your marks are counted" in thanked.text
        again = await person.sends(PAGE, code=code, meeting="1")
        assert again.status_code == 422
        assert again.text == unknown.text
        assert not person.client.cookies
