"""Conferences in lists: codes, dates and counts. While a circle is alone its line says that, and nothing else."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, select

from kring_conference.domain.conference import Conference
from kring_conference.domain.ending import is_over
from kring_conference.domain.follow_up import FollowUp
from kring_conference.domain.participant import COMING, HEARD_ELSEWHERE, Participant
from kring_conference.domain.plan import Plan
from kring_conference.process import PREPARATION, PathStage, Stage
from kring_conference.queries.conference import NO_PLAN
from kring_conference.queries.own_part import knows_the_day
from kring_conference.queries.people import NOT_SHOWN
from kring_conference.store.conference import ConferenceRow, value_of
from kring_conference.store.participant import ParticipantRow
from kring_conference.store.plan import PlanRow
from kring_shared.contracts.actor import Role
from kring_shared.contracts.conference import (
    Answered,
    ConferenceLine,
    ConferenceList,
    ListConferences,
    ListOwnConferences,
)
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.paging import Order
from kring_shared.runtime.storage.shelves import table_of

DAY_OVER: Final = timedelta(days=1)
"""A day that is this long ago, in a preparation that still goes on, was not held and not moved."""

A_LOOK: Final = 200
LOOKED_THROUGH: Final = 5
"""So many times as many are looked through for one page of what is overdue."""


def list_conferences(query: ListConferences, reader: Reader) -> ConferenceList:
    """List the conferences of the office, the newest request first; each stage asked for straight from the index."""
    table = table_of(ConferenceRow)
    ours = select(table).where(table.c.office == reader.office)
    if query.case_ids:
        ours = ours.where(table.c.case_id.in_(query.case_ids))
    if query.plan_stage:
        plans = table_of(PlanRow)
        ours = ours.where(table.c.case_id.in_(select(plans.c.case_id).where(plans.c.stage == query.plan_stage)))
        ours = ours.where(table.c.stage != Stage.PRIVATE_TIME.value)  # how far its plan is, is not shown then
    stages = tuple(dict.fromkeys(query.stages))
    asked = [ours.where(table.c.stage == stage) for stage in stages] or [ours]
    return _overdue(asked, query, reader) if query.overdue else _page(asked, query.before, query.limit, reader)


def _overdue(asked: Sequence[Select[Any]], query: ListConferences, reader: Reader) -> ConferenceList:
    """Look through pages for what is overdue, which no column tells; after so many pages the answer says go on."""
    found: list[ConferenceLine] = []
    before = query.before
    for _ in range(LOOKED_THROUGH):
        page = _page(asked, before, A_LOOK, reader)
        found += [line for line in page.conferences if line.overdue]
        before = page.next
        if not before or len(found) > query.limit:
            break
    shown = tuple(found[: query.limit])
    return ConferenceList(conferences=shown, next=before if len(shown) == len(found) else shown[-1].case_id)


def list_own_conferences(query: ListOwnConferences, reader: Reader) -> ConferenceList:
    """List what whoever asks coordinates now, or takes part in as the professional they are here."""
    table = table_of(ConferenceRow)
    ours = select(table).where(table.c.office == reader.office)
    if reader.actor.role is Role.COORDINATOR:
        mine = ours.where(table.c.coordinator_id == reader.actor.id, ~table.c.coordinator_withheld)
    else:
        mine = ours.where(table.c.case_id.in_(_cases_of_the_professional(reader)))
    return _page([mine], query.before, query.limit, reader)


def _cases_of_the_professional(reader: Reader) -> list[str]:
    """Name the cases they take part in, in the role they ask in; in none of them who was merely thought of."""
    table = table_of(ParticipantRow)
    found = select(table.c.case_id).where(table.c.participant_id == reader.actor.id)
    cases = [row.case_id for row in reader.session.execute(found)]
    reader.load(*cases)
    part = (reader.actor.role.value, reader.actor.id)
    return [case_id for case_id in cases if any(part in each.parties() for each in reader.all(Participant, case_id))]


def _page(asked: Sequence[Select[Any]], before: str, limit: int, reader: Reader) -> ConferenceList:
    order = Order((table_of(ConferenceRow).c.case_id, str), newest_first=True)
    rows = order.merged(_rows(asked, order, before, limit, reader))
    page = [value_of(row) for row in rows[:limit]]
    reader.load(*(conference.case_id for conference in page))
    return ConferenceList(
        conferences=tuple(_line(conference, reader) for conference in page), next=order.next(rows, limit)
    )


def _rows(
    asked: Sequence[Select[Any]], order: Order, before: str, limit: int, reader: Reader
) -> Iterator[Sequence[Any]]:
    for statement in asked:
        yield reader.session.execute(order.page(statement, before, limit)).all()


def _line(conference: Conference, reader: Reader) -> ConferenceLine:
    """Give one line; a professional reads no counts, no coordinator, and the day once they are asked to come."""
    works_here = reader.actor.role in {Role.REGIONAL_MANAGER, Role.COORDINATOR}
    coordinator_id = conference.coordinator_id if works_here else None
    if conference.stage is Stage.PRIVATE_TIME:
        return ConferenceLine(
            case_id=conference.case_id,
            stage=conference.stage,
            plan_stage=NOT_SHOWN,
            starts_at=None,
            coordinator_id=coordinator_id,
        )
    people: list[Participant] = reader.all(Participant, conference.case_id)
    plan: Plan | None = reader.get(Plan, conference.case_id)
    calls: list[FollowUp] = reader.all(FollowUp, conference.case_id)
    known = works_here or any(knows_the_day(one) for one in people if one.id == reader.actor.id)
    line = ConferenceLine(
        case_id=conference.case_id,
        stage=conference.stage,
        plan_stage=plan.stage if plan else NO_PLAN,
        starts_at=conference.day.starts_at if known else None,
        coordinator_id=coordinator_id,
        legal_deadline=_legal_deadline(conference),
        paused=conference.paused_at is not None,
    )
    if not works_here:
        return line
    waits = conference.awaits_coordinator and not is_over(conference, plan, calls)
    late = {"overdue": overdue(conference, plan, calls, reader.now), "awaits_coordinator": waits}
    return line.model_copy(update=_counted(people) | late)


def _legal_deadline(conference: Conference) -> date | None:
    return min((one.legal_deadline for one in conference.mandates if one.legal_deadline), default=None)


def _counted(people: Sequence[Participant]) -> dict[str, int]:
    here = [person for person in people if not person.is_out]
    said = Counter(person.answer for person in here)
    return {
        "participants": len(here),
        "answered_yes": sum(said[answer] for answer in COMING),
        "answered_no": said[Answered.DOES_NOT_COME],
        "answered_otherwise": sum(said[answer] for answer in HEARD_ELSEWHERE),
        "waiting": sum(person.stage is PathStage.INVITED for person in here),
    }


def overdue(conference: Conference, plan: Plan | None, calls: Sequence[FollowUp], now: datetime) -> tuple[str, ...]:
    """Name what should have been done by now: the plan by the law, a day that passed, a call."""
    deadline, starts_at = _legal_deadline(conference), conference.day.starts_at
    plan_is_out = plan is not None and plan.distributed_on is not None
    found = {
        "legal-deadline": deadline is not None and deadline < now.date() and not plan_is_out,
        "day": conference.stage in PREPARATION and starts_at is not None and starts_at + DAY_OVER < now,
        "follow-up": any(call.is_open and call.due_at < now for call in calls),
    }
    return () if conference.stage is Stage.CANCELLED else tuple(code for code, late in found.items() if late)
