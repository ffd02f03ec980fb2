"""Every change of what counts is counted in the same transaction: what was, goes out; what is, comes in."""

from collections.abc import Mapping

from kring_registry.domain.chain import chain_key
from kring_registry.domain.figures.cells import Cell, cell_key
from kring_registry.domain.figures.contributions import (
    Amounts,
    contributions,
    fee_contributions,
    month_of,
    where_in_cell,
)
from kring_registry.domain.figures.outward import OutwardYear, outward_key
from kring_registry.domain.record import Record
from kring_registry.domain.registration import Registration
from kring_registry.domain.talk import Talk
from kring_shared.contracts.envelope import Named
from kring_shared.contracts.intake import InformationTalkRequested, RequestReceived
from kring_shared.kernel.work import Found, Work


def follow(message: Named, before: Registration | None, work: Work) -> None:
    """Keep the figures right."""
    recount(before, work.get(Registration, message.key()), work)


def recount(before: Registration | Record | None, after: Registration | Record | None, work: Work) -> None:
    """Take what was out of the figures, and put in what is; when both count for the same, nothing is written.

    A registration that becomes a record is told as both in one call: hours and kilometres, which no record holds, are
    kept as sums then. The keys of `where_it_counts` or `cells_of` must be loaded.
    """
    out, comes_in = _place_and_amounts(before), _place_and_amounts(after)
    if out != comes_in:
        for place, sign in ((out, -1), (comes_in, 1)):
            if place is not None:
                count(work, *place, sign=sign)
    if isinstance(before, Registration) and isinstance(after, Record) and (fee := fee_contributions(before)):
        cell = _cell(work, before.office, month_of(before))
        work.save(cell.with_kept(where_in_cell(before), fee))
    if before is None and after is not None:
        _name_office(after, work)


def count(work: Work, office: str, month: str, group: str, amounts: Mapping[str, int], *, sign: int = 1) -> None:
    """Count amounts in a cell, or take them out; its key (`cell_key`) must be loaded.

    Args:
        work: The message's room.
        office: Whose figures.
        month: In which cell, as `2026-03`.
        group: Where in it, as `group_of` names it.
        amounts: How much of each measure.
        sign: 1 to put in, -1 to take out.
    """
    if amounts:
        work.save(_cell(work, office, month).with_counts(group, amounts, sign))


def _cell(work: Work, office: str, month: str) -> Cell:
    return work.get(Cell, cell_key(office, month)) or Cell(office, month)


def _place_and_amounts(of: Registration | Record | None) -> tuple[str, str, str, Amounts] | None:
    if of is None:
        return None
    of_fee = fee_contributions(of) if isinstance(of, Registration) else {}
    return of.office, month_of(of), where_in_cell(of), {**contributions(of), **of_fee}


def _name_office(after: Registration | Record, work: Work) -> None:
    """Note that an office has requests of a year, for the figures that may leave once all offices published it."""
    year = int(month_of(after)[:4])
    outward = work.get(OutwardYear, outward_key(year)) or OutwardYear(year)
    if outward.misses(after.office):
        work.save(outward.with_office(after.office))


def touched(message: Named, office: str) -> tuple[str, ...]:
    """Name the registration a message fills, and the office's chain."""
    return message.key(), chain_key(office or getattr(message, "office", ""))


def where_it_counts(message: Named, office: str, found: Found) -> tuple[str, ...]:
    """Name the figures in which a registration counts, and the talk it came from."""
    keys = cells_of(found.get(Registration, message.key()), found.get(Talk, message.key()))
    if isinstance(message, RequestReceived):
        received = message.received_on or message.occurred_at.date()
        keys += (cell_key(office or message.office, f"{received:%Y-%m}"), outward_key(received.year))
    if isinstance(message, InformationTalkRequested):
        keys += (cell_key(office or message.office, f"{message.occurred_at:%Y-%m}"),)
    return keys


def cells_of(*counted_: Registration | Record | Talk | None) -> tuple[str, ...]:
    """Name the cells in which these count."""
    months = ((one.office, one.month if isinstance(one, Talk) else month_of(one)) for one in counted_ if one)
    return tuple(dict.fromkeys(cell_key(office, month) for office, month in months))
