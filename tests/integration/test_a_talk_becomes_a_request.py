"""A talk without obligation, and then a telephone call: on a real bus it is one case, and looked at like any other."""

from pathlib import Path
from typing import Any

from kring_intake.app import service as intake
from kring_shared.contracts.actor import Role
from kring_shared.contracts.intake import RequestShown, ShowRequest, SubmitReferral, TakeRequest
from tests.integration.lane.desk import MANAGER, OFFICE
from tests.integration.lane.stage import Stage, on_stage
from tests.unit.intake.sent import an_event, data

ROSA = {"kind": "closePerson", "name": "Rosa", "phone": "030 000 11 22"}


async def shown(stage: Stage, case_id: str) -> RequestShown:
    """Show a request to the manager."""
    actor = stage.client.actor(Role.REGIONAL_MANAGER, MANAGER, OFFICE)
    return await stage.client.ask(ShowRequest(case_id=case_id), actor, RequestShown)


async def take(stage: Stage, reference: str, **more: object) -> dict[str, Any]:
    """Take a call of Rosa about Filip and Rachel; give the answer."""
    call = {"referral": data(reference=reference, requester=ROSA), **more}
    receipt = await stage.do(TakeRequest.model_validate(call))
    assert receipt.status == "done", receipt.message
    return dict(receipt.answer or {})


async def test_the_talk_and_the_call_are_one_case_and_a_second_call_looks_like_it(tmp_path: Path) -> None:
    async with on_stage("sqlite", tmp_path, service=intake) as stage:
        talk = SubmitReferral(event=an_event(informationTalkOnly=True), system="wijkteam", channel="file")
        assert (await stage.do(talk)).status == "done"
        await stage.rest()  # a command is answered before what it told is on the bus
        (requested,) = await stage.on_the_bus()
        case_id = requested.subject.rsplit(".", 1)[1]
        assert (await shown(stage, case_id)).requester.name == "M. Jansen"

        answer = await take(stage, "TEL-1", talkId=case_id)
        assert (answer["caseId"], answer["requestId"], answer["status"]) == (case_id, case_id, "received")
        request = await shown(stage, case_id)
        assert (request.case.stage, request.requester.name) == ("received", "Rosa")
        assert [person.name for person in request.main_persons] == ["Filip", "Rachel"]
        assert request.references == ("WN-2026-0041", "TEL-1")

        assert (await take(stage, "TEL-1"))["status"] == "repeated"
        second = await take(stage, "TEL-2", previousCaseId=case_id)
        assert second["status"] == "possibleDuplicate"
        assert (await shown(stage, second["caseId"])).previous_case_id == case_id
