"""A conference that ran before Kring is taken over at the desk as it stood; who may, and what may not be missing."""

from datetime import timedelta
from pathlib import Path

from kring_shared.contracts import conference as c
from kring_shared.contracts import intake as i
from kring_shared.contracts import matching as m
from kring_shared.contracts.actor import Role
from kring_shared.kernel.ids import id_at
from tests.integration.portal.peopled import a_peopled_portal
from tests.route.office import Office
from tests.unit.intake.sent import data

ROSA = {"kind": "closePerson", "name": "Rosa", "phone": "030 000 11 22"}
RACHEL = {"name": "Rachel", "birthYear": 1986, "languages": ["nl"], "municipality": "Utrecht"}


async def test_a_conference_that_was_held_elsewhere_is_taken_over_with_its_days(tmp_path: Path) -> None:
    async with a_peopled_portal(tmp_path) as (portal, office):
        case_id, coordinator = await _a_case_of_before(office)
        manager = await portal.manager()
        page = f"/manager/conferences/{case_id}"
        form = f"{page}/take-over-conference"
        assert "Take over a running conference" in await manager.sees(page)
        other = await portal.signed_in(Role.COORDINATOR, coordinator)
        assert (await other.sends(form, stood_at="held")).status_code == 403
        held = office.clock.now().date() - timedelta(days=3)
        said = {"stood_at": "held", "question": "Wat is er nodig zodat het thuis goed gaat?", "held_on": str(held)}
        missing = await manager.sends(form, said, came_from=page)
        assert missing.status_code == 422
        assert 'id="e-ton"' in missing.text
        assert f'value="{held}"' in missing.text
        unclear = await manager.sends(form, {**said, "starts_at": "somewhen"}, came_from=page)
        assert 'id="e-tos1"' in unclear.text
        days = {"present_count": "9", "agreed_on": str(held), "main_persons_informed": "yes"}
        done = await manager.sends(form, {**said, **days}, came_from=page)
        assert "The conference was taken over." in done.text
        await office.kring.settle()
        shown = await office.asks(c.ShowConference(case_id=case_id), c.ConferenceShown)
        assert shown.stage == "concluded"
        assert "Take over a running conference" not in await manager.sees(page)


async def _a_case_of_before(office: Office) -> tuple[str, str]:
    """Take over a request and its coordinator, as `kring import` does; give both ids."""
    now = office.clock.now()
    case_id = id_at(now, "a case of before")
    request = {
        "caseId": case_id,
        "referral": data(reference="LZ-7", requester=ROSA, mainPersons=[RACHEL], wishes=None),
        "receivedOn": str(now.date() - timedelta(days=90)),
        "consentOn": str(now.date() - timedelta(days=80)),
        "consentBy": ["mainPerson"],
    }
    await office.must(i.TakeOverRequest.model_validate(request))
    await office.kring.settle()
    register = await office.asks(m.ListCoordinators(), m.CoordinatorList)
    coordinator = register.coordinators[0].coordinator_id
    await office.must(m.TakeOverAssignment(case_id=case_id, coordinator_id=coordinator))
    await office.kring.settle()
    return case_id, coordinator
