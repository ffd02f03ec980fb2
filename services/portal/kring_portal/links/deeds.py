"""What people do behind a link. What they leave open stays as it was; what they said is never shown back."""

from typing import Final

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from kring_portal.links import shown
from kring_portal.links.visiting import Behind, LinkVisit
from kring_portal.web.refusals import CommandRefused, NoSession
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import (
    AnswerDates,
    Answered,
    AnswerInvitation,
    CalendarShown,
    ConfirmReceipt,
    ReceivedBy,
    RecordNeeds,
    ShowCalendar,
    SupportWish,
)
from kring_shared.contracts.notifications import CodeState, LinkPurpose

HERE: Final = "/k/page"
NOT_YET: Final = "not-yet"
ANSWERS: Final = frozenset({Answered.COMES, Answered.COMES_REMOTE, Answered.BY_LETTER, Answered.DOES_NOT_COME})
LONGEST: Final = 500
NO_INTERPRETER: Final = "none"
CIRCLE: Final = frozenset({Role.MAIN_PERSON, Role.CIRCLE_MEMBER})


def declare(router: APIRouter) -> None:
    """Put the deeds on the router."""
    for path, deed in (
        ("/answer", answer),
        ("/needs", say_needs),
        ("/dates", choose_dates),
        ("/calendar", calendar),
        ("/received", received),
    ):
        router.add_api_route(path, deed, methods=["POST"], response_model=None)


async def answer(visit: Behind) -> Response:
    """Answer the invitation; who does not know yet says so to nobody, and may come back."""
    opened = await visit.again(LinkPurpose.ANSWER_INVITATION)
    sent = await visit.form()
    said = str(sent.get("answer", ""))
    if said == NOT_YET:
        return visit.back(HERE, said="links-not-yet-said")
    if said not in ANSWERS:
        return visit.back(HERE, said="links-choose-one")
    await visit.do(AnswerInvitation(case_id=opened.case_id, person_id=opened.person_id, answer=Answered(said)))
    if comfort := _words(sent, "comfort"):
        await visit.do(RecordNeeds(case_id=opened.case_id, person_id=opened.person_id, comfort=comfort))
    return visit.back(HERE, said="links-thanks")


async def say_needs(visit: Behind) -> Response:
    """Note what they need."""
    opened = await visit.again(LinkPurpose.SAY_NEEDS)
    sent = await visit.form()
    support, interpreter = str(sent.get("support", "")), str(sent.get("interpreter", ""))
    spoken = interpreter if interpreter in shown.SPOKEN else None
    asked = RecordNeeds(
        case_id=opened.case_id,
        person_id=opened.person_id,
        comfort=_words(sent, "comfort") or None,
        support=SupportWish(support) if support in set(SupportWish) else None,
        interpreter="" if interpreter == NO_INTERPRETER else spoken,
    )
    if (asked.comfort, asked.support, asked.interpreter) == (None, None, None):
        return visit.back(HERE, said="links-choose-one")
    await visit.do(asked)
    return visit.back(HERE, said="links-thanks")


async def choose_dates(visit: Behind) -> Response:
    """Say which of the days suit them."""
    opened = await visit.again(LinkPurpose.CHOOSE_DATES)
    sent = await visit.form()
    days = [line.starts_at for line in await shown.proposed(visit, opened)]
    said = {day: str(sent.get(f"day-{day.timestamp():.0f}", "")) for day in days}
    if not any(said.values()):
        return visit.back(HERE, said="links-choose-one")
    await visit.do(
        AnswerDates(
            case_id=opened.case_id,
            person_id=opened.person_id,
            can=tuple(day for day, word in said.items() if word == "can"),
            if_need_be=tuple(day for day, word in said.items() if word == "if-need-be"),
        )
    )
    return visit.back(HERE, said="links-thanks")


async def calendar(visit: Behind) -> Response:
    """Give the day as a file for their own calendar; asking for it is wishing for it."""
    opened = await visit.again(LinkPurpose.SHOW_CALENDAR)
    if opened.role in CIRCLE:
        await visit.do(RecordNeeds(case_id=opened.case_id, person_id=opened.person_id, calendar=True))
    day = await visit.ask(ShowCalendar(case_id=opened.case_id, person_id=opened.person_id), CalendarShown)
    if not day.ics:
        return visit.back(HERE, said="links-no-day")
    headers = {"Content-Disposition": 'attachment; filename="day.ics"'}
    return Response(day.ics, media_type="text/calendar; charset=utf-8", headers=headers)


async def received(visit: Behind) -> Response:
    """Note that they have the plan.

    Raises:
        NoSession: the code was not given in this visit.
        CommandRefused: it did not go out to them yet.
    """
    opened = await visit.again(LinkPurpose.READ_PLAN)
    if opened.code is not CodeState.GIVEN:
        raise NoSession
    await _confirm(visit, opened.case_id, opened.person_id)
    return visit.back(HERE, said="links-thanks")


async def _confirm(visit: LinkVisit, case_id: str, person_id: str) -> None:
    receipt = await visit.tries(ConfirmReceipt(case_id=case_id, person_id=person_id, received_by=ReceivedBy.DOWNLOAD))
    if receipt.status != "done":
        raise CommandRefused(receipt)


def _words(sent: FormData, name: str) -> str:
    return str(sent.get(name, "")).strip()[:LONGEST]
