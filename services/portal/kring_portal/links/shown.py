"""What each page behind a link shows: as little as it is for, and nothing of what was answered before."""

from typing import Any, Final

from babel import Locale

from kring_portal.links.visiting import LinkVisit
from kring_shared.contracts.conference import ConferenceShown, PlanShown, ShowConference, ShowPlan
from kring_shared.contracts.intake import ReferralStanding, ShowReferralStatus
from kring_shared.contracts.notifications import LinkOpened
from kring_shared.runtime.bus.client import RefusedAnswer

SPOKEN: Final = ("ar", "de", "en", "es", "fa", "fr", "it", "nl", "pl", "pt", "ro", "ru", "so", "ti", "tr", "uk", "zh")
"""Languages to choose an interpreter for; any other is said to the coordinator."""


async def nothing(visit: LinkVisit, opened: LinkOpened) -> dict[str, Any]:
    """Show no more than the question."""
    del visit, opened
    return {}


async def needs(visit: LinkVisit, opened: LinkOpened) -> dict[str, Any]:
    """Give the languages to choose from, by their names in the language of the page."""
    del opened
    names = Locale.parse(visit.language).languages
    return {"spoken": sorted(((one, names.get(one, one)) for one in SPOKEN), key=lambda pair: pair[1].casefold())}


async def invitation(visit: LinkVisit, opened: LinkOpened) -> dict[str, Any]:
    """Give the days to choose from, if there are; who said no sees nothing of the conference, and may still say yes."""
    try:
        return await dates(visit, opened)
    except RefusedAnswer:
        return {"dates": [], "is_set": False}


async def dates(visit: LinkVisit, opened: LinkOpened) -> dict[str, Any]:
    """Give the days to choose from, the first one first; none once one was set, and never how they suit others."""
    shown = await visit.ask(ShowConference(case_id=opened.case_id), ConferenceShown)
    days = sorted(line.starts_at for line in shown.dates if line.starts_at > visit.house.now())
    return {"dates": [] if shown.starts_at else days, "is_set": shown.starts_at is not None}


async def plan(visit: LinkVisit, opened: LinkOpened) -> dict[str, Any]:
    """Give the plan, or the part of it that is theirs."""
    return {"plan": await visit.ask(ShowPlan(case_id=opened.case_id), PlanShown)}


async def conditions(visit: LinkVisit, opened: LinkOpened) -> dict[str, Any]:
    """Give the conditions."""
    shown = await visit.ask(ShowConference(case_id=opened.case_id), ConferenceShown)
    return {"conditions": shown.conditions}


async def day(visit: LinkVisit, opened: LinkOpened) -> dict[str, Any]:
    """Give nothing beforehand: the day comes as a file, to who asks for it."""
    return await nothing(visit, opened)


async def status(visit: LinkVisit, opened: LinkOpened) -> dict[str, Any]:
    """Give one word on how far it is."""
    standing = await visit.ask(ShowReferralStatus(request_id=opened.case_id), ReferralStanding)
    return {"state": standing.status.value}
