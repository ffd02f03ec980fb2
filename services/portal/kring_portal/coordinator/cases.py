"""One conference as its coordinator sees it, and the way to its pages."""

from typing import Final

from starlette.responses import Response

from kring_portal.coordinator.options import helpers
from kring_portal.web.visit import Visit
from kring_shared.contracts.conference import ConferenceShown, ParticipantLine, ShowConference
from kring_shared.contracts.field import Part

PRIVATE_TIME: Final = "private-time"
IN_THE_CIRCLE: Final = frozenset({Part.MAIN_PERSON, Part.CIRCLE, Part.SUPPORT_PERSON})
OUT: Final = frozenset({"left", "stepped-out", "not-invited-for-safety"})


def home_of(case_id: str) -> str:
    """Give the page of a conference."""
    return f"/coordinator/conferences/{case_id}"


async def conference_of(visit: Visit, case_id: str) -> ConferenceShown:
    """Ask for a conference.

    Raises:
        RefusedAnswer: it is not theirs, or there is none; it becomes a page that says so.
    """
    return await visit.ask(ShowConference(case_id=case_id), ConferenceShown)


def names_of(shown: ConferenceShown) -> dict[str, str]:
    """Give the name of everybody in a conference."""
    return {person.person_id: person.name for person in shown.participants}


def person_of(shown: ConferenceShown, person_id: str) -> ParticipantLine | None:
    """Give one person of a conference."""
    return next((person for person in shown.participants if person.person_id == person_id), None)


def still_there(shown: ConferenceShown) -> list[ParticipantLine]:
    """Give everybody without whom it does not go on."""
    return [person for person in shown.participants if person.stage not in OUT]


def page_of(visit: Visit, template: str, shown: ConferenceShown, /, *, status: int = 200, **values: object) -> Response:
    """Show a page of a conference; while the circle is alone every page of it leads to the still one."""
    if shown.stage == PRIVATE_TIME:
        return visit.back(f"{home_of(shown.case_id)}/day")
    can = frozenset(shown.possible)
    return visit.page(
        f"coordinator/{template}",
        status=status,
        case=shown,
        home=home_of(shown.case_id),
        can=can,
        names=names_of(shown),
        **helpers(visit),
        **values,
    )
