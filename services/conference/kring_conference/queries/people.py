"""Who takes part, as far as whoever asks may know."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from kring_conference.domain.conference import Conference
from kring_conference.domain.dates import is_asked
from kring_conference.domain.participant import CIRCLE, LEFT, Participant
from kring_conference.domain.sides import knows_of
from kring_conference.process import PathStage
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import DatesOf, ParticipantLine
from kring_shared.runtime.declared.opening import name_of, opened
from kring_shared.runtime.declared.routes import Reader

NOT_SHOWN: Final = "(not shown)"


def lines(conference: Conference, people: Sequence[Participant], reader: Reader) -> tuple[ParticipantLine, ...]:
    """Give one line for each participant of whom whoever asks may know that they are asked."""
    viewer = next((person for person in people if person.id == reader.actor.id), None)
    two_circles = conference.has_two_circles
    shown = []
    for person in people:
        knows = knows_of(viewer, person, reader.actor.role, two_circles=two_circles)
        if knows or _may_be_counted(person, reader.actor.role, two_circles=two_circles):
            shown.append(_line(person, reader, conference.day.options, named=knows))
    return tuple(line for line in shown if line is not None)


def _may_be_counted(person: Participant, role: Role, *, two_circles: bool) -> bool:
    """Tell whether somebody has a line without a name: the office counts, a circle sees how large it is.

    How many the other side of two circles is, and who of them did not want to come, is theirs alone.
    """
    return role is Role.REGIONAL_MANAGER or not (two_circles and person.part in CIRCLE)


def _line(person: Participant, reader: Reader, options: Collection[datetime], *, named: bool) -> ParticipantLine | None:
    role = reader.actor.role
    if person.is_out and role not in {Role.COORDINATOR, Role.REGIONAL_MANAGER} and person.id != reader.actor.id:
        return None  # who is kept away vanishes as whoever stepped out: which of the two it is, no line tells
    line = ParticipantLine(
        person_id=person.id,
        name=name_of(person.card.contact, reader) if named else NOT_SHOWN,
        part=person.part,
        stage=person.shown_stage if role is Role.COORDINATOR else _stage(person),
        side=person.side,
        prepared=person.stage is PathStage.PREPARED,
    )
    care = person.care
    own = {
        "support_person_id": care.support_person_id,
        "interpreter": care.interpreter or "",
        "comfort": opened(care.comfort, reader),
    }
    if role is Role.COORDINATOR:
        card = person.card
        noted = {"suggested_by": person.suggested_by, "relation": opened(person.relation, reader)}
        more = {"languages": card.languages, "minor": card.minor, "noted": _noted(person)}
        return line.model_copy(update=own | noted | more | {"dates": _dates(person, options)})
    return line.model_copy(update=own) if person.id == reader.actor.id else line


def _dates(person: Participant, options: Collection[datetime]) -> DatesOf | None:
    """Give what somebody said of the days, as whoever looks for one needs to know; nothing of who is not asked."""
    if not options or not is_asked(person):
        return None
    said = person.dates
    return DatesOf(answered=said.answered, can=tuple(sorted(said.can)), if_need_be=tuple(sorted(said.if_need_be)))


def _noted(person: Participant) -> tuple[str, ...]:
    """Name what the coordinator noted of somebody, so that it need not be remembered."""
    found = {
        "safety-asked": person.care.feels_safe is not None,
        "briefed": person.told.briefed,
        "knows-conditions": person.told.conditions > 0,
        "informed": person.told.spoke,
        "has-plan": person.plan_received > 0,
    }
    return tuple(code for code, is_so in found.items() if is_so)


def _stage(person: Participant) -> str:
    """Say how far somebody is; that it goes on without them, and not whether they chose it or are kept away."""
    return LEFT if person.is_out else person.shown_stage
