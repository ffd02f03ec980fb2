"""What people do behind a link. What they leave open stays as it was; what they said is never shown back."""

from collections.abc import Iterable
from datetime import datetime
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
from kring_shared.contracts.notifications import CodeState, LinkOpened, LinkPurpose

HERE: Final = "/k/page"
NOT_YET: Final = "not-yet"
ANSWERS: Final = frozenset({Answered.COMES, Answered.COMES_REMOTE, Answered.BY_LETTER, Answered.DOES_NOT_COME})
COMES: Final = frozenset({Answered.COMES, Answered.COMES_REMOTE})
CHOOSE_ONE: Final = "links-choose-one"
WRONG: Final = 422
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
    """Answer the invitation, with the days that suit them where there are some to choose from.

    Who does not know yet says so to nobody, and may come back.
    """
    opened = await visit.again(LinkPurpose.ANSWER_INVITATION)
    sent = await visit.form()
    said = str(sent.get("answer", ""))
    if said == NOT_YET:
        return visit.back(HERE, said="links-not-yet-said")
    offered = await shown.invitation(visit, opened)
    if said not in ANSWERS:
        return visit.page("links/invitation.html", status=WRONG, wrong=CHOOSE_ONE, typed=sent, **offered)
    await visit.do(AnswerInvitation(case_id=opened.case_id, person_id=opened.person_id, answer=Answered(said)))
    if said in COMES and (days := _days(opened, sent, offered["dates"])) is not None:
        await visit.do(days)
    if comfort := _words(sent, "comfort"):
        await visit.do(RecordNeeds(case_id=opened.case_id, person_id=opened.person_id, comfort=comfort))
    # Who said no has no part any more, so a yes after it goes by the coordinator.
    no = said == Answered.DOES_NOT_COME
    return visit.back(HERE, said="links-thanks-no" if no else "links-thanks")


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
        offered = await shown.needs(visit, opened)
        return visit.page("links/needs.html", status=WRONG, wrong=CHOOSE_ONE, typed=sent, **offered)
    await visit.do(asked)
    return visit.back(HERE, said="links-thanks")


async def choose_dates(visit: Behind) -> Response:
    """Say which of the days suit them."""
    opened = await visit.again(LinkPurpose.CHOOSE_DATES)
    sent = await visit.form()
    offered = await shown.dates(visit, opened)
    days = _days(opened, sent, offered["dates"])
    if days is None:
        return visit.page("links/dates.html", status=WRONG, wrong=CHOOSE_ONE, typed=sent, **offered)
    await visit.do(days)
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


def _days(opened: LinkOpened, sent: FormData, days: Iterable[datetime]) -> AnswerDates | None:
    """Read which days suit them; nothing where nothing was said of any."""
    said = {day: str(sent.get(f"day-{day.timestamp():.0f}", "")) for day in days}
    if not any(said.values()):
        return None
    return AnswerDates(
        case_id=opened.case_id,
        person_id=opened.person_id,
        can=tuple(day for day, word in said.items() if word == "can"),
        if_need_be=tuple(day for day, word in said.items() if word == "if-need-be"),
    )


def _words(sent: FormData, name: str) -> str:
    return str(sent.get(name, "")).strip()[:LONGEST]
