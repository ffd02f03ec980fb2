"""Which safety signals are open in an office, and one of them with its words: the only place where they are opened."""

from sqlalchemy import select

from kring_conference.domain.signal import Signal
from kring_conference.process import SIGNAL, SignalStage
from kring_conference.store.signal import SignalRow, value_of
from kring_shared.contracts.actor import Actor
from kring_shared.contracts.conference import (
    ListOwnSafetySignals,
    ListSafetySignals,
    OwnSafetySignals,
    SafetySignalLine,
    SafetySignalList,
    SafetySignalShown,
    ShowSafetySignal,
    SignalLevel,
)
from kring_shared.contracts.rights import RIGHTS
from kring_shared.kernel.errors import NotFound
from kring_shared.runtime.declared.opening import opened
from kring_shared.runtime.declared.routes import Reader
from kring_shared.runtime.storage.paging import Order, number
from kring_shared.runtime.storage.shelves import table_of


def list_signals(query: ListSafetySignals, reader: Reader) -> SafetySignalList:  # noqa: ARG001 - it asks for all of them
    """List the office's open signals, acute ones first and of these the oldest; never the words or the case."""
    table = table_of(SignalRow)
    still_open = (table.c.office == reader.office) & (table.c.stage != SignalStage.CLOSED.value)
    statement = select(table).where(still_open).order_by(table.c.raised_at_ms, table.c.signal_id)
    signals = [value_of(row) for row in reader.session.execute(statement)]
    signals.sort(key=lambda signal: signal.level is not SignalLevel.ACUTE)  # within each, the oldest stays first
    return SafetySignalList(signals=tuple(_line(signal, reader) for signal in signals))


def list_own_signals(query: ListOwnSafetySignals, reader: Reader) -> OwnSafetySignals:
    """List what was passed on to this officer, the oldest first; `acute` comes before `concern`, as in the alphabet."""
    table = table_of(SignalRow)
    closed = table.c.stage == SignalStage.CLOSED.value
    theirs = (table.c.office == reader.office) & (table.c.officer_id == reader.actor.id)
    statement = select(table).where(theirs, closed if query.settled else ~closed)
    order = Order((table.c.level, str), (table.c.raised_at_ms, number), (table.c.signal_id, str))
    rows = reader.session.execute(order.page(statement, query.after, query.limit)).all()
    return OwnSafetySignals(
        signals=tuple(_line(value_of(row), reader) for row in rows[: query.limit]), next=order.next(rows, query.limit)
    )


def show_signal(query: ShowSafetySignal, reader: Reader) -> SafetySignalShown:
    """Open one signal, to the regional manager and to the safety officer who goes on with it."""
    signal: Signal | None = reader.get(Signal, query.signal_id)
    if signal is None:
        raise NotFound("no safety signal is known under that id in this office")
    return SafetySignalShown(
        signal_id=signal.id,
        about_case_id=signal.about_case_id,
        stage=signal.stage,
        level=signal.level,
        raised_by=signal.raised_by,
        words=opened(signal.words, reader),
        outcome=signal.outcome,
        possible=_possible(signal, reader.actor),
    )


def _line(signal: Signal, reader: Reader) -> SafetySignalLine:
    days_open = (reader.now - signal.raised_at).days
    return SafetySignalLine(signal_id=signal.id, stage=signal.stage, level=signal.level, days_open=days_open)


def _possible(signal: Signal, actor: Actor) -> tuple[str, ...]:
    """Name what this person can do with it now; the regional manager does what the officer does, and more."""
    theirs = {message.name for message, roles in RIGHTS.items() if actor.role in roles}
    return tuple(name for name in SIGNAL.possible(signal.stage) if name in theirs)
