"""The conferences of an office: how far each is, and what only the regional manager can do there."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query
from starlette.responses import Response

from kring_portal.manager.asking import CaseId
from kring_portal.manager.fields import Fields, fields_of, present
from kring_portal.web.deeds import moment
from kring_portal.web.refusals import CommandRefused
from kring_portal.web.visit import Manager
from kring_shared.contracts import conference as c
from kring_shared.contracts.envelope import Command, Receipt
from kring_shared.kernel.errors import NotFound

router = APIRouter()
PAGE: Final = 50
GROUPS: Final = {
    "before": ("awaiting-coordinator", "preparing", "ready", "postponed", "adjourned"),
    "day": ("information-phase", "private-time", "presentation-phase"),
    "after": ("concluded", "without-meeting"),
    "off": ("cancelled",),
}


@router.get("/conferences")
async def conferences(
    visit: Manager,
    group: Annotated[str, Query(max_length=10)] = "",
    plan: Annotated[str, Query(max_length=20)] = "",
    overdue: Annotated[str, Query(max_length=3)] = "",
    before: Annotated[str, Query(max_length=120)] = "",
) -> Response:
    """List conferences, the newest request first."""
    query = c.ListConferences(
        stages=GROUPS.get(group, ()), plan_stage=plan, overdue=bool(overdue), limit=PAGE, before=before
    )
    found = await visit.ask(query, c.ConferenceList)
    page: dict[str, Any] = {
        "group": group,
        "plan": plan,
        "overdue": overdue,
        "next": found.next,
    }
    return visit.page(
        "manager/conferences.html", lines=found.conferences, groups=tuple(GROUPS), is_first=not before, **page
    )


@router.get("/conferences/{case_id}")
async def conference(visit: Manager, case_id: CaseId) -> Response:
    """Show one conference, as far as it is the office's to see."""
    shown = await visit.ask(c.ShowConference(case_id=case_id), c.ConferenceShown)
    return visit.page("manager/conference.html", shown=shown, may_take_over=_is_untouched(shown))


def _acceptor(fields: Fields) -> dict[str, Any]:
    return {"contact": fields.contact("")}


def _taken_over(fields: Fields) -> dict[str, Any]:
    days = ("held_on", "conditions_shared_on", "agreed_on", "accepted_on", "distributed_on")
    return dict(
        present(
            stood_at=fields.text("stood_at"),
            question=fields.or_none("question"),
            starts_at=_moment(fields.text("starts_at")),
            venue=fields.or_none("venue"),
            present_count=fields.number("present_count"),
            main_persons_informed=fields.flag("main_persons_informed"),
            without_plan=fields.flag("without_plan"),
            **{name: fields.day(name) for name in days},
        )
    )


def _moment(written: str) -> object:
    try:
        return moment(written)
    except ValueError:
        return written  # the command refuses it, as every other field that is not as it must be


def _is_untouched(shown: c.ConferenceShown) -> bool:
    """Tell whether nothing was done with it in Kring yet; only then it can be taken over from an office's records."""
    begun = shown.starts_at is not None or any(one.stage != "suggested" for one in shown.participants)
    return shown.stage in {"awaiting-coordinator", "preparing"} and not begun


STEPS: Final[dict[str, tuple[type[Command], Any]]] = {
    "appoint-acceptor": (c.AppointAcceptor, _acceptor),
    "review-refusal": (c.ReviewRefusal, lambda fields: {"decision": fields.text("decision")}),
    "take-over-conference": (c.TakeOverConference, _taken_over),
}


@router.post("/conferences/{case_id}/{step}")
async def stepped(visit: Manager, case_id: CaseId, step: str) -> Response:
    """Take one step that is the regional manager's.

    Raises:
        CommandRefused: there is no such step.
    """
    if step not in STEPS:
        raise CommandRefused(Receipt(status="refused", code=NotFound.code))
    command, made = STEPS[step]
    given = command.model_validate({"case_id": case_id, **made(await fields_of(visit))})
    to = f"/manager/conferences/{case_id}"
    return await visit.carry_out(given, to=to, said=f"manager-done-{step}")
