"""What people ask the registry: one registration, and the figures of an office over a period."""

from sqlalchemy import ColumnElement, Table, case, func, select

from kring_registry.process.registration import NOT_COUNTED
from kring_registry.store.registration import RegistrationRow
from kring_shared.contracts.intake import Outcome
from kring_shared.contracts.registry import Figures, FiguresShown
from kring_shared.kernel.errors import InvalidFields
from kring_shared.runtime.routes import Reader

STOPPED = (Outcome.STOPPED_BEFORE_START.value, Outcome.STOPPED_IN_PREPARATION.value)


def figures(query: Figures, reader: Reader) -> FiguresShown:
    """Count an office's requests of a period, first and last day included, by the day they were received (UTC).

    Every figure is about the same requests, so each is a part of `requests`, whatever happened after the period:

    - `requests`: received in the period; the day a request came to this office counts, also when it moved here from
      another one. What moved away is the other office's, and what was the same request twice counts once;
    - `started`: of those, with a coordinator who started (the assignment became active);
    - `meetings`: of those, with a meeting that was held and closed;
    - `plans`: of those, with a plan, made in a meeting or without one;
    - `stopped`: of those, locked as stopped, before the start or in preparation;
    - `repeats`: of those, after an earlier route of the same people.

    Raises:
        InvalidFields: the period ends before it begins.
    """
    if query.since > query.until:
        raise InvalidFields(("/since", "/until"), "the period ends before it begins: put the earlier day in `since`")
    table: Table = RegistrationRow.__table__  # type: ignore[attr-defined]  # SQLModel sets it when the class is made
    counted = select(
        func.count(),
        func.count(table.c.started_on),
        func.count(table.c.held_on),
        _count_if(table.c.plan_made),
        _count_if(table.c.outcome.in_(STOPPED)),
        _count_if(table.c.repeat),
    ).where(
        table.c.office == reader.office,
        table.c.received_on.between(query.since, query.until),
        table.c.stage.not_in([stage.value for stage in NOT_COUNTED]),
    )
    requests, started, meetings, plans, stopped, repeats = reader.session.execute(counted).one()
    return FiguresShown(
        requests=requests, started=started, meetings=meetings, plans=plans, stopped=stopped, repeats=repeats
    )


def _count_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))
