"""Whatever is asked of a circle, in whatever order and by whomever, the promises to its people are kept."""

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from kring_conference.process import Stage
from kring_shared.contracts.actor import Actor, Role
from kring_shared.contracts.conference import (
    BEFORE_AN_INVITATION,
    Answered,
    AnswerInvitation,
    BookInterpreter,
    CancelInterpreter,
    ChooseSupportPerson,
    ContactKind,
    Covered,
    EndSupport,
    InviteParticipant,
    KeepApart,
    LeaveOut,
    NoLongerApart,
    PlaceOnSide,
    RecordContact,
    RecordNeeds,
    RecordSafety,
    Side,
    StepOut,
    SupportWish,
)
from kring_shared.contracts.envelope import Command
from kring_shared.contracts.field import Part
from kring_shared.testing.work import an_actor
from tests.unit.conference.case import CASE_ID, COORDINATOR, FILIP, preparing
from tests.unit.conference.participant_machine import WORDS, Tried
from tests.unit.conference.people import SAM, restorative, suggested, with_sam

MOST = 7
NOBODY = "f" * 32
ways = st.sampled_from(list(Answered))
about = st.one_of(
    st.just(tuple(sorted(BEFORE_AN_INVITATION))), st.lists(st.sampled_from(list(Covered)), max_size=3).map(tuple)
)
languages = st.sampled_from(["ar", "ti", ""])


