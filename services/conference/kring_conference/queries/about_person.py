"""What the conference holds of one person: how they take part, what they need, what they said, what binds them.

Nothing of private time, of whom somebody is kept apart from, or of a worry about safety: the first is kept nowhere, the
others are about other people too, and stand where only those see them who keep people safe.
"""

from collections.abc import Sequence

from kring_conference.domain.conference import Conference
from kring_conference.domain.participant import CIRCLE, LEFT, Participant
from kring_conference.domain.plan import Plan
from kring_conference.domain.recipients import agreements_of, items_asked_of
from kring_conference.process import Stage
from kring_shared.contracts.conference import PlanText
from kring_shared.contracts.every_service import HeldLine, HeldPart, PersonData
from kring_shared.contracts.field import Part
from kring_shared.contracts.sealed import Erased
from kring_shared.runtime.declared.about_person import (
    ANOTHER,
    ERASED,
    FOR_THEMSELVES,
    OTHERS_WORDS,
    contact,
    is_for_themselves,
    line,
    lines,
    name,
    own_text,
    part,
    text,
)
from kring_shared.runtime.declared.routes import Reader


def about_person(query: PersonData, reader: Reader) -> tuple[HeldPart, ...]:
    """Read what is known of a participant; while the circle is alone nothing is read."""
    conference: Conference | None = reader.get(Conference, query.case_id)
    people: list[Participant] = reader.all(Participant, query.case_id)
    here = [each for each in people if each.case_id == query.case_id]
    person = next((each for each in here if each.id == query.person_id), None)
    if conference is None or person is None:
        return ()
    if conference.stage is Stage.PRIVATE_TIME:
        return (part("participation", line("stage", conference.stage)),)
    circle = _Circle(conference, person, here, reader)
    plan: Plan | None = reader.get(Plan, query.case_id)
    return (
        part("participation", contact(person.card.contact, reader), _participation(circle)),
        part("heard", _heard(person)),
        part("needs", _needs(circle, query)),
        part("answers", _answers(circle)),
        part("plan", _plan(plan, person, query, reader)),
    )


class _Circle:
    """Who is who for one person, by the rule about other people's names."""

    def __init__(
        self, conference: Conference, person: Participant, people: Sequence[Participant], reader: Reader
    ) -> None:
        self.conference, self.person, self.people, self.reader = conference, person, people, reader

    def called(self, other_id: str | None, *, brought_in: bool = False) -> str | None:
        """Name another participant as this person may read it; `brought_in` when they chose them themselves."""
        if other_id is None:
            return None
        other = next((each for each in self.people if each.id == other_id), None)
        if other is None:
            return ANOTHER
        return name(other.card.contact, self.reader, known=brought_in or self._is_known(other))

    def _is_known(self, other: Participant) -> bool:
        """Tell whether everybody at the meeting knows who this is, or this person thought of them."""
        if other.suggested_by == self.person.id or other.part not in CIRCLE:
            return True
        two_circles, side = self.conference.has_two_circles, self.person.side
        same_circle = not two_circles or (side is not None and side is other.side)
        return other.part is Part.MAIN_PERSON and same_circle and not other.is_out


def _participation(circle: _Circle) -> tuple[HeldLine, ...]:
    person = circle.person
    said_by_others = person.relation is not None and person.suggested_by != person.id
    relation = OTHERS_WORDS if said_by_others else text(person.relation, circle.reader)
    return (
        *line("part", person.part),
        *line("stage", LEFT if person.is_out else person.shown_stage),
        *line("side", person.side),
        *line("languages", ", ".join(person.card.languages)),
        *line("minor", person.card.minor),
        *line("thought-of-by", circle.called(person.suggested_by) if person.suggested_by != person.id else None),
        *line("relation", relation),
    )


def _heard(person: Participant) -> tuple[HeldLine, ...]:
    told = person.told
    return (
        *lines("spoken-with", (f"{each.how}, {each.held_on}" for each in told.contacts)),
        *line("told-about", ", ".join(sorted(told.covered))),
        *line("conditions-known", told.conditions or None),
    )


def _needs(circle: _Circle, query: PersonData) -> tuple[HeldLine, ...]:
    care, reader = circle.person.care, circle.reader
    beside = [other for other in circle.people if other.care.support_person_id == circle.person.id]
    safe = care.feels_safe if is_for_themselves(query, reader) or care.feels_safe is None else FOR_THEMSELVES
    return (
        *line("feels-safe", safe),
        *line("measures", own_text(care.measures, query, reader)),
        *line("comfort", own_text(care.comfort, query, reader)),
        *line("support", care.support),
        *line("support-person", circle.called(care.support_person_id, brought_in=True)),
        *lines("supports", (circle.called(other.id) for other in beside)),
        *line("interpreter", care.interpreter),
        *line("interpreted-by", circle.called(care.interpreter_id)),
        *line("calendar", care.calendar or None),
    )


def _answers(circle: _Circle) -> tuple[HeldLine, ...]:
    person = circle.person
    dates = person.dates
    return (
        *line("answer", person.answer if not person.is_out else None),
        *line("spoken-for-by", circle.called(person.represented_by, brought_in=True)),
        *line("may-be-shown", person.may_be_shown or None),
        *lines("can-come", sorted(dates.can)),
        *lines("can-come-if-need-be", sorted(dates.if_need_be)),
    )


def _plan(plan: Plan | None, person: Participant, query: PersonData, reader: Reader) -> tuple[HeldLine, ...]:
    """Give what binds them in the plan that counts, and what is asked of them; the rest of it is the circle's."""
    if plan is None or not plan.stands:
        return ()
    if not is_for_themselves(query, reader):
        return line("plan", FOR_THEMSELVES)
    opened = reader.open(plan.text, PlanText)
    if isinstance(opened, Erased):
        return line("plan", ERASED)
    binds = (" · ".join(filter(None, (a.who, a.what, a.when, a.how_long))) for a in agreements_of(opened, person.id))
    asked = (opened.help_asked[item - 1].what for item in items_asked_of(opened, person.id))
    return (
        *lines("agreement", binds),
        *lines("asked-of-you", asked),
        *line("plan-received", person.plan_received or None),
    )
