"""A request to which anything happens in any order: every promise it makes is checked after each step."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Final

from kring_intake.domain import Request
from kring_intake.process import BEFORE_CONSENT, TALK, TALKS, Held, Stage, table_of
from kring_intake.store.request import row_of, value_of
from kring_shared.contracts.actor import Actor
from kring_shared.contracts.envelope import Command, Fact, Named
from kring_shared.contracts.field import Context, Mandate
from kring_shared.contracts.intake import (
    ConsentGiven,
    ConsentOverdue,
    ConsentRefused,
    ConsentWithdrawn,
    ConsentWithheld,
    Purpose,
    RequestAccepted,
    RequestPaused,
    RequestResumed,
    TriageRequest,
    UndoMerge,
    WithdrawConsent,
    WithdrawRequest,
)
from kring_shared.kernel.errors import KringError, NotAllowedNow
from kring_shared.kernel.ids import derived_id
from kring_shared.kernel.work import Aggregate, Found, NotOurs, Work
from kring_shared.testing.work import a_work, facts_of
from tests.unit.intake.counted import Ledger, all_who_decide
from tests.unit.intake.made import CASE, a_request, routes

OTHER: Final = "019aa0000000700080000000000000a2"
TOLD_ON_ENTERING: Final = {
    "information-talk-held": Stage.INFORMED,
    "consent-refused": Stage.REFUSED,
    "request-accepted": Stage.ACCEPTED,
    "request-rejected": Stage.REJECTED,
    "request-closed": Stage.CLOSED,
    "request-merged": Stage.MERGED,
    "request-transferred": Stage.TRANSFERRED,
    "request-withdrawn": Stage.WITHDRAWN,
    "information-talk-cancelled": Stage.WITHDRAWN,
    "request-lapsed": Stage.LAPSED,
    "information-talk-lapsed": Stage.LAPSED,
}
OF_A_TALK: Final = frozenset({"information-talk-cancelled", "information-talk-lapsed", "information-talk-held"})
ENDED: Final = frozenset(
    {Stage.REFUSED, Stage.LAPSED, Stage.CLOSED, Stage.REJECTED, Stage.WITHDRAWN, Stage.MERGED, Stage.TRANSFERRED}
)
PAUSES: Final = {Held.CONSENT_DIVIDED: "consent-divided", Held.PERSON_DIED: "person-died"}
FOLLOWS: Final = (ConsentGiven, ConsentRefused, WithdrawRequest)
"""What a message may bring about at once beside its own arrow."""


class Tried:
    """One office with a request and another one beside it, and what people were told of it so far."""

    def __init__(self, request: Request, *, beside: tuple[Mandate, ...] = ()) -> None:
        """Begin with a request, and one beside it that is compelled by these."""
        other = replace(a_request(mandates=beside), case_id=OTHER)
        self.kept: dict[tuple[type, str], Aggregate] = {(Request, CASE): request, (Request, OTHER): other}
        self.ledger = Ledger(request)
        self.paused = ""
        self._count = 0

    @property
    def request(self) -> Request:
        """Give the request as it is stored."""
        found = self.kept[Request, CASE]
        assert isinstance(found, Request)
        return found

    def give(self, message: Named, actor: Actor | None = None) -> bool:
        """Let intake handle a message, hold what came of it against every promise, and tell whether it was done."""
        before, work = self.request, self._work(message, actor)
        try:
            routes()[message.kind()].handle(message, work)
        except KringError as refused:
            _refused_truly(before, message, refused)
            return False
        except NotOurs:
            return False
        for place in work.removed:
            self.kept.pop(place, None)
        self.kept |= work.changed
        self._keeps_its_promises(before, message, [fact for fact in facts_of(work) if fact.case_id == CASE])
        return True

    def _work(self, message: Named, actor: Actor | None) -> Work:
        self._count += 1
        route = routes()[message.kind()]
        keys = route.keys(message, "utrecht")
        for _ in range(2 if route.then else 0):
            assert route.then is not None
            seen = a_work("intake", *self._found(keys))
            keys = (*keys, *route.then(message, "utrecht", Found(seen.loaded, seen.groups)))
        return a_work("intake", *self._found(keys), actor=actor, cause=derived_id(CASE, str(self._count)))

    def _found(self, keys: tuple[str, ...]) -> list[Aggregate]:
        return [kept for kept in self.kept.values() if set(keys) & set(kept.keys())]

    def _keeps_its_promises(self, before: Request, message: Named, told: list[Fact]) -> None:
        after = self.request
        _stays_over(before, after, message, told)
        _goes_where_an_arrow_leads(before, after, message)
        _says_beforehand_what_is_possible(before, after, message)
        _tells_what_changed(before, after, message, told)
        assert value_of(SimpleNamespace(**row_of(after), version=after.version)) == after  # type: ignore[arg-type]
        self.ledger.note(told, after)
        self._gate_stands_open_only_after_every_yes(before, after, told)
        self._pauses_and_resumes(after, told)

    def _gate_stands_open_only_after_every_yes(self, before: Request, after: Request, told: list[Fact]) -> None:
        everybody = self.ledger.everybody_says_yes(after)
        accepted = [fact for fact in told if isinstance(fact, RequestAccepted)]
        if accepted or (after.stage is Stage.CONSENTED and before.stage in BEFORE_CONSENT):
            assert everybody, "the gate opened without the yes of everybody who decides"
        if after.held is Held.FREE and after.stage in {Stage.TRIAGED, Stage.AWAITING_CONSENT}:
            assert not everybody, "everybody says yes and the gate stays shut"
        if after.held is Held.FREE and not after.is_over:
            assert not self.ledger.who_holds_back(after), "it goes on over the head of somebody who decides"
        if any(isinstance(fact, ConsentWithheld | ConsentWithdrawn) and fact.purpose == "conference" for fact in told):
            nobody = self.ledger.who_holds_back(after) == all_who_decide(after)
            assert not nobody or after.is_over, "nobody wants it, and it did not end"
        for fact in accepted:
            left = {person.id for person in after.main_persons if not person.takes_part}
            assert not left & {card.person_id for card in fact.main_persons}
            assert not left & {person_id for mandate in fact.mandates for person_id in mandate.for_persons}
            assert fact.dossier.context is Context.VOLUNTARY or any(mandate.acceptor for mandate in fact.mandates)

    def _pauses_and_resumes(self, after: Request, told: list[Fact]) -> None:
        for fact in told:
            if isinstance(fact, RequestPaused):
                assert fact.because != self.paused, "paused twice for the same reason"
                self.paused = fact.because
            if isinstance(fact, RequestResumed):
                assert self.paused, "resumed and was not paused"
                assert set(fact.main_persons) == {person.id for person in after.active_persons}
                self.paused = ""
        assert after.is_over or self.paused == PAUSES.get(after.held, "")


def _stays_over(before: Request, after: Request, message: Named, told: list[Fact]) -> None:
    if isinstance(message, WithdrawConsent) and message.purpose != Purpose.CONFERENCE:
        before = replace(before, said=after.said)  # a yes to research or scores can be taken back at any moment
        told = [fact for fact in told if not isinstance(fact, ConsentWithdrawn)]
    if before.stage in ENDED and not isinstance(message, UndoMerge):
        assert (after.stage, after.held, told) == (before.stage, before.held, [])
        known = replace(before, has_met=after.has_met, coordination=after.coordination)
        # That a circle met is true also when it is heard late; and whoever is out may not see it any more.
        assert after.coordination.parties() <= before.coordination.parties(), "somebody was let in after the end"
        assert after == known or isinstance(message, ConsentOverdue), "something changed after the end"
    assert not (after.is_over and after.held is not Held.FREE)


def _goes_where_an_arrow_leads(before: Request, after: Request, message: Named) -> None:
    table = table_of(before.stage)
    own = {table.next(before.stage, type(message))} if table.knows(before.stage, type(message)) else set()
    first = {before.stage, *own}
    then = {table_of(at).next(at, on) for at in first for on in FOLLOWS if table_of(at).knows(at, on)}
    assert after.stage in first | then


def _says_beforehand_what_is_possible(before: Request, after: Request, message: Named) -> None:
    moved = (before.stage, before.held) != (after.stage, after.held)
    if moved and isinstance(message, Command) and message.name != "settle-authority":
        assert message.name in before.possible or message.key() != CASE, f"{message.name} was not said to be possible"
    if before.held is not Held.FREE and message.name == "settle-authority":
        assert not moved


def _tells_what_changed(before: Request, after: Request, message: Named, told: list[Fact]) -> None:
    names = [fact.name for fact in told]
    was_a_talk = before.stage in TALKS
    for name, stage in TOLD_ON_ENTERING.items():
        entered = after.stage is stage is not before.stage
        expected = entered and (name in OF_A_TALK) == (was_a_talk and stage in TALK.stages())
        assert names.count(name) == int(expected), f"{name} was told {names.count(name)} times"
    asked_anew = isinstance(message, TriageRequest) and message.case_id == CASE
    opened = after.stage is Stage.CONSENTED and (before.stage in BEFORE_CONSENT or asked_anew)
    assert names.count("consent-given") == int(opened)
    assert names.count("request-triaged") == int(asked_anew)


def _refused_truly(before: Request, message: Named, refused: KringError) -> None:
    if isinstance(refused, NotAllowedNow) and refused.stage in {before.stage, before.held}:
        assert message.key() != CASE or message.name not in refused.possible, "refused, and said to be possible"
