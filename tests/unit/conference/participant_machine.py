"""A circle to whom anything happens in any order; every promise to its people is held after each step."""

from types import SimpleNamespace
from typing import Final

from kring_conference.domain.care import BESIDE
from kring_conference.domain.participant import CIRCLE, Participant
from kring_conference.process import PARTICIPANT, PathStage, Stage
from kring_conference.store.participant import row_of, value_of
from kring_shared.contracts.actor import Actor
from kring_shared.contracts.conference import (
    BEFORE_AN_INVITATION,
    Answered,
    CancelledBecause,
    ConferenceCancelled,
    FollowUpEnded,
    KeepApart,
    LeaveOut,
    ParticipantInvited,
    ParticipantSteppedOut,
    RecordSafety,
    SupportPersonEnded,
)
from kring_shared.contracts.envelope import Command, Fact
from kring_shared.contracts.field import ConferenceType, Part
from kring_shared.kernel.errors import Refused
from tests.unit.conference.case import CASE_ID, Case

WORDS: Final = "words that only the coordinator knows"
OUT: Final = frozenset({PathStage.NOT_INVITED, PathStage.STEPPED_OUT})
TELLS_NOTHING_OF_ITSELF: Final = (KeepApart, RecordSafety)
BECAUSE_SOMEBODY_IS_FREE: Final = frozenset({"support-person-ended", "interpreter-cancelled"})


class Tried:
    """One case, whatever is tried on it, and what must be true whatever that was."""

    def __init__(self, case: Case) -> None:
        """Begin with what was prepared so far."""
        self.case = case
        self.stepped_out: set[str] = set()

    def people(self) -> dict[str, Participant]:
        """Give everybody of the case, by id."""
        return {p.id: p for p in self.case.stored.values() if isinstance(p, Participant)}

    def ties(self) -> list[tuple[str, str]]:
        """Give everybody who relies on somebody, with whom they rely on."""
        found = []
        for person in self.people().values():
            relied_on = (person.care.support_person_id, person.care.interpreter_id, person.represented_by)
            found += [(person.id, other) for other in relied_on if other is not None]
        return sorted(set(found))

    def give(self, command: Command, actor: Actor | None = None) -> bool:
        """Give a command, also one that cannot be; tell whether it was carried out, and hold everything to it."""
        before, kept = self.people(), dict(self.case.stored)
        try:
            told = self.case.do(command, actor)
        except Refused:
            assert self.case.stored == kept
            return False
        self._hold_arrows(before)
        self._hold_facts(command, told)
        self.hold()
        return True

    def _hold_arrows(self, before: dict[str, Participant]) -> None:
        for person in self.people().values():
            was = before.get(person.id)
            if was is None:
                assert person.stage is PARTICIPANT.start
            elif was.stage is not person.stage:
                assert any(step.at is was.stage and step.to is person.stage for step in PARTICIPANT.steps)

    def _hold_facts(self, command: Command, told: list[Fact]) -> None:
        names = [fact.name for fact in told]
        if isinstance(command, TELLS_NOTHING_OF_ITSELF):
            assert set(names) <= BECAUSE_SOMEBODY_IS_FREE
        if isinstance(command, LeaveOut):
            assert set(names) <= BECAUSE_SOMEBODY_IS_FREE | {"participant-not-invited"}
        for fact in told:
            assert WORDS not in fact.model_dump_json()
            if isinstance(fact, ParticipantInvited):
                assert self.people()[fact.person_id].told.covered >= BEFORE_AN_INVITATION
            if isinstance(fact, ParticipantSteppedOut):
                assert fact.person_id not in self.stepped_out
                self.stepped_out.add(fact.person_id)
            if isinstance(fact, SupportPersonEnded):
                assert self.people()[fact.person_id].care.support_person_id != fact.support_person_id

    def hold(self) -> None:
        """Hold every promise to everybody."""
        people = self.people()
        for person in people.values():
            assert value_of(SimpleNamespace(**row_of(person), version=person.version)) == person  # type: ignore[arg-type]
            self._hold_path(person)
            self._hold_whom_they_rely_on(person, people)
        assert {p.id for p in people.values() if p.stage is PathStage.STEPPED_OUT} == self.stepped_out
        self._hold_sides(people)

    def _hold_path(self, person: Participant) -> None:
        if person.stage in {PathStage.INVITED, PathStage.ANSWERED}:
            assert person.spoken_with
        if person.stage in OUT:
            assert not person.is_expected
            assert not person.takes_part
            assert person.parties() == frozenset()
        if person.represented_by is not None:
            assert person.answer is Answered.IS_REPRESENTED
        for sealed in (person.relation, person.care.measures, person.care.comfort):
            assert sealed is None or sealed.scope == f"person/{person.id}"

    def _hold_whom_they_rely_on(self, person: Participant, people: dict[str, Participant]) -> None:
        care = person.care
        for other_id in {care.support_person_id, care.interpreter_id, person.represented_by} - {None}:
            other = people[str(other_id)]
            assert other.id != person.id
            assert frozenset({person.id, other.id}) not in self.case.conference.apart
            assert not other.is_out
            assert not other.is_away
            assert person.side is None or other.side in {None, person.side}
        if care.support_person_id is not None:
            assert people[care.support_person_id].part in BESIDE
        if care.interpreter_id is not None:
            interpreter = people[care.interpreter_id]
            assert interpreter.part is Part.INTERPRETER
            assert interpreter.card.minor is False
            assert care.interpreter is not None
        if person.represented_by is not None:
            assert people[person.represented_by].part in CIRCLE
            assert people[person.represented_by].card.minor is not True

    def _hold_sides(self, people: dict[str, Participant]) -> None:
        cancelled = [fact for fact in self.case.told if isinstance(fact, ConferenceCancelled)]
        ended = [fact for fact in self.case.told if isinstance(fact, FollowUpEnded)]
        stopped = self.case.conference.stage is Stage.CANCELLED
        assert len(cancelled) == len(ended) == int(stopped)
        if stopped:
            assert self.case.conference.kind is ConferenceType.RESTORATIVE
            assert {fact.because for fact in cancelled} == {CancelledBecause.A_SIDE_STOPPED}
            main = [p for p in people.values() if p.part is Part.MAIN_PERSON]
            assert not all(person.is_heard for person in main)
        if self.case.conference.kind is not ConferenceType.RESTORATIVE:
            assert {person.side for person in people.values()} == {None}
        assert all(person.case_id == CASE_ID for person in people.values())
