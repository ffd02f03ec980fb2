"""What happened at the desks of the offices, beside the way of one request: told from the facts, one line each."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from rich.table import Table

from deploy.demo.searches import TELLERS
from kring_shared.contracts import intake as i
from kring_shared.contracts.catalogue import FACTS
from kring_shared.contracts.envelope import Fact
from kring_shared.contracts.route import ROUTE
from kring_shared.testing.audit import Kept

F = TypeVar("F", bound=Fact)
WHY_ELSEWHERE: Final = {
    i.TransferReason.WRONG_OFFICE: "At the wrong office",
    i.TransferReason.FAMILY_MOVED: "The family moved",
    i.TransferReason.OFFICE_NOT_INDEPENDENT: "Not for this office",
}
PLAN: Final = "A plan was made."
MOST_REASONS: Final = 2


@dataclass(frozen=True)
class Line:
    """What somebody at a desk would tell, when, and where."""

    at: datetime
    office: str
    words: str


class Desks:
    """Looks facts up by kind and by case."""

    def __init__(self, kept: Iterable[Kept]) -> None:
        """Read them from the stream."""
        self._facts = [FACTS[fact.kind].model_validate_json(fact.body) for fact in kept if fact.kind in FACTS]
        self._of_case: dict[str, list[Fact]] = defaultdict(list)
        for fact in self._facts:
            self._of_case[fact.case_id].append(fact)

    def lines(self) -> list[Line]:
        """Tell all, the earliest first."""
        tellers: tuple[tuple[type[Fact], Callable[[Any], str]], ...] = (
            (i.RequestMerged, self._merged),
            (i.ReferralQuarantined, self._set_apart),
            (i.RequestTransferOffered, self._offered),
            (i.InformationTalkHeld, self._talk),
            (i.RequestWithdrawn, self._stopped),
            (i.RequestLapsed, self._lapsed),
        )
        told = [Line(fact.occurred_at, fact.office, tell(fact)) for kind, tell in tellers for fact in self._all(kind)]
        told += [
            Line(fact.occurred_at, fact.office, tell(self, fact)) for kind, tell in TELLERS for fact in self._all(kind)
        ]
        return sorted([*told, *self._paid()], key=lambda line: (line.at, line.office, line.words))

    def _merged(self, merged: i.RequestMerged) -> str:
        suspected = self.first(i.DuplicateSuspected, merged.case_id)
        codes = suspected.reasons[:MOST_REASONS] if suspected else ()
        alike = f"Two requests alike ({', '.join(code.replace('-', ' ') for code in codes)}): merged"
        undone = self.first(i.MergeUndone, merged.case_id)
        if undone is None:
            return f"{alike} into one. {self.end(merged.into_id)}"
        ends = self.end(merged.case_id), self.end(merged.into_id)
        both = "Each made a plan." if ends == (PLAN, PLAN) else " ".join(ends)
        return f"{alike}; undone {undone.occurred_at:%a %d %b}. {both}"

    def _set_apart(self, apart: i.ReferralQuarantined) -> str:
        began = "A referral held a national number: masked, set apart"
        released = self.first(i.QuarantineReleased, apart.case_id)
        if released is None:
            return f"{began}; nobody took it on."
        return f"{began}, taken on {released.occurred_at:%a %d %b}. {self.end(released.request_id)}"

    def _offered(self, offered: i.RequestTransferOffered) -> str:
        began = f"{WHY_ELSEWHERE[offered.reason]}: {offered.to_office.title()}"
        gone = self.first(i.RequestTransferred, offered.case_id)
        arrived = [fact for fact in self._all(i.RequestReceived) if fact.channel == "transfer"]
        here = next((fact for fact in arrived if gone and fact.occurred_at >= gone.occurred_at), None)
        if here is None:
            return f"{began} was asked, and did not take it over."
        return f"{began} took it over, under its own policy {here.dossier.policy}. {self.end(here.case_id)}"

    def _talk(self, held: i.InformationTalkHeld) -> str:
        erased = self.first(i.InformationTalkLapsed, held.case_id)
        after = f" It was left at that; the name was erased {erased.occurred_at:%a %d %b}." if erased else ""
        return f"A talk without obligation was held.{after}"

    def _stopped(self, stopped: i.RequestWithdrawn) -> str:
        kinds = {type(fact) for fact in self._of_case[stopped.case_id]}
        last = [step.title for step in ROUTE if step.opens in kinds and step.title not in {"registration", "closing"}]
        return f"The people stopped during {last[-1]}. Nobody asked why; all that still hung stopped too."

    def _lapsed(self, lapsed: i.RequestLapsed) -> str:
        received = self.first(i.RequestReceived, lapsed.case_id)
        weeks = (lapsed.occurred_at - received.occurred_at).days // 7 if received else 0
        return f"Nobody said yes in {weeks} weeks: what was known is erased, only the count stays."

    def _paid(self) -> Iterator[Line]:
        """Tell once an office for how many it was known who pays."""
        standing = [fact for fact in self._all(i.FundingGranted) if fact.standing]
        for office, n in Counter(fact.office for fact in standing).items():
            first = next(fact.occurred_at for fact in standing if fact.office == office)
            yield Line(
                first, office, f"Who pays was settled beforehand for {n} requests: none of them waited for money."
            )

    def end(self, case_id: str | None) -> str:
        """Say how a request ended."""
        closed = self.first(i.RequestClosed, case_id or "")
        if closed is None:
            return "It was not closed."
        return PLAN if closed.outcome is i.Outcome.MEETING_WITH_PLAN else f"It ended: {closed.outcome}."

    def _all(self, kind: type[F]) -> list[F]:
        return [fact for fact in self._facts if isinstance(fact, kind)]

    def _all_of(self, kind: type[F], case_id: str) -> Sequence[F]:
        return [fact for fact in self._of_case[case_id] if isinstance(fact, kind)]

    def first(self, kind: type[F], case_id: str) -> F | None:
        """Give the first fact of a kind about something."""
        return next(iter(self._all_of(kind, case_id)), None)


def desk_table(kept: Iterable[Kept]) -> Table:
    """Show what was told."""
    table = Table(title="at the desks, beside the route", title_justify="left", box=None)
    table.add_column("when", style="dim", no_wrap=True)
    table.add_column("office", style="cyan", no_wrap=True)
    table.add_column("what happened", overflow="fold")
    for line in Desks(kept).lines():
        table.add_row(f"{line.at:%a %d %b}", line.office, line.words)
    return table
