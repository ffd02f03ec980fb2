"""What can be done with one request: each command with the fields of its form."""

from collections.abc import Callable
from typing import Any, Final

from fastapi import APIRouter
from starlette.responses import Response

from kring_portal.manager.asking import CaseId
from kring_portal.manager.fields import Fields, fields_of, present
from kring_portal.web.refusals import CommandRefused
from kring_portal.web.visit import Manager
from kring_shared.contracts import intake
from kring_shared.contracts.envelope import Command, Receipt
from kring_shared.contracts.registry import LockRegistration, ReturnRegistration, ValidateRegistration
from kring_shared.kernel.errors import NotFound

router = APIRouter()
Made = Callable[[Fields], dict[str, Any]]


def _nothing(_fields: Fields) -> dict[str, Any]:
    return {}


def _triage(fields: Fields) -> dict[str, Any]:
    kind = fields.text("mandate_kind")
    mandate = present(
        kind=kind,
        for_persons=fields.many("for_persons"),
        conditions=fields.lines("conditions"),
        acceptor=fields.contact("acceptor_"),
        legal_deadline=fields.day("legal_deadline"),
    )
    return dict(
        present(
            conference_type=fields.text("conference_type"),
            context=fields.text("context"),
            urgency=fields.text("urgency"),
            minors_involved=fields.yes_no("minors_involved"),
            mandates=(mandate,) if kind and fields.text("context") == "mandatory" else (),
            mandate_lifted=fields.flag("mandate_lifted"),
            languages=fields.listed("languages"),
            municipality=fields.text("municipality"),
            previous_case_id=fields.or_none("previous"),
        )
    )


def _authority(fields: Fields) -> dict[str, Any]:
    return dict(
        present(
            person_id=fields.text("person_id"),
            age_band=fields.or_none("age_band"),
            discerning=fields.yes_no("discerning"),
            holders=tuple(one for n in (1, 2) if (one := fields.contact(f"holder{n}_"))),
            known_holders=fields.many("known_holders"),
            no_holders=fields.many("no_holders"),
            all_known=fields.flag("all_known"),
        )
    )


def _voice(fields: Fields) -> dict[str, Any]:
    asked = fields.text("voice") == "asked"
    said = present(
        person_id=fields.text("person_id"),
        asked=asked,
        because=None if asked else fields.text("voice"),
        asked_on=fields.day("asked_on") if asked else None,
    )
    return dict(said)


def _said(fields: Fields) -> dict[str, Any]:
    return dict(
        present(method=fields.text("method"), giver_id=fields.or_none("giver_id"), said_on=fields.day("said_on"))
    )


def _said_to(fields: Fields) -> dict[str, Any]:
    return _said(fields) | {"purpose": fields.text("purpose") or "conference"}


def _funder(fields: Fields) -> dict[str, Any]:
    return dict(present(funder_id=fields.or_none("funder_id")))


def _refused_funding(fields: Fields) -> dict[str, Any]:
    more = present(reason=fields.text("reason"), objection_until=fields.day("objection_until"))
    return _funder(fields) | dict(more)


STEPS: Final[dict[str, tuple[type[Command], Made]]] = {
    "triage-request": (intake.TriageRequest, _triage),
    "settle-authority": (intake.SettleAuthority, _authority),
    "record-voice": (intake.RecordVoice, _voice),
    "ask-consent": (intake.AskConsent, _nothing),
    "give-consent": (intake.GiveConsent, _said_to),
    "refuse-consent": (intake.RefuseConsent, _said),
    "withdraw-consent": (intake.WithdrawConsent, _said_to),
    "go-on-with": (intake.GoOnWith, lambda fields: {"person_ids": fields.many("person_ids")}),
    "ask-funding": (intake.AskFunding, _funder),
    "grant-funding": (intake.GrantFunding, _funder),
    "refuse-funding": (intake.RefuseFunding, _refused_funding),
    "accept-request": (intake.AcceptRequest, _nothing),
    "reject-request": (intake.RejectRequest, lambda fields: {"reason": fields.text("reason")}),
    "withdraw-request": (intake.WithdrawRequest, lambda fields: {"reason": fields.or_none("reason")}),
    "resume-request": (intake.ResumeRequest, lambda fields: {"noted_by_mistake": fields.flag("noted_by_mistake")}),
    "record-death": (intake.RecordDeath, lambda fields: {"person_id": fields.text("person_id")}),
    "hold-information-talk": (intake.HoldInformationTalk, _nothing),
    "undo-merge": (intake.UndoMerge, _nothing),
    "offer-transfer": (
        intake.OfferTransfer,
        lambda fields: {"to_office": fields.text("to_office"), "reason": fields.text("reason")},
    ),
    "recall-transfer": (intake.RecallTransfer, _nothing),
    "return-registration": (ReturnRegistration, lambda fields: {"code": fields.text("code")}),
    "validate-registration": (ValidateRegistration, _nothing),
    "lock-registration": (LockRegistration, _nothing),
}
"""Every command that the page of a request has a form for."""


@router.post("/requests/{case_id}/{step}")
async def stepped(visit: Manager, case_id: CaseId, step: str) -> Response:
    """Take one step, and go back to the request, which says what was done or why not.

    Raises:
        CommandRefused: there is no such step.
    """
    if step not in STEPS:
        raise CommandRefused(Receipt(status="refused", code=NotFound.code))
    command, made = STEPS[step]
    fields = await fields_of(visit)
    given = command.model_validate({"case_id": case_id, **made(fields)})
    page = fields.text("back")
    to = page if page in {"/manager/registrations", "/manager/today"} else f"/manager/requests/{case_id}"
    return await visit.carry_out(given, to=to, said=f"manager-done-{step}")