class ParticipantMachine(RuleBasedStateMachine):
    """Everything that can happen to the people of one case before the day."""

    @initialize(two_circles=st.booleans(), more=st.integers(1, 3))
    def begin(self, more: int, *, two_circles: bool) -> None:
        """Prepare for a family, or for two circles, with some people who come and an interpreter."""
        self.tried = Tried(restorative() if two_circles else with_sam(preparing()))
        for each in range(more):
            side = (Side.HARMED, Side.RESPONSIBLE, None)[each] if two_circles else None
            self.tried.give(suggested(f"Somebody {each}", side=side))
        self.tried.give(suggested("Mariam", Part.INTERPRETER, minor=False, languages=("ar",)))
        for person in self._ids():
            self._tells(person, tuple(sorted(BEFORE_AN_INVITATION)))
            self._give(InviteParticipant(case_id=CASE_ID, person_id=person))
        self._rely_on_each_other()
        self.tried.hold()

    @rule(data=st.data(), part=st.sampled_from(list(Part)), minor=st.sampled_from([True, False, None]))
    def is_suggested(self, data: st.DataObject, part: Part, minor: bool | None) -> None:  # noqa: FBT001 - drawn
        """Suggest somebody, of any part and age, as anybody's idea and on any side."""
        if len(self._ids()) < MOST:
            side = data.draw(st.sampled_from([None, None, *Side]))
            idea = data.draw(st.sampled_from([None, *self._ids()]))
            self._give(suggested("Leo", part, minor=minor, relation=WORDS, side=side, by=idea), self._who(data))

    @rule(data=st.data(), covered=about)
    def is_spoken_with(self, data: st.DataObject, covered: tuple[Covered, ...]) -> None:
        """Call or visit somebody."""
        self._tells(self._one(data), covered)

    @rule(data=st.data(), feels_safe=st.booleans())
    def says_whether_it_is_safe(self, data: st.DataObject, *, feels_safe: bool) -> None:
        """Ask somebody whether they can come safely."""
        self._give(
            RecordSafety(case_id=CASE_ID, person_id=self._one(data), feels_safe=feels_safe, measures=WORDS),
            self._who(data),
        )

    @rule(data=st.data())
    def is_invited(self, data: st.DataObject) -> None:
        """Invite somebody, also who cannot be."""
        self._give(InviteParticipant(case_id=CASE_ID, person_id=self._one(data)))

    @rule(data=st.data(), answer=ways)
    def answers(self, data: st.DataObject, answer: Answered) -> None:
        """Have somebody answer, for themselves or another, through anybody."""
        person, by = self._one(data), self._one(data) if answer is Answered.IS_REPRESENTED else None
        said = AnswerInvitation(case_id=CASE_ID, person_id=person, answer=answer, represented_by=by)
        self._give(said, self._who(data))

    @rule(data=st.data(), wish=st.sampled_from([None, *SupportWish]), language=st.none() | languages)
    def says_what_they_need(self, data: st.DataObject, wish: SupportWish | None, language: str | None) -> None:
        """Have somebody say what they need."""
        person = self._one(data)
        needs = RecordNeeds(case_id=CASE_ID, person_id=person, comfort=WORDS, support=wish, interpreter=language)
        self._give(needs, self._who(data))

    @rule(data=st.data(), ends=st.sampled_from([False, False, False, True]))
    def is_supported(self, data: st.DataObject, *, ends: bool) -> None:
        """Choose who stands beside somebody, or let go of them."""
        person, other = self._one(data), self._one(data)
        chosen = ChooseSupportPerson(case_id=CASE_ID, person_id=person, support_person_id=other)
        self._give(EndSupport(case_id=CASE_ID, person_id=person) if ends else chosen, self._who(data))

    @rule(data=st.data(), remote=st.booleans(), ends=st.sampled_from([False, False, False, True]))
    def is_interpreted(self, data: st.DataObject, *, remote: bool, ends: bool) -> None:
        """Book anybody as an interpreter, or have an interpreter fall out."""
        person, other = self._one(data), self._one(data)
        booked = BookInterpreter(case_id=CASE_ID, person_id=person, interpreter_id=other, remote=remote)
        self._give(CancelInterpreter(case_id=CASE_ID, interpreter_id=other) if ends else booked)

    @rule(data=st.data(), over=st.sampled_from([False, False, True]))
    def are_kept_apart(self, data: st.DataObject, *, over: bool) -> None:
        """Keep two people apart, or no longer."""
        kind = NoLongerApart if over else KeepApart
        one, other = data.draw(st.sampled_from([*self.tried.ties(), (self._one(data), self._one(data))]))
        self._give(kind(case_id=CASE_ID, person_id=one, other_id=other))

    @rule(data=st.data(), hear_by=st.none() | ways)
    def is_left_out(self, data: st.DataObject, hear_by: Answered | None) -> None:
        """Leave somebody out."""
        self._give(LeaveOut(case_id=CASE_ID, person_id=self._one(data), hear_by=hear_by))

    @rule(data=st.data(), side=st.sampled_from(list(Side)))
    def is_placed(self, data: st.DataObject, side: Side) -> None:
        """Place somebody on a side."""
        self._give(PlaceOnSide(case_id=CASE_ID, person_id=self._one(data), side=side))

    @rule(data=st.data())
    def steps_out(self, data: st.DataObject) -> None:
        """Have somebody step out: while it is possible at all, it is never refused to the coordinator."""
        person = self._one(data)
        over = self.tried.case.conference.stage is Stage.CANCELLED
        assert self._give(StepOut(case_id=CASE_ID, person_id=person)) == (not over and person != NOBODY)

    def _rely_on_each_other(self) -> None:
        people = self.tried.people().values()
        (mariam,) = (person.id for person in people if person.part is Part.INTERPRETER)
        for one, person in enumerate(sorted(person.id for person in people if person.part is Part.CIRCLE)):
            main = (FILIP, SAM)[one % 2]
            self._give(ChooseSupportPerson(case_id=CASE_ID, person_id=main, support_person_id=person))
            self._give(RecordNeeds(case_id=CASE_ID, person_id=person, interpreter="ar"))
            self._give(BookInterpreter(case_id=CASE_ID, person_id=person, interpreter_id=mariam))
            said = Answered.IS_REPRESENTED
            self._give(AnswerInvitation(case_id=CASE_ID, person_id=main, answer=said, represented_by=person))

    def _tells(self, person_id: str, covered: tuple[Covered, ...]) -> None:
        spoke = RecordContact(case_id=CASE_ID, person_id=person_id, how=ContactKind.PHONE, covered=covered)
        self._give(spoke)

    def _give(self, command: Command, actor: Actor | None = None) -> bool:
        return self.tried.give(command, actor)

    def _ids(self) -> list[str]:
        return sorted(self.tried.people())

    def _one(self, data: st.DataObject) -> str:
        """Draw somebody, those on whom others rely more often than the rest; now and then nobody we know."""
        relied_on = [other for _, other in self.tried.ties()]
        return data.draw(st.sampled_from([*self._ids(), *relied_on, *relied_on, NOBODY]))

    def _who(self, data: st.DataObject) -> Actor:
        coordinator = an_actor(Role.COORDINATOR, COORDINATOR)
        if data.draw(st.integers(0, 4)):
            return coordinator
        main = [an_actor(Role.MAIN_PERSON, person) for person in (FILIP, SAM)]
        circle = [an_actor(Role.CIRCLE_MEMBER, person) for person in self._ids()]
        return data.draw(st.sampled_from([*main, *circle]))


TestACirclesPeopleAreKeptSafe = ParticipantMachine.TestCase
TestACirclesPeopleAreKeptSafe.settings = settings(
    max_examples=80, stateful_step_count=25, deadline=None, phases=[Phase.explicit, Phase.generate, Phase.shrink]
)
