"""What a service was ordered to erase, and what it answered: all that it keeps of a case that is erased.

An order is always answered, also about a case this service never heard of. It stands for what comes later as well: a
fact that was still under way brings nobody back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kring_shared.contracts.registry import ErasureOrdered
from kring_shared.contracts.retention import ErasureAnswer, ErasureLine, ErasureOutcome, KeptBecause, RecordKind
from kring_shared.kernel.errors import WasErased
from kring_shared.kernel.work import Aggregate, Work

NOT_OF_A_CASE: Mapping[RecordKind, KeptBecause] = {RecordKind.ACCESS_LOG: KeptBecause.TERM_RUNS}
"""What every service keeps whatever it is ordered about a case: each line of the access log has its own term."""


@dataclass(frozen=True)
class Gone:
    """What became of one kind of record when it was ordered."""

    line: ErasureLine
    on: date
    person_id: str | None = None
    scopes: tuple[str, ...] = ()

    @property
    def is_gone(self) -> bool:
        """Tell whether nothing of it is here, or comes here any more."""
        return self.line.outcome is not ErasureOutcome.KEPT


@dataclass(frozen=True)
class ErasedCase(Aggregate):
    """What was erased of one case, by kind and by person: opaque ids, codes and days."""

    case_id: str
    office: str
    gone: tuple[Gone, ...] = ()
    version: int = 0

    @property
    def id(self) -> str:
        """Give the case's id."""
        return self.case_id

    def gone_on(self, kind: RecordKind = RecordKind.CONTACTS, person_id: str | None = None) -> date | None:
        """Give the day on which records of a kind were erased, of the whole case or of one person; none when not."""
        days = (g.on for g in self.gone if (g.line.kind, g.person_id) == (kind, person_id) and g.is_gone)
        return next(days, None)

    def must_be_here(self) -> None:
        """Refuse what somebody asks of a case whose people are erased.

        Raises:
            WasErased: they are.
        """
        if (day := self.gone_on()) is not None:
            raise WasErased(day)

    def ordered(self, order: ErasureOrdered, lines: Iterable[ErasureLine], scopes: tuple[str, ...]) -> "ErasedCase":
        """Take over what was done now; what an earlier order did counts with it, so that it is answered the same."""
        after = {(g.person_id, g.line.kind): g for g in self.gone}
        for line in lines:
            before = after.get((order.person_id, line.kind))
            now = Gone(line, order.occurred_at.date(), order.person_id, scopes)
            after[order.person_id, line.kind] = now if before is None else _both(before, now)
        return replace(self, gone=tuple(after.values()))

    def answer_to(self, order: ErasureOrdered) -> tuple[tuple[ErasureLine, ...], tuple[str, ...]]:
        """Give a line for each kind that was ordered, in that order, and every scope whose key is destroyed."""
        ours = {g.line.kind: g for g in self.gone if g.person_id == order.person_id}
        scopes = {scope for kind in order.kinds for scope in ours[kind].scopes}
        return tuple(ours[kind].line for kind in order.kinds), tuple(sorted(scopes))


def answer(
    order: ErasureOrdered,
    told: type[ErasureAnswer],
    work: Work,
    lines: Iterable[ErasureLine],
    *scopes: str,
    silent: Iterable[str] = (),
) -> None:
    """Answer an order at once, and have the keys destroyed; see `carry_out` and `tell`."""
    carry_out(order, work, lines, *scopes, silent=silent)
    tell(order, told, work)


def carry_out(
    order: ErasureOrdered, work: Work, lines: Iterable[ErasureLine], *scopes: str, silent: Iterable[str] = ()
) -> None:
    """Keep what was done about an order, and have the keys destroyed; again the same when it is ordered again.

    Args:
        order: The order; a kind it names and `lines` does not is answered as `nothing-here`.
        work: Where it is kept.
        lines: What was done about each kind this service has something of.
        scopes: Whose keys are destroyed.
        silent: Keys that are destroyed as well and named in no answer, since that would lead to somebody.
    """
    done = {line.kind: line for line in lines}
    all_lines = [done.get(kind) or _not_ours(kind) for kind in order.kinds]
    before = work.get(ErasedCase, order.case_id) or ErasedCase(order.case_id, order.office)
    after = before.ordered(order, all_lines, tuple(sorted(set(scopes))))
    if after != before:
        work.save(after)
    work.erase(*after.answer_to(order)[1], *silent, because=order.because[:60])


def tell(order: ErasureOrdered, told: type[ErasureAnswer], work: Work) -> None:
    """Answer an order that was carried out; `told` is the service's own fact."""
    lines, destroyed = work.need(ErasedCase, order.case_id).answer_to(order)
    work.tell(told(case_id=order.case_id, erasure_id=order.erasure_id, lines=lines, keys_destroyed=destroyed))


def erased(kind: RecordKind, records: int) -> ErasureLine:
    """Say that rows were emptied or taken away; none is that there was nothing here."""
    outcome = ErasureOutcome.ERASED if records else ErasureOutcome.NOTHING_HERE
    return ErasureLine(kind=kind, outcome=outcome, records=records)


def kept(kind: RecordKind, because: KeptBecause) -> ErasureLine:
    """Say that records stay, and why."""
    return ErasureLine(kind=kind, outcome=ErasureOutcome.KEPT, because=because)


def _not_ours(kind: RecordKind) -> ErasureLine:
    because = NOT_OF_A_CASE.get(kind)
    return erased(kind, 0) if because is None else kept(kind, because)


def _both(before: Gone, now: Gone) -> Gone:
    """Add what was done now to what was done before; what is gone stays gone since the first day."""
    if not before.is_gone:
        return now
    scopes = tuple(sorted({*before.scopes, *now.scopes}))
    if not now.is_gone:
        return replace(now, scopes=scopes)
    line = erased(now.line.kind, before.line.records + now.line.records)
    if ErasureOutcome.ERASED in {before.line.outcome, now.line.outcome}:
        line = line.model_copy(update={"outcome": ErasureOutcome.ERASED})
    return Gone(line, before.on, now.person_id, scopes)
