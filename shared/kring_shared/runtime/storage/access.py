"""The access log (NEN 7513): the one place where a line of it is written, read, and taken away when its term is over.

Nothing can switch it off: there is no setting for it, handlers and plugins get no hold of it, and a question whose line
cannot be written is not answered.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, or_, select

from kring_shared.contracts.actor import Role
from kring_shared.contracts.catalogue import COMMANDS, QUERIES
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.every_service import LookLine, Looks
from kring_shared.contracts.policies import POLICIES
from kring_shared.contracts.retention import RecordKind
from kring_shared.contracts.rights import RIGHTS, Basis
from kring_shared.kernel.ids import DAY_MS
from kring_shared.runtime.storage.database import Database
from kring_shared.runtime.storage.tables import ACCESS, AN_EMERGENCY, fitting, from_ms, to_ms

Who = tuple[str, str, str, str]
"""An actor's id, role, office and purpose; empty where it is not known who."""
FIELDS: Final = ("at_ms", "actor", "role", "office", "purpose", "asked", "key", "outcome", "about", "basis")
LEAST: Final = timedelta(days=5 * 365 + 2)
"""Five years with their leap days: no line goes earlier, whatever a schedule says (NEN 7513)."""
MOST: Final = 1000
"""Lines looked at in one go when the log is pruned."""
DONE: Final = "done"


def line(now_ms: int, who: Who, message: Named, outcome: str, basis: Basis) -> dict[str, Any]:
    """Make a line: who asked what about which case and person, on what ground, and what came of it."""
    at_ms = now_ms - now_ms % DAY_MS if message.day_only else now_ms
    about = getattr(message, "person_id", None) or ""
    values = (at_ms, *who, message.kind(), message.key(), outcome, about, basis.value)
    return fitting(ACCESS, dict(zip(FIELDS, values, strict=True)))


def write(tx: Connection, lines: Sequence[Mapping[str, Any]]) -> None:
    """Write lines down, in one statement."""
    if lines:
        tx.execute(ACCESS.insert(), list(lines))


def kept_for() -> timedelta:
    """Give how long a line is kept: as long as the longest schedule of any organisation says, five years at least.

    One log holds the lines of all offices; the ground of each term stands in its schedule.
    """
    rules = (rule for policy in POLICIES.values() for rule in policy.retention)
    return max([LEAST, *(timedelta(days=rule.days) for rule in rules if rule.kind is RecordKind.ACCESS_LOG)])


def prune(database: Database, now: datetime) -> int:
    """Take away the lines whose term is over, the oldest first; give how many. Nothing else ever deletes one.

    A line that may say the day only counts from the end of that day.
    """
    over = ACCESS.c.at_ms < to_ms(now - kept_for()) - DAY_MS
    gone = 0
    while True:
        with database.begin() as tx:
            oldest = select(ACCESS.c.seq).order_by(ACCESS.c.seq).limit(MOST).subquery()
            last = select(func.max(oldest.c.seq)).scalar_subquery()
            went = tx.execute(delete(ACCESS).where(ACCESS.c.seq <= last, over)).rowcount
        gone += went
        if went < MOST:
            return gone


def looks(tx: Connection, where: Iterable[ColumnElement[bool]], after: str, limit: int) -> Looks:
    """Read one page of lines, the oldest first.

    They are in order of their moments and not of their writing, and a page ends at a moment: between which two others a
    line stands that keeps the day only would say its hour.
    """
    moment, taken = map(int, after.split("-")) if after else (0, 0)
    from_there = select(ACCESS).where(*where, ACCESS.c.at_ms >= moment).order_by(ACCESS.c.at_ms, ACCESS.c.seq)
    rows = tx.execute(from_there.offset(taken).limit(limit + 1)).all()
    return Looks(
        lines=tuple(map(_shown, rows[:limit])), next=_next(rows[:limit], moment, taken) if rows[limit:] else ""
    )


def _next(rows: Sequence[Row[Any]], moment: int, taken: int) -> str:
    last = rows[-1].at_ms
    read = sum(row.at_ms == last for row in rows)
    return f"{last}-{read + taken if last == moment else read}"


def of_case(case_id: str, since: datetime | None, person_id: str | None) -> list[ColumnElement[bool]]:
    """Pick the lines of a case; with a person, those about them and those about nobody in particular."""
    picked = [ACCESS.c.key == case_id, *_from(since)]
    return picked if person_id is None else [*picked, ACCESS.c.about.in_((person_id, ""))]


def of_office(office: str) -> ColumnElement[bool]:
    """Pick what people of one office asked."""
    return ACCESS.c.office == office


def emergencies(office: str, since: datetime | None) -> list[ColumnElement[bool]]:
    """Pick what people of an office asked outside their own cases because it could not wait, refused ones too."""
    return [AN_EMERGENCY, of_office(office), *_from(since)]  # type: ignore[list-item]  # a text is a condition too


def seen_by(actor_id: str, role: Role, speaks_for: Iterable[str]) -> ColumnElement[bool]:
    """Pick what somebody who takes part in a case may see of its log: who looked, and what concerned themselves.

    That is every question about the whole case or about them (or whom they speak for), what they asked and did
    themselves, and of what others did only what was about them and what people in their role may do as well. So nobody
    reads here that another person's data was looked at, that two people are kept apart, or that somebody is worried.
    """
    theirs = {actor_id, *speaks_for}
    may_do = [kind for kind, model in COMMANDS.items() if role in RIGHTS.get(model, {})]
    questions = and_(ACCESS.c.asked.in_(list(QUERIES)), ACCESS.c.about.in_({"", *theirs}))
    done = and_(ACCESS.c.asked.in_(may_do), ACCESS.c.about.in_(theirs))
    return or_(ACCESS.c.actor == actor_id, questions, done)


def _from(since: datetime | None) -> list[ColumnElement[bool]]:
    return [] if since is None else [ACCESS.c.at_ms >= to_ms(since)]


def _shown(row: Row[Any]) -> LookLine:
    return LookLine(
        at=from_ms(row.at_ms),
        actor=row.actor,
        role=row.role,
        office=row.office,
        purpose=row.purpose,
        basis=row.basis,
        emergency=row.basis == Basis.EMERGENCY,
        asked=row.asked,
        what=in_plain_words(row.asked),
        case_id=row.key,
        about=row.about,
        outcome=row.outcome,
    )


def in_plain_words(kind: str) -> str:
    """Say what a message asks: the first sentence that stands with its class; the kind itself when there is none."""
    model = QUERIES.get(kind) or COMMANDS.get(kind)
    said = " ".join((model.__doc__ or "").split()) if model else ""
    sentence, dot, _ = said.partition(". ")
    return f"{sentence}." if dot else said or kind
