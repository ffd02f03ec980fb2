"""What every professional of a conference finds and does: their part, what was asked of them, and the day."""

from datetime import date
from typing import Final

from starlette.responses import Response

from kring_portal.web.deeds import Ask, Deed, Deeds, Kind, done, table, those
from kring_portal.web.visit import Visit
from kring_shared.contracts import conference as c

LAID_BEFORE: Final = frozenset({"submitted", "accepted", "written-out", "distributed", "reconvening"})
"""Where whoever checks the plan may read it."""
WENT_OUT: Final = frozenset({"distributed", "reconvening"})
"""Where every professional may read what of the plan is theirs."""
NOTHING_MORE: Final = table()
FROM: Final = "yes from "
ANSWER: Final = Deed(
    c.AnswerHelp,
    "case_id",
    (
        Ask("granted", Kind.CHOICE, ("true", "false"), "professional-granted"),
        Ask("starts_on", Kind.DAY, required=False),
        Ask("item", Kind.NUMBER),
    ),
)
RECEIPT: Final = Deed(c.ConfirmReceipt, "case_id")
BOTH: Final = table(ANSWER, RECEIPT)
"""What whoever checks the plan and whoever informs both do."""


async def listed(visit: Visit, template: str, home: str, before: str) -> Response:
    """Show in which conferences they take part, the newest first."""
    found = await visit.ask(c.ListOwnConferences(before=before), c.ConferenceList)
    return visit.page(template, found=found, home=home)


async def shown(
    visit: Visit, template: str, home: str, case_id: str, *, reads_from: frozenset[str], deeds: Deeds = NOTHING_MORE
) -> Response:
    """Show their part in one conference; while the circle is alone, that it is, and no more."""
    part = await own_part(visit, case_id)
    return visit.page(
        template,
        part=part,
        home=f"{home}/{case_id}",
        deeds=those(deeds, part.possible),
        answer=ANSWER,
        since=since,
        reads=part.plan_stage in reads_from,
    )


async def own_part(visit: Visit, case_id: str) -> c.OwnPartShown:
    """Ask what is theirs in a conference."""
    return await visit.ask(c.ShowOwnPart(case_id=case_id), c.OwnPartShown)


async def calendar(visit: Visit, home: str, case_id: str) -> Response:
    """Give the day as a file for their own calendar, to who asked the coordinator for it."""
    question = c.ShowCalendar(case_id=case_id, person_id=visit.person.actor_id)
    day = await visit.ask(question, c.CalendarShown)
    if not day.ics:
        return visit.back(f"{home}/{case_id}", said="professional-no-file")
    headers = {"Content-Disposition": 'attachment; filename="day.ics"'}
    return Response(day.ics, media_type="text/calendar; charset=utf-8", headers=headers)


async def does(visit: Visit, deeds: Deeds, name: str, home: str, case_id: str) -> Response:
    """Do what is theirs; that they have the plan is said of themselves."""
    of_oneself = {"person_id": visit.person.actor_id, "received_by": c.ReceivedBy.DOWNLOAD}
    more = of_oneself if name == RECEIPT.name else {}
    return await done(visit, deeds, name, case_id, to=f"{home}/{case_id}", **more)


def since(said: str) -> date | None:
    """Read from when help was promised, where that was said."""
    return date.fromisoformat(said.removeprefix(FROM)) if said.startswith(FROM) else None
